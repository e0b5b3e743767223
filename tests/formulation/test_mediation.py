"""From a model file to a mediated crisis."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import GameError
from deterrence.world.files import available, read
from tests.shipped import shipped


def test_payoffs_types_and_the_mediator_come_from_the_file():
    model = shipped("published/aumann_1974")
    plain, typed = (dt.formulate(model, id) for id in ("crisis", "private_strength"))
    assert plain.actions[0] == ("restrain", "attack") and plain.mediator == (0, 0.1, 0.5, 0.4)
    assert not plain.has_types and typed.has_types and typed.types[1] == ("weak", "strong")
    assert typed.payoffs[0, 1, 0].tolist() == [[6, 2], [7, 1.5]]
    assert np.allclose(typed.prior, [[0.8, 0.2]] * 2)


def test_payoffs_of_the_second_player_depend_on_its_own_type():
    typed = dt.formulate(shipped("published/aumann_1974"), "private_strength")
    for s, t in np.ndindex(2, 2):
        assert np.array_equal(typed.payoffs[1, s, t], typed.payoffs[0, t, s].T)


def test_draws_ride_along():
    model = shipped("published/aumann_1974").with_values({"clash": np.array([0.0, -3.0])})
    game = dt.formulate(model, "crisis")
    assert game.n_draws == 2 and game.draw(1).payoffs[0, 0, 0].tolist() == [[6, 2], [7, -3]]


def test_a_prior_that_is_none_names_the_game():
    text = available()["published/aumann_1974"].read_text()
    model = read(text.replace('["1 - p_strong", "p_strong"]', '["1 - p_strong", "p_strong / 2"]'))
    with pytest.raises(GameError, match=r"game 'private_strength'.*prior 0: saw a sum of 0\.9"):
        dt.formulate(model, "private_strength")
