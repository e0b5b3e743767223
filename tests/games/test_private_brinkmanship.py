"""Brinkmanship with private costs: quadrature, simulation, and best replies on a grid."""

from __future__ import annotations

import math
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate

import deterrence as dt
from deterrence.games.candidate import Listed
from deterrence.games.private_brinkmanship import p_disaster
from deterrence.games.profile import StrategyProfile

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "brinkmanship.toml").read_text())


def shown(game):
    """Return the equilibrium that is shown."""
    member = dt.solve(game).selected
    assert member is not None
    return member


def stand(value, top, cost):
    """Return s(d), written separately from the package."""
    return value * (1 / cost - 1 / top)


def payoff_of_standing(value, top, cost, stop):
    """Return the payoff of a side with some cost that stands up to s, by quadrature over the other's cost."""

    def against(other):
        meeting = min(stop, stand(value, top, other))
        wins = math.exp(-meeting) * value if stand(value, top, other) < stop else 0.0
        return wins - (1 - math.exp(-meeting)) * cost

    # The other gives way first where its cost is above the kink.
    kink = 1 / (stop / value + 1 / top)
    return sum(integrate.quad(against, a, b, epsabs=1e-11)[0] for a, b in ((1e-9, kink), (kink, top))) / top


def profile_of(game, change=lambda share, stop: stop) -> StrategyProfile:
    """Return the equilibrium with every s put through a change."""
    value, top = game.value, game.max_disaster_cost
    plan = {}
    for tenth in range(1, 11):
        quits = math.exp(-change(tenth / 10, stand(value, top, tenth / 10 * top)))
        plan[f"cost {10 * tenth}%"] = {"stand": 1 - quits, "yield": quits}
    return StrategyProfile(dict.fromkeys(game.players, plan))


@pytest.mark.parametrize("case", GOLDEN["private"], ids=lambda case: str(case["ratio"]))
@pytest.mark.parametrize("top", [1.0, 4.0])
def test_chance_of_disaster_matches_known_answers_and_depends_on_the_ratio_alone(case, top):
    game = dt.PrivateBrinkmanship(case["ratio"] * top, top)
    assert p_disaster(game) == pytest.approx(case["p_disaster"], abs=case["tolerance"])
    assert p_disaster(game) == pytest.approx(case["simulated"], abs=1e-3)


@pytest.mark.parametrize("ratio", [1e-6, 0.01, 0.25, 0.5, 2, 30, 499, 501, 1000])
def test_chance_of_disaster_is_the_integral_over_both_costs(ratio):
    # The lower risk is that of the higher cost, whose density is twice its share.
    def survives(share):
        return 2 * share * math.exp(-ratio * (1 / share - 1))

    expected, _ = integrate.quad(survives, 0, 1, epsabs=1e-13, points=[0.5, 0.9, 0.99, 0.999])
    assert p_disaster(dt.PrivateBrinkmanship(ratio, 1)) == pytest.approx(1 - expected, abs=1e-10)


def test_simulated_contests_end_in_disaster_as_often():
    rng = np.random.default_rng(65)  # seed 65
    game = dt.PrivateBrinkmanship(1, 4)
    costs = rng.uniform(0, 4, (2, 400_000))
    risks = game.risk_at(costs[0]), game.risk_at(costs[1])
    reached = np.minimum(*risks)
    disaster = rng.random(400_000) < reached
    error = 4 * math.sqrt(0.14 / 400_000)
    assert disaster.mean() == pytest.approx(p_disaster(game), abs=error)
    own = np.where(disaster, -costs[0], np.where(risks[0] > risks[1], 1.0, 0.0))
    assert own.mean() == pytest.approx(shown(game).payoffs[0], abs=4 * own.std() / math.sqrt(400_000))


@pytest.mark.parametrize(("value", "top"), [(1, 4), (2, 1.5)])
def test_no_other_stop_on_a_grid_pays_more_than_the_listed_one(value, top):
    game = dt.PrivateBrinkmanship(value, top)
    for cost in np.array([0.15, 0.4, 0.8, 1]) * top:
        best = -math.log1p(-game.risk_at(cost))
        kept = payoff_of_standing(value, top, cost, best)
        others = [payoff_of_standing(value, top, cost, stop) for stop in np.linspace(0, 6, 41)]
        assert max(others) <= kept + 1e-9
        assert kept - min(others) > 0.01


