"""Exercise files: found, read, and checked for what one key says of another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from deterrence.errors import ExerciseError, ModelError, shorten, show, suggest
from deterrence.teaching.canonical import refuse_other_kinds
from deterrence.teaching.question_parts import Quantity, formulas_in
from deterrence.teaching.schema import (
    SCHEMA,
    Choice,
    Design,
    ExerciseTable,
    Numeric,
    Predict,
    Question,
    Ranking,
    Symbolic,
)
from deterrence.world.expressions import Expression
from deterrence.world.faults import as_model_error
from deterrence.world.files import model_folders
from deterrence.world.guard import MAX_BYTES, check_text
from deterrence.world.reader import LOCALS, RESERVED

#: Columns of grades.csv, which no question may be called.
RESERVED_IDS = frozenset({"name", "code", "status", "receipt", "total", "out_of", "to_read"})


@dataclass(frozen=True)
class Exercise:
    """An instructor's file: questions with their keys, tolerances and checks.

    Parameters
    ----------
    assignment, module_version, title, about, case
        As in the file; a greater version gives new variants.
    questions
        In the file's order, each with the case and the parameters that it uses.
    path
        Where it came from; None when made from text.
    """

    assignment: str
    module_version: int
    title: str
    about: str
    case: str
    questions: tuple[Question, ...]
    path: Path | None = field(default=None, compare=False)

    def question(self, id: str) -> Question:
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

    @property
    def points(self) -> float:
        """Points of all questions together."""
        return sum(question.points for question in self.questions)


def available_exercises() -> dict[str, Path]:
    """Return the exercise files that come with the package, name to file, in alphabetical order."""
    found: dict[str, Path] = {}
    for folder in model_folders():
        for file in sorted((folder / "exercises").glob("*.toml")):
            found.setdefault(file.stem, file)
    return dict(sorted(found.items()))


def load_exercise(name: str | Path) -> Exercise:
    """Load an exercise file by its path, or by name one that comes with the package.

    Raises
    ------
    ExerciseError
        If the file is missing, is no TOML, or any key in it is at fault.
    """
    known = available_exercises()
    path = known[str(name)] if str(name) in known else Path(name).expanduser()
    try:
        if not path.is_file():
            near = suggest(str(name), known)
            raise ExerciseError(f"file '{shorten(str(name), 150)}'", "there is no such file", "a .toml file", near)
        if path.stat().st_size > MAX_BYTES:
            raise ExerciseError(shorten(path.name), "the file is too large", f"at most {MAX_BYTES:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ExerciseError(shorten(path.name), "it is not UTF-8 text", "a TOML file") from None
    except (OSError, ValueError) as error:
        raise ExerciseError(shorten(path.name), f"it cannot be read ({error})", "a readable file") from None
    return read_exercise(text, file=shorten(path.name), path=path)


def read_exercise(text: str, *, file: str = "exercise", path: Path | None = None) -> Exercise:
    """Build an exercise from the text of its file.

    Raises
    ------
    ExerciseError
        If the text is no TOML, or any key in it is at fault.
    """
    try:
        check_text(text, file)
        allowed = "the instructor's file, which ends in .toml"
        refuse_other_kinds(text, file, kind="deterrence-exercise", allowed=allowed)
        data = tomllib.loads(text)
        if data.get("schema") != SCHEMA:
            saw = f"saw {show(data['schema'])}" if "schema" in data else "the key is missing"
            raise ExerciseError(f"{file}, schema", saw, f'"{SCHEMA}"')
        return _build(ExerciseTable.model_validate(data), file, path)
    except ValidationError as error:
        raise _as_exercise_error(as_model_error(error, tomllib.loads(text), file)) from None
    except ModelError as error:
        raise _as_exercise_error(error) from None
    except (ValueError, RecursionError) as error:
        raise ExerciseError(file, f"it is not TOML ({shorten(str(error), 100)})", "TOML 1.0") from None


def _as_exercise_error(error: ModelError) -> ExerciseError:
    return ExerciseError(error.where, error.saw, error.allowed, error.remedy)


def _build(table: ExerciseTable, file: str, path: Path | None) -> Exercise:
    by_id: dict[str, Question] = {}
    for question in table.questions:
        where = f"{file}, question '{question.id}'"
        if question.id in RESERVED_IDS:
            raise ExerciseError(where, "the id is a column of the grades", "another id")
        if question.id in by_id:
            raise ExerciseError(where, "the id is used twice", "different ids")
        changed: dict[str, Any] = {"case": question.case or table.case}
        if question.variant_of is not None:
            source = by_id.get(question.variant_of)
            if source is None or question.params or question.require:
                allowed = "an earlier question, and no params or require of its own"
                raise ExerciseError(f"{where}, variant_of", f"saw '{question.variant_of}'", allowed)
            root = source.variant_of or source.id
            changed |= {"params": source.params, "require": source.require, "variant_of": root}
        complete = question.model_copy(update=changed)
        _check_question(complete, where, [q.id for q in table.questions])
        by_id[question.id] = complete
    return Exercise(
        table.assignment, table.module_version, table.title, table.about, table.case, tuple(by_id.values()), path
    )


def _check_question(question: Question, where: str, ids: list[str]) -> None:
    names = [name.lower() for name in question.params]
    hidden = [name.lower() for name in question.quantities]
    letters = [name.lower() for name in question.domain] if isinstance(question, Symbolic) else []
    everything = [*names, *hidden, *letters]
    for name in everything:
        if everything.count(name) > 1:
            raise ExerciseError(where, f"the name '{name}' is used twice, large and small letters alike", "one use")
        if name in LOCALS or name in RESERVED:
            raise ExerciseError(where, f"saw the name '{name}'", "a word that formulas do not reserve")
    for place, formula, known in _formulas_of(question, names, hidden, letters):
        unknown = sorted(formula.names - set(known))
        if unknown:
            remedy = suggest(unknown[0], known)
            raise ExerciseError(f"{where}, {place}", f"saw the name '{unknown[0]}'", "a name of this question", remedy)
    for place, quantity in quantities_of(question):
        _check_quantity(quantity, question, f"{where}, {place}")
    if isinstance(question, Design):
        _check_design(question, where)
    if isinstance(question, Choice | Predict):
        _check_options(question, where)
    if isinstance(question, Ranking):
        _check_ranking(question, where)
    if isinstance(question, Predict):
        for id in question.before:
            if id not in ids:
                raise ExerciseError(f"{where}, before", f"saw '{id}'", "the id of a question", suggest(id, ids))


def texts_of(question: Question) -> Iterator[tuple[str, str]]:
    """Yield every text in which ``{name}`` stands for a parameter, with the place where it stands."""
    yield "prompt", question.prompt
    yield "explanation", question.explanation
    yield from (("hints", hint) for hint in question.hints)
    if isinstance(question, Numeric | Symbolic):
        yield from (("partial", path.feedback) for path in question.partial)
    if isinstance(question, Choice | Predict):
        yield from (("options", text) for option in question.options for text in (option.text, option.feedback))
    if isinstance(question, Ranking):
        yield from (("items", item.text) for item in question.items)
    if isinstance(question, Design):
        yield from (("checks", check.feedback) for check in question.checks)


def quantities_of(question: Question) -> Iterator[tuple[str, Quantity]]:
    """Yield everything that the engine computes for a question."""
    yield from ((f"quantities, {name}", quantity) for name, quantity in question.quantities.items())
    if isinstance(question, Numeric):
        yield "answer", question.answer


def _formulas_of(
    question: Question, names: list[str], hidden: list[str], letters: list[str]
) -> Iterator[tuple[str, Expression, list[str]]]:
    """Yield every formula with the names that may stand in it."""
    yield from (("require", condition.formula, names) for condition in question.require)
    yield from (("arguments", formula, names) for formula in formulas_in(question.arguments))
    yield from (("base, set", formula, names) for formula in question.base.set.values())
    for place, quantity in quantities_of(question):
        is_answer = place == "answer"
        known = [*names, *hidden] if is_answer else names
        given: Iterable[Expression] = [quantity.formula] if quantity.formula is not None else []
        start = quantity.start.set.values() if quantity.start is not None else ()
        yield from ((place, formula, known) for formula in (*given, *formulas_in(quantity.arguments), *start))
    if isinstance(question, Numeric):
        yield from (("partial", path.formula, [*names, *hidden]) for path in question.partial)
    if isinstance(question, Symbolic):
        yield "answer", question.answer, [*names, *hidden, *letters]
        yield from (("partial", path.formula, [*names, *hidden, *letters]) for path in question.partial)
        yield from (("where", condition.formula, letters) for condition in question.where)
    if isinstance(question, Choice | Predict):
        conditions = (condition for option in question.options for condition in option.when)
        yield from (("options, when", condition.formula, [*names, *hidden]) for condition in conditions)
    if isinstance(question, Ranking):
        values = (item.value for item in question.items if item.value is not None)
        yield from (("items, value", value, [*names, *hidden]) for value in values)


def _check_quantity(quantity: Quantity, question: Question, where: str) -> None:
    if quantity.game is not None and not question.case:
        raise ExerciseError(
            f"{where}, game", "there is no case", "case = ... in the question or at the top of the file"
        )
    if quantity.form is not None and not (quantity.arguments or question.arguments):
        raise ExerciseError(where, "there are no arguments", "arguments = { ... } of the form")


def _check_design(question: Design, where: str) -> None:
    if not question.case:
        raise ExerciseError(where, "there is no case", "case = ... in the question or at the top of the file")
    for name in question.edit.bounds:
        if name not in question.edit.fields:
            raise ExerciseError(f"{where}, edit, bounds", f"saw '{name}'", "one of edit.fields")
    _check_ids([check.id for check in question.checks], f"{where}, checks")


def _check_options(question: Choice | Predict, where: str) -> None:
    ids = [option.id for option in question.options]
    _check_ids(ids, f"{where}, options")
    if question.answer is not None and question.answer not in ids:
        raise ExerciseError(f"{where}, answer", f"saw '{question.answer}'", "the id of an option")
    if (question.answer is None) != any(option.when for option in question.options):
        raise ExerciseError(where, "it is not said which option is right", "either answer, or when in the options")


def _check_ranking(question: Ranking, where: str) -> None:
    ids = [item.id for item in question.items]
    _check_ids(ids, f"{where}, items")
    n_values = sum(item.value is not None for item in question.items)
    if n_values not in (0, len(ids)) or bool(n_values) == bool(question.answer):
        raise ExerciseError(where, "it is not said which order is right", "either answer, or a value for every item")
    listed = [id for group in question.answer for id in group]
    if question.answer and sorted(listed) != sorted(ids):
        raise ExerciseError(f"{where}, answer", "it does not list every item once", "groups of the items' ids")


def _check_ids(ids: list[str], where: str) -> None:
    for id in ids:
        if ids.count(id) > 1:
            raise ExerciseError(where, f"the id '{id}' is used twice", "different ids")
