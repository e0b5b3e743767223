"""The timeline of a case for a reader: filtered, in plain words, with harm to people set apart so that it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deterrence.charts.timeline import panel_title
from deterrence.study.timeline import KIND_WORDS, MONTHS, read_timeline
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: Words of the sources for harm to people; an entry with one of them stands in the table of harm.
HARM = ("killed", "displaced", "wounded", "injured", "civilian")

#: Stretches of time that can be shown, in years before the last date; 0 for all.
STRETCHES: Mapping[int, str] = {2: "the last two years", 1: "the last year", 0: "all dates"}


def has_timeline(model: Model) -> bool:
    """Whether a timeline lies beside the case's file."""
    return model.path is not None and (model.path.parent / "timeline.csv").is_file()


def timeline(model: Model) -> pd.DataFrame:
    """Return the timeline of a case with the titles of its sources in place of their keys.

    Raises
    ------
    ModelError
        If there is none, or it cannot be read.
    """
    table = read_timeline(model)
    table["source"] = [_sources(model, text) for text in table["source"]]
    return table


def _sources(model: Model, keys: str) -> str:
    """Return the titles of sources, with their years."""
    titles: list[str] = []
    for key in keys.split(";"):
        source = model.sources.get(key.strip())
        titles.append(key.strip() if source is None else f"{source.title} ({source.year or 'n.d.'})")
    return "; ".join(titles)


def actors(table: pd.DataFrame) -> list[str]:
    """Return everybody who acts or is acted on in a timeline, in alphabetical order."""
    cells = [*table["actor"], *table["target"]]
    return sorted({name for cell in cells for name in _split(str(cell))})


def select(
    table: pd.DataFrame, *, kind: str = "", actor: str = "", words: str = "", is_harm: bool = False
) -> pd.DataFrame:
    """Return the entries of a kind, about an actor, that hold words and speak of harm to people, as far as asked."""
    shown = table[table["kind"] == kind] if kind else table
    if actor:
        named = zip(shown["actor"], shown["target"], strict=True)
        shown = shown[[actor in _split(f"{who};{whom}") for who, whom in named]]
    text = shown[["name", "actor", "target", "value", "other", "unit", "note"]].agg(" ".join, axis=1).str.lower()
    if words.strip():
        shown = shown[text.str.contains(words.strip().lower(), regex=False)]
    if is_harm:
        shown = shown[text.loc[shown.index].str.contains("|".join(HARM))]
    return shown


def since(table: pd.DataFrame, years: int) -> str:
    """Return the day, so many years before the last date of a timeline, from which entries are drawn; empty for all."""
    dated = table[table["end"].notna()]
    if not years or not len(dated):
        return ""
    last = dated["end"].max()
    return f"{last.year - years:04d}-{last.month:02d}-01"


def reading_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a timeline for reading.

    Returns
    -------
    DataFrame
        Columns ``when``, ``who``, ``towards``, ``what``, ``figure`` (with its unit), ``other source`` (what
        another says),
        ``source``, ``note`` and ``kind``, all text.
    """
    import pandas as pd

    rows = [
        {
            "when": when_words(str(row["date_start"]), str(row["date_end"])),
            "who": _names(row["actor"]),
            "towards": _names(row["target"]),
            "what": row["name"],
            "figure": f"{row['value']} {row['unit']}".strip(),
            "other source": row["other"],
            "source": row["source"],
            "note": row["note"],
            "kind": KIND_WORDS[row["kind"]],
        }
        for row in table.to_dict("records")
    ]
    columns = ["when", "who", "towards", "what", "figure", "other source", "source", "note", "kind"]
    return pd.DataFrame(rows, columns=columns)


def entry_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a timeline in so few columns that all of them are in sight; nothing of ``reading_table`` is left out.

    Returns
    -------
    DataFrame
        Columns ``when``, ``who`` (and towards whom), ``what`` (with its figure, what another source says, and the
        note), ``source`` and ``kind``, all text.
    """
    import pandas as pd

    rows: list[dict[str, str]] = []
    for row in reading_table(table).to_dict("records"):
        told = ": ".join(part for part in (row["what"], row["figure"]) if part)
        told += f" (another source: {row['other source']})" if row["other source"] else ""
        note = f"{row['note'][:1].upper()}{row['note'][1:]}".rstrip(".")
        rows.append(
            {
                "when": row["when"],
                "who": f"{row['who']}, towards {row['towards']}" if row["towards"] else row["who"],
                "what": f"{told}. {note}." if note else told,
                "source": row["source"],
                "kind": row["kind"],
            }
        )
    return pd.DataFrame(rows, columns=["when", "who", "what", "source", "kind"])


def _names(cell: str) -> str:
    return " and ".join(_split(cell))


def _split(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


def when_words(first: str, last: str) -> str:
    """Return a date, or a first and a last one, as people write them."""
    words = [_date(text) for text in dict.fromkeys(text for text in (first, last) if text)]
    return " to ".join(words) or "no date"


def _date(text: str) -> str:
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    return " ".join([*([str(day)] if day else []), *([MONTHS[month - 1]] if month else []), str(year)])


def event_sentence(shown: pd.DataFrame, marks: pd.DataFrame) -> str:
    """Say what the chart of events shows."""
    sources = sorted({source for cell in shown["source"] for source in cell.split("; ")})
    words = f"{len(shown)} dated events in the words of their sources ({'; '.join(sources)}); no model computes any."
    lines = f" Vertical lines: the starts of this case, {'; '.join(marks['title'])}." if len(marks) else ""
    return f"{words}{lines} What the sources leave out is missing here too."


def panel_rows(table: pd.DataFrame, title: str) -> pd.DataFrame:
    """Return the entries that stand in one chart of series, in the order of their dates."""
    series = table[(table["kind"] == "series") & table["low"].notna() & table["start"].notna()]
    own = [panel_title(row) == title for row in series.to_dict("records")]
    return series[own].sort_values("start", kind="stable")


def series_sentence(title: str, rows: pd.DataFrame) -> str:
    """Say what the chart of one series shows: whose figures, from which dates, by which source."""
    parts: list[str] = []
    for who, own in rows.groupby("actor", sort=False):
        figures = dict.fromkeys(f"{row['value']} ({_date(row['date_start'])})" for row in own.to_dict("records"))
        parts.append(f"{'both sides' if who == 'both' else _names(str(who))} {', then '.join(figures)}")
    sources = "; ".join(dict.fromkeys(rows["source"]))
    return (
        f"{title[:1].upper()}{title[1:]}: {'; '.join(parts)}. Source: {sources}. Not to be added up: spans may overlap."
    )


def harm_sentence(harm: pd.DataFrame) -> str:
    """Say what the table of harm holds, and what it does not."""
    return (
        f"{len(harm)} entries speak of people killed, wounded or displaced. The figures are the sources' own, of "
        "different dates and populations; several do not say who was a civilian. None is summed or set against "
        "another. Parties about whom the sources give no figure are missing, which does not mean that they were spared."
    )
