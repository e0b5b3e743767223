"""The limit of the agent logit branch: certified at every information set, and known in textbook games."""

from fractions import Fraction as F

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.tree import Chance, Decision, Terminal, Tree
from deterrence.kernels import continuation
from deterrence.solvers.perfect_bayesian import solve_perfect_bayesian
from deterrence.solvers.sequential import solve_sequential
from tests.games.trees import (
    beer_quiche,
    centipede,
    entry,
    escalation,
    horse,
    random_tree,
    threat,
    unilateral_deterrence,
)


def limit(game):
    found = solve_sequential(game)
    assert found.status == "one" and found.rule == "logit_branch"
    return found.members[0]


def test_the_horse_leads_to_its_sequential_equilibrium_with_beliefs_as_limits():
    member = limit(horse())
    assert member.outcomes == {"(1, 1, 1)": pytest.approx(1)}
    # The third player becomes nearly indifferent, and sure of right, as the others' mistakes fade.
    assert member.beliefs["third"]["D"] == pytest.approx((1 / 3, 1 / 3), abs=1e-3)
    assert member.details["off_path"] == ("third",) and member.details["sequential_regret"] <= 1e-12


def test_beer_quiche_leads_to_one_of_its_two_pooling_equilibria():
    member = limit(beer_quiche())
    assert member.outcomes == {"peace": pytest.approx(1)}
    assert float(member.payoffs[0]) == pytest.approx(2.9)


@pytest.mark.parametrize(
    ("credibility", "outcomes"),
    [
        ((0.5, 0.6), {"SQ": 1}),
        ((0.5, 0.45), {"SQ": 0.5, "DC": 0.275, "DD": 0.225}),
        ((0.8, 0.3), {"DC": 0.7, "CD": 0.06, "DD": 0.24}),
        ((0.3, 0.3), {"SQ": 0.4, "DC": 0.36, "CD": 0.12, "DD": 0.12}),
        ((0.1, 0.2), {"SQ": 0.8, "DC": 0.12, "CD": 0.04, "DD": 0.04}),
    ],
)
def test_unilateral_deterrence_leads_to_the_equilibrium_that_d1_keeps(credibility, outcomes):
    member = limit(unilateral_deterrence(*credibility))
    assert {name: p for name, p in member.outcomes.items() if p > 1e-9} == pytest.approx(outcomes, abs=1e-9)


def test_escalation_between_unknown_types_leads_to_the_status_quo():
    member = limit(escalation(0.5, 0.5))
    assert member.outcomes == {"SQ": pytest.approx(1)} and member.payoffs == pytest.approx((6, 8))


@pytest.mark.parametrize("game", [entry(2), centipede(4)], ids=lambda game: game.name)
def test_perfect_information_leads_to_backward_induction(game):
    member = limit(game)
    assert member.outcomes == {"SS" if game.name == "chain_store" else "take 0": pytest.approx(1)}


def test_a_crossing_of_branches_is_followed_straight_on_and_told():
    # Silence and signal differ by a sunk cost alone, so babbling is a logit equilibrium at every precision.
    found = solve_sequential(threat(0.3, 10, 4, 0.5, 3, 1, 1, sink=2))
    assert "another branch crosses" in found.sentence
    assert found.members[0].outcomes == pytest.approx({"war": 0.3, "concession": 0.7})


@pytest.mark.parametrize("seed", range(25))
def test_limits_of_random_games_are_sequentially_rational_and_among_the_perfect_bayesian(seed):
    rng = np.random.default_rng(3000 + seed)
    game = random_tree(rng, players=2 + seed % 2)
    found = solve_sequential(game)
    assert found.status == "one", found.sentence
    member = found.members[0]
    gains = game.regret_by_information_set(member.profile, member.beliefs)
    assert max(gains.values()) <= 1e-9
    others = solve_perfect_bayesian(game)
    near = [
        one
        for one in others.members
        if one.details["varies"]
        or all(abs(float(one.outcomes.get(k, 0)) - p) < 1e-6 for k, p in member.outcomes.items())
    ]
    assert near or others.status == "exhausted"


def test_scaling_payoffs_changes_no_limit():
    game = unilateral_deterrence(F(3, 10), F(3, 10))

    def grow(node):
        if isinstance(node, Terminal):
            return Terminal(node.outcome, [1000 * value for value in node.payoffs])
        if isinstance(node, Chance):
            return Chance({k: (p, grow(after)) for k, (p, after) in node.branches.items()})
        return Decision(node.player, node.information_set, {k: grow(after) for k, after in node.branches.items()})

    grown = limit(Tree(grow(game.root), players=game.players))
    assert grown.outcomes == pytest.approx(limit(game).outcomes)


def test_a_branch_that_cannot_be_followed_far_fails_with_advice(monkeypatch):
    monkeypatch.setattr(continuation, "MAX_STEPS", 5)
    found = solve_sequential(horse())
    assert found.status == "failed" and not found.members
    assert "too low to tell where it leads" in found.sentence and "'perfect_bayesian'" in found.sentence


def test_a_set_that_chance_never_reaches_is_refused_with_advice():
    with pytest.raises(SolverError, match=r"chance never leads to information set 'weak'.*leave the branch out"):
        solve_sequential(beer_quiche(weak=F(0)))


def test_a_game_without_moves_is_its_own_limit():
    assert limit(Tree(Terminal("peace", (1, 2)))).payoffs == (1, 2)
