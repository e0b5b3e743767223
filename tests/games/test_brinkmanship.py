"""Brinkmanship under complete information, against an explicit game written separately and all its plans."""

from __future__ import annotations

import itertools
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.brinkmanship import climbs, highest_rung, p_disaster, resolve, winner
from deterrence.games.candidate import Listed
from deterrence.games.profile import StrategyProfile

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "brinkmanship.toml").read_text())


def shown(game):
    """Return the equilibrium that is shown."""
    member = dt.solve(game).selected
    assert member is not None
    return member


def from_case(case) -> dt.Brinkmanship:
    risks = [min(1, case["step"] * k) for k in range(1, case["rungs"] + 1)]
    return dt.Brinkmanship(risks, tuple(case["value"]), tuple(case["disaster_cost"]), case["first_player"])


def random_game(rng, n_rungs) -> dt.Brinkmanship:
    risks = np.sort(rng.uniform(0.01, 0.9, n_rungs)) if rng.random() < 0.7 else rng.uniform(0.01, 0.9, n_rungs)
    value, cost = tuple(rng.uniform(0.5, 3, 2)), tuple(rng.uniform(0.5, 6, 2))
    return dt.Brinkmanship(list(risks), value, cost, int(rng.integers(2)))


# The explicit game: a node is the number of rungs climbed so far; an end is a pair of payoffs.


def play_out(game, plan, start=0):
    """Return both players' expected payoffs when a pure plan (a bool per rung) is followed from a rung on."""
    alive, total = 1.0, [0.0, 0.0]
    for rung in range(start, len(game.risks)):
        mover = (game.first_player + rung) % 2
        if not plan[rung]:
            total[1 - mover] += alive * game.value[1 - mover]
            break
        for seat in (0, 1):
            total[seat] -= alive * game.risks[rung] * game.disaster_cost[seat]
        alive *= 1 - game.risks[rung]
    return total


def is_subgame_perfect(game, plan):
    """Say whether no player gains in any subgame by any other pure plan of its own."""
    n_rungs = len(game.risks)
    for start in range(n_rungs):
        kept = play_out(game, plan, start)
        for seat in (0, 1):
            own = [rung for rung in range(start, n_rungs) if (game.first_player + rung) % 2 == seat]
            for moves in itertools.product([False, True], repeat=len(own)):
                other = list(plan)
                for rung, move in zip(own, moves, strict=True):
                    other[rung] = move
                if play_out(game, other, start)[seat] > kept[seat] + 1e-12:
                    return False
    return True


def as_profile(game, plan) -> StrategyProfile:
    strategies = {player: {} for player in game.players}
    for rung, climb in enumerate(plan):
        strategies[game.players[game.mover(rung)]][f"rung {rung + 1}"] = {"climb" if climb else "quit": 1.0}
    return StrategyProfile(strategies)


def listed_plan(game):
    strategies = shown(game).strategies
    by_rung = {int(name.split()[1]): mix["climb"] for own in strategies.values() for name, mix in own.items()}
    return [bool(by_rung[rung]) for rung in sorted(by_rung)]


@pytest.mark.parametrize("case", GOLDEN["climbs"], ids=lambda case: f"{case['step']}, {case['first_player']} first")
def test_climbs_match_known_answers(case):
    game = from_case(case)
    assert highest_rung(game) == tuple(case["highest_rung"])
    assert winner(game) == case["winner"] and climbs(game) == case["climbs"]
    assert p_disaster(game) == pytest.approx(case["p_disaster"], abs=case["tolerance"])
    table = dt.measure(game)
    assert table[table.measure == "winner"].label.tolist() == [str(case["winner"])]
    assert table[table.measure == "p_disaster"].value.tolist() == [pytest.approx(case["p_disaster"])]


