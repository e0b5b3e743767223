"""Batches of small games: the answers of the exact solver, on random and on degenerate games."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.matrix import Matrix
from deterrence.kernels.matrix_games import bimatrix_equilibria
from deterrence.solvers.nash import solve_nash

GOLDEN = Path(__file__).parents[1] / "golden" / "matrix_nash.toml"
SQUARE = [
    case for case in tomllib.loads(GOLDEN.read_text())["game"] if np.shape(case["payoffs"]) in ((2, 2, 2), (2, 3, 3))
]


def exact_answer(payoffs) -> np.ndarray:
    game = Matrix(payoffs)
    return np.array(
        [[[float(p) for p in m.strategies[i]["stage"].values()] for i in range(2)] for m in solve_nash(game).members]
    )


def assert_same_members(ours: np.ndarray, exact: np.ndarray) -> None:
    assert len(ours) == len(exact)
    distances = abs(ours[:, None] - exact[None, :]).max(axis=(2, 3))
    # Each member has a partner of its own, whatever the order.
    assert (distances < 1e-9).sum(axis=0).tolist() == [1] * len(exact)
    assert (distances < 1e-9).sum(axis=1).tolist() == [1] * len(exact)


def largest_regret(payoffs: np.ndarray, profiles: np.ndarray) -> np.ndarray:
    """Return each member's largest regret relative to the payoff range, NaN where padded."""
    x, y = profiles[:, :, 0], profiles[:, :, 1]
    span = payoffs.max(axis=(2, 3)) - payoffs.min(axis=(2, 3))
    shifted = payoffs - payoffs.min(axis=(2, 3), keepdims=True)
    to_x = np.einsum("gij,gkj->gki", shifted[:, 0], y)
    to_y = np.einsum("gij,gki->gkj", shifted[:, 1], x)
    first = (to_x.max(axis=2) - (to_x * x).sum(axis=2)) / span[:, :1]
    second = (to_y.max(axis=2) - (to_y * y).sum(axis=2)) / span[:, 1:]
    return np.maximum(first, second)


DRAWS = {
    "floats": lambda rng, shape: rng.random(shape),
    "two levels": lambda rng, shape: rng.integers(0, 2, shape),
    "three levels": lambda rng, shape: rng.integers(0, 3, shape),
    "small integers": lambda rng, shape: rng.integers(-9, 9, shape),
    "large integers": lambda rng, shape: rng.integers(-1000, 1000, shape),
    "eighths": lambda rng, shape: rng.integers(0, 5, shape) / 8,
    "large offset": lambda rng, shape: 1_000_000 + rng.integers(0, 4, shape),
}


@pytest.mark.parametrize("m", [2, 3])
@pytest.mark.parametrize("kind", DRAWS)
def test_batches_agree_with_the_exact_solver(m, kind):
    rng = np.random.default_rng(71)
    payoffs = DRAWS[kind](rng, (60, 2, m, m))
    profiles, counts = bimatrix_equilibria(payoffs)
    for game in range(len(payoffs)):
        assert_same_members(profiles[game, : counts[game]], exact_answer(payoffs[game]))
        assert np.isnan(profiles[game, counts[game] :]).all()


@pytest.mark.parametrize("case", SQUARE, ids=lambda case: case["name"])
def test_golden_games_are_solved_as_floats(case):
    payoffs = np.array([[[float(Fraction(entry)) for entry in row] for row in table] for table in case["payoffs"]])
    expected = np.array([[[float(Fraction(p)) for p in mixed] for mixed in pair] for pair in case["equilibria"]])
    profiles, counts = bimatrix_equilibria(payoffs[np.newaxis])
    assert counts[0] == len(expected)
    for member in profiles[0]:
        assert min(abs(member - pair).max() for pair in expected) < 1e-12


@pytest.mark.parametrize("m", [2, 3])
def test_every_game_of_a_large_batch_has_an_odd_number_of_certified_equilibria(m):
    payoffs = np.random.default_rng(72).normal(size=(20_000, 2, m, m))
    profiles, counts = bimatrix_equilibria(payoffs)
    assert (counts % 2 == 1).all()
    assert counts.max() == profiles.shape[1]
    assert np.nanmax(largest_regret(payoffs, profiles)) < 1e-9
    np.testing.assert_array_equal(np.isfinite(profiles).all(axis=(2, 3)).sum(axis=1), counts)


