"""Crises with private information: every root against an independent scan, payoffs, and the game's own check."""

import pickle
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr, owens_t

import deterrence as dt
from deterrence.errors import GameError
from deterrence.games.candidate import Listed
from deterrence.games.crisis import Crisis
from deterrence.games.profile import StrategyProfile

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "signals.toml").read_text(encoding="utf-8"))
CASES = [(row["numbers"], case, row["tolerance"]) for row in GOLDEN["crisis"] for case in row["cases"]]
NAMES = ("status_quo", "demand", "concession", "war", "backdown", "resist", "target_war")
NUMBERS = (0, 1, 0, -1.9, -1.2, 1, -2.9)


def figures(game, name) -> list[Any]:
    return [candidate.figures[name] for candidate in game.candidates() if candidate.exists]


def profile_of(candidate):
    return StrategyProfile(candidate.strategies)


def joint(first, second):
    """Return P(X < first, Y < second) of standard normals with correlation 1 / sqrt 2, by Owen's T function."""
    root = np.sqrt(0.5)
    parts = (ndtr(first) + ndtr(second) - (first * second < 0)) / 2
    parts -= owens_t(first, (second - root * first) / (first * root))
    return parts - owens_t(second, (first - root * second) / (second * root))


def reply(numbers, p_resist):
    """Return p_challenge, p_fight and the target's reply to a chance of resistance, as published."""
    status_quo, demand, concession, war, backdown, resist, target_war = numbers
    cut = (status_quo - (1 - p_resist) * demand) / p_resist
    challenge = 1 - ndtr(cut - war) * ndtr(cut - backdown)
    fight = joint((war - backdown) / np.sqrt(2), war - cut) / challenge
    return challenge, fight, (fight * target_war + (1 - fight) * resist - concession) / fight


def scan(numbers):
    """Return all chances of resistance between scores -7 and 7, by a dense scan for changes of sign and bisection."""

    def gap(score):
        return score - reply(numbers, ndtr(score))[2]

    grid = np.linspace(-7, 7, 8_001)
    signs = gap(grid) > 0
    (cells,) = np.nonzero(signs[1:] != signs[:-1])
    low, high, rises = grid[cells], grid[cells + 1], signs[cells + 1]
    for _ in range(60):
        middle = (low + high) / 2
        is_below = (gap(middle) > 0) != rises
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return ndtr((low + high) / 2)


def random_numbers(rng):
    status_quo, concession = rng.uniform(-0.5, 0.5, 2)
    demand, resist = status_quo + rng.uniform(0.2, 2), concession + rng.uniform(-0.5, 2)
    war, backdown, target_war = rng.uniform(-2.5, 0.5), rng.uniform(-2.5, 0.5), rng.uniform(-3.5, 0.5)
    return status_quo, demand, concession, war, backdown, resist, target_war


# Known answers and independent roots


def test_a_crisis_is_a_listed_form_with_the_challenger_first():
    game = Crisis(*NUMBERS, players=("sender", "target"), name="sanctions")
    assert isinstance(game, Listed) and game.is_listed_completely
    assert (game.form, game.default_concept) == ("crisis", "closed_form")
    assert set(game.candidates()[0].strategies) == {"sender", "target"}


@pytest.mark.parametrize(("numbers", "case", "tolerance"), CASES)
def test_known_answers(numbers, case, tolerance):
    game = Crisis(*numbers, case["target_war"])
    for name in ("p_resist", "p_challenge", "p_fight"):
        if name in case:
            assert figures(game, name) == pytest.approx(case[name], abs=tolerance)
    assert all(game.regret(profile_of(candidate)) <= 1e-9 for candidate in game.candidates())


def test_the_number_of_equilibria_falls_from_three_to_one_as_the_targets_war_grows_less_bad():
    assert [len(Crisis(*NUMBERS[:6], worth).candidates()) for worth in (-2.9, -2.8, -2.7, -2.2)] == [3, 3, 1, 1]


