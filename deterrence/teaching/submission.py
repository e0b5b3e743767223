"""What a student hands in: answers with the code and the bundle they belong to, sealed with a checksum.

The seal shows corruption and later edits, not who wrote the file. The receipt, ten characters of the file's SHA-256,
can be pasted elsewhere at the time of handing in; a file that is edited and sealed anew has another one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import Field, ValidationError

from deterrence.errors import ExerciseError, shorten, show
from deterrence.teaching.bundle import Bundle, Checksum
from deterrence.teaching.canonical import (
    MAX_BYTES,
    canonical,
    is_sealed,
    parse_json,
    read_bytes,
    refuse_other_kinds,
    sealed,
    sha256,
)
from deterrence.teaching.question_parts import QuestionId
from deterrence.teaching.variants import read_code
from deterrence.world.faults import as_model_error
from deterrence.world.schema import Table

SCHEMA = "deterrence-submission/1"

#: Characters of a receipt.
RECEIPT_LENGTH = 10

State = Literal["draft", "final"]


class SubmissionTable(Table):
    """The whole file."""

    schema_: Literal["deterrence-submission/1"] = Field(alias="schema")
    assignment: QuestionId
    module_version: Annotated[int, Field(ge=1)]
    bundle: Checksum
    code: Annotated[str, Field(max_length=20)]
    state: State
    answers: dict[QuestionId, dict[str, Any]]
    seal: Checksum


@dataclass(frozen=True)
class Submission:
    """A student's answers.

    Parameters
    ----------
    assignment, module_version, bundle
        What they answer: the assignment, its version, and the checksum of the bundle.
    code
        Whose they are.
    state
        ``draft`` or ``final``.
    answers
        Question to answer, in the shapes that ``mark`` reads.
    """

    assignment: str
    module_version: int
    bundle: str
    code: str
    state: State
    answers: Mapping[str, Mapping[str, Any]]


def write_submission(
    bundle: Bundle, code: str, answers: Mapping[str, Mapping[str, Any]], *, state: State = "final"
) -> bytes:
    """Return a draft or a finished submission as canonical JSON.

    Parameters
    ----------
    bundle
        The assignment.
    code
        The student's code.
    answers
        Question to answer, in the shapes that ``mark`` reads.
    state
        ``draft`` while the student goes on, ``final`` for marking.

    Raises
    ------
    ExerciseError
        For a code that is none, an answer to a question that the bundle does not have, or one that is neither text nor
        a number.

    Examples
    --------
    >>> from deterrence.teaching.bundle import build_bundle, read_bundle
    >>> from deterrence.teaching.exercise import load_exercise
    >>> bundle = read_bundle(build_bundle(load_exercise("week1")))
    >>> content = write_submission(bundle, "ABCD2345", {"threshold": {"text": "0.5"}})
    >>> read_submission(content, bundle=bundle).answers["threshold"]["text"], len(receipt(content))
    ('0.5', 10)
    """
    for id in answers:
        bundle.question(id)
    content = {
        "schema": SCHEMA,
        "assignment": bundle.assignment,
        "module_version": bundle.module_version,
        "bundle": bundle.sha256,
        "code": read_code(code),
        "state": state,
        "answers": {id: dict(answer) for id, answer in answers.items()},
    }
    for id, answer in answers.items():
        _check_plain(answer, f"answer '{shorten(id)}'")
    return canonical(sealed(content, "seal"))


def _check_plain(value: Any, where: str) -> None:
    """Refuse what JSON cannot hold, such as the dates of TOML."""
    if isinstance(value, Mapping):
        for key, one in cast("Mapping[str, Any]", value).items():
            _check_plain(key, where)
            _check_plain(one, f"{where}, {shorten(key)}")
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            _check_plain(one, where)
    elif isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ExerciseError(where, "saw half of a letter", "text in Unicode")
    elif not isinstance(value, int | float) or not math.isfinite(value):
        raise ExerciseError(where, f"saw {show(value)}", "text in quotes or a finite number")


def receipt(content: bytes) -> str:
    """Return the receipt of a submission: the first ten characters of the SHA-256 of its bytes."""
    return sha256(content)[:RECEIPT_LENGTH]


def file_name(bundle: Bundle, code: str, *, state: State = "final") -> str:
    """Return how a submission's file is called, such as ``week1_ABCD2345.json``.

    Raises
    ------
    ExerciseError
        For a code that is none.
    """
    return f"{bundle.assignment}_{read_code(code)}{'.draft' if state == 'draft' else ''}.json"


def read_submission(content: bytes, *, where: str = "submission", bundle: Bundle | None = None) -> Submission:
    """Read a draft or a submission that somebody handed in.

    Parameters
    ----------
    content
        The bytes of the file.
    where
        Its name, for messages.
    bundle
        The assignment that it must belong to; not checked when None.

    Raises
    ------
    ExerciseError
        Saying why it is set aside: too large, too deep, no JSON, unknown fields, changed after it was sealed, no code,
        another bundle.
    """
    allowed = "a file that the exercise page or 'deterrence exercise answer' wrote"
    text = content[:MAX_BYTES].decode("utf-8", "replace")
    refuse_other_kinds(text, where, kind="deterrence-submission", allowed=allowed)
    data = parse_json(content, where)
    if data.get("schema") != SCHEMA:
        raise ExerciseError(where, "it is no submission", allowed)
    try:
        table = SubmissionTable.model_validate(data)
    except ValidationError as error:
        found = as_model_error(error, data, where)
        raise ExerciseError(found.where, found.saw, found.allowed, found.remedy) from None
    if not is_sealed(data, "seal"):
        raise ExerciseError(where, "it was changed after it was sealed", "the file as the page wrote it")
    if bundle is not None:
        _check_belongs(table, bundle, where)
    return Submission(
        table.assignment, table.module_version, table.bundle, read_code(table.code), table.state, table.answers
    )


def _check_belongs(table: SubmissionTable, bundle: Bundle, where: str) -> None:
    if table.assignment != bundle.assignment:
        raise ExerciseError(where, f"it answers the assignment '{table.assignment}'", f"'{bundle.assignment}'")
    if table.bundle != bundle.sha256 or table.module_version != bundle.module_version:
        remedy = "look for the version of the file that this student was given"
        raise ExerciseError(where, "it answers another version of the bundle", f"{bundle.sha256[:12]}...", remedy)
    known = {question.id for question in bundle.questions}
    for id in table.answers:
        if id not in known:
            raise ExerciseError(where, f"it answers '{shorten(id)}', which is no question of the assignment")


def load_submission(path: str | Path, *, bundle: Bundle | None = None) -> tuple[Submission, str]:
    """Read a submission from a file; return it with its receipt. See ``read_submission``.

    Raises
    ------
    ExerciseError
        If it cannot be read.
    """
    content = read_bytes(Path(path))
    return read_submission(content, where=shorten(Path(path).name), bundle=bundle), receipt(content)
