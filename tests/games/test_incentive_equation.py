"""The equation behind a threshold: its root is the threshold, and it says where there is none."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from deterrence.games.incentive_equation import incentive_equation
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import critical_discount


@pytest.mark.parametrize("periods", [1, 2, 5, math.inf])
def test_threshold_solves_the_incentive_equation(periods):
    import sympy

    delta = sympy.Symbol("delta")
    game = Restraint(Fraction(5), 3, Fraction(1, 2), 0, Fraction(9, 10), Fraction(1, 20), Fraction(9, 10), periods)
    left, right = incentive_equation(game, 1, delta)
    roots = sympy.Poly(sympy.numer(sympy.together(left - right)), delta).nroots()
    (root,) = [float(root) for root in roots if root.is_real and 0 < root < 1]
    assert critical_discount(game)[1] == pytest.approx(root, rel=1e-12)


def test_of_linked_fronts_the_equation_is_that_of_the_most_tempting_attack():
    import sympy

    fronts = [Restraint(5, 3, 1, 0, 0.9, 0.05, 0.9), Restraint(9, 3, 0, -1, 0.9, 0.1, 0.8)]
    game = LinkedRestraint(fronts, (1, 0.5), punishment_periods=3)
    delta = sympy.Symbol("delta")
    left, right = incentive_equation(game, 0, delta)
    assert float(left.subs(delta, critical_discount(game)[0])) == pytest.approx(right, rel=1e-12)


@pytest.mark.parametrize("periods", [1, 3, math.inf])
@pytest.mark.parametrize(
    ("payoffs", "right"),
    [((2, 3, 1, 0), 0), ((5, 3, 0, 1), math.inf), ((5, 1, 3, 0), math.inf), ((50, 3, 1, 0), math.inf)],
)
def test_the_right_side_is_zero_without_temptation_and_infinite_where_no_patience_suffices(periods, payoffs, right):
    game = Restraint(*payoffs, 0.9, 0.1, 0.4, periods)
    assert incentive_equation(game, 0, 0.5)[1] == right
    assert critical_discount(game)[0] == right
