"""What is said of a shift of power, and that every figure of the four forms has a row."""

import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.rows import HEADLINES, MEASURES
from deterrence.study.words import result_sentence, why_nothing_changed
from tests.shipped import shipped


@pytest.fixture(scope="module")
def sentences():
    evaluations = list(evaluate_portfolios(shipped("published/fearon_1995"), None, ["shift"]))
    return {e.option: (result_sentence(evaluations[0], e), why_nothing_changed(evaluations[0], e)) for e in evaluations}


def test_the_sentence_names_the_declining_side_and_says_which_equilibrium_holds(sentences):
    assert "what Declining side would gain by fighting now" in sentences["baseline"][0]
    assert "is 2.35, so preventive war is an equilibrium" in sentences["baseline"][0]
    assert "goes from 2.35 to -0.08, so peace is an equilibrium, which it was not before" in sentences["inspections"][0]
    assert "stays at 2.35" in sentences["joint_projects"][0]
    assert sentences["joint_projects"][1].startswith("Nothing that it moves is read by this game")


@pytest.mark.parametrize(
    "game",
    [
        dt.Brinkmanship([0.1, 0.2], 1, 2, 0),
        dt.PrivateBrinkmanship(1, 4),
        dt.Bargain(0.5, 0.1, 0, 0.5),
        dt.PowerShift(0.3, 0.6, 0.5, 0.9),
    ],
    ids=lambda game: game.form,
)
def test_every_measure_of_the_form_stands_in_the_table_of_a_game(game):
    assert set(MEASURES[game.form]) <= set(dt.measure(game)["measure"])
    assert HEADLINES[game.form].measure in MEASURES[game.form]
