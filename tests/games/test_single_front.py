"""Measures of one front: edges of the rules, classes of games, and the equation behind a threshold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import (
    binding_player,
    critical_discount,
    is_sustained,
    margin,
    shortest_punishment,
    value,
)
from deterrence.games.single_front import (
    best_symmetric_value,
    class_labels,
    grim_critical_discount,
    is_dilemma,
    max_false_alarm,
    tft_critical_discount,
)

THRESHOLDS = (critical_discount, grim_critical_discount, tft_critical_discount)


@pytest.mark.parametrize(
    ("payoffs", "label"), [((5, 1, 3, 0), "deadlock"), ((5, 3, 0, 1), "chicken"), ((5, 3, 3, 0), "deadlock")]
)
def test_tempted_player_without_a_credible_threat_has_no_threshold(payoffs, label):
    game = Restraint(*payoffs, discount=0.99)
    assert class_labels(game) == (label, label)
    for measure in THRESHOLDS:
        assert measure(game) == (math.inf, math.inf)
    assert is_sustained(game) == 0
    assert margin(game) == -math.inf
    assert shortest_punishment(game) == math.inf
    assert max_false_alarm(game) == (-math.inf, -math.inf)
    assert all(math.isnan(number) for number in value(game))


@pytest.mark.parametrize(("payoffs", "label"), [((3, 3, 1, 0), "stag_hunt"), ((2, 3, 0, 1), "harmony")])
def test_players_without_temptation_restrain_at_any_patience(payoffs, label):
    game = Restraint(*payoffs, discount=0, false_alarm=0.1, detection=0.2)
    assert class_labels(game) == (label, label)
    for measure in THRESHOLDS:
        assert measure(game) == (0, 0)
    assert is_sustained(game) == 1
    assert margin(game) == 0
    assert shortest_punishment(game) == 0
    assert max_false_alarm(game) == (0.2, 0.2)
    assert best_symmetric_value(game) == (3, 3)


def test_untempted_pair_gets_reward_where_the_automaton_is_no_threat():
    assert value(Restraint(2, 3, 0, 1, 0.9, 0.1, 0.9)) == (3, 3)  # P < S
    assert value(Restraint(2, 3, 4, 1, 0.9, 0.1, 0.9)) == (3, 3)  # R < P
    assert value(Restraint(2, 3, 1, 0, 0.9, 0.1, 0.9))[0] < 3  # the automaton is one, and pays for noise


@pytest.mark.parametrize(("punishment", "sucker"), [(0, 1), (3, 0), (4, 0)])
def test_one_player_that_breaks_the_threat_unmakes_it_for_all(punishment, sucker):
    game = Restraint((5, 2), 3, (1, punishment), (0, sucker), discount=0.9)
    assert critical_discount(game) == (0.5, 0)  # the second needs no threat itself
    assert is_sustained(game) == 0
    assert binding_player(game) == 1
    assert margin(game) == -math.inf
    assert shortest_punishment(game) == math.inf
    assert all(math.isnan(number) for number in value(game))


def test_untempted_player_that_carries_out_the_threat_leaves_it_standing():
    game = Restraint((5, 2), 3, 1, 0, discount=(0.6, 0.0))
    assert critical_discount(game) == (0.5, 0)
    assert is_sustained(game) == 1
    assert binding_player(game) == 1  # both have patience to spare, the second less
    assert margin(game) == 0


def test_too_much_noise_or_too_short_a_punishment_leaves_no_threshold():
    assert critical_discount(Restraint(5, 3, 1, 0, 0.9, false_alarm=0.45, detection=0.9)) == (math.inf, math.inf)
    assert critical_discount(Restraint(5, 3, 1, 0, 0.9, punishment_periods=1)) == (math.inf, math.inf)
    tenths = Restraint(0.3, 0.2, 0.1, 0, 0.9, punishment_periods=1)  # g = X, which floats miss by one digit
    assert critical_discount(tenths) == (math.inf, math.inf)


def test_impatient_player_is_not_held_back_at_all():
    game = Restraint(5, 3, 1, 0, discount=0)
    assert is_sustained(game) == 0
    assert max_false_alarm(game) == (-math.inf, -math.inf)
    assert best_symmetric_value(game) == (1, 1)
    assert best_symmetric_value(Restraint(5, 3, 0, 1, discount=0)) == pytest.approx((math.nan,) * 2, nan_ok=True)


def test_best_symmetric_value_is_the_best_chance_of_grim_punishment_found_by_search():
    rng = np.random.default_rng(61)  # seed 61
    for _ in range(50):
        rows = -np.sort(-rng.uniform(-3, 7, (2, 4)), axis=1)
        deltas, (epsilon, rho) = rng.uniform(0.5, 1, 2), np.sort(rng.uniform(0.01, 1, 2)) * (0.2, 1)
        temptation, reward, punishment, sucker = (tuple(column) for column in rows.T)
        game = Restraint(temptation, reward, punishment, sucker, tuple(deltas), epsilon, rho)
        phi = np.linspace(0, 1, 200_001)
        holds, values = np.ones_like(phi, dtype=bool), []
        for (t, r, p, _), delta in zip(rows, deltas, strict=True):
            # V solves V = (1 - d) r + d [(1 - e phi) V + e phi p]; an attack changes e into rho.
            v = ((1 - delta) * r + delta * epsilon * phi * p) / (1 - delta * (1 - epsilon * phi))
            holds &= (1 - delta) * t + delta * ((1 - rho * phi) * v + rho * phi * p) <= v + 1e-12
            values.append(v)
        found = best_symmetric_value(game)
        if not holds.any():
            assert found == tuple(rows[:, 2])
        else:
            for player in range(2):
                assert found[player] == pytest.approx(values[player][holds].max(), abs=1e-3)


def test_max_false_alarm_is_where_restraint_stops_holding():
    for periods in (1, 3, math.inf):
        limit = max_false_alarm(Restraint(4, 3, 1, 0, 0.9, 0.0, 0.8, periods))[0]
        assert is_sustained(Restraint(4, 3, 1, 0, 0.9, limit - 1e-9, 0.8, periods)) == 1
        assert is_sustained(Restraint(4, 3, 1, 0, 0.9, limit + 1e-9, 0.8, periods)) == 0


def test_tit_for_tat_is_subgame_perfect_on_the_knife_edge_only():
    def gains(t, r, p, s, delta):
        # Under tit for tat the state is the pair of last actions; 1 is an attack.
        payoff = {(0, 0): r, (0, 1): s, (1, 0): t, (1, 1): p}

        def total(state, first=None):
            worth, weight, mine, other = 0.0, 1.0, *state
            for period in range(400):
                mine, other = (first if period == 0 and first is not None else other), mine
                worth, weight = worth + weight * payoff[mine, other], weight * delta
            return worth

        return max(total(state, action) - total(state) for state in payoff for action in (0, 1))

    assert gains(4, 3, 1, 0, 1 / 3) <= 1e-12
    assert gains(4, 3, 1, 0, 0.5) > 0.1
    assert tft_critical_discount(Restraint(4, 3, 1, 0, 0.5))[0] == pytest.approx(1 / 3)


def test_is_dilemma_asks_every_player_for_strict_order():
    assert is_dilemma(Restraint(5, 3, 1, 0, 0.5)) == 1
    assert is_dilemma(Restraint((5, 3), 3, 1, 0, 0.5)) == 0
    assert is_dilemma(Restraint(5, 3, (1, 0), 0, 0.5)) == 0


def test_class_labels_are_empty_at_draws_at_fault_and_refuse_symbols():
    import sympy

    labels = class_labels(Restraint(np.array([5.0, 2.0, 5.0]), 3, 1, 0, np.array([0.5, 0.5, 1.5])))
    assert labels[0].tolist() == ["dilemma", "stag_hunt", ""]
    with pytest.raises(SolverError, match="symbolic"):
        class_labels(Restraint(sympy.Symbol("T"), 3, 1, 0, 0.5))


def best_reply_to_tit_for_tat(row, delta):
    """Return the value of the best of the three plans that can be best: restrain, attack, attack every other period."""
    t, r, p, s = row
    return max(r, (1 - delta) * t + delta * p, (t + delta * s) / (1 + delta))


def test_tit_for_tat_is_nash_exactly_from_the_threshold_on_in_every_dilemma():
    rng = np.random.default_rng(17)  # seed 17
    for _ in range(200):
        row = -np.sort(-rng.uniform(-5, 5, 4))
        threshold = tft_critical_discount(Restraint(*row.tolist(), 0.5))[0]
        for delta in rng.random(5):
            holds = best_reply_to_tit_for_tat(row, delta) <= row[1] + 1e-12
            assert holds == (delta >= threshold)


def test_tit_for_tat_in_chicken_follows_the_rule_for_threats_not_nash():
    assert tft_critical_discount(Restraint(5, 4, 0, 1, 0.9)) == (math.inf, math.inf)
    assert best_reply_to_tit_for_tat((5, 4, 0, 1), 0.5) == 4
