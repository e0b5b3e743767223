"""Answers written in a file, for students who use the command line, and the samples that come with an exercise.

An answers file is TOML: the code, and a table for each question in the shape that ``mark`` reads::

    code = "ABCD2345"
    [answers.threshold]
    text = "1/2"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from deterrence.errors import AnswerError, ExerciseError, ModelError, shorten, show
from deterrence.teaching.bundle import Bundle, PublicQuestion, build_bundle, read_bundle
from deterrence.teaching.canonical import read_bytes, refuse_other_kinds
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.formulas import evaluate, is_defined, read_answer
from deterrence.teaching.marks import is_blank, read_fields, read_number, read_text
from deterrence.teaching.submission import file_name, read_submission, write_submission
from deterrence.world.guard import check_text


@dataclass(frozen=True)
class Answers:
    """What an answers file says: the code, empty where it names none, and question to answer."""

    code: str
    answers: Mapping[str, Mapping[str, Any]]


def read_answers(path: str | Path) -> Answers:
    """Read an answers file.

    Raises
    ------
    ExerciseError
        If it cannot be read, or holds anything but a code and tables of answers.
    """
    file = Path(path).expanduser()
    where = shorten(file.name)
    try:
        text = read_bytes(file).decode("utf-8-sig")
        check_text(text, where)
        refuse_other_kinds(text, where, kind="", allowed="a TOML file with your answers, after the bundle")
        data = tomllib.loads(text)
    except ModelError as error:
        raise ExerciseError(error.where, error.saw, error.allowed, error.remedy) from None
    except (ValueError, RecursionError) as error:
        raise ExerciseError(where, f"it is not TOML ({shorten(str(error), 100)})", "TOML 1.0") from None
    code, answers = data.get("code", ""), data.get("answers", {})
    is_shaped = isinstance(code, str) and isinstance(answers, dict) and set(data) <= {"code", "answers"}
    if not is_shaped or not all(isinstance(one, dict) for one in cast("dict[str, Any]", answers).values()):
        raise ExerciseError(where, "it holds something else", "code = ... and tables [answers.QUESTION]")
    return Answers(code, cast("dict[str, dict[str, Any]]", answers))


def sample_submissions(exercise: Exercise) -> dict[str, bytes]:
    """Return the sample submissions that come with an exercise, name of the file to content.

    They answer the bundle as it is built now, so that marking them is a rehearsal for an educator.

    Raises
    ------
    ExerciseError
        If the exercise has no samples.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> sorted(sample_submissions(load_exercise("starter")))
    ['starter_ABCD2345.json', 'starter_BCDE3456.json', 'starter_CDEF4567.json']
    """
    folder = None if exercise.path is None else exercise.path.parent / "samples" / exercise.path.stem
    files = [] if folder is None else sorted(folder.glob("*.toml"))
    if not files:
        where = f"exercise '{exercise.assignment}'"
        raise ExerciseError(
            where, "no samples come with it", "a folder samples/NAME with answers files beside the file"
        )
    bundle = read_bundle(build_bundle(exercise))
    return dict(submit(bundle, read_answers(file)) for file in files)


def submit(bundle: Bundle, given: Answers, *, code: str = "") -> tuple[str, bytes]:
    """Return the name and the content of the submission with some answers.

    Raises
    ------
    ExerciseError
        If no code is given, an answer is to no question of the bundle, or they are more than a submission can hold.
    """
    whose = code or given.code
    content = write_submission(bundle, whose, given.answers)
    # What could not be collected is not written either.
    read_submission(content, where="answers", bundle=bundle)
    return file_name(bundle, whose), content


def unreadable(bundle: Bundle, given: Answers) -> list[str]:
    """Return a sentence for every answer that could not be marked as it is written, while it can still be mended."""
    said: list[str] = []
    for id, answer in given.answers.items():
        try:
            if not is_blank(answer):
                _check_form(bundle.question(id), answer)
        except AnswerError as error:
            said.append(f"{id}: {error}")
    return said


def _check_form(question: PublicQuestion, answer: Mapping[str, Any]) -> None:
    ids = [choice.id for choice in question.choices]
    if question.kind in ("numeric", "symbolic", "text"):
        text = read_text(read_fields(answer, ("text",))["text"])
        formula = read_answer(text, question.letters) if question.kind != "text" else None
        if question.kind == "numeric" and formula is not None and not is_defined(evaluate(formula, {})):
            raise AnswerError("answer", "it is no finite number")
    elif question.kind in ("choice", "predict"):
        fields = read_fields(answer, ("choice", "confidence") if question.kind == "predict" else ("choice",))
        if fields["choice"] not in ids:
            raise AnswerError("answer", f"saw {show(fields['choice'])}", f"one of {', '.join(ids)}")
        if "confidence" in fields and not 0 <= read_number(fields["confidence"], "confidence") <= 1:
            raise AnswerError("confidence", f"saw {show(fields['confidence'])}", "a probability from 0 to 1")
    elif question.kind == "ranking":
        order = read_fields(answer, ("order",))["order"]
        if not isinstance(order, list) or sorted(map(str, cast("list[Any]", order))) != sorted(ids):
            raise AnswerError("order", f"saw {show(order)}", f"every one of {', '.join(ids)} once")
    else:
        fields = read_fields(answer, ("changes",), ("reason",))
        read_text(fields.get("reason", ""))
        allowed = question.edit.fields if question.edit is not None else []
        if not isinstance(fields["changes"], dict):
            raise AnswerError("changes", f"saw {show(fields['changes'])}", "a field and its new value")
        for field, value in cast("dict[str, Any]", fields["changes"]).items():
            if field not in allowed:
                raise AnswerError("changes", f"saw the field '{shorten(field)}'", ", ".join(allowed))
            read_number(value, f"changes, {field}")
