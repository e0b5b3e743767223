"""Classes of stage games: one for every order of the four payoffs, ties included."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.matrix import Matrix
from deterrence.games.stage import STAGE_CLASSES, player_classes, stage_class

ORDERS = list(itertools.product(range(4), repeat=4))


@pytest.mark.parametrize(
    ("payoffs", "name"),
    [
        ((5, 3, 1, 0), "dilemma"),
        ((5, 3, 1, 1), "dilemma"),
        ((5, 1, 3, 0), "deadlock"),
        ((5, 3, 3, 0), "deadlock"),
        ((5, 3, 0, 1), "chicken"),
        ((5, 1, 2, 3), "chicken"),
        ((3, 5, 1, 0), "stag_hunt"),
        ((3, 3, 1, 0), "stag_hunt"),
        ((0, 3, 5, 1), "stag_hunt"),
        ((2, 2, 2, 2), "stag_hunt"),
        ((3, 5, 0, 1), "harmony"),
        ((3, 3, 0, 1), "harmony"),
    ],
)
def test_named_games_have_their_class(payoffs, name):
    assert stage_class(*payoffs) == name


def test_every_order_has_exactly_the_class_of_its_row_in_the_table():
    for t, r, p, s in ORDERS:
        rows = {
            "dilemma": t > r and p >= s and r > p,
            "deadlock": t > r and p >= s and r <= p,
            "chicken": t > r and p < s,
            "stag_hunt": t <= r and p >= s,
            "harmony": t <= r and p < s,
        }
        assert [name for name, holds in rows.items() if holds] == [stage_class(t, r, p, s)]


def test_arrays_give_the_same_classes_as_numbers_one_by_one():
    t, r, p, s = np.array(ORDERS, dtype=float).T
    found = np.asarray(stage_class(t, r, p, s))
    assert found.tolist() == [stage_class(*payoffs) for payoffs in ORDERS]
    assert set(found.tolist()) == set(STAGE_CLASSES)


def test_fractions_and_numbers_mix_with_arrays():
    assert stage_class(Fraction(5, 2), 2, Fraction(1, 3), 0) == "dilemma"
    assert stage_class(Fraction(5, 2), 2, np.array([0.5, 3.0]), 0).tolist() == ["dilemma", "deadlock"]


def test_draws_without_a_number_have_no_class():
    assert stage_class(float("nan"), 3, 1, 0) == ""
    assert stage_class(np.array([5.0, np.nan]), 3, 1, 0).tolist() == ["dilemma", ""]


def test_players_of_one_matrix_can_face_different_classes():
    game = Matrix([[[3, 0], [5, 1]], [[4, 3], [0, 1]]])
    assert player_classes(game) == ("dilemma", "stag_hunt")
    assert player_classes(Matrix([[[3, 1], [4, 0]], [[3, 4], [1, 0]]])) == ("chicken", "chicken")


def test_classes_exist_for_two_by_two_games_only():
    with pytest.raises(GameError, match="2 players with 2 actions"):
        player_classes(Matrix(np.zeros((2, 2, 3))))
