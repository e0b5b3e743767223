"""All equilibria of two players: known answers, degenerate games, components, selection and limits."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import quantecon.game_theory as quantecon

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.solvers import nash
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.solution import Equilibrium, EquilibriumSet

GOLDEN = Path(__file__).parents[1] / "golden" / "matrix_nash.toml"
CASES = tomllib.loads(GOLDEN.read_text())["game"]


def golden_game(case) -> Matrix:
    return Matrix([[[Fraction(entry) for entry in row] for row in table] for table in case["payoffs"]])


def probabilities(found: EquilibriumSet) -> list[list[list]]:
    return [[list(member.strategies[player]["stage"].values()) for player in found.players] for member in found.members]


def selected(found: EquilibriumSet) -> Equilibrium:
    assert found.selected is not None
    return found.selected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_games_have_exactly_the_known_extreme_equilibria(case):
    found = solve_nash(golden_game(case))
    assert found.status == "complete"
    assert probabilities(found) == [[[Fraction(p) for p in mixed] for mixed in pair] for pair in case["equilibria"]]
    assert [member.regret for member in found.members] == [0] * len(found.members)
    assert [member.details["component"] for member in found.members] == case["components"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_games_in_floats_have_the_same_equilibria_as_floats(case):
    game = golden_game(case)
    found = solve_nash(Matrix(game.payoffs.astype(float)))
    assert all(type(p) is float for pair in probabilities(found) for mixed in pair for p in mixed)
    for ours, theirs in zip(probabilities(found), case["equilibria"], strict=True):
        for mixed, expected in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(mixed, [float(Fraction(p)) for p in expected], atol=1e-12)
    assert all(member.regret <= 1e-14 * max(game.payoff_ranges) for member in found.members)


def test_coordination_on_six_actions_has_63_equilibria():
    found = solve_nash(Matrix([np.eye(6, dtype=int)] * 2))
    assert len(found.members) == 63
    assert all(member.regret == 0 for member in found.members)


def test_random_nondegenerate_games_agree_with_quantecon():
    rng = np.random.default_rng(2024)
    for _ in range(40):
        shape = tuple(rng.integers(2, 5, 2))
        payoffs = rng.random((2, *shape))
        found = solve_nash(Matrix(payoffs))
        peer = quantecon.vertex_enumeration(
            quantecon.NormalFormGame((quantecon.Player(payoffs[0]), quantecon.Player(payoffs[1].T.copy())))
        )
        ours = sorted(np.concatenate(pair).tolist() for pair in probabilities(found))
        theirs = sorted(np.concatenate(pair).tolist() for pair in peer)
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_random_nondegenerate_games_agree_with_nashpy():
    rng = np.random.default_rng(2025)
    for _ in range(10):
        game = Matrix(rng.random((2, 3, 3)))
        ours = sorted(np.concatenate(pair).tolist() for pair in probabilities(solve_nash(game)))
        theirs = sorted(np.concatenate(pair).tolist() for pair in game.to_nashpy().support_enumeration())
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_nondegenerate_games_have_an_odd_number_of_equilibria_in_one_component_each():
    rng = np.random.default_rng(2026)
    for _ in range(20):
        members = solve_nash(Matrix(rng.random((2, 4, 4)))).members
        assert len(members) % 2 == 1
        assert [member.details["component"] for member in members] == list(range(1, len(members) + 1))


def test_a_game_of_ties_is_one_component_of_all_pure_profiles():
    found = solve_nash(Matrix(np.zeros((2, 2, 3), dtype=int)))
    assert len(found.members) == 6
    assert {member.details["component"] for member in found.members} == {1}
    assert {member.details["subsets"] for member in found.members} == {(1,)}
    assert "1 component(s)" in found.sentence


def test_mixtures_within_a_maximal_nash_subset_are_equilibria():
    rng = np.random.default_rng(2027)
    for _ in range(20):
        game = Matrix(rng.integers(0, 3, (2, 3, 3)))
        found = solve_nash(game)
        for subset in {s for member in found.members for s in member.details["subsets"]}:
            group = [
                pair
                for pair, member in zip(probabilities(found), found.members, strict=True)
                if subset in member.details["subsets"]
            ]
            weights = [Fraction(int(w), 100) for w in rng.multinomial(100, np.ones(len(group)) / len(group))]
            mixture = [
                [sum(w * pair[seat][a] for w, pair in zip(weights, group, strict=True)) for a in range(3)]
                for seat in range(2)
            ]
            assert game.regret(game.profile(mixture)) == 0


def test_subsets_that_share_a_member_are_one_component():
    case = next(case for case in CASES if case["name"] == "unequal_supports")
    members = solve_nash(golden_game(case)).members
    assert [member.details["subsets"] for member in members[:3]] == [(1, 2), (2,), (1,)]


def test_a_single_cell_is_its_own_equilibrium():
    found = solve_nash(Matrix([[[3]], [[-2]]], players=["us", "iran"]))
    assert found.members[0].payoffs == (3, -2)
    assert found.members[0].outcomes == {"0,0": 1}
    assert found.players == ("us", "iran")


def test_default_rule_selects_the_lowest_sum_of_payoffs():
    stag_hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]], actions=[["stag", "hare"]] * 2)
    assert solve_nash(stag_hunt).rule == "worst"
    assert selected(solve_nash(stag_hunt)).outcomes == {"hare,hare": 1}
    assert selected(solve_nash(stag_hunt, rule="best")).outcomes == {"stag,stag": 1}


def test_risk_dominance_selects_hare_and_says_so():
    stag_hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]], actions=[["stag", "hare"]] * 2)
    found = solve_nash(stag_hunt, rule="risk_dominant")
    assert found.rule == "risk_dominant"
    assert selected(found).outcomes == {"hare,hare": 1}


def test_risk_dominance_selects_the_only_member():
    found = solve_nash(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), rule="risk_dominant")
    assert selected(found).outcomes == {"1,1": 1}


def test_a_tie_in_risk_dominance_selects_nothing_and_says_so():
    found = solve_nash(Matrix([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]), rule="risk_dominant")
    assert len(found.members) == 3
    assert found.selected is None and found.rule == ""
    assert "Risk dominance picks none" in found.sentence


@pytest.mark.parametrize(
    ("payoffs", "keywords", "words"),
    [
        (np.zeros((3, 2, 2, 2)), {}, "use 'pure_nash', 'support_enumeration' or 'logit'"),
        (np.zeros((1, 3)), {}, "2 players"),
        (np.zeros((2, 2, 2)), {"rule": "logit_branch"}, "'worst', 'best' or 'risk_dominant'"),
        (np.zeros((2, 2, 3)), {"rule": "risk_dominant"}, "2 x 2"),
    ],
)
def test_games_and_rules_that_do_not_fit_are_refused_with_an_alternative(payoffs, keywords, words):
    with pytest.raises(SolverError, match=words):
        solve_nash(Matrix(payoffs), **keywords)


def test_a_game_too_large_is_refused_with_an_alternative(monkeypatch):
    monkeypatch.setattr(nash, "MAX_WORK", 480)
    with pytest.raises(SolverError, match=r"too many vertices.*\(4 x 4\).*use 'pure_nash'"):
        solve_nash(Matrix(np.eye(4)[np.newaxis].repeat(2, axis=0)))


def test_a_game_far_too_large_is_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(nash, "polytope_vertices", None)
    with pytest.raises(SolverError, match=r"too many actions.*\(50 x 50\).*about 12 x 12"):
        solve_nash(Matrix(np.random.default_rng(0).random((2, 50, 50))))  # seed 0


def test_payoffs_of_very_different_size_do_not_disturb_the_answer():
    game = Matrix([[[Fraction(1, 10**40), 0], [0, 10**40]], [[1, 0], [0, 1]]])
    found = solve_nash(game)
    assert len(found.members) == 3
    assert found.members[1].strategies[1]["stage"]["0"] == Fraction(10**80, 10**80 + 1)
