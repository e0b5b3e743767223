"""Lint finds every fault that is planted, in the one question that has it, and no other."""

import pytest

from deterrence.teaching.exercise import available_exercises, load_exercise, read_exercise
from deterrence.teaching.lint import lint_exercise

BARGAIN = 'answer = { form = "bargain", measure = "p_war" }'
GATE = '    { id = "still-a-dilemma", game = "patience_test", measure = "is_dilemma", equals = 1, gate = true },\n'
PATH = '"(T - R) / (R - P)", credit = 0.5, feedback = "One period\'s loss."'

PLANTED = [
    # Every variant must have a key: a formula that divides by zero in one of them.
    ("unsolvable", "demand", BARGAIN, 'answer = { formula = "1 / (p - 0.4)" }'),
    ("unsolvable", "number", 'sucker = "P - 1", discount = 0.5', 'sucker = "P - 1", discount = "T - 5"'),
    ("unsolvable", "deal", '["both <= 0.5"]', '["both < 0.3"]'),
    ("unsolvable", "deal", '["both <= 0.5"]', '["both < 0.7"]'),
    ("out-of-range", "number", "range = [0, 1]", "range = [0, 0.5]"),
    ("path-near-key", "number", '"(T - R) / T", credit', '"(T - R) / (T - P) + 0.009", credit'),
    ("path-fails", "number", '"(T - R) / T", credit', '"1 / (T - 5)", credit'),
    ("path-near-key", "formula", PATH, '"1 - (R - P) / (T - P)", credit = 0.5'),
    ("too-few-points", "formula", 'where = ["T > R", "R > P"]', 'where = ["T > R", "R > P", "T > 7.999"]'),
    ("no-variants", "number", '["T > R", "R > P"]\narguments', '["T > 9"]\narguments'),
    ("base-solves", "restore", "d = [0.35, 0.4]", "d = [0.35, 0.6]"),
    ("no-gate", "restore", "equals = 1, gate = true", "equals = 1"),
    ("no-gate", "restore", GATE, ""),
    ("credits", "restore", "credit = 0.75", "credit = 0.5"),
    ("credits", "number", "credit = 0.25, feedback = \"Fight", "credit = 1.0, feedback = \"Fight"),
    ("no-gate", "restore", '"is_dilemma", equals = 1, gate', '"is_sustained", equals = 1, gate'),
    ("edit", "restore", '"sucker"], max', '"succour"], max'),
    ("edit", "restore", "punishment = [0, 2]", "punishment = [2, 0]"),
    ("edit", "restore", 'game = "patience_test", measure = "margin"', 'game = "patience", measure = "margin"'),
    ("placeholder", "number", "reward {R}", "reward {reward}"),
    ("key-in-text", "number", "Gain against loss", "It is 0.444 or so"),
    ("tolerance", "in-the-case", "tolerance = { abs = 0.001 }", "tolerance = {}"),
]  # fmt: skip


def test_a_sound_exercise_has_no_finding(exercise):
    linted = lint_exercise(exercise)
    assert linted.findings == ()
    assert linted.n_variants["number"] == 12 and linted.n_variants["why"] == 1


@pytest.mark.parametrize("name", available_exercises())
def test_exercises_that_come_along_have_no_finding(name):
    assert [str(finding) for finding in lint_exercise(load_exercise(name)).findings] == []


@pytest.mark.parametrize(("fault", "question", "sound", "planted"), PLANTED)
def test_a_planted_fault_is_found_where_it_is(source, fault, question, sound, planted):
    assert source.count(sound) == 1
    findings = lint_exercise(read_exercise(source.replace(sound, planted))).findings
    assert (fault, question) in {(finding.fault, finding.question) for finding in findings}
    assert {finding.question for finding in findings} == {question}


def test_equal_items_leave_no_order(source):
    flat = source.replace('value = "x / 2"', 'value = "2 * x"').replace('value = "x ** 2 + 1"', 'value = "2 * x"')
    assert [finding.fault for finding in lint_exercise(read_exercise(flat)).findings] == ["no-order"]


def test_a_finding_counts_its_variants_and_names_the_first(source):
    planted = source.replace('"(T - R) / T", credit', '"1 / (T - 5)", credit')
    (finding,) = lint_exercise(read_exercise(planted)).findings
    assert finding.n_variants == 4
    assert (
        str(finding)
        == "number: path-fails: the wrong path 'no-fighting' has no value, for T = 5, R = 3, P = 0.5 (4 variants)"
    )
