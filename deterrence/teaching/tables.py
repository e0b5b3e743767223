"""CSV files for instructors: written so that no spreadsheet runs a cell, read back as they were meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deterrence.charts.svg import clean
from deterrence.errors import ExerciseError, shorten
from deterrence.world import csv_rows
from deterrence.world.files import write_whole

#: Signs with which a spreadsheet begins a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Largest roster, in bytes.
MAX_BYTES = 5_000_000


def cell(value: Any) -> str:
    """Return a value as a cell: texts that a spreadsheet would run get an apostrophe, unless they are numbers.

    Examples
    --------
    >>> cell("=1+1"), cell("-0.5"), cell(None), cell(0.1 + 0.2)
    ("'=1+1", '-0.5', '', '0.3')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    text = clean(value) if str(value).strip() else ""
    if not text.startswith(FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return a table as CSV, its columns in the given order, missing cells empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write a table as CSV and return the file."""
    return write_whole(csv_text(columns, rows), path)


def read_rows(path: str | Path) -> list[list[str]]:
    """Return the rows of a CSV or text file, without empty ones and without the apostrophes that ``cell`` adds.

    Raises
    ------
    ExerciseError
        If there is no such file, it is too large, or it is no table.
    """
    file = Path(path).expanduser()
    rows = csv_rows.read_rows(file, where=f"file '{shorten(file.name)}'", fault=ExerciseError, max_bytes=MAX_BYTES)
    cells = [[_unguarded(clean(one) if one.strip() else "") for one in row] for _, row in rows]
    return [row for row in cells if any(row)]


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text
