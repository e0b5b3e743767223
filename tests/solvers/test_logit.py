"""Logit equilibria: known answers, folds, symmetric crossings, limits, other methods, and what must not matter."""

from __future__ import annotations

import math
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.kernels import continuation
from deterrence.solvers.logit import solve_logit
from deterrence.solvers.solution import Equilibrium

FOLDER = Path(__file__).parents[1] / "golden"
GOLDEN = tomllib.loads((FOLDER / "logit.toml").read_text())
GAMES = {game["name"]: game["payoffs"] for game in tomllib.loads((FOLDER / "matrix_nash.toml").read_text())["game"]}
EQUILIBRIA = [(case, precision) for case in GOLDEN["equilibrium"] for precision in case["first_action"]]
CHICKEN = Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])


def golden_game(name: str) -> Matrix:
    return Matrix([[[Fraction(entry) for entry in row] for row in table] for table in GAMES[name]])


def probabilities(member: Equilibrium | None) -> np.ndarray:
    assert member is not None
    return np.concatenate([list(strategy["stage"].values()) for strategy in member.strategies.values()])


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Return a game of 1 to 3 players with small integers or eighths, so that ties are common."""
    n_actions = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    size = len(n_actions) * math.prod(n_actions)
    table = np.array(draw(st.lists(st.integers(-4, 4), min_size=size, max_size=size))).reshape(
        len(n_actions), *n_actions
    )
    return Matrix(table / 8 if draw(st.booleans()) else table)


@pytest.mark.parametrize(("case", "precision"), EQUILIBRIA, ids=lambda value: value if value is str else None)
def test_golden_logit_equilibria_are_found(case, precision):
    found = solve_logit(Matrix(case["payoffs"]), precision=float(precision))
    assert (found.status, found.rule, len(found.members)) == ("one", "logit_branch", 1)
    np.testing.assert_allclose(
        probabilities(found.selected)[[0, 2]], case["first_action"][precision], atol=case["tolerance"]
    )


@pytest.mark.parametrize("case", GOLDEN["limit"], ids=lambda case: case["game"])
def test_golden_branches_lead_to_the_known_equilibrium(case):
    found = solve_logit(golden_game(case["game"]))
    assert (found.status, found.rule) == ("one", "logit_branch")
    member = found.selected
    assert member is not None
    np.testing.assert_allclose(probabilities(member), np.concatenate(case["probabilities"]), rtol=0, atol=1e-12)
    assert member.details["precision"] == math.inf
    assert member.details["folds"] == pytest.approx(case["folds"], abs=3e-3)
    assert len(member.details["bifurcations"]) == case["n_bifurcations"]


def test_the_branch_passes_a_precision_between_its_folds_three_times():
    game = golden_game("fold")
    rise, fall = solve_logit(game, precision=2.7).members[0].details["folds"]
    for precision, times in ((fall - 1e-4, 1), (fall + 1e-4, 3), (2.7, 3), (rise - 1e-4, 3), (rise + 1e-4, 1)):
        found = solve_logit(game, precision=precision)
        assert [member.details["precision"] for member in found.members] == [pytest.approx(precision)] * times
        assert found.index == 0
        assert found.status == ("one" if times == 1 else "exhausted")
        assert max(member.details["residual"] for member in found.members) < 1e-12


def test_the_first_reached_of_several_equilibria_joins_on_to_lower_precisions():
    game = golden_game("fold")
    below, between = (solve_logit(game, precision=precision).selected for precision in (2.68, 2.70))
    assert np.abs(probabilities(below) - probabilities(between)).max() < 0.01


def test_a_symmetric_branch_is_crossed_where_its_own_equation_says():
    # With p the probability of restraint, the asymmetric direction is singular at 3 lambda p (1 - p) = 1.
    limit = solve_logit(CHICKEN).selected
    assert limit is not None
    (place,) = limit.details["bifurcations"]
    p = probabilities(solve_logit(CHICKEN, precision=place).members[0])[0]
    assert 3 * place * p * (1 - p) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("favour", [1e-1, 1e-3, 1e-5])
def test_a_slightly_asymmetric_branch_bends_to_the_favoured_equilibrium(favour):
    payoffs = CHICKEN.payoffs.astype(float)
    payoffs[1, 0, 1] += favour
    found = solve_logit(Matrix(payoffs)).selected
    np.testing.assert_array_equal(probabilities(found), [1, 0, 0, 1])
    assert found is not None
    assert found.details["bifurcations"] == []


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 4), (3, 2, 2, 2), (3, 2, 3, 2)], ids=str)
def test_branches_without_folds_agree_with_an_integrated_differential_equation(shape):
    rng = np.random.default_rng(2024)
    for _ in range(3):
        payoffs = rng.random(shape)
        traced = solve_logit(Matrix(payoffs), precision=4.0)
        if traced.members[0].details["folds"]:
            continue
        np.testing.assert_allclose(probabilities(traced.selected), integrated(payoffs, 4.0), atol=1e-6)


def integrated(payoffs: np.ndarray, precision: float) -> np.ndarray:
    """Follow log p' = -F_p^-1 F_lambda from lambda = 0, with F = log p - log softmax(lambda u) and its derivatives."""
    counts = payoffs.shape[1:]
    place = np.cumsum(counts)[:-1]

    def residual(x: np.ndarray, at: float) -> np.ndarray:
        mixed = np.split(np.exp(x), place)
        rows = []
        for i, table in enumerate(payoffs):
            for j in reversed(range(len(counts))):
                if j != i:
                    table = np.tensordot(table, mixed[j], axes=(j, 0))
            rows.append(at * table - np.log(np.exp(at * table).sum()))
        return x - np.concatenate(rows)

    def slope(at: float, x: np.ndarray) -> np.ndarray:
        step = 1e-6
        columns = [(residual(x + d, at) - residual(x - d, at)) / (2 * step) for d in step * np.eye(x.size)]
        return np.linalg.solve(np.array(columns).T, -(residual(x, at + step) - residual(x, at - step)) / (2 * step))

    start = np.concatenate([np.full(count, -np.log(count)) for count in counts])
    return np.exp(solve_ivp(slope, (0, precision), start, rtol=1e-9, atol=1e-10).y[:, -1])


