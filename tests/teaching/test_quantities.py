"""What the engine is asked by an exercise, exact where arithmetic allows."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.errors import DeterrenceError
from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.lint import lint_question
from deterrence.teaching.marking import make_key
from deterrence.teaching.quantities import CLASSES, read_measure
from deterrence.teaching.variants import list_variants
from deterrence.teaching.worlds import EXACT_FORMS, formulate_exactly, world_of

PATH = "prisoners_dilemma"


def test_classes_are_those_of_the_package():
    assert all(getattr(dt, name).form == form for form, name in CLASSES.items())
    assert set(CLASSES) >= EXACT_FORMS


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


def test_a_form_with_missing_arguments_is_said(source):
    broken = read_exercise(source.replace(', cost_high = "c" }', " }"))
    findings, _ = lint_question(broken.question("demand"))
    assert findings[0].fault == "unsolvable" and "cost_high" in findings[0].sentence


ASKED = {
    "bargain": ("range_width", "", 'power = 0.5, own_cost = 0.1, cost_low = 0.1, cost_high = "x"'),
    "brinkmanship": (
        "resolve", 0, 'risks = [0.1, 0.2], value = ["x", 1], disaster_cost = [2, 3], first_player = 0'),
    "cheap_talk": ("best_receiver_value", "", 'bias = "x / 10"'),
    "coalition": (
        "full_pressure", "", 'weights = [0.5, 0.3], cost = 0.1, benefit = "x", target_value = 1, leakage = 0.1'),
    "delegation": (
        "transfer", "", 'patron_benefit = 2, proxy_benefit = "x", peace_rent = 0.2, effort_cost = 1, liability = 0.1, '
        "patron_loss = 1, sanction = 0.2, leakage = 0.5"),
    "power_shift": ("critical_power", "", 'power_now = 0.3, power_later = 0.7, decliner_cost = 0.1, discount = "x"'),
    "restraint": (
        "critical_discount", 0, 'temptation = 5, reward = 3, punishment = "x", sucker = 0, discount = 0.5'),
    "threat": (
        "deterring_belief", "", 'prior_strong = 0.3, value_strong = 0.6, value_weak = 0.2, win_probability = 0.5, '
        'war_cost = "x / 3", challenger_gain = 0.5, challenger_war_cost = 0.4, signal_cost = 0.1'),
    "trust": ("trust_threshold", 0, 'trustworthy = [3, 2, "x", -1], untrustworthy = [3, 4, "x", -1], prior = 0.5'),
    "matrix": ("payoff", 0, 'payoffs = [[[3, 0], [5, "x"]], [[3, 5], [0, 1]]]'),
    "crisis": (
        "p_war", "", 'status_quo = 0, demand = 1, concession = "-x", war = -2, backdown = -0.5, resist = -1, '
        "target_war = -1"),
}  # fmt: skip


@pytest.mark.parametrize("form", ASKED)
def test_every_form_can_be_asked_from_arguments(form):
    measure, player, arguments = ASKED[form]
    of = "" if player == "" else f"player = {player}, "
    text = f"""schema = "deterrence-exercise/1"
assignment = "a"
module_version = 1
[[questions]]
id = "q"
kind = "numeric"
points = 1
objective = "o"
prompt = "x is {{x}}"
params = {{ x = [0.5, 0.75] }}
arguments = {{ {arguments} }}
answer = {{ form = "{form}", measure = "{measure}", {of}equilibrium = "highest" }}
tolerance = {{ abs = 0.01 }}
"""
    question = read_exercise(text).question("q")
    findings, n_variants = lint_question(question)
    assert (findings, n_variants) == ([], 2)
    key = make_key(question, next(list_variants(question)))
    assert isinstance(key.value, Fraction) or form not in EXACT_FORMS
