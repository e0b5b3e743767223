"""Correlated equilibria: known devices, obedience by brute force, Nash inside, limits, and what must not matter."""

from __future__ import annotations

import itertools
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.errors import GameError, SolverError
from deterrence.games.matrix import Matrix
from deterrence.solvers.correlated import disobedience, solve_correlated
from deterrence.solvers.nash import solve_nash

GOLDEN = Path(__file__).parents[1] / "golden" / "correlated.toml"
CASES = tomllib.loads(GOLDEN.read_text())["chicken"]
SHAPES = [(2, 2, 2), (2, 3, 4), (3, 2, 2, 2), (3, 3, 2, 3), (4, 2, 2, 2, 2)]


def chicken(a, b, c, d) -> Matrix:
    return Matrix([[[a, b], [c, d]], [[a, c], [b, d]]], actions=[["restrain", "attack"]] * 2)


def brute_gains(payoffs: np.ndarray, device: np.ndarray) -> list[float]:
    """Return each player's gain from its best plan, trying every map from recommendations to actions."""
    gains = []
    for player, table in enumerate(payoffs):
        count = table.shape[player]
        best = 0.0
        for plan in itertools.product(range(count), repeat=count):
            gain = sum(
                probability * (table[(*at[:player], plan[at[player]], *at[player + 1 :])] - table[at])
                for at, probability in np.ndenumerate(device)
            )
            best = max(best, gain)
        gains.append(best)
    return gains


@st.composite
def games(draw: st.DrawFn) -> Matrix:
    """Return a game of 2 or 3 players with small integers, so that ties are common."""
    n_actions = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    size = len(n_actions) * int(np.prod(n_actions))
    entries = draw(st.lists(st.integers(-4, 4), min_size=size, max_size=size))
    return Matrix(np.array(entries).reshape(len(n_actions), *n_actions))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["payoffs"]))
def test_golden_devices_of_chicken_beat_the_best_nash_equilibrium(case):
    game = chicken(**case["payoffs"])
    best = solve_correlated(game).selected
    assert best is not None
    assert best.name == "best_sum"
    expected = [[float(Fraction(p)) for p in row] for row in case["best"]]
    np.testing.assert_allclose(best.details["device"], expected, atol=1e-12)
    assert sum(best.payoffs) == pytest.approx(float(Fraction(case["best_sum"])), abs=1e-12)
    assert max(sum(member.payoffs) for member in solve_nash(game).members) == Fraction(case["best_nash_sum"])


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_devices_are_obeyed_under_every_plan_of_disobedience(shape):
    rng = np.random.default_rng(11)
    for _ in range(3):
        game = Matrix(rng.random(shape))
        for member in solve_correlated(game).members:
            assert max(brute_gains(game.payoffs, member.details["device"])) <= 1e-12
            assert member.regret <= 1e-12


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_disobedience_is_the_best_of_all_plans(shape):
    rng = np.random.default_rng(12)
    payoffs, device = rng.random(shape), rng.dirichlet(np.ones(int(np.prod(shape[1:])))).reshape(shape[1:])
    np.testing.assert_allclose(disobedience(payoffs, device), brute_gains(payoffs, device), atol=1e-14)


def test_disobedience_of_an_independent_device_is_the_regret_of_its_profile():
    rng = np.random.default_rng(13)
    game = Matrix(rng.random((3, 2, 3, 2)))
    mixed = [rng.dirichlet(np.ones(count)) for count in game.n_actions]
    device = np.einsum("i,j,k->ijk", *mixed)
    assert max(disobedience(game.payoffs, device)) == pytest.approx(game.regret(game.profile(mixed)), abs=1e-14)


def test_weights_of_one_player_give_its_best_and_its_worst():
    game = chicken(6, 2, 7, 0)
    best, worst = solve_correlated(game, weights=(1, 0)).members
    assert best.payoffs == pytest.approx((7, 2))
    assert worst.payoffs == pytest.approx((2, 7))


def test_a_dominance_solvable_game_has_one_device():
    best, worst = solve_correlated(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])).members
    assert best.outcomes == worst.outcomes == {"1,1": 1.0}
    assert best.regret == worst.regret == 0


