"""The machine behind restraint: its states, its standard profiles, and the reading of any profile."""

from __future__ import annotations

import math

import pytest

from deterrence.errors import GameError
from deterrence.games.automaton import (
    ALWAYS,
    ATTACK,
    RESTRAIN,
    Decision,
    best_values,
    constant_profile,
    one_shot_gains,
    profile_states,
    profile_values,
    read_mix,
    state_names,
    threat_profile,
)
from deterrence.games.profile import StrategyProfile


def test_threat_profile_restrains_in_restraint_and_attacks_else():
    profile = threat_profile(("a", "b"), 2)
    assert tuple(profile.strategies["a"]) == state_names(2) == ("restraint", "punishment 1", "punishment 2")
    assert profile.strategies["b"]["restraint"] == {RESTRAIN: 1.0}
    assert profile.strategies["b"]["punishment 2"] == {ATTACK: 1.0}


def test_states_of_a_profile_are_always_or_those_of_the_machine():
    assert profile_states(constant_profile((0, 1), ATTACK), 3) == (ALWAYS,)
    assert profile_states(threat_profile((0, 1), math.inf), math.inf) == ("restraint", "punishment")


def test_sure_actions_are_read_as_integers_so_that_fractions_survive():
    mix = read_mix(threat_profile((0, 1), 1), 0, state_names(1), (RESTRAIN, ATTACK), "restraint")
    assert mix == ((1, 0), (0, 1))
    assert all(type(chance) is int for row in mix for chance in row)


def test_probabilities_outside_the_simplex_are_refused():
    profile = StrategyProfile({0: {ALWAYS: {RESTRAIN: 1.5, ATTACK: -0.5}}})
    with pytest.raises(GameError, match="sum to one"):
        read_mix(profile, 0, (ALWAYS,), (RESTRAIN, ATTACK), "restraint")


def test_values_of_a_one_period_punishment_by_hand():
    # Patience 1/2. In restraint an attack pays 4, restraint 2, which breaks down one time in four; punishment pays 0.
    decision = Decision(0.5, state_names(1), ((2.0, 4.0), (-1.0, 0.0)), (0.25, 1.0), ((1, 0), (0, 1)))
    kept = profile_values(decision)
    # v = 1 + (3/4 v + 1/4 w) / 2 and w = v / 2
    assert kept == pytest.approx((16 / 9, 8 / 9))
    # attacking in restraint for good: v = 2 + w / 2 and w = v / 2
    assert best_values(decision) == pytest.approx((8 / 3, 4 / 3))
    assert one_shot_gains(decision) == pytest.approx((2 + 2 / 9 * 2 - 16 / 9, 0))


def test_a_punishment_of_more_periods_than_a_machine_can_hold_is_refused():
    with pytest.raises(GameError, match="at most 10000 for a profile; use inf"):
        state_names(1e15)
