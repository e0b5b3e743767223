"""From a model file to trust."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import DeterrenceError
from tests.shipped import shipped


def test_payoffs_belief_and_first_step_come_from_the_file():
    game = dt.formulate(shipped("published/kydd_2005"), "reassurance")
    assert isinstance(game, dt.Trust)
    assert game.players == ("east", "west")
    assert game.trustworthy == (4, 3, 1, -4) and game.untrustworthy == (3, 4, 1, -4)
    assert (game.prior, game.first_stake) == (0.3, 0.4)


def test_draws_and_options_ride_along():
    model = shipped("published/kydd_2005")
    drawn = dt.formulate(model.with_values({"belief": np.array([0.3, 0.9])}), "reassurance")
    assert drawn.prior.tolist() == [0.3, 0.9]
    assert dt.formulate(dt.apply(model, "small_first_step"), "reassurance").first_stake == pytest.approx(0.2)


def test_payoffs_that_make_no_type_name_the_game():
    model = shipped("published/kydd_2005")
    with pytest.raises(DeterrenceError, match=r"game 'reassurance'.*trustworthy"):
        dt.formulate(model.with_values({"exploited": 2}), "reassurance")
