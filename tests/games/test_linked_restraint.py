"""Restraint on several fronts: known answers, and every subset and state by brute force."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.automaton import ATTACK, RESTRAIN, constant_profile, state_names, threat_profile
from deterrence.games.form import Form
from deterrence.games.linked_measures import binding_subset, separate_critical_discount
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.profile import StrategyProfile
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import (
    binding_player,
    critical_discount,
    incentive,
    is_sustained,
    margin,
    shortest_punishment,
    value,
)


def twins(false_alarm: float, discount: float = 0.7) -> LinkedRestraint:
    front = Restraint(5, 3, 1, 0, discount, false_alarm, 0.9)
    return LinkedRestraint((front, front), weights=1)


def test_linked_restraint_is_a_form_with_named_fronts_and_actions():
    game = LinkedRestraint(
        (Restraint(5, 3, 1, 0, 0.9, name="border"), Restraint(4, 3, 1, 0, 0.9, name="gulf")),
        weights=(1, 0.5),
        seats=((0, 1), (1, 2)),
        players=("a", "b", "c"),
    )
    assert isinstance(game, Form)
    assert (game.form, game.default_concept) == ("linked_restraint", "perfect_public")
    assert game.actions(1) == ("restrain", "attack border", "attack gulf", "attack")
    assert game.actions(2) == ("restrain", "attack")
    assert twins(0.1).actions(0) == ("restrain", "attack 0", "attack 1", "attack")


def random_linked(rng: np.random.Generator, periods: float, most: int = 3) -> LinkedRestraint:
    """Return fronts among two or three players, dilemmas or not."""
    n_fronts = int(rng.integers(1, most + 1))
    seats = [(0, 1)] * n_fronts if rng.random() < 0.5 else [(0, 1), (2, 0), (1, 0)][:n_fronts]
    n_players = 1 + max(max(pair) for pair in seats)
    fronts = []
    for _ in range(n_fronts):
        rows = rng.integers(-6, 7, (2, 4)).astype(float)
        if rng.random() < 0.85:
            rows = -np.sort(-rng.uniform(-3, 7, (2, 4)), axis=1)
            rows[:, 0] = rows[:, 1] + (rows[:, 0] - rows[:, 1]) / 2  # mild temptations, so that many games hold
        epsilon, rho = np.sort(rng.uniform(0.001, 1, 2)) * (0.1, 1)
        temptation, reward, punishment, sucker = (tuple(column) for column in rows.T)
        fronts.append(Restraint(temptation, reward, punishment, sucker, 0.5, epsilon, rho))
    patience = tuple(rng.random(n_players) ** 0.2)
    return LinkedRestraint(fronts, tuple(rng.uniform(0.2, 2, n_fronts)), seats, patience, periods)


# Brute force, written without the library's own incentives: transition matrices, all subsets, all states.


def brute_force_gains(game: LinkedRestraint, player: int) -> np.ndarray:
    """Return the gain from each deviation (subset of fronts) in each state of the linked automaton."""
    own = [(f, pair.index(player)) for f, pair in enumerate(game.seats) if player in pair]
    delta, periods = float(game.discount[player]), game.punishment_periods
    n_states = 2 if math.isinf(periods) else int(periods) + 1
    gains = np.zeros((n_states, 2 ** len(own)))

    def payoff(attacks: tuple[bool, ...], others_attack: bool) -> float:
        total = 0.0
        for (f, side), attack in zip(own, attacks, strict=True):
            front = game.fronts[f]
            peace = front.temptation if attack else front.reward
            war = front.punishment if attack else front.sucker
            total += float(game.weights[f]) * float((war if others_attack else peace)[side])
        return total

    def row(attacks: tuple[bool, ...], state: int) -> np.ndarray:
        result = np.zeros(n_states)
        if state:
            result[1 if math.isinf(periods) else (state + 1) % n_states] = 1
            return result
        attacked = {f for (f, _), attack in zip(own, attacks, strict=True) if attack}
        quiet = np.prod([1 - (x.detection if f in attacked else x.false_alarm) for f, x in enumerate(game.fronts)])
        result[0], result[1] = quiet, 1 - quiet
        return result

    plans = [(state > 0,) * len(own) for state in range(n_states)]
    move = np.array([row(plan, state) for state, plan in enumerate(plans)])
    flow = np.array([payoff(plan, state > 0) for state, plan in enumerate(plans)])
    values = np.linalg.solve(np.eye(n_states) - delta * move, (1 - delta) * flow)
    for state in range(n_states):
        for place, attacks in enumerate(itertools.product((False, True), repeat=len(own))):
            once = (1 - delta) * payoff(attacks, state > 0) + delta * row(attacks, state) @ values
            gains[state, place] = once - values[state]
    return gains


@pytest.mark.parametrize("periods", [1, 3, math.inf])
def test_is_sustained_and_regret_agree_with_brute_force_over_subsets_and_states(periods):
    rng = np.random.default_rng(91)  # seed 91
    counts = {0: 0, 1: 0}
    for _ in range(80):
        game = random_linked(rng, periods)
        profile = threat_profile(game.players, periods)
        worst = 0.0
        for player, label in enumerate(game.players):
            gains = brute_force_gains(game, player)
            assert list(game.one_shot_regret(profile)[label].values()) == pytest.approx(gains.max(axis=1), abs=1e-10)
            worst = max(worst, gains.max())
        assert (game.regret(profile) <= 1e-10) == (worst <= 1e-10)
        everybody_restrains = game.regret(constant_profile(game.players, RESTRAIN)) <= 1e-12
        harmed = all(own.is_harmed for own in game.stakes)
        expected = everybody_restrains or (harmed and worst <= 1e-10)
        assert is_sustained(game) == expected
        assert (margin(game) >= 0) == expected
        counts[int(expected)] += 1
    assert min(counts.values()) >= 8


@pytest.mark.parametrize("periods", [1, 2, math.inf])
def test_regret_is_the_best_of_all_plans_against_mixed_strategies(periods):
    rng = np.random.default_rng(92)  # seed 92
    states = state_names(periods)
    for _ in range(6):
        game = random_linked(rng, periods, most=2 if periods == 2 else 3)
        tables = [
            {
                state: dict(zip(game.actions(j), rng.dirichlet(np.ones(len(game.actions(j)))), strict=True))
                for state in states
            }
            for j in range(len(game.players))
        ]
        profile = StrategyProfile(dict(enumerate(tables)))
        found = game.regret_by_state(profile)
        for player in range(len(game.players)):
            values = [
                joint_values(game, player, [*tables[:player], plan, *tables[player + 1 :]], states)
                for choice in itertools.product(game.actions(player), repeat=len(states))
                for plan in [{state: {action: 1.0} for state, action in zip(states, choice, strict=True)}]
            ]
            expected = np.max(values, axis=0) - joint_values(game, player, tables, states)
            np.testing.assert_allclose(list(found[player].values()), expected, atol=1e-10)


def joint_values(game: LinkedRestraint, player: int, tables: list[dict], states: tuple[str, ...]) -> np.ndarray:
    """Return a player's value of each state by summing over everybody's joint actions."""
    n_states, delta = len(states), float(game.discount[player])
    move, flow = np.zeros((n_states, n_states)), np.zeros(n_states)
    for place, state in enumerate(states):
        if place:
            move[place, 1 if state == "punishment" else (place + 1) % n_states] = 1
        for joint in itertools.product(*(table[state].items() for table in tables)):
            chance = np.prod([p for _, p in joint])
            attacks = [
                dict(zip(game.actions(j), game.subsets(j), strict=True))[action] for j, (action, _) in enumerate(joint)
            ]
            quiet = 1.0
            for f, (front, pair) in enumerate(zip(game.fronts, game.seats, strict=True)):
                first, second = (f in attacks[seat] for seat in pair)
                quiet *= 1 - (front.detection if first or second else front.false_alarm)
                if player in pair:
                    mine, other = (first, second) if pair[0] == player else (second, first)
                    table = ((front.reward, front.sucker), (front.temptation, front.punishment))[mine][other]
                    flow[place] += chance * float(game.weights[f]) * float(table[pair.index(player)])
            if place == 0:
                move[0, 0] += chance * quiet
    move[0, 1] += 1 - move[0, 0]
    return np.linalg.solve(np.eye(n_states) - delta * move, (1 - delta) * flow)


def test_draws_at_fault_on_one_front_are_nan_everywhere():
    first = Restraint(5, 3, 1, 0, 0.9, np.array([0.1, 0.95, 0.1]), 0.9)
    game = LinkedRestraint((first, Restraint(5, 3, 1, 0, 0.9, 0.1, 0.9)), np.array([1.0, 1.0, -1.0]))
    for measured in (critical_discount(game)[0], is_sustained(game), separate_critical_discount(game)[1]):
        assert np.isnan(measured).tolist() == [False, True, True]
    assert binding_subset(game)[0].tolist() == ["attack", "", ""]


def test_a_front_where_one_side_would_not_retaliate_unmakes_the_threat():
    sound, chicken = Restraint(5, 3, 1, 0, 0.99), Restraint(5, 3, 0, 1, 0.99)
    game = LinkedRestraint((sound, chicken), 1)
    assert critical_discount(game) == (math.inf, math.inf)
    assert is_sustained(game) == 0
    assert is_sustained(LinkedRestraint((sound, chicken), (1, 0))) == 1  # the front does not count
    only_second = Restraint((5, 2), 3, (1, 0), (0, 1), 0.99)
    linked = LinkedRestraint((sound, only_second), 1, seats=((0, 1), (0, 2)))
    assert critical_discount(linked)[2] == 0
    assert is_sustained(linked) == 0
    assert binding_player(linked) == 2


def test_a_player_whose_fronts_weigh_nothing_is_indifferent_and_no_reason_to_refuse():
    held = Restraint(5, 3, 1, 0, 0.9, 0.02, 0.9)
    for idle in (
        Restraint(5, 3, 1, 0, 0.9, 0.1, 0.9),
        Restraint(5, 1, 3, 0, 0.9, 0.1, 0.9),
        Restraint(5, 3, 0, 1, 0.9),
    ):
        game = LinkedRestraint((held, idle), (1, 0), seats=((0, 1), (1, 2)))
        without = LinkedRestraint((held, Restraint(0, 0, 0, 0, 0.9, idle.false_alarm, idle.detection)), (1, 1))
        assert is_sustained(game) == 1
        assert critical_discount(game)[0] == pytest.approx(critical_discount(without)[0])  # its false alarms count
        assert critical_discount(game)[2] == separate_critical_discount(game)[2] == 0
        assert value(game)[2] == 0
        assert game.regret(threat_profile(game.players, math.inf)) <= 1e-12
    draws = LinkedRestraint((held, held), (1.0, np.array([1.0, 0.0])), seats=((0, 1), (1, 2)))
    assert is_sustained(draws).tolist() == [1, 1]


def test_a_front_that_players_prefer_at_war_is_outweighed_by_others():
    deadlock, peace = Restraint(5, 1, 3, 0, 0.9), Restraint(9, 8, 0, -1, 0.9)
    assert is_sustained(deadlock) == 0
    assert is_sustained(LinkedRestraint((deadlock, peace), 1)) == 1


def test_incentive_sums_what_not_retaliating_saves_on_every_front():
    chicken = Restraint(5, 3, 0, 1, 0.9)
    game = LinkedRestraint((chicken, Restraint(5, 3, 0, 2, 0.9)), (1, 2))
    (by_state, _) = game.one_shot_regret(threat_profile(game.players, math.inf)).values()
    assert incentive(game)[0] * game.payoff_ranges[0] == pytest.approx(-by_state["punishment"])
    assert by_state["punishment"] == pytest.approx((1 - 0.9) * (1 + 2 * 2))


def test_untempted_players_restrain_and_shortest_punishment_suffices():
    calm = Restraint(2, 3, 0, 1, 0.0)
    game = LinkedRestraint((calm, calm), (1, 2))
    assert (is_sustained(game), value(game), shortest_punishment(game)) == (1, (9, 9), 0)
    assert binding_subset(game) == ("", "")
    patient = twins(false_alarm=0.05, discount=0.8)
    shortest = int(shortest_punishment(patient))
    held = [is_sustained(LinkedRestraint(patient.fronts, 1, punishment_periods=n)) for n in (shortest - 1, shortest)]
    assert held == [0, 1]


FRONT = Restraint(5, 3, 1, 0, 0.9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"fronts": (), "weights": ()}, "no fronts"),
        ({"fronts": (Restraint((5, 5, 5), 3, 1, 0, 0.9),), "weights": 1}, "3 players"),
        ({"fronts": (FRONT,), "weights": (1, 2)}, "weights"),
        ({"fronts": (FRONT,), "weights": -1}, "weight of front 0"),
        ({"fronts": (FRONT,), "weights": math.inf}, "weight of front 0"),
        ({"fronts": (FRONT,), "weights": 1, "seats": ((0, 0),)}, "seats"),
        ({"fronts": (FRONT,), "weights": 1, "seats": ((0, 1), (1, 2))}, "seats"),
        ({"fronts": (FRONT,), "weights": 1, "seats": ((0, 2),)}, "0 fronts of player 1"),
        ({"fronts": (FRONT,) * 11, "weights": 1}, "11 fronts"),
        ({"fronts": (FRONT,), "weights": 1, "players": ("a",)}, "different labels"),
        ({"fronts": (FRONT, Restraint(5, 3, 1, 0, 0.8)), "weights": 1}, "give discount"),
        ({"fronts": (FRONT,), "weights": 1, "discount": (0.9, 1.0)}, "discount of 1"),
        ({"fronts": (FRONT,), "weights": 1, "punishment_periods": -1}, "punishment_periods"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, message):
    with pytest.raises(GameError, match=message):
        LinkedRestraint(**arguments)


def test_given_discount_settles_a_disagreement_between_fronts():
    game = LinkedRestraint((FRONT, Restraint(5, 3, 1, 0, 0.8)), 1, discount=(0.7, 0.6))
    assert game.discount == (0.7, 0.6)
    assert game.regret(constant_profile(game.players, ATTACK)) == 0