@pytest.mark.parametrize("m", [2, 3])
def test_every_degenerate_game_of_a_large_batch_has_certified_equilibria(m):
    payoffs = np.random.default_rng(73).integers(0, 3, (20_000, 2, m, m)).astype(float)
    payoffs = payoffs[(np.ptp(payoffs, axis=(2, 3)) > 0).all(axis=1)]
    profiles, counts = bimatrix_equilibria(payoffs)
    assert (counts >= 1).all()
    assert np.nanmax(largest_regret(payoffs, profiles)) < 1e-9


@pytest.mark.parametrize("m", [2, 3])
@pytest.mark.parametrize("unit", [1e-200, 1e-90, 1e-3, 1e90, 1e140])
def test_the_unit_of_payoffs_changes_no_equilibrium(m, unit):
    payoffs = np.random.default_rng(74).integers(-5, 5, (200, 2, m, m))
    plain, counts = bimatrix_equilibria(payoffs)
    scaled, scaled_counts = bimatrix_equilibria(payoffs * unit)
    assert counts.tolist() == scaled_counts.tolist()
    np.testing.assert_allclose(scaled, plain, atol=1e-9)


@pytest.mark.parametrize("m", [2, 3])
def test_differences_of_rounding_only_count_as_ties(m):
    tenths = np.random.default_rng(75).integers(0, 4, (300, 2, m, m))
    exact, counts = bimatrix_equilibria(tenths)
    rounded, rounded_counts = bimatrix_equilibria(tenths * 0.1)
    assert counts.tolist() == rounded_counts.tolist()
    np.testing.assert_allclose(rounded, exact, atol=1e-9)


def test_a_difference_of_1e_10_is_real():
    table = np.array([[1, 1], [1 + 1e-10, 0]])
    _, counts = bimatrix_equilibria(np.array([[table, table.T]]))
    assert counts.tolist() == [3]


@pytest.mark.parametrize("m", [2, 3])
def test_nearly_degenerate_games_yield_only_certified_profiles(m):
    rng = np.random.default_rng(76)
    base = rng.integers(0, 3, (5_000, 2, m, m))
    for size in (1e-15, 1e-14, 1e-12, 1e-10, 1e-8):
        payoffs = base + size * rng.normal(size=base.shape)
        payoffs = payoffs[(np.ptp(payoffs, axis=(2, 3)) > 0.5).all(axis=1)]
        profiles, counts = bimatrix_equilibria(payoffs)
        assert (counts >= 1).all()
        assert np.nanmax(largest_regret(payoffs, profiles)) < 3e-9


@pytest.mark.parametrize("m", [2, 3])
@pytest.mark.parametrize("entry", [np.nan, np.inf, -np.inf])
def test_a_game_without_finite_payoffs_has_no_members_and_spoils_no_other(m, entry):
    payoffs = np.random.default_rng(77).random((3, 2, m, m))
    expected, _ = bimatrix_equilibria(payoffs[[0, 2]])
    payoffs[1, 1, m - 1, 0] = entry
    profiles, counts = bimatrix_equilibria(payoffs)
    assert counts[1] == 0 and np.isnan(profiles[1]).all()
    np.testing.assert_array_equal(profiles[[0, 2]], expected)


@pytest.mark.parametrize("m", [2, 3])
def test_an_empty_batch_gives_an_empty_answer(m):
    profiles, counts = bimatrix_equilibria(np.empty((0, 2, m, m)))
    assert profiles.shape == (0, 0, 2, m) and counts.shape == (0,)


def test_a_batch_of_ties_finds_every_pure_profile():
    profiles, counts = bimatrix_equilibria(np.zeros((2_000, 2, 3, 3)))
    assert (counts == 9).all()
    assert set(np.unique(profiles)) == {0.0, 1.0}


def test_the_callers_payoffs_are_left_alone():
    payoffs = np.random.default_rng(78).random((5, 2, 3, 3)) * 1e100
    before = payoffs.copy()
    bimatrix_equilibria(payoffs)
    np.testing.assert_array_equal(payoffs, before)


@pytest.mark.parametrize("shape", [(2, 2, 2), (4, 2, 2, 3), (4, 3, 2, 2), (4, 2, 4, 4)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(GameError, match="saw shape"):
        bimatrix_equilibria(np.zeros(shape))
