"""The shape of an exercise file: which keys each kind of question has, and of which type.

In texts ``{name}`` stands for a parameter's number. In formulas large and small letters are the same. What one key says
of another is checked in exercise.py.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from deterrence.teaching.question_parts import (
    Argument,
    Check,
    ChoiceOption,
    Choices,
    Comparison,
    Edit,
    Formula,
    Item,
    ParameterName,
    Positive,
    Quantity,
    QuestionId,
    Range,
    Start,
    Tolerance,
    Words,
    WrongPath,
)
from deterrence.world.schema import Id, Line, Prose, Table

SCHEMA = "deterrence-exercise/1"


class QuestionTable(Table):
    """What every kind of question has.

    Attributes
    ----------
    id, title, points
        Id for files, title for people, points of a full answer.
    objective
        What the student learns to do.
    prompt, hints, explanation
        What is asked; hints that students see from the start; what they read after marking.
    params, require
        Parameter to its finite choices, and comparisons that the drawn numbers satisfy.
    variant_of
        An earlier question whose numbers this one shares.
    self_check
        Whether a student may have the answer marked before handing in.
    case, base
        The model that quantities and designs are about, the file's ``case`` when left out; where it starts from.
    arguments
        Arguments of the form that the answer asks.
    quantities
        Numbers that the engine computes under a name, for use in ``answer``, ``partial``, ``when`` and ``value``.
    """

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
    """A number; a formula of numbers is read too.

    Attributes
    ----------
    answer
        The key.
    tolerance
        How far from it an answer may be, absolute or relative.
    unit, range
        What students are told about the number.
    partial
        Wrong paths that earn a part of the points.
    """

    kind: Literal["numeric"]
    answer: Quantity
    tolerance: Tolerance
    unit: Line = ""
    range: Range | None = None
    partial: list[WrongPath] = []


class Symbolic(QuestionTable):
    """A formula in given letters, compared with the key at seeded points of a domain.

    Attributes
    ----------
    answer
        The key, in the letters of the domain and the question's parameters.
    domain, where
        Letter to its range, and comparisons that points of it satisfy.
    meanings
        Letter to what it stands for, for students.
    partial
        Wrong paths that earn a part of the points.
    """

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
    """An order, from first to last.

    Attributes
    ----------
    items
        What is ranked; with values, the greatest comes first.
    answer
        Groups of equals from first to last, for items without values.
    tie
        Values that differ by no more are equals, and may stand either way.
    """

    kind: Literal["ranking"]
    items: Annotated[list[Item], Field(min_length=2, max_length=12)]
    answer: list[list[QuestionId]] = []
    tie: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1e-9


class Design(QuestionTable):
    """A change to the case after which it has the properties that are asked for.

    Attributes
    ----------
    edit
        What may be changed.
    checks
        What is asked for.
    reason_words
        Words of a reason at most, which a person reads; no reason is asked for when left out.
    """

    kind: Literal["design"]
    edit: Edit
    checks: Annotated[list[Check], Field(min_length=1, max_length=20)]
    reason_words: Words | None = None


class Predict(QuestionTable):
    """A choice with a confidence, locked before the result is shown.

    Attributes
    ----------
    options, answer
        As in ``Choice``.
    before
        Questions that are shown only once the prediction is locked.
    """

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
