"""A tornado is what the rest of the package measures of worlds that differ in one number."""

import math

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.sensitivity.tornado import tornado_table
from deterrence.study.sweeps.sampling import Drawn
from tests.study.sensitivity.questions import DILEMMA, MODEL, SPANS, discount, value


def test_the_ends_are_those_of_measure_on_changed_models():
    table = discount().tornado().set_index("parameter")
    for id, span in SPANS.items():
        for column, end in zip(("at_low", "at_high"), span, strict=True):
            measured = dt.measure(dt.formulate(DILEMMA.with_values({id: end}), "patience_test"))
            row = measured[(measured.measure == "critical_discount") & (measured.player == "row")]
            assert table.loc[id, column] == pytest.approx(row.value.iloc[0], rel=1e-12)
    assert table.width.tolist() == sorted(table.width, reverse=True)


def test_the_ends_of_an_effect_are_differences_of_compare():
    question = dt.sensitivity(MODEL, "buffer_terms", "p_war", option="missile_defence")
    table = question.tornado()
    for row in table.head(2).itertuples():
        for end, found in ((row.low, row.at_low), (row.high, row.at_high)):
            there = MODEL.with_values({str(row.parameter): end})
            before, after = (value(there, "buffer_terms", "p_war", option=o) for o in (None, "missile_defence"))
            assert found == pytest.approx(after - before, abs=1e-12)


def test_the_ends_on_a_ladder_are_those_of_compare():
    question = dt.sensitivity(MODEL, "region", "p_top.border", parameters=["border.slip", "border.calm"])
    table = question.tornado(workers=1)
    for row in table.itertuples():
        there = MODEL.with_values({str(row.parameter): row.low})
        assert row.at_low == pytest.approx(value(there, "region", "p_top.border"), abs=1e-7)


def test_what_is_infinite_comes_first_and_what_does_not_exist_last():
    drawn = [Drawn(id, 0.0, 1.0, 0.5) for id in "abcdef"]

    def figure(points):
        rows = 1.0 + 0.2 * (points[:, 0] - 0.5) + np.where(points[:, 4] == 0, 0.7, 0.0)
        rows = np.where((points[:, 1] == 1) | (points[:, 4] == 1), np.inf, rows)
        return np.where(points[:, 2] == 0, np.nan, rows)

    table = tornado_table(drawn, np.full(6, 0.5), figure)
    assert table.parameter.tolist() == ["e", "b", "a", "d", "f", "c"]
    assert table.width.tolist()[:5] == [math.inf, math.inf, pytest.approx(0.2), 0.0, 0.0]
    assert math.isnan(table.width.iloc[5])


def test_between_equal_infinities_there_is_no_width():
    table = tornado_table([Drawn("a", 0.0, 1.0, 0.5)], np.array([0.5]), lambda points: np.full(len(points), np.inf))
    assert table.width.tolist() == [0.0]
