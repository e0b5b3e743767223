"""Cheap talk: golden values, shooting for cut points, grids of states, a mediator's programme, draws and symbols."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from scipy.optimize import brentq, linprog

import deterrence as dt
from deterrence.errors import GameError
from deterrence.games.candidate import Listed
from deterrence.games.cheap_talk import (
    MAX_LISTED,
    CheapTalk,
    best_receiver_value,
    max_messages,
    mediated_value,
    mediation_gain,
)
from deterrence.games.messages import STATES
from deterrence.games.profile import StrategyProfile

CASES = tomllib.loads((Path(__file__).parents[1] / "golden" / "cheap_talk.toml").read_text())["talk"]


def shoot(first: float, n: int, b: float) -> float:
    """Return where cut n lands when every sender at a cut is indifferent: a' = 2 a - a'' + 4 b, from 0 and a_1."""
    before, now = 0.0, first
    for _ in range(n - 1):
        before, now = now, 2 * now - before + 4 * b
    return now


def edges_of(profile: StrategyProfile) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(list(profile.strategies[0][STATES].values()))])


def grid_loss_of_mediator(b: float, n: int) -> float:
    """Return the receiver's payoff with the best mediator on a grid of n states and as many points."""
    grid = (np.arange(n) + 0.5) / n
    lost = (grid[None] - grid[:, None]) ** 2
    felt = (grid[None] - grid[:, None] - b) ** 2
    rows = []
    for i in range(n):
        for r in range(n):
            if r != i:  # state i gains nothing by being reported as state r
                row = np.zeros((n, n))
                row[i], row[r] = felt[i], -felt[i]
                rows.append(row.ravel())
    for j in range(n):
        for other in (j - 1, j + 1):
            if 0 <= other < n:  # told j, the receiver gains nothing by moving to a neighbour; losses are convex
                row = np.zeros((n, n))
                row[:, j] = lost[:, j] - lost[:, other]
                rows.append(row.ravel())
    sums = np.kron(np.eye(n), np.ones(n))
    found = linprog(lost.ravel() / n, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), A_eq=sums, b_eq=np.ones(n))
    assert found.fun is not None
    return -found.fun


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"b={case['bias']}")
def test_golden_partitions(case):
    game = CheapTalk(case["bias"])
    assert max_messages(game) == case["messages"]
    assert best_receiver_value(game) == pytest.approx(case["value"], abs=case["tolerance"])
    assert mediated_value(game) == pytest.approx(case["mediated"], abs=case["tolerance"])
    found = dt.solve(game)
    assert found.status == "complete" and len(found.members) == case["messages"]
    longest = found.members[-1]
    np.testing.assert_allclose(edges_of(longest.profile)[1:-1], case["cuts"], atol=1e-12)
    assert longest.details["figures"]["receiver_value"] == pytest.approx(case["value"], abs=case["tolerance"])
    assert longest.details["figures"].get("cut_point", np.nan) == pytest.approx(*case["cuts"] or [np.nan], nan_ok=True)


def test_partitions_are_those_that_shooting_finds_and_no_others():
    rng = np.random.default_rng(51)
    for b in rng.uniform(0.004, 0.4, size=12):
        members = dt.solve(CheapTalk(float(b))).members
        for n, member in enumerate(members, start=1):
            first = brentq(lambda a, n=n, b=b: shoot(a, n, b) - 1, -1, 2, xtol=1e-15)
            assert first > 0
            cuts = [0.0, *(shoot(first, k, b) for k in range(1, n + 1))]
            np.testing.assert_allclose(edges_of(member.profile), cuts, atol=1e-12)
        beyond = len(members) + 1
        first = brentq(lambda a, n=beyond, b=b: shoot(a, n, b) - 1, -10, 2, xtol=1e-15)
        assert first <= 1e-12  # one more message would leave the first interval empty


