import pytest

import deterrence as dt
from deterrence.page.formulas import formula_measures, is_per_player, threshold_formula
from deterrence.study.figures import number
from deterrence.world.files import read
from tests.shipped import shipped

MODEL = shipped("textbook/prisoners_dilemma")


def test_numbers_take_the_place_of_letters_and_the_value_is_the_measures():
    found = threshold_formula(MODEL, "patience_test", "grim_critical_discount", "row")
    table = dt.measure(dt.formulate(MODEL, "patience_test"))
    rows = table[(table["measure"] == "grim_critical_discount") & (table["player"] == "row")]
    assert found.value == number(rows["value"].iloc[0])
    assert "T" in found.short and "5" in found.short_numbers and "T" not in found.short_numbers
    assert r"\mathrm{temptation}" in found.symbols and "temptation" not in found.numbers


def test_every_symbol_of_a_formula_is_explained():
    model = shipped("levant_2024")
    found = threshold_formula(model, "direct", "critical_discount", "iran")
    assert found.legend and all(words and value for _, words, value in found.legend)


def test_a_punishment_of_several_periods_is_shown_as_an_equation_in_delta():
    model = shipped("levant_2024")
    assert 1 < dt.formulate(model, "direct").punishment_periods < float("inf")
    found = threshold_formula(model, "direct", "critical_discount", "israel")
    assert r"\delta" in found.short and "=" in found.short and r"\delta" in found.short_numbers


@pytest.mark.parametrize("periods", [1, 2])
def test_a_third_player_has_the_formula_of_the_others(periods):
    held = f"temptation = 5, reward = 3, punishment = 1, sucker = 0, discount = 0.9, punishment_periods = {periods}"
    actors = ", ".join(f'{{ id = "{id}", name = "{id}", role = "strategic" }}' for id in "abc")
    model = read(
        f"""
        schema = "deterrence-model/1"
        title = "Three"
        actors = [{actors}]
        [[games]]
        id = "three"
        title = "Three"
        form = "restraint"
        players = ["a", "b", "c"]
        arguments = {{ {held} }}
        """
    )
    first, third = (threshold_formula(model, "three", "critical_discount", id) for id in "ac")
    assert third.short == first.short and third.short_numbers == first.short_numbers


def test_measures_without_a_formula_are_not_offered_and_refused_in_a_sentence():
    assert "class" not in formula_measures(MODEL, "patience_test")
    assert is_per_player(MODEL, "patience_test", "critical_discount")
    with pytest.raises(dt.SolverError):
        threshold_formula(MODEL, "patience_test", "class", "row")
