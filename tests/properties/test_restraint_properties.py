"""Properties of restraint: one formula for every kind of number, and changes that must not matter."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from deterrence.games.linked_measures import separate_critical_discount
from deterrence.games.linked_restraint import LinkedRestraint
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
    is_dilemma,
    max_false_alarm,
    tft_critical_discount,
)

#: Rational in the arguments, so that fractions stay exact and SymPy gives an expression.
RATIONAL = (
    grim_critical_discount,
    tft_critical_discount,
    max_false_alarm,
    value,
    is_sustained,
    best_symmetric_value,
    expected_periods_to_breakdown,
    restraint_share,
    is_dilemma,
)
#: Rational for one or infinitely many periods of punishment only.
THRESHOLDS = (critical_discount, margin)
NUMERIC = (shortest_punishment, binding_player)
SHARED = (critical_discount, is_sustained, margin, binding_player, value, shortest_punishment, restraint_share)


def columns(measured) -> tuple:
    return measured if isinstance(measured, tuple) else (measured,)


def random_arguments(rng: np.random.Generator) -> list[Fraction]:
    """Return T, R, P, S and delta of two players, then epsilon and rho, as decimals; two in three are dilemmas."""
    payoffs = rng.integers(-30, 71, (2, 4))
    if rng.random() < 2 / 3:
        payoffs = -np.sort(-payoffs, axis=1)
    numbers = [Fraction(int(payoffs[player, place]), 10) for place in range(4) for player in range(2)]
    numbers += [Fraction(int(percent), 100) for percent in rng.integers(0, 100, 2)]
    low, high = sorted(rng.choice(101, 2, replace=False).tolist())
    return [*numbers, Fraction(low, 200), Fraction(high, 100)]


def restraint_game(numbers, periods: float) -> Restraint:
    """Return a game from T, R, P, S and delta of two players (T of both first), then epsilon and rho."""
    pairs = [tuple(numbers[2 * place : 2 * place + 2]) for place in range(5)]
    temptation, reward, punishment, sucker, discount = pairs
    return Restraint(temptation, reward, punishment, sucker, discount, numbers[10], numbers[11], periods)


@pytest.mark.parametrize("periods", [1, 2, 6, math.inf])
def test_floats_agree_with_exact_fractions(periods):
    rng = np.random.default_rng(81)  # seed 81
    for _ in range(150):
        numbers = random_arguments(rng)
        exact, rounded = restraint_game(numbers, periods), restraint_game([float(x) for x in numbers], periods)
        thresholds = THRESHOLDS if periods in (1, math.inf) else ()
        for measure in (*RATIONAL, *thresholds, *NUMERIC):
            for whole, part in zip(columns(measure(exact)), columns(measure(rounded)), strict=True):
                # Signed infinity and NaN are floats in both kinds; so are the yes-or-no measures.
                is_number = isinstance(whole, Fraction | int) or whole in (0, 1) or not math.isfinite(whole)
                assert is_number or measure in NUMERIC
                assert part == pytest.approx(float(whole), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("periods", [1, 5, math.inf])
def test_100000_draws_agree_with_floats(periods):
    rng = np.random.default_rng(82)  # seed 82
    n_draws = 100_000
    payoffs = rng.uniform(-3, 7, (n_draws, 2, 4))
    payoffs[::2] = -np.sort(-payoffs[::2], axis=2)
    deltas, signals = rng.random((n_draws, 2)), np.sort(rng.random((n_draws, 2)), axis=1) * (0.3, 1)
    table = np.concatenate([payoffs.transpose(0, 2, 1).reshape(n_draws, 8), deltas, signals], axis=1)
    game = restraint_game(list(table.T), periods)
    measured = {measure: columns(measure(game)) for measure in (*RATIONAL, *THRESHOLDS, *NUMERIC)}
    for draw in rng.choice(n_draws, 150, replace=False).tolist():
        single = restraint_game(table[draw].tolist(), periods)
        for measure, parts in measured.items():
            expected = columns(measure(single))
            assert [float(part[draw]) for part in parts] == pytest.approx(expected, rel=1e-12, abs=1e-14, nan_ok=True)


@pytest.mark.parametrize("periods", [1, 3, math.inf])
def test_symbols_substituted_agree_with_fractions(periods):
    rng = np.random.default_rng(83)  # seed 83
    names = [sympy.Symbol(f"x{k}") for k in range(12)]
    symbolic = restraint_game(names, periods)
    thresholds = THRESHOLDS if periods in (1, math.inf) else ()
    formulas = {measure: columns(measure(symbolic)) for measure in (*RATIONAL, *thresholds)}
    for _ in range(25):
        numbers = random_arguments(rng)
        exact = restraint_game(numbers, periods)
        where = {name: sympy.Rational(x.numerator, x.denominator) for name, x in zip(names, numbers, strict=True)}
        for measure, formula in formulas.items():
            for expression, expected in zip(formula, columns(measure(exact)), strict=True):
                found = float(sympy.sympify(expression).xreplace(where))
                assert found == pytest.approx(float(expected), rel=1e-12, abs=1e-14, nan_ok=True)


def test_symbolic_threshold_is_one_piecewise_in_the_letters_of_the_theory():
    t, r, p, s, e, d = sympy.symbols("T R P S epsilon rho")
    (threshold, _) = critical_discount(Restraint(t, r, p, s, sympy.Symbol("delta"), e, d))
    (_, exists, none) = threshold.args
    assert threshold.args[0] == (0, r >= t)
    assert sympy.simplify(exists[0] - (t - r) / (t - r + d * (r - p) - e * (t - p))) == 0
    assert none == (sympy.oo, True)


numbers = st.integers(-40, 80).map(lambda tenths: tenths / 8)  # eighths are exact in binary
payoff_rows = st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=2, max_size=2)
patience = st.tuples(*[st.floats(0.01, 0.99)] * 2)
signals = st.tuples(st.floats(0, 0.4), st.floats(0.41, 1))
lengths = st.sampled_from([1, 2, 7, math.inf])


def build(rows, deltas, epsilon_rho, periods) -> Restraint:
    payoffs = [x for pair in zip(*rows, strict=True) for x in pair]
    return restraint_game([*payoffs, *deltas, *epsilon_rho], periods)


@given(payoff_rows, patience, signals, lengths, st.sampled_from([0.25, 2, 8]), st.integers(-8, 8))
def test_positive_affine_payoffs_leave_thresholds_alone(rows, deltas, epsilon_rho, periods, scale, shift):
    game = build(rows, deltas, epsilon_rho, periods)
    moved = build([tuple(scale * x + shift for x in row) for row in rows], deltas, epsilon_rho, periods)
    for measure in (
        *THRESHOLDS,
        grim_critical_discount,
        tft_critical_discount,
        max_false_alarm,
        *NUMERIC,
        is_sustained,
    ):
        assert columns(measure(moved)) == pytest.approx(columns(measure(game)), rel=1e-12)
    expected = tuple(scale * x + shift for x in value(game))
    assert value(moved) == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@given(payoff_rows, patience)
def test_perfect_signals_recover_the_grim_threshold(rows, deltas):
    game = build(rows, deltas, (0, 1), math.inf)
    assert critical_discount(game) == pytest.approx(grim_critical_discount(game))
    if is_sustained(game):
        assert value(game) == game.reward


@given(payoff_rows, patience, signals, lengths)
def test_relabelling_players_swaps_every_measure(rows, deltas, epsilon_rho, periods):
    game, swapped = (build(rows[::k], deltas[::k], epsilon_rho, periods) for k in (1, -1))
    for measure in (*THRESHOLDS, *RATIONAL, shortest_punishment):
        assert columns(measure(swapped)) == pytest.approx(columns(measure(game))[::-1], nan_ok=True)


@given(payoff_rows, patience, signals, lengths)
def test_longer_punishment_never_asks_for_more_patience(rows, deltas, epsilon_rho, periods):
    short, long = (build(rows, deltas, epsilon_rho, n) for n in (periods, 2 * periods))
    for longer, shorter in zip(critical_discount(long), critical_discount(short), strict=True):
        assert longer <= shorter * (1 + 1e-14)


@given(payoff_rows, patience, signals, lengths)
def test_one_linked_front_is_the_plain_game(rows, deltas, epsilon_rho, periods):
    game = build(rows, deltas, epsilon_rho, periods)
    linked = LinkedRestraint((game,), 1, punishment_periods=periods)
    for measure in SHARED:
        expected = columns(measure(game))
        assert columns(measure(linked)) == pytest.approx(expected, rel=1e-6, abs=1e-9, nan_ok=True)
    assert separate_critical_discount(linked) == critical_discount(game)
