"""The files that grading leaves behind: grades.csv, flags.csv, stats.csv and feedback/CODE.html."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deterrence.errors import ExerciseError, shorten
from deterrence.teaching.feedback import feedback_html
from deterrence.teaching.grading import Graded, Grading
from deterrence.teaching.item_statistics import COLUMNS, item_statistics
from deterrence.teaching.tables import write_table
from deterrence.world.files import write_whole

FLAG_COLUMNS = ("flag", "file", "code", "name", "question", "reason")


def make_folder(out: str | Path) -> Path:
    """Make the folder for what grading gives, unless it is there.

    Raises
    ------
    ExerciseError
        If it cannot be made, or is no folder.
    """
    folder = Path(out).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        saw = f"it cannot be made ({shorten(str(error), 150)})"
        raise ExerciseError(f"folder '{shorten(str(out), 150)}'", saw, "a writable folder") from None
    return folder


def write_grading(grading: Grading, out: str | Path) -> list[Path]:
    """Write what grading gave into a folder, and return the files; older ones of the same name are replaced."""
    folder = Path(out).expanduser()
    questions = [question.id for question in grading.exercise.questions]
    columns = ("name", "code", "status", "receipt", *questions, "total", "out_of", "to_read")
    rows = [*(_row(one, grading) for one in grading.graded)]
    rows += [{"name": entry.name, "code": entry.code, "status": "missing"} for entry in grading.missing]
    flags = [
        {**{key: getattr(flag, key) for key in FLAG_COLUMNS if key != "name"}, "name": grading.names.get(flag.code, "")}
        # What there is to read comes last, so that it does not bury what went wrong.
        for flag in sorted(grading.flags, key=lambda flag: flag.flag == "to-read")
    ]
    files = [
        write_table(folder / "grades.csv", columns, sorted(rows, key=lambda row: (row["name"], row["code"]))),
        write_table(folder / "flags.csv", FLAG_COLUMNS, flags),
        write_table(folder / "stats.csv", COLUMNS, item_statistics(grading)),
    ]
    for one in grading.graded:
        files.append(write_whole(feedback_html(grading.exercise, one), folder / "feedback" / f"{one.code}.html"))
    return files


def _row(graded: Graded, grading: Grading) -> dict[str, Any]:
    """Return one line of the grades; what no machine marked is left empty, not counted as zero."""
    marks = graded.marks
    by_machine = [mark for mark in marks.values() if mark.status != "to_read"]
    return {
        "name": grading.names.get(graded.code, ""),
        "code": graded.code,
        "status": "marked",
        "receipt": graded.receipt,
        **{id: None if mark.credit is None else mark.earned for id, mark in marks.items()},
        "total": graded.total,
        "out_of": float(sum(mark.points for mark in by_machine)),
        "to_read": sum(graded.has_text(id) for id in marks),
    }
