"""The measures of restraint against known answers, explicit transition matrices and a simulation."""

from __future__ import annotations

import math
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import (
    binding_player,
    critical_discount,
    expected_periods_to_breakdown,
    is_sustained,
    margin,
    restraint_share,
    shortest_punishment,
    value,
)
from deterrence.games.single_front import (
    best_symmetric_value,
    grim_critical_discount,
    max_false_alarm,
    tft_critical_discount,
)

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "restraint.toml").read_text())
ASYMMETRIC = ((5, 3, 0, -2), (4, 3, 1, 0))  # (T, R, P, S) of each player


def from_rows(rows, discount, false_alarm=0.0, detection=1.0, periods=math.inf) -> Restraint:
    """Return a game from one row (T, R, P, S) per player."""
    temptation, reward, punishment, sucker = (tuple(column) for column in np.asarray(rows).T)
    return Restraint(temptation, reward, punishment, sucker, tuple(discount), false_alarm, detection, periods)


@pytest.mark.parametrize("case", GOLDEN["perfect_signals"], ids=lambda case: str(case["payoffs"]))
def test_thresholds_under_perfect_signals_match_known_answers(case):
    game = Restraint(*case["payoffs"], discount=0.9)
    assert grim_critical_discount(game)[0] == pytest.approx(case["grim"], abs=case["tolerance"])
    assert critical_discount(game)[1] == pytest.approx(case["grim"], abs=case["tolerance"])
    assert tft_critical_discount(game)[0] == pytest.approx(case["tit_for_tat"], abs=case["tolerance"])
    for periods, expected in case["by_periods"].items():
        found = critical_discount(Restraint(*case["payoffs"], discount=0.9, punishment_periods=int(periods)))[0]
        assert found == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("case", GOLDEN["imperfect_signals"], ids=lambda case: f"{case['payoffs']}, {case['periods']}")
def test_measures_under_imperfect_signals_match_known_answers(case):
    signals = [case[key] for key in ("discount", "false_alarm", "detection")]
    game = Restraint(*case["payoffs"], *signals, punishment_periods=case["periods"])
    assert is_sustained(game) == 1
    for measure in (value, max_false_alarm, best_symmetric_value):
        if measure.__name__ in case:
            assert measure(game)[0] == pytest.approx(case[measure.__name__], abs=case["tolerance"])
    if "unlimited_critical_discount" in case:
        unlimited = Restraint(*case["payoffs"], *signals)
        assert critical_discount(unlimited)[0] == pytest.approx(case["unlimited_critical_discount"], abs=1e-6)
    if "shortest_punishment" in case:
        assert shortest_punishment(game) == case["shortest_punishment"]


@pytest.mark.parametrize("case", GOLDEN["flips"], ids=lambda case: f"{case['false_alarm']}, {case['detection']}")
def test_hotline_and_observers_flip_restraint(case):
    game = Restraint(5, 3, 1, 0, case["discount"], case["false_alarm"], case["detection"])
    assert critical_discount(game)[0] == pytest.approx(case["critical_discount"], abs=5e-5)
    assert is_sustained(game) == case["is_sustained"]


@pytest.mark.parametrize(("discount", "expected"), [((0.41, 0.34), 1), ((0.39, 0.9), 0), ((0.9, 0.32), 0)])
def test_asymmetric_thresholds_bind_each_player_apart(discount, expected):
    game = from_rows(ASYMMETRIC, discount)
    assert critical_discount(game) == pytest.approx((0.4, 1 / 3))
    assert is_sustained(game) == expected


def test_binding_player_is_the_one_shortest_of_patience():
    game = from_rows(ASYMMETRIC, (0.5, 0.35))
    assert binding_player(game) == 1
    assert margin(game) == pytest.approx(0.35 - 1 / 3)
    assert binding_player(from_rows(ASYMMETRIC, (0.3, 0.9))) == 0


def test_imperfect_signals_cost_the_most_patient_player_too():
    game = Restraint(5, 3, 1, 0, discount=1 - 1e-9, false_alarm=0.05, detection=0.9)
    assert best_symmetric_value(game)[0] == pytest.approx(3 - 2 / (0.9 / 0.05 - 1), abs=1e-6)


