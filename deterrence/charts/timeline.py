"""Dated events and series as Altair charts. Tables go in, as the study's reader of timelines makes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from deterrence.charts.labels import HEIGHT, LINES, wrapped
from deterrence.charts.svg import COLOURS, DARKER

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Stands for the first row of the words at vertical lines, which have one row each; the next are one less each.
FOOT = -1
#: Letters of a line of an event's label, and pixels for them; labels take up to as many lines as names of bars do.
LETTERS, ROOM = 64, 370
#: Pixels of a row whose label has one line, and of every further line.
ROW, FURTHER = 20, 10


def plot_events(
    events: pd.DataFrame,
    marks: pd.DataFrame | None = None,
    *,
    since: str = "",
    title: str = "",
    theme: Literal["light", "dark"] = "light",
) -> alt.LayerChart | alt.FacetChart:
    """Draw events under one another in the order of their dates, one row and one label each.

    A point is a day; a bar is as long as the period that is known.

    Parameters
    ----------
    events
        Columns ``row``, ``start``, ``end``, ``precision``, ``actor``, ``name``, ``value``, ``unit``, ``other`` and
        ``source``; rows without a date are left out.
    marks
        Columns ``start`` and ``title``: dates at which vertical lines stand.
    since
        Events and marks before this day, as YYYY-MM-DD, are left out.
    title
        One sentence above the chart.
    theme
        The ground that marks and words must stand out from.
    """
    import altair as alt

    shown = _dated(events, since)
    shown["label"] = [_label(row) for row in shown.to_dict("records")]
    shown["when"] = [_when(row) for row in shown.to_dict("records")]
    order = shown["row"].tolist()
    lines = _marks(marks, since, shown)
    # Rows below the others are kept free for the words at the vertical lines, which would else cover one another.
    feet = lines["foot"].tolist() if len(lines) else [FOOT]
    written = {row: wrapped(label, LETTERS) for row, label in zip(order, shown["label"].tolist(), strict=True)}
    rise: Any = {"value": 0, "condition": [_rise(written, n) for n in range(2, LINES + 1)]}
    names = alt.Axis(
        labelExpr=_label_expression({**written, **{foot: [] for foot in feet}}), labelLimit=ROOM,
        labelLineHeight=HEIGHT, labelOffset=rise, ticks=False, labelOverlap=False,
    )  # fmt: skip
    row_height = ROW + FURTHER * (max(map(len, written.values()), default=1) - 1)
    y: Any = alt.Y("row:O", scale=alt.Scale(domain=[*order, *feet]), title=None, axis=names)
    x: Any = alt.X("start:T", title=None, axis=alt.Axis(orient="top", format="%b %Y", labelOverlap=True, tickCount=8))
    details = ["when:N", "actor:N", "target:N", "name:N", "value:N", "unit:N", "other:N", "source:N", "note:N"]
    tooltip = [column for column in details if column.split(":")[0] in shown.columns]
    base = alt.Chart(shown.drop(columns=[c for c in ("low", "high") if c in shown.columns]))
    # A bar ends where the following day begins; its outline keeps a month visible among decades.
    colour = _colour("channel", theme)
    bars = base.transform_filter("datum.precision != 'day' || datum.last > datum.start").mark_bar(
        height=6, opacity=0.65, color=colour, stroke=colour, strokeWidth=2
    )
    points = base.transform_filter("datum.precision == 'day'").mark_point(
        filled=True, size=70, color=_colour("channel", theme)
    )
    layers: list[Any] = [
        bars.encode(x=x, x2="last:T", y=y, tooltip=tooltip),
        points.encode(x=x, y=y, tooltip=tooltip),
        *_rules(lines, theme, top=order[0] if order else FOOT),
    ]
    return alt.layer(*layers).properties(title=title, height=alt.Step(row_height), width="container")


def plot_series(
    series: pd.DataFrame, *, title: str = "", theme: Literal["light", "dark"] = "light"
) -> dict[str, alt.LayerChart | alt.FacetChart]:
    """Draw series, one chart for each name and unit: what is counted differently shares no scale.

    Parameters
    ----------
    series
        Columns ``start``, ``end``, ``actor``, ``name``, ``value``, ``unit``, ``low``, ``high`` and ``source``. Rows
        without a number or a date are left out.
    title
        Words before the name of each chart.
    theme
        The ground that marks and words must stand out from.

    Returns
    -------
    dict
        Charts by what they show, such as ``"intensity, strikes/week"``.
    """
    shown = _dated(series[series["low"].notna()], "")
    shown["panel"] = [panel_title(row) for row in shown.to_dict("records")]
    return {
        str(panel): _plot_panel(rows, f"{title}{': ' if title else ''}{panel}", theme)
        for panel, rows in shown.groupby("panel", sort=False)
    }


def _plot_panel(rows: pd.DataFrame, title: str, theme: Literal["light", "dark"]) -> alt.LayerChart | alt.FacetChart:
    import altair as alt
    import pandas as pd

    rows = rows.copy()
    rows["middle"] = (rows["low"] + rows["high"]) / 2
    rows["text"] = [f"{row['actor']} {row['value']}" for row in rows.to_dict("records")]
    rows["above"] = _is_above(rows)
    first, last = rows["start"].min(), rows["last"].max()
    # Room on the right for the words of the last entry.
    span = [first.isoformat(), (last + 0.22 * (last - first)).isoformat()]
    short = last - first < pd.Timedelta(days=120)
    axis = alt.Axis(format="%d %b %Y" if short else "%b %Y", labelOverlap=True, tickCount=6)
    x: Any = alt.X("start:T", title=None, axis=axis, scale=alt.Scale(domain=span))
    y: Any = alt.Y("middle:Q", title=None, scale=alt.Scale(domain=[0, 1.15 * float(rows["high"].max()) or 1.0]))
    several = rows["actor"].nunique() > 1
    legend = alt.Legend(orient="bottom", symbolSize=400, title=None) if several else None
    details = ["actor:N", "value:N", "unit:N", "date_start:N", "date_end:N", "source:N", "note:N"]
    tooltip = [column for column in details if column.split(":")[0] in rows.columns]
    base = alt.Chart(rows)
    spans = base.mark_bar(opacity=0.2, color=_colour("channel", theme)).encode(
        x=x, x2="last:T", y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    lines = base.mark_rule(strokeWidth=3, color=_colour("channel", theme)).encode(
        x=x, x2="last:T", y=y, strokeDash=alt.StrokeDash("actor:N", legend=legend), tooltip=tooltip
    )
    words = [
        base.transform_filter(f"datum.above == {above}")
        .mark_text(align="left", dx=2, dy=dy, fontSize=11, color=_colour("quiet", theme))
        .encode(x=x, y=y, text="text:N")
        for above, dy in (("true", -9), ("false", 10))
    ]
    return alt.layer(spans, lines, *words).properties(title=title, height=280 if several else 220, width="container")


def _is_above(rows: pd.DataFrame) -> list[bool]:
    """Say of each entry whether its words stand above it: unless another actor's is higher at the same time."""
    records = rows.to_dict("records")
    return [
        all(
            other["middle"] <= row["middle"]
            for other in records
            if other["actor"] != row["actor"] and other["start"] < row["last"] and row["start"] < other["last"]
        )
        for row in records
    ]