@pytest.mark.parametrize(
    "shape", [(2, 2, 2), (2, 3, 3), (2, 5, 5), (3, 2, 2, 2), (3, 3, 3, 3), (4, 2, 2, 2, 2)], ids=str
)
def test_limits_of_random_games_are_nash(shape):
    rng = np.random.default_rng(5)
    for _ in range(6):
        game = Matrix(rng.random(shape))
        found = solve_logit(game)
        assert found.status == "one"
        assert found.members[0].regret <= 1e-13
        assert found.members[0].regret == game.regret(found.members[0].profile)


def test_limits_of_random_symmetric_games_are_nash():
    rng = np.random.default_rng(6)
    crossed = 0
    for _ in range(20):
        table = rng.random((3, 3))
        found = solve_logit(Matrix([table, table.T]))
        assert found.status == "one"
        crossed += len(found.members[0].details["bifurcations"]) > 0
    assert crossed > 3


def test_six_players_with_three_actions_are_feasible_though_the_branch_folds():
    rng = np.random.default_rng(6)
    found = solve_logit(Matrix(rng.random((6,) + (3,) * 6)))
    assert found.status == "one"
    assert found.members[0].details["folds"]
    assert found.members[0].regret <= 1e-13


def test_regret_at_a_finite_precision_is_positive_and_in_payoff_units():
    noisy = solve_logit(CHICKEN, precision=1.0).selected
    tenfold = solve_logit(Matrix(CHICKEN.payoffs * 10), precision=0.1).selected
    assert noisy is not None
    assert tenfold is not None
    assert noisy.regret > 0.1
    assert tenfold.regret == pytest.approx(10 * noisy.regret)
    np.testing.assert_allclose(probabilities(noisy), probabilities(tenfold))


def test_a_branch_that_cannot_be_followed_fails_with_a_sentence(monkeypatch):
    monkeypatch.setattr(continuation, "MAX_STEPS", 5)
    for precision in (None, 50.0):
        found = solve_logit(CHICKEN, precision=precision)
        assert (found.status, found.members, found.index) == ("failed", (), None)
        assert "precision" in found.sentence
        with pytest.raises(SolverError):
            found.raise_if_failed()


@pytest.mark.parametrize("precision", [-1.0, math.inf, math.nan, 1e12])
def test_an_impossible_precision_is_refused(precision):
    with pytest.raises(SolverError, match="precision"):
        solve_logit(CHICKEN, precision=precision)


def test_a_game_without_stakes_stays_uniform():
    found = solve_logit(Matrix([[[4, 4], [4, 4]], [[1, 1], [1, 1]]])).selected
    np.testing.assert_array_equal(probabilities(found), [0.5] * 4)


def test_huge_common_payoffs_do_not_hide_small_differences():
    shifted = Matrix(CHICKEN.payoffs + 10**15)
    np.testing.assert_allclose(
        probabilities(solve_logit(shifted, precision=1.0).selected),
        probabilities(solve_logit(CHICKEN, precision=1.0).selected),
    )


@settings(deadline=None, max_examples=40)
@given(matrices())
def test_precision_zero_is_uniform(game):
    uniform = np.concatenate([np.full(count, 1 / count) for count in game.n_actions])
    np.testing.assert_allclose(probabilities(solve_logit(game, precision=0).selected), uniform, rtol=1e-12)


@settings(deadline=None, max_examples=15)
@given(matrices(), st.integers(-9, 9), st.floats(0, 2))
def test_a_constant_shift_leaves_logit_alone(game, shift, precision):
    before, after = (solve_logit(g, precision=precision).selected for g in (game, Matrix(game.payoffs + shift)))
    np.testing.assert_allclose(probabilities(after), probabilities(before), atol=1e-7)


@settings(deadline=None, max_examples=15)
@given(matrices(), st.floats(0, 2), st.randoms(use_true_random=False))
def test_relabelling_actions_permutes_logit(game, precision, random):
    orders = [random.sample(range(count), count) for count in game.n_actions]
    relabelled = Matrix(game.payoffs[np.ix_(range(game.n_players), *orders)])
    before, after = (solve_logit(g, precision=precision).selected for g in (game, relabelled))
    places = np.concatenate([np.array(o) + s for o, s in zip(orders, np.cumsum([0, *game.n_actions]), strict=False)])
    np.testing.assert_allclose(probabilities(after), probabilities(before)[places], atol=1e-7)


@settings(deadline=None, max_examples=15)
@given(matrices(), st.floats(0, 2))
def test_every_member_answers_its_equations_and_changes_no_argument(game, precision):
    given_payoffs = game.payoffs.copy()
    found = solve_logit(game, precision=precision)
    assert (game.payoffs == given_payoffs).all()
    for member in found.members:
        assert member.details["residual"] < 1e-9
        assert sum(member.outcomes.values()) == pytest.approx(1)
        assert member.regret == game.regret(member.profile)


@settings(deadline=None, max_examples=15)
@given(matrices())
def test_the_limit_is_nash_or_the_solver_says_that_it_failed(game):
    found = solve_logit(game)
    assert found.status in ("one", "failed")
    for member in found.members:
        assert member.regret <= 1e-13 * max(1.0, float(max(game.payoff_ranges)))
