"""Coalitions of senders, against the pure equilibria of the matrix written out cell by cell."""

import itertools
import math
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.coalition import MAX_SENDERS
from deterrence.games.coalition_measures import critical_leakage, full_pressure, is_sufficient_alone, least_net_benefit

GOLDEN = tomllib.loads((Path(__file__).parent.parent / "golden" / "coalition.toml").read_text())


def joined(candidate):
    return tuple(p for p, strategy in candidate.strategies.items() if strategy["stage"]["join"] == 1)


def matrix(weights, cost, benefit, target_value, leakage):
    """Return the same game cell by cell; action 1 is to join."""
    n = len(weights)
    table = np.empty((n, *[2] * n), dtype=object)
    for cell in itertools.product((0, 1), repeat=n):
        concedes = sum(w for w, acts in zip(weights, cell, strict=True) if acts) * (1 - leakage) >= target_value
        for i in range(n):
            table[(i, *cell)] = (benefit[i] if concedes else Fraction(0)) - (cost[i] if cell[i] else 0)
    return dt.Matrix(table)


def random_game(rng, n):
    shares = [Fraction(int(x), 12) for x in rng.integers(0, 9, n)]
    cost, benefit = ([Fraction(int(x), 4) for x in rng.integers(0, 9, n)] for _ in range(2))
    return shares, cost, benefit, Fraction(int(rng.integers(1, 18)), 12), Fraction(int(rng.integers(0, 4)), 6)


@pytest.mark.parametrize("row", GOLDEN["games"], ids=lambda row: f"{row['weights']}-{row['leakage']}")
def test_equilibrium_coalitions_are_the_known_ones(row):
    game = dt.Coalition(tuple(row["weights"]), 1, 3, row["target_value"], row["leakage"], players=(1, 2, 3))
    found = dt.solve(game)
    assert [list(joined(member)) for member in found.members] == row["coalitions"]
    assert found.status == "complete" and found.members[0].name == "none"


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_list_is_that_of_all_pure_equilibria_of_the_matrix(n):
    rng = np.random.default_rng(90 + n)  # seeds 91 to 94
    for _ in range(40):
        arguments = random_game(rng, n)
        game = dt.Coalition(*arguments)
        table = matrix(*arguments)
        pure = {
            tuple(i for i in range(n) if member.strategies[i]["stage"]["1"] == 1)
            for member in dt.solve(table, "pure_nash").members
        }
        assert {joined(c) for c in game.candidates() if c.exists} == pure
        for member in dt.solve(game).members:
            assert member.regret == 0
            cell = tuple(int(i in joined(member)) for i in range(n))
            assert member.payoffs == tuple(table.payoffs[(i, *cell)] for i in range(n))


def test_none_is_an_equilibrium_wherever_no_sender_suffices_alone():
    rng = np.random.default_rng(95)  # seed 95
    seen = set()
    for _ in range(100):
        game = dt.Coalition(*random_game(rng, 3))
        first = game.candidates()[0]
        assert first.name == "none"
        if not any(is_sufficient_alone(game)):
            assert first.exists
        seen.add(bool(first.exists))
    assert seen == {True, False}


def test_regret_of_any_mixed_profile_is_that_of_the_matrix():
    rng = np.random.default_rng(96)  # seed 96
    for _ in range(25):
        arguments = random_game(rng, 3)
        game, table = dt.Coalition(*arguments), matrix(*arguments)
        chances = [Fraction(int(x), 5) for x in rng.integers(0, 6, 3)]
        own = dt.StrategyProfile({i: {"stage": {"join": p, "abstain": 1 - p}} for i, p in enumerate(chances)})
        other = table.profile([[1 - p, p] for p in chances])
        assert tuple(game.regret_by_player(own).values()) == table.regrets(other)
        assert game.payoff(own) == table.payoff(other)


def test_a_pivotal_member_that_leaves_or_a_spare_one_that_joins_has_regret():
    game = dt.Coalition((0.5, 0.3, 0.2), 1, 3, 0.7, 0)
    for coalition, least in (((0, 1), 0), ((0,), 1), ((0, 1, 2), 1), ((1, 2), 1)):
        profile = dt.StrategyProfile(
            {i: {"stage": {"join": float(i in coalition), "abstain": float(i not in coalition)}} for i in range(3)}
        )
        assert game.regret(profile) >= least
        assert (game.regret(profile) == 0) == (coalition == (0, 1))
        assert game.outcomes(profile)["concession"] == (1 if coalition in ((0, 1), (0, 1, 2)) else 0)


