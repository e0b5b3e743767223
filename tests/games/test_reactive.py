"""Reactive strategies under noise, against the full chain of both players' actions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from deterrence.games.reactive import generous_tit_for_tat


def chain_share(forgiveness: float, error: float) -> float:
    """Return the share of restraint in the stationary distribution over both players' last actions."""
    chance = {True: 1 - error, False: forgiveness * (1 - error) + (1 - forgiveness) * error}
    states = [(a, b) for a in (True, False) for b in (True, False)]
    move = np.array(
        [
            [(chance[b] if c else 1 - chance[b]) * (chance[a] if d else 1 - chance[a]) for c, d in states]
            for a, b in states
        ]
    )
    weights = np.linalg.lstsq(np.vstack([move.T - np.eye(4), np.ones(4)]), np.array([0, 0, 0, 0, 1.0]), rcond=None)[0]
    return float(weights[0] + weights[1])


def test_known_share_of_generous_tit_for_tat():
    assert generous_tit_for_tat(1 / 3, 0.05) == pytest.approx(0.875)
    assert generous_tit_for_tat(Fraction(1, 3), Fraction(1, 20)) == Fraction(7, 8)


@pytest.mark.parametrize("error", [1e-6, 0.05, 0.3])
def test_tit_for_tat_falls_to_one_half_under_any_error(error):
    assert generous_tit_for_tat(0, error) == pytest.approx(0.5)


def test_share_agrees_with_the_chain_of_both_players():
    rng = np.random.default_rng(71)  # seed 71
    for forgiveness, error in rng.uniform(0.02, 0.98, (50, 2)):
        assert generous_tit_for_tat(forgiveness, error) == pytest.approx(chain_share(forgiveness, error))


def test_without_error_and_forgiveness_the_share_is_left_open():
    assert math.isnan(generous_tit_for_tat(0, 0))
    assert generous_tit_for_tat(0.5, 0) == 1
    np.testing.assert_allclose(generous_tit_for_tat(np.array([0.0, 1 / 3]), 0.05), [0.5, 0.875])
