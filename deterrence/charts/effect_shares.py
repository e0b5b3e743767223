"""In which share of the draws each option lowers a figure, leaves it or raises it: a bar per option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.charts.labels import name_axis

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Effect -> what stands in the legend, and its tint; light enough for dark figures, apart for colour-blind readers.
EFFECTS = {
    "lower": ("▼ lowers it", "#a9cfe8"),
    "none": ("= leaves it", "#dcdcdc"),
    "higher": ("▲ raises it", "#f9c99a"),
    "appears": ("+ makes it exist", "#bfe3c8"),
    "disappears": ("− makes it cease", "#d9c7e8"),
}

#: Least share with a figure written on it.
WRITTEN = 0.06

#: Height of a bar, pixels.
STEP = 44


def plot_effect_shares(table: pd.DataFrame, *, axis: str, title: str = "") -> alt.LayerChart | alt.FacetChart:
    """Draw a stacked bar per option.

    Parameters
    ----------
    table
        A row per option: ``option`` (its name) and the share of draws with each effect of ``EFFECTS`` (those of the
        last two may be missing). Bars stand in its order.
    axis
        What a share is of.
    title
        Above the chart.

    Raises
    ------
    KeyError
        If ``lower``, ``none`` or ``higher`` is missing.
    """
    import altair as alt
    import pandas as pd

    needed = ("lower", "none", "higher")
    kept = [name for name in EFFECTS if name in needed or (name in table and (table[name] > 0).any())]
    rows: list[dict[str, object]] = []
    for row in table.to_dict("records"):
        begin = 0.0
        for name in kept:
            width = float(row[name])
            words, _ = EFFECTS[name]
            text = f"{words[0]} {width:.0%}" if width >= WRITTEN else ""
            rows.append(
                {"option": row["option"], "effect": words, "share": width, "begin": begin, "end": begin + width,
                 "middle": begin + width / 2, "text": text}
            )  # fmt: skip
            begin += width
    shown = pd.DataFrame(rows)
    scale = alt.Scale(domain=[EFFECTS[name][0] for name in kept], range=[EFFECTS[name][1] for name in kept])
    legend = alt.Legend(
        orient="bottom", title=None, symbolType="square", symbolStrokeWidth=0.5, labelFontSize=12, labelLimit=300
    )
    base = alt.Chart(shown).encode(y=alt.Y("option:N", sort=None, title=None, axis=name_axis(table["option"])))
    bars = base.mark_bar(stroke="#555555", strokeWidth=0.5).encode(
        x=alt.X("begin:Q", title=axis, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        x2="end:Q",
        color=alt.Color("effect:N", scale=scale, legend=legend),
        tooltip=["option:N", "effect:N", alt.Tooltip("share:Q", format=".1%")],
    )
    words = base.mark_text(color="#111111", fontSize=12).encode(x="middle:Q", text="text:N")
    return (bars + words).properties(title=title, height=alt.Step(STEP))
