"""Equilibria by supports: two players against the exact solver, three and more against known answers."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.pure_nash import solve_pure_nash
from deterrence.solvers.solution import Equilibrium, EquilibriumSet
from deterrence.solvers.support_enumeration import solve_support_enumeration

GOLDEN = Path(__file__).parents[1] / "golden" / "three_player_nash.toml"


def vectors(found: EquilibriumSet) -> list[list[float]]:
    return sorted(
        [float(p) for player in found.players for p in member.strategies[player]["stage"].values()]
        for member in found.members
    )


def selected(found: EquilibriumSet) -> Equilibrium:
    assert found.selected is not None
    return found.selected


@pytest.mark.parametrize("case", tomllib.loads(GOLDEN.read_text())["game"], ids=lambda case: case["name"])
def test_golden_games_of_three_players_have_the_known_equilibria(case):
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    for *cell, a, b, c in case["cells"]:
        payoffs[(slice(None), *cell)] = (a, b, c)
    found = solve_support_enumeration(Matrix(payoffs))
    first = sorted([round(float(m.strategies[p]["stage"]["0"]), 12) for p in found.players] for m in found.members)
    expected = sorted([round(float(Fraction(p)), 12) for p in firsts] for firsts in case["equilibria"])
    np.testing.assert_allclose(first, expected, atol=case["tolerance"])
    assert found.status == "exhausted"


@pytest.mark.parametrize("exact", [True, False])
def test_two_players_agree_with_the_exact_solver_on_nondegenerate_games(exact):
    rng = np.random.default_rng(41)
    for _ in range(20):
        shape = (2, *rng.integers(1, 5, 2))
        game = Matrix(rng.integers(-1000, 1000, shape) if exact else rng.random(shape))
        assert vectors(solve_support_enumeration(game)) == vectors(solve_nash(game))


def test_a_small_payoff_difference_adds_no_false_equilibrium():
    payoffs = np.array([[1, 1], [1 + 1e-10, 0]])
    assert len(solve_support_enumeration(Matrix([payoffs, payoffs.T])).members) == 3


def test_a_degenerate_game_is_not_called_complete():
    game = Matrix([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]])
    found = solve_support_enumeration(game)
    assert len(found.members) == 2 < len(solve_nash(game).members)
    assert found.status == "exhausted" and "'nash'" in found.sentence


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 2), (2, 2, 2, 2)])
def test_random_games_of_more_players_have_an_odd_number_of_certified_members(shape):
    rng = np.random.default_rng(42)
    for _ in range(5):
        game = Matrix(rng.random((len(shape), *shape)))
        found = solve_support_enumeration(game)
        assert len(found.members) % 2 == 1
        assert all(member.regret <= 1e-11 for member in found.members)
        assert {tuple(m.outcomes) for m in found.members if len(m.outcomes) == 1} == {
            tuple(m.outcomes) for m in solve_pure_nash(game).members
        }


def test_a_player_without_influence_leaves_the_equilibria_of_the_others():
    two = Matrix([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0], payoffs[1] = two.payoffs[0][..., None], two.payoffs[1][..., None]
    payoffs[2, :, :, 0] = 1
    (member,) = solve_support_enumeration(Matrix(payoffs)).members
    assert [member.strategies[p]["stage"]["0"] for p in range(3)] == [Fraction(1, 2), Fraction(1, 10), 1]


def test_of_a_continuum_one_point_is_kept_and_marked():
    found = solve_support_enumeration(Matrix(np.zeros((3, 2, 2, 2), dtype=int)))
    assert len([member for member in found.members if not member.details["isolated"]]) == 1
    assert "continuum" in found.sentence


def test_the_same_seed_gives_the_same_members():
    game = Matrix(np.random.default_rng(43).random((3, 2, 2, 2)))
    assert vectors(solve_support_enumeration(game, rng=0)) == vectors(solve_support_enumeration(game, rng=0))
    np.testing.assert_allclose(
        vectors(solve_support_enumeration(game, rng=0)), vectors(solve_support_enumeration(game, rng=1)), atol=1e-9
    )


def test_a_search_that_finds_nothing_says_failed_and_names_another_solver():
    # Degenerate: both equilibria have supports of unequal size.
    table = np.array([[-1, -1, 1], [0, 1, 0], [1, 0, -1]])
    game = Matrix([table, -table])
    found = solve_support_enumeration(game)
    assert (found.status, found.members) == ("failed", ())
    assert "'nash'" in found.sentence
    assert len(solve_nash(game).members) == 2


def test_rule_selects_the_lowest_or_greatest_sum():
    stag_hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]])
    assert selected(solve_support_enumeration(stag_hunt)).payoffs == (5, 5)
    assert selected(solve_support_enumeration(stag_hunt, rule="best")).payoffs == (10, 10)


@pytest.mark.parametrize(
    ("payoffs", "keywords", "words"),
    [(np.zeros((2, 9, 9)), {}, "more than 5000 support profiles"), (np.zeros((2, 2, 2)), {"n_starts": 0}, "1 or more")],
)
def test_games_too_large_and_searches_without_a_start_are_refused(payoffs, keywords, words):
    with pytest.raises(SolverError, match=words):
        solve_support_enumeration(Matrix(payoffs), **keywords)


def test_a_game_whose_supports_cannot_even_be_listed_is_refused_at_once():
    with pytest.raises(SolverError, match="support profiles"):
        solve_support_enumeration(Matrix(np.zeros((2, 50, 50))))
