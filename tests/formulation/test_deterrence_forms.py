"""Deterrence, delegation and coalitions from a specification."""

import pytest

import deterrence as dt
from deterrence.formulation import formulate_symbolic
from tests.shipped import shipped


@pytest.mark.parametrize(
    ("name", "game", "argument", "parameter"),
    [
        ("zagare_kilgour_2000", "bluffing", "defender_credibility", "defender.credibility"),
        ("zagare_kilgour_2003", "deterrable", "prior_strong", "patron.prior_strong"),
        ("patrons_and_sanctions", "paid_proxy", "sanction", "sanctions.surcharge"),
        ("patrons_and_sanctions", "joint_sanctions", "leakage", "coalition.leakage"),
    ],
)
def test_arguments_come_from_the_file_in_every_kind_of_number(name, game, argument, parameter):
    model = shipped(f"published/{name}")
    formed = dt.formulate(model, game)
    assert getattr(formed, argument) == model.parameters[parameter].value
    assert formed.players == model.games[game].players and formed.name == game
    draws = dt.formulate(model.with_values({parameter: [0.1, 0.2]}), game)
    assert getattr(draws, argument).tolist() == [0.1, 0.2]
    assert str(getattr(formulate_symbolic(model, game), argument)) == parameter


def test_a_fault_in_a_file_names_the_game():
    model = shipped("published/zagare_kilgour_2000")
    with pytest.raises(dt.GameError, match=r"game 'bluffing', .*DC > SQ"):
        dt.formulate(model.with_values({"challenger.gain": 1}), "bluffing")


def test_thresholds_are_formulas_in_the_files_parameters():
    formula = dt.threshold(shipped("published/zagare_kilgour_2000"), "bluffing", "c_soft")
    assert {str(symbol) for symbol in formula.free_symbols} == {
        "challenger.gain", "challenger.status_quo", "challenger.retreat",
    }  # fmt: skip
    formula = dt.threshold(shipped("published/zagare_kilgour_2003"), "deterrable", "patron_threshold")
    assert float(formula.xreplace(dt.values(shipped("published/zagare_kilgour_2003")))) == pytest.approx(4 / 7)
    formula = dt.threshold(shipped("published/patrons_and_sanctions"), "paid_proxy", "transfer")
    assert float(formula.xreplace(dt.values(shipped("published/patrons_and_sanctions")))) == pytest.approx(1.073077)
