"""The dated events, series and figures of a case, as its sources give them, in a tidy table and in sentences.

A case may keep a ``timeline.csv`` beside its model file. Nothing in it is computed: where sources disagree, every value
stays, and the words say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deterrence.errors import ModelError, shorten
from deterrence.study.figures import number
from deterrence.world.csv_rows import read_records
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "kind", "date_start", "date_end", "actor", "target", "name",
    "value", "unit", "calibrates", "source", "note", "refs",
)  # fmt: skip
#: Columns of the table that is read from it.
TABLE = [
    "row", "kind", "start", "end", "precision", "actor", "target", "name", "value", "low", "high", "other", "unit",
    "calibrates", "source", "note", "refs", "date_start", "date_end",
]  # fmt: skip
KINDS = ("event", "series", "parameter", "actor", "channel")
#: Kinds of entries, in words.
KIND_WORDS: Mapping[str, str] = {
    "event": "events",
    "series": "counts over time",
    "parameter": "figures without a date",
    "actor": "parties",
    "channel": "channels",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: Larger files and fields are refused.
MAX_BYTES = 1_000_000
MAX_ROWS = 5_000

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FIGURE = re.compile(r"~?(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?[x%]?")
_OTHER = re.compile(r"\[(\w+): ([^\]]*)\]")
_IN_TITLE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b((?:19|20)\d{{2}})\b")


def read_timeline(model: Model | Path) -> pd.DataFrame:
    """Return the timeline of a case as a tidy table.

    Parameters
    ----------
    model
        A case with a ``timeline.csv`` beside its model file, or the path of such a file.

    Returns
    -------
    pandas.DataFrame
        Columns ``row`` (line of the file), ``kind`` (event, series, parameter, actor, channel), ``start`` and ``end``
        (first and last day meant, NaT without a date), ``precision`` (day, month, year or empty), ``actor``,
        ``target``, ``name``, ``value`` (as written), ``low`` and ``high`` (the value as numbers, with what another
        source says; NaN where it is no number), ``other`` (what another source says, as written), ``unit``,
        ``calibrates``, ``source``, ``note``, ``refs``, ``date_start`` and ``date_end`` (as written).

    Raises
    ------
    ModelError
        If there is no such file, or a line of it cannot be read.

    Examples
    --------
    >>> from deterrence.world.files import load
    >>> table = read_timeline(load("levant_2024"))
    >>> table[table.date_start == "2024-10-01"][["low", "high", "other"]].values.tolist()
    [[180.0, 200.0, 'essay: around 200']]
    """
    import pandas as pd

    path = _path(model)
    name = f"'{shorten(path.name)}'"
    _, records = read_records(
        path, needed=COLUMNS, where=name, fault=ModelError, max_bytes=MAX_BYTES, max_rows=MAX_ROWS
    )
    rows = [_row(row, line, path.name) for line, row in records]
    return pd.DataFrame(rows, columns=TABLE).astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})


def scenario_dates(model: Model) -> pd.DataFrame:
    """Return the scenarios whose title names a date, one row per date.

    Returns
    -------
    pandas.DataFrame
        Columns ``start`` (the first day meant), ``precision`` (day, month or year), ``title`` and ``scenarios`` (a
        count): scenarios of one date share a row, under the shortest of their titles. Scenarios that suppose what has
        not happened name no date, and have no row.
    """
    import pandas as pd

    found: dict[tuple[date, str], list[str]] = {}
    for scenario in model.scenarios.values():
        match = _IN_TITLE.search(scenario.title)
        if match is None:
            continue
        day, month, year = match.groups()
        number_of_month = MONTHS.index(month) + 1 if month else 1
        try:
            start = date(int(year), number_of_month, int(day) if day else 1)
        except ValueError:
            continue
        found.setdefault((start, "day" if day else "month" if month else "year"), []).append(scenario.title)
    rows = [
        {"start": start, "precision": precision, "title": min(titles, key=len), "scenarios": len(titles)}
        for (start, precision), titles in sorted(found.items())
    ]
    columns = ["start", "precision", "title", "scenarios"]
    return pd.DataFrame(rows, columns=columns).astype({"start": "datetime64[ns]"})


def timeline_sentences(table: pd.DataFrame, marks: pd.DataFrame | None = None) -> list[str]:
    """Say what a timeline holds: how much of it, over which years, and where its sources differ.

    Parameters
    ----------
    table
        As ``read_timeline`` returns it.
    marks
        As ``scenario_dates`` returns them; left out, no scenario is spoken of.
    """
    counts = [f"{n} {KIND_WORDS[kind]}" for kind in KINDS if (n := int((table["kind"] == kind).sum()))]
    said = [f"The timeline has {len(table)} entries" + (f": {', '.join(counts)}." if counts else ".")]
    dated = table[table["start"].notna()]
    if len(dated):
        last = dated["end"].max()
        until = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
        said.append(f"Dates run from {dated['start'].min().year} to {until}.")
    if rough := int(dated["precision"].isin(["month", "year"]).sum()):
        said.append(f"Of {rough} entries only the month or the year is known; they are drawn as bars of that length.")
    for _, row in table[table["other"] != ""].iterrows():
        who = f"{row['actor']}: " if row["actor"] else ""
        said.append(f"Sources differ: {who}{row['name']}, {row['value']} ({row['source'].split(';')[0]}) against "
                    f"{row['other']}.")  # fmt: skip
    said += [f"More than one value: {words}." for words in _repeated(table)]
    if marks is not None and len(marks):
        said.append(f"Vertical lines mark where scenarios start: {'; '.join(marks['title'])}.")
    return [*said, "All figures are the sources' own; none is computed here."]


def _repeated(table: pd.DataFrame) -> list[str]:
    """Return what stands in the file with several values at the same time, each with its sources."""
    found: list[str] = []
    undated = table[(table["kind"] == "parameter") & (table["value"] != "")]
    for (actor, name), rows in undated.groupby(["actor", "name"], sort=False):
        if len(rows) > 1:
            figures = [f"{_value(row)} ({row['source']})" for _, row in rows.iterrows()]
            found.append(f"{actor}, {name}, {' and '.join(figures)}")
    return found


def _value(row: Any) -> str:
    return number(row["low"]) if row["low"] == row["high"] else str(row["value"])


def _path(model: Model | Path) -> Path:
    if isinstance(model, Path):
        path = model
    elif model.path is None:
        raise ModelError(
            f"model '{shorten(model.id)}'", "it was made in Python and has no timeline", "a case in a folder"
        )
    else:
        path = model.path.parent / "timeline.csv"
    if not path.is_file():
        raise ModelError(f"'{shorten(path.name)}'", "there is no such file", "a timeline.csv beside the model file")
    return path


def _place(name: str, line: int) -> str:
    return f"'{shorten(name)}', line {line}"


def _row(row: dict[str, str], line: int, name: str) -> dict[str, Any]:
    where = _place(name, line)
    if row["kind"] not in KINDS:
        raise ModelError(where, f"saw the kind '{shorten(row['kind'])}'", ", ".join(KINDS))
    if not row["name"]:
        raise ModelError(where, "the name is empty", "a few words")
    start, end, precision = _period(row, where)
    low, high = _figures(row["value"])
    other = _OTHER.search(row["unit"])
    if other:
        figures = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", other[2])]
        low, high = min([low, *figures]), max([high, *figures])
    return {
        "row": line,
        "kind": row["kind"],
        "start": start,
        "end": end,
        "precision": precision,
        **{key: row[key] for key in ("actor", "target", "name", "value")},
        "low": low,
        "high": high,
        "other": f"{other[1]}: {other[2]}" if other else "",
        "unit": _OTHER.sub("", row["unit"]).strip(),
        **{key: row[key] for key in ("calibrates", "source", "note", "refs", "date_start", "date_end")},
    }


def _period(row: dict[str, str], where: str) -> tuple[date | None, date | None, str]:
    """Return the first and the last day that a row means, and how exactly it says so."""
    if not row["date_start"]:
        if row["date_end"]:
            raise ModelError(
                f"{where}, date_start", "it is empty though there is a date_end", "YYYY, YYYY-MM or YYYY-MM-DD"
            )
        return None, None, ""
    first, last, precision = read_day(row["date_start"], f"{where}, date_start")
    if row["date_end"]:
        _, last, _ = read_day(row["date_end"], f"{where}, date_end")
        if last < first:
            raise ModelError(f"{where}, date_end", f"saw {row['date_end']}, before {row['date_start']}", "a later date")
    return first, last, precision


def read_day(text: str, where: str) -> tuple[date, date, str]:
    """Return the first and the last day that a date may mean, and how exact it is: day, month or year.

    Raises
    ------
    ModelError
        If it is none of YYYY, YYYY-MM and YYYY-MM-DD.
    """
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        first = date(year, month or 1, day or 1)
        # Years before 1900 and after 2200 are slips, and pandas' dates end in 2262.
        if not 1900 <= year <= 2200:
            raise ValueError
    except ValueError:
        raise ModelError(where, f"saw '{shorten(text)}'", "YYYY, YYYY-MM or YYYY-MM-DD") from None
    if day:
        return first, first, "day"
    following = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return first, following - timedelta(days=1), "month" if month else "year"


def _figures(text: str) -> tuple[float, float]:
    """Return the least and the greatest number that a value means; NaN where it is none."""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return float("nan"), float("nan")
    low = float(match[1])
    return low, float(match[2]) if match[2] else low
