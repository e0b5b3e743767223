"""What each model says about each option, as one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Verdict to its sign and colour. Blue and orange stay apart for colour-blind readers; the sign says the same.
VERDICTS = {
    "better": ("▲", "#a9cfe8"),
    "worse": ("▼", "#f9c99a"),
    "splits": ("◆", "#d9c7e8"),
    "no effect": ("", "#f2f2f2"),
}


def plot_verdicts(table: pd.DataFrame, *, title: str = "") -> alt.LayerChart | alt.FacetChart:
    """Draw options against games, one cell each, with the verdict as a sign and a colour.

    Parameters
    ----------
    table
        Columns ``option``, ``game`` and ``verdict`` (``better``, ``worse``, ``splits``, ``no effect``), in the order
        that rows and columns shall have.
    title
        One sentence above the chart.

    Returns
    -------
    altair.LayerChart or altair.FacetChart

    Raises
    ------
    KeyError
        If a verdict is none of the four.
    """
    import altair as alt

    shown = table[["option", "game", "verdict"]].copy()
    shown["sign"] = [VERDICTS[verdict][0] for verdict in shown["verdict"]]
    base = alt.Chart(shown).encode(
        x=alt.X("game:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=-50, labelLimit=260)),
        y=alt.Y("option:N", title=None, sort=None, axis=alt.Axis(labelLimit=330)),
        tooltip=["option", "game", "verdict"],
    )
    signs = [f"{verdict} {sign}".rstrip() for verdict, (sign, _) in VERDICTS.items()]
    named = "{" + ", ".join(f"'{verdict}': '{text}'" for verdict, text in zip(VERDICTS, signs, strict=True)) + "}"
    colour = alt.Color(
        "verdict:N",
        title=None,
        scale=alt.Scale(domain=list(VERDICTS), range=[colour for _, colour in VERDICTS.values()]),
        legend=alt.Legend(orient="bottom", labelExpr=f"{named}[datum.label]", symbolType="square", labelFontSize=12),
    )
    cells = base.mark_rect(stroke="white").encode(color=colour)
    words = base.mark_text(fontSize=11, color="#111111").encode(text="sign:N")
    return (cells + words).properties(title=title, width=alt.Step(26), height=alt.Step(21))
