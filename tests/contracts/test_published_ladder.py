"""The published ladder of calm and war shows what its texts say."""

import pytest

import deterrence as dt
from tests.shipped import shipped


@pytest.fixture
def model():
    return shipped("published/ladder_calm_war")


def chances(found):
    return sorted(member.strategies["first"]["peace at 0"]["escalate"] for member in found.members)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [0, 0.673203, 1]),
        ({"gain": 1.5}, [1]),
        ({"gain": 0.2, "hazard.none": 0.05, "hazard.one": 0.15, "hazard.both": 0.9}, [0]),
        ({"gain": 1, "hazard.none": 0.05, "hazard.one": 0.4, "hazard.both": 0.5}, [0, 0.314815, 1]),
    ],
)
def test_its_markov_perfect_equilibria_are_the_known_ones(model, changes, expected):
    found = dt.solve(dt.formulate(model.with_values(changes), "calm_war"), "markov_all")
    assert chances(found) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("gain", "is_kept"), [(1.3728, True), (1.3730, False)])
def test_restraint_ends_at_the_bound_that_the_file_states(model, gain, is_kept):
    found = dt.solve(dt.formulate(model.with_values({"gain": gain}), "calm_war"), "markov_all")
    assert (0.0 in chances(found)) == is_kept and 1.0 in chances(found)


@pytest.mark.parametrize(("precision", "expected"), [(1, 0.469369), (5, 0.016821)])
def test_at_the_default_patience_precision_multiplies_plain_discounted_payoffs(model, precision, expected):
    ladder = dt.formulate(model.with_values({"precision": precision}), "calm_war")
    assert ladder.payoff_scale == pytest.approx([1, 1])
    assert chances(dt.solve(ladder))[0] == pytest.approx(expected, abs=5e-7)


def test_the_branch_of_war_exists_only_from_precision_21_8(model):
    for precision, exists in ((21.7, False), (21.9, True), (60, True)):
        ladder = dt.formulate(model.with_values({"precision": precision}), "calm_war")
        war = [m for m in dt.solve(ladder).members if m.strategies["first"]["peace at 0"]["escalate"] > 0.8]
        assert bool(war) == exists


def test_its_paths_can_be_drawn(model):
    paths = dt.escalation_paths(model, horizon=10)
    top = paths.effects[paths.effects["measure"] == "p_top"]["value"].iloc[0]
    assert 0 < top < 1 and paths.start == {"peace": 0}
