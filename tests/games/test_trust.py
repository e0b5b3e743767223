"""Trust: golden windows, all 32 strategies against reassurance, the game at once enumerated, draws and symbols."""

from __future__ import annotations

import itertools
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence.errors import GameError
from deterrence.games.profile import StrategyProfile
from deterrence.games.reassurance import COOPERATE, DEFECT
from deterrence.games.trust import Trust
from deterrence.games.trust_measures import (
    is_reassurable,
    reassurance_margin,
    trust_threshold,
    window_high,
    window_low,
    window_width,
)

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "trust.toml").read_text())
PAIR = ((4, 3, 1, -4), (3, 4, 1, -4))
ACTIONS = (COOPERATE, DEFECT)


def stage(row, own: int, other: int) -> float:
    reward, temptation, punishment, sucker = row
    return ((reward, sucker), (temptation, punishment))[own][other]


def all_plans():
    """Return the 32 plans of two rounds: a first action, and an action after each of the four histories."""
    histories = list(itertools.product((0, 1), repeat=2))
    for first in (0, 1):
        for later in itertools.product((0, 1), repeat=4):
            yield first, dict(zip(histories, later, strict=True))


def payoff_of_plan(rows, kind, plan, others, prior, stake) -> float:
    """Return what a plan of a type gives against plans of the other's types, by playing both rounds."""
    total = 0.0
    for weight, other in zip((prior, 1 - prior), others, strict=True):
        mine, theirs = plan[0], other[0]
        again, back = plan[1][mine, theirs], other[1][theirs, mine]
        total += weight * (stake * stage(rows[kind], mine, theirs) + (1 - stake) * stage(rows[kind], again, back))
    return total


def reassuring_plans():
    histories = list(itertools.product((0, 1), repeat=2))
    trusting = (0, {h: 0 if h == (0, 0) else 1 for h in histories})
    return trusting, (1, dict.fromkeys(histories, 1))


def best_gain(rows, prior, stake) -> float:
    """Return the most that either type gains by any of the 32 plans when both follow reassurance."""
    plans = reassuring_plans()
    return max(
        payoff_of_plan(rows, kind, plan, plans, prior, stake)
        - payoff_of_plan(rows, kind, plans[kind], plans, prior, stake)
        for kind in (0, 1)
        for plan in all_plans()
    )


def random_game(rng, **keywords) -> Trust:
    """Return a game of random payoffs whose orderings make the two types."""
    p, s, p2, s2 = (base + rng.uniform(0.1, 3) for base in (0, -3, 0, -3))
    high, low = sorted(p + rng.uniform(0.1, 4, size=2), reverse=True)
    high2, low2 = sorted(p2 + rng.uniform(0.1, 4, size=2), reverse=True)
    temptation = low if rng.random() < 0.8 else p - rng.uniform(0, 0.5)
    return Trust(
        (high, temptation, p, min(s, p - 0.1)),
        (low2, high2, p2, min(s2, p2 - 0.1)),
        rng.uniform(0.02, 0.98),
        **keywords,
    )


def reassurance_of(game: Trust):
    return next(c for c in game.candidates() if c.name == "reassurance")


@pytest.mark.parametrize("case", GOLDEN["threshold"], ids=lambda case: str(case["trustworthy"]))
def test_golden_thresholds(case):
    game = Trust(case["trustworthy"], PAIR[1], 0.5)
    assert trust_threshold(game) == pytest.approx(case["threshold"], abs=case["tolerance"])


@pytest.mark.parametrize("case", GOLDEN["window"], ids=lambda case: str(case["window"]))
def test_golden_windows(case):
    game = Trust(case["trustworthy"], case["untrustworthy"], case["prior"])
    low, high = case["window"]
    assert trust_threshold(game) == pytest.approx(case["threshold"], abs=case["tolerance"])
    assert window_low(game) == pytest.approx(low, abs=case["tolerance"])
    assert window_high(game) == pytest.approx(high, abs=case["tolerance"])
    assert is_reassurable(game) and window_width(game) == pytest.approx(high - low, abs=2 * case["tolerance"])


def test_the_window_is_where_none_of_the_32_strategies_pays():
    rng = np.random.default_rng(61)
    found = {True: 0, False: 0}
    for _ in range(60):
        game = random_game(rng)
        rows = (game.trustworthy, game.untrustworthy)
        low, high = window_low(game), window_high(game)
        for stake in {*rng.uniform(0.01, 0.99, size=3), min(max((low + high) / 2, 0.01), 0.99)}:
            gain = best_gain(rows, game.prior, stake)
            holds = low <= stake <= high
            if min(abs(stake - low), abs(stake - high)) > 1e-6:
                assert (gain <= 1e-12) == holds
                found[holds] += 1
    assert min(found.values()) > 20


