"""What the engine is asked by an exercise, exact where arithmetic allows."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.errors import DeterrenceError
from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.lint import lint_question
from deterrence.teaching.quantities import CLASSES, EXACT_FORMS, formulate_exactly, read_measure, world_of

PATH = "prisoners_dilemma"


def test_classes_are_those_of_the_package():
    assert all(getattr(dt, name).form == form for form, name in CLASSES.items())
    assert set(CLASSES) >= EXACT_FORMS


def test_thresholds_of_a_case_are_fractions():
    model = world_of(case=PATH, set={"temptation": 5.1, "reward": 3.3})
    value = read_measure(formulate_exactly(model, "patience_test"), "critical_discount")
    assert value == Fraction(18, 41) and isinstance(value, Fraction)


def test_the_same_number_comes_out_in_floats():
    model = dt.load("levant_2024")
    for game in ("border", "channel"):
        if game in model.games:
            exact = read_measure(formulate_exactly(model, game), "critical_discount", "israel")
            table = dt.measure(dt.formulate(model, game))
            rows = table[(table.measure == "critical_discount") & (table.player == "israel")]
            assert float(exact) == pytest.approx(rows.value.iloc[0])


@pytest.mark.parametrize(
    ("measure", "player", "equilibrium", "said"),
    [
        ("payoff", None, "", "several values"),
        ("payoff", 0, "", "several values"),
        ("payof", 0, "", "no such measure"),
        ("payoff", 0, "third", "no equilibrium"),
        ("payoff", 7, "lowest", "no equilibrium"),
    ],
)
def test_a_question_that_has_no_one_answer_is_refused(measure, player, equilibrium, said):
    game = dt.Matrix([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    with pytest.raises(DeterrenceError, match=said):
        read_measure(game, measure, player, equilibrium)


def test_the_lowest_and_the_highest_of_several_equilibria_can_be_asked():
    game = dt.Matrix([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    assert read_measure(game, "payoff", 0, "highest") == 3
    assert float(read_measure(game, "payoff", 0, "lowest")) == pytest.approx(1.2)
    assert read_measure(game, "equilibria") == 3


def test_labels_are_labels():
    model = world_of(case=PATH, set={})
    assert read_measure(formulate_exactly(model, "patience_test"), "class", "row") == "dilemma"


def test_a_world_has_scenario_values_closed_channels_and_options():
    model = world_of(
        case="levant_2024", set={"israel.patience": 0.9}, without=["us_oman"], option=["hotline_network=0.5"],
        strengths={"more_observers": 1.0},
    )  # fmt: skip
    assert model.applied == {"hotline_network": 0.5, "more_observers": 1.0}
    assert model.closed == ("us_oman",) and model.parameters["israel.patience"].value == 0.9


def test_a_form_with_missing_arguments_is_said(source):
    broken = read_exercise(source.replace(', cost_high = "c" }', " }"))
    findings, _ = lint_question(broken.question("demand"))
    assert findings[0].fault == "unsolvable" and "cost_high" in findings[0].sentence
