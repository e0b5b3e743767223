"""How wide the columns of a table stand, and how many lines its rows take, so that no column is out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

#: Pixels of a character on the page, of what surrounds a cell, of a line, and of what surrounds a row.
CHARACTER, AROUND, LINE, ABOUT = 7.0, 18, 20, 14
#: More lines than this are not read.
MOST_LINES = 6
#: Lines break at spaces, so that some room at their ends is lost.
LOST = 1.2


class Widths(NamedTuple):
    """Pixels of each column that is not as wide as it likes, and of a row; None where nothing need be broken."""

    columns: Mapping[str, int]
    row: int | None


def empty_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns in which nothing stands, which need not be shown."""
    return [
        str(column) for column in table.columns if len(table) and all(cell == "" for cell in table[column].tolist())
    ]


def fit_columns(table: pd.DataFrame, headings: Mapping[str, str], room: int) -> Widths:
    """Return the widths at which the columns of a table stand beside each other, its rows taking as few lines as do.

    Parameters
    ----------
    table
        What is to be shown.
    headings
        The heading of every column, which stays in one line.
    room
        Pixels beside each other.
    """
    least = {column: len(headings.get(column, column)) + 1 for column in map(str, table.columns)}
    longest: dict[str, int] = {}
    for column in least:
        cells = [f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in table[column].tolist()]
        longest[column] = max(map(len, cells), default=0)
        least[column] = max([least[column], *(min(len(word), 24) for cell in cells for word in cell.split())])
    broken = {lines: _broken(longest, least, lines) for lines in range(1, MOST_LINES + 1)}
    # What fits in no way scrolls, and then takes no more lines than make it narrower.
    wide = max(room, 1.05 * sum(broken[MOST_LINES].values()))
    lines, widths = next((n, widths) for n, widths in broken.items() if sum(widths.values()) <= wide)
    return Widths({}, None) if lines == 1 else Widths(widths, lines * LINE + ABOUT)


def _broken(longest: Mapping[str, int], least: Mapping[str, int], lines: int) -> dict[str, int]:
    """Return the width of every column where no cell takes more than so many lines."""
    lost = LOST if lines > 1 else 1.0
    return {column: round(max(least[column], ceil(lost * n / lines)) * CHARACTER) + AROUND
            for column, n in longest.items()}  # fmt: skip