@pytest.mark.parametrize("case", GOLDEN["flat"], ids=lambda case: f"{case['rungs']} rungs")
def test_with_flat_risk_the_winner_alternates_with_the_parity_of_the_ladder(case):
    game = dt.Brinkmanship([case["risk"]] * case["rungs"], 1, (2, 4), first_player=0)
    assert winner(game) == case["winner"]
    assert highest_rung(game) == (case["rungs"],) * 2


def test_the_listed_plan_is_the_only_subgame_perfect_one_among_all_pure_plans():
    rng = np.random.default_rng(61)  # seed 61
    for _ in range(40):
        game = random_game(rng, int(rng.integers(1, 6)))
        perfect = [
            list(plan)
            for plan in itertools.product([False, True], repeat=len(game.risks))
            if is_subgame_perfect(game, plan)
        ]
        assert perfect == [listed_plan(game)]
        assert dt.solve(game).status == "complete"
        payoffs = play_out(game, perfect[0])
        assert shown(game).payoffs == pytest.approx(tuple(payoffs))


def test_regret_is_the_best_gain_over_all_plans_and_subgames():
    rng = np.random.default_rng(62)  # seed 62
    for _ in range(30):
        game = random_game(rng, int(rng.integers(1, 6)))
        plan = [bool(move) for move in rng.integers(0, 2, len(game.risks))]
        gains = [0.0, 0.0]
        for start, seat in itertools.product(range(len(plan)), (0, 1)):
            own = [rung for rung in range(start, len(plan)) if game.mover(rung) == seat]
            for moves in itertools.product([False, True], repeat=len(own)):
                other = list(plan)
                for rung, move in zip(own, moves, strict=True):
                    other[rung] = move
                gains[seat] = max(gains[seat], play_out(game, other, start)[seat] - play_out(game, plan, start)[seat])
        assert game.regret_by_player(as_profile(game, plan)) == pytest.approx(tuple(gains), abs=1e-12)
        assert (game.regret(as_profile(game, plan)) < 1e-12) == is_subgame_perfect(game, plan)


def test_where_the_ladder_reaches_beyond_both_the_higher_rung_wins_and_at_most_one_is_climbed():
    rng = np.random.default_rng(63)  # seed 63
    seen = set()
    for _ in range(300):
        game = dt.Brinkmanship(
            list(np.linspace(0.02, 1, 25)), tuple(rng.uniform(0.5, 3, 2)), tuple(rng.uniform(0.5, 6, 2)), 1
        )
        first, second = highest_rung(game)
        if first != second:
            assert winner(game) == (0 if first > second else 1)
            seen.add(first > second)
        assert climbs(game) in (0, 1)
    assert seen == {True, False}


def test_safer_rungs_raise_the_highest_rung_of_both():
    risky, safe = (dt.Brinkmanship([step * k for k in range(1, 11)], 1, (2, 4), 0) for step in (0.08, 0.04))
    assert highest_rung(risky) == (4, 2) and highest_rung(safe) == (8, 5)


def test_draws_equal_a_loop_of_single_games_and_faulty_draws_are_nan():
    rng = np.random.default_rng(64)  # seed 64
    step, cost = rng.uniform(0.01, 0.1, 50), rng.uniform(0.5, 9, 50)
    step[7], cost[9] = -0.1, np.nan
    game = dt.Brinkmanship([step * k for k in range(1, 9)], 1, (cost, 3), 1)
    (listed,) = game.candidates()
    for draw in range(50):
        found = (winner(game)[draw], p_disaster(game)[draw], highest_rung(game)[0][draw], listed.payoffs[1][draw])
        if draw in (7, 9):
            assert np.isnan(found).all() and not listed.exists[draw]
            continue
        one = dt.Brinkmanship([step[draw] * k for k in range(1, 9)], 1, (cost[draw], 3), 1)
        single = (winner(one), p_disaster(one), highest_rung(one)[0], shown(one).payoffs[1])
        assert found == pytest.approx(single)
    rows = dt.Brinkmanship(np.array([step * k for k in range(1, 9)]), 1, (cost, 3), 1)
    assert np.array_equal(p_disaster(rows), p_disaster(game), equal_nan=True)