def test_payoffs_and_best_replies_hold_on_a_fine_grid_of_states():
    states = (np.arange(20_000) + 0.5) / 20_000
    points = np.linspace(0, 1, 501)
    for b in (0.2, 0.1, 0.03):
        game = CheapTalk(b)
        for member in dt.solve(game).members:
            edges = edges_of(member.profile)
            answers = np.array([float(next(iter(mix))) for mix in member.strategies[1].values()])
            sent = np.searchsorted(edges[1:-1], states)
            felt = -((answers[None] - states[:, None] - b) ** 2)
            assert (felt.max(axis=1) - felt[np.arange(len(states)), sent]).max() <= 1e-12
            assert felt[np.arange(len(states)), sent].mean() == pytest.approx(member.payoffs[0], abs=1e-6)
            for k in range(len(answers)):
                own = states[sent == k]
                best = points[np.argmin([((y - own) ** 2).mean() for y in points])]
                assert abs(best - answers[k]) <= 0.002
            assert -((answers[sent] - states) ** 2).mean() == pytest.approx(member.payoffs[1], abs=1e-6)


@pytest.mark.parametrize("b", [0.2, 0.3])
def test_the_mediated_value_is_the_limit_of_programmes_on_grids(b):
    # The grid's error falls as 1/n, so two grids remove its leading part.
    coarse, fine = grid_loss_of_mediator(b, 12), grid_loss_of_mediator(b, 18)
    assert (18 * fine - 12 * coarse) / 6 == pytest.approx(mediated_value(CheapTalk(b)), abs=1.5e-3)


def test_mediation_helps_except_where_one_over_twice_the_bias_is_a_square():
    for n in range(1, 6):
        assert mediation_gain(CheapTalk(Fraction(1, 2 * n * n))) == 0
    for b in (0.6, 3.0):
        assert mediation_gain(CheapTalk(b)) == 0
    for b in (0.3, 0.2, 0.07, 0.03):
        assert mediation_gain(CheapTalk(b)) > 1e-6


def test_fractions_stay_exact():
    game = CheapTalk(Fraction(1, 10))
    assert best_receiver_value(game) == Fraction(-37, 1200) and mediated_value(game) == Fraction(-3, 100)
    found = dt.solve(game)
    assert [member.regret for member in found.members] == [0, 0]
    assert found.members[1].details["figures"]["cut_point"] == Fraction(3, 10)


def test_without_a_bias_everything_can_be_told():
    game = CheapTalk(0)
    assert max_messages(game) == np.inf and best_receiver_value(game) == 0 == mediated_value(game)
    found = dt.solve(game)
    assert found.status == "exhausted" and found.members[-1].name == "full_revelation"
    assert len(found.members) == MAX_LISTED + 1
    profile = found.members[-1].profile
    assert CheapTalk(0.1).regret(profile) == pytest.approx(0.01)
    assert CheapTalk(2).regret(profile) == pytest.approx(3)


def test_a_bias_near_zero_lists_only_so_many():
    found = dt.solve(CheapTalk(1e-9))
    assert len(found.members) == MAX_LISTED and found.status == "exhausted"
    assert max_messages(CheapTalk(1e-9)) == np.ceil(-0.5 + 0.5 * np.sqrt(1 + 2 / 1e-9))


def test_regret_catches_wrong_cuts_and_wrong_answers():
    game = CheapTalk(0.2)
    good = dt.solve(game).members[1].strategies
    cut = {STATES: {"message 1": 0.15, "message 2": 0.85}}
    middles = {"message 1": {"middle": 1}, "message 2": {"middle": 1}}
    # The state 0.1 would send the second message: -(0.575 - 0.3)^2 against -(0.075 - 0.3)^2 says it would not, but the
    # state 0.15 is no longer indifferent.
    gains = game.regret_by_player(StrategyProfile({0: cut, 1: middles}))
    states = np.linspace(0, 1, 100_001)
    felt = np.array([-((y - states - 0.2) ** 2) for y in (0.075, 0.575)])
    own = np.where(states <= 0.15, felt[0], felt[1])
    assert gains[0] == pytest.approx((felt.max(axis=0) - own).max(), abs=1e-5) and gains[0] > 0.02
    assert gains[1] == pytest.approx(0, abs=1e-15)
    moved = {"message 1": {"0.05": 1}, "message 2": {"0.6": 1}}
    assert game.regret_by_player(StrategyProfile({0: good[0], 1: moved}))[1] == pytest.approx(0.05**2)
    mixed = {"message 1": {"0.05": 1}, "message 2": {"0.5": 0.5, "0.6": 0.5}}
    assert game.regret_by_player(StrategyProfile({0: good[0], 1: mixed}))[1] == pytest.approx(0.05**2)