def test_regret_of_reassurance_is_zero_exactly_where_no_plan_pays():
    rng = np.random.default_rng(62)
    for _ in range(60):
        stake = rng.uniform(0.01, 0.99)
        game = random_game(rng, first_stake=stake)
        profile = StrategyProfile(reassurance_of(game).strategies)
        gain = max(best_gain((game.trustworthy, game.untrustworthy), game.prior, stake), 0)
        # After every history the second round of reassurance is a best reply, so regret is that of the first step.
        assert game.regret(profile) == pytest.approx(gain, abs=1e-12)
        assert bool(reassurance_of(game).exists) == (window_low(game) <= stake <= window_high(game))


def test_payoffs_of_candidates_are_those_of_play():
    rng = np.random.default_rng(63)
    for _ in range(20):
        game = random_game(rng)
        rows, t, stake = (game.trustworthy, game.untrustworthy), game.prior, game.first_stake
        plans = reassuring_plans()
        expected = sum(w * payoff_of_plan(rows, k, plans[k], plans, t, stake) for k, w in enumerate((t, 1 - t)))
        assert reassurance_of(game).payoffs == pytest.approx((expected, expected))
        for candidate in game.candidates()[:3]:
            share = candidate.strategies[0]["trustworthy"][COOPERATE]
            meets = t * share
            value = [[meets * stage(row, own, 0) + (1 - meets) * stage(row, own, 1) for own in (0, 1)] for row in rows]
            expected = t * (share * value[0][0] + (1 - share) * value[0][1]) + (1 - t) * value[1][1]
            assert candidate.payoffs == pytest.approx((expected, expected))
            assert sum(candidate.outcomes.values()) == pytest.approx(1)


def test_at_once_the_candidates_are_all_equilibria_on_a_grid_of_behaviour():
    rng = np.random.default_rng(64)
    grid = np.linspace(0, 1, 101)
    for _ in range(15):
        game = random_game(rng)
        m, t = trust_threshold(game), game.prior
        if abs(t - m) < 0.02:
            continue
        row = game.trustworthy
        # advantage of cooperating when the other's trustworthy type cooperates with probability x
        advantage = np.array([t * x * (row[0] - row[1]) - (1 - t * x) * (row[2] - row[3]) for x in grid])
        gain, loss = np.maximum(advantage, 0), np.maximum(-advantage, 0)
        regret = gain[None, :] * (1 - grid)[:, None] + loss[None, :] * grid[:, None]
        slack = 0.02 * abs(advantage).max()
        near = np.argwhere((regret < slack) & (slack > regret.T))
        listed = [c.strategies[0]["trustworthy"][COOPERATE] for c in game.candidates()[:3] if c.exists]
        assert all(min(abs(grid[i] - x) + abs(grid[j] - x) for x in listed) < 0.3 for i, j in near)
        assert len(listed) == (3 if t > m else 1)
        for candidate in game.candidates()[:3]:
            if candidate.exists:
                assert game.regret(StrategyProfile(candidate.strategies)) <= 1e-12


def test_all_defect_is_always_an_equilibrium_and_the_worst():
    rng = np.random.default_rng(65)
    for _ in range(20):
        game = random_game(rng)
        found = dt.solve(game)
        assert found.members[0].name == "all_defect"
        # Where even defecting alone is worse than mutual defection, half-hearted trust can be worse still.
        if game.trustworthy[1] >= game.trustworthy[2]:
            assert found.selected is found.members[0]
        assert found.members[0].regret == 0
        two_steps = StrategyProfile(
            {p: {key: {DEFECT: 1.0} for key in reassurance_of(game).strategies[p]} for p in game.players}
        )
        assert game.regret(two_steps) <= 1e-12


def test_at_stake_one_reassurance_is_trust_at_once():
    rng = np.random.default_rng(66)
    for _ in range(40):
        game = random_game(rng)
        assert (window_high(game) >= 1) == (game.prior >= trust_threshold(game))


def test_regret_catches_perturbed_profiles():
    game = Trust(*PAIR, 0.3)
    good = reassurance_of(game).strategies
    assert game.regret(StrategyProfile(good)) <= 1e-12
    for key in good[0]:
        flipped = {COOPERATE: 0.8, DEFECT: 0.2} if good[0][key][DEFECT] == 1 else {COOPERATE: 0.2, DEFECT: 0.8}
        assert game.regret(StrategyProfile({**good, 0: {**good[0], key: flipped}})) > 1e-3
    for stake in (0.1, 0.4):
        assert Trust(*PAIR, 0.3, first_stake=stake).regret(StrategyProfile(good)) > 0.01


