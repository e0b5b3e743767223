"""Formulas of exercises: what is pasted is read, what is hostile is refused, what is decimal stays exact."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deterrence.errors import AnswerError, ModelError
from deterrence.teaching.formulas import evaluate, exact, normalise, read_answer, read_condition, read_formula, written

NAMES = ("T", "R", "P")
AT = {"t": Fraction(5), "r": Fraction(3), "p": Fraction(1)}

ATTACKS = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read()",
    "lambda: 0",
    "[x for x in (1,2)]",
    "T.__class__",
    "eval(1)",
    "9**9**9**9",
    "10**100000000",
    "(" * 5000 + ")" * 5000,
    "+".join("1" * 400),
    "reach(us, iran)",
    "inf",
    "1/0",
    "log(0)",
    "\x00",
    "=cmd|'/c calc'!A1",
    "1;2",
    "nan",
    "0x10",
    "1_000",
    "\ud800",
    "T if T else R",
]


@pytest.mark.parametrize(
    "text", ["(T−R)/(T−P)", "( t - r ) ÷ (t–p)", "(T-R)·(T-P)^0/(T-P)", "(T\u00a0- R)/(T\u200b-P)"]
)
def test_what_people_paste_is_read(text):
    assert evaluate(read_answer(text, NAMES), AT) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "value"), [("0,557", "0.557"), ("−0.5", "-0.5"), ("2²", "2**2"), ("1/3", "1/3"), (".5", ".5")]
)
def test_numbers_are_read_exactly(text, value):
    plain = {"2**2": Fraction(4), "1/3": Fraction(1, 3)}.get(value) or Fraction(value)
    assert evaluate(read_answer(text), {}) == plain


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_are_refused_or_are_no_number_at_once(text):
    try:
        value = evaluate(read_answer(text, NAMES), AT)
    except AnswerError:
        value = math.nan
    assert not isinstance(value, Fraction) or value == 400 or value.denominator == 1
    assert isinstance(value, Fraction | float)


def test_towers_of_powers_end():
    tower = "((((((((9**8)**8)**8)**8)**8)**8)**8)**8)"
    assert not math.isfinite(float(evaluate(read_answer(tower), {})))
    assert evaluate(read_answer("(1/3)**8"), {}) == Fraction(1, 3) ** 8


def test_an_unknown_name_is_a_fault_of_form_that_names_what_may_stand():
    with pytest.raises(AnswerError, match="name 'Q'; allowed is the letters P, R, T and numbers, with"):
        read_answer("T - Q", NAMES)


@pytest.mark.parametrize("text", ["T", "T > R > P", "T == R", "T > R, 1, 0) + where(1 < 2", 5, "T > R, 2, 0) * (1", ""])
def test_only_one_comparison_is_a_condition(text):
    with pytest.raises(ModelError):
        read_condition(text)


def test_conditions_with_undefined_sides_do_not_hold():
    assert not read_condition("1 / (T - 5) > 0").holds(AT)
    assert read_condition("T > R").holds(AT)


decimals = st.decimals(min_value=-50, max_value=50, places=2, allow_nan=False, allow_infinity=False).map(float)


@given(decimals, decimals, decimals)
def test_arithmetic_is_that_of_fractions(a, b, c):
    names = {"a": exact(a), "b": exact(b), "c": exact(c)}
    found = evaluate(read_formula("(a - b) / (a - c) + a * b ** 2"), names)
    a, b, c = (Fraction(str(x)) for x in (a, b, c))
    if a == c:
        assert math.isnan(found)
    else:
        assert found == (a - b) / (a - c) + a * b**2


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        formula = read_answer(text, NAMES)
    except AnswerError:
        return
    assert isinstance(evaluate(formula, AT), Fraction | float)


@given(decimals)
def test_written_numbers_read_back(number):
    assert Fraction(written(exact(number))) == exact(number)
    assert normalise(written(exact(number))) == written(exact(number))
