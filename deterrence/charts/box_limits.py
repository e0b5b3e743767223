"""A box of parameters: of each that it limits, the part of its range that is inside, and where its value lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.charts.labels import name_axis

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Height of a row, pixels.
STEP = 46


def plot_box_limits(table: pd.DataFrame, *, title: str = "") -> alt.LayerChart | alt.FacetChart:
    """Draw a line per parameter, from the low to the high end of its range, with the box as a bar upon it.

    Parameters
    ----------
    table
        A row per parameter: ``parameter`` (its name), ``low`` and ``high`` (ends of its range), ``from`` and ``to``
        (ends of the box, inside the range), ``value`` (at present), ``words`` (the box's ends, with the unit).
    title
        Above the chart.
    """
    import altair as alt

    shown = table.copy()
    width = shown["high"] - shown["low"]
    for end in ("from", "to", "value"):
        shown[f"at_{end}"] = ((shown[end] - shown["low"]) / width).clip(0, 1)
    shown["none"], shown["all"] = 0.0, 1.0
    y = alt.Y("parameter:N", sort=None, title=None, axis=name_axis(table["parameter"]))
    ends = alt.Axis(values=[0, 1], labelExpr="datum.value == 0 ? 'low end of its range' : 'high end'", grid=False)
    x = alt.X("none:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=ends)
    tips = [alt.Tooltip("parameter:N"), alt.Tooltip("words:N", title="box"), alt.Tooltip("value:Q", title="at present")]
    base = alt.Chart(shown).encode(y=y, tooltip=tips)
    line = base.mark_rule(strokeWidth=2, color="#8a8a8a").encode(x=x, x2="all:Q")
    bar = base.mark_bar(size=18, color="#76add6", stroke="#1f5f8b").encode(x="at_from:Q", x2="at_to:Q")
    spot = base.mark_point(
        shape="diamond", size=130, filled=True, fill="white", stroke="black", strokeWidth=2, opacity=1
    )
    return (line + bar + spot.encode(x="at_value:Q")).properties(title=title, height=alt.Step(STEP))
