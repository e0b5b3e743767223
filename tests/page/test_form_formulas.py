import pytest

import deterrence as dt
from deterrence.formulation import formulate
from deterrence.page.form_formulas import expressions, formulas, left_at_default, letter_values, letters_of
from deterrence.study.rows import MEASURES
from tests.shipped import shipped

MODEL = shipped("levant_2024")
PLAYED = {game.form: game.id for game in MODEL.games.values()}


@pytest.mark.parametrize("form", ["restraint", "threat", "bargain", "power_shift", "delegation", "standoff", "trust"])
def test_a_formula_gives_the_number_that_the_measure_has(form):
    game = formulate(MODEL, PLAYED[form])
    numbers, found = letter_values(form, game), expressions(form, game)
    assert found and len(formulas(form, game)) <= len(found)
    if form == "restraint":  # formulas are those of a punishment without end
        game = dt.Restraint(
            game.temptation, game.reward, game.punishment, game.sucker, game.discount, game.false_alarm, game.detection
        )
        found = expressions(form, game)
    for measure, formula in found.items():
        value = MEASURES[form][measure].compute(game)
        expected = value[0] if isinstance(value, tuple) else value
        found_value = formula.xreplace(numbers)
        number = float(bool(found_value)) if found_value.is_Boolean else float(found_value)
        assert number == pytest.approx(float(expected), abs=1e-9), measure


def test_letters_are_those_that_the_arguments_are_introduced_with():
    assert letters_of("restraint")["discount"] == "delta" and letters_of("power_shift")["power_now"] == "p1"
    assert letters_of("matrix") == {} and "players" not in letters_of("threat")


def test_forms_whose_numbers_are_searched_for_have_no_formulas():
    assert formulas("crisis") == formulas("ladder") == formulas("tree") == ()


def test_what_has_no_letter_is_named_with_the_value_that_it_takes():
    assert left_at_default("restraint") == {"punishment_periods": float("inf")}
    assert left_at_default("threat") == {"kind": "sunk"} and left_at_default("bargain") == {}
