"""A tornado: what moves a figure how far, each parameter by itself, the widest bar on top."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from deterrence.charts.labels import name_axis

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Colours of the two ends: apart for colour-blind readers, readable on light and dark; the words at the ends say the
#: same.
ENDS = {"low end of the range": "#d1740f", "high end of the range": "#2f80c0"}

#: Lines and words between the colours: readable on light and dark.
GREY = "#808080"

#: Bars that fit a page.
MOST = 15

#: Pixels of a bar with its gap, and of the title, axis and legend.
BAR_HEIGHT, FRAME_HEIGHT = 26, 110

#: Room beyond the last number for the words at an end, as a share of the numbers' span; an endless bar goes through it,
#: and has more.
_ROOM, _FAR = 0.12, 0.32


def plot_tornado(
    table: pd.DataFrame, *, value: float, title: str = "", axis: str = "", most: int = MOST
) -> alt.LayerChart | alt.FacetChart:
    """Draw one bar per parameter from the figure at the low end of its range to the figure at the high end.

    Parameters
    ----------
    table
        Columns ``parameter``, ``low``, ``high``, ``at_low`` and ``at_high``, in the order of the bars. An end that is
        infinite is drawn to the edge of the chart and says so; one that does not exist is left out.
    value
        The figure where no parameter is moved: the line that the bars hang on. Not finite, bars hang on their ends.
    title, axis
        Above the chart, and what the horizontal axis counts.
    most
        Bars at most.
    """
    import altair as alt
    import pandas as pd

    rows = [{str(key): cell for key, cell in row.items()} for row in table.head(most).to_dict("records")]
    figures = [row[end] for row in rows for end in ("at_low", "at_high")]
    numbers = [number for number in (*figures, value) if math.isfinite(number)]
    least, largest = min(numbers, default=0.0), max(numbers, default=1.0)
    span = (largest - least) or abs(largest) or 1.0
    edges = least - _ROOM * span, largest + _ROOM * span
    beyond = [_FAR if figure in figures else _ROOM for figure in (-math.inf, math.inf)]
    domain = [least - beyond[0] * span, largest + beyond[1] * span]
    bars = pd.DataFrame([bar for row in rows for bar in _halves(row, value, edges)], columns=_COLUMNS)
    order = [row["parameter"] for row in rows]
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    base = alt.Chart(bars).encode(y=alt.Y("parameter:N", title=None, sort=order, axis=name_axis(order)))
    colour = alt.Color(
        "end:N",
        title=None,
        scale=alt.Scale(domain=list(ENDS), range=list(ENDS.values())),
        legend=alt.Legend(orient="bottom", symbolType="square", labelFontSize=12, labelLimit=260),
    )
    drawn = base.mark_bar(height=15).encode(
        x=alt.X("to:Q", title=axis or None, scale=scale),
        x2="from:Q",
        color=colour,
        tooltip=["parameter:N", "end:N", alt.Tooltip("at:N", title="parameter"), alt.Tooltip("figure:N")],
    )
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (("left", "right", -4), ("right", "left", 4))
    words = [
        base.transform_filter(alt.datum.side == side)
        .mark_text(align=align, dx=dx, color=GREY, fontSize=11)
        .encode(x=alt.X("word:Q", scale=scale), text="at:N")
        for side, align, dx in sides
    ]
    line = alt.Chart(pd.DataFrame({"to": [value] if math.isfinite(value) else []}, dtype=float))
    rule = line.mark_rule(aria=False, color=GREY, strokeWidth=1.5).encode(x=alt.X("to:Q"))
    height = BAR_HEIGHT * max(len(rows), 1) + FRAME_HEIGHT
    return alt.layer(drawn, *words, rule).properties(title=title, height=height)


_COLUMNS = ["parameter", "end", "at", "figure", "from", "to", "word", "side"]
_HALVES = tuple(zip(ENDS, ("low", "high"), ("at_low", "at_high"), strict=True))


def _halves(row: dict[str, Any], value: float, edges: tuple[float, float]) -> list[tuple[Any, ...]]:
    """Return the two halves of a bar, as far as they exist: the longer one first where one covers the other."""
    ends = [(end, row[at], row[figure]) for end, at, figure in _HALVES if not math.isnan(row[figure])]
    reach = [min(max(figure, edges[0]), edges[1]) for _, _, figure in ends]
    start = value if math.isfinite(value) else (min(reach, default=0.0))
    is_left = [to < start or (to == start and k == 0 and max(reach) > start) for k, to in enumerate(reach)]
    order = sorted(range(len(ends)), key=lambda k: -abs(reach[k] - start))
    found: list[tuple[Any, ...]] = []
    for place, k in enumerate(order):
        end, at, figure = ends[k]
        is_hidden = place == 1 and is_left[0] == is_left[1]
        # Words of a half that lies on the other one stand across the line.
        side = "left" if is_left[k] != is_hidden else "right"
        text = f"{at:.4g}" if math.isfinite(figure) else f"{at:.4g} (endless)"
        found.append(
            (row["parameter"], end, text, f"{figure:.4g}", start, reach[k], start if is_hidden else reach[k], side)
        )
    return found
