"""What a formula means: a number or an array of draws (NumPy), or an expression in the file's symbols (SymPy)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from deterrence.world.expressions import Literal, NetworkCall


@dataclass(frozen=True)
class NumericAlgebra:
    """Compute a formula with NumPy: floats stay scalars, arrays of draws broadcast.

    Division by zero, overflow and logarithms of negative numbers give inf or NaN, which the games refuse.
    """

    values: Callable[[str], Any]
    network_values: Callable[[NetworkCall], Any]

    def number(self, literal: Literal) -> Any:
        """Return the number."""
        return np.float64(literal.value)

    def name(self, id: str) -> Any:
        """Return the value of a parameter."""
        return np.asarray(self.values(id), dtype=np.float64)[()]

    def network(self, call: NetworkCall) -> Any:
        """Return the value of a network function."""
        return np.asarray(self.network_values(call), dtype=np.float64)[()]

    def operate(self, operator: str, operands: list[Any]) -> Any:
        """Return the elementwise result."""
        with np.errstate(all="ignore"):
            return _NUMERIC[operator](*operands)


_NUMERIC: Mapping[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, n: a ** int(n),
    "negative": lambda a: -a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "min": lambda *a: reduce(np.minimum, a),
    "max": lambda *a: reduce(np.maximum, a),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "where": lambda c, a, b: np.where(c, a, b)[()],
}


@dataclass(frozen=True)
class SymbolicAlgebra:
    """Build a SymPy expression: parameters and network functions become symbols named as written."""

    expand: Callable[[NetworkCall], Any] | None = None

    def number(self, literal: Literal) -> Any:
        """Return an exact rational of the number as written."""
        import sympy

        return sympy.oo if math.isinf(literal.value) else sympy.Rational(repr(literal.value))

    def name(self, id: str) -> Any:
        """Return a symbol with the parameter's id."""
        import sympy

        return sympy.Symbol(id)

    def network(self, call: NetworkCall) -> Any:
        """Return a symbol named like the call, or its expansion over channels."""
        import sympy

        return sympy.Symbol(str(call)) if self.expand is None else self.expand(call)

    def operate(self, operator: str, operands: list[Any]) -> Any:
        """Return the symbolic result."""
        import sympy

        if operator in ("+", "-", "*", "/", "**", "negative", "<", "<=", ">", ">="):
            return _NUMERIC[operator](*operands)
        if operator == "where":
            return sympy.Piecewise((operands[1], operands[0]), (operands[2], True))
        return {"min": sympy.Min, "max": sympy.Max, "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt}[operator](
            *operands
        )
