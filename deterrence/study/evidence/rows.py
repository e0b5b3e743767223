"""Rows of a reader's CSV file, each with its line, after the checks that every such file needs."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING

from deterrence.errors import EvidenceError, shorten, suggest

if TYPE_CHECKING:
    import pandas as pd

#: Larger files are refused.
MAX_BYTES = 20_000_000
MAX_ROWS = 100_000

#: Rows with the line of the file on which they end; of a table in memory its rows are counted as a file's would be.
Rows = list[tuple[int, dict[str, str]]]


def read_rows(source: str | Path | pd.DataFrame, needed: Sequence[str]) -> tuple[str, Rows]:
    """Return the name of a file or table, and its rows as text.

    Parameters
    ----------
    source
        Path of a CSV file, or a table with the same columns.
    needed
        Columns that must be there; others may be.

    Raises
    ------
    EvidenceError
        If there is no such file, it is no table, a column is missing, or it has no row.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        name = f"'{shorten(path.name)}'"
        columns, rows = _read_file(path, name)
    else:
        name = "the table"
        columns = [str(column) for column in source.columns]
        texts = [[_text(cell) for cell in row] for row in source.itertuples(index=False, name=None)]
        rows = [(line, dict(zip(columns, row, strict=True))) for line, row in enumerate(texts, start=2)]
    if not any(columns):
        raise EvidenceError(name, "it is empty", "a table with the names of its columns in the first line")
    for column in needed:
        if column not in columns:
            raise EvidenceError(name, f"the column '{shorten(column)}' is missing", "", suggest(column, columns))
    if not rows:
        raise EvidenceError(name, "it has no row", "one row or more")
    return name, rows


def is_finite(value: object) -> bool:
    """Say whether a caller's argument is a finite real number; True and False are none."""
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)


def _text(cell: object) -> str:
    # NaN and None stand for an empty cell.
    return "" if cell is None or cell != cell else str(cell).strip()


def _read_file(path: Path, name: str) -> tuple[list[str], Rows]:
    if path.is_dir():
        raise EvidenceError(name, "it is a folder", "the path of a CSV file")
    if not path.is_file():
        raise EvidenceError(name, "there is no such file", "the path of a CSV file")
    if path.stat().st_size > MAX_BYTES:
        raise EvidenceError(name, f"saw {path.stat().st_size:,} bytes", f"at most {MAX_BYTES:,}")
    rows: Rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = [str(column).strip() for column in reader.fieldnames or ()]
            reader.fieldnames = columns
            if len(set(columns)) < len(columns):
                raise EvidenceError(name, "a column stands twice", "each column once")
            for row in reader:
                if None in row or None in row.values():
                    allowed = f"{len(columns)}, as in the first line"
                    raise EvidenceError(f"{name}, line {reader.line_num}", "saw too few or too many columns", allowed)
                rows.append((reader.line_num, {key: value.strip() for key, value in row.items()}))
                if len(rows) > MAX_ROWS:
                    raise EvidenceError(name, f"saw more than {MAX_ROWS:,} rows", f"at most {MAX_ROWS:,}")
    except UnicodeDecodeError:
        raise EvidenceError(name, "it is not UTF-8 text", "a text file in UTF-8") from None
    except csv.Error as error:
        raise EvidenceError(name, f"it is no table of comma-separated values ({error})") from None
    except OSError as error:
        raise EvidenceError(name, f"it cannot be read: {error.strerror}") from None
    return columns, rows