def test_exact_numbers_stay_exact_and_a_tie_is_told():
    game = dt.Brinkmanship([Fraction(1, 5), Fraction(1, 2)], 1, (2, 4), 0)
    assert resolve(game) == (Fraction(1, 3), Fraction(1, 5))
    assert p_disaster(game) == Fraction(1, 5) and shown(game).regret == 0
    tied = dt.Brinkmanship([Fraction(1, 5), Fraction(1, 2)], 1, 4, 0)
    assert climbs(tied) == 1 and dt.solve(tied).status == "exhausted"
    never = StrategyProfile({0: {"rung 1": {"quit": 1}}, 1: {"rung 2": {"quit": 1}}})
    assert tied.regret(never) == 0


def test_symbols_give_formulas():
    import sympy

    step, cost = sympy.symbols("step cost", positive=True)
    game = dt.Brinkmanship([step, 2 * step], 1, cost, 0)
    assert resolve(game)[0] == 1 / (cost + 1)
    assert p_disaster(game).subs({step: 0.1, cost: 2}) == pytest.approx(0.1)
    assert p_disaster(game).subs({step: 0.5, cost: 2}) == 0
    assert not game.is_listed_completely


def test_a_game_is_a_form_that_crosses_processes():
    game = dt.Brinkmanship([0.1, 0.2], 1, 2, 1, players=("us", "iran"), name="brink")
    assert isinstance(game, Listed) and game.players == ("us", "iran") and game.name == "brink"
    assert pickle.loads(pickle.dumps(game)).first_player == 1
    table = dt.measure(game)
    assert table[table.measure == "winner"].label.tolist() == ["iran"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"risks": []}, "at least one"),
        ({"risks": 0.3}, "one probability per rung"),
        ({"risks": [0.1, 1.2]}, "risk of rung 2: saw 1.2"),
        ({"risks": [0.1, "x"]}, "risk of rung 2"),
        ({"risks": [0.1, [0.2, 0.3]]}, "risk of rung 2: saw 2 entries"),
        ({"value": 0}, "value of 0"),
        ({"disaster_cost": (1, -1)}, "disaster_cost of 1"),
        ({"disaster_cost": (1, float("inf"))}, "positive finite"),
        ({"disaster_cost": (1, 2, 3)}, "saw 3 entries"),
        ({"first_player": 2}, "the place among the players"),
        ({"first_player": 0.5}, "the place among the players"),
        ({"first_player": "us"}, "0 or 1"),
        ({"players": ("a", "b", "c")}, "2 different labels"),
    ],
)
def test_faulty_arguments_raise_at_the_door(change, said):
    arguments = {"risks": [0.1, 0.2], "value": 1, "disaster_cost": 2, "first_player": 0}
    with pytest.raises(dt.GameError, match=said) as caught:
        dt.Brinkmanship(**(arguments | change))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("strategies", "said"),
    [
        ({0: {"rung 1": {"climb": 1}}}, "player 1"),
        ({0: {"rung 2": {"climb": 1}}, 1: {"rung 2": {"climb": 1}}}, "information sets"),
        ({0: {"rung 1": {"climb": 0.4}}, 1: {"rung 2": {"climb": 1}}}, "sum to one"),
        ({0: {"rung 1": {"clim": 1}}, 1: {"rung 2": {"climb": 1}}}, "did you mean 'climb'"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(strategies, said):
    with pytest.raises(dt.GameError, match=said):
        dt.Brinkmanship([0.1, 0.2], 1, 2, 0).regret(StrategyProfile(strategies))


def test_more_rungs_than_can_be_checked_are_refused():
    with pytest.raises(dt.GameError, match="saw 1001 rungs; allowed is at most 1000"):
        dt.Brinkmanship([0.1] * 1001, 1, 4, 0)
