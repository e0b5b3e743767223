"""Best replies, dominance and risk dominance of matrices."""

from __future__ import annotations

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.dominance import (
    dominant_actions,
    iterated_strict_dominance,
    pure_best_responses,
    risk_dominant_equilibrium,
)
from deterrence.games.matrix import Matrix
from deterrence.solvers.nash import solve_nash

DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
STAG_HUNT = [[[10, 1], [8, 5]], [[10, 8], [1, 5]]]


def test_pure_best_responses_agree_with_best_responses_of_each_cell():
    rng = np.random.default_rng(11)
    game = Matrix(rng.integers(0, 4, (3, 2, 3, 2)))
    marks = pure_best_responses(game)
    for cell in np.ndindex(*game.n_actions):
        profile = game.profile([np.arange(n) == a for n, a in zip(game.n_actions, cell, strict=True)])
        for seat in range(3):
            assert marks[seat][cell] == (str(cell[seat]) in game.best_responses(seat, profile))


def test_attack_dominates_in_a_dilemma_and_nothing_in_a_hunt():
    assert dominant_actions(Matrix(DILEMMA)) == ("1", "1")
    assert dominant_actions(Matrix(STAG_HUNT)) == (None, None)


def test_an_action_that_only_ties_is_not_dominant():
    assert dominant_actions(Matrix([[[1, 1], [1, 0]], [[1, 1], [1, 0]]])) == (None, None)


def test_iterated_dominance_solves_a_game_in_several_rounds():
    # Column 2 falls to column 1, then row 1 to row 0, then column 0 to column 1.
    game = Matrix([[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]])
    assert dominant_actions(game) == (None, None)
    assert iterated_strict_dominance(game) == (("0",), ("1",))


def test_iterated_dominance_works_for_three_players():
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0, 1] = 1
    payoffs[1, 1, 1, :] = 1
    payoffs[2, 1, 1, 1] = 1
    assert iterated_strict_dominance(Matrix(payoffs)) == (("1",), ("1",), ("1",))


def test_every_equilibrium_lives_on_what_survives_dominance():
    rng = np.random.default_rng(12)
    for _ in range(20):
        game = Matrix(rng.integers(0, 9, (2, 3, 4)))
        kept = iterated_strict_dominance(game)
        for member in solve_nash(game).members:
            for player, labels in zip(game.players, kept, strict=True):
                assert all(label in labels for label, p in member.strategies[player]["stage"].items() if p > 0)


def test_hare_is_risk_dominant_although_stag_pays_more():
    assert risk_dominant_equilibrium(Matrix(STAG_HUNT)) == ("1", "1")


def test_risk_dominance_weighs_the_product_of_both_players_losses():
    # Losses of leaving: (1, 9) at the first equilibrium and (3, 2) at the second, products 9 and 6.
    game = Matrix([[[1, 0], [0, 3]], [[9, 0], [0, 2]]])
    assert risk_dominant_equilibrium(game) == ("0", "0")


def test_risk_dominance_also_reads_the_other_diagonal():
    chicken = Matrix([[[3, 1], [5, 0]], [[3, 4], [1, 0]]])
    assert risk_dominant_equilibrium(chicken) == ("1", "0")


@pytest.mark.parametrize(
    "payoffs",
    [
        [[[2, 0], [0, 1]], [[1, 0], [0, 2]]],
        [[[0.1 + 0.2, 0], [0, 0.1]], [[0.1, 0], [0, 0.3]]],
        DILEMMA,
        [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]],
        [[[1, 0], [1, 0]], [[1, 0], [0, 1]]],
    ],
    ids=["tie", "tie but for rounding", "one equilibrium", "none", "a weak equilibrium"],
)
def test_risk_dominance_names_nothing_without_a_clear_case(payoffs):
    assert risk_dominant_equilibrium(Matrix(payoffs)) is None


def test_risk_dominance_is_for_two_by_two_games():
    with pytest.raises(GameError, match="2 players with 2 actions"):
        risk_dominant_equilibrium(Matrix(np.zeros((3, 2, 2, 2))))
