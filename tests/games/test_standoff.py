"""Standoffs before two audiences: arguments, the equilibrium against first principles, and the game's own check."""

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from deterrence.errors import GameError
from deterrence.games.profile import StrategyProfile
from deterrence.games.standoff import Standoff, horizon, p_concede_at_once, p_stay, p_war
from deterrence.games.standoff_play import ACTIONS, SET, regrets

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "signals.toml").read_text(encoding="utf-8"))


def random_game(rng):
    audience, war, prize = (10 ** rng.uniform(-1, 1, 2) for _ in range(3))
    return Standoff(tuple(audience), tuple(war), tuple(prize))


def profile_of(game):
    (candidate,) = game.candidates()
    return StrategyProfile(candidate.strategies)


@pytest.mark.parametrize("row", GOLDEN["standoff"])
def test_known_answers(row):
    game = Standoff(row["audience_cost"], row["max_war_cost"], row["prize"])
    assert horizon(game) == pytest.approx(row["horizon"], abs=row["tolerance"])
    assert p_concede_at_once(game) == pytest.approx(row["at_once"], abs=row["tolerance"])
    assert p_war(game) == pytest.approx(row["p_war"], abs=row["tolerance"])
    assert game.regret(profile_of(game)) <= 1e-12


def shoot(game):
    """Return horizon, chances at once and chances to stay, by integrating the hazards that keep both sides indifferent.

    A side that waits a moment at t wins v + a t more if the other concedes in it, and pays a moment's audience cost:
    the other's hazard is a / (v + a t). Integrating back from S = P(w > -a t*) at a trial horizon gives what must be
    left at the start, and the horizon is right when the larger of the two is 1.
    """

    def starts(time):
        grid = np.linspace(0, time, 4001)
        found = []
        for k in (0, 1):
            a, v = game.audience_cost[1 - k], game.prize[1 - k]
            hazard = a / (v + a * grid)
            total = (hazard[0] + hazard[-1] + 4 * hazard[1::2].sum() + 2 * hazard[2:-1:2].sum()) * time / 4000 / 3
            found.append(game.audience_cost[k] * time / game.max_war_cost[k] * np.exp(total))
        return found

    ends = [w / a for w, a in zip(game.max_war_cost, game.audience_cost, strict=True)]
    time = brentq(lambda t: max(starts(t)) - 1, 0, min(ends) * (1 + 1e-9), xtol=1e-14)
    stays = [a * time / w for a, w in zip(game.audience_cost, game.max_war_cost, strict=True)]
    return time, [1 - start for start in starts(time)], stays


def test_the_equilibrium_is_what_integrating_the_hazards_gives():
    rng = np.random.default_rng(12)  # seed 12
    for _ in range(40):
        game = random_game(rng)
        time, at_once, stays = shoot(game)
        assert horizon(game) == pytest.approx(time, rel=1e-7)
        assert p_concede_at_once(game) == pytest.approx(at_once, abs=1e-7)
        assert p_stay(game) == pytest.approx(stays, rel=1e-7)
        assert game.regret(profile_of(game)) <= 1e-11 * game.payoff_range


def test_simulated_play_gives_the_outcomes_and_payoffs():
    rng = np.random.default_rng(94)  # seed 94
    game = Standoff((2, 1), (2, 3), (1, 1.5))
    (candidate,) = game.candidates()
    n, time = 400_000, horizon(game)
    wars = [-rng.uniform(0, w, n) for w in game.max_war_cost]
    stops = []
    for k in (0, 1):
        # The types to whom war is worst concede first; one in the order of types is one in the distribution of times.
        rank = 1 + wars[k] / game.max_war_cost[k]
        left = 1 - p_concede_at_once(game)[k]
        pressure = game.audience_cost[1 - k] / game.prize[1 - k]
        with np.errstate(divide="ignore"):
            stop = np.maximum((left / (1 - rank) - 1) / pressure, 0)
        stops.append(np.where(rank > 1 - p_stay(game)[k], np.inf, np.where(rank < 1 - left, 0, stop)))
    assert np.all(stops[0][np.isfinite(stops[0])] <= time + 1e-9)
    ends = np.minimum(*stops)
    shares = [np.mean((stops[k] == ends) & np.isfinite(ends)) for k in (0, 1)]
    assert shares == pytest.approx(list(candidate.figures["p_concede"].values()), abs=0.003)
    assert np.mean(np.isinf(ends)) == pytest.approx(p_war(game), abs=0.003)
    for k in (0, 1):
        loses = (stops[k] == ends) & np.isfinite(ends)
        conceded = np.where(loses, -game.audience_cost[k] * np.where(loses, ends, 0), game.prize[k])
        assert np.mean(np.where(np.isinf(ends), wars[k], conceded)) == pytest.approx(candidate.payoffs[k], abs=0.008)


def test_outcomes_sum_to_one_and_no_gain_is_left_for_extreme_numbers():
    for audience, war, prize in (((1000, 1), 2, (1, 0.01)), ((1e-4, 1), (2, 4), (5, 1)), (1e-6, 1e3, 1)):
        game = Standoff(audience, war, prize)
        (candidate,) = game.candidates()
        assert sum(candidate.outcomes.values()) == pytest.approx(1, abs=1e-12)
        assert game.regret(StrategyProfile(candidate.strategies)) <= 1e-10 * game.payoff_range


