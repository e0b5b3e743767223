"""The formula language: what it accepts, what it refuses, and that its two meanings agree."""

from __future__ import annotations

import itertools
import math
import pickle
import tomllib
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world.algebras import compute
from deterrence.world.expressions import Expression, constant, interpolate, parse, scaled
from deterrence.world.tree import Literal, Name, NetworkCall, Operation
from tests.properties.strategies import formulas

VALUES = {"x": 0.5, "y": -2.0, "front.z": 3.0}


def number(formula: Expression, values: dict[str, object] | None = None) -> object:
    def no_network(call: NetworkCall) -> float:
        raise AssertionError(call)

    return compute(formula, (VALUES if values is None else values).__getitem__, no_network)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("  .5 ", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("2.5e-3", 0.0025),
        ("1E+2", 100.0),
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("7 / 2", 3.5),
        ("2 - 3 - 4", -5.0),
        ("-2 ** 2", -4.0),
        ("(-2) ** 2", 4.0),
        ("--2", 2.0),
        ("+2", 2.0),
        ("3 ** 0", 1.0),
        ("2 ** 8", 256.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, x)", 3.0),
        ("exp(0)", 1.0),
        ("log(1)", 0.0),
        ("sqrt(4)", 2.0),
        ("where(1 < 2, 10, 20)", 10.0),
        ("where(x <= .5, 10, 20)", 10.0),
        ("where(x > .5, 10, 20)", 20.0),
        ("where(2 >= 2, 10, 20)", 10.0),
        ("inf", math.inf),
        ("-inf", -math.inf),
        ("front.z / y", -1.5),
        ("(1 +\n 2)", 3.0),
        ("1/0", math.inf),
        ("-1/0", -math.inf),
        ("exp(1000)", math.inf),
        ("(((9 ** 8) ** 8) ** 8) ** 8", math.inf),
    ],
)
def test_formula_of_the_language_has_its_value(text: str, value: float) -> None:
    assert number(parse(text)) == value


@pytest.mark.parametrize(
    "text", ["log(-1)", "sqrt(-1)", "0/0", "inf - inf", "0 * inf", "min(1, inf - inf)", "max(inf - inf, 1, x)"]
)
def test_undefined_formula_is_nan_without_a_warning(text: str) -> None:
    assert math.isnan(number(parse(text)))  # type: ignore[arg-type]


REFUSED = tomllib.loads((Path(__file__).parents[1] / "golden" / "formulas_refused.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [*itertools.chain(*REFUSED.values()), "9" * 400])
def test_text_outside_the_language_is_refused_in_one_line(text: str) -> None:
    with warnings.catch_warnings(), pytest.raises(ModelError) as caught:
        warnings.simplefilter("error")
        parse(text, where="file.toml, game 'border', reward")
    message = str(caught.value)
    assert message.startswith("file.toml, game 'border', reward: saw ")
    assert message.isprintable() and len(message) < 400
    assert "\x1b" not in message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + ")" * 10_000,
        "(" * 240 + "1" + ")" * 240,
        "-" * 499 + "1",
        "+" * 499 + "1",
        "1" + "+1" * 249,
        "min(1," * 70 + "1" + ")" * 70,
        "x" * 501,
        "where(" * 80,
        "1" + "e" * 400,
    ],
    ids=lambda text: f"{text[:6]}...{len(text)}",
)
def test_long_or_deep_text_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        parse(text)


def test_limits_are_500_characters_and_30_levels() -> None:
    assert parse("x" + " " * 498 + "y"[:0]).text == "x"
    assert number(parse("1" + "+1" * 29)) == 30
    with pytest.raises(ModelError, match="at most 30 levels"):
        parse("1" + "+1" * 30)
    assert len(parse("x * " + "1" * 300 + "+" + "2" * 195).text) == 500
    with pytest.raises(ModelError, match="501 characters; allowed is at most 500"):
        parse("x * " + "1" * 300 + "+" + "2" * 196)


@pytest.mark.parametrize(
    "value",
    [True, None, [1], {"a": 1}, b"1", 1j, math.nan, 10**400, 10**5000, -(10**400), object()],
    ids=lambda value: type(value).__name__,
)
def test_what_is_neither_text_nor_number_is_refused(value: object) -> None:
    with pytest.raises(ModelError, match="allowed is a"):
        parse(value)


def test_numbers_of_a_file_become_constants() -> None:
    assert parse(2) == parse(2.0) == parse("2") == parse("2.0") == constant(2)
    assert parse(-0.5) == parse("-0.5") == parse("- .5") == constant(-0.5)
    assert parse(math.inf) == parse("inf")
    assert parse(-math.inf) == parse("-inf")


def test_a_formula_that_was_worked_out_crosses_process_borders() -> None:
    formula = parse("where(x < 1, y ** 2, 0)")
    assert number(formula) == number(pickle.loads(pickle.dumps(formula))) == 4.0


