"""What a mediator adds: chicken gains, assurance does not, and draws are a loop of single games."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from deterrence.errors import SolverError
from deterrence.games.mediation import Mediation
from deterrence.solvers.mediation_values import best_unmediated_value, credible_gain, gain, mediated_value
from tests.games.mediations import GOLDEN, random_game, symmetric, typed

CHICKEN = [[6, 2], [7, 0]]


@pytest.mark.parametrize("case", GOLDEN["complete"], ids=lambda case: str(case["game"]))
def test_chicken_gains_from_a_mediator(case):
    game = symmetric(case["game"])
    assert mediated_value(game) == pytest.approx(case["mediated"], abs=case["tolerance"])
    assert best_unmediated_value(game) == pytest.approx(case["unmediated"], abs=case["tolerance"])
    assert gain(game) == pytest.approx(case["mediated"] - case["unmediated"], abs=2 * case["tolerance"])
    assert gain(game) > 0.1


@pytest.mark.parametrize("q", GOLDEN["no_gain"][0]["q"])
@pytest.mark.parametrize("swapped", [False, True])
def test_mediation_alone_does_not_create_trust(q, swapped):
    case = GOLDEN["no_gain"][0]
    kinds = (case["second"], case["first"]) if swapped else (case["first"], case["second"])
    assert gain(typed(*kinds, q)) == pytest.approx(0, abs=case["tolerance"])


def test_a_mediator_never_takes_away():
    rng = np.random.default_rng(41)
    for _ in range(10):
        game = random_game(rng)
        assert mediated_value(game) >= best_unmediated_value(game) - 1e-9
        assert gain(game) >= 0


def test_a_mediator_who_is_not_believed_adds_nothing():
    tables = symmetric(CHICKEN).payoffs[:, 0, 0]
    assert credible_gain(Mediation(tables)) == gain(Mediation(tables))
    assert credible_gain(Mediation(tables, mediator=(1, 0.1, 0.5, 0.4))) == gain(Mediation(tables))
    assert credible_gain(Mediation(tables, mediator=(-1, 0.1, 0.5, 0.4))) == 0
    bias = np.array([1.0, -1.0, np.nan])
    drawn = credible_gain(Mediation(tables, mediator=(bias, 0.1, 0.5, 0.4)))
    np.testing.assert_allclose(drawn, [gain(Mediation(tables)), 0, np.nan])


def test_draws_equal_a_loop_of_single_games():
    rng = np.random.default_rng(42)
    prior = rng.uniform(0.1, 0.9, size=4)
    prior[2] = 1.7
    stake = rng.uniform(5.1, 6.9, size=4)
    first = [[stake, 2], [7, 0]]
    payoffs = [[[first, first]] * 2, [[np.array(first, dtype=object).T.tolist()] * 2] * 2]
    game = Mediation(payoffs, [1 - prior, prior])
    for measure in (mediated_value, best_unmediated_value, gain, credible_gain):
        single = [np.nan if i == 2 else float(measure(game.draw(i))) for i in range(4)]
        np.testing.assert_allclose(measure(game), single)


def test_exact_payoffs_give_an_exact_value_without_a_mediator():
    game = Mediation([[[Fraction(6), 2], [7, 0]], [[6, 7], [2, 0]]])
    assert best_unmediated_value(game) == Fraction(28, 3)


def test_expressions_have_no_value():
    game = Mediation([[[sympy.Symbol("a"), 2], [7, 0]], [[6, 7], [2, 0]]])
    for measure in (mediated_value, best_unmediated_value, gain, credible_gain):
        with pytest.raises(SolverError, match="SymPy"):
            measure(game)
