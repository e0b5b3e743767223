from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.choices import binary, read_chances
from deterrence.games.profile import StrategyProfile

SETS = {"first": ("go", "wait"), "second": ("left", "right")}


def profile(**sets):
    return StrategyProfile({"a": {"first": {"go": 1.0}, "second": {"left": 0.25, "right": 0.75}} | sets})


def test_the_chance_of_the_first_action_is_read_in_any_kind_of_number():
    assert read_chances(profile(), "a", SETS, "form") == {"first": 1.0, "second": 0.25}
    exact = profile(first=binary("go", "wait", Fraction(1, 3)))
    assert read_chances(exact, "a", SETS, "form")["first"] == Fraction(1, 3)
    draws = read_chances(profile(first=binary("go", "wait", np.array([0.2, np.nan]))), "a", SETS, "form")
    assert draws["first"][0] == 0.2 and np.isnan(draws["first"][1])


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"first": {"wiat": 1.0}}, "did you mean 'wait'"),
        ({"first": {"go": 0.5}}, "sum to one"),
        ({"first": {"go": 1.5, "wait": -0.5}}, "sum to one"),
        ({"third": {"go": 1.0}}, "the sets"),
    ],
)
def test_what_does_not_fit_is_refused(sets, said):
    with pytest.raises(GameError, match=said):
        read_chances(profile(**sets), "a", SETS, "form")
    with pytest.raises(GameError, match="no strategy for player 'b'"):
        read_chances(profile(), "b", SETS, "form")
