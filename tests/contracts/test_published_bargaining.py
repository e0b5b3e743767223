"""The published models of brinkmanship and bargaining show what they are there to show."""

import pytest

import deterrence as dt
from tests.shipped import shipped


def value(model, game, measure, player=None):
    table = dt.measure(dt.formulate(model, game))
    rows = table[(table["measure"] == measure) & (table["player"] == player if player else table["player"].isna())]
    return rows["value"].iloc[0]


@pytest.mark.parametrize("name", ["powell_1990", "fearon_1995"])
def test_a_published_model_says_that_its_numbers_are_our_own(name):
    model = shipped(f"published/{name}")
    assert "our own parameters" in model.source
    assert all(p.basis == "assumed" and "Our own parameters" in p.reason for p in model.parameters.values())
    assert all(p.low < p.high for p in model.parameters.values())


def test_the_more_resolute_side_wins_whoever_moves_first():
    model = shipped("published/powell_1990")
    for game, risk in (("resolute_first", 0.08), ("resolute_second", 0.0)):
        table = dt.measure(dt.formulate(model, game))
        assert table[table.measure == "winner"].label.tolist() == ["one"]
        assert value(model, game, "p_disaster") == pytest.approx(risk)
        assert [value(model, game, "highest_rung", player) for player in ("one", "other")] == [4, 2]


def test_calmer_steps_lower_the_risk_of_a_step_raise_the_highest_rung_and_leave_private_brinkmanship_alone():
    model = shipped("published/powell_1990")
    table = dt.compare(model, ["calmer_steps"])
    changed = table[table.option == "calmer_steps"].set_index(["game", "measure", "player", "statistic"])["effect"]
    rows = changed.reset_index()
    risks = rows[(rows.measure == "p_disaster") & (rows.statistic == "selected")].set_index("game")["effect"].to_dict()
    assert risks == {"resolute_first": "lower", "resolute_second": "none", "private_costs": "none"}
    assert set(rows[rows.measure == "highest_rung"]["effect"]) == {"higher"}


def test_the_chance_of_disaster_with_private_costs_is_the_known_one():
    assert value(shipped("published/powell_1990"), "private_costs", "p_disaster") == pytest.approx(0.1661947, abs=5e-8)


def test_private_costs_lead_to_war_as_often_as_the_formula_says():
    model = shipped("published/fearon_1995")
    assert value(model, "private_cost", "p_war") == pytest.approx(0.4)
    assert value(model, "private_cost", "demand") == pytest.approx(0.7)
    changed = dt.apply(model, "joint_projects")
    assert value(changed, "private_cost", "p_war") == pytest.approx((0.5 - 0.1 - 0.2) / (2 * 0.5))


def test_the_shift_leads_to_war_until_inspections_hold_off_enough_of_it():
    model = shipped("published/fearon_1995")
    assert value(model, "shift", "is_war") == 1
    assert value(model, "shift", "critical_enforcement") == pytest.approx(0.870370, abs=5e-7)
    assert value(dt.apply(model, "inspections"), "shift", "is_war") == 0
    assert value(dt.apply(model, {"inspections": 0.9}), "shift", "is_war") == 1
    assert value(model.with_values({"rent": 0.56}), "shift", "is_war") == 0
    assert value(model.with_values({"rent": 0.54}), "shift", "is_war") == 1
