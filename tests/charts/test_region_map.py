import itertools

import numpy as np
import pandas as pd
import pytest

from deterrence.charts.region_map import MOST, NO_NUMBER, OTHERS, SHADES, TINTS, letter, plot_region_map
from deterrence.charts.svg import contrast

GRID = list(itertools.product(np.linspace(0, 1, 5), np.linspace(2, 4, 5)))


def drawn(labels, *, n_bands=0, order=None, points=None):
    table = pd.DataFrame(
        [(a, b, label) for (a, b), label in zip(GRID, labels, strict=True)], columns=["p", "q", "label"]
    )
    order = order or list(dict.fromkeys(labels))
    return plot_region_map(
        table, x=("p", "first"), y=("q", "second"), order=order, n_bands=n_bands, points=points or {"present": (0.5, 3)}
    ).to_dict()


def cells(chart):
    return next(iter(chart["datasets"].values()))


def test_every_kind_has_a_letter_a_tint_and_a_row_of_the_legend():
    chart = drawn(["war" if a > 0.5 else "peace" for a, _ in GRID], order=["peace", "war"])
    colour = chart["layer"][0]["encoding"]["color"]
    assert colour["scale"]["domain"] == ["A peace", "B war"] and colour["scale"]["range"] == list(TINTS[:2])
    data = chart["datasets"][chart["layer"][0]["data"]["name"]]
    assert {row["letter"] for row in data} == {"A", "B"}
    lettered = chart["datasets"][chart["layer"][1]["data"]["name"]]
    assert len(lettered) == 13  # every other cell of 25


def test_cells_cover_the_sides_without_gaps():
    chart = drawn(["x"] * 25)
    data = chart["datasets"][chart["layer"][0]["data"]["name"]]
    assert sorted({row["left"] for row in data}) == pytest.approx([-0.125, 0.125, 0.375, 0.625, 0.875])
    assert max(row["high"] for row in data) == pytest.approx(4.25)


def test_present_and_baseline_differ_by_shape_and_are_named():
    chart = drawn(["x"] * 25, points={"present": (0.5, 3), "baseline": (0.25, 2)})
    shape = chart["layer"][2]["encoding"]["shape"]["scale"]
    assert shape["domain"] == ["present", "baseline"] and len(set(shape["range"])) == 2
    assert chart["layer"][-1]["encoding"]["text"]["field"] == "point"


def test_bands_rise_in_shade_and_what_is_no_number_is_grey():
    labels = ["0 to 1", "1 to 2", "none suffices"] * 8 + ["0 to 1"]
    chart = drawn(labels, n_bands=2, order=["0 to 1", "1 to 2", "none suffices"])
    assert chart["layer"][0]["encoding"]["color"]["scale"]["range"] == [*SHADES[:2], NO_NUMBER[0]]


def test_more_kinds_than_tints_are_drawn_as_one_in_the_end():
    chart = drawn([f"kind {k % 14}" for k in range(25)])
    domain = chart["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert len(domain) == MOST and domain[-1] == f"{letter(MOST - 1)} {OTHERS}"


def test_letters_can_be_read_on_every_tint():
    for tint in (*TINTS, *SHADES, *NO_NUMBER):
        assert contrast("#222222", tint) >= 4.5, tint
