"""The course of one front: a line per world, or how likely each rung is period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

#: Colour and dashes of the three lines, and of two for reference: apart for colour-blind readers, apart in grey, and
#: readable on light and dark.
LINE_COLOURS = ("#8a8a8a", "#d1740f", "#2f80c0", "#7d9a3c", "#a678c9")
LINE_DASHES = ((1, 0), (6, 3), (2, 2), (10, 3, 2, 3), (1, 5))

#: Pixels that a chart takes with its title, axis and legend, since a page fits all of them into its height.
HEIGHT, RUNG_HEIGHT, FRAME_HEIGHT = 410, 26, 110


def plot_front(
    table: pd.DataFrame,
    *,
    lines: Sequence[str],
    value: str,
    title: str,
    axis: str,
    top: float,
    abreast: int = 1,
    period: str = "period",
) -> alt.LayerChart | alt.FacetChart:
    """Draw one front, a line per world, each with a dot at its end.

    Parameters
    ----------
    table
        Columns ``line``, ``period`` and the one named by ``value``, of one front.
    lines
        Every line that there can be, in order; a line keeps its colour and dashes whichever others are shown.
    value
        The column to draw.
    title
        Above the chart.
    axis
        What the vertical axis counts.
    top
        Its upper end; the lower one is 0.
    abreast
        Entries of the legend that stand side by side; a narrow chart has room for one.
    period
        What a period is called.
    """
    import altair as alt

    style: dict[str, Any] = {"domain": list(lines)}
    colours, dashes = list(LINE_COLOURS[: len(lines)]), [list(dash) for dash in LINE_DASHES[: len(lines)]]
    legend = alt.Legend(orient="bottom", columns=abreast, symbolType="stroke", symbolSize=400, symbolStrokeWidth=2.5)
    base = alt.Chart(table[["line", "period", value]]).encode(
        x=alt.X("period:Q", title=period, axis=alt.Axis(tickMinStep=1)),
        y=alt.Y(f"{value}:Q", title=axis, scale=alt.Scale(domain=[0, top])),
        color=alt.Color("line:N", title=None, legend=legend, scale=alt.Scale(**style, range=colours)),
        strokeDash=alt.StrokeDash("line:N", title=None, legend=legend, scale=alt.Scale(**style, range=dashes)),
        tooltip=["line:N", alt.Tooltip("period:Q", title=period), alt.Tooltip(f"{value}:Q", format=".3f")],
    )
    drawn = base.mark_line(strokeWidth=2.5)
    ends = base.transform_filter(alt.datum.period == int(table["period"].max())).mark_point(filled=True, size=45)
    return (drawn + ends).properties(title=title, height=HEIGHT)


def plot_rungs(table: pd.DataFrame, *, title: str, period: str = "period") -> alt.LayerChart | alt.FacetChart:
    """Draw how likely each rung of one front is, a column per period, the top rung above.

    Parameters
    ----------
    table
        Columns ``period``, ``rung``, ``name`` and ``probability``, of one front.
    title
        Above the chart.
    period
        What a period is called.
    """
    import altair as alt

    shown = table[["period", "rung", "name", "probability"]].copy()
    shown["label"] = [f"{rung} {name}" for rung, name in zip(shown["rung"], shown["name"], strict=True)]
    order = list(dict.fromkeys(shown.sort_values("rung", ascending=False)["label"]))
    shown["text"] = [f"{p:.0%}" for p in shown["probability"]]
    base = alt.Chart(shown).encode(
        x=alt.X("period:O", title=period, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=180)),
        tooltip=[alt.Tooltip("period:O", title=period), "label:N", alt.Tooltip("probability:Q", format=".1%")],
    )
    scale = alt.Scale(domain=[0, 1], scheme="blues")
    cells = base.mark_rect().encode(color=alt.Color("probability:Q", title="probability", scale=scale, legend=None))
    last = int(shown["period"].max())
    columns = sorted({max(1, round(last * share)) for share in (0.25, 0.5, 0.75)})
    figures = (
        base.transform_filter(alt.FieldOneOfPredicate(field="period", oneOf=columns))
        .mark_text(fontSize=10)
        .encode(
            text="text:N", color=alt.condition(alt.datum.probability > 0.55, alt.value("white"), alt.value("#111111"))
        )
    )
    return (cells + figures).properties(title=title, height=RUNG_HEIGHT * len(order) + FRAME_HEIGHT)
