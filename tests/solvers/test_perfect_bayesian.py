"""Perfect Bayesian equilibria: known signalling and deterrence games, belief sets, refinements, brute force."""

from __future__ import annotations

import tomllib
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.tree import Chance, Decision, Terminal, Tree
from deterrence.solvers import perfect_bayesian
from deterrence.solvers.perfect_bayesian import solve_perfect_bayesian
from deterrence.solvers.subgame_perfect import solve_subgame_perfect
from tests.games.trees import beer_quiche, escalation, horse, random_tree, threat, unilateral_deterrence
from tests.solvers.brute_force import bayesian_outcomes

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "trees.toml").read_text())


def shares(member):
    return {outcome: pytest.approx(float(p), abs=1e-6) for outcome, p in member.outcomes.items()}


def test_beer_quiche_has_two_pooling_equilibria_and_the_intuitive_criterion_keeps_beer():
    found = solve_perfect_bayesian(beer_quiche())
    assert found.status == "complete" and len(found.members) == 2
    by_meal = {next(a for a, p in one.strategies["A"]["weak"].items() if p): one for one in found.members}
    beer, quiche = by_meal["beer"], by_meal["quiche"]
    assert beer.payoffs == (F(29, 10), F(9, 10)) and quiche.payoffs == (F(21, 10), F(9, 10))
    assert beer.details["off_path"] == ("quiche",) and quiche.details["off_path"] == ("beer",)
    # Whoever orders the unexpected meal is met by a duel with probability one half or more.
    assert beer.beliefs["quiche"] == {"weak/quiche": (F(1, 2), 1), "strong/quiche": (0, F(1, 2))}
    assert quiche.beliefs["beer"]["weak/beer"] == (F(1, 2), 1)
    assert beer.details["actions"]["quiche"]["duel"] == (F(1, 2), 1)
    assert beer.survives == {"intuitive": True, "d1": True} and quiche.survives["intuitive"] is False
    kept = solve_perfect_bayesian(beer_quiche(), refinement="intuitive")
    assert [one.payoffs for one in kept.members] == [beer.payoffs]
    assert "leaves out 'peace" in kept.sentence and "only 'strong' could be thought to move" in kept.sentence


def test_beer_quiche_with_a_likely_weak_guest_mixes():
    found = solve_perfect_bayesian(beer_quiche(weak=F(2, 3)))
    assert len(found.members) == 1
    member = found.members[0]
    # The weak drink beer so often that a beer drinker is weak with probability one half; beer is fought half the time.
    assert member.strategies["A"]["weak"]["beer"] == F(1, 2) and member.strategies["B"]["beer"]["duel"] == F(1, 2)
    assert member.regret == 0 and member.details["sequential_regret"] == 0


@pytest.mark.parametrize("case", GOLDEN["threat"], ids=lambda case: str((case.get("sink"), case.get("tie"))))
def test_threats_have_the_known_equilibria_and_babbling_fails_d1(case):
    numbers = [F(value) for value in case["numbers"]]
    cost = {key: F(case[key]) for key in ("sink", "tie") if key in case}
    for game in (threat(*numbers, **cost), threat(*map(float, numbers), **{k: float(v) for k, v in cost.items()})):
        found = solve_perfect_bayesian(game)
        assert found.status == "complete"
        assert [shares(one) for one in found.members] == [one["outcomes"] for one in case["equilibria"]]
        assert [one.survives for one in found.members] == [one["survives"] for one in case["equilibria"]]
        assert all(float(one.details["sequential_regret"]) <= 1e-12 for one in found.members)


def test_the_bluff_of_a_sunk_cost_threat_has_the_known_probabilities():
    game = threat(F(3, 10), 10, 4, F(1, 2), 3, 1, 1, sink=2)
    semi = solve_perfect_bayesian(game, refinement="d1").members[0]
    assert semi.strategies["D"]["low"]["signal"] == F(3, 7)
    assert semi.strategies["C"]["signal"]["challenge"] == F(1, 2)


