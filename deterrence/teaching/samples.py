"""Made-up submissions that come with an exercise, so that an author sees the marking before any student has answered.

Their answers lie beside the exercise in ``samples/NAME.toml``, a table for each made-up student. The submissions are
written from them when somebody asks, with the checksum that the bundle has then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deterrence.errors import ExerciseError, shorten
from deterrence.teaching.bundle import Bundle, build_bundle, read_bundle
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.roster import Entry, write_roster
from deterrence.teaching.submission import file_name, write_submission
from deterrence.world.files import write_whole

#: Where the samples are written, inside the folder that somebody names.
FOLDER, ROSTER = "submissions", "roster.csv"


@dataclass(frozen=True)
class Sample:
    """A made-up submission.

    Parameters
    ----------
    name
        What the made-up student is called in the roster.
    code
        The student's code.
    answers
        Question to answer, in the shapes that ``mark`` reads.
    """

    name: str
    code: str
    answers: Mapping[str, Mapping[str, Any]]


def read_samples(exercise: Exercise) -> tuple[Sample, ...]:
    """Return the made-up submissions of an exercise; empty where there are none.

    Raises
    ------
    ExerciseError
        If their file is at fault.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> [sample.name for sample in read_samples(load_exercise("starter"))]
    ['Sample, all right', 'Sample, partly right', 'Sample, wrong']
    """
    file = None if exercise.path is None else exercise.path.parent / "samples" / f"{exercise.path.stem}.toml"
    if file is None or not file.is_file():
        return ()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(Sample(str(one["name"]), str(one["code"]), dict(one["answers"])) for one in data["samples"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        saw = f"it is at fault ({shorten(repr(error), 100)})"
        raise ExerciseError(f"samples/{file.name}", saw, "[[samples]] with name, code and answers") from None


def sample_files(exercise: Exercise) -> dict[str, bytes]:
    """Return the submissions of the samples, file name to content."""
    bundle: Bundle = read_bundle(build_bundle(exercise))
    return {
        file_name(bundle, sample.code): write_submission(bundle, sample.code, sample.answers)
        for sample in read_samples(exercise)
    }


def write_samples(exercise: Exercise, folder: str | Path) -> tuple[Path, ...]:
    """Write the samples of an exercise into ``submissions/`` of a folder, and a roster of their codes beside it.

    Raises
    ------
    ExerciseError
        If it has none, or a roster is there already.
    ModelError
        If a file cannot be written.
    """
    samples, roster = read_samples(exercise), Path(folder).expanduser() / ROSTER
    if not samples:
        raise ExerciseError(f"exercise '{exercise.assignment}'", "no samples come with it", "starter, which has three")
    if roster.exists():
        raise ExerciseError(str(roster), "there is a roster already", "another folder", "give --out FOLDER")
    written = [
        write_whole(content.decode(), Path(folder) / FOLDER / name) for name, content in sample_files(exercise).items()
    ]
    return (*written, write_roster([Entry(sample.name, sample.code) for sample in samples], roster))
