"""The restraint form: its arguments, and its check of any profile against enumerated plans."""

from __future__ import annotations

import dataclasses
import itertools
import math
import pickle
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.automaton import ATTACK, RESTRAIN, constant_profile, state_names, threat_profile
from deterrence.games.form import Form
from deterrence.games.profile import StrategyProfile
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import critical_discount, is_sustained, margin, value
from deterrence.games.single_front import is_dilemma

PAYOFFS = (5, 3, 1, 0)


def from_rows(rows, discount, false_alarm=0.0, detection=1.0, periods=math.inf) -> Restraint:
    """Return a game from one row (T, R, P, S) per player."""
    temptation, reward, punishment, sucker = (tuple(column) for column in np.asarray(rows).T)
    return Restraint(temptation, reward, punishment, sucker, tuple(discount), false_alarm, detection, periods)


def test_restraint_is_a_form_with_labels_and_scalars_broadcast():
    game = Restraint(*PAYOFFS, 0.9, players=("israel", "hezbollah"), name="border")
    assert isinstance(game, Form)
    assert (game.form, game.default_concept, game.worst) == ("restraint", "perfect_public", ("payoff_sum", "lowest"))
    assert game.temptation == (5.0, 5.0)
    assert game.players == ("israel", "hezbollah")
    assert game.name == "border"


@pytest.mark.parametrize("periods", [3, 3.0, np.int64(3), Fraction(3)])
def test_number_of_punishment_periods_is_kept_as_an_integer(periods):
    game = Restraint(*PAYOFFS, 0.9, punishment_periods=periods)
    assert type(game.punishment_periods) is int


def test_number_of_players_comes_from_tuples_or_labels():
    assert Restraint((5, 4, 6), 3, 1, 0, 0.9).players == (0, 1, 2)
    assert Restraint(*PAYOFFS, 0.9, players="abc").players == ("a", "b", "c")
    assert len(critical_discount(Restraint([5, 4, 6], 3, 1, 0, 0.9))) == 3


def test_games_copy_and_cross_processes():
    game = Restraint(*PAYOFFS, 0.9, punishment_periods=2)
    assert critical_discount(pickle.loads(pickle.dumps(game))) == critical_discount(game)
    patient = dataclasses.replace(game, discount=0.5)
    assert patient.discount == (0.5, 0.5)
    assert is_sustained(patient) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"discount": 1}, "discount"),
        ({"discount": (0.5, -0.1)}, "discount of 1"),
        ({"temptation": math.nan}, "temptation"),
        ({"sucker": (0, -math.inf)}, "sucker of 1"),
        ({"false_alarm": 0.5, "detection": 0.5}, "false_alarm < detection"),
        ({"false_alarm": -0.1}, "false_alarm"),
        ({"detection": 1.1}, "detection"),
        ({"false_alarm": Fraction(1), "detection": Fraction(1)}, "false_alarm"),
        ({"punishment_periods": 0}, "punishment_periods"),
        ({"punishment_periods": 2.5}, "punishment_periods"),
        ({"punishment_periods": math.nan}, "punishment_periods"),
        ({"punishment_periods": True}, "punishment_periods"),
        ({"punishment_periods": np.array([2.0, 3.0])}, "punishment_periods"),
        ({"temptation": (5, 4, 3), "reward": (3, 3)}, "2 entries"),
        ({"temptation": (5,)}, "two or more"),
        ({"temptation": "five"}, "temptation"),
        ({"temptation": True}, "temptation"),
        ({"temptation": np.ones((2, 3))}, "shape"),
        ({"temptation": np.ones(3), "reward": np.zeros(4)}, "lengths"),
        ({"players": ("a", "a")}, "different labels"),
        ({"false_alarm": (0.1, 0.2)}, "one signal"),
    ],
)
def test_faulty_arguments_raise_at_the_door(change, message):
    arguments = dict(zip(("temptation", "reward", "punishment", "sucker"), PAYOFFS, strict=True)) | {"discount": 0.9}
    with pytest.raises(GameError, match=message):
        Restraint(**(arguments | change))


def test_draws_at_fault_are_nan_in_every_measure_and_the_others_go_on():
    epsilon = np.array([0.05, 0.95, 0.1, np.nan, 0.2])
    delta = np.array([0.9, 0.9, 1.0, 0.9, 0.9])
    game = Restraint((5, np.array([5, 5, 5, 5, np.inf])), 3, 1, 0, delta, epsilon, 0.9)
    for measured in (critical_discount(game)[0], is_sustained(game), margin(game), value(game)[1], is_dilemma(game)):
        assert np.isnan(measured).tolist() == [False, True, True, True, True]
    sound = Restraint(*PAYOFFS, 0.9, 0.05, 0.9)
    assert critical_discount(game)[0][0] == pytest.approx(critical_discount(sound)[0])
    assert np.isnan(game.regret(threat_profile(game.players, math.inf))).tolist() == [False, True, True, True, True]


def test_array_is_draws_and_tuple_is_per_player():
    draws = np.array([5.0, 4.0, 6.0])
    assert [len(part) for part in critical_discount(Restraint(draws, 3, 1, 0, 0.9))] == [3, 3]
    first, second = critical_discount(Restraint((draws, 4), 3, 1, 0, 0.9))
    np.testing.assert_allclose(first, (draws - 3) / (draws - 1))
    assert second == pytest.approx(1 / 3)


# Regret, against the enumeration of every pure plan by linear algebra.


