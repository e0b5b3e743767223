"""Who sits on which front."""

from __future__ import annotations

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.restraint import Restraint
from deterrence.games.seating import read_seats, shared_discounts


def test_left_out_seats_are_the_first_two_players_everywhere():
    front = Restraint(5, 3, 1, 0, 0.9)
    assert read_seats((front, front), None, "here") == ((0, 1), (0, 1))


def test_shared_discounts_follow_players_across_fronts_and_sides():
    first, second = Restraint(5, 3, 1, 0, (0.9, 0.8)), Restraint(5, 3, 1, 0, (0.7, 0.9))
    assert shared_discounts((first, second), ((0, 1), (2, 0)), "abc", "here") == (0.9, 0.8, 0.7)
    with pytest.raises(GameError, match="disagree on the discount of 'a'"):
        shared_discounts((first, second), ((0, 1), (0, 2)), "abc", "here")


def test_draws_blanked_on_one_front_do_not_count_as_disagreement():
    delta = np.array([0.9, 0.8])
    blanked = Restraint(5, 3, 1, 0, delta, np.array([0.1, 1.0]), 0.9)
    sound = Restraint(5, 3, 1, 0, delta, 0.1, 0.9)
    shared_discounts((blanked, sound), ((0, 1), (0, 1)), "ab", "here")


@pytest.mark.parametrize("seats", [3, "ab", [1], [(0, 1.5)], [(0, float("nan"))], [(0, "x")], [(0, 0)], [(0,)]])
def test_seats_that_are_no_pairs_of_players_are_refused(seats):
    front = Restraint(5, 3, 1, 0, 0.9)
    with pytest.raises(GameError, match="game, seats: saw"):
        read_seats([front], seats, "game")


def test_a_front_that_is_no_restraint_is_refused():
    with pytest.raises(GameError, match="game, front 0: saw 3; allowed is a Restraint"):
        read_seats([3], None, "game")  # type: ignore[list-item]
