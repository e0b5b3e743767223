"""What a front accepts, how it reads shapes with and without draws, and what it refuses."""

import math

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.front import POSTURES, Front

SOUND = {
    "name": "border", "top": 2, "seats": (0, 1), "accident": 0.1, "ease": 0.2, "calm": 0.5, "push": 0.3,
    "flow": [[0, -1, -5], [0, -2, -3]], "gain": 0.4, "backdown": 0.1,
}  # fmt: skip


def front(**changes):
    return Front(**(SOUND | changes))


def test_scalars_spread_over_seats_and_rungs():
    made = front()
    assert made.accident.shape == (3,) and made.push.shape == made.gain.shape == (2, 3)
    assert made.ease.shape == made.exit.shape == () and made.flow.shape == (2, 3)
    assert made.absorbing == (2,) and made.postures == POSTURES and made.n_rungs == 3 and made.n_seats == 2


def test_one_number_per_seat_holds_at_every_rung():
    assert front(gain=[1, 2]).gain.tolist() == [[1, 1, 1], [2, 2, 2]]
    assert front(push=[0.1, 0.2]).push.tolist() == [[0.1] * 3, [0.2] * 3]


def test_an_extra_leading_axis_is_draws():
    assert front(accident=np.full((5, 1), 0.1)).accident.shape == (5, 3)
    assert front(ease=np.full(5, 0.1)).ease.shape == (5,)
    assert front(gain=np.ones((5, 2))).gain.shape == (5, 2, 3)
    assert front(gain=np.ones((5, 1, 1))).gain.shape == (5, 2, 3)
    assert front(flow=np.ones((5, 2, 3))).flow.shape == (5, 2, 3)
    assert front(hazard=np.full((5, 3), 0.1)).hazard.shape == (5, 3, 3)


def test_hazard_may_depend_on_the_rung():
    assert_hazard([0.1, 0.2, 0.3], [[0.1, 0.2, 0.3]] * 3)
    table = [[0.1, 0.2, 0.3], [0.2, 0.3, 0.4], [0, 0, 0]]
    assert_hazard(table, table)


def assert_hazard(given, expected):
    read = front(hazard=given).hazard
    assert read is not None and read.tolist() == expected


def test_rung_zero_offers_no_way_down_and_an_absorbing_rung_nothing_but_to_hold():
    made = front()
    assert made.offered(0) == ("hold", "escalate")
    assert made.offered(1) == POSTURES
    assert made.offered(2) == ("hold",)
    assert front(absorbing=()).offered(2) == POSTURES
    assert front(postures=("escalate", "de-escalate")).offered(1) == ("de-escalate", "escalate")


def test_arrays_are_copies_that_nobody_can_change():
    given = np.array([0.1, 0.2, 0.3])
    made = front(accident=given)
    given[0] = 0.9
    assert made.accident[0] == 0.1
    with pytest.raises(ValueError, match="read-only"):
        made.accident[0] = 0.5


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"top": 0}, "two rungs or more"),
        ({"top": 1.5}, "top of front 'border'"),
        ({"top": True}, "top of front 'border'"),
        ({"seats": ()}, "at least one"),
        ({"seats": "israel"}, "seats of front 'border'"),
        ({"accident": 1.1}, "numbers from 0 to 1"),
        ({"accident": [0.1, 0.2]}, "shape"),
        ({"accident": "often"}, "often"),
        ({"ease": -0.1}, "numbers from 0 to 1"),
        ({"calm": math.nan}, "calm of front 'border'"),
        ({"push": [0.1, 0.2, 1.3]}, "push"),
        ({"gain": math.inf}, "finite numbers"),
        ({"gain": ["much", 1]}, "gain of front 'border'"),
        ({"backdown": -1}, "at least 0"),
        ({"restraint_cost": -1}, "at least 0"),
        ({"flow": [[0, 1], [0, 1]]}, "flow of front 'border'"),
        ({"flow": None}, "flow of front 'border'"),
        ({"hazard": [0.1, 0.2]}, "one probability for each number of escalating seats"),
        ({"hazard": 0.1}, "one probability for each number of escalating seats"),
        ({"hazard": [0.1, 0.2, 1.2]}, "numbers from 0 to 1"),
        ({"postures": ("wait",)}, "some of"),
        ({"postures": ("de-escalate",)}, "hold or escalate among them"),
        ({"postures": ("hold", "hold")}, "different postures"),
        ({"absorbing": (3,)}, "rungs from 0 to 2"),
        ({"exit": 2}, "numbers from 0 to 1"),
    ],
)
def test_wrong_numbers_are_refused_in_one_sentence(changes, says):
    with pytest.raises(GameError, match=says) as caught:
        front(**changes)
    assert "\n" not in str(caught.value)


def test_inside_draws_a_number_out_of_range_is_nan():
    assert np.isnan(front(ease=[0.1, 1.5, math.inf]).ease).tolist() == [False, True, True]
