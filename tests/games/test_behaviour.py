"""Reading a profile at named information sets."""

import pytest

from deterrence.errors import GameError
from deterrence.games.behaviour import read_behaviour
from deterrence.games.profile import StrategyProfile

SETS = {"first": ("up", "down"), "second": ("left", "right")}


def test_chances_come_in_the_order_of_the_actions_and_sure_ones_are_exact():
    profile = StrategyProfile({"a": {"second": {"right": 1.0}, "first": {"down": 0.25, "up": 0.75}}})
    rows = read_behaviour(profile, "a", SETS, "form")
    assert rows == ((0.75, 0.25), (0, 1))
    assert all(type(chance) is int for chance in rows[1])


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ({"first": {"up": 1}}, "information sets"),
        ({"first": {"up": 1}, "third": {"left": 1}}, "allowed is first, second"),
        ({"first": {"upp": 1}, "second": {"left": 1}}, "did you mean 'up'"),
        ({"first": {"up": 0.5}, "second": {"left": 1}}, "sum to one"),
        ({"first": {"up": -0.5, "down": 1.5}, "second": {"left": 1}}, "sum to one"),
    ],
)
def test_a_strategy_that_does_not_fit_is_refused_in_one_sentence(strategy, said):
    with pytest.raises(GameError, match=said) as caught:
        read_behaviour(StrategyProfile({"a": strategy}), "a", SETS, "form")
    assert "profile of the form" in str(caught.value)
    with pytest.raises(GameError, match="no strategy for player 'b'"):
        read_behaviour(StrategyProfile({"a": strategy}), "b", SETS, "form")
