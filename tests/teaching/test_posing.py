"""A question as one student gets it."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.attempt import design_fields, open_shipped
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.posing import fields_of, pose, posed_text

CODE = "ABCD2345"


def test_numbers_stand_in_prompts_hints_and_choices(bundle):
    posed = pose(bundle, "number", "abcd-2345")
    T, R, P = (f"{float(posed.variant.values[name]):g}" for name in "TRP")
    assert posed.prompt == f"Temptation {T}, reward {R}, punishment {P}: the threshold?"
    assert posed.hints == (f"Compare {T} with {R}.",)
    deal = pose(bundle, "deal", CODE)
    assert {id for id, _ in deal.choices} == {"wide", "narrow", "none"}
    assert not any("{" in text for _, text in deal.choices)


def test_choices_stand_in_an_order_of_the_students_own(bundle):
    orders = {tuple(id for id, _ in pose(bundle, "guess", f"ABCD234{k}").choices) for k in "23456789ABCDEF"}
    assert len(orders) > 3
    assert pose(bundle, "guess", CODE) == pose(bundle, "guess", CODE)


def test_a_design_is_posed_with_meaning_unit_start_and_range(bundle):
    fields = {field.id: field for field in fields_of(pose(bundle, "restore", CODE))}
    assert list(fields) == ["temptation", "reward", "punishment", "sucker"]
    assert (fields["punishment"].start, fields["punishment"].low, fields["punishment"].high) == (1, 0, 2)
    assert (fields["temptation"].low, fields["temptation"].high) == (3.5, 8)
    assert fields["reward"].meaning == "What each gets when both restrain." and fields["reward"].unit == "payoff units"
    assert fields_of(pose(bundle, "number", CODE)) == ()


def test_strengths_of_options_can_be_edited():
    edit = 'edit = { fields = ["option:hotline_network", "israel.patience"], max_changes = 1 }'
    check = 'checks = [{ id = "c", game = "border", measure = "is_sustained", equals = 1, credit = 1.0 }]'
    base = 'base = { option = ["hotline_network=0.5"] }'
    text = f"""schema = "deterrence-exercise/1"
assignment = "a"
module_version = 1
case = "levant_2024"
[[questions]]
id = "q"
kind = "design"
points = 1
objective = "o"
prompt = "p"
{base}
{edit}
{check}
"""
    option, parameter = fields_of(pose(read_bundle(build_bundle(read_exercise(text))), "q", CODE))
    assert (option.start, option.low, option.high, option.unit) == (0.5, 0, 1, "strength") and option.meaning
    assert parameter.low < parameter.start < parameter.high


def test_the_text_of_an_assignment_has_no_key(bundle):
    text = "\n".join(posed_text(bundle, CODE))
    assert text.count("Answer with: ") == 9 and "- punishment (payoff units; now 1, from 0 to 2)" in text
    assert not any(secret in text for secret in ("One period", "Costs add up", "grim", 'dilemma"'))


def test_unknown_questions_and_codes_are_refused(bundle):
    with pytest.raises(ExerciseError, match="did you mean 'number'"):
        pose(bundle, "numbr", CODE)
    with pytest.raises(ExerciseError, match="code"):
        pose(bundle, "number", "me")


def test_a_number_starts_on_paper_and_on_the_page_where_it_is_before_any_option():
    for name in ("starter", "week1", "week2", "week3", "hotline"):
        bundle = open_shipped(name)
        for question in bundle.questions:
            posed = pose(bundle, question.id, CODE)
            if question.edit is not None:
                on_page = [(one.id, one.start, one.low, one.high) for one in design_fields(posed)[1]]
                assert [(one.id, one.start, one.low, one.high) for one in fields_of(posed)] == on_page
