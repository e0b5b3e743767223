"""The pieces of the check of private brinkmanship."""

import numpy as np
import pytest
from scipy import integrate

from deterrence.games.nerve import best_gain, cost_shares, scaled_integral


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("x", [0.01, 1.0, 30.0, 499.9, 500.1, 5000.0])
def test_scaled_integrals_are_what_they_say(order, x):
    expected, _ = integrate.quad(lambda u: np.exp(-x * (u - 1)) / u**order, 1, np.inf if x < 1 else 1 + 40 / x)
    assert scaled_integral(order, np.array(x)) == pytest.approx(expected, rel=1e-8)


def test_a_plan_is_told_at_ten_costs():
    assert list(cost_shares().items())[::9] == [("cost 10%", 0.1), ("cost 100%", 1.0)]


def test_against_a_side_that_waits_the_weakest_gains_by_giving_way_at_once():
    prize = 0.5
    fair = [prize * (10 / tenth - 1) for tenth in range(1, 11)]
    late = [stop + 0.3 for stop in fair]
    assert best_gain(fair, fair, prize) < 1e-14
    # Nobody yields before s = 0.3, so standing to there costs the weakest 1 - exp(-0.3), and it gets nothing after.
    assert best_gain(late, late, prize) == pytest.approx(1 - np.exp(-0.3), abs=1e-12)


def test_where_nobody_ever_stands_for_long_the_low_costs_stand_longer():
    prize = 0.5
    fair = [prize * (10 / tenth - 1) for tenth in range(1, 11)]
    timid = [0.5 * stop for stop in fair]
    assert best_gain(timid, fair, prize) > 0.005
    assert best_gain(fair, timid, prize) > 0
