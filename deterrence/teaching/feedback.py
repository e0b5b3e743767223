"""Feedback for one student, as one HTML file: own numbers, own answers, points, what the author says; never a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from deterrence.errors import DeterrenceError, counted, shorten
from deterrence.page.markup import document, heading, paragraph, tag, words
from deterrence.page.words import label
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.grading import Graded
from deterrence.teaching.marks import RIGHT, Mark, is_blank
from deterrence.teaching.question_parts import OPTION
from deterrence.teaching.schema import Choice, Design, Predict, Question, Ranking
from deterrence.teaching.variants import Variant, draw_variant, fill
from deterrence.teaching.worlds import world_of

#: Characters of an answer that are shown.
MAX_SHOWN = 20_000

#: What the parts of an answer are called.
_PARTS = {
    "text": "You wrote",
    "choice": "You chose",
    "confidence": "How sure you were",
    "order": "Your order",
    "changes": "You set",
    "reason": "Your reason",
}

_STATUS = {
    "blank": "No answer was given.",
    "unreadable": "This answer could not be read, so it was not marked.",
    "unsolved": "Not marked by machine; a person will look at it.",
    "to_read": "Not marked by machine; a person reads it.",
}


def feedback_html(exercise: Exercise, graded: Graded) -> str:
    """Return the feedback for one submission as a whole HTML document in which everything is escaped."""
    title = f"{exercise.title or exercise.assignment}: feedback for {graded.code}"
    return document(title, _parts(exercise, graded, title))


def _parts(exercise: Exercise, graded: Graded, title: str) -> Iterator[str]:
    yield heading(1, title)
    by_machine = [mark for mark in graded.marks.values() if mark.status != "to_read"]
    total, most = f"{graded.total:.6g}", f"{sum(mark.points for mark in by_machine):g}"
    yield paragraph(f"{total} of {most} points that are marked by machine. Receipt {graded.receipt}.", "lead")
    waiting = sum(mark.points for mark in by_machine if mark.is_open)
    if waiting:
        yield paragraph(f"{waiting:g} of these points are open: your instructor was told what could not be marked.")
    for place, question in enumerate(exercise.questions, start=1):
        mark = graded.marks[question.id]
        variant = draw_variant(exercise.assignment, exercise.module_version, question, graded.code)
        yield heading(2, f"{place}. {question.title or question.id}")
        for text in fill(question.prompt, variant).split("\n"):
            yield paragraph(text)
        yield from _answer(question, variant, graded.answers.get(question.id))
        yield paragraph(_points(mark))
        for said in mark.feedback:
            yield paragraph(said)
        if question.explanation and mark.status != "unreadable":
            yield heading(3, "Explanation")
            for text in fill(question.explanation, variant).split("\n"):
                yield paragraph(text)
    yield paragraph(
        "All of this holds in the model of the exercise, under its assumptions. It is no statement about the world.",
        "quiet",
    )


def _points(mark: Mark) -> str:
    if mark.credit is None:
        return _STATUS[mark.status]
    earned = f"{mark.earned:.6g} of {counted(mark.points, 'point')}"
    if mark.kind == "predict":
        verdict = "right" if RIGHT in mark.codes else "not right"
        return f"In this model the prediction is {verdict}. As sure as you were, that earns {earned}."
    return f"{earned}."


def _answer(question: Question, variant: Variant, answer: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield the student's own answer, every part of it as text."""
    if answer is None or is_blank(answer):
        return
    yield heading(3, "Your answer")
    for key, value in answer.items():
        name = words(_PARTS.get(key, shorten(str(key))))
        yield tag("p", f"{tag('strong', name)}: {words(shorten(_shown(key, value, question, variant), MAX_SHOWN))}")


def _shown(key: str, value: Any, question: Question, variant: Variant) -> str:
    """Return one part of an answer in words, whatever shape it has."""
    texts = _texts(question, variant)
    if isinstance(value, dict):
        changes = cast("dict[str, Any]", value).items()
        return ", ".join(f"{_field_name(question, id)} to {_plain(one)}" for id, one in changes) or "nothing"
    if isinstance(value, list):
        return ", then ".join(texts.get(str(one), str(one)) for one in cast("list[Any]", value))
    if key == "confidence" and isinstance(value, int | float):
        return f"{value:.0%}"
    return texts.get(str(value), _plain(value)) if key == "choice" else _plain(value)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _field_name(question: Question, id: str) -> str:
    """Return the name of what a design changes as the page shows it, or its id where there is none."""
    if isinstance(question, Design) and id in question.edit.fields:
        with suppress(DeterrenceError):
            return label(world_of(case=question.case, set={}), id.removeprefix(OPTION))
    return id


def _texts(question: Question, variant: Variant) -> dict[str, str]:
    if isinstance(question, Choice | Predict):
        return {option.id: fill(option.text, variant) for option in question.options}
    if isinstance(question, Ranking):
        return {item.id: fill(item.text, variant) for item in question.items}
    return {}
