"""Bargaining under a private cost of war, against fine grids of demands and of costs."""

from __future__ import annotations

import math
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.bargain import demand, p_war, range_high, range_low, range_width
from deterrence.games.candidate import Listed
from deterrence.games.profile import StrategyProfile

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "bargaining.toml").read_text())
DEMANDS = np.linspace(0, 1, 20_001)
N_COSTS = 2_000

#: Corners: (power, own_cost, cost_low, cost_high, own_gain, other_gain).
CORNERS = {
    "interior": (0.5, 0.1, 0, 0.5, 0, 0),
    "capped, some fight": (0.8, 0.0, 0.05, 0.9, 0, 0),
    "capped, nobody fights": (0.9, 0.0, 0.3, 0.9, 0, 0),
    "capped by the gain": (0.8, 0.05, 0.02, 0.3, 0, 0.25),
    "no war": (0.6, 0.2, 0.1, 0.3, 0, 0),
    "one cost": (0.4, 0.1, 0.2, 0.2, 0, 0),
    "one cost, capped": (0.9, 0.1, 0.2, 0.2, 0, 0),
    "one cost of nothing": (0.4, 0.1, 0, 0, 0, 0),
    "gains of both": (0.3, 0.05, 0.0, 0.6, 0.1, 0.2),
    "sure defeat": (0, 0.1, 0, 0.5, 0, 0),
    "sure victory": (1, 0.1, 0, 0.5, 0, 0),
}


def shown(game):
    """Return the equilibrium that is shown."""
    member = dt.solve(game).selected
    assert member is not None
    return member


def profile_of(share, chance) -> StrategyProfile:
    division = {"division": {"own": share, "other": 1 - share}}
    return StrategyProfile({0: division, 1: {"reply": {"accept": 1 - chance, "fight": chance}}})


def simulate(arguments, share):
    """Return the proposer's payoff, the chance of war and the responder's payoff at a demand, cost by cost.

    The costs are the middles of equal parts of [cost_low, cost_high]; each responder compares its two payoffs.
    """
    power, own_cost, low, high, own_gain, other_gain = arguments
    costs = low + (np.arange(N_COSTS) + 0.5) / N_COSTS * (high - low)
    peace, war = 1 - share + other_gain, 1 - power - costs
    fights = war > peace + 1e-12
    chance = fights.mean()
    return (
        chance * (power - own_cost) + (1 - chance) * (share + own_gain),
        chance,
        np.where(fights, war, peace).mean(),
    )


def best_on_grid(arguments):
    """Return the demand that pays most on the grid, and the payoff, by counting those who accept each demand."""
    power, own_cost, low, high, own_gain, other_gain = arguments
    costs = low + (np.arange(N_COSTS) + 0.5) / N_COSTS * (high - low)
    least = DEMANDS - power - other_gain  # a responder with a lower cost fights
    chance = np.searchsorted(costs, least - 1e-12) / N_COSTS
    payoff = chance * (power - own_cost) + (1 - chance) * (DEMANDS + own_gain)
    place = int(payoff.argmax())
    return DEMANDS[place], payoff[place]


def random_arguments(rng):
    low, spread = rng.uniform(0, 0.4), rng.uniform(0.01, 0.8)
    own_gain, other_gain = rng.uniform(0, 0.3, 2) * rng.integers(0, 2, 2)
    return (rng.uniform(), rng.uniform(0, 0.4), low, low + spread, own_gain, other_gain)


@pytest.mark.parametrize("case", GOLDEN["risk_return"], ids=lambda case: str(case["arguments"]))
def test_demand_and_chance_of_war_match_known_answers(case):
    game = dt.Bargain(*case["arguments"])
    assert demand(game) == pytest.approx(case["demand"], abs=case["tolerance"])
    assert p_war(game) == pytest.approx(case["p_war"], abs=case["tolerance"])


@pytest.mark.parametrize("arguments", CORNERS.values(), ids=CORNERS)
def test_at_every_corner_no_demand_on_a_fine_grid_pays_more(arguments):
    game = dt.Bargain(*arguments)
    found = shown(game)
    share, best = best_on_grid(arguments)
    assert demand(game) == pytest.approx(share, abs=2e-3)
    assert found.payoffs[0] == pytest.approx(best, abs=1e-3)
    proposer, chance, responder = simulate(arguments, demand(game))
    assert found.payoffs == pytest.approx((proposer, responder), abs=1e-3)
    assert found.outcomes["war"] == pytest.approx(chance, abs=1e-3)
    assert 0 <= p_war(game) <= 1 and 0 <= demand(game) <= 1


def test_random_games_agree_with_the_grid():
    rng = np.random.default_rng(71)  # seed 71
    capped = wars = 0
    for _ in range(200):
        arguments = random_arguments(rng)
        game = dt.Bargain(*arguments)
        _, best = best_on_grid(arguments)
        found = shown(game)
        assert found.payoffs[0] == pytest.approx(best, abs=2e-3)
        assert p_war(game) == pytest.approx(simulate(arguments, demand(game))[1], abs=2e-3)
        capped += demand(game) == 1
        wars += p_war(game) > 0
    assert min(capped, wars, 200 - wars) > 20