def _dated(table: pd.DataFrame, since: str) -> pd.DataFrame:
    import pandas as pd

    shown = table[table["start"].notna()].sort_values(["start", "end", "row"], kind="stable").copy()
    if since:
        shown = shown[shown["end"] >= pd.Timestamp(since)]
    shown["last"] = shown["end"] + pd.Timedelta(days=1)
    return shown


def _marks(marks: pd.DataFrame | None, since: str, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the dates of vertical lines, each with its row at the foot, the earliest first."""
    import pandas as pd

    if marks is None or not len(shown):
        return pd.DataFrame()
    kept = marks[marks["start"] >= pd.Timestamp(since)].copy() if since else marks.copy()
    kept = kept.sort_values("start", kind="stable")
    kept["foot"] = [FOOT - k for k in range(len(kept))]
    return kept


def _rules(lines: pd.DataFrame, theme: Literal["light", "dark"], top: int) -> list[Any]:
    """Return vertical lines that end at their words, which stand to their left in rows at the foot.

    An earlier line ends in a higher row, so that the words of a later one, which run on beneath it, cross none.
    """
    import altair as alt

    if not len(lines):
        return []
    base = alt.Chart(lines.assign(top=top))
    rules = base.mark_rule(color=_colour("tie", theme), strokeDash=[6, 4], strokeWidth=1.6).encode(
        x="start:T", y="top:O", y2="foot:O", tooltip=["title:N"]
    )
    words = base.mark_text(color=_colour("tie", theme), align="right", dx=-5, fontSize=11, fontWeight=600).encode(
        x="start:T", y="foot:O", text="title:N"
    )
    return [rules, words]


def _colour(name: str, theme: Literal["light", "dark"]) -> str:
    return COLOURS[name][DARKER if theme == "dark" else 0]


def _label(row: Mapping[Any, Any]) -> str:
    who = f"{row['actor'].replace(';', ' and ')}: " if row["actor"] else ""
    figure = f"; {row['value']} {row['unit']}" if row["value"] else ""
    figure += f" or {row['other']}" if row["other"] else ""
    words = f"{who}{row['name']}"
    return f"{words}{figure}"


def _when(row: Mapping[Any, Any]) -> str:
    first, last = row["start"], row["end"]
    if row["precision"] == "year":
        return f"{first.year}"
    if row["precision"] == "month":
        return first.strftime("%B %Y")
    return first.strftime("%d %B %Y") + ("" if last == first else last.strftime(" to %d %B %Y"))


def _label_expression(labels: Mapping[int, list[str]]) -> str:
    """Return a Vega expression that turns the number of a row into the lines of its label, written as literals."""
    # json.dumps gives literals of JavaScript, with everything that could end one escaped.
    return f"{json.dumps({str(row): lines for row, lines in labels.items()})}[datum.value]"


def _rise(labels: Mapping[int, list[str]], n: int) -> dict[str, object]:
    """Return by how much a label of ``n`` lines is raised, so that its middle stands beside its mark."""
    rows = [row for row, lines in labels.items() if len(lines) == n]
    return {"test": f"indexof({rows}, datum.value) >= 0", "value": -HEIGHT * (n - 1) / 2}


def panel_title(row: Mapping[Any, Any]) -> str:
    """Return the title of the chart of series that an entry belongs to: its name and its unit."""
    unit = str(row["unit"]).partition("(")[0].strip()
    return f"{row['name']}, {unit}" if unit else str(row["name"])