def test_roots_are_those_of_a_dense_scan():
    rng = np.random.default_rng(2003)  # seed 2003
    counts = set()
    for _ in range(40):
        numbers = random_numbers(rng)
        game, expected = Crisis(*numbers), scan(numbers)
        found = [p for p in figures(game, "p_resist") if 1e-11 < p < 1 - 1e-11]
        assert found == pytest.approx(list(expected), abs=1e-8), numbers
        for candidate in game.candidates():
            assert game.regret(profile_of(candidate)) <= 1e-8, numbers
        counts.add(len(found))
    assert 1 in counts


def test_three_roots_are_found_wherever_a_dense_scan_finds_three():
    rng = np.random.default_rng(345)  # seed 345
    n_three = 0
    for _ in range(30):
        numbers = (0, 1, 0, -1.9 + rng.uniform(-0.2, 0.2), -1.2, 1, rng.uniform(-3.2, -2.6))
        expected = scan(numbers)
        assert figures(Crisis(*numbers), "p_resist") == pytest.approx(list(expected), abs=1e-8)
        n_three += len(expected) == 3
    assert n_three >= 3


def test_the_challengers_side_of_a_root_is_as_published():
    for candidate in Crisis(*NUMBERS).candidates():
        challenge, fight, _ = reply(NUMBERS, candidate.figures["p_resist"])
        assert (candidate.figures["p_challenge"], candidate.figures["p_fight"]) == pytest.approx((challenge, fight))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_simulated_best_replies_give_the_chances_and_the_payoffs(place):
    rng = np.random.default_rng(11)  # seed 11
    n = 400_000
    candidate = Crisis(*NUMBERS).candidates()[place]
    p = candidate.figures
    fight, retreat, resist = NUMBERS[3] + rng.normal(size=n), NUMBERS[4] + rng.normal(size=n), rng.normal(size=n)
    best = np.maximum(fight, retreat)
    challenges = (1 - p["p_resist"]) * NUMBERS[1] + p["p_resist"] * best > NUMBERS[0]
    fights = fight > retreat
    resists = p["p_fight"] * (NUMBERS[6] + resist) + (1 - p["p_fight"]) * NUMBERS[5] > NUMBERS[2]
    assert np.mean(challenges) == pytest.approx(p["p_challenge"], abs=0.003)
    assert np.mean(fights[challenges]) == pytest.approx(p["p_fight"], abs=0.004)
    assert np.mean(resists) == pytest.approx(p["p_resist"], abs=0.003)
    challenger = np.where(challenges, np.where(resists, best, NUMBERS[1]), NUMBERS[0])
    war = np.where(fights, NUMBERS[6] + resist, NUMBERS[5])
    target = np.where(challenges, np.where(resists, war, NUMBERS[2]), 0)
    assert (np.mean(challenger), np.mean(target)) == pytest.approx(candidate.payoffs, abs=0.012)


def test_outcomes_sum_to_one_and_follow_from_the_three_chances():
    for candidate in Crisis(*NUMBERS).candidates():
        p: Any = candidate.figures
        shares = candidate.outcomes
        assert sum(shares.values()) == pytest.approx(1)
        assert shares["war"] == p["p_war"] == pytest.approx(p["p_challenge"] * p["p_resist"] * p["p_fight"])
        assert shares["concession"] == pytest.approx(p["p_challenge"] * (1 - p["p_resist"]))


def test_the_solver_shows_every_root_and_says_that_the_list_is_complete():
    found = dt.solve(Crisis(*NUMBERS))
    assert [member.name for member in found.members] == ["root_1", "root_2", "root_3"]
    assert found.status == "complete" and "3 of 3" in found.sentence


# The game's own check


@pytest.mark.parametrize(
    ("player", "information_set"), [(0, "start"), (0, "resisted"), (1, "challenged")], ids=lambda part: str(part)
)
@pytest.mark.parametrize("step", [-0.05, -0.005, 0.005, 0.05])
def test_regret_catches_a_chance_moved_either_way(player, information_set, step):
    game = Crisis(*NUMBERS)
    strategies = game.candidates()[1].strategies
    (first, chance), (second, _) = strategies[player][information_set].items()
    moved = {**strategies[player], information_set: {first: chance + step, second: 1 - chance - step}}
    profile = StrategyProfile({**strategies, player: moved})
    assert game.regret_by_set(profile)[player][information_set] > 1e-3
    assert game.regret(profile) == max(game.regret_by_player(profile))