def test_regret_is_nothing_at_the_equilibrium_and_small_only_near_it():
    for ratio in (1e-6, 0.1, 1, 8, 100, 1000):
        game = dt.PrivateBrinkmanship(3 * ratio, 3)
        found = dt.solve(game)
        assert found.status == "complete" and shown(game).regret <= 1e-12 * game.payoff_range
    game = dt.PrivateBrinkmanship(1, 4)
    regrets = [game.regret(profile_of(game, lambda _, stop, f=f: f * stop)) for f in (1.01, 1.1, 1.5)]
    assert 1e-7 < regrets[0] < regrets[1] < regrets[2]
    assert game.regret(profile_of(game, lambda _, stop: 0.7 * stop)) > 1e-3
    assert game.regret(profile_of(game, lambda _, stop: stop + 0.1)) > 1e-3


def test_regret_agrees_with_quadrature_over_a_grid_of_stops():
    value, top = 1.0, 4.0
    game = dt.PrivateBrinkmanship(value, top)
    plan = dict(profile_of(game).strategies[0])
    shifted = {**plan, "cost 50%": {"stand": 1 - math.exp(-0.35), "yield": math.exp(-0.35)}}
    # Only the own plan is off, so the gain is that of the types around half the highest cost.
    gains = []
    for share, own in (
        (0.5, 0.35),
        (0.45, _linear(0.45, 0.5, 0.35, 0.4, 0.375)),
        (0.55, _linear(0.55, 0.6, 1 / 6, 0.5, 0.35)),
    ):
        stops = [*np.linspace(0.02, 1.2, 30), stand(value, top, share * top)]
        values = [payoff_of_standing(value, top, share * top, stop) for stop in (own, *stops)]
        gains.append(max(values) - values[0])
    found = game.regret_by_player(StrategyProfile({0: shifted, 1: plan}))[0]
    assert found == pytest.approx(max(gains), abs=1e-8)
    assert found > 1e-3


def _linear(share, near, at_near, far, at_far):
    """Return s at a cost between two others, linear in 1 / c."""
    weight = (1 / share - 1 / near) / (1 / far - 1 / near)
    return (1 - weight) * at_near + weight * at_far


def test_draws_equal_a_loop_of_single_games_and_faulty_draws_are_nan():
    rng = np.random.default_rng(66)  # seed 66
    value, top = rng.uniform(0.1, 3, 30), rng.uniform(0.5, 6, 30)
    value[3], top[5] = -1, np.nan
    game = dt.PrivateBrinkmanship(value, top)
    (listed,) = game.candidates()
    for draw in range(30):
        if draw in (3, 5):
            assert np.isnan(p_disaster(game)[draw]) and not listed.exists[draw]
            continue
        one = dt.PrivateBrinkmanship(value[draw], top[draw])
        assert p_disaster(game)[draw] == pytest.approx(p_disaster(one))
        assert listed.payoffs[0][draw] == pytest.approx(shown(one).payoffs[0])
        assert game.risk_at(0.3)[draw] == pytest.approx(one.risk_at(0.3))


def test_symbols_give_the_formula():
    import sympy

    value, top = sympy.symbols("v D", positive=True)
    game = dt.PrivateBrinkmanship(value, top)
    assert float(p_disaster(game).subs({value: 1, top: 4})) == pytest.approx(0.1661947, abs=5e-8)
    assert sympy.simplify(game.risk_at(top)) == 0
    assert dt.measure(game).empty


def test_a_side_that_loses_nothing_never_gives_way_and_the_weakest_gives_way_at_once():
    game = dt.PrivateBrinkmanship(Fraction(1), 4)
    assert (game.risk_at(0), game.risk_at(4)) == (1.0, 0.0)
    assert np.diff(game.risk_at(np.linspace(0, 4, 50))).max() < 0


def test_a_game_is_a_form_that_crosses_processes():
    game = dt.PrivateBrinkmanship(1, 4, players=("us", "iran"))
    assert isinstance(game, Listed)
    assert p_disaster(pickle.loads(pickle.dumps(game))) == p_disaster(game)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0, 1), "value: saw 0"),
        ((1, -1), "max_disaster_cost: saw -1"),
        ((1, math.inf), "positive finite"),
        (((1, 2), 1), "value: saw 2 entries; allowed is one number"),
        ((5000, 1), "1e-09 to 1000 times"),
        (("x", 1), "value: saw 'x'"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, said):
    with pytest.raises(dt.GameError, match=said):
        dt.PrivateBrinkmanship(*arguments)


def test_a_cost_out_of_range_and_a_profile_that_does_not_fit_are_refused():
    game = dt.PrivateBrinkmanship(1, 4)
    with pytest.raises(dt.GameError, match="0 <= cost <= 4"):
        game.risk_at(5)
    assert np.isnan(game.risk_at(np.array([5.0, 1.0]))).tolist() == [True, False]
    with pytest.raises(dt.GameError, match="does not fall"):
        game.regret(profile_of(game, lambda share, stop: share))
    with pytest.raises(dt.GameError, match="information sets"):
        game.regret(StrategyProfile({0: {"stage": {"stand": 1}}, 1: {}}))