def test_marginals_and_outcomes_agree_with_the_device():
    best = solve_correlated(chicken(6, 2, 7, 0)).members[0]
    assert best.strategies[0]["stage"] == pytest.approx({"restrain": 0.75, "attack": 0.25})
    assert best.outcomes == pytest.approx({"restrain,restrain": 0.5, "restrain,attack": 0.25, "attack,restrain": 0.25})
    assert not best.details["device"].flags.writeable


def test_a_player_without_a_choice_or_without_stakes_is_allowed():
    found = solve_correlated(Matrix([[[1, 2]], [[5, 5]]]))
    assert [member.payoffs for member in found.members] == [(2, 5), (1, 5)]


def test_huge_common_payoffs_do_not_hide_small_differences():
    found = solve_correlated(Matrix(chicken(6, 2, 7, 0).payoffs + 10**17))
    np.testing.assert_allclose(found.members[0].details["device"], [[0.5, 0.25], [0.25, 0]], atol=1e-12)


@pytest.mark.parametrize("weights", [(1,), (1, 2, 3), (1, float("nan")), (float("inf"), 1)])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(SolverError, match="weights"):
        solve_correlated(chicken(6, 2, 7, 0), weights=weights)


@pytest.mark.parametrize("n_actions", [(40, 40), (900, 6), (10,) * 5])
def test_a_programme_too_large_is_refused_before_it_is_built(n_actions):
    with pytest.raises(SolverError, match=r"outcomes by \d+ rows.*about 31 x 31"):
        solve_correlated(Matrix(np.zeros((len(n_actions), *n_actions))))


def test_a_device_that_does_not_fit_is_refused():
    with pytest.raises(GameError, match="device"):
        disobedience(np.zeros((2, 2, 2)), np.full((2, 3), 1 / 6))
    with pytest.raises(GameError, match="device"):
        disobedience(np.zeros((2, 2, 2)), np.full((2, 2), 0.5))


@settings(deadline=None, max_examples=40)
@given(games())
def test_every_nash_equilibrium_is_inside_the_correlated_set(game):
    best, worst = solve_correlated(game).members
    if game.n_players != 2:
        return
    for member in solve_nash(game).members:
        x, y = (np.array(list(strategy["stage"].values()), dtype=float) for strategy in member.strategies.values())
        assert max(disobedience(game.payoffs.astype(float), np.outer(x, y))) <= 1e-12
        assert sum(worst.payoffs) - 1e-9 <= sum(member.payoffs) <= sum(best.payoffs) + 1e-9


@settings(deadline=None, max_examples=40)
@given(games(), st.tuples(*[st.fractions(Fraction(1, 9), 9)] * 3), st.integers(-9, 9))
def test_positive_affine_payoffs_leave_the_correlated_set_alone(game, slopes, shift):
    payoffs = game.payoffs.astype(float)
    changed = Matrix([table * slope + shift for table, slope in zip(game.payoffs, slopes, strict=False)])
    for member in solve_correlated(changed).members:
        assert max(disobedience(payoffs, member.details["device"])) <= 1e-9
    # With the weights undone, the ends of the sum are the same too.
    undone = solve_correlated(changed, weights=[float(1 / slope) for slope in slopes[: game.n_players]])
    for before, after in zip(solve_correlated(game).members, undone.members, strict=True):
        total = sum((np.array(after.details["device"]) * table).sum() for table in payoffs)
        assert total == pytest.approx(sum(before.payoffs), abs=1e-7)


@settings(deadline=None, max_examples=40)
@given(games(), st.randoms(use_true_random=False))
def test_relabelling_actions_leaves_the_ends_of_the_sum_alone(game, random):
    given_payoffs = game.payoffs.copy()
    orders = [random.sample(range(count), count) for count in game.n_actions]
    relabelled = Matrix(game.payoffs[np.ix_(range(game.n_players), *orders)])
    for before, after in zip(solve_correlated(game).members, solve_correlated(relabelled).members, strict=True):
        assert sum(after.payoffs) == pytest.approx(sum(before.payoffs), abs=1e-9)
        assert sum(after.outcomes.values()) == pytest.approx(1)
    assert (game.payoffs == given_payoffs).all()
