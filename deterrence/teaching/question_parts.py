"""What questions of an exercise file are made of: types of keys, and the tables inside a question.

Formulas are parsed here, at the door, so that everything behind it holds expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from deterrence.errors import ModelError
from deterrence.teaching.formulas import Condition, read_condition, read_formula
from deterrence.world.expressions import Expression
from deterrence.world.schema import DottedId, Finite, Id, Line, Prose, Share, Table, matching

#: Prefix of a field of a design question that is the strength of an option, not a parameter.
OPTION = "option:"


def _formula(given: Any) -> Expression:
    try:
        return read_formula(given)
    except ModelError as error:
        raise PydanticCustomError("other_text", "{allowed}", {"allowed": error.allowed}) from None


def _condition(given: Any) -> Condition:
    try:
        return read_condition(given)
    except ModelError as error:
        raise PydanticCustomError("other_text", "{allowed}", {"allowed": error.allowed}) from None


def _nested(given: Any) -> Any:
    return tuple(_nested(item) for item in cast("list[Any]", given)) if isinstance(given, list) else _formula(given)


def _not_bare(given: Any, example: str) -> Any:
    if not isinstance(given, dict):
        raise PydanticCustomError("other_text", "{allowed}", {"allowed": f"a table such as {example}"})
    return cast("dict[str, Any]", given)


Formula = Annotated[Expression, PlainValidator(_formula)]
Comparison = Annotated[Condition, PlainValidator(_condition)]
#: A formula, or lists of formulas, as the classes of games take them.
Argument = Annotated[Any, PlainValidator(_nested)]
QuestionId = Annotated[
    str,
    Field(max_length=60),
    matching(r"[a-z][a-z0-9_-]*", "small letters, digits, - and _, a letter first, such as week-1"),
]
ParameterName = Annotated[
    str,
    Field(max_length=60),
    matching(r"[A-Za-z][A-Za-z0-9_]*", "letters, digits and _, a letter first, such as T or cost_2"),
]
Choices = Annotated[list[Finite], Field(min_length=1, max_length=40)]
EditField = Annotated[
    str,
    Field(max_length=130),
    matching(
        rf"({OPTION}[a-z][a-z0-9_]*|[a-z][a-z0-9_.]*)", f"a parameter such as israel.patience, or {OPTION}hotline"
    ),
]
Range = Annotated[list[Finite], Field(min_length=2, max_length=2)]
Positive = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Words = Annotated[int, Field(ge=1, le=5000)]


class Start(Table):
    """The world from which a question starts: the case, with settings and options.

    Attributes
    ----------
    set
        Parameter of the case to a formula in the question's parameters.
    option
        Options in force, each as ``id`` or ``id=0.5``.
    without
        Channels that are closed.
    scenario
        A named start of the case; none when empty.
    """

    set: dict[DottedId, Formula] = {}
    option: list[Line] = []
    without: list[Id] = []
    scenario: Line = ""


class Quantity(Table):
    """A number that the engine computes: by a formula, from a form's arguments, or from a game of the case.

    Attributes
    ----------
    formula
        In the question's parameters.
    form, arguments, words
        A form, such as ``restraint``, its arguments as formulas (the question's ``arguments`` when left out), and
        arguments that are words, such as ``kind = "tied"``.
    game, start
        A game of the case, and the world in which it is formed (the question's ``base`` when left out).
    measure
        What is read off the game, as in MEASURES.
    player
        Id of a player, or its number for a form; needed where players differ.
    equilibrium
        Of figures of equilibria: the name of one, ``lowest`` or ``highest``; needed where they differ.
    """

    formula: Formula | None = None
    form: Id | None = None
    arguments: dict[Id, Argument] = {}
    words: dict[Id, Line] = {}
    game: Id | None = None
    start: Start | None = None
    measure: Annotated[str, Field(max_length=80)] = ""
    player: int | Line | None = None
    equilibrium: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _is_table(cls, data: Any) -> Any:
        return _not_bare(data, '{ formula = "1 / 2" }')

    @model_validator(mode="after")
    def _is_one_way(self) -> Quantity:
        ways = [way for way in (self.formula, self.form, self.game) if way is not None]
        if len(ways) != 1 or (self.formula is None) != bool(self.measure):
            keys = ("formula", "form", "game", "measure")
            given = [key for key in keys if getattr(self, key) not in (None, "")]
            saw = f"of {', '.join(keys)} it has {' and '.join(given) or 'none'}"
            allowed = "either a formula, or a form or a game together with a measure"
            raise PydanticCustomError("other_text", "{allowed}", {"allowed": allowed, "saw": saw})
        return self


class Tolerance(Table):
    """How far a number may be from the key: absolute, or relative to the key; the wider of the two holds."""

    abs: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    rel: Share = 0.0

    @model_validator(mode="before")
    @classmethod
    def _is_table(cls, data: Any) -> Any:
        return _not_bare(data, "{ abs = 0.01 }")


class WrongPath(Table):
    """A way to go wrong that has a name and earns a part of the points.

    Attributes
    ----------
    id
        Its code in the statistics; its place in the list when left out. Students do not see it.
    formula
        What it leads to, in the names that the answer may use.
    credit
        Share of the points, above 0 and below 1.
    feedback
        What the student reads.
    """

    id: QuestionId | None = None
    formula: Formula
    credit: Share
    feedback: Prose = ""


class ChoiceOption(Table):
    """One of the answers to choose from.

    Attributes
    ----------
    id, text
        What a submission holds, and what a student reads.
    when
        Comparisons that all hold where this option is right, for questions without ``answer``.
    credit
        Share of the points for choosing it where it is not right.
    feedback
        What a student who chose it reads.
    """

    id: QuestionId
    text: Prose
    when: list[Comparison] = []
    credit: Share = 0.0
    feedback: Prose = ""


class Item(Table):
    """One of the things to rank; ``value`` is what it is ranked by, the greatest first."""

    id: QuestionId
    text: Prose
    value: Formula | None = None


class Check(Table):
    """A property that the edited world of a design question is to have.

    Attributes
    ----------
    id
        Its code in the statistics. Students do not see it.
    game, measure, player, equilibrium
        What is read off the edited world, as in ``Quantity``.
    equals, at_least, at_most
        What it must be; ``equals`` may be a label, such as ``"dilemma"``. Yes and no are 1 and 0.
    margin
        How far a number may miss that.
    credit
        Share of the points; those of all checks add up to 1.
    gate
        Whether nothing is earned where it fails.
    feedback
        What the student reads where it fails.
    """

    id: QuestionId
    game: Id
    measure: Annotated[str, Field(max_length=80)]
    player: int | Line | None = None
    equilibrium: Line = ""
    equals: float | Line | None = None
    at_least: Finite | None = None
    at_most: Finite | None = None
    margin: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    credit: Share = 0.0
    gate: bool = False
    feedback: Prose = ""

    @model_validator(mode="after")
    def _asks_something(self) -> Check:
        if self.equals is None and self.at_least is None and self.at_most is None:
            context = {"allowed": "equals, at_least or at_most", "saw": "it asks for nothing"}
            raise PydanticCustomError("other_text", "{allowed}", context)
        return self


class Edit(Table):
    """What a student may change.

    Attributes
    ----------
    fields
        Parameters of the case, or strengths of options written as ``option:ID``.
    max_changes
        How many of them at most.
    bounds
        Field to its least and greatest value; the case's range where left out, 0 and 1 for options.
    """

    fields: Annotated[list[EditField], Field(min_length=1, max_length=30)]
    max_changes: Annotated[int, Field(ge=1, le=30)] = 1
    bounds: dict[EditField, Range] = {}


def formulas_in(nested: Any) -> list[Expression]:
    """Return the formulas in nested tuples and mappings."""
    if isinstance(nested, Expression):
        return [nested]
    if isinstance(nested, Mapping):
        return [one for item in cast("Mapping[str, Any]", nested).values() for one in formulas_in(item)]
    return [one for item in cast("tuple[Any, ...]", nested) for one in formulas_in(item)]
