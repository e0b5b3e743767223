"""Grading an assignment: marks for every submission that was taken, flags for everything that needs a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deterrence.errors import DeterrenceError
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.collecting import Flag, Taken, collect
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.marking import Marker
from deterrence.teaching.marks import Mark
from deterrence.teaching.roster import Entry


@dataclass(frozen=True)
class Graded:
    """One submission with its marks.

    Parameters
    ----------
    file, code, receipt
        The file, whose it is, and its receipt.
    answers
        Question to answer, as handed in.
    marks
        Question to mark, for every question of the assignment.
    variants
        Question to the student's numbers as text.
    """

    file: str
    code: str
    receipt: str
    answers: Mapping[str, Mapping[str, Any]]
    marks: Mapping[str, Mark]
    variants: Mapping[str, str]

    @property
    def total(self) -> float:
        """Points earned by machine."""
        return sum(mark.earned for mark in self.marks.values())

    def has_text(self, question: str) -> bool:
        """Return whether an answer holds a text that a person reads: a text question's, or a design's reason."""
        mark = self.marks[question]
        is_reason = mark.kind == "design" and bool(self.answers.get(question, {}).get("reason"))
        return mark.status == "to_read" or is_reason


@dataclass(frozen=True)
class Grading:
    """What grading an assignment gave.

    Parameters
    ----------
    exercise
        The instructor's file.
    graded
        Every submission that counts, in the order of codes.
    flags
        Everything that was set aside, and what a person should look at.
    missing
        Entries of the roster from whom nothing counts.
    names
        Code to name, from the roster.
    """

    exercise: Exercise
    graded: tuple[Graded, ...]
    flags: tuple[Flag, ...]
    missing: tuple[Entry, ...]
    names: Mapping[str, str]


def grade(
    exercise: Exercise,
    paths: Sequence[Path],
    roster: Sequence[Entry] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Grading:
    """Mark the submissions in files.

    Every file ends in ``graded`` or in ``flags``. Numbers of a variant are drawn again from the code; what a file says
    of them is never read.

    Parameters
    ----------
    exercise
        The instructor's file.
    paths
        The submissions.
    roster
        Who may hand in; everybody when empty.
    progress
        Called with (submissions done, all).
    """
    bundle = read_bundle(build_bundle(exercise))
    taken, flags = collect(paths, bundle, roster)
    graded: list[Graded] = []
    with Marker(exercise) as marker:
        for place, one in enumerate(taken, start=1):
            graded.append(_graded(marker, one))
            flags.extend(_flags_of(graded[-1]))
            if progress is not None:
                progress(place, len(taken))
    codes = {one.code for one in graded}
    missing = tuple(entry for entry in roster if entry.code not in codes)
    return Grading(exercise, tuple(graded), tuple(flags), missing, {entry.code: entry.name for entry in roster})


def _graded(marker: Marker, taken: Taken) -> Graded:
    code, answers = taken.submission.code, taken.submission.answers
    marks: dict[str, Mark] = {}
    variants: dict[str, str] = {}
    for question in marker.exercise.questions:
        variants[question.id] = str(marker.variant(question.id, code))
        try:
            marks[question.id] = marker.mark(question.id, code, answers.get(question.id))
        except DeterrenceError as error:
            marks[question.id] = Mark(
                question.id,
                question.kind,
                question.points,
                "unsolved",
                codes=("unsolved",),
                note=str(error),
            )
    return Graded(taken.file, code, taken.receipt, answers, marks, variants)


def _flags_of(graded: Graded) -> Iterator[Flag]:
    """Yield what a person should look at in one submission."""
    for id, mark in graded.marks.items():
        if mark.status in ("unreadable", "unsolved"):
            yield Flag(mark.status, mark.note, graded.file, graded.code, id)
        elif graded.has_text(id):
            yield Flag("to-read", "A text that a person reads.", graded.file, graded.code, id)
        elif mark.note:
            yield Flag("note", mark.note, graded.file, graded.code, id)
