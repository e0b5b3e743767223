"""What is read into a portfolio, and what the difference of two models lists."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deterrence.errors import OptionError
from deterrence.world.files import read
from deterrence.world.options import apply, diff, read_portfolio
from tests.world.worlds import EVERY_VERB, EVERYTHING, case


def test_portfolios_are_read_from_every_form() -> None:
    model = read(EVERYTHING)
    assert read_portfolio(model, "courier=.5+hotline") == {"hotline": 1.0, "courier": 0.5}
    assert list(read_portfolio(model, "courier=.5+hotline")) == ["hotline", "courier"]
    assert read_portfolio(model, ["courier = 0.5 ", "hotline"]) == {"hotline": 1.0, "courier": 0.5}
    assert read_portfolio(model, ["courier=0+hotline=1."]) == {"hotline": 1.0, "courier": 0.0}
    assert read_portfolio(model, {"hotline": np.float64(0.25)}) == {"hotline": 0.25}
    assert read_portfolio(model, iter(["closure"])) == {"closure": 1.0}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("hotlin", "did you mean 'hotline'"),
        (["hotlines"], "did you mean 'hotline'"),
        ({"Hotline": 1}, "did you mean 'hotline'"),
        ("x" * 5000, "known are: closure, courier, hotline"),
        ("", "option '': there is no such id"),
        ("hotline+", "option '': there is no such id"),
        ("hotline+hotline", "saw it twice"),
        (["hotline", "hotline=.5"], "saw it twice"),
        ("hotline=1.5", "strength of option 'hotline': saw 1.5; allowed is a number from 0 (unchanged) to 1 (full)"),
        ("hotline=-1", "saw the strength '-1'"),
        ("hotline=1e-3", "as in 'id=0.5'"),
        ("hotline=", "saw the strength ''"),
        ("hotline=x=1", "saw the strength 'x=1'"),
        ("hotline=٣", "saw the strength"),
        ({"hotline": 1.01}, "saw 1.01"),
        ({"hotline": math.nan}, "saw nan"),
        ({"hotline": True}, "saw true"),
        ({"hotline": "1"}, "saw '1'"),
        ({"hotline": None}, "saw nothing"),
        ({"hotline": np.array([0.5])}, "saw a ndarray"),
        ({3: 1.0}, "option '3': there is no such id"),
        ([3], "saw 3; allowed is ids of options"),
        ([None], "saw nothing"),
        (None, "saw nothing"),
        (7, "saw 7"),
    ],
)
def test_portfolios_that_cannot_be_meant_are_refused(options: Any, words: str) -> None:
    with pytest.raises(OptionError) as caught:
        apply(read(EVERYTHING), options)
    assert words in str(caught.value) and len(str(caught.value)) < 400


def test_the_difference_lists_exactly_what_moved() -> None:
    model = case(*EVERY_VERB)
    table = diff(model, apply(model, ["set", "add", "remove"]))
    assert list(table.columns) == ["item", "attribute", "before", "after"]
    nan = math.nan
    expected = pd.DataFrame(
        [
            ("p", "value", 0.5, 2.0),
            ("am", "reliability", 0.8, nan),
            ("am", "delay", 4.0, nan),
            ("am", "secrecy", 1.0, nan),
            ("am", "bias", 0.0, nan),
            ("ab", "reliability", nan, 0.5),
            ("ab", "delay", nan, 1.0),
            ("ab", "secrecy", nan, 1.0),
            ("ab", "bias", nan, 0.0),
        ],
        columns=["item", "attribute", "before", "after"],
    )
    pd.testing.assert_frame_equal(table, expected)


def test_a_parameter_moves_the_channels_that_read_it() -> None:
    model = case()
    table = diff(model, model.with_values({"p.open": 0.25}))
    assert table.values.tolist() == [["p.open", "value", 0.5, 0.25], ["mb", "reliability", 0.5, 0.25]]


def test_the_difference_of_equal_models_is_an_empty_table_of_numbers() -> None:
    table = diff(case(), case())
    assert table.empty
    assert [str(table[column].dtype) for column in ("before", "after")] == ["float64", "float64"]


def test_a_difference_in_one_draw_counts() -> None:
    model = case().with_values({"p": [1.0, 2.0, 3.0]})
    table = diff(model, model.with_values({"p": [3.0, 2.0, 1.0]}))
    assert table.values.tolist() == [["p", "value", 2.0, 2.0]]
