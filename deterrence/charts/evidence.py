"""Evidence as pictures: scores of models with their uncertainty, and what data did to what was assumed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from deterrence.charts.svg import COLOURS, DARKER

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Standard errors that a bar spans to either side.
SPAN = 2


def plot_scores(
    totals: pd.DataFrame, *, title: str = "", theme: Literal["light", "dark"] = "light"
) -> alt.LayerChart | alt.FacetChart:
    """Draw by how much each model's log score lies above that of random choice, two standard errors to either side.

    Parameters
    ----------
    totals
        Columns ``model``, ``above_random``, ``standard_error``, ``n_moves`` and ``log_score``, in the order from top
        to bottom. Rows without a number are left out.
    title
        Above the chart.
    theme
        The ground that marks must stand out from.
    """
    import altair as alt

    shown = totals[totals["above_random"].notna()].copy()
    shown["standard_error"] = shown["standard_error"].fillna(0.0)
    shown["low"] = shown["above_random"] - SPAN * shown["standard_error"]
    shown["high"] = shown["above_random"] + SPAN * shown["standard_error"]
    y: Any = alt.Y("model:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    x: Any = alt.X("low:Q", title="log score above random choice (bars: two standard errors)")
    base = alt.Chart(shown).encode(y=y, tooltip=["model", "n_moves", "log_score", "above_random", "standard_error"])
    bars = base.mark_rule(strokeWidth=3, color=_colour("channel", theme)).encode(x=x, x2="high:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1, color=_colour("channel", theme)).encode(x="above_random:Q")
    # The line at zero is said by the axis: as an element of its own it would have no name.
    line = alt.Chart(shown.head(1)).mark_rule(aria=False, strokeDash=[5, 4], color=_colour("tie", theme))
    zero = line.encode(x=alt.datum(0))
    return alt.layer(zero, bars, dots).properties(title=title, height=alt.Step(34), width="container")


def plot_posterior(
    draws: pd.DataFrame, *, title: str = "", theme: Literal["light", "dark"] = "light"
) -> alt.LayerChart | alt.FacetChart:
    """Draw prior against posterior, one panel for each parameter: dashes before the data, a filled area after.

    Parameters
    ----------
    draws
        Columns ``parameter``, ``value``, ``density`` and ``when`` (``prior`` or ``posterior``): both densities over
        the range of each parameter, as ``density_table`` gives them.
    title
        Above the chart.
    theme
        The ground that marks must stand out from.
    """
    import altair as alt

    colours = [_colour("tie", theme), _colour("channel", theme)]
    colour = alt.Color(
        "when:N", title=None, scale=alt.Scale(domain=["prior", "posterior"], range=colours),
        legend=alt.Legend(orient="bottom", symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3),
    )  # fmt: skip
    x: Any = alt.X("value:Q", title=None)
    y: Any = alt.Y("density:Q", title="density", stack=None)
    base = alt.Chart(draws).encode(x=x, y=y, color=colour, tooltip=["parameter", "when", "value", "density"])
    area = base.transform_filter("datum.when == 'posterior'").mark_area(opacity=0.3, line=True)
    dash = base.transform_filter("datum.when == 'prior'").mark_line(strokeDash=[6, 4], strokeWidth=2)
    panel = alt.layer(area, dash).properties(width=260, height=170)
    return (
        panel.facet(facet=alt.Facet("parameter:N", title=None, sort=list(draws["parameter"].unique())), columns=2)
        .resolve_scale(x="independent", y="independent")
        .properties(title=title)
    )


def _colour(name: str, theme: Literal["light", "dark"]) -> str:
    return COLOURS[name][DARKER if theme == "dark" else 0]