def test_regret_catches_another_distribution_of_times():
    game = Standoff((2, 1), 2, 1)
    strategies = profile_of(game).strategies
    for player, (source, target) in ((0, (3, 6)), (0, (-1, 5)), (1, (0, 4)), (1, (2, -1)), (0, (4, 0))):
        row = dict(strategies[player][SET])
        moved = min(0.02, row[ACTIONS[source]])
        row[ACTIONS[source]] -= moved
        row[ACTIONS[target]] += moved
        profile = StrategyProfile({**strategies, player: {SET: row}})
        assert game.regret(profile) > 1e-3, (player, source, target)


def test_regret_catches_another_horizon():
    game = Standoff((2, 1), 2, 1)
    profile = profile_of(game)
    for factor in (0.9, 0.99, 1.01, 1.1):
        assert max(regrets(game, factor * horizon(game), profile)) > 1e-3


def test_both_conceding_at_once_tempts_each_to_wait_a_moment():
    game = Standoff(1, 2, 1)
    everybody = {SET: {"concede at once": 1.0}}
    assert game.regret(StrategyProfile({0: everybody, 1: everybody})) == pytest.approx(1)


def test_only_relative_audience_costs_move_the_chance_of_war():
    game, both = Standoff((2, 1), (2, 3), 1), Standoff((6, 3), (2, 3), 1)
    assert p_war(both) == pytest.approx(p_war(game))
    assert horizon(both) == pytest.approx(horizon(game) / 3)


def test_with_equal_types_the_side_with_higher_audience_costs_concedes_less_and_otherwise_it_may_not():
    for ratio in (1.1, 2, 10):
        first, second = Standoff((ratio, 1), 2, 1).candidates()[0].figures["p_concede"].values()
        assert first < second
    first, second = Standoff((1.2, 1), (8, 2), 1).candidates()[0].figures["p_concede"].values()
    assert first > second


def test_draws_equal_a_loop_of_single_games_and_faulty_ones_are_nan():
    rng = np.random.default_rng(5)  # seed 5
    table = 10 ** rng.uniform(-1, 1, (20, 6))
    drawn = Standoff(tuple(table.T[:2]), tuple(table.T[2:4]), tuple(table.T[4:]))
    (candidate,) = drawn.candidates()
    assert np.all(drawn.regret(StrategyProfile(candidate.strategies)) <= 1e-10)
    for place, row in enumerate(table):
        single = Standoff(tuple(row[:2]), tuple(row[2:4]), tuple(row[4:]))
        (one,) = single.candidates()
        assert horizon(drawn)[place] == pytest.approx(horizon(single))
        assert [pay[place] for pay in candidate.payoffs] == pytest.approx(list(one.payoffs))
        assert [share[place] for share in candidate.outcomes.values()] == pytest.approx(list(one.outcomes.values()))
    faulty = Standoff(np.array([1.0, 0.0, np.nan]), 2, 1)
    assert np.isnan(horizon(faulty)).tolist() == [False, True, True]
    assert faulty.candidates()[0].exists.tolist() == [True, False, False]


def test_fractions_stay_exact_where_the_root_is_rational():
    game = Standoff(Fraction(1), 2, 1)
    assert horizon(game) == 1 and isinstance(horizon(game), Fraction)
    assert p_war(game) == Fraction(1, 4)


def test_symbols_give_the_same_numbers():
    import sympy

    a, b = sympy.symbols("a b", positive=True)
    game, numeric = Standoff((a, b), 2, 1), Standoff((2, 1), 2, 1)
    assert float(horizon(game).subs({a: 2, b: 1})) == pytest.approx(horizon(numeric))
    (candidate,), (known,) = game.candidates(), numeric.candidates()
    shares = [float(share.subs({a: 2, b: 1})) for share in candidate.outcomes.values()]
    assert shares == pytest.approx(list(known.outcomes.values()))
    same = Standoff(a, 2, 1).candidates()[0].outcomes["0 concedes"]
    assert float(same.subs(a, 1)) == pytest.approx(0.375)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((1, 0), 2, 1), "audience_cost of 1"),
        ((1, -2, 1), "max_war_cost of 0"),
        ((1, 2, np.inf), "prize of 0"),
        (((1, 2, 3), 2, 1), "2, or one number for all"),
        ((True, 2, 1), "a number"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, message):
    with pytest.raises(GameError, match=message):
        Standoff(*arguments)


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        ({"always": {"fight": 1}}, "information set"),
        ({SET: {"figth": 1}}, "did you mean 'fight'"),
        ({SET: {"fight": 0.5}}, "sum to one"),
        ({SET: {"fight": 1.5, "concede at once": -0.5}}, "sum to one"),
    ],
)
def test_profiles_that_do_not_fit_are_refused(strategy, message):
    game = Standoff(1, 2, 1)
    with pytest.raises(GameError, match=message):
        game.regret(StrategyProfile({0: strategy, 1: strategy}))
