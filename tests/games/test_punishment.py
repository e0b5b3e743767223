"""The arithmetic of a threat: weights, roots and lengths of punishment."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from deterrence.games.punishment import Incentive, incentive_holds, least_discount, least_periods, punishment_weight


def incentive(ratio) -> Incentive:
    """Return an incentive with g / X equal to the ratio, without rounding."""
    return Incentive(ratio, ratio * 0 + 1, ratio * 0, ratio > 0)


@pytest.mark.parametrize("periods", [1, 2, 7, 400])
def test_weight_of_punishment_is_the_sum_of_powers(periods):
    for delta in (Fraction(0), Fraction(3, 10), Fraction(999_999, 1_000_000)):
        exact = sum(delta**k for k in range(1, periods + 1))
        assert punishment_weight(delta, periods) == exact
        assert punishment_weight(float(delta), periods) == pytest.approx(float(exact), rel=1e-13)
    assert punishment_weight(0.5, math.inf) == 1


@pytest.mark.parametrize("periods", [2, 3, 10, 1000, 10**6])
def test_root_is_accurate_from_easy_to_hopeless_incentives(periods):
    # The ratio g / X runs from far below one to just below N, where the root nears one.
    ratios = np.concatenate([10.0 ** np.arange(-12, 1), periods * (1 - 10.0 ** -np.arange(1.0, 11))])
    root = least_discount(incentive(ratios), periods)
    assert np.all((root > 0) & (root < 1))
    np.testing.assert_allclose(punishment_weight(root, periods), ratios, rtol=1e-9)


@pytest.mark.parametrize("periods", [1, 4, math.inf])
def test_incentive_holds_from_its_least_discount_on(periods):
    root = least_discount(incentive(0.7), periods)
    assert incentive_holds(incentive(0.7), punishment_weight(root, periods))
    assert incentive_holds(incentive(0.7), punishment_weight(root * (1 + 1e-9), periods))
    assert not incentive_holds(incentive(0.7), punishment_weight(root * (1 - 1e-9), periods))


def test_hopeless_incentives_have_no_least_discount():
    assert least_discount(incentive(4.0), 4) == math.inf
    assert least_discount(incentive(Fraction(4)), 4) == math.inf
    assert least_discount(incentive(1.0), math.inf, is_credible=False) == math.inf
    assert least_discount(incentive(-1.0), math.inf, is_credible=False) == 0


def test_least_periods_survives_guesses_that_are_far_off():
    # Just above the threshold of unlimited punishment the logarithm's argument has few digits left.
    delta = 1 - 2.0**-20
    ratio = delta / (1 - delta) * (1 - np.array([1e-3, 1e-6, 1e-9, 1e-11]))
    found = least_periods(incentive(ratio), np.full(4, delta))
    for length, goal in zip(found, ratio, strict=True):
        assert length == least_periods(incentive(float(goal)), delta)
        assert incentive_holds(incentive(goal), punishment_weight(delta, length))
        assert not incentive_holds(incentive(goal), punishment_weight(delta, length - 1))
