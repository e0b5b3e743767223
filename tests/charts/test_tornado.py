import math

import pandas as pd
import pytest

from deterrence.charts.svg import contrast
from deterrence.charts.tornado import ENDS, GREY, plot_tornado

NAN, INF = math.nan, math.inf


def drawn(rows, value=0.5, **more):
    table = pd.DataFrame(rows, columns=["parameter", "low", "high", "at_low", "at_high"])
    return plot_tornado(table, value=value, **more).to_dict()


def bars(chart):
    data = chart["datasets"][chart["layer"][0]["data"]["name"]]
    return {(row["parameter"], row["end"].split()[0]): row for row in data}


def test_bars_run_from_the_present_figure_to_that_at_each_end():
    chart = drawn([("a", 0, 10, 0.2, 0.9), ("b", 1, 2, 0.6, 0.4)], title="t", axis="chance")
    found = bars(chart)
    assert {(row["from"], row["to"]) for row in found.values()} == {(0.5, 0.2), (0.5, 0.9), (0.5, 0.6), (0.5, 0.4)}
    assert (found["a", "low"]["side"], found["a", "high"]["side"]) == ("left", "right")
    assert found["a", "high"]["at"] == "10" and found["b", "low"]["side"] == "right"
    encoding = chart["layer"][0]["encoding"]
    assert encoding["y"]["sort"] == ["a", "b"] and encoding["x"]["title"] == "chance" and chart["title"] == "t"


def test_bars_to_one_side_lie_one_on_the_other_with_their_words_apart():
    found = bars(drawn([("a", 0, 1, 0.6, 0.9)]))
    assert list(found) == [("a", "high"), ("a", "low")]  # the longer one below
    assert found["a", "high"]["side"] == "right" and found["a", "low"]["side"] == "left"
    assert found["a", "low"]["word"] == 0.5


def test_an_endless_bar_goes_to_the_edge_and_says_so():
    chart = drawn([("a", 0, 1, 0.2, INF), ("b", 0, 1, 0.4, 0.6)])
    row, domain = bars(chart)["a", "high"], chart["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert row["at"] == "1 (endless)" and 0.6 < row["to"] < domain[1] and row["figure"] == "inf"
    assert bars(chart)["b", "high"]["to"] < row["to"]


def test_what_does_not_exist_is_left_out():
    assert {*bars(drawn([("a", 0, 1, NAN, 0.7), ("b", 0, 1, NAN, NAN)]))} == {("a", "high")}
    hanging = bars(drawn([("a", 0, 1, 0.3, 0.7)], value=INF))
    assert {row["to"] for row in hanging.values()} == {0.3, 0.7}


@pytest.mark.parametrize("value", [0.5, INF, NAN])
def test_every_table_gives_a_chart_without_numbers_that_json_lacks(value):
    for rows in ([], [("a", 0, 1, value, value)], [("a", 0, 1, -INF, INF)]):
        text = str(drawn(rows, value=value))
        assert "nan" not in text.replace("'nan'", "") and "inf," not in text


def test_no_more_bars_than_fit():
    chart = drawn([(f"p{k}", 0, 1, 0.4, 0.6) for k in range(40)], most=7)
    assert len({parameter for parameter, _ in bars(chart)}) == 7 and chart["height"] < 400


def test_colours_can_be_told_from_light_and_dark_pages():
    for colour in (*ENDS.values(), GREY):
        assert contrast(colour, "#ffffff") >= 3 and contrast(colour, "#0e1117") >= 3