def test_without_a_cap_the_chance_of_war_is_the_published_formula_and_the_cap_lowers_it():
    rng = np.random.default_rng(72)  # seed 72
    for _ in range(300):
        power, own, low, high, own_gain, other_gain = arguments = random_arguments(rng)
        uncapped = max(0.0, (high - own - own_gain - other_gain - 2 * low) / (2 * (high - low)))
        game = dt.Bargain(*arguments)
        if demand(game) < 1:
            excess = max(low + other_gain, (high + other_gain - own - own_gain) / 2)
            assert demand(game) == pytest.approx(power + excess)
            assert p_war(game) == pytest.approx(uncapped, abs=1e-12)
        else:
            assert p_war(game) <= uncapped + 1e-12


def test_the_range_is_where_both_prefer_peace_whoever_the_responder_is():
    game = dt.Bargain(0.5, 0.1, 0.05, 0.4, 0.02, 0.03)
    assert (range_low(game), range_high(game)) == pytest.approx((0.38, 0.58))
    assert range_width(game) == pytest.approx(range_high(game) - range_low(game))
    assert range_width(game) == pytest.approx(0.2)


def test_regret_is_the_best_gain_on_grids_of_demands_and_costs():
    rng = np.random.default_rng(73)  # seed 73
    for _ in range(100):
        arguments = random_arguments(rng)
        power, own_cost, low, high, own_gain, other_gain = arguments
        game = dt.Bargain(*arguments)
        share, chance = rng.uniform(), rng.choice([0.0, 1.0, rng.uniform()])
        proposer, responder = game.regret_by_player(profile_of(share, chance))
        kept = chance * (power - own_cost) + (1 - chance) * (share + own_gain)
        assert proposer == pytest.approx(max(0, best_on_grid(arguments)[1] - kept), abs=2e-3)
        rank = (np.arange(N_COSTS) + 0.5) / N_COSTS
        peace, war = 1 - share + other_gain, 1 - power - (low + rank * (high - low))
        gains = np.where(rank < chance, peace - war, war - peace)
        assert responder == pytest.approx(max(0, gains.max()), abs=1e-3)


def test_regret_catches_a_demand_or_a_reply_that_is_off():
    game = dt.Bargain(0.5, 0.1, 0, 0.5)
    for own, chance in ((0.72, 0.44), (0.68, 0.36), (0.7, 0.3), (0.7, 0.5)):
        assert game.regret(profile_of(own, chance)) > 1e-4
    assert shown(game).regret < 1e-15


def test_draws_equal_a_loop_of_single_games_and_faulty_draws_are_nan():
    rng = np.random.default_rng(74)  # seed 74
    columns = np.array([random_arguments(rng) for _ in range(60)]).T
    columns[3][::10] = columns[2][::10]
    columns[0][4], columns[2][6] = 1.2, 2.0
    game = dt.Bargain(*columns)
    (listed,) = game.candidates()
    for draw in range(60):
        found = (demand(game)[draw], p_war(game)[draw], listed.payoffs[0][draw], listed.payoffs[1][draw])
        if draw in (4, 6):
            assert np.isnan(found).all() and not listed.exists[draw]
            continue
        one = dt.Bargain(*columns[:, draw])
        assert found == pytest.approx((demand(one), p_war(one), *shown(one).payoffs))


def test_fractions_stay_exact_at_every_corner():
    for arguments in CORNERS.values():
        exact = [Fraction(str(number)) for number in arguments]
        game = dt.Bargain(*exact)
        found = shown(game)
        assert found.regret == 0 and all(isinstance(pay, Fraction) for pay in found.payoffs)
        assert float(found.payoffs[0]) == pytest.approx(shown(dt.Bargain(*arguments)).payoffs[0])


def test_symbols_give_the_formula():
    import sympy

    own, high, low = sympy.symbols("own high low", positive=True)
    game = dt.Bargain(sympy.Rational(1, 2), own, low, high)
    assert range_width(game) == own + low
    values = {own: sympy.Rational(1, 10), low: 0, high: sympy.Rational(1, 2)}
    assert p_war(game).subs(values) == sympy.Rational(2, 5)
    assert demand(game).subs(values) == sympy.Rational(7, 10)


def test_where_war_costs_nobody_anything_the_list_is_not_complete():
    assert dt.solve(dt.Bargain(0.5, 0, 0, 0)).status == "exhausted"
    assert dt.solve(dt.Bargain(0.5, 0, 0, 0.1)).status == "complete"


def test_a_game_is_a_form_that_crosses_processes():
    game = dt.Bargain(0.5, 0.1, 0, 0.5, players=("israel", "hezbollah"))
    assert isinstance(game, Listed) and game.players == ("israel", "hezbollah")
    assert p_war(pickle.loads(pickle.dumps(game))) == p_war(game)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"power": 1.1}, "power: saw 1.1"),
        ({"own_cost": -0.1}, "own_cost: saw -0.1"),
        ({"cost_low": 0.6}, "cost_low <= cost_high"),
        ({"cost_high": math.inf}, "finite"),
        ({"own_gain": -1}, "own_gain"),
        ({"other_gain": math.nan}, "other_gain"),
        ({"power": "half"}, "power: saw 'half'"),
        ({"power": (0.5, 0.4)}, "power: saw 2 entries"),
        ({"players": "a"}, "2 different labels"),
    ],
)
def test_faulty_arguments_raise_at_the_door(change, said):
    arguments = {"power": 0.5, "own_cost": 0.1, "cost_low": 0, "cost_high": 0.5}
    with pytest.raises(dt.GameError, match=said) as caught:
        dt.Bargain(**(arguments | change))
    assert "\n" not in str(caught.value)
