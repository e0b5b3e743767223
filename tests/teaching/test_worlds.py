"""The world from which a question starts, and its games in fractions."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.teaching.quantities import read_measure
from deterrence.teaching.worlds import formulate_exactly, world_of
from tests.shipped import shipped

PATH = "prisoners_dilemma"


def test_thresholds_of_a_case_are_fractions():
    model = world_of(case=PATH, set={"temptation": 5.1, "reward": 3.3})
    value = read_measure(formulate_exactly(model, "patience_test"), "critical_discount")
    assert value == Fraction(18, 41) and isinstance(value, Fraction)


def test_the_same_number_comes_out_in_floats():
    model = shipped("levant_2024")
    for game in ("border", "channel"):
        if game in model.games:
            exact = read_measure(formulate_exactly(model, game), "critical_discount", "israel")
            table = dt.measure(dt.formulate(model, game))
            rows = table[(table.measure == "critical_discount") & (table.player == "israel")]
            assert float(exact) == pytest.approx(rows.value.iloc[0])


def test_a_world_has_scenario_values_closed_channels_and_options():
    model = world_of(
        case="levant_2024", set={"israel.patience": 0.9}, without=["us_oman"], option=["hotline_network=0.5"],
        strengths={"more_observers": 1.0},
    )  # fmt: skip
    assert model.applied == {"hotline_network": 0.5, "more_observers": 1.0}
    assert model.closed == ("us_oman",) and model.parameters["israel.patience"].value == 0.9
