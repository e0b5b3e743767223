"""Dated events and series as Altair charts. Tables go in, as the study's reader of timelines makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from deterrence.charts.svg import COLOURS, DARKER

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Stands for the first row of the words at vertical lines, which have one row each; the next are one less each.
FOOT = -1
#: Longest label of an event.
MAX_LABEL = 78


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
    labels = _label_expression([*order, *feet], [*shown["label"].tolist(), *("" for _ in feet)])
    names = alt.Axis(labelExpr=labels, labelLimit=520, ticks=False, labelOverlap=False)
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
        *_rules(lines, theme),
    ]
    return alt.layer(*layers).properties(title=title, height=alt.Step(20), width="container")


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
    """Return the dates of vertical lines, each with its row at the foot and the side on which there is room."""
    import pandas as pd

    if marks is None or not len(shown):
        return pd.DataFrame()
    kept = marks[marks["start"] >= pd.Timestamp(since)].copy() if since else marks.copy()
    kept = kept.sort_values("start", kind="stable")
    kept["foot"] = [FOOT - k for k in range(len(kept))]
    middle = shown["start"].min() + (shown["last"].max() - shown["start"].min()) / 2
    kept["is_early"] = kept["start"] < middle
    return kept


def _rules(lines: pd.DataFrame, theme: Literal["light", "dark"]) -> list[Any]:
    """Return vertical lines with their words in rows at the foot, to that side of each line where there is room."""
    import altair as alt

    if not len(lines):
        return []
    base = alt.Chart(lines)
    rules = base.mark_rule(color=_colour("tie", theme), strokeDash=[6, 4], strokeWidth=1.6).encode(
        x="start:T", tooltip=["title:N"]
    )
    sides: list[tuple[str, Literal["left", "right"], int]] = [("true", "left", 5), ("false", "right", -5)]
    words = [
        base.transform_filter(f"datum.is_early == {early}")
        .mark_text(color=_colour("tie", theme), align=align, dx=dx, fontSize=11, fontWeight=600)
        .encode(x="start:T", y="foot:O", text="title:N")
        for early, align, dx in sides
    ]
    return [rules, *words]


def _colour(name: str, theme: Literal["light", "dark"]) -> str:
    return COLOURS[name][DARKER if theme == "dark" else 0]


def _label(row: Mapping[Any, Any]) -> str:
    who = f"{row['actor'].replace(';', ' and ')}: " if row["actor"] else ""
    figure = f"; {row['value']} {row['unit']}" if row["value"] else ""
    figure += f" or {row['other']}" if row["other"] else ""
    words = f"{who}{row['name']}"
    room = MAX_LABEL - len(figure)
    if room < 24:
        room, figure = MAX_LABEL, ""
    return (words if len(words) <= room else words[: room - 1].rstrip(" ;,") + "…") + figure


def _when(row: Mapping[Any, Any]) -> str:
    first, last = row["start"], row["end"]
    if row["precision"] == "year":
        return f"{first.year}"
    if row["precision"] == "month":
        return first.strftime("%B %Y")
    return first.strftime("%d %B %Y") + ("" if last == first else last.strftime(" to %d %B %Y"))


def _label_expression(rows: list[int], labels: list[str]) -> str:
    """Return a Vega expression that turns the number of a row into its label; every label is written as a literal."""
    import json

    # json.dumps gives literals of JavaScript, with everything that could end one escaped.
    return f"{json.dumps(dict(zip(map(str, rows), labels, strict=True)))}[datum.value]"


def panel_title(row: Mapping[Any, Any]) -> str:
    """Return the title of the chart of series that an entry belongs to: its name and its unit."""
    unit = str(row["unit"]).partition("(")[0].strip()
    return f"{row['name']}, {unit}" if unit else str(row["name"])