def test_simulated_share_and_time_to_breakdown_agree_with_formulas():
    rng = np.random.default_rng(41)  # seed 41
    game = Restraint(5, 3, 1, 0, 0.9, 0.05, 0.9, punishment_periods=5)
    state, calm, starts, n_periods = 0, 0, 0, 400_000
    for bad in (rng.random(n_periods) < 0.05).tolist():
        if state:
            state -= 1
        else:
            calm += 1
            if bad:
                state, starts = 5, starts + 1
    # A calm spell is geometric with mean 20 and deviation 19.5; the share's error follows by the delta method.
    error = 19.5 / math.sqrt(starts)
    assert calm / starts == pytest.approx(expected_periods_to_breakdown(game), abs=4 * error)
    assert calm / n_periods == pytest.approx(restraint_share(game), abs=4 * error * 5 / 25**2)
    assert restraint_share(game) == pytest.approx(0.8)


# Brute force, written without the library: explicit transition matrices of the automaton.


def solve_automaton(payoffs, delta: float, epsilon: float, rho: float, periods: float) -> tuple[NDArray, NDArray]:
    """Return one player's value and its gain from one deviation, in every state."""
    temptation, reward, punishment, sucker = payoffs
    n_states = 2 if math.isinf(periods) else int(periods) + 1
    move = np.zeros((n_states, n_states))
    move[0, 0], move[0, 1] = 1 - epsilon, epsilon
    for state in range(1, n_states):
        move[state, 1 if math.isinf(periods) else (state + 1) % n_states] = 1
    plan = np.array([reward] + [punishment] * (n_states - 1), dtype=float)
    values = np.linalg.solve(np.eye(n_states) - delta * move, (1 - delta) * plan)
    deviation, after = np.array([temptation] + [sucker] * (n_states - 1), dtype=float), move.copy()
    after[0, 0], after[0, 1] = 1 - rho, rho
    return values, (1 - delta) * deviation + delta * after @ values - values


def random_cases(n: int, seed: int):
    """Yield payoff rows of two players with patience, signals and N: dilemmas and every other order, ties included."""
    rng = np.random.default_rng(seed)
    for case in range(n):
        rows = rng.integers(-6, 7, (2, 4)).astype(float) / 2
        if case % 3:
            rows = -np.sort(-rng.uniform(-3, 7, (2, 4)), axis=1)
        epsilon, rho = np.sort(rng.uniform(0.01, 1, 2)) * (rng.choice([0.2, 1.0]), 1)
        periods = float(rng.choice([1, 2, 3, 8, math.inf]))
        yield rows, rng.uniform(0, 1, 2) ** 0.3, float(epsilon), float(rho), periods


def test_is_sustained_agrees_with_brute_force_at_every_state_of_1000_random_games():
    counts = {0.0: 0, 1.0: 0}
    for rows, deltas, epsilon, rho, periods in random_cases(1000, seed=42):  # seed 42
        game = from_rows(rows, deltas, epsilon, rho, periods)
        gains = [solve_automaton(row, delta, epsilon, rho, periods)[1] for row, delta in zip(rows, deltas, strict=True)]
        temptation, reward, punishment, _ = rows.T
        if np.all(temptation <= reward):
            expected = 1.0  # restraint is an equilibrium of the stage game
        elif np.any(reward <= punishment):
            expected = 0.0  # by convention no threat, see rule 4 of restraint_measures
        else:
            expected = float(np.max(gains) <= 1e-10)
        assert is_sustained(game) == expected
        assert (margin(game) >= 0) == bool(expected)
        counts[expected] += 1
    assert min(counts.values()) > 150