def test_decimals_at_the_threshold_reach_it():
    game = dt.Coalition((0.1, 0.2), 1, 3, 0.3, 0)  # 0.1 + 0.2 is above 0.3 in floats
    assert [m.name for m in dt.solve(game).members] == ["none", "0+1"]
    game = dt.Coalition((0.7, 0.1), 1, 3, 0.8, 0)  # 0.7 + 0.1 is below 0.8 in floats
    assert [m.name for m in dt.solve(game).members] == ["none", "0+1"]


def test_a_cost_above_the_benefit_leaves_none_and_a_free_one_admits_idle_members():
    assert [m.name for m in dt.solve(dt.Coalition((1, 1), 4, 3, 1, 0)).members] == ["none"]
    assert [m.name for m in dt.solve(dt.Coalition((1, 1), 0, 3, 5, 0)).members] == ["none", "0", "1", "0+1"]
    assert [m.name for m in dt.solve(dt.Coalition((1, 1), 1, 3, -1, 0)).members] == ["none"]


def test_draws_give_one_array_of_existence_per_coalition_and_equal_a_loop():
    rng = np.random.default_rng(97)  # seed 97
    leakage = np.round(rng.random(50) * 0.5, 2)
    game = dt.Coalition((0.5, 0.3, 0.2), 1, (3, 3, rng.uniform(0, 3, 50)), 0.7, leakage)
    for candidate in game.candidates():
        assert candidate.exists.shape == (50,)
    for draw in range(50):
        single = dt.Coalition((0.5, 0.3, 0.2), 1, (3, 3, float(game.benefit[2][draw])), 0.7, float(leakage[draw]))
        alone = [c.name for c in single.candidates() if c.exists]
        assert [c.name for c in game.candidates() if c.exists[draw]] == alone
    table = dt.measure(game)
    assert set(table[table.measure == "equilibria"].value) <= {1, 2, 3}
    faulty = dt.Coalition((0.5, 0.3), 1, 3, 0.7, np.array([0, 1.5]))
    assert [c.exists.tolist() for c in faulty.candidates()] == [[True, False], [True, False]]


def test_formulas_say_how_much_may_leak():
    sympy = pytest.importorskip("sympy")
    game = dt.Coalition((0.5, 0.3, 0.2), 1, (3, 2, 0.5), 0.7, 0.2)
    assert critical_leakage(game) == pytest.approx(0.3) and full_pressure(game) == pytest.approx(0.8)
    assert is_sufficient_alone(game) == (0, 0, 0) and least_net_benefit(game) == -0.5
    assert critical_leakage(dt.Coalition((0.5,), 1, 3, 0.7, 0)) == -math.inf
    assert critical_leakage(dt.Coalition((0.5,), 1, 3, -0.1, 0)) == 1
    a, b, value = sympy.symbols("a b V", positive=True)
    formula = critical_leakage(dt.Coalition((a, b), 1, 3, value, 0))
    half, most = sympy.Rational(1, 2), sympy.Rational(7, 10)
    assert formula.xreplace({a: half, b: half, value: most}) == 1 - most
    assert dt.Coalition((a, b), 1, 3, value, 0).candidates() == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (((), 1, 3, 1, 0), "weights"),
        (((0.1,) * (MAX_SENDERS + 1), 1, 3, 1, 0), f"1 to {MAX_SENDERS} senders"),
        ((0.5, 1, 3, 1, 0), "one weight for each"),
        (((0.5, -0.1), 1, 3, 1, 0), "weights of 1"),
        (((0.5, 0.5), (1, 1, 1), 3, 1, 0), "3 entries"),
        (((0.5, 0.5), 1, 3, math.inf, 0), "target_value"),
        (((0.5, 0.5), 1, 3, 1, 2), "leakage"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, said):
    with pytest.raises(dt.GameError, match=said):
        dt.Coalition(*arguments)


def test_as_many_senders_as_are_allowed_are_listed():
    found = dt.solve(dt.Coalition((1,) * MAX_SENDERS, 1, 3, 11, 0))
    assert len(found.members) == 1 + MAX_SENDERS
