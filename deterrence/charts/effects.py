"""Options against games: one cell each, with the change written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Blue and orange stay apart for colour-blind readers and praise nobody; every cell says the same in text.
EFFECT_COLOURS = {
    "higher": "#a9cfe8",
    "lower": "#f9c99a",
    "none": "#eeeeee",
    "appears": "#a9cfe8",
    "disappears": "#f9c99a",
}


def plot_effects(table: pd.DataFrame, *, title: str = "") -> alt.LayerChart | alt.FacetChart:
    """Draw options against games, one cell each, with the change written in it.

    Parameters
    ----------
    table
        Columns ``option``, ``game``, ``change`` and ``effect``, as ``headlines`` returns them; the baseline is left
        out.
    title
        One sentence above the chart.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
    """
    import altair as alt

    shown = table[table["option"] != "baseline"].copy()
    shown["text"] = [_cell(change, effect) for change, effect in zip(shown["change"], shown["effect"], strict=True)]
    base = alt.Chart(shown[["option", "game", "effect", "text"]]).encode(
        x=alt.X("game:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("option:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
    )
    colour = alt.Color(
        "effect:N",
        title="effect",
        scale=alt.Scale(domain=list(EFFECT_COLOURS), range=list(EFFECT_COLOURS.values())),
        legend=alt.Legend(values=["higher", "lower", "none"], orient="bottom"),
    )
    cells = base.mark_rect(stroke="white").encode(color=colour)
    words = base.mark_text(fontSize=11, color="#111111").encode(text="text:N")
    return (cells + words).properties(title=title, width=alt.Step(86), height=alt.Step(21))


def _cell(change: float, effect: str) -> str:
    if effect == "none":
        return "no effect"
    if abs(change) == float("inf"):
        return "within reach" if change > 0 else "out of reach"
    return f"{100 * change:+.1f}" if abs(change) >= 0.0005 else f"{'+' if change > 0 else '-'}<0.1"