def test_thresholds_are_right_on_both_sides_after_rounding():
    checked = 0
    for rows, _, epsilon, rho, periods in random_cases(1000, seed=43):  # seed 43
        game = from_rows(rows, (0.5, 0.5), epsilon, rho, periods)
        for player, threshold in enumerate(critical_discount(game)):
            temptation, reward, punishment, _ = (Fraction(x) for x in rows[player])
            if not 0 < threshold < 1:
                continue
            deterrent = Fraction(rho) * (reward - punishment) - Fraction(epsilon) * (temptation - punishment)
            scale = 1 + abs(reward - punishment) / deterrent  # how far rounding in X moves the root
            for nudge, holds in ((1e-14, True), (-1e-14, False)):
                delta = Fraction(threshold) * (1 + Fraction(nudge) * scale)
                if not 0 < delta < 1:
                    continue
                tail = 0 if math.isinf(periods) else delta ** int(periods)
                assert (delta * (1 - tail) * deterrent >= (1 - delta) * (temptation - reward)) == holds
                checked += 1
    assert checked > 1000


def exact_and_float(numbers: list[Fraction]) -> list[Restraint]:
    """Return the game of T, R, P, S and delta in both kinds of number."""
    games = []
    for t, r, p, s, delta in (numbers, [float(x) for x in numbers]):
        games.append(Restraint(t, r, p, s, delta))
    return games


def test_decimal_payoffs_at_their_threshold_sustain_restraint_in_floats():
    cases = 0
    for a, b, c, delta in np.ndindex(12, 12, 12, 19):
        gain, loss, level, percent = a + 1, b + 1, c, 5 * (delta + 1)
        # g / (g + R - P) equal to delta, in tenths of a payoff unit
        if gain * 100 != percent * (gain + loss):
            continue
        exact = [Fraction(x, 10) for x in (level + loss + gain, level + loss, level, level - 1)]
        exact.append(Fraction(percent, 100))
        games = exact_and_float(exact)
        assert [is_sustained(game) for game in games] == [1, 1]
        assert [shortest_punishment(game) for game in games] == [math.inf, math.inf]
        cases += 1
    assert cases > 200


def test_shortest_punishment_is_least_by_exact_substitution_on_boundary_cases():
    boundary = 0
    for x, g, tenth in np.ndindex(6, 20, 9):
        deterrent, gain, delta = Fraction(x + 1), Fraction(g + 1, 10), Fraction(tenth + 1, 10)
        weight, least = Fraction(0), math.inf
        for periods in range(1, 30):
            weight += delta**periods
            if weight * deterrent >= gain:
                least = periods
                boundary += weight * deterrent == gain
                break
        if least == math.inf and delta * deterrent > (1 - delta) * gain:
            continue  # longer than the search
        exact = [deterrent + gain, deterrent, Fraction(0), Fraction(-1), delta]
        assert [shortest_punishment(game) for game in exact_and_float(exact)] == [least, least]
    assert boundary > 20


def test_shortest_punishment_sustains_and_one_period_less_does_not():
    for rows, deltas, epsilon, rho, _ in random_cases(300, seed=44):  # seed 44
        shortest = shortest_punishment(from_rows(rows, deltas, epsilon, rho))
        if shortest == 0:
            assert np.all(rows[:, 0] <= rows[:, 1])
        elif shortest == math.inf:
            assert is_sustained(from_rows(rows, deltas, epsilon, rho)) == 0
        else:
            assert is_sustained(from_rows(rows, deltas, epsilon, rho, shortest)) == 1
            assert shortest == 1 or is_sustained(from_rows(rows, deltas, epsilon, rho, shortest - 1)) == 0


def test_value_solves_the_linear_equations_of_the_automaton():
    for rows, deltas, epsilon, rho, periods in random_cases(200, seed=45):  # seed 45
        game = from_rows(rows, deltas, epsilon, rho, periods)
        if is_sustained(game) == 0:
            assert all(math.isnan(number) for number in value(game))
        elif np.all(rows[:, 1] > rows[:, 2]) and np.all(rows[:, 2] >= rows[:, 3]):
            solved = [
                solve_automaton(row, delta, epsilon, rho, periods) for row, delta in zip(rows, deltas, strict=True)
            ]
            assert value(game) == pytest.approx([values[0] for values, _ in solved], rel=1e-9)
        else:
            assert value(game) == tuple(rows[:, 1])


def test_symbolic_threshold_of_finite_punishment_names_the_equation():
    import sympy

    game = Restraint(sympy.Symbol("T"), 3, 1, 0, 0.9, punishment_periods=3)
    with pytest.raises(SolverError, match="incentive_equation"):
        critical_discount(game)
