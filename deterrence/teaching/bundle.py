"""The bundle that students get: built from an instructor's file by a list of what may go out, with its own SHA-256.

``PublicQuestion`` is that list. What it does not name stays behind: keys, tolerances, checks, wrong paths,
explanations, and whatever somebody adds to an exercise file later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from deterrence.errors import ExerciseError, ModelError, shorten, suggest
from deterrence.teaching.canonical import (
    MAX_BYTES,
    canonical,
    is_sealed,
    parse_json,
    read_bytes,
    refuse_other_kinds,
    sealed,
)
from deterrence.teaching.exercise import Exercise, available_exercises, load_exercise
from deterrence.teaching.question_parts import (
    Choices,
    Comparison,
    Edit,
    ParameterName,
    Positive,
    QuestionId,
    Range,
    Start,
    Words,
)
from deterrence.teaching.schema import Choice, Design, Numeric, Predict, Question, Ranking, Symbolic
from deterrence.teaching.variants import shuffle
from deterrence.world.faults import as_model_error
from deterrence.world.schema import Line, Prose, Table, matching

SCHEMA = "deterrence-bundle/1"

Checksum = Annotated[str, matching(r"[0-9a-f]{64}", "64 hexadecimal digits")]
Kind = Literal["numeric", "symbolic", "choice", "ranking", "design", "predict", "text"]


class PublicChoice(Table):
    """An option or an item: its id and its text, nothing of its worth."""

    id: QuestionId
    text: Prose


class PublicQuestion(Table):
    """Everything that a student's bundle says of a question; keys that do not belong to its kind are left out."""

    id: QuestionId
    kind: Kind
    points: Positive
    objective: Line
    prompt: Prose
    title: Line = ""
    hints: list[Prose] = []
    params: dict[ParameterName, Choices] = {}
    require: list[Comparison] = []
    variant_of: QuestionId | None = None
    self_check: bool = False
    case: Line = ""
    unit: Line = ""
    range: Range | None = None
    letters: dict[ParameterName, Line] = {}
    choices: list[PublicChoice] = []
    start: Start = Start()
    edit: Edit | None = None
    words: Words | None = None
    before: list[QuestionId] = []


class BundleTable(Table):
    """The whole file."""

    schema_: Literal["deterrence-bundle/1"] = Field(alias="schema")
    assignment: QuestionId
    module_version: Annotated[int, Field(ge=1)]
    title: Line = ""
    about: Prose = ""
    case: Line = ""
    questions: Annotated[list[PublicQuestion], Field(min_length=1, max_length=100)]
    sha256: Checksum


@dataclass(frozen=True)
class Bundle:
    """What a student sees of an assignment.

    Parameters
    ----------
    assignment, module_version, title, about, case
        As in the instructor's file.
    questions
        The public side of every question, in order.
    sha256
        The bundle's checksum, which every submission names.
    """

    assignment: str
    module_version: int
    title: str
    about: str
    case: str
    questions: tuple[PublicQuestion, ...]
    sha256: str

    def question(self, id: str) -> PublicQuestion:
        """Return a question by id.

        Raises
        ------
        ExerciseError
            If there is none; near ids are suggested.
        """
        for question in self.questions:
            if question.id == id:
                return question
        known = [question.id for question in self.questions]
        raise ExerciseError(f"question '{shorten(id)}'", "there is no such question", "", suggest(id, known))


def build_bundle(exercise: Exercise) -> bytes:
    """Return the bundle for students as canonical JSON.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> read_bundle(build_bundle(load_exercise("starter"))).assignment
    'starter'
    """
    content = {
        "schema": SCHEMA,
        "assignment": exercise.assignment,
        "module_version": exercise.module_version,
        "title": exercise.title,
        "about": exercise.about,
        "case": exercise.case,
        "questions": [_public(question) for question in exercise.questions],
    }
    return canonical(sealed(content))


def _public(question: Question) -> dict[str, Any]:
    """Return what may go out of a question, as plain data; nothing gets out that is not named here."""
    out: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "points": question.points,
        "objective": question.objective,
        "prompt": question.prompt,
        "title": question.title,
        "hints": question.hints,
        "params": question.params,
        "require": [condition.text for condition in question.require],
        "variant_of": question.variant_of,
        "self_check": question.self_check,
        "case": question.case,
    }
    if isinstance(question, Numeric):
        out |= {"unit": question.unit, "range": question.range}
    elif isinstance(question, Symbolic):
        out |= {"letters": {name: question.meanings.get(name, "") for name in sorted(question.domain)}}
    elif isinstance(question, Choice | Predict):
        out |= {"choices": _choices(question.id, {option.id: option.text for option in question.options})}
    elif isinstance(question, Ranking):
        out |= {"choices": _choices(question.id, {item.id: item.text for item in question.items})}
    elif isinstance(question, Design):
        edit = {
            "fields": question.edit.fields,
            "max_changes": question.edit.max_changes,
            "bounds": question.edit.bounds,
        }
        out |= {"edit": edit, "start": _start(question.base), "words": question.reason_words}
    else:
        out |= {"words": question.words}
    if isinstance(question, Predict):
        out |= {"before": question.before}
    return {key: value for key, value in out.items() if value not in (None, "", [], {}, False)}


def _choices(question: str, texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return options in an order that says nothing of what the author wrote first."""
    return [{"id": id, "text": texts[id]} for id in shuffle(list(texts), question)]


def _start(start: Start) -> dict[str, Any]:
    found: dict[str, Any] = {
        "set": {id: str(formula) for id, formula in start.set.items()},
        "option": start.option,
        "without": start.without,
        "scenario": start.scenario,
    }
    return {key: value for key, value in found.items() if value}


def read_bundle(content: bytes, *, where: str = "bundle") -> Bundle:
    """Read a student's bundle.

    Raises
    ------
    ExerciseError
        If it is no bundle, or its checksum is not that of its content.
    """
    allowed, remedy = "the file that ends in .student.json", "ask your instructor for it"
    text = content[:MAX_BYTES].decode("utf-8", "replace")
    refuse_other_kinds(text, where, kind="deterrence-bundle", allowed=allowed, remedy=remedy)
    data = parse_json(content, where)
    if data.get("schema") != SCHEMA:
        raise ExerciseError(where, "it is no bundle for students", allowed, remedy)
    if not is_sealed(data):
        raise ExerciseError(where, "it was changed after it was built", "the file as it was handed out")
    try:
        table = BundleTable.model_validate(data)
    except ValidationError as error:
        found = as_model_error(error, data, where)
        raise ExerciseError(found.where, found.saw, found.allowed, found.remedy) from None
    except ModelError as error:
        raise ExerciseError(error.where, error.saw, error.allowed, error.remedy) from None
    return Bundle(
        table.assignment,
        table.module_version,
        table.title,
        table.about,
        table.case,
        tuple(table.questions),
        table.sha256,
    )


def load_bundle(path: str | Path) -> Bundle:
    """Read a student's bundle from a file; see ``read_bundle``.

    Raises
    ------
    ExerciseError
        If it cannot be read.
    """
    file = Path(path).expanduser()
    return read_bundle(read_bytes(file), where=shorten(file.name))


def find_exercise(bundle: Bundle) -> Exercise | None:
    """Return the instructor's file of a bundle where it comes with the package, None elsewhere.

    It is there for questions that their author opened for a self-check: no bundle holds what marking needs.
    """
    for path in available_exercises().values():
        exercise = load_exercise(path)
        if exercise.assignment == bundle.assignment and read_bundle(build_bundle(exercise)).sha256 == bundle.sha256:
            return exercise
    return None
