"""What marking returns: a mark with its credit, its feedback codes, and what a student may read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from deterrence.errors import AnswerError, shorten, show
from deterrence.teaching.formulas import exact

#: ``marked``; ``blank``: nothing was answered; ``unreadable``: a fault of form, which uses up no attempt; ``unsolved``:
#: the engine ran out of time or memory; ``to_read``: a person reads it.
Status = Literal["marked", "blank", "unreadable", "unsolved", "to_read"]

RIGHT, WRONG = "right", "wrong"


@dataclass(frozen=True)
class Mark:
    """The mark of one answer.

    Parameters
    ----------
    question, kind
        Id and kind of the question.
    points
        Points of a full answer.
    status
        See ``Status``.
    credit
        Share of the points, in [0, 1]; None unless marked.
    codes
        What was found, for statistics: ``right``, ``wrong``, ids of wrong paths or of checks that failed. Not for
        students.
    feedback
        Sentences for the student beside what the status says; none of them holds a key.
    note
        What an instructor should know: why an answer could not be read, or was not solved.
    """

    question: str
    kind: str
    points: float
    status: Status
    credit: Fraction | None = None
    codes: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether an instructor has yet to say what it earns: the answer could not be read, or not be solved."""
        return self.status in ("unreadable", "unsolved")

    @property
    def earned(self) -> float:
        """Points earned; 0 where nothing was marked."""
        return 0.0 if self.credit is None else float(Fraction(exact(self.points)) * self.credit)


@dataclass(frozen=True)
class Outcome:
    """What a marker of one kind found in an answer that it could read."""

    credit: Fraction
    codes: tuple[str, ...]
    feedback: tuple[str, ...] = ()


def share(number: float) -> Fraction:
    """Return an author's credit as the fraction that it is written as."""
    return Fraction(exact(number))


def read_fields(answer: Mapping[str, Any], fields: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields of an answer.

    Raises
    ------
    AnswerError
        If one is missing, or there is one that is not known.
    """
    for key in answer:
        if key not in (*fields, *optional):
            raise AnswerError("answer", f"saw the field '{shorten(str(key))}'", " and ".join((*fields, *optional)))
    for field in fields:
        if field not in answer:
            raise AnswerError("answer", f"the field '{field}' is missing")
    return dict(answer)


def read_text(value: object) -> str:
    """Return a text of an answer.

    Raises
    ------
    AnswerError
        If it is none.
    """
    if not isinstance(value, str):
        raise AnswerError("answer", f"saw {show(value)}", "text")
    return value


def read_number(value: object, where: str) -> float:
    """Return a number of an answer; True and False are none.

    Raises
    ------
    AnswerError
        If it is no finite number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300 or value != value:
        raise AnswerError(where, f"saw {show(value)}", "a number")
    return float(value)


def is_blank(answer: Mapping[str, Any] | None) -> bool:
    """Say whether nothing was answered."""
    if not answer:
        return True
    return all(value in ("", None, [], {}) for key, value in answer.items() if key != "confidence")


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())
