"""Pure equilibria of any number of players, found by comparing every cell."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.pure_nash import solve_pure_nash
from deterrence.solvers.solution import Equilibrium, EquilibriumSet


def pure_cells(game: Matrix) -> list[str]:
    """Return the cells of regret zero, by brute force."""
    found = []
    for cell in np.ndindex(*game.n_actions):
        profile = game.profile([np.arange(n) == a for n, a in zip(game.n_actions, cell, strict=True)])
        if game.regret(profile) == 0:
            found.append(",".join(str(a) for a in cell))
    return found


def selected(found: EquilibriumSet) -> Equilibrium:
    assert found.selected is not None
    return found.selected


@pytest.mark.parametrize("shape", [(3,), (2, 2), (3, 4), (2, 3, 2), (2, 2, 2, 2)])
def test_every_cell_without_regret_is_found_and_no_other(shape):
    rng = np.random.default_rng(31)
    for _ in range(10):
        game = Matrix(rng.integers(0, 4, (len(shape), *shape)))
        found = solve_pure_nash(game)
        assert [next(iter(member.outcomes)) for member in found.members] == pure_cells(game)
        assert found.status == ("complete" if found.members else "none")
        assert all(member.regret == 0 for member in found.members)


def test_no_pure_equilibrium_is_an_answer():
    found = solve_pure_nash(Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]))
    assert (found.status, found.members, found.selected) == ("none", (), None)
    assert found.raise_if_failed() is found


def test_members_are_exact_in_an_exact_game_and_floats_otherwise():
    exact = solve_pure_nash(Matrix([[[1]], [[2]]])).members[0]
    floats = solve_pure_nash(Matrix([[[1.0]], [[2.0]]])).members[0]
    assert type(exact.strategies[0]["stage"]["0"]) is Fraction
    assert type(floats.strategies[0]["stage"]["0"]) is float


def test_comparisons_are_exact_down_to_the_last_digit():
    game = Matrix([[[1.0, 1.0], [1.0 + 1e-15, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    assert [next(iter(member.outcomes)) for member in solve_pure_nash(game).members] == ["0,1", "1,0"]


def test_pure_members_of_the_nash_set_are_the_pure_set():
    rng = np.random.default_rng(32)
    for _ in range(20):
        game = Matrix(rng.integers(0, 5, (2, 3, 3)))
        pure = {tuple(m.outcomes) for m in solve_nash(game).members if len(m.outcomes) == 1}
        assert pure == {tuple(m.outcomes) for m in solve_pure_nash(game).members}


def test_rule_selects_the_lowest_or_greatest_sum():
    stag_hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]])
    assert selected(solve_pure_nash(stag_hunt)).payoffs == (5, 5)
    assert selected(solve_pure_nash(stag_hunt, rule="best")).payoffs == (10, 10)


def test_a_game_where_too_many_cells_are_equilibria_is_refused():
    with pytest.raises(SolverError, match="at most 10000"):
        solve_pure_nash(Matrix(np.zeros((2, 101, 100))))
