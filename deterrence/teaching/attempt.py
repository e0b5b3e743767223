"""A student at work on an assignment: what was answered so far, what is still waiting, drafts, and the finished file.

The work on a question is an answer in the making, by kind: numeric, symbolic, text ``{"text": ...}``; choice
``{"choice": id}``; predict ``{"choice": id, "confidence": 0.7, "locked": False}``; ranking ``{"order": [id or ""]}``,
a place for every item; design ``{"changes": {field: value}, "reason": ...}``. A draft keeps it as it is. A finished
submission has only what can be marked: locked predictions and complete orders.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from deterrence.errors import DeterrenceError, ExerciseError, shorten
from deterrence.teaching.bundle import SCHEMA as BUNDLE_SCHEMA
from deterrence.teaching.bundle import Bundle, PublicQuestion, build_bundle, read_bundle
from deterrence.teaching.canonical import parse_json
from deterrence.teaching.design import bounds_of
from deterrence.teaching.exercise import available_exercises, load_exercise
from deterrence.teaching.posing import Posed, pose
from deterrence.teaching.preview import preview_codes
from deterrence.teaching.question_parts import OPTION
from deterrence.teaching.submission import SCHEMA as SUBMISSION_SCHEMA
from deterrence.teaching.submission import read_submission, write_submission
from deterrence.teaching.variants import read_code
from deterrence.teaching.worlds import world_of
from deterrence.world.files import available
from deterrence.world.model import Model

#: Characters of a text that are kept.
MAX_TEXT = 20_000

Work = Mapping[str, Any]


@dataclass(frozen=True)
class Attempt:
    """What a student has done of an assignment.

    Parameters
    ----------
    bundle
        The assignment.
    code
        The student's code, empty until it is known.
    work
        Question to the answer in the making.
    """

    bundle: Bundle
    code: str = ""
    work: Mapping[str, Work] = field(default_factory=dict[str, Work])

    def of(self, id: str) -> dict[str, Any]:
        """Return the work on a question, empty where there is none."""
        return dict(self.work.get(id, {}))

    def with_work(self, id: str, **changes: Any) -> Attempt:
        """Return the attempt with something of the work on a question changed."""
        return replace(self, work={**self.work, id: {**self.of(id), **changes}})


def shipped_bundles() -> dict[str, str]:
    """Return the names of the exercises that come with the package, and their titles."""
    return {name: load_exercise(name).title or name for name in available_exercises()}


def open_shipped(name: str) -> Bundle:
    """Return the student's bundle of an exercise that comes with the package."""
    return read_bundle(build_bundle(load_exercise(name)))


def read_upload(content: bytes, name: str, known: Mapping[str, Bundle]) -> Attempt:
    """Read a file that a student brought: a bundle, or a draft or submission of a bundle that is known.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Its name, for messages.
    known
        Bundles that are open already, by checksum; those that come with the package are known in any case.

    Raises
    ------
    ExerciseError
        With one sentence on what is wrong.
    """
    where = shorten(name, 60)
    try:
        schema = parse_json(content, where).get("schema")
        if schema not in (BUNDLE_SCHEMA, SUBMISSION_SCHEMA):
            allowed = "a file that ends in .student.json, or a draft or a submission that this page wrote"
            raise ExerciseError(where, "it is neither an exercise nor a draft", allowed)
        if schema == BUNDLE_SCHEMA:
            bundle = read_bundle(content, where=where)
            check_bundle(bundle, where)
            return Attempt(bundle)
        found = read_submission(content, where=where)
        bundle = known.get(found.bundle) or _shipped_with(found.bundle)
        if bundle is None:
            remedy = "bring the file that ends in .student.json before the draft"
            raise ExerciseError(
                where, f"it answers the assignment '{found.assignment}'", "an exercise that is open", remedy
            )
        read_submission(content, where=where, bundle=bundle)
    except RecursionError:
        raise ExerciseError(where, "it is nested too deeply", "a file that this page wrote") from None
    work = {q.id: _clean(q, found.answers[q.id]) for q in bundle.questions if q.id in found.answers}
    return Attempt(bundle, found.code, work)


def _shipped_with(sha256: str) -> Bundle | None:
    return next((one for one in map(open_shipped, available_exercises()) if one.sha256 == sha256), None)


def check_bundle(bundle: Bundle, where: str) -> None:
    """Pose every question once, so that a bundle that cannot be worked on is refused when it is opened.

    Raises
    ------
    ExerciseError
        If a question has no variant, or the case of a design does not come with the package.
    """
    for question in bundle.questions:
        if question.kind == "design" and question.case and question.case not in available():
            saw = f"the question '{question.id}' is about the case '{shorten(question.case)}'"
            raise ExerciseError(where, saw, "a case that comes with the package")
        try:
            posed = pose(bundle, question.id, preview_codes(1)[0])
            if question.kind == "design":
                design_fields(posed)
            elif question.kind in ("choice", "predict", "ranking") and len(posed.choices) < 2:
                raise ExerciseError(where, f"the question '{question.id}' offers nothing to choose from")
        except (DeterrenceError, KeyError) as error:
            if isinstance(error, ExerciseError):
                raise
            raise ExerciseError(
                where, f"the question '{question.id}' cannot be posed ({shorten(str(error), 120)})"
            ) from None


