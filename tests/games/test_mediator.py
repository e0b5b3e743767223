"""Whether a mediator with an interest of its own is believed, against its own choice of what to say."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from deterrence.games.mediation import Mediation
from deterrence.games.mediator import is_credible
from tests.games.mediations import GOLDEN

CHICKEN = [[[6, 2], [7, 0]], [[6, 7], [2, 0]]]


@pytest.mark.parametrize("case", GOLDEN["credible"], ids=lambda case: str(case["mediator"]))
def test_golden_mediators(case):
    assert is_credible(Mediation(CHICKEN, mediator=case["mediator"])) is case["believed"]


def test_a_mediator_is_believed_when_no_lie_pays_it_in_either_state():
    # The listener asks for x_H of an irresolute opponent and for x_L of a resolute one; asking a resolute one for x_H
    # is war. The mediator knows which it is and says "ask for x_H" or "ask for x_L".
    rng = np.random.default_rng(8)
    for _ in range(400):
        s, w, low, phi = rng.uniform(-1, 1), rng.uniform(0, 0.4), rng.uniform(0.1, 0.6), rng.uniform(0, 0.5)
        high = low + rng.uniform(0.05, 0.4)
        worth = {
            ("irresolute", "high"): s * high,
            ("irresolute", "low"): s * low,
            ("resolute", "high"): s * w - phi,
            ("resolute", "low"): s * low,
        }
        honest = {"irresolute": "high", "resolute": "low"}
        is_honest_best = all(
            worth[state, say] >= max(worth[state, word] for word in ("high", "low")) for state, say in honest.items()
        )
        assert is_credible(Mediation(CHICKEN, mediator=(s, w, low, phi))) == is_honest_best


def test_without_an_interest_nothing_is_said():
    assert np.isnan(is_credible(Mediation(CHICKEN)))


def test_draws_and_symbols_ride_along():
    bias = np.array([1.0, 0.0, -1.0, np.nan])
    found = is_credible(Mediation(CHICKEN, mediator=(bias, 0.1, 0.5, 0.4)))
    np.testing.assert_array_equal(found, [1, 1, 0, np.nan])
    s = sympy.Symbol("s")
    formula = is_credible(Mediation(CHICKEN, mediator=(s, sympy.Rational(1, 10), sympy.Rational(1, 2), 1)))
    assert formula.subs(s, 1) == sympy.true and formula.subs(s, -1) == sympy.false
