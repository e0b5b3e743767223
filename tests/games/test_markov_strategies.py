"""Markov strategies as arrays and as profiles."""

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.markov_strategies import MarkovStrategies, read_profile
from deterrence.games.profile import StrategyProfile
from tests.games.random_ladders import LAYOUTS, random_ladder, random_strategies


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_profile_written_out_reads_back_as_the_same_array(layout):
    ladder, _ = random_ladder(layout, 2)
    table = random_strategies(ladder, 2)
    views = ladder.strategies(table).by_player()
    written = StrategyProfile(
        {player: {key: dict(chances) for key, chances in view.items()} for player, view in views.items()}
    )
    assert np.array_equal(read_profile(ladder, written), table)
    assert read_profile(ladder, ladder.strategies(table).profile()) is table


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_view_counts_and_lists_the_same_information_sets(layout):
    ladder, _ = random_ladder(layout, 3)
    for view in ladder.uniform().by_player().values():
        assert len(list(view)) == len(view) == len(set(view))
        assert all(key in view and sum(view[key].values()) == pytest.approx(1) for key in view)


def test_information_sets_are_named_by_front_and_rungs():
    ladder, _ = random_ladder("two fronts", 0)
    front = ladder.fronts[0]
    rung = next(r for r in range(front.n_rungs) if r not in front.absorbing)
    view = ladder.uniform().by_player()[0]
    assert tuple(view[f"front 0 at {rung},0"]) == front.offered(rung)
    for wrong in ("front 0", "front 0 at 9,0", "front 9 at 0,0", "front 1 at 0,0", "front 0 at a,b"):
        assert wrong not in view


def test_a_second_seat_of_a_player_on_a_front_is_numbered():
    ladder, _ = random_ladder("one front, a player twice", 0)
    assert any(key.startswith("front 0 (seat 2) at") for key in ladder.uniform().by_player()[0])


def test_probabilities_with_draws_are_arrays():
    ladder, _ = random_ladder("one front, three seats", 1)
    many = np.stack([random_strategies(ladder, seed) for seed in range(3)])
    view = MarkovStrategies(ladder, many).by_player()[1]
    key = next(iter(view))
    assert all(np.shape(chance) == (3,) for chance in view[key].values())


@pytest.mark.parametrize("change", [0.1, -0.2])
def test_numbers_that_are_not_probabilities_are_refused(change):
    ladder, _ = random_ladder("two fronts", 1)
    table = random_strategies(ladder, 1)
    table[0, 1, 0] += change
    with pytest.raises(GameError, match="sum to 1"):
        ladder.strategies(table)


def test_a_table_of_another_shape_is_refused():
    ladder, _ = random_ladder("two fronts", 1)
    with pytest.raises(GameError, match="saw shape"):
        ladder.strategies(np.ones((1, 3, 2)))


def test_a_view_shows_its_size_and_not_its_content():
    ladder, _ = random_ladder("two fronts", 1)
    view = ladder.uniform().by_player()[0]
    assert repr(view) == f"PlayerStrategy(0, {len(view)} information sets of 'ladder')"
