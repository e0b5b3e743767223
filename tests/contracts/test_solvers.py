"""What every row of SOLVERS promises, so that a newcomer is tested by being registered."""

import copy
import pickle
from fractions import Fraction as F

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.numerics import is_simplex
from tests.games.trees import beer_quiche, horse, threat, unilateral_deterrence

STATUSES = {"complete", "exhausted", "one", "none", "failed"}
#: Concepts whose members are no equilibria of the game itself: a logit equilibrium forgoes something at any precision.
INEXACT = ("logit_markov",)
KEYWORDS = {"repeated_payoffs": {"discount": 0.8}}

GAMES = {
    "bargain": [
        dt.Bargain(0.5, 0.1, 0, 0.5),
        dt.Bargain(0.9, 0.1, 0.2, 0.2, 0, 0.1, players=["a", "b"]),
        dt.Bargain(0.6, 0.05, 0.2, 0.2, 0.1, 0.3),
    ],
    "brinkmanship": [
        dt.Brinkmanship([0.08 * k for k in range(1, 11)], 1, (2, 4), first_player=0),
        dt.Brinkmanship([0.05] * 7, (1, 2), 3, first_player=1, players=["a", "b"]),
        dt.Brinkmanship([0.3], 1, 9, first_player=0),
        dt.Brinkmanship([0.05, 0.4], 1, (0.5, 6), 1),
    ],
    "power_shift": [dt.PowerShift(0.3, 0.6, 0.5, 0.9), dt.PowerShift(0.3, 0.6, 0.5, 0.9, 0.9, 0.1, players="ab")],
    "private_brinkmanship": [dt.PrivateBrinkmanship(1, 4), dt.PrivateBrinkmanship(30, 1, players=["a", "b"])],
    "matrix": [
        dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], name="dilemma"),
        dt.Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], name="chicken", players=["a", "b"]),
        dt.Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], name="pennies"),
        dt.Matrix(np.random.default_rng(3).normal(size=(2, 3, 2)), name="random"),
    ],
    "restraint": [
        dt.Restraint(5, 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9, players=["a", "b"]),
        dt.Restraint((5, 4), 3, (0, 1), (-2, 0), discount=(0.2, 0.9), punishment_periods=3),
        dt.Restraint(2, 3, 1, 0, discount=0.5),
    ],
    "ladder": [
        Ladder(
            [Front("border", 1, ("a", "b"), 0, 0, 0, 0, [[1, 0]], 0.5, 0, hazard=[0.02, 0.2, 0.3])],
            None,
            discount=0.9,
            precision=2,
            players=["a", "b"],
            name="war",
        ),
        Ladder([Front("slope", 2, (1, 0), 0.05, 0.2, 0.6, (0.3, 0.2), [[0, -1, -4]], 0.2, 0.1)], None, (0.8, 0.9), 20),
    ],
    "tree": [
        beer_quiche(),
        unilateral_deterrence(F(3, 10), F(3, 10)),
        threat(0.3, 10, 4, 0.5, 3, 1, 1, tie=F(1, 2)),
        horse(),
    ],
    "cheap_talk": [dt.CheapTalk(0.2, players=["a", "b"]), dt.CheapTalk(0.02), dt.CheapTalk(0)],
    "mediation": [
        dt.Mediation([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], mediator=(1, 0.1, 0.5, 0.4), players=["a", "b"]),
        dt.Mediation(np.random.default_rng(4).normal(size=(2, 2, 2, 2, 3)), [[0.3, 0.7], [0.6, 0.4]], name="types"),
    ],
    "trust": [
        dt.Trust((4, 3, 1, -4), (3, 4, 1, -4), 0.3, players=["a", "b"]),
        dt.Trust((5, 2, 1, -3), (3, 3.5, 1, -6), 0.9),
    ],
    "coalition": [
        dt.Coalition((0.5, 0.3, 0.2), 1, 3, 0.7, 0.0, players=["a", "b", "c"]),
        dt.Coalition((1, 2), (1, 2), 1.5, 1, 0.1),
    ],
    "delegation": [
        dt.Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0.6, 0.5, players=["patron", "proxy"]),
        dt.Delegation(1, 1.5, 0.5, 4, 0.2, 1, 1, 0),
    ],
    "deterrence": [
        dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3, players=["a", "b"]),
        dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.5, 0.45),
    ],
    "extended_deterrence": [
        dt.ExtendedDeterrence(
            (0, 2, 1, -4), (0, -1, -3, 0.5), (0, -2, -3, -1), (0, -1, -2, -4), 0.6, players=["a", "b", "c"]
        ),
        dt.ExtendedDeterrence((0, 2, 1, -4), (0, -1, -3, 1), (0, -2, -3, -1), (0, -1, -2, -4), F(1, 2)),
    ],
    "crisis": [dt.Crisis(0, 1, -1, -2.8, -2, -1, -2, players=["a", "b"]), dt.Crisis(0, 1, -1, -2.2, -2, -1, -2)],
    "standoff": [dt.Standoff((2, 1), (2, 3), (1, 1.5), players=["a", "b"]), dt.Standoff(1, 2, 1)],
    "threat": [
        dt.Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2, "tied", players=["a", "b"]),
        dt.Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2, "sunk"),
    ],
    "linked_restraint": [dt.LinkedRestraint([dt.Restraint(5, 3, 1, 0, discount=0.9)] * 2, weights=[1, 2])],
}
CASES = [
    pytest.param(concept, game, id=f"{concept}-{game.name}-{number}")
    for concept, row in dt.SOLVERS.items()
    for form in row.forms
    for number, game in enumerate(GAMES[form])
]


