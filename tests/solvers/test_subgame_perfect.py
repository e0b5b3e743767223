"""Backward induction: textbook games, ties, hidden moves, and brute force on small random trees."""

import itertools
from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest

from deterrence.games.tree import Chance, Decision, Terminal, Tree
from deterrence.solvers import subgame_perfect
from deterrence.solvers.subgame_perfect import solve_subgame_perfect
from tests.games.trees import centipede, entry, escalation, horse, payoff_by_paths


def test_the_chain_store_shares_with_every_entrant():
    found = solve_subgame_perfect(entry(3))
    assert found.status == "complete"
    assert [one.outcomes for one in found.members] == [{"SSS": 1}]
    assert found.members[0].payoffs == (6, 2, 2, 2)
    assert all(mixed["share"] == 1 for label, mixed in found.members[0].strategies[0].items() if label)


def test_a_fight_that_is_no_threat_after_entry_is_left_out_though_it_is_a_nash_equilibrium():
    game = entry(1)
    bluff = game.profile({"entrant ": "stay out", "chain store ": "fight"})
    assert game.regret(bluff) == 0
    assert [one.outcomes for one in solve_subgame_perfect(game).members] == [{"S": 1}]


@pytest.mark.parametrize("moves", [1, 2, 5, 60])
def test_the_centipede_ends_at_once(moves):
    found = solve_subgame_perfect(centipede(moves))
    assert [one.outcomes for one in found.members] == [{"take 0": 1}]
    assert all(mixed["take"] == 1 for strategy in found.members[0].strategies.values() for mixed in strategy.values())


@pytest.mark.parametrize(("types", "outcome"), [((0, 0), "SQ"), ((0, 1), "SQ"), ((1, 0), "DC"), ((1, 1), "SQ")])
def test_escalation_between_known_types_ends_as_the_book_says(types, outcome):
    assert [one.outcomes for one in solve_subgame_perfect(escalation(*types)).members] == [{outcome: 1}]


def test_ties_give_all_pure_equilibria():
    reply = {
        side: Decision(1, side, {a: Terminal(side + a, (k, 0)) for k, a in enumerate("xy")}) for side in ("l", "r")
    }
    found = solve_subgame_perfect(Tree(Decision(0, "first", reply)))
    # Player 1 is indifferent everywhere: four plans, of which two leave player 0 a tie as well.
    assert len(found.members) == 6 and found.status == "complete"
    assert all(one.regret == 0 for one in found.members)
    assert [one.name for one in found.members] == ["lx (1)", "rx", "ry (1)", "ly (1)", "ly (2)", "ry (2)"] or len(
        {one.name for one in found.members}
    ) == 6


def test_many_ties_are_cut_off_and_the_sentence_says_so(monkeypatch):
    monkeypatch.setattr(subgame_perfect, "MAX_MEMBERS", 5)
    reply = {side: Decision(1, side, {a: Terminal(side + a, (0, 0)) for a in "xyz"}) for side in "lr"}
    found = solve_subgame_perfect(Tree(Decision(0, "first", reply)))
    assert len(found.members) == 5 and found.status == "exhausted" and "more than 5" in found.sentence


def test_hidden_moves_are_solved_as_a_game_within_the_game():
    """Stay out for 2, or play the battle of the sexes with payoffs (3, 1) and (1, 3)."""

    def second(x):
        ends = {y: Terminal(x + y, {"AA": (3, 1), "BB": (1, 3)}.get(x + y, (0, 0))) for y in "AB"}
        return Decision(1, "second", ends)

    inside = Decision(0, "inside", {x: second(x) for x in "AB"})
    game = Tree(Decision(0, "outside", {"out": Terminal("out", (2, 2)), "in": inside}))
    found = solve_subgame_perfect(game)
    assert {frozenset(one.outcomes.items()) for one in found.members} == {
        frozenset({("AA", 1)}),
        frozenset({("out", 1)}),
    }
    assert len(found.members) == 3  # out is best against (B, B) and against the mixture, which is worth 3/4
    mixed = [one for one in found.members if one.strategies[1]["second"]["A"] == F(1, 4)]
    assert len(mixed) == 1 and mixed[0].strategies[0]["inside"]["A"] == F(3, 4)


def test_three_players_with_hidden_moves_are_searched():
    found = solve_subgame_perfect(horse())
    assert found.status == "exhausted"
    # The horse has no proper subgame: its Nash equilibria all count, also the one that is not sequential.
    assert {next(iter(one.outcomes)) for one in found.members if len(one.outcomes) == 1} >= {"(1, 1, 1)", "(3, 3, 2)"}


@pytest.mark.parametrize("seed", range(25))
def test_random_games_of_perfect_information_agree_with_trying_every_profile(seed):
    rng = np.random.default_rng(seed)
    game = small(rng, ties=seed % 2 == 0)
    found = solve_subgame_perfect(game)
    ours = {
        frozenset((label, a) for s in one.strategies.values() for label, m in s.items() for a, p in m.items() if p)
        for one in found.members
    }
    assert ours == brute(game) and found.status == "complete"
    assert all(one.regret == 0 for one in found.members)


def small(rng, *, ties):
    high = 3 if ties else 1000

    def grow(level, path):
        if level == 0 or (level < 3 and rng.integers(4) == 0):
            return Terminal(f"e{path}", tuple(int(v) for v in rng.integers(0, high, 2)))
        if rng.integers(5) == 0:
            return Chance({k: (F(1, 2), grow(level - 1, path + k)) for k in "hl"})
        return Decision(int(rng.integers(2)), f"s{path}", {k: grow(level - 1, path + k) for k in "ab"})

    return Tree(Decision(0, "s", {k: grow(2, k) for k in "ab"}), players=[0, 1])


def brute(game):
    """Return every pure profile in which nobody gains by one other action at any decision, reached or not."""
    decisions = []

    def visit(node):
        if isinstance(node, Decision):
            decisions.append(node)
        follows: list[Any] = [] if isinstance(node, Terminal) else list(node.branches.values())
        for after in follows:
            visit(after[1] if isinstance(node, Chance) else after)

    visit(game.root)
    good = set()
    for picks in itertools.product(*(list(node.branches) for node in decisions)):
        plan = {node.information_set: {a: 1} for node, a in zip(decisions, picks, strict=True)}

        def worth(node, plan=plan):
            return payoff_by_paths(Tree(node, players=game.players), plan)[0]

        if all(
            max(worth(after)[node.player] for after in node.branches.values()) == worth(node)[node.player]
            for node in decisions
        ):
            good.add(frozenset((label, next(iter(a))) for label, a in plan.items()))
    return good


def test_floats_give_floats_and_the_same_plans():
    found = solve_subgame_perfect(Tree(Decision(0, "first", {"a": Terminal("a", (0.1,)), "b": Terminal("b", (0.2,))})))
    assert found.members[0].strategies[0]["first"] == {"a": 0.0, "b": 1.0}
    assert isinstance(found.members[0].payoffs[0], float)


def test_a_game_that_chance_plays_alone_has_its_one_empty_equilibrium():
    found = solve_subgame_perfect(
        Tree(Chance({"h": (F(1, 4), Terminal("h", (4,))), "l": (F(3, 4), Terminal("l", (0,)))}))
    )
    assert found.members[0].payoffs == (1,) and found.members[0].outcomes == {"h": F(1, 4), "l": F(3, 4)}
