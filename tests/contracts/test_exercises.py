"""Every shipped exercise: nothing for lint to find, and answers worked out apart from it earn what they should."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.design_worker import DesignWorker
from deterrence.teaching.exercise import available_exercises, load_exercise
from deterrence.teaching.lint import lint_exercise
from deterrence.teaching.marking import mark
from deterrence.teaching.schema import Numeric, Symbolic
from deterrence.teaching.variants import list_variants
from deterrence.world.settings import close_channels
from tests.contracts.exercise_answers import (
    CHOICES,
    DESIGNS,
    FIXED,
    FORMULAS,
    NUMBERS,
    PATHS,
    figure,
    ladder_effect,
    patience,
)  # fmt: skip
from tests.shipped import shipped

EXERCISES = {name: load_exercise(name) for name in available_exercises()}
MODULE = ("week1", "week2", "week3")


def each(keys):
    return [pytest.param(*key, id="-".join(key)) for key in keys]


def variants(question):
    for variant in list_variants(question):
        yield variant, {name: float(value) for name, value in variant.values.items()}


def credits(question, answer_of):
    return {float(mark(question, variant, answer_of(names)).credit) for variant, names in variants(question)}


@pytest.mark.parametrize("name", EXERCISES)
def test_lint_finds_nothing_in_any_variant(name):
    assert [str(finding) for finding in lint_exercise(EXERCISES[name]).findings] == []


def test_every_question_of_every_exercise_is_answered_here():
    known = {*NUMBERS, *CHOICES, *FORMULAS, *DESIGNS, *FIXED, ("week3", "channel-order")}
    assert known == {(name, question.id) for name, one in EXERCISES.items() for question in one.questions}
    paths = {
        (name, question.id, path.id)
        for name, one in EXERCISES.items()
        for question in one.questions
        if isinstance(question, Numeric)
        for path in question.partial
    }
    assert paths == set(PATHS)


@pytest.mark.parametrize(("name", "id"), each(NUMBERS))
def test_a_number_worked_out_apart_from_the_key_earns_all_points(name, id):
    question = EXERCISES[name].question(id)
    assert credits(question, lambda names: {"text": f"{NUMBERS[name, id](**names):.5f}"}) == {1.0}


@pytest.mark.parametrize(("name", "id", "path"), each(PATHS))
def test_each_wrong_path_earns_its_credit(name, id, path):
    question, (leads, credit) = EXERCISES[name].question(id), PATHS[name, id, path]
    assert credits(question, lambda names: {"text": f"{leads(**names):.6f}"}) == {credit}


@pytest.mark.parametrize(("name", "id"), each(CHOICES))
def test_a_choice_worked_out_apart_from_the_key_is_right(name, id):
    question = EXERCISES[name].question(id)
    assert credits(question, lambda names: {"choice": CHOICES[name, id](**names)}) == {1.0}
    assert len({CHOICES[name, id](**names) for _, names in variants(question)}) > 1


@pytest.mark.parametrize(("name", "id"), each(FORMULAS))
def test_formulas_in_another_shape_earn_what_they_should(name, id):
    question = EXERCISES[name].question(id)
    assert isinstance(question, Symbolic)
    for text, credit in FORMULAS[name, id].items():
        assert credits(question, lambda _, text=text: {"text": text}) == {credit}
    assert {path.credit for path in question.partial} <= set(FORMULAS[name, id].values())


@pytest.mark.parametrize(("name", "id"), each(DESIGNS))
def test_designs_earn_what_they_should_in_every_variant(name, id):
    question = EXERCISES[name].question(id)
    with DesignWorker() as worker:
        for changes, credit in DESIGNS[name, id]:
            for variant, names in variants(question):
                answer = {"changes": changes(**names) if callable(changes) else changes}
                found = mark(question, variant, answer, worker=worker)
                assert found.credit == credit, (answer, str(variant), found)


@pytest.mark.parametrize(("name", "id"), each(FIXED))
def test_a_fixed_answer_is_right_and_certainty_in_it_earns_all(name, id):
    question = EXERCISES[name].question(id)
    answer = {"choice": FIXED[name, id]} | ({"confidence": 1} if question.kind == "predict" else {})
    assert credits(question, lambda _: answer) == {1.0}


def test_a_greater_temptation_asks_for_more_patience():
    assert patience(6, 3, 1) > patience(5, 3, 1)


def test_the_hotline_works_by_accidents_first_and_sharp_choices_work_against_it():
    usual, sharp = ladder_effect(), ladder_effect(precision=60)
    assert usual["mechanical"] < usual["strategic"] < 0
    assert sharp["mechanical"] < 0 < sharp["strategic"]


def test_channels_are_ranked_as_their_removal_raises_the_chance_of_a_top_rung():
    model = shipped("levant_2024")
    ends = {"us-oman": "us_oman", "hochstein-berri": "hochstein_berri", "iran-houthis": "iran_houthis",
            "us-israel": "us_israel", "us-qatar": "us_qatar", "iran-hezbollah": "iran_hezbollah"}  # fmt: skip
    rise = {
        id: figure(dt.formulate(close_channels(model, [channel]), "region"), "p_any_top")
        for id, channel in ends.items()
    }
    order = sorted(rise, key=lambda id: -rise[id])
    question = EXERCISES["week3"].question("channel-order")
    assert order[0] == FIXED["week3", "channel-guess"] and order[-1] == "iran-hezbollah"
    variant = next(list_variants(question))
    assert mark(question, variant, {"order": order}).credit == 1
    swapped = [order[1], order[0], *order[2:]]
    assert mark(question, variant, {"order": swapped}).credit == Fraction(14, 15)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_question_has_an_objective_a_prompt_about_the_model_and_an_explanation(name):
    for question in EXERCISES[name].questions:
        assert question.objective and question.explanation
        assert "in this model" in question.prompt.lower()


@pytest.mark.parametrize("name", EXERCISES)
def test_a_bundle_is_built_and_holds_no_explanation(name):
    content = build_bundle(EXERCISES[name]).decode()
    assert len(read_bundle(content.encode()).questions) == len(EXERCISES[name].questions)
    assert all(question.explanation not in content for question in EXERCISES[name].questions)


def test_the_module_has_ten_exercises_in_three_weeks():
    # Exercises 3 and 9 have two questions, 5 and 6 three, 8 a prediction and a ranking.
    assert [len(EXERCISES[name].questions) for name in MODULE] == [5, 7, 5]
    kinds = {question.kind for name in MODULE for question in EXERCISES[name].questions}
    assert kinds == {"numeric", "symbolic", "choice", "ranking", "design", "predict"}
