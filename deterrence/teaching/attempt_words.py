"""What a student is told while at work: how an answer reads, how a number is called, what the answers are in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from deterrence.errors import AnswerError, counted
from deterrence.page.words import label
from deterrence.teaching.attempt import Attempt, Field, finished
from deterrence.teaching.bundle import PublicQuestion
from deterrence.teaching.formulas import evaluate, is_defined, read_answer
from deterrence.teaching.marks import RIGHT, Mark, count_words
from deterrence.teaching.posing import Posed
from deterrence.teaching.question_parts import OPTION
from deterrence.world.model import Model

#: What each kind of question asks for.
KINDS = {
    "numeric": "a number",
    "symbolic": "a formula",
    "choice": "one choice",
    "ranking": "an order",
    "design": "a change to the model",
    "predict": "a prediction, locked before the result",
    "text": "a text, read by a person",
}


#: How the reading of what could not be read begins.
UNREAD = "This could not be read"


def reading(question: PublicQuestion, text: str) -> str:
    """Say how a typed number or formula is read, or why it cannot be.

    Examples
    --------
    >>> from deterrence.teaching.attempt import open_shipped
    >>> reading(open_shipped("week1").question("threshold"), "3.5 / 7")
    'Read as 0.5.'
    """
    if not text.strip():
        return ""
    try:
        formula = read_answer(text, question.letters)
    except AnswerError as error:
        why = "; ".join(part for part in (error.saw, f"allowed is {error.allowed}", error.remedy) if part)
        return f"{UNREAD}, and uses up no attempt: {why}."
    if question.kind == "symbolic":
        letters = {name.lower(): name for name in question.letters}
        return f"Read as {re.sub(r'[a-z_]+[a-z0-9_]*', lambda found: letters.get(found[0], found[0]), str(formula))}."
    value = evaluate(formula, {})
    if not is_defined(value):
        return f"{UNREAD}, and uses up no attempt: it is no finite number."
    said = f"Read as {float(value):.6g}."
    if question.range is not None and not question.range[0] <= value <= question.range[1]:
        said += f" An answer lies between {question.range[0]:g} and {question.range[1]:g}."
    return said


def number_label(question: PublicQuestion) -> str:
    """Return the label of the field for a number, with its unit and range."""
    parts = [question.unit] if question.unit else []
    if question.range is not None:
        parts.append(f"from {question.range[0]:g} to {question.range[1]:g}")
    return "Your answer" + (f" ({', '.join(parts)})" if parts else "")


def field_label(model: Model, field: Field) -> str:
    """Return the label of a number that may be changed, with its unit, its range and where it starts."""
    if field.id.startswith(OPTION):
        name, unit = f"Option: {label(model, field.id.removeprefix(OPTION))}", "strength"
    else:
        name, unit = label(model, field.id), model.parameters[field.id].unit
    return f"{name} ({unit}; from {field.low:g} to {field.high:g}; starts at {field.start:g})"


def changes_said(question: PublicQuestion, changes: Mapping[str, float], model: Model) -> str:
    """Say which numbers were changed, and how many may be; a field may show what the page did not take."""
    most = question.edit.max_changes if question.edit is not None else 0
    said = f"Numbers changed: {len(changes)}, at most {most}."
    if changes:
        said += f" Kept: {'; '.join(_changed(changes, model))}."
    return said if len(changes) <= most else f"{said} Take some back: more changes than that earn nothing."


def _changed(changes: Mapping[str, float], model: Model | None) -> Iterator[str]:
    for id, value in changes.items():
        plain = id.removeprefix(OPTION)
        yield f"{label(model, plain) if model is not None else plain} set to {value:g}"


def brought(found: Attempt, before: Attempt | None) -> str:
    """Say what a file holds that a student brings, and what becomes of the answers that the page has.

    Parameters
    ----------
    found
        What was read from it.
    before
        The work on the same exercise that is there already, if any.
    """
    title = found.bundle.title or found.bundle.assignment
    n_questions = counted(len(found.bundle.questions), "question")
    has_work = before is not None and any(any(one.values()) for one in before.work.values())
    if not found.code:
        said = f"The exercise “{title}”, {n_questions}."
        return f"{said} It is open already, and your answers stay." if has_work else said
    said = f"Answers to “{title}” under the code {found.code}: {len(finished(found))} of {n_questions}."
    if has_work and before is not None and (before.work, before.code) != (found.work, found.code):
        said += " They take the place of the answers that the page has now; download a draft of those to keep them."
    return said


def words_said(text: str, most: int) -> str:
    """Say how many words a text has."""
    return f"{count_words(text)} of at most {counted(most, 'word')}, kept and counted once you leave the field."


def review(attempt: Attempt, posed: Posed, model: Model | None = None) -> str:
    """Return the answer to a question in words, as it would be handed in.

    Parameters
    ----------
    attempt
        The student's work.
    posed
        The question as the student gets it.
    model
        Of a design: the world that it changes, for names.
    """
    question = posed.question
    answer = finished(attempt).get(question.id)
    if answer is None:
        return _missing(question, attempt)
    said = "; ".join(_parts(question, answer, dict(posed.choices), model))
    if question.kind in ("numeric", "symbolic") and reading(question, str(answer["text"])).startswith(UNREAD):
        said += " (could not be read)"
    return said


def _missing(question: PublicQuestion, attempt: Attempt) -> str:
    if question.kind == "predict" and attempt.of(question.id).get("choice"):
        return "Not locked yet, so it would not be handed in."
    if question.kind == "ranking" and any(cast("list[str]", attempt.of(question.id).get("order", []))):
        return "Not every place has an item of its own yet, so it would not be handed in."
    return "No answer yet."


def _parts(
    question: PublicQuestion, answer: dict[str, Any], texts: dict[str, str], model: Model | None
) -> Iterator[str]:
    if "text" in answer:
        yield str(answer["text"])
    if "choice" in answer:
        yield texts.get(answer["choice"], str(answer["choice"]))
    if "confidence" in answer:
        yield f"{answer['confidence']:.0%} sure"
    if "order" in answer:
        yield ", then ".join(texts[id] for id in answer["order"])
    yield from _changed(answer.get("changes", {}), model)
    if question.kind == "design" and not answer.get("changes"):
        yield "nothing changed"
    if answer.get("reason"):
        yield f"reason: {answer['reason']}"


def checked_words(mark: Mark) -> str:
    """Say what a self-check found, without a number that could be handed on as the key."""
    if mark.status == "unreadable":
        return "This answer could not be read, so it was not checked."
    if mark.credit is None:
        return "This answer is not checked by machine."
    if mark.credit == 1:
        return "Right in this model."
    if mark.kind == "predict":
        verdict = "right" if RIGHT in mark.codes else "not right"
        return f"In this model the prediction is {verdict}: {float(mark.credit):.0%} of the points for that confidence."
    return "Not right yet." if mark.credit == 0 else f"Partly right: {float(mark.credit):.0%} of the points."
