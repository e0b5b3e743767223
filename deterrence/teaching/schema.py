"""The shape of an exercise file: which keys each kind of question has, and of which type.

Formulas are parsed here, at the door, so that everything behind it holds expressions. What one key says of another is
checked in exercise.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from deterrence.errors import ModelError
from deterrence.teaching.formulas import Condition, read_condition, read_formula
from deterrence.world.expressions import Expression
from deterrence.world.schema import DottedId, Finite, Id, Line, Prose, Share, Table

SCHEMA = "deterrence-exercise/1"

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


def _name(pattern: str) -> Any:
    return Field(max_length=60, pattern=pattern)


Formula = Annotated[Expression, PlainValidator(_formula)]
Comparison = Annotated[Condition, PlainValidator(_condition)]
#: A formula, or lists of formulas, as the classes of games take them.
Argument = Annotated[Any, PlainValidator(_nested)]
QuestionId = Annotated[str, _name(r"^[a-z][a-z0-9_-]*$")]
ParameterName = Annotated[str, _name(r"^[A-Za-z][A-Za-z0-9_]*$")]
Choices = Annotated[list[Finite], Field(min_length=1, max_length=40)]
EditField = Annotated[str, Field(max_length=130, pattern=rf"^({OPTION}[a-z][a-z0-9_]*|[a-z][a-z0-9_.]*)$")]
Range = Annotated[list[Finite], Field(min_length=2, max_length=2)]
Positive = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Words = Annotated[int, Field(ge=1, le=5000)]


class Start(Table):
    """The world from which a question starts: the case, with settings and options."""

    set: dict[DottedId, Formula] = {}
    option: list[Line] = []
    without: list[Id] = []
    scenario: Line = ""


class Quantity(Table):
    """A number that the engine computes: by a formula, from a form's arguments, or from a game of the case."""

    formula: Formula | None = None
    form: Id | None = None
    arguments: dict[Id, Argument] = {}
    words: dict[Id, Line] = {}
    game: Id | None = None
    start: Start | None = None
    measure: Annotated[str, Field(max_length=80)] = ""
    player: int | Line | None = None
    equilibrium: Line = ""

    @model_validator(mode="after")
    def _is_one_way(self) -> Quantity:
        ways = [way for way in (self.formula, self.form, self.game) if way is not None]
        if len(ways) != 1 or (self.formula is None) != bool(self.measure):
            allowed = "either a formula, or a form or a game together with a measure"
            raise PydanticCustomError("other_text", "{allowed}", {"allowed": allowed})
        return self


class Tolerance(Table):
    """How far a number may be from the key: absolute, or relative to the key; the wider of the two holds."""

    abs: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    rel: Share = 0.0


class WrongPath(Table):
    """A way to go wrong that has a name and earns a part of the points."""

    id: QuestionId | None = None
    formula: Formula
    credit: Share
    feedback: Prose = ""


class ChoiceOption(Table):
    """One of the answers to choose from; ``when`` says in which variants it is right."""

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
    """A property that the edited world of a design question is to have."""

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
            raise PydanticCustomError("other_text", "{allowed}", {"allowed": "equals, at_least or at_most"})
        return self


class Edit(Table):
    """What a student may change: parameters, or strengths of options written as ``option:ID``."""

    fields: Annotated[list[EditField], Field(min_length=1, max_length=30)]
    max_changes: Annotated[int, Field(ge=1, le=30)] = 1
    bounds: dict[EditField, Range] = {}


class QuestionTable(Table):
    """What every kind of question has."""

    id: QuestionId
    points: Positive
    objective: Line
    prompt: Prose
    title: Line = ""
    hints: list[Prose] = []
    explanation: Prose = ""
    params: dict[ParameterName, Choices] = {}
    require: list[Comparison] = []
    variant_of: QuestionId | None = None
    self_check: bool = False
    case: Line = ""
    arguments: dict[Id, Argument] = {}
    base: Start = Start()
    quantities: dict[Id, Quantity] = {}


class Numeric(QuestionTable):
    """A number."""

    kind: Literal["numeric"]
    answer: Quantity
    tolerance: Tolerance
    unit: Line = ""
    range: Range | None = None
    partial: list[WrongPath] = []


class Symbolic(QuestionTable):
    """A formula in given letters, compared with the key at seeded points of a domain."""

    kind: Literal["symbolic"]
    answer: Formula
    domain: Annotated[dict[ParameterName, Range], Field(min_length=1, max_length=12)]
    meanings: dict[ParameterName, Line] = {}
    where: list[Comparison] = []
    partial: list[WrongPath] = []


class Choice(QuestionTable):
    """One answer among several; either ``answer`` names the right one, or the options say ``when`` they are."""

    kind: Literal["choice"]
    options: Annotated[list[ChoiceOption], Field(min_length=2, max_length=12)]
    answer: QuestionId | None = None


class Ranking(QuestionTable):
    """An order; ``answer`` lists groups of equals from first to last, or the items carry values."""

    kind: Literal["ranking"]
    items: Annotated[list[Item], Field(min_length=2, max_length=12)]
    answer: list[list[QuestionId]] = []
    tie: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1e-9


class Design(QuestionTable):
    """A change to the case after which it has the properties that are asked for."""

    kind: Literal["design"]
    edit: Edit
    checks: Annotated[list[Check], Field(min_length=1, max_length=20)]
    reason_words: Words | None = None


class Predict(QuestionTable):
    """A choice with a confidence, locked before the result is shown."""

    kind: Literal["predict"]
    options: Annotated[list[ChoiceOption], Field(min_length=2, max_length=12)]
    answer: QuestionId | None = None
    before: list[QuestionId] = []


class Text(QuestionTable):
    """A text, collected and never scored by machine."""

    kind: Literal["text"]
    words: Words


Question = Numeric | Symbolic | Choice | Ranking | Design | Predict | Text


class ExerciseTable(Table):
    """The whole file."""

    schema_: Literal["deterrence-exercise/1"] = Field(alias="schema")
    assignment: QuestionId
    module_version: Annotated[int, Field(ge=1, le=1_000_000)]
    title: Line = ""
    about: Prose = ""
    case: Line = ""
    questions: Annotated[list[Annotated[Question, Field(discriminator="kind")]], Field(min_length=1, max_length=100)]


def formulas_in(nested: Any) -> list[Expression]:
    """Return the formulas in nested tuples and mappings."""
    if isinstance(nested, Expression):
        return [nested]
    if isinstance(nested, Mapping):
        return [one for item in cast("Mapping[str, Any]", nested).values() for one in formulas_in(item)]
    return [one for item in cast("tuple[Any, ...]", nested) for one in formulas_in(item)]
