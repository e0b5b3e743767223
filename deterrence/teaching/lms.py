"""What learning systems are given: questions with numbers in place, and what of the exercise they cannot hold.

They draw one of several variants themselves; what needs the engine, such as a design, goes out as a task with a rubric.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.formulas import Exact
from deterrence.teaching.marking import make_key
from deterrence.teaching.number_marks import NumericKey
from deterrence.teaching.posing import pose
from deterrence.teaching.preview import preview_codes
from deterrence.teaching.question_parts import ChoiceOption
from deterrence.teaching.schema import Choice, Design, Numeric, Predict, Question, Ranking, Symbolic
from deterrence.teaching.variants import Variant, draw_variant, fill

#: Codes that are tried to find different variants.
MAX_TRIED = 500


@dataclass(frozen=True)
class Near:
    """A number that earns a share of the points, give or take a tolerance."""

    value: Exact
    tolerance: Exact
    credit: float
    feedback: str


@dataclass(frozen=True)
class Offered:
    """An option with the share of the points that it earns."""

    text: str
    credit: float
    feedback: str


@dataclass(frozen=True)
class Task:
    """One question as a learning system holds it.

    Parameters
    ----------
    name, text, explanation
        With the numbers of one variant in place.
    points
        Points of a full answer.
    kind
        ``number``, ``choice``, ``essay`` or ``upload``.
    numbers
        Of a number: the key first, then the wrong paths.
    options
        Of a choice: in the author's order.
    rubric
        Of an essay or an upload: what a person looks for.
    """

    name: str
    text: str
    explanation: str
    points: float
    kind: Literal["number", "choice", "essay", "upload"]
    numbers: tuple[Near, ...] = ()
    options: tuple[Offered, ...] = ()
    rubric: str = ""


def list_tasks(exercise: Exercise, *, n_variants: int = 5) -> list[tuple[Question, list[Task]]]:
    """Return every question with up to so many variants of it, as different as there are.

    Raises
    ------
    DeterrenceError
        If a variant has no key.
    """
    return [(question, list(_tasks(exercise, question, n_variants))) for question in exercise.questions]


def left_out(exercise: Exercise) -> list[str]:
    """Return sentences that say what a learning system does not get."""
    said = {
        "symbolic": "Formulas go out as essays with the key in the grader's notes: no system here compares formulas.",
        "ranking": "Rankings go out as essays: credit for pairs in the right order is not theirs to give.",
        "design": "Designs go out as file uploads with a rubric: grade the submissions with this program instead.",
        "predict": "Predictions go out as choices, without the confidence and its score.",
        "text": "Texts go out as essays, without the limit on words.",
    }
    kinds = {question.kind for question in exercise.questions}
    return [sentence for kind, sentence in said.items() if kind in kinds]


def _tasks(exercise: Exercise, question: Question, n_variants: int) -> Iterator[Task]:
    bundle = read_bundle(build_bundle(exercise))
    seen: set[str] = set()
    for code in preview_codes(MAX_TRIED if question.params else 1):
        variant = draw_variant(exercise.assignment, exercise.module_version, question, code)
        if str(variant) in seen:
            continue
        seen.add(str(variant))
        name = question.title or question.id
        yield _task(question, variant, f"{name}, variant {len(seen)}", pose(bundle, question.id, code).prompt)
        if len(seen) == n_variants:
            return


def _task(question: Question, variant: Variant, name: str, text: str) -> Task:
    explanation = fill(question.explanation, variant)
    if isinstance(question, Numeric):
        key = make_key(question, variant)
        assert isinstance(key, NumericKey)
        numbers = [Near(key.value, key.tolerance, 1.0, "")]
        for value, path in zip(key.paths, question.partial, strict=True):
            numbers.append(Near(value, key.tolerance, path.credit, fill(path.feedback, variant)))
        return Task(name, text, explanation, question.points, "number", numbers=tuple(numbers))
    if isinstance(question, Choice | Predict):
        right = make_key(question, variant)
        options = tuple(_offered(option, variant, is_right=option.id == right) for option in question.options)
        return Task(name, text, explanation, question.points, "choice", options=options)
    kind = "upload" if isinstance(question, Design) else "essay"
    return Task(name, text, explanation, question.points, kind, rubric=_rubric(question, variant))


def _offered(option: ChoiceOption, variant: Variant, *, is_right: bool) -> Offered:
    credit = 1.0 if is_right else option.credit
    return Offered(fill(option.text, variant), credit, fill(option.feedback, variant))


def _rubric(question: Question, variant: Variant) -> str:
    """Return what a person looks for, in plain lines."""
    if isinstance(question, Design):
        lines = ["Nothing is earned unless:" if any(check.gate for check in question.checks) else ""]
        lines += [
            f"- {check.game}: {check.measure} is as asked ({check.id})" for check in question.checks if check.gate
        ]
        lines += ["Then:"]
        lines += [
            f"- {check.credit:.0%}: {check.game}: {check.measure} is as asked ({check.id})"
            for check in question.checks
            if not check.gate
        ]
        lines += [f"At most {question.edit.max_changes} changes of: {', '.join(question.edit.fields)}"]
        return "\n".join(line for line in lines if line)
    if isinstance(question, Symbolic):
        return f"The key: {question.answer}"
    if isinstance(question, Ranking):
        places: dict[str, int] = make_key(question, variant)
        items = {item.id: item.text for item in question.items}
        return "The order: " + "; ".join(items[id] for id in sorted(places, key=lambda id: (places[id], id)))
    return "Read by a person."
