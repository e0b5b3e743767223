"""CSV files that a reader brings: size, letters and shape are checked, and what is wrong is said in a sentence.

Commas part the cells; semicolons do where the first line has those and no comma, as spreadsheets of countries with a
decimal comma write them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from deterrence.errors import DeterrenceError

#: Cells, or cells by column, with the line of the file on which they end.
Rows = list[tuple[int, list[str]]]
Records = list[tuple[int, dict[str, str]]]


def read_rows(path: Path, *, where: str, fault: type[DeterrenceError], max_bytes: int, max_rows: int = 100_000) -> Rows:
    """Return the rows of a file with their lines, without empty lines.

    Parameters
    ----------
    path
        The file.
    where
        What messages call it.
    fault
        The class of what is raised.
    max_bytes, max_rows
        Larger files are refused.

    Raises
    ------
    DeterrenceError
        Of the class ``fault``: there is no such file, it is too large, no text, or no table.
    """
    try:
        if path.is_dir():
            raise fault(where, "it is a folder", "the path of a CSV file")
        if not path.is_file():
            raise fault(where, "there is no such file", "the path of a CSV file")
        size = path.stat().st_size
        if size > max_bytes:
            raise fault(where, f"saw {size:,} bytes", f"at most {max_bytes:,}")
        text = path.read_bytes().decode("utf-8-sig")
        first = text.partition("\n")[0]
        is_semicolon = ";" in first and "," not in first
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if is_semicolon else ",", strict=True)
        found: Rows = []
        for row in reader:
            if row:
                found.append((reader.line_num, row))
            if len(found) > max_rows:
                raise fault(where, f"saw more than {max_rows:,} rows", f"at most {max_rows:,}")
    except UnicodeDecodeError:
        raise fault(where, "it is not UTF-8 text", "a text file in UTF-8") from None
    except csv.Error as error:
        raise fault(where, f"it is no table of comma-separated values ({error})") from None
    except (OSError, ValueError) as error:
        raise fault(where, f"it cannot be read ({error})") from None
    return found


def read_records(
    path: Path,
    *,
    needed: Sequence[str],
    where: str,
    fault: type[DeterrenceError],
    max_bytes: int,
    max_rows: int = 100_000,
) -> tuple[list[str], Records]:
    """Return the columns of a file whose first line names them, and its records with their lines; see ``read_rows``.

    Parameters
    ----------
    path, where, fault, max_bytes, max_rows
        As for ``read_rows``.
    needed
        Columns that must be there; others may be.

    Raises
    ------
    DeterrenceError
        Of the class ``fault``, also where a column is missing or stands twice, or a line has too few or too many cells.
    """
    rows = read_rows(path, where=where, fault=fault, max_bytes=max_bytes, max_rows=max_rows + 1)  # with the heading
    if not rows:
        raise fault(where, "it is empty", columns_said(needed))
    columns = [cell.strip() for cell in rows[0][1]]
    if len(set(columns)) < len(columns):
        raise fault(where, "a column stands twice", "each column once")
    for column in needed:
        if column not in columns:
            raise fault(where, f"the column '{column[:60]}' is missing", columns_said(needed))
    for line, row in rows[1:]:
        if len(row) != len(columns):
            raise fault(
                f"{where}, line {line}", "saw too few or too many columns", f"{len(columns)}, as in the first line"
            )
    return columns, [(line, dict(zip(columns, map(str.strip, row), strict=True))) for line, row in rows[1:]]


def columns_said(needed: Sequence[str]) -> str:
    """Return what a first line must name, in words."""
    if not needed:
        return "a first line that names the columns"
    return f"a first line with the column{'' if len(needed) == 1 else 's'} {', '.join(needed)}"
