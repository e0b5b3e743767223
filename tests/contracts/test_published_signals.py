"""The published models of threats, standoffs and crises show what they are there to show."""

import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from deterrence.study.words import NOT_A_FORECAST, result_sentence
from tests.shipped import shipped

NAMES = ["fearon_1997", "fearon_1994", "lewis_schultz_2003"]


def figures(model, game):
    return {member.name: member.details["figures"] for member in evaluate_game(model, game).found.members}


@pytest.mark.parametrize("name", NAMES)
def test_a_published_model_says_that_its_numbers_are_our_own(name):
    model = shipped(f"published/{name}")
    assert "our own parameters" in model.source
    assert all(p.basis == "assumed" and "Our own parameters" in p.reason for p in model.parameters.values())
    assert all(p.low < p.high for p in model.parameters.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_game_can_be_formed_over_the_whole_of_the_ranges(name):
    model = shipped(f"published/{name}")
    for parameter in model.parameters.values():
        for end in (parameter.low, parameter.high):
            for game in model.games:
                found = dt.solve(dt.formulate(model.with_values({parameter.id: end}), game))
                assert found.members and all(member.regret <= 1e-9 for member in found.members)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_has_a_sentence(name):
    evaluations = list(evaluate_portfolios(shipped(f"published/{name}"), None, None))
    base = {e.game.name: e for e in evaluations if e.option == "baseline"}
    for evaluation in evaluations:
        assert result_sentence(base[evaluation.game.name], evaluation).endswith(NOT_A_FORECAST)


def test_a_larger_sunk_cost_separates_a_commitment_binds_and_babbling_stays_where_threats_can_be_called():
    model = shipped("published/fearon_1997")
    assert {name: round(f["p_war"], 6) for name, f in figures(model, "sinking").items()} == {
        "babbling": 0.3,
        "semi_separating": 0.15,
    }
    assert figures(model, "tying")["semi_separating"]["p_war"] == pytest.approx(0.266667, abs=1e-6)
    assert set(figures(dt.apply(model, "larger_deployment"), "sinking")) == {"babbling", "separating"}
    assert all(f["p_war"] == 0 for f in figures(dt.apply(model, "public_commitment"), "tying").values())


def test_a_quiet_way_out_makes_a_stand_less_credible_and_war_likelier():
    model = shipped("published/fearon_1994")
    before, after = (figures(m, "standoff")["escalation"] for m in (model, dt.apply(model, "quiet_exit")))
    assert (before["p_war"], after["p_war"]) == pytest.approx((0.190983, 0.25), abs=1e-6)
    assert after["p_concede"]["east"] > before["p_concede"]["east"]


def test_with_unlike_types_the_side_with_more_to_lose_before_its_audience_may_concede_more():
    model = shipped("published/fearon_1994").with_values({"east.audience": 1.2, "east.war": 8})
    conceded = figures(model, "standoff")["escalation"]["p_concede"]
    assert conceded["east"] > conceded["west"]


def test_a_crisis_has_three_equilibria_and_a_firmer_target_leaves_one():
    model = shipped("published/lewis_schultz_2003")
    shares = [f["p_resist"] for f in figures(model, "crisis").values()]
    assert shares == pytest.approx([0.251105, 0.594723, 0.813322], abs=1e-6)
    (only,) = figures(dt.apply(model, "firmer_target"), "crisis").values()
    assert only["p_resist"] == pytest.approx(0.976387, abs=1e-6)


def test_whether_a_louder_audience_makes_war_rarer_depends_on_the_equilibrium_that_was_played():
    model = shipped("published/lewis_schultz_2003")
    wars = [f["p_war"] for f in figures(model, "crisis").values()]
    (after,) = (f["p_war"] for f in figures(dt.apply(model, "louder_audience"), "crisis").values())
    assert wars[0] > wars[1] > after > wars[2]
