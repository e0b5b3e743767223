"""The two meanings of a formula, in floats and in symbols, agree."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings

from deterrence.world.algebras import NumericAlgebra, SymbolicAlgebra, compute
from deterrence.world.expressions import Expression, parse
from deterrence.world.tree import Literal, NetworkCall
from tests.properties.strategies import formula_texts

VALUES = {"x": 0.5, "y": -2.0, "front.z": 3.0}


def number(formula: Expression, values: dict[str, Any]) -> Any:
    return compute(formula, values.__getitem__, lambda call: 0.0)


class Watching:
    """Compute in floats and remember the largest number on the way."""

    def __init__(self) -> None:
        self.algebra = NumericAlgebra(VALUES.__getitem__, lambda call: 0.0)
        self.largest = 0.0

    def number(self, literal: Literal) -> object:
        return self.algebra.number(literal)

    def name(self, id: str) -> object:
        return self.algebra.name(id)

    def network(self, call: NetworkCall) -> object:
        return self.algebra.network(call)

    def operate(self, operator: str, operands: list[object]) -> object:
        with np.errstate(all="ignore"):
            result = self.algebra.operate(operator, operands)
        self.largest = max(self.largest, abs(float(result)) if np.isfinite(result) else math.inf)
        return result


@given(formula_texts(("x", "y", "front.z")))
@settings(max_examples=150, deadline=None)
def test_numeric_and_symbolic_meanings_agree(text: str) -> None:
    formula, watching = parse(text), Watching()
    expected = formula.fold(watching)
    assume(watching.largest < 1e12)
    symbols = {sympy.Symbol(name): sympy.Rational(repr(value)) for name, value in VALUES.items()}
    result = formula.fold(SymbolicAlgebra()).subs(symbols).evalf(30)
    assert float(result) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_symbols_are_named_as_written_and_numbers_are_exact() -> None:
    meaning = parse("0.1 + front.z * reach(a, b, within=7)").fold(SymbolicAlgebra())
    assert {symbol.name for symbol in meaning.free_symbols} == {"front.z", "reach(a, b, within=7)"}
    assert meaning.subs({symbol: 1 for symbol in meaning.free_symbols}) == sympy.Rational(11, 10)
    assert parse("1/3 + 1/6").fold(SymbolicAlgebra()) == sympy.Rational(1, 2)
    assert parse("2.5e-3").fold(SymbolicAlgebra()) == sympy.Rational(1, 400)
    assert parse("inf").fold(SymbolicAlgebra()) == sympy.oo
    assert parse("-inf").fold(SymbolicAlgebra()) == -sympy.oo


DEEP = functools.reduce(lambda condition, letter: f"where({condition} < {letter}, y, x)", "abcdefghijkl", "x")


@pytest.mark.parametrize("text", [DEEP, "(" * 20 + "3 * x" + " ** 8)" * 20, "(" * 12 + "x / 7" + ") ** 8" * 12])
def test_formulas_that_would_be_worked_on_without_end_have_no_symbolic_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"conditions|digits"):
        parse(text).fold(SymbolicAlgebra())


def test_ordinary_conditions_and_powers_have_a_symbolic_form() -> None:
    x, y = sympy.symbols("x y")
    meaning = parse("where(where(x < 1, 2, y) <= y, (3 * x) ** 8, 0)").fold(SymbolicAlgebra())
    assert [meaning.subs({x: a, y: b}) for a, b in ((0.5, 1), (0.5, 2), (2, 0))] == [0, 1.5**8, 6**8]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(" * 20 + "9" + " ** 8)" * 20, sympy.oo),
        ("exp(exp(exp(exp(9))))", sympy.oo),
        ("where(exp(exp(exp(exp(9)))) < 1, 2, 3)", sympy.Integer(3)),
        ("1/0", sympy.oo),
        ("-1/0", -sympy.oo),
        ("0/0", sympy.nan),
        ("sqrt(-1)", sympy.nan),
        ("log(0)", -sympy.oo),
        ("where(sqrt(-1) < 1, 2, 3)", sympy.Integer(3)),
        ("min(sqrt(2), 1)", sympy.Integer(1)),
    ],
    ids=lambda value: str(value)[:12],
)
def test_constants_without_end_are_decided_in_floats(text: str, expected: sympy.Basic) -> None:
    assert parse(text).fold(SymbolicAlgebra()) == expected


def test_draws_are_elementwise() -> None:
    rng = np.random.default_rng(11)
    x, y = rng.normal(size=(2, 50))
    for text in (
        "x * y + 1",
        "where(x < y, x ** 2, exp(y))",
        "min(x, y, 0)",
        "max(x, 2) / y",
        "sqrt(x)",
        "-x",
        "log(y)",
    ):
        formula = parse(text)
        together = number(formula, {"x": x, "y": y})
        apart = [number(formula, {"x": float(a), "y": float(b)}) for a, b in zip(x, y, strict=True)]
        np.testing.assert_array_equal(together, apart)  # type: ignore[arg-type]