def test_names_and_calls_are_listed() -> None:
    formula = parse("x * reach(us, iran, within=7) + where(front.z < 1, delay(a, b), importance(c, a, b) ** 2) - inf")
    assert formula.names == {"x", "front.z"}
    assert formula.calls == {
        NetworkCall("reach", ("us", "iran"), 7.0),
        NetworkCall("delay", ("a", "b")),
        NetworkCall("importance", ("c", "a", "b")),
    }


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_calls_with_different_limits_have_different_texts_that_read_back(first: float, second: float) -> None:
    calls = [NetworkCall("reach", ("a", "b"), limit) for limit in (first, second)]
    assert (str(calls[0]) == str(calls[1])) == (calls[0] == calls[1])
    assert parse(str(calls[0])).node == calls[0]


def test_call_prints_as_it_is_written() -> None:
    assert str(parse("reach( a,b , within = 7.0 )").node) == "reach(a, b, within=7)"
    assert str(parse("importance(c,a,b)").node) == "importance(c, a, b)"


def test_equality_is_of_trees_not_of_text() -> None:
    assert parse("1+x") == parse("( 1 ) + x") != parse("x+1")
    assert hash(parse("1+x")) == hash(parse("1 + x"))
    assert parse("x") != "x"


@given(formulas(("x", "front.z"), calls=("reach(a, b, within=2.5)",)))
def test_text_of_a_formula_parses_back_to_it(formula: Expression) -> None:
    assert parse(str(formula)) == formula


@given(st.text(max_size=60))
@example("\x0c1")
@example("\u3000 1")
def test_any_text_is_a_formula_or_a_model_error(text: str) -> None:
    check_any(text)


ALPHABET = "".join(sorted(set("abxinrthwe0123456789.,()+-*/<>=_ \n\tEXo'\"[]{}:#\\%&|^~@!é")))
WORDS = st.sampled_from(
    [
        "min(",
        "where(",
        "reach(",
        "x",
        "inf",
        "1",
        "2.5",
        "1e",
        "**",
        "<",
        ",",
        ")",
        "(",
        "-",
        "within=",
        "if",
        "else",
        "=",
        ".",
    ]
)


@given(
    st.one_of(
        st.text(ALPHABET, max_size=40),
        st.lists(WORDS, max_size=20).map("".join),
        st.lists(WORDS, max_size=20).map(" ".join),
    )
)
@settings(max_examples=400)
def test_any_text_near_the_language_is_a_formula_or_a_model_error(text: str) -> None:
    check_any(text)


def check_any(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            formula = parse(text)
        except ModelError as error:
            assert "\n" not in str(error) and len(str(error)) < 400
        else:
            assert parse(str(formula)) == formula


@given(formulas(("x", "y")), formulas(("x", "front.z")), st.floats(0, 1))
def test_interpolation_lies_between_and_parses_back(old: Expression, new: Expression, strength: float) -> None:
    try:
        between = interpolate(old, new, strength)
    except ModelError as error:
        assert "500" in str(error) or "30 levels" in str(error)
        return
    assert parse(str(between)) == between
    first, last, value = (float(number(f)) for f in (old, new, between))  # type: ignore[arg-type]
    if math.isfinite(first) and math.isfinite(last):
        assert value == pytest.approx((1 - strength) * first + strength * last)


@pytest.mark.parametrize("old", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("new", [0.0, 0.7, 1.0])
def test_interpolated_probabilities_stay_probabilities(old: float, new: float) -> None:
    for strength in (1e-300, 0.1, 0.3, 1 / 3, 0.7, 1 - 2**-53):
        value = float(number(interpolate(constant(old), constant(new), strength)))  # type: ignore[arg-type]
        assert min(old, new) - 1e-15 <= value <= max(old, new)


def test_full_strength_is_the_new_formula_and_factor_one_the_old() -> None:
    assert interpolate(parse("x"), parse("y"), 1.0) is not None
    assert interpolate(parse("x"), parse("y"), 1.0).text == "y"
    assert scaled(parse("x"), 1.0).text == "x"
    assert number(scaled(parse("x + 1"), 0.25)) == 0.375
    assert number(interpolate(constant(math.inf), constant(2.0), 0.5)) == math.inf


def test_a_row_of_interpolations_grows_by_addition() -> None:
    formula = parse("x")
    lengths = []
    for _ in range(8):
        formula = interpolate(formula, parse("y"), 0.5)
        lengths.append(len(formula.text))
    steps = np.diff(lengths)
    assert max(steps) - min(steps) <= 2
    with pytest.raises(ModelError, match=r"30 levels|500"):
        for _ in range(100):
            formula = interpolate(formula, parse("y"), 0.5)


def test_tree_is_small_and_plain() -> None:
    assert parse("2 * x - reach(a, b)").node == Operation(
        "-", (Operation("*", (Literal(2.0), Name("x"))), NetworkCall("reach", ("a", "b")))
    )
