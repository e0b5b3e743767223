"""Tables as text, JSON or CSV; knows nothing of games."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from deterrence.study.figures import number

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

Format = Literal["table", "json", "csv"]

#: Columns of a terminal when the output goes to a file or a pipe.
PLAIN_WIDTH = 118

#: Characters to which a column of texts may be folded and still be read.
MIN_FOLDED = 10


def check_streams() -> None:
    """Refuse to work for a standard output that the caller closed; what goes to a closed standard error is dropped.

    Raises
    ------
    OSError
        If there is no standard output.
    """
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise OSError("standard output is closed")


def console() -> Console:
    """Return a console on standard output: colours and the real width on a terminal, plain 118 columns elsewhere."""
    from rich.console import Console

    columns = os.environ.get("COLUMNS", "")
    is_told = columns.isascii() and columns.isdecimal() and int(columns) > 0
    return Console(highlight=False, width=None if sys.stdout.isatty() or is_told else PLAIN_WIDTH)


def reading_width() -> int:
    """Return how wide running text is set: the console's width, no wider than elsewhere, less a margin."""
    return max(min(console().width, PLAIN_WIDTH) - 2, 20)


def wrapped(text: str, width: int) -> str:
    """Return a paragraph in lines of a width."""
    import textwrap

    return textwrap.fill(text, width, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: infinities and NaN become None, fractions floats, mappings and tuples plain."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction) or hasattr(value, "dtype"):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as JSON rows; a number that JSON cannot hold is null, with a note that says what it was."""
    rows: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        notes = [
            f"{key} is {_unheld(value)}"
            for key, value in row.items()
            if isinstance(value, float) and not math.isfinite(value)
        ]
        clean = {str(key): plain(value) for key, value in row.items()}
        rows.append({**clean, "note": "; ".join(notes)} if notes else clean)
    return rows


def _unheld(value: float) -> str:
    if math.isnan(value):
        return "not applicable"
    return "infinite (no value suffices)" if value > 0 else "minus infinity"


def write_json(card: Mapping[str, Any], **content: Any) -> str:
    """Return a JSON document with the run card first; tables become lists of rows."""
    body = {
        key: records(value) if hasattr(value, "to_dict") and hasattr(value, "columns") else plain(value)
        for key, value in content.items()
    }
    return json.dumps({"run_card": plain(card), **body}, indent=2, ensure_ascii=False, allow_nan=False)


def write_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV: ``inf`` stays, NaN and None are empty, text that a spreadsheet would run is guarded."""
    import pandas as pd

    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = [_guard(value) for value in safe[column]]
    return safe.to_csv(index=False)


def _guard(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def emit(
    table: pd.DataFrame,
    format: Format,
    card: Mapping[str, Any],
    *,
    title: str = "",
    group: str | None = None,
    **more: Any,
) -> None:
    """Print a table in a format: JSON holds the run card and more, CSV sends the card to standard error."""
    if format == "json":
        print(write_json(card, **more, rows=table))
    elif format == "csv":
        print(write_csv(table), end="")
        print(json.dumps(plain(card)), file=sys.stderr)
    else:
        show_table(table, title=title, group=group)


def formula_text(formula: Any) -> str:
    """Return a formula as lines of text: one per case of a Piecewise, wrapped; of an equation the left side first."""
    import textwrap

    if getattr(formula, "is_Equality", False):
        left = textwrap.fill(f"{formula.lhs} =", PLAIN_WIDTH, subsequent_indent="    ")
        return f"{left}\n{formula_text(formula.rhs)}"
    is_cases = getattr(formula, "is_Piecewise", False)
    cases = [f"{value}    if {condition}" for value, condition in formula.args] if is_cases else [str(formula)]
    return "\n".join(textwrap.fill(case, PLAIN_WIDTH, subsequent_indent="    ") for case in cases)


def show_table(table: pd.DataFrame, *, title: str = "", group: str | None = None) -> None:
    """Print a table; in the column ``group`` a value is shown only where it changes.

    Where the terminal is too narrow for the columns, every row becomes a line of names and values instead, under the
    group that it belongs to.
    """
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    names = [str(column) for column in table.columns]
    place = None if group is None else names.index(group)
    widths = [max(map(_width, (name, *(row[k] for row in rows)))) for k, name in enumerate(names)]
    keys = {k for k, name in enumerate(names) if name in (group, "game")}
    keys |= {k for k, name in enumerate(table.columns) if _is_numeric(table[name])}
    # Texts may fold down to a word or two; numbers, groups and games must fit. Three characters lie between columns.
    least = sum(width if k in keys else min(width, MIN_FOLDED) for k, width in enumerate(widths)) + 3 * len(names) - 3
    if least > console().width:
        _print_lines(names, rows, place, title)
    else:
        _print_grid(table, rows, place, keys, title)


def _print_grid(table: pd.DataFrame, rows: list[list[str]], place: int | None, keys: set[int], title: str) -> None:
    from rich.markup import escape
    from rich.table import Table

    shown = Table(title=escape(title) or None, title_justify="left", header_style="bold", show_edge=False)
    shown.pad_edge = False
    for k, column in enumerate(table.columns):
        widest = max((_width(row[k]) for row in rows), default=0)
        is_firm = k in keys or max(widest, len(str(column))) <= MIN_FOLDED
        justify = "right" if _is_numeric(table[column]) else "left"
        shown.add_column(str(column), justify=justify, overflow="fold", no_wrap=is_firm)
    last: str | None = None
    for row in rows:
        cells = [escape(cell) for cell in row]
        if place is not None:
            if row[place] == last:
                cells[place] = ""
            elif last is not None:
                shown.add_section()
            last = row[place]
        shown.add_row(*cells)
    console().print(shown)


def _print_lines(names: list[str], rows: list[list[str]], place: int | None, title: str) -> None:
    import textwrap

    width = max(console().width, 20)
    last: str | None = None
    lines = textwrap.wrap(title, width)
    for row in rows:
        if place is not None and row[place] != last:
            last = row[place]
            lines += ["", f"{names[place]} {last}"]
        named = [(name, cell) for k, (name, cell) in enumerate(zip(names, row, strict=True)) if k != place and cell]
        text = "; ".join(f"{name} {' '.join(cell.split())}" for name, cell in named)
        lines += textwrap.wrap(text, width, initial_indent="- ", subsequent_indent="    ")
    print("\n".join(lines).lstrip("\n"))


def _is_numeric(column: pd.Series[Any]) -> bool:
    return all(isinstance(value, float | int) for value in column)


def _width(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, float | int | Fraction):
        return str(value)
    return number(value)
