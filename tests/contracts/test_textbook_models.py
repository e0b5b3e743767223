"""The textbook models: each has the class that it is named for."""

import pytest

import deterrence as dt
from tests.shipped import shipped


@pytest.mark.parametrize(
    ("name", "game", "label"),
    [
        ("prisoners_dilemma", "dilemma", "dilemma"),
        ("chicken", "crisis", "chicken"),
        ("stag_hunt", "assurance", "stag_hunt"),
        ("deadlock", "contest", "deadlock"),
        ("battle_of_the_sexes", "terms", "chicken"),
    ],
)
def test_a_textbook_model_has_the_class_it_is_named_for(name, game, label):
    model = shipped(f"textbook/{name}")
    table = dt.measure(dt.formulate(model, game))
    assert table[table["measure"] == "class"]["label"].tolist() == [label, label]
    assert all(p.low < p.high for p in model.parameters.values())


def test_patience_of_one_half_is_the_threshold_of_the_repeated_dilemma():
    table = dt.measure(dt.formulate(shipped("textbook/prisoners_dilemma"), "patience_test"))
    assert table[table["measure"] == "critical_discount"]["value"].tolist() == [0.5, 0.5]


def test_the_threat_the_standoff_and_the_challenge_have_the_numbers_known_for_them():
    model = shipped("textbook/words_and_threats")
    members = {member.name: member for member in dt.solve(dt.formulate(model, "costly_threat")).members}
    assert members["semi_separating"].details["figures"]["p_war"] == pytest.approx(0.15)
    (waiting,) = dt.solve(dt.formulate(model, "before_two_publics")).members
    assert waiting.details["figures"]["p_war"] == pytest.approx(0.190983, abs=1e-6)
    assert len(dt.solve(dt.formulate(model, "challenge")).members) == 1
    worse = model.with_values({"target_war": -2.9})
    assert len(dt.solve(dt.formulate(worse, "challenge")).members) == 3