def solve(concept, game):
    return dt.solve(game, concept, **KEYWORDS.get(concept, {}))


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_a_result_says_in_a_sentence_how_complete_it_is(concept, game):
    found = solve(concept, game)
    assert found.status in STATUSES
    assert found.method == concept and found.players == game.players
    assert found.sentence.strip().endswith(".") and "\n" not in found.sentence
    assert bool(found.members) == (found.status not in ("none", "failed"))


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_every_member_carries_a_small_regret_and_probabilities_that_sum_to_one(concept, game):
    found = solve(concept, game)
    for member in found.members:
        assert 0 <= float(member.regret) <= (np.inf if concept in INEXACT else 1e-7)
        for strategy in member.strategies.values():
            for mixed in strategy.values():
                assert is_simplex(np.array([float(p) for p in mixed.values()]), 1e-7)
        if member.outcomes:
            assert sum(float(p) for p in member.outcomes.values()) == pytest.approx(1)
        assert len(member.payoffs) == len(game.players)
    assert len({member.name for member in found.members}) == len(found.members)


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_the_headline_names_its_rule(concept, game):
    found = solve(concept, game)
    assert (found.selected is None) == (found.index is None)
    assert bool(found.rule) == (found.selected is not None)
    assert found.rule in ("", "worst", "best", "risk_dominant", "logit_branch")


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_solving_changes_no_argument_and_repeats_exactly(concept, game):
    before = copy.deepcopy(game)
    first, second = solve(concept, game), solve(concept, game)
    assert repr(before) == repr(game)
    assert [m.payoffs for m in first.members] == [m.payoffs for m in second.members]


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_results_cross_process_borders(concept, game):
    found = solve(concept, game)
    again = pickle.loads(pickle.dumps(found))
    if game.form != "ladder":  # whose strategies are views without a text of their own
        assert repr(again) == repr(found)
    assert [m.payoffs for m in again.members] == [m.payoffs for m in found.members]


@pytest.mark.parametrize(("concept", "game"), CASES)
def test_the_games_own_regret_agrees_where_the_concept_is_an_equilibrium_of_the_game(concept, game):
    if concept in ("correlated", "repeated_payoffs"):  # devices and vertices are certified by their own conditions
        return
    for member in solve(concept, game).members:
        assert float(game.regret(member.profile)) == pytest.approx(float(member.regret), abs=1e-12)


def test_every_row_says_what_it_finds_and_applies_to_known_forms():
    for row in dt.SOLVERS.values():
        assert row.finds and set(row.forms) <= set(dt.FORMS)
        assert row.solve.__doc__ and "Raises" in row.solve.__doc__