def _clean(question: PublicQuestion, answer: Mapping[str, Any]) -> Work:
    """Return the parts of an answer that have the shape of work on a question; the rest of it is dropped."""
    ids = [choice.id for choice in question.choices]
    if question.kind in ("numeric", "symbolic", "text"):
        return {"text": _text(answer.get("text"))}
    if question.kind in ("choice", "predict"):
        found: dict[str, Any] = {"choice": answer.get("choice")} if answer.get("choice") in ids else {}
        if question.kind == "predict":
            confidence = answer.get("confidence")
            if isinstance(confidence, int | float) and not isinstance(confidence, bool) and 0 <= confidence <= 1:
                found["confidence"] = float(confidence)
            found["locked"] = "choice" in found and answer.get("locked", True) is True
        return found
    if question.kind == "ranking":
        order = answer.get("order")
        listed = [one if one in ids else "" for one in cast("list[Any]", order)] if isinstance(order, list) else []
        return {"order": [*listed, *("" for _ in ids)][: len(ids)]}
    changes = answer.get("changes")
    fields = question.edit.fields if question.edit is not None else []
    kept = {
        name: float(value)
        for name, value in (cast("dict[str, Any]", changes) if isinstance(changes, dict) else {}).items()
        if name in fields and isinstance(value, int | float) and not isinstance(value, bool)
    }
    return {"changes": kept, "reason": _text(answer.get("reason"))}


def _text(value: object) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""


@dataclass(frozen=True)
class Field:
    """A number that a design may change: its id, where it starts, and the least and greatest value."""

    id: str
    start: float
    low: float
    high: float

    @property
    def step(self) -> float:
        """A round step, at most a fortieth of the way from the least to the greatest value."""
        most = (self.high - self.low) / 40
        power = 10.0 ** math.floor(math.log10(most))
        return round(max(digit * power for digit in (1, 2, 5) if digit * power <= most * (1 + 1e-9)), 12)


def design_fields(posed: Posed) -> tuple[Model, tuple[Field, ...]]:
    """Return the world from which a design starts, before any option, and the numbers that may be changed.

    Raises
    ------
    DeterrenceError
        If the question does not fit its case.
    """
    question, start = posed.question, posed.question.start
    if question.edit is None or not question.case:
        raise ExerciseError(f"question '{question.id}'", "it does not say what may be changed")
    model = world_of(case=question.case, scenario=start.scenario, set=posed.start, without=start.without)
    for id in question.edit.fields:
        if id.removeprefix(OPTION) not in (model.options if id.startswith(OPTION) else model.parameters):
            raise ExerciseError(f"question '{question.id}'", f"the case has no '{id}'")
    bounds = bounds_of(question.edit, model)
    fields: list[Field] = []
    for id, (low, high) in bounds.items():
        if not low < high:
            raise ExerciseError(f"question '{question.id}'", f"the bounds of '{id}' leave no room")
        is_option = id.startswith(OPTION)
        value = float(id.removeprefix(OPTION) in start.option) if is_option else model.parameters[id].value
        fields.append(Field(id, float(cast("float", value)), low, high))
    return model, tuple(fields)


def waits_for(attempt: Attempt, id: str) -> tuple[PublicQuestion, ...]:
    """Return the predictions that must be locked before a question is shown."""
    return tuple(
        question
        for question in attempt.bundle.questions
        if id in question.before and question.id != id and not attempt.of(question.id).get("locked")
    )


def is_done(attempt: Attempt, question: PublicQuestion) -> bool:
    """Say whether a question has an answer that can be handed in."""
    return question.id in finished(attempt)


def finished(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """Return the answers that can be marked, in the shapes that ``mark`` reads."""
    found: dict[str, dict[str, Any]] = {}
    for question in attempt.bundle.questions:
        work = attempt.of(question.id)
        if question.kind == "predict":
            if work.get("locked"):
                found[question.id] = {"choice": work["choice"], "confidence": work.get("confidence", 0.5)}
        elif question.kind == "ranking":
            order = cast("list[str]", work.get("order", []))
            if order and all(order) and len(set(order)) == len(order):
                found[question.id] = {"order": order}
        elif question.kind == "design":
            if work.get("changes") or work.get("reason"):
                found[question.id] = {"changes": work.get("changes", {})} | (
                    {"reason": work["reason"]} if work.get("reason") else {}
                )
        elif any(work.values()):
            found[question.id] = work
    return found


def draft_file(attempt: Attempt) -> bytes:
    """Return everything that was done so far as a draft; handed in by mistake, what is finished of it can be marked."""
    work = {id: {key: v for key, v in one.items() if (key, v) != ("locked", True)} for id, one in attempt.work.items()}
    return write_submission(attempt.bundle, attempt.code, work, state="draft")


def final_file(attempt: Attempt) -> bytes:
    """Return the submission."""
    return write_submission(attempt.bundle, attempt.code, finished(attempt))


def with_code(attempt: Attempt, text: str) -> Attempt:
    """Return the attempt under a code; what was answered stays.

    Raises
    ------
    ExerciseError
        If it is no code.
    """
    return replace(attempt, code=read_code(text))
