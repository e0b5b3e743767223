"""From a model file to cheap talk."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import GameError
from deterrence.world.files import available, read
from tests.shipped import shipped


def test_the_first_player_speaks_and_the_second_listens():
    game = dt.formulate(shipped("published/crawford_sobel_1982"), "backchannel")
    assert isinstance(game, dt.CheapTalk)
    assert game.players == ("sender", "receiver") and game.bias == 0.2 and game.name == "backchannel"


def test_options_and_draws_reach_the_bias():
    model = shipped("published/crawford_sobel_1982")
    assert dt.formulate(dt.apply(model, "shared_interest"), "backchannel").bias == pytest.approx(0.05)
    drawn = model.with_values({"bias": np.array([0.2, 0.1])})
    assert dt.formulate(drawn, "backchannel").bias.tolist() == [0.2, 0.1]


def test_a_bias_out_of_range_names_the_game():
    text = available()["published/crawford_sobel_1982"].read_text()
    model = read(text.replace('bias = "bias"', 'bias = "bias - 1"'))
    with pytest.raises(GameError, match=r"game 'backchannel'.*bias: saw -0\.8"):
        dt.formulate(model, "backchannel")
