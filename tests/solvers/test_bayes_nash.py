"""Bayes-Nash equilibria: golden values, an enumeration of supports, and refusals."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import deterrence as dt
from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.games.mediation import Mediation
from deterrence.solvers.bayes_nash import solve_bayes_nash
from deterrence.solvers.nash import solve_nash
from tests.games.mediations import GOLDEN, chosen, random_game, symmetric, typed


def best_reply_programme(game: Mediation, player: int, own, other) -> float | None:
    """Return a player's greatest payoff when the other uses only ``other`` and all of ``own`` are best replies.

    The unknowns are the other's behaviour probabilities; supports are sets of actions per type.
    """
    table = game.payoffs[player] if player == 0 else game.payoffs[player].transpose(1, 0, 3, 2)
    n, others, m, k = table.shape
    weights = game.prior[1 - player][None, :, None, None] * table

    def value(t, a) -> np.ndarray:
        return weights[t, :, a, :].ravel()

    less, equal = [], []
    for t in range(n):
        lead = own[t][0]
        for a in range(m):
            (equal if a in own[t] else less).append(value(t, a) - value(t, lead))
    sums = np.kron(np.eye(others), np.ones(k))
    bounds = [(0, None) if b in other[s] else (0, 0) for s in range(others) for b in range(k)]
    cost = -np.sum([game.prior[player][t] * value(t, own[t][0]) for t in range(n)], axis=0)
    found = linprog(
        cost,
        A_ub=np.array(less) if less else None,
        b_ub=np.zeros(len(less)) if less else None,
        A_eq=np.vstack([sums, np.array(equal)]),
        b_eq=np.concatenate([np.ones(others), np.zeros(len(equal))]),
        bounds=bounds,
    )
    return None if found.fun is None else -found.fun


def best_sum_by_supports(game: Mediation) -> float:
    """Return the greatest sum of payoffs over all pairs of supports, each a pair of linear programmes."""
    supports = []
    for n, m in zip(game.n_types, game.n_actions, strict=True):
        sets = [s for size in range(1, m + 1) for s in itertools.combinations(range(m), size)]
        supports.append(list(itertools.product(sets, repeat=n)))
    best = -np.inf
    for first, second in itertools.product(*supports):
        one = best_reply_programme(game, 0, first, second)
        two = best_reply_programme(game, 1, second, first) if one is not None else None
        if one is not None and two is not None:
            best = max(best, one + two)
    return best


@pytest.mark.parametrize("case", GOLDEN["typed"], ids=lambda case: f"q={case['q']}")
def test_golden_best_equilibria_with_types(case):
    game = typed(case["first"], case["second"], case["q"])
    best = chosen(solve_bayes_nash(game, rule="best"))
    assert sum(best.payoffs) == pytest.approx(case["unmediated"], abs=case["tolerance"])


@pytest.mark.parametrize("case", GOLDEN["complete"], ids=lambda case: str(case["game"]))
def test_golden_best_equilibria_without_types(case):
    best = chosen(solve_bayes_nash(symmetric(case["game"]), rule="best"))
    assert sum(best.payoffs) == pytest.approx(case["unmediated"], abs=case["tolerance"])


def test_the_best_sum_is_that_of_an_enumeration_of_supports():
    rng = np.random.default_rng(31)
    golden = typed(*(GOLDEN["typed"][1][key] for key in ("first", "second", "q")))
    for game in (golden, random_game(rng), random_game(rng)):
        found = solve_bayes_nash(game, rule="best")
        assert found.status == "complete"
        assert sum(chosen(found).payoffs) == pytest.approx(best_sum_by_supports(game), abs=1e-7)


@pytest.mark.parametrize("shape", [((2, 2), (2, 2)), ((1, 3), (3, 2)), ((2, 1), (3, 4))], ids=str)
def test_every_member_is_certified_and_none_stands_twice(shape):
    rng = np.random.default_rng(32)
    for _ in range(4):
        game = random_game(rng, *shape)
        found = solve_bayes_nash(game)
        assert found.members
        for one, two in itertools.combinations(found.members, 2):
            assert one.strategies != two.strategies
        for member in found.members:
            assert game.regret(member.profile) == member.regret <= 1e-12


def test_without_types_they_are_the_nash_equilibria_of_the_matrix():
    payoffs = [[[6, 2], [7, 0]], [[6, 7], [2, 0]]]
    ours, theirs = solve_bayes_nash(Mediation(payoffs)), solve_nash(Matrix(payoffs))
    assert [m.strategies for m in ours.members] == [
        {p: {"stage": {a: float(w) for a, w in s["stage"].items()}} for p, s in m.strategies.items()}
        for m in theirs.members
    ]


def test_too_many_plans_are_refused_at_once():
    game = Mediation(np.zeros((2, 3, 3, 3, 3)), [1 / 3] * 3)
    with pytest.raises(SolverError, match="27 plans"):
        solve_bayes_nash(game)


def test_draws_and_other_forms_are_refused():
    with pytest.raises(SolverError, match="saw draws"):
        solve_bayes_nash(Mediation([[[np.array([6.0, 5.0]), 2], [7, 0]], [[6, 7], [2, 0]]]))
    with pytest.raises(SolverError, match="does not apply"):
        dt.solve(dt.Matrix([[[1]], [[1]]]), "bayes_nash")
