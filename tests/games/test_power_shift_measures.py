"""Thresholds of a power shift, against known answers and bisection over a finite game on a grid."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.power_shift_measures import (
    critical_enforcement,
    critical_power,
    critical_rent,
    gain_from_war,
    is_war,
)

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "bargaining.toml").read_text())
THRESHOLDS = {
    "critical_power": critical_power,
    "critical_enforcement": critical_enforcement,
    "critical_rent": critical_rent,
}


def fights_on_grid(game, n_periods=300) -> bool:
    """Say whether the decliner refuses every offer on a grid in the first period of a finite game."""
    offers, delta = np.linspace(0, 1, 1_001), game.discount
    later = game.power_now + (1 - game.enforcement) * (game.power_later - game.power_now)
    war = (1 - later) / (1 - delta) - game.decliner_cost
    decliner = (0.5 + game.rent) / (1 - delta)
    for _ in range(n_periods):
        peace = offers + game.rent + delta * decliner
        enough = peace >= war - 1e-12
        decliner = peace[enough][0] if enough.any() else war
    now = (1 - game.power_now) / (1 - delta) - game.decliner_cost
    return bool((offers + game.rent + delta * decliner < now - 1e-12).all())


def last_without_war(game, argument, low, high):
    """Return where war starts or ends as one argument grows, by bisection."""
    at_low = fights_on_grid(dataclasses.replace(game, **{argument: low}))
    for _ in range(16):
        middle = (low + high) / 2
        if fights_on_grid(dataclasses.replace(game, **{argument: middle})) == at_low:
            low = middle
        else:
            high = middle
    return high


@pytest.mark.parametrize("case", GOLDEN["shift"], ids=lambda case: str(case["arguments"]))
def test_thresholds_match_known_answers(case):
    game = dt.PowerShift(*case["arguments"])
    assert is_war(game) == case["is_war"]
    for name, threshold in THRESHOLDS.items():
        assert threshold(game) == pytest.approx(case[name], abs=case["tolerance"])
    if "grid_critical_power" in case:
        assert critical_power(game) == pytest.approx(case["grid_critical_power"], abs=1e-4)


@pytest.mark.parametrize("case", GOLDEN["shift"], ids=lambda case: str(case["arguments"]))
def test_thresholds_are_where_the_finite_game_on_a_grid_turns(case):
    game = dt.PowerShift(*case["arguments"])
    assert fights_on_grid(game)
    found = last_without_war(game, "power_later", game.power_now, game.power_later)
    assert critical_power(game) == pytest.approx(found, abs=2e-3)
    assert critical_enforcement(game) == pytest.approx(last_without_war(game, "enforcement", 0, 1), abs=1e-2)
    assert critical_rent(game) == pytest.approx(last_without_war(game, "rent", 0, 1), abs=2e-3)


def test_every_threshold_separates_war_from_peace():
    rng = np.random.default_rng(84)  # seed 84
    crossed = dict.fromkeys(THRESHOLDS, 0)
    for _ in range(400):
        shared = rng.uniform(0, 0.5) * rng.integers(0, 2), rng.uniform(0, 0.4) * rng.integers(0, 2)
        game = dt.PowerShift(rng.uniform(0, 0.6), rng.uniform(), rng.uniform(0, 1), rng.uniform(0.1, 0.97), *shared)
        for name, threshold in THRESHOLDS.items():
            argument = {"critical_power": "power_later", "critical_enforcement": "enforcement"}.get(name, "rent")
            turning, up = threshold(game), name == "critical_power"
            top = 1 if argument != "rent" else math.inf
            for step in (-1e-6, 1e-6):
                if 0 <= turning + step <= top:
                    war = is_war(dataclasses.replace(game, **{argument: turning + step}))
                    assert war == (1.0 if (step > 0) == up else 0.0)
                    crossed[name] += war
            if up and turning > 1:
                assert is_war(dataclasses.replace(game, power_later=1.0)) == 0
            if not up and turning == 0:
                assert is_war(dataclasses.replace(game, **{argument: 0.0})) == 0
    assert min(crossed.values()) > 40


def test_without_rent_and_enforcement_the_condition_is_the_published_one_where_a_war_is_worth_more_than_the_stake():
    rng = np.random.default_rng(85)  # seed 85
    differs = 0
    for _ in range(2_000):
        p1, p2, cost, delta = rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0, 2), rng.uniform(0.05, 0.98)
        game = dt.PowerShift(p1, p2, cost, delta)
        published = delta * p2 - p1 > (1 - delta) ** 2 * cost
        if game.war_value(p1) > 1:
            assert is_war(game) == published
            assert critical_power(game) == pytest.approx((p1 + (1 - delta) ** 2 * cost) / delta)
        else:
            assert is_war(game) == 0 and critical_power(game) == math.inf
            differs += published
    assert differs > 0


def test_a_power_that_does_not_rise_leads_to_no_war():
    game = dt.PowerShift(0.5, 0.2, 0, 0.9)
    assert (is_war(game), critical_enforcement(game), critical_rent(game)) == (0, 0, 0)
    assert gain_from_war(game) < 0
    assert critical_power(dataclasses.replace(game, enforcement=1)) == math.inf
    assert critical_power(dt.PowerShift(0, 1, 0, 0)) == math.inf


def test_fractions_stay_exact():
    game = dt.PowerShift(Fraction(3, 10), Fraction(3, 5), Fraction(1, 2), Fraction(9, 10))
    assert critical_power(game) == Fraction(61, 180)
    assert critical_enforcement(game) == Fraction(47, 54)
    assert critical_rent(game) == Fraction(11, 20)
    assert gain_from_war(game) == Fraction(47, 20)


def test_draws_equal_a_loop_of_single_games_and_faulty_draws_are_nan():
    rng = np.random.default_rng(86)  # seed 86
    later, delta = rng.uniform(0, 1, 50), rng.uniform(0, 0.97, 50)
    later[3], delta[8] = 1.5, 0.0
    drawn = dt.PowerShift(0.2, later, 0.3, delta, 0.1, 0.05)
    for threshold in (*THRESHOLDS.values(), is_war, gain_from_war):
        for draw in range(50):
            if draw == 3:
                assert np.isnan(threshold(drawn)[draw])
                continue
            one = dt.PowerShift(0.2, later[draw], 0.3, delta[draw], 0.1, 0.05)
            assert threshold(drawn)[draw] == pytest.approx(threshold(one))


def test_symbols_give_formulas_that_agree_with_numbers():
    import sympy

    symbols = sympy.symbols("p1 p2 c delta kappa g", positive=True)
    game = dt.PowerShift(*symbols)
    numbers = (0.3, 0.6, 0.5, 0.9, 0.2, 0.1)
    single = dt.PowerShift(*numbers)
    for threshold in (*THRESHOLDS.values(), is_war, gain_from_war):
        formula = threshold(game)
        assert formula.free_symbols <= set(symbols) and formula.free_symbols
        assert float(formula.subs(dict(zip(symbols, numbers, strict=True)))) == pytest.approx(threshold(single))