def test_regret_at_the_start_is_what_the_marginal_challenger_loses():
    # With a quarter challenging, the cut-off c on the better of two normal payoffs solves Phi(c - W) Phi(c - a) = 3/4.
    numbers = (0, 1, 0, 0, 0, 1, -1)
    game = Crisis(*numbers)
    strategies = game.candidates()[0].strategies
    p_resist = strategies[1]["challenged"]["resist"]
    cut = 1.1078
    assert ndtr(cut) ** 2 == pytest.approx(0.75, abs=1e-4)
    moved = {**strategies[0], "start": {"challenge": 0.25, "refrain": 0.75}}
    gains = game.regret_by_set(StrategyProfile({0: moved, 1: strategies[1]}))
    assert gains[0]["start"] == pytest.approx(abs(1 - p_resist + p_resist * cut), abs=1e-4)


def test_a_profile_mixed_from_two_equilibria_is_none():
    game = Crisis(*NUMBERS)
    first, _, third = (candidate.strategies for candidate in game.candidates())
    assert game.regret(StrategyProfile({0: first[0], 1: third[1]})) > 0.01


# Draws, symbols and faults


def test_draws_equal_a_loop_of_single_games():
    rng = np.random.default_rng(17)  # seed 17
    table = np.array([random_numbers(rng) for _ in range(30)] + [NUMBERS])
    drawn = Crisis(*table.T)
    listed = drawn.candidates()
    for place, row in enumerate(table):
        single = Crisis(*row).candidates()
        assert sum(bool(candidate.exists[place]) for candidate in listed) == len(single)
        for one, all_draws in zip(single, listed, strict=False):
            assert all_draws.figures["p_war"][place] == pytest.approx(one.figures["p_war"], abs=1e-12)
            assert [worth[place] for worth in all_draws.payoffs] == pytest.approx(list(one.payoffs), abs=1e-12)
    regret = drawn.regret(profile_of(listed[0]))
    assert regret.shape == (31,) and np.all(regret <= 1e-8)


def test_draws_at_fault_have_no_equilibria_and_the_others_go_on():
    game = Crisis(0, 1, 0, -1.9, -1.2, 1, np.array([-2.9, np.nan, -2.7, np.inf]))
    counts = sum(np.asarray(candidate.exists, dtype=float) for candidate in game.candidates())
    assert counts.tolist() == [3, 0, 1, 0]


def test_shifting_all_of_a_players_payoffs_changes_nothing():
    base = figures(Crisis(*NUMBERS), "p_resist")
    assert figures(Crisis(2, 3, 0, 0.1, 0.8, 1, -2.9), "p_resist") == pytest.approx(base, abs=1e-9)
    assert figures(Crisis(0, 1, 5, -1.9, -1.2, 6, 2.1), "p_resist") == pytest.approx(base, abs=1e-9)


def test_games_cross_process_borders():
    game = Crisis(*NUMBERS)
    assert repr(pickle.loads(pickle.dumps(game))) == repr(game)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"war": float("nan")}, r"crisis 'crisis', war: saw nan; allowed is a finite payoff"),
        ({"demand": float("inf")}, "demand.*finite payoff"),
        ({"backdown": "much"}, "backdown.*a number"),
        ({"players": ("a", "a")}, "different labels"),
        ({"war": np.zeros(2), "demand": np.zeros(3)}, "lengths"),
    ],
)
def test_faulty_arguments_raise_at_the_door_in_one_sentence(change, message):
    with pytest.raises(GameError, match=message) as caught:
        Crisis(**dict(zip(NAMES, NUMBERS, strict=True)) | change)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_expressions_are_refused_because_a_root_has_no_formula():
    import sympy

    with pytest.raises(GameError, match="a root has no formula"):
        Crisis(*NUMBERS[:6], sympy.Symbol("w"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: {}}, r"saw \[\]"),
        ({1: {"challenged": {"risist": 1}}}, "did you mean 'resist'"),
        ({1: {"challenged": {"resist": 0.5}}}, "sum to one"),
    ],
)
def test_profiles_that_do_not_fit_are_refused(change, message):
    game = Crisis(*NUMBERS)
    with pytest.raises(GameError, match=message):
        game.regret(StrategyProfile(dict(game.candidates()[0].strategies) | change))