def test_a_message_that_nobody_sends_may_tempt_the_sender():
    talk = {STATES: {"message 1": 1.0}}
    answers = {"message 1": {"middle": 1.0}, "silence": {"0.9": 1.0}}
    sender, receiver = CheapTalk(0.2).regret_by_player(StrategyProfile({0: talk, 1: answers}))
    assert receiver == 0 and sender == pytest.approx(0.7**2 - 0.3**2)


def test_draws_equal_a_loop_of_single_games():
    bias = np.array([0.2, 0.03, np.nan, -1.0, 0.6, 0.125])
    drawn = CheapTalk(bias)
    assert isinstance(drawn, Listed)
    listed = {c.name: c for c in drawn.candidates()}
    for i, b in enumerate(bias):
        if not b >= 0:
            assert not any(np.asarray(c.exists)[i] for c in listed.values())
            assert np.isnan(max_messages(drawn)[i]) and np.isnan(best_receiver_value(drawn)[i])
            continue
        one = CheapTalk(float(b))
        for measure in (max_messages, best_receiver_value, mediated_value, mediation_gain):
            assert measure(drawn)[i] == pytest.approx(measure(one), abs=1e-15)
        single = {c.name: c for c in one.candidates() if c.exists}
        assert single.keys() == {name for name, c in listed.items() if c.exists[i]}
        for name, candidate in single.items():
            np.testing.assert_allclose([p[i] for p in listed[name].payoffs], candidate.payoffs)
            if "cut_point" in candidate.figures:
                assert listed[name].figures["cut_point"][i] == pytest.approx(candidate.figures["cut_point"])


def test_symbols_give_formulas():
    b = sympy.Symbol("b", positive=True)
    game = CheapTalk(b)
    assert max_messages(game).subs(b, sympy.Rational(1, 5)) == 2
    assert best_receiver_value(game).subs(b, sympy.Rational(1, 10)) == sympy.Rational(-37, 1200)
    assert mediated_value(game).subs(b, sympy.Rational(1, 5)) == sympy.Rational(-4, 75)
    assert sympy.simplify(game.candidates()[1].figures["cut_point"] - (sympy.Rational(1, 2) - 2 * b)) == 0


@pytest.mark.parametrize("bias", [-0.1, np.inf, np.nan, "near", (0.1, 0.2), True, None])
def test_a_bad_bias_gets_one_sentence(bias):
    with pytest.raises(GameError, match="bias") as caught:
        CheapTalk(bias)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "strategies",
    [
        {0: {STATES: {"m": 1}}},
        {0: {"states": {"m": 1}}, 1: {"m": {"0.5": 1}}},
        {0: {STATES: {"m": 0.9}}, 1: {"m": {"0.5": 1}}},
        {0: {STATES: {"m": 1.5, "n": -0.5}}, 1: {"m": {"0.5": 1}, "n": {"0.5": 1}}},
        {0: {STATES: {"m": 1}}, 1: {"n": {"0.5": 1}}},
        {0: {STATES: {"m": 1}}, 1: {"m": {"1.5": 1}}},
        {0: {STATES: {"m": 1}}, 1: {"m": {"far": 1}}},
        {0: {STATES: {"m": 1}}, 1: {"m": {"0.5": 0.7}}},
        {0: {STATES: {"the state itself": 1}}, 1: {"the state itself": {"0.5": 1}}},
    ],
)
def test_a_profile_that_does_not_fit_is_refused(strategies):
    with pytest.raises(GameError):
        CheapTalk(0.2).regret(StrategyProfile(strategies))