def test_an_unexpected_step_may_be_read_as_the_plan_likes_best():
    game = Trust(*PAIR, 0.9, first_stake=0.5)
    keys = list(reassurance_of(game).strategies[0])
    # Nobody ever cooperates first; after such a step the trustworthy may hope, or fear, as they like.
    hopeful = {
        key: {COOPERATE: 1.0} if key == f"trustworthy, after {DEFECT},{COOPERATE}" else {DEFECT: 1.0} for key in keys
    }
    plain = {key: {DEFECT: 1.0} for key in keys}
    replying = {**plain, f"trustworthy, after {COOPERATE},{DEFECT}": {COOPERATE: 1.0}}
    # Hoping for nothing is wrong under every belief when the other answers with defection, whatever its type.
    assert game.regret(StrategyProfile({0: hopeful, 1: plain})) > 0.1
    later = game.regret_by_player(StrategyProfile({0: hopeful, 1: replying}))
    assert later[0] == 0


def test_fractions_stay_exact():
    game = Trust((4, 3, 1, -4), (3, 4, 1, -4), Fraction(3, 10))
    assert trust_threshold(game) == Fraction(5, 6)
    assert (window_low(game), window_high(game)) == (Fraction(9, 47), Fraction(9, 41))
    assert [member.regret for member in dt.solve(game).members] == [0, 0]


def test_draws_equal_a_loop_of_single_games():
    t = np.array([0.1, 0.3, 0.9, 1.5, np.nan])
    stake = np.array([0.2, 0.2, 0.7, 0.2, 0.2])
    drawn = Trust(*PAIR, t, first_stake=stake)
    measures = (trust_threshold, window_low, window_high, window_width, is_reassurable, reassurance_margin)
    for i in range(3):
        one = Trust(*PAIR, float(t[i]), first_stake=float(stake[i]))
        for measure in measures:
            assert np.broadcast_to(measure(drawn), 5)[i] == pytest.approx(float(measure(one)))
        for many, single in zip(drawn.candidates(), one.candidates(), strict=True):
            assert bool(np.broadcast_to(many.exists, 5)[i]) == bool(single.exists)
            if single.exists:
                assert [np.broadcast_to(p, 5)[i] for p in many.payoffs] == pytest.approx(single.payoffs)
                regrets = drawn.regret(StrategyProfile(many.strategies))
                assert regrets[i] == pytest.approx(one.regret(StrategyProfile(single.strategies)), abs=1e-12)
    for i in (3, 4):
        assert np.isnan(window_low(drawn)[i]) and not any(np.broadcast_to(c.exists, 5)[i] for c in drawn.candidates())


def test_symbols_give_formulas():
    t, r = sympy.symbols("t r", positive=True)
    game = Trust((r, 3, 1, -4), (3, 4, 1, -4), t)
    assert sympy.simplify(trust_threshold(game) - 5 / (r - 3 + 5)) == 0
    assert window_low(game).subs(t, sympy.Rational(3, 10)) == sympy.Rational(9, 47)
    assert window_high(game).subs({t: sympy.Rational(3, 10), r: 4}) == sympy.Rational(9, 41)


@pytest.mark.parametrize(
    ("arguments", "keywords", "said"),
    [
        (((3, 4, 1, 0), PAIR[1], 0.5), {}, "trustworthy: saw reward 3.0"),
        ((PAIR[0], (4, 3, 1, 0), 0.5), {}, "untrustworthy"),
        (((4, 3, 1), PAIR[1], 0.5), {}, "four payoffs"),
        ((4, PAIR[1], 0.5), {}, "four payoffs"),
        (((4, 3, 1, "x"), PAIR[1], 0.5), {}, "sucker of the trustworthy"),
        (((np.inf, 3, 1, 0), PAIR[1], 0.5), {}, "a finite payoff"),
        ((*PAIR, 1.2), {}, "a probability"),
        ((*PAIR, (0.2, 0.3)), {}, "one number"),
        ((*PAIR, 0.2), {"first_stake": 0}, "a share"),
        ((*PAIR, 0.2), {"players": ["a"]}, "2 different labels"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments, keywords, said):
    with pytest.raises(GameError, match=said) as caught:
        Trust(*arguments, **keywords)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "strategies",
    [
        {0: {"trustworthy": {DEFECT: 1}, "untrustworthy": {DEFECT: 1}}},
        {0: {"trustworthy": {DEFECT: 1}}, 1: {"trustworthy": {DEFECT: 1}}},
        {p: {"trustworthy": {DEFECT: 0.5}, "untrustworthy": {DEFECT: 1}} for p in (0, 1)},
        {p: {"trustworthy": {"defct": 1}, "untrustworthy": {DEFECT: 1}} for p in (0, 1)},
    ],
)
def test_a_profile_that_does_not_fit_is_refused(strategies):
    with pytest.raises(GameError):
        Trust(*PAIR, 0.3).regret(StrategyProfile(strategies))