def plan_values(game: Restraint, player: int, mine: dict, theirs: dict, states: tuple[str, ...]) -> np.ndarray:
    """Return the values of all states to a player when both sides follow tables of chances to restrain."""
    t, r, p, s = (float(x) for x in game.payoff_rows[player])
    delta, epsilon, rho = float(game.discount[player]), float(game.false_alarm), float(game.detection)
    n_states = len(states)
    move, payoff = np.zeros((n_states, n_states)), np.zeros(n_states)
    for place, state in enumerate(states):
        a, b = mine[state], theirs[state]
        payoff[place] = a * b * r + a * (1 - b) * s + (1 - a) * b * t + (1 - a) * (1 - b) * p
        if state == "restraint":
            move[place, 1] = a * b * epsilon + (1 - a * b) * rho
            move[place, 0] = 1 - move[place, 1]
        elif state in ("always", "punishment"):
            move[place, place] = 1
        else:
            move[place, (place + 1) % n_states] = 1
    return np.linalg.solve(np.eye(n_states) - delta * move, (1 - delta) * payoff)


@pytest.mark.parametrize("periods", [1, 2, 3, math.inf])
@pytest.mark.parametrize("kind", ["automaton", "mixed", "always"])
def test_regret_is_the_best_of_all_pure_plans_from_every_state(kind, periods):
    rng = np.random.default_rng(51)  # seed 51
    for _ in range(25):
        epsilon, rho = np.sort(rng.uniform(0.01, 1, 2))
        game = from_rows(rng.uniform(-3, 7, (2, 4)), rng.random(2), epsilon, rho, periods)
        states = ("always",) if kind == "always" else state_names(periods)
        tables = [dict.fromkeys(states, 0.0) | {states[0]: 1.0}] * 2
        if kind != "automaton":
            tables = [dict(zip(states, rng.random(len(states)), strict=True)) for _ in range(2)]
        profile = StrategyProfile(
            {j: {s: {RESTRAIN: x, ATTACK: 1 - x} for s, x in table.items()} for j, table in enumerate(tables)}
        )
        found = game.regret_by_state(profile)
        for player in range(2):
            mine, theirs = tables[player], tables[1 - player]
            plans = [dict(zip(states, plan, strict=True)) for plan in itertools.product((0.0, 1.0), repeat=len(states))]
            best = np.max([plan_values(game, player, plan, theirs, states) for plan in plans], axis=0)
            expected = best - plan_values(game, player, mine, theirs, states)
            np.testing.assert_allclose(list(found[player].values()), expected, atol=1e-10)
        assert game.regret(profile) == max(max(row.values()) for row in found.values())


def test_one_shot_regret_is_zero_exactly_where_regret_is():
    rng = np.random.default_rng(52)  # seed 52
    signs = set()
    for _ in range(200):
        periods = float(rng.choice([1, 4, math.inf]))
        rows = -np.sort(-rng.uniform(-3, 7, (2, 4)), axis=1)
        game = from_rows(rows, rng.random(2), 0.05, 0.9, periods)
        profile = threat_profile(game.players, periods)
        once = max(max(row.values()) for row in game.one_shot_regret(profile).values())
        assert (once <= 1e-12) == (game.regret(profile) <= 1e-12)
        signs.add(once <= 1e-12)
    assert signs == {True, False}


def test_regret_of_exact_games_is_exact():
    game = Restraint(Fraction(5), 3, 1, 0, Fraction(1, 2))
    assert game.regret(threat_profile(game.players, math.inf)) == 0
    impatient = Restraint(Fraction(5), 3, 1, 0, Fraction(2, 5))
    assert impatient.regret(threat_profile(impatient.players, math.inf)) == Fraction(2, 5)
    assert isinstance(impatient.regret(threat_profile(impatient.players, math.inf)), Fraction)


def test_regret_takes_no_part_in_the_level_of_payoffs():
    game = Restraint(1e9 + 5, 1e9 + 3, 1e9 + 1, 1e9, 0.9, 0.05, 0.9, 5)
    assert game.regret(threat_profile(game.players, 5)) <= 1e-9 * 5


def test_three_players_need_common_actions():
    game = Restraint(*PAYOFFS, 0.9, players=("a", "b", "c"))
    assert game.regret(threat_profile(game.players, math.inf)) == 0
    assert game.regret(constant_profile(game.players, ATTACK)) == 0
    assert game.regret(constant_profile(game.players, RESTRAIN)) == pytest.approx(2)
    strategies = {label: {"always": {RESTRAIN: 0.5, ATTACK: 0.5}} for label in game.players}
    with pytest.raises(GameError, match="neither all restrain nor all attack"):
        game.regret(StrategyProfile(strategies))


@pytest.mark.parametrize(
    ("strategies", "message"),
    [
        ({0: {"always": {"attack": 1.0}}}, "no strategy for player 1"),
        ({0: {"always": {"attack": 1.0}}, 1: {"restraint": {"attack": 1.0}}}, "saw states"),
        ({0: {"always": {"atack": 1.0}}, 1: {"always": {"attack": 1.0}}}, "did you mean 'attack'"),
        ({0: {"always": {"attack": 0.9}}, 1: {"always": {"attack": 1.0}}}, "sum to one"),
    ],
)
def test_profiles_that_do_not_fit_are_refused(strategies, message):
    with pytest.raises(GameError, match=message):
        Restraint(*PAYOFFS, 0.9).regret(StrategyProfile(strategies))


def test_profile_for_another_punishment_length_is_refused():
    game = Restraint(*PAYOFFS, 0.9, punishment_periods=2)
    with pytest.raises(GameError, match="states"):
        game.regret(threat_profile(game.players, 3))
