"""A map over two parameters: a letter and a tint for every kind of point, and the present point by its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: Tints of categories, apart for colour-blind readers where neighbours in the list meet; the letters say the same.
TINTS = ("#a9cfe8", "#f9c99a", "#d9c7e8", "#bfe3c8", "#f2e394", "#f4b6c2", "#c9c9c9", "#8fb8b8", "#e0d0b8", "#b8c4f0")
#: Tints of bands of a number, rising, and of what is no number.
SHADES = ("#f3f8fc", "#dcebf6", "#bdd9ee", "#98c3e2", "#76add6", "#5c9bca")
NO_NUMBER = ("#d8d8d8", "#bdbdbd", "#a6a6a6")
#: Labels beyond this many are drawn as one.
MOST = len(TINTS)
OTHERS = "others"

#: Points that may be marked -> their shape.
SHAPES: Mapping[str, str] = {"present": "cross", "baseline": "diamond"}

HEIGHT = 560


def letter(place: int) -> str:
    """Return the letter of the label at a place of the legend."""
    return chr(ord("A") + place)


def plot_region_map(
    table: pd.DataFrame,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    order: Sequence[str],
    n_bands: int,
    points: Mapping[str, tuple[float, float]],
    title: str = "",
) -> alt.LayerChart | alt.FacetChart:
    """Draw a map.

    Parameters
    ----------
    table
        One row per point of a grid that is even along both sides: the columns named by ``x`` and ``y``, and ``label``.
    x, y
        Column and title of the axis.
    order
        Labels as in the legend; the letters follow it. Those beyond ``MOST`` are drawn as one.
    n_bands
        How many of the first labels are rising bands of a number; 0 for categories.
    points
        ``present`` and, where it lies elsewhere, ``baseline``: where they lie.
    title
        Above the chart.
    """
    import altair as alt
    import pandas as pd

    names = list(order) if len(order) <= MOST else [*order[: MOST - 1], OTHERS]
    tints = [*SHADES[:n_bands], *NO_NUMBER][: len(names)] if n_bands else list(TINTS[: len(names)])
    legend = {name: f"{letter(k)} {name}" for k, name in enumerate(names)}
    shown = pd.DataFrame({"x": table[x[0]], "y": table[y[0]]})
    kept = [label if label in names else OTHERS for label in table["label"]]
    shown["kind"] = [legend[label] for label in kept]
    shown["letter"] = [legend[label][0] for label in kept]
    xs, ys = sorted(set(shown["x"])), sorted(set(shown["y"]))
    half_x, half_y = (xs[1] - xs[0]) / 2, (ys[1] - ys[0]) / 2
    shown["left"], shown["right"] = shown["x"] - half_x, shown["x"] + half_x
    shown["low"], shown["high"] = shown["y"] - half_y, shown["y"] + half_y
    # A letter in every other cell reads as a pattern without filling the map.
    place = {value: k for k, value in enumerate(xs)}, {value: k for k, value in enumerate(ys)}
    is_lettered = [(place[0][a] + place[1][b]) % 2 == 0 for a, b in zip(shown["x"], shown["y"], strict=True)]
    across = alt.Scale(domain=[xs[0] - half_x, xs[-1] + half_x], nice=False, zero=False)
    up = alt.Scale(domain=[ys[0] - half_y, ys[-1] + half_y], nice=False, zero=False)
    key = alt.Legend(orient="bottom", columns=1, labelLimit=700, symbolType="square", labelFontSize=12, title=None)
    cells = (
        alt.Chart(shown)
        .mark_rect(strokeWidth=0)
        .encode(
            x=alt.X("left:Q", title=x[1], scale=across),
            x2="right:Q",
            y=alt.Y("low:Q", title=y[1], scale=up),
            y2="high:Q",
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(legend.values()), range=tints), legend=key),
            tooltip=[
                alt.Tooltip("x:Q", title=x[1], format=".3g"),
                alt.Tooltip("y:Q", title=y[1], format=".3g"),
                alt.Tooltip("kind:N", title="here"),
            ],
        )
    )
    letters = (
        alt.Chart(shown[is_lettered])
        .mark_text(fontSize=10, color="#222222")
        .encode(x=alt.X("x:Q", scale=across), y=alt.Y("y:Q", scale=up), text="letter:N")
    )
    places = pd.DataFrame([{"point": name, "x": a, "y": b} for name, (a, b) in points.items()])
    spot = alt.Chart(places).encode(x=alt.X("x:Q", scale=across), y=alt.Y("y:Q", scale=up))
    shape = alt.Shape("point:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None)
    marks = spot.mark_point(size=260, filled=True, fill="white", stroke="black", strokeWidth=2.5, opacity=1).encode(
        shape=shape, tooltip=["point:N"]
    )
    halo = spot.mark_text(dy=-18, fontSize=13, fontWeight="bold", stroke="white", strokeWidth=4).encode(text="point:N")
    words = spot.mark_text(dy=-18, fontSize=13, fontWeight="bold", color="black").encode(text="point:N")
    return (cells + letters + marks + halo + words).properties(title=title, height=HEIGHT)