def test_a_threat_costly_to_break_locks_both_types_in():
    found = solve_perfect_bayesian(threat(F(3, 10), 10, 4, F(1, 2), 3, 1, 1, tie=2))
    assert all(one.outcomes == {"peace": 1} for one in found.members)
    # Only the low type signals in one of them; the high type is not challenged when it keeps silent.
    assert any(
        one.strategies["D"]["high"]["silent"] == one.strategies["D"]["low"]["signal"] == 1 for one in found.members
    )


@pytest.mark.parametrize("case", GOLDEN["deterrence"], ids=lambda case: "-".join(case["credibility"]))
def test_unilateral_deterrence_has_the_known_equilibrium_and_a_perverse_one_that_fails_d1(case):
    game = unilateral_deterrence(*map(F, case["credibility"]))
    found = solve_perfect_bayesian(game)
    assert found.status == "complete"
    kept = [shares(one) for one in found.members if one.survives["d1"]]
    assert kept == case["equilibria"]
    quiet = [one for one in found.members if one.outcomes == {"SQ": 1}]
    assert len(quiet) == 1  # nobody challenges, since the soft defender would resist: at every credibility
    assert quiet[0].strategies["D"]["soft D"]["resist"] > 0 or quiet[0].survives["d1"]
    refined = solve_perfect_bayesian(game, refinement="d1")
    assert [shares(one) for one in refined.members] == case["equilibria"]


def test_the_perverse_equilibrium_rests_on_the_belief_that_a_challenger_is_soft():
    perverse = solve_perfect_bayesian(unilateral_deterrence(F(3, 10), F(3, 10))).members[0]
    assert perverse.outcomes == {"SQ": 1}
    assert perverse.beliefs["soft D"] == {"hard/soft/challenge": (0, F(1, 2)), "soft/soft/challenge": (F(1, 2), 1)}


@pytest.mark.parametrize(
    ("types", "outcome"),
    [
        ((0, 0), "SQ"),
        ((0, 1), "SQ"),
        ((0, "tactical"), "SQ"),
        ((0, "strategic"), "SQ"),
        ((1, 0), "DC"),
        ((1, 1), "SQ"),
        ((1, "tactical"), "DC"),
        ((1, "strategic"), "DC"),
    ],
)
def test_escalation_between_known_types_ends_as_the_book_says(types, outcome):
    found = solve_perfect_bayesian(escalation(*types))
    assert [one.outcomes for one in found.members] == [{outcome: 1}]


def test_escalation_between_unknown_types_has_the_three_known_kinds_of_outcome():
    found = solve_perfect_bayesian(escalation(F(1, 2), F(1, 2)))
    assert found.status == "exhausted" and "multiply unknowns" in found.sentence
    assert [one.outcomes for one in found.members] == [
        {"SQ": 1},
        {"DC": 1},
        {"DC": F(4, 5), "DE": F(1, 10), "EE": F(1, 10)},
    ]
    assert found.members[2].details["actions"]["hard D"]["escalate"] is not None
    assert all(one.details["sequential_regret"] == 0 for one in found.members)


def test_seltens_horse_keeps_only_the_outcome_in_which_the_second_player_is_rational():
    found = solve_perfect_bayesian(horse())
    assert [one.outcomes for one in found.members] == [{"(1, 1, 1)": 1}]
    member = found.members[0]
    assert member.beliefs["third"] == {"D": (0, F(1, 3)), "C/d": (F(2, 3), 1)}
    # The third player keeps both others in line by choosing right with probability three quarters or more.
    assert member.details["actions"]["third"]["R"] == (F(3, 4), 1)


@pytest.mark.parametrize("seed", range(30))
def test_pure_members_of_random_games_are_those_of_brute_force(seed):
    rng = np.random.default_rng(seed)
    game = random_tree(rng, players=2 + seed % 2)
    found = solve_perfect_bayesian(game)
    # Members come with their smallest support, so one that can be pure is.
    pure = [one for one in found.members if all(p in (0, 1) for mixed in _mixtures(one) for p in mixed.values())]
    assert {frozenset(one.outcomes.items()) for one in pure} == {
        frozenset(one.items()) for one in bayesian_outcomes(game)
    }
    assert found.members or found.status == "exhausted"
    assert all(float(one.details["sequential_regret"]) <= 1e-9 for one in found.members)


def _mixtures(member):
    return [mixed for strategy in member.strategies.values() for mixed in strategy.values()]


