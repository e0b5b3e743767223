"""The published models of deterrence, delegation and coalitions give the outcomes that they are built for."""

import pytest

import deterrence as dt
from tests.shipped import shipped


@pytest.mark.parametrize(
    ("game", "region", "conflict"),
    [
        ("bluffing", "bluff", 0.12),
        ("attacking", "attack", 0.24),
        ("separating", "separating", 0.225),
        ("deterring", "deterrence", 0.0),
    ],
)
def test_a_game_of_perfect_deterrence_lies_in_the_region_it_is_named_for(game, region, conflict):
    table = dt.measure(dt.formulate(shipped("published/zagare_kilgour_2000"), game))
    assert table[table.measure == "region"].label.tolist() == [region]
    own = table[(table.measure == "p_conflict") & (table.equilibrium == region)]
    assert own.value.tolist() == pytest.approx([conflict])


def test_sanctions_reach_the_paid_proxy_and_not_the_driven_one():
    model = shipped("published/patrons_and_sanctions")
    table = dt.compare(model, ["enforcement", "accountability"], ["paid_proxy", "self_driven"])
    effort = table[(table.measure == "effort") & (table.option != "baseline")]
    effects = {(row.option, row.game): row.effect for row in effort.itertuples()}
    assert effects == {
        ("enforcement", "paid_proxy"): "lower",
        ("enforcement", "self_driven"): "none",
        ("accountability", "paid_proxy"): "lower",
        ("accountability", "self_driven"): "none",
    }


def test_nobody_joining_stays_an_equilibrium_of_joint_sanctions_whatever_leaks():
    model = shipped("published/patrons_and_sanctions")
    for leakage, names in ((0.0, 3), (0.3, 2), (0.31, 1)):
        found = dt.solve(dt.formulate(model.with_values({"coalition.leakage": leakage}), "joint_sanctions"))
        assert len(found.members) == names and found.members[0].name == "none"


def test_a_firmer_guarantee_deters_one_challenger_and_turns_the_others_gain_into_a_fight():
    table = dt.compare(shipped("published/zagare_kilgour_2003"), ["firmer_guarantee"])
    shown = table[(table.statistic == "selected") & table.measure.isin(["p_attack", "p_conflict"])]
    values = {(row.game, row.option, row.measure): row.value for row in shown.itertuples()}
    for game, attack, conflict in (("deterrable", 0, 0), ("undeterred", 1, 1)):
        assert (values[game, "baseline", "p_attack"], values[game, "baseline", "p_conflict"]) == (1, 0)
        assert values[game, "firmer_guarantee", "p_attack"] == attack
        assert values[game, "firmer_guarantee", "p_conflict"] == conflict


#: A soft challenger retreats, and a patron that is never asked does nothing: what a fight is worth to them says only
#: what their type means.
NAMES_A_TYPE = {
    "challenger.soft_conflict",
    "patron.strong_joint", "patron.strong_aside", "patron.weak_joint", "patron.weak_aside",
}  # fmt: skip


@pytest.mark.parametrize("name", ["zagare_kilgour_2000", "zagare_kilgour_2003", "patrons_and_sanctions"])
def test_every_parameter_has_a_range_and_a_reason_and_moves_some_game_unless_it_names_a_type(name):
    model = shipped(f"published/{name}")
    for parameter in model.parameters.values():
        assert parameter.low < parameter.high and parameter.reason.startswith("Our own parameter")
        ends = [model.with_values({parameter.id: value}) for value in (parameter.low, parameter.high)]
        tables = [[dt.measure(dt.formulate(end, game)).to_csv() for game in model.games] for end in ends]
        assert (tables[0] != tables[1]) == (parameter.id not in NAMES_A_TYPE)
