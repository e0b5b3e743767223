"""What every row of SOLVERS promises, so that a newcomer is tested by being registered."""

import copy
import pickle

import numpy as np
import pytest

import deterrence as dt
from deterrence.numerics import is_simplex

STATUSES = {"complete", "exhausted", "one", "none", "failed"}
KEYWORDS = {"repeated_payoffs": {"discount": 0.8}}

GAMES = {
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
        assert 0 <= float(member.regret) <= 1e-7
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
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)


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
