"""Costly threats: arguments at the door, and the game's own check of a profile."""

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.candidate import Listed
from deterrence.games.profile import StrategyProfile
from deterrence.games.threat import Threat

NUMBERS = (0.3, 10, 4, 0.5, 3, 1, 1)
NAMES = (
    *("prior_strong", "value_strong", "value_weak", "win_probability", "war_cost", "challenger_gain"),
    *("challenger_war_cost", "signal_cost"),
)


def arguments(**change):
    return dict(zip(NAMES, (*NUMBERS, 2), strict=True)) | change


def existing(game):
    return {c.name: c for c in game.candidates() if c.exists}


def test_a_threat_is_a_listed_form_with_sender_first():
    game = Threat(*NUMBERS, 2, "tied", players=("defender", "challenger"), name="warning")
    assert isinstance(game, Listed)
    assert (game.form, game.default_concept, game.kind) == ("threat", "closed_form", "tied")
    assert (game.war_strong, game.war_weak) == (2.0, -1.0)
    assert set(game.candidates()[0].strategies) == {"defender", "challenger"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prior_strong": 0}, "0 < prior_strong < 1"),
        ({"prior_strong": 1}, "0 < prior_strong < 1"),
        ({"win_probability": 1.2}, "probability"),
        ({"signal_cost": -1}, "cost of 0 or more"),
        ({"value_weak": 0}, "positive"),
        ({"challenger_gain": 0}, "positive"),
        ({"challenger_war_cost": -1}, "positive"),
        ({"war_cost": 6}, "a war worth"),
        ({"war_cost": 1}, "a war worth"),
        ({"war_cost": math.nan}, "finite"),
        ({"value_strong": "ten"}, "a number"),
        ({"kind": "sank"}, "did you mean 'sunk'"),
        ({"players": ("a", "a")}, "different labels"),
        ({"signal_cost": np.ones(2), "war_cost": np.ones(3)}, "lengths"),
    ],
)
def test_faulty_arguments_raise_at_the_door(change, message):
    with pytest.raises(GameError, match=message):
        Threat(**arguments(**change))


def test_draws_at_fault_have_no_equilibria_and_the_others_go_on():
    game = Threat(**arguments(signal_cost=np.array([2.0, -1.0, np.nan, 4.5])))
    counts = sum(np.asarray(candidate.exists, dtype=float) for candidate in game.candidates())
    assert counts.tolist() == [2, 0, 0, 2]


def test_games_cross_process_borders():
    game = Threat(*NUMBERS, 2)
    assert repr(pickle.loads(pickle.dumps(game))) == repr(game)


def test_regret_of_exact_games_is_exact():
    game = Threat(Fraction(1, 5), 12, 5, Fraction(2, 5), 3, 2, 3, 1)
    semi = existing(game)["semi_separating"]
    assert semi.strategies[0]["weak"]["threaten"] == Fraction(3, 8)
    assert game.regret(StrategyProfile(semi.strategies)) == 0
    assert isinstance(game.regret(StrategyProfile(semi.strategies)), Fraction)


def test_regret_is_what_the_best_deviation_gains():
    game = Threat(*NUMBERS, 2)
    semi = existing(game)["semi_separating"].strategies
    # A threat that is never challenged tempts the weak type: 4 - 2 for a threat against 0 for silence.
    trusted = {0: semi[0], 1: {"threat": {"challenge": 0, "refrain": 1}, "silence": semi[1]["silence"]}}
    by_set = game.regret_by_set(StrategyProfile(trusted))
    assert by_set[0]["weak"] == pytest.approx(2 * (1 - 3 / 7))
    assert by_set[1] == pytest.approx({"threat": 0, "silence": 0})
    # A weak type that fights loses its cost of war.
    fights = {**semi[0], "weak, challenged after silence": {"fight": 1, "concede": 0}}
    assert game.regret(StrategyProfile({0: fights, 1: semi[1]})) == pytest.approx(1)


@pytest.mark.parametrize("kind", ["sunk", "tied"])
def test_regret_catches_a_profile_moved_at_any_set_that_is_reached(kind):
    game = Threat(*NUMBERS, 0.5, kind)
    semi = existing(game)["semi_separating"].strategies
    for player, strategy in semi.items():
        for name, mixed in strategy.items():
            if name == "strong, challenged after silence":  # the strong type never is silent, so it does not matter
                continue
            first, second = mixed
            moved = {first: abs(mixed[first] - 0.05), second: 1 - abs(mixed[first] - 0.05)}
            profile = StrategyProfile({**semi, player: {**strategy, name: moved}})
            assert game.regret(profile) > 1e-3, name


def test_babbling_is_not_rational_once_hands_are_tied_for_good():
    game = Threat(*NUMBERS, 2, "tied")
    babbling = next(c for c in game.candidates() if c.name == "babbling")
    assert not babbling.exists
    bound = {**babbling.strategies[0], "weak, challenged after threat": {"fight": 1, "concede": 0}}
    profile = StrategyProfile({0: bound, 1: babbling.strategies[1]})
    assert game.regret_by_player(profile) == (0, 1)  # whoever is challenged after a threat fights, at a cost of 1


def test_regret_carries_draws():
    costs = np.array([1.0, 2.0, 3.0])
    game = Threat(**arguments(signal_cost=costs))
    for candidate in game.candidates():
        if np.all(candidate.exists):
            assert np.all(game.regret(StrategyProfile(candidate.strategies)) <= 1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: {}}, "saw \\[\\]"),
        ({1: {"threat": {"chalenge": 1}, "silence": {"refrain": 1}}}, "did you mean 'challenge'"),
        ({1: {"threat": {"challenge": 0.5}, "silence": {"refrain": 1}}}, "sum to one"),
    ],
)
def test_profiles_that_do_not_fit_are_refused(change, message):
    game = Threat(*NUMBERS, 2)
    strategies = dict(game.candidates()[0].strategies) | change
    with pytest.raises(GameError, match=message):
        game.regret(StrategyProfile(strategies))
