"""What a formula means: a number or an array of draws, or an expression in the file's symbols (SymPy).

Without draws a formula is worked out in Python's own floats: the same digits in a tenth of the time that NumPy takes
over single numbers. Where Python refuses (draws, a division by zero, a number too large) NumPy works it out anew.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.world.tree import Literal, NetworkCall

if TYPE_CHECKING:
    from deterrence.world.expressions import Expression

#: Powers with more binary digits than this are not taken exactly: powers of powers would otherwise never end.
MAX_EXACT_BITS = 4096
#: Most comparisons inside the sides of a comparison: SymPy unfolds them, and each one doubles the work.
MAX_COMPARISONS = 3


#: What parameters are worth, by id.
Names = Callable[[str], Any]
#: What network functions are worth.
Calls = Callable[[NetworkCall], Any]
#: A formula as a function of both.
Function = Callable[[Names, Calls], Any]


def compute(formula: Expression, values: Names, network_values: Calls) -> float | NDArray[np.float64]:
    """Return the value of a formula, given what its names and network functions are worth."""
    try:
        return formula.function(values, network_values)
    except (ArithmeticError, LookupError, TypeError):
        with np.errstate(all="ignore"):  # once per formula, because it takes longer than an operation does
            return formula.fold(NumericAlgebra(values, network_values))


class FunctionAlgebra:
    """Turn a formula into a function that works in Python's floats.

    It raises where they have no number or NumPy has other digits: a TypeError for draws, an ArithmeticError for
    division by zero and powers that overflow, a LookupError for ``exp``, ``log`` and ``sqrt``. Everything else is as in
    ``NumericAlgebra``.
    """

    def number(self, literal: Literal) -> Function:
        """Return a function that is just this number."""
        value = literal.value
        return lambda values, network_values: value

    def name(self, id: str) -> Function:
        """Return a function that reads a parameter."""
        return lambda values, network_values: _plain(values(id))

    def network(self, call: NetworkCall) -> Function:
        """Return a function that reads a network function."""
        return lambda values, network_values: _plain(network_values(call))

    def operate(self, operator: str, operands: list[Function]) -> Function:
        """Return a function of what the operands are worth."""
        combine = _PLAIN.get(operator, _refuse)
        if len(operands) == 2:  # nearly every one, and without a list of operands it is sooner done
            first, second = operands
            return lambda values, network_values: combine(first(values, network_values), second(values, network_values))
        return lambda values, network_values: combine(*[operand(values, network_values) for operand in operands])


def _plain(value: Any) -> float:
    if type(value) is not float:  # NumPy's floats are floats too, and warn of a division by zero
        raise TypeError
    return value


def _refuse(*_: float) -> float:
    raise LookupError


_PLAIN: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "negative": operator.neg,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "min": lambda *a: math.nan if any(map(math.isnan, a)) else min(a),
    "max": lambda *a: math.nan if any(map(math.isnan, a)) else max(a),
    "where": lambda c, a, b: a if c else b,
}


@dataclass(frozen=True)
class NumericAlgebra:
    """Compute a formula with NumPy: floats stay scalars, arrays of draws broadcast.

    Division by zero, overflow and logarithms of negative numbers give inf or NaN, which the games refuse. NumPy would
    warn of each, so ``compute`` is the way to use it.
    """

    values: Names
    network_values: Calls

    def number(self, literal: Literal) -> Any:
        """Return the number."""
        return np.float64(literal.value)

    def name(self, id: str) -> Any:
        """Return the value of a parameter."""
        return _read(self.values(id))

    def network(self, call: NetworkCall) -> Any:
        """Return the value of a network function."""
        return _read(self.network_values(call))

    def operate(self, operator: str, operands: list[Any]) -> Any:
        """Return the elementwise result."""
        return _NUMERIC[operator](*operands)


def _read(value: Any) -> Any:
    return np.float64(value) if isinstance(value, float) else np.asarray(value, dtype=np.float64)[()]


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
_COMPARISONS = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True)
class SymbolicAlgebra:
    """Build a SymPy expression: parameters and network functions become symbols named as written.

    A part without symbols is also computed in floats. Where that overflows or is undefined, the part becomes the same
    infinity or NaN as in ``NumericAlgebra``; comparing two such parts is done in floats. So no constant makes SymPy
    search for digits without end.
    """

    expand: Callable[[NetworkCall], Any] | None = None

    def number(self, literal: Literal) -> Any:
        """Return an exact rational of the number as written."""
        import sympy

        if math.isinf(literal.value):
            return sympy.oo if literal.value > 0 else -sympy.oo
        return sympy.Rational(repr(literal.value))

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

        if operator == "where":
            return sympy.Piecewise((operands[1], operands[0]), (operands[2], True))
        if not any(operand.free_symbols for operand in operands):
            return _constant(operator, operands)
        return _symbolic(operator, operands)


def _symbolic(operator: str, operands: list[Any]) -> Any:
    """Return the result of an operator, refusing what SymPy would work on without end.

    Raises
    ------
    ValueError
        For a condition on too many conditions, or a power with an endless coefficient.
    """
    import sympy

    if operator in _COMPARISONS and sum(len(operand.atoms(sympy.Rel)) for operand in operands) > MAX_COMPARISONS:
        raise ValueError("a condition on too many conditions")
    if operator == "**" and _bits(operands[0].as_coeff_Mul()[0]) * int(operands[1]) > MAX_EXACT_BITS:
        raise ValueError("a power with too many digits")
    if operator in ("min", "max", "exp", "log", "sqrt"):
        functions = {"min": sympy.Min, "max": sympy.Max, "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt}
        return functions[operator](*operands)
    return _NUMERIC[operator](*operands)


def _bits(number: Any) -> int:
    """Return the binary digits of an exact number, 0 for any other."""
    return max(abs(number.p), number.q).bit_length() if number.is_Rational else 0


def _constant(operator: str, operands: list[Any]) -> Any:
    """Return the result for operands without symbols, never further than floats go."""
    import sympy

    floats = [np.float64(float(operand)) for operand in operands]
    with np.errstate(all="ignore"):
        number = _NUMERIC[operator](*floats)
    if operator in _COMPARISONS:
        return sympy.true if number else sympy.false
    if not math.isfinite(number):
        return sympy.nan if math.isnan(number) else sympy.oo if number > 0 else -sympy.oo
    if operator == "**" and _bits(operands[0]) * int(operands[1]) > MAX_EXACT_BITS:
        return sympy.Rational(repr(float(number)))
    return _symbolic(operator, operands)
