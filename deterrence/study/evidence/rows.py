"""Rows of a reader's CSV file, each with its line, after the checks that every such file needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING

from deterrence.errors import EvidenceError, shorten
from deterrence.world.csv_rows import Records, columns_said, read_records

if TYPE_CHECKING:
    import pandas as pd

#: Larger files are refused.
MAX_BYTES = 20_000_000
MAX_ROWS = 100_000


def read_rows(source: str | Path | pd.DataFrame, needed: Sequence[str]) -> tuple[str, Records]:
    """Return the name of a file or table, and its rows as text; a table's are counted as a file's lines would be.

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
        _, rows = read_records(
            path, needed=needed, where=name, fault=EvidenceError, max_bytes=MAX_BYTES, max_rows=MAX_ROWS
        )
    else:
        name = "the table"
        columns = [str(column) for column in source.columns]
        for column in needed:
            if column not in columns:
                raise EvidenceError(name, f"the column '{shorten(column)}' is missing", columns_said(needed))
        texts = [[_text(cell) for cell in row] for row in source.itertuples(index=False, name=None)]
        rows = [(line, dict(zip(columns, row, strict=True))) for line, row in enumerate(texts, start=2)]
    if not rows:
        raise EvidenceError(name, "it has no row", "one row or more")
    return name, rows


def is_finite(value: object) -> bool:
    """Say whether a caller's argument is a finite real number; True and False are none."""
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)


def _text(cell: object) -> str:
    # NaN and None stand for an empty cell.
    return "" if cell is None or cell != cell else str(cell).strip()