@pytest.mark.parametrize("seed", range(20))
def test_with_perfect_information_they_are_the_subgame_perfect_equilibria(seed):
    rng = np.random.default_rng(500 + seed)
    game = perfect_information(rng, 4)
    ours = {one.payoffs for one in solve_perfect_bayesian(game).members if not one.details["varies"]}  # ties mix
    assert ours == {one.payoffs for one in solve_subgame_perfect(game).members}


def perfect_information(rng, depth, path=""):
    def grow(level, path):
        if level == 0:
            return Terminal(f"e{path}", tuple(int(v) for v in rng.integers(0, 1000, 2)))
        if rng.integers(4) == 0:
            return Chance({k: (F(1, 2), grow(level - 1, path + k)) for k in "hl"})
        return Decision(int(rng.integers(2)), f"s{path}", {k: grow(level - 1, path + k) for k in "ab"})

    return Tree(grow(depth, ""), players=[0, 1])


def test_a_type_that_chance_rules_out_is_not_believed():
    game = beer_quiche(weak=F(0))
    member = solve_perfect_bayesian(game).selected
    assert member is not None and member.beliefs["quiche"]["weak/quiche"] == (0, 0)


def test_relabelling_players_and_scaling_payoffs_permutes_and_keeps_the_members():
    base = solve_perfect_bayesian(unilateral_deterrence(F(3, 10), F(3, 10)))
    changed = solve_perfect_bayesian(rescaled(unilateral_deterrence(F(3, 10), F(3, 10)), F(7, 2), -4))
    assert [one.outcomes for one in base.members] == [one.outcomes for one in changed.members]
    assert [one.beliefs for one in base.members] == [one.beliefs for one in changed.members]


def rescaled(game, factor, shift):
    def change(node):
        if isinstance(node, Terminal):
            return Terminal(node.outcome, [factor * value + shift for value in node.payoffs])
        if isinstance(node, Chance):
            return Chance({k: (p, change(after)) for k, (p, after) in node.branches.items()})
        return Decision(node.player, node.information_set, {k: change(after) for k, after in node.branches.items()})

    return Tree(change(game.root), players=game.players, name=game.name)


def test_three_players_who_must_all_mix_are_found_by_search_and_certified():
    found = solve_perfect_bayesian(three_way_pennies())
    assert found.status == "exhausted" and "were searched from a few starts" in found.sentence
    assert any(all(0 < p < 1 for mixed in _mixtures(one) for p in mixed.values()) for one in found.members)
    assert all(float(one.regret) <= 1e-9 for one in found.members)


def three_way_pennies():
    """Each player wants to match the next one, the last to differ from the first; moves are hidden."""

    def end(x, y, z):
        return Terminal(f"{x}{y}{z}", (2 * (x == y) + (x == "h"), 2 * (y == z) + (y == "h"), 2 * (z != x) + (z == "h")))

    def third(x, y):
        return Decision(2, "third", {z: end(x, y, z) for z in "ht"})

    def second(x):
        return Decision(1, "second", {y: third(x, y) for y in "ht"})

    return Tree(Decision(0, "first", {x: second(x) for x in "ht"}))


def test_refinements_are_refused_where_nobody_signals():
    with pytest.raises(SolverError, match="'horse' is no signalling game"):
        solve_perfect_bayesian(horse(), refinement="d1")
    with pytest.raises(SolverError, match="saw 'divinity'; allowed is None, 'intuitive', 'd1'"):
        solve_perfect_bayesian(beer_quiche(), refinement="divinity")  # pyright: ignore[reportArgumentType]


def test_large_games_are_searched_for_pure_equilibria_and_larger_ones_refused(monkeypatch):
    monkeypatch.setattr(perfect_bayesian, "MAX_SUPPORTS", 16)
    found = solve_perfect_bayesian(beer_quiche())
    assert (
        len(found.members) == 2 and found.status == "exhausted" and "mixed ones were not looked for" in found.sentence
    )
    monkeypatch.setattr(perfect_bayesian, "MAX_SUPPORTS", 15)
    with pytest.raises(SolverError, match=r"saw 16 pure profiles.*at most 15"):
        solve_perfect_bayesian(beer_quiche())
