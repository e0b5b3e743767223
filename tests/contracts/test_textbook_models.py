"""The textbook models: each has the class that it is named for."""

import pytest

import deterrence as dt


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
    model = dt.load(f"textbook/{name}")
    table = dt.measure(dt.formulate(model, game))
    assert table[table["measure"] == "class"]["label"].tolist() == [label, label]
    assert all(p.low < p.high for p in model.parameters.values())


def test_patience_of_one_half_is_the_threshold_of_the_repeated_dilemma():
    table = dt.measure(dt.formulate(dt.load("textbook/prisoners_dilemma"), "patience_test"))
    assert table[table["measure"] == "critical_discount"]["value"].tolist() == [0.5, 0.5]
