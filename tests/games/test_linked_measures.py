"""What linking fronts changes, in every kind of number."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.automaton import threat_profile
from deterrence.games.linked_measures import binding_subset, critical_discounts_by_front, separate_critical_discount
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import critical_discount, is_sustained, margin, restraint_share, value


def twins(false_alarm: float, discount: float = 0.7) -> LinkedRestraint:
    front = Restraint(5, 3, 1, 0, discount, false_alarm, 0.9)
    return LinkedRestraint((front, front), weights=1)


def test_pooling_noisy_fronts_asks_for_more_patience_and_can_destroy_restraint():
    game = twins(false_alarm=0.2)
    assert separate_critical_discount(game) == pytest.approx((0.6667, 0.6667), abs=5e-5)
    assert critical_discount(game) == pytest.approx((0.787, 0.787), abs=5e-4)
    assert is_sustained(game) == 0  # at .7, where each front apart would hold
    assert binding_subset(game) == ("attack", "attack")
    noisier = twins(false_alarm=0.3)
    assert critical_discount(noisier) == (math.inf, math.inf)
    assert all(threshold < 1 for threshold in separate_critical_discount(noisier))


def test_pooling_quiet_fronts_lets_a_strong_front_carry_a_weak_one():
    weak, strong = Restraint(10, 4, 2, -1, 0.6), Restraint(5, 4, 0, -1, 0.6)
    game = LinkedRestraint((weak, strong), weights=1)
    assert critical_discounts_by_front(game) == ((0.75, 0.75), (0.2, 0.2))
    assert is_sustained(weak) == 0
    assert is_sustained(game) == 1
    assert critical_discount(game)[0] == pytest.approx(7 / 13)
    assert critical_discount(LinkedRestraint((weak, strong), weights=(1, 0)))[0] == pytest.approx(0.75)


def test_fronts_are_compared_apart_at_the_linked_length_of_punishment():
    front = Restraint(5, 3, 1, 0, 0.9, punishment_periods=5)
    game = LinkedRestraint((front,), 1, punishment_periods=2)
    assert separate_critical_discount(game)[0] == pytest.approx(critical_discount(game)[0]) == pytest.approx(0.618034)


def columns(measured) -> tuple:
    return measured if isinstance(measured, tuple) else (measured,)


def test_draws_agree_with_floats_and_fractions_stay_exact():
    rng = np.random.default_rng(93)  # seed 93
    epsilon, weight, delta = (
        rng.integers(1, 40, 500) / 100,
        rng.integers(1, 30, 500) / 10,
        rng.integers(5, 100, 500) / 100,
    )

    def build(e, w, d, *, exact: bool):
        five = Fraction(5) if exact else 5.0
        first = Restraint(five, 3, 1, 0, d, e, Fraction(9, 10) if exact else 0.9)
        second = Restraint((4, five), 3, (0, 1), -1, d, e / 2, Fraction(4, 5) if exact else 0.8)
        return LinkedRestraint((first, second), (1, w))

    draws = build(epsilon, weight, delta, exact=False)
    measures = (critical_discount, value, is_sustained, margin, restraint_share, separate_critical_discount)
    measured = {measure: measure(draws) for measure in (*measures, binding_subset)}
    for draw in range(0, 500, 25):
        exact = build(*(Fraction(str(x[draw])) for x in (epsilon, weight, delta)), exact=True)
        plain = build(*(float(x[draw]) for x in (epsilon, weight, delta)), exact=False)
        for measure in measures:
            single = columns(measure(plain))
            found = [float(np.broadcast_to(part, 500)[draw]) for part in columns(measured[measure])]
            assert found == pytest.approx(single, nan_ok=True)
            assert [float(part) for part in columns(measure(exact))] == pytest.approx(single, nan_ok=True)
        assert tuple(str(part[draw]) for part in measured[binding_subset]) == binding_subset(plain)
        assert isinstance(exact.stakes[0].incentives[-1].deterrent, Fraction)
    profile = threat_profile(draws.players, math.inf)
    assert draws.regret(profile)[3] == pytest.approx(
        build(*(float(x[3]) for x in (epsilon, weight, delta)), exact=False).regret(profile)
    )


def test_symbolic_fronts_give_a_formula_that_substitutes():
    import sympy

    e, w = sympy.symbols("epsilon w")
    front = Restraint(5, 3, 1, 0, sympy.Symbol("delta"), e, sympy.Rational(9, 10))
    game = LinkedRestraint((front, front), (1, w))
    formula = critical_discount(game)[0]
    for alarm, weight in ((Fraction(1, 5), 1), (Fraction(1, 20), 3), (Fraction(3, 10), 1)):
        plain = Restraint(5, 3, 1, 0, 0.7, float(alarm), 0.9)
        expected = critical_discount(LinkedRestraint((plain, plain), (1, weight)))[0]
        found = formula.xreplace({e: sympy.Rational(alarm.numerator, alarm.denominator), w: sympy.Integer(weight)})
        assert float(found) == pytest.approx(expected)
    with pytest.raises(SolverError, match="symbolic"):
        binding_subset(game)
