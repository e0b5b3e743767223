"""The few numerical conventions that everything above shares.

A *number* here is a float, a NumPy array of draws, an exact ``Fraction`` or a SymPy expression. Closed-form measures
are written once, with the adapters of this module, and hold for all four:

- ``where``, ``minimum``, ``maximum``, ``negate`` and the comparisons of Python dispatch on what they are given;
- arrays broadcast, fractions stay exact, expressions stay symbolic.

Tolerances are relative to the range of a game's payoffs, so that a change of units changes no conclusion.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, show

#: A float, an array of draws, a Fraction or a SymPy expression.
Number = Any

#: Largest regret, relative to the payoff range, at which a float profile still counts as an equilibrium.
REGRET_TOLERANCE = 1e-9

#: Differences below this share of the larger value count as no change.
EFFECT_TOLERANCE = 1e-9

#: Operations in a SymPy expression up to which its order among others is looked for.
MAX_COMPARED = 30

inf = math.inf
nan = math.nan


def is_symbolic(value: object) -> bool:
    """Say whether a value is a SymPy object, without importing SymPy."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(value, sympy.Basic)


def is_array(value: object) -> bool:
    """Say whether a value carries an axis of draws."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def is_exact(value: object) -> bool:
    """Say whether a value is an integer or a fraction, so that arithmetic on it does not round."""
    return not isinstance(value, bool) and isinstance(value, Rational)


def as_number(value: object) -> Number:
    """Turn plain input into a number of this module.

    Integers and floats become floats, sequences become float arrays, fractions and SymPy expressions pass unchanged.

    Raises
    ------
    TypeError
        If the value is none of these.
    """
    if is_symbolic(value) or (isinstance(value, Fraction)):
        return value
    if isinstance(value, bool) or value is None:
        raise TypeError(f"{value!r} is not a number")
    if isinstance(value, np.ndarray):
        # What a masked array hides is no number.
        array = np.asarray(np.ma.filled(value.astype(np.float64), nan) if np.ma.isMaskedArray(value) else value, float)
        return float(array) if array.ndim == 0 else array
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return np.asarray(value, dtype=np.float64)
    raise TypeError(f"{value!r} is not a number")


def as_numbers(values: Iterable[object]) -> tuple[Number, ...]:
    """Turn several inputs into numbers, exact ones kept exact when nothing among them is a float.

    With at least one ``Fraction`` and otherwise only integers, fractions and infinities, integers become fractions.
    With at least one SymPy expression, integers and fractions become SymPy rationals, so that formulas show no ``1.0``.
    Else every integer and every fraction becomes a float.
    """
    given = list(values)
    if any(is_symbolic(value) for value in given):
        rational = sys.modules["sympy"].Rational
        return tuple(
            rational(value.numerator, value.denominator)
            if isinstance(value, Rational) and is_exact(value)
            else as_number(value)
            for value in given
        )
    exact = any(isinstance(value, Fraction) for value in given) and all(
        is_exact(value) or (isinstance(value, float) and math.isinf(value)) for value in given
    )
    if exact:
        return tuple(Fraction(v) if isinstance(v, Rational) else v for v in given)  # type: ignore[arg-type]
    return tuple(float(v) if isinstance(v, Fraction) and not exact else as_number(v) for v in given)


def where(condition: Any, yes: Number, no: Number) -> Number:
    """Choose ``yes`` where the condition holds and ``no`` elsewhere, for any kind of number."""
    if is_symbolic(condition):
        return _piecewise([(condition, yes)], no)
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def choose(cases: Sequence[tuple[Any, Number]], otherwise: Number) -> Number:
    """Choose the value of the first case whose condition holds, for any kind of number.

    Symbolic cases give one flat ``Piecewise`` in the order given.
    """
    if any(is_symbolic(condition) for condition, _ in cases):
        return _piecewise(cases, otherwise)
    result = otherwise
    for condition, value in reversed(cases):
        result = where(condition, value, result)
    return result


def _piecewise(cases: Sequence[tuple[Any, Number]], otherwise: Number) -> Number:
    """Build a ``Piecewise`` whose inequalities are compared with zero unless both sides are single terms.

    SymPy brings ``a - b > c - d`` to a form that it brings back again, and so on until the stack ends.
    """
    sympy = sys.modules["sympy"]
    inequalities = (sympy.Gt, sympy.Ge, sympy.Lt, sympy.Le)

    def settle(relation: Any) -> Any:
        is_plain = relation.lhs.is_Atom and relation.rhs.is_Atom
        return relation if is_plain else relation.func(relation.lhs - relation.rhs, 0)

    settled = [
        (value, condition.replace(lambda part: isinstance(part, inequalities), settle))
        if is_symbolic(condition)
        else (value, condition)
        for condition, value in cases
    ]
    return sympy.Piecewise(*settled, (otherwise, True))


def divide(numerator: Number, denominator: Number) -> Number:
    """Divide any kinds of numbers; a zero denominator gives a signed infinity, and NaN below a zero numerator."""
    if is_symbolic(numerator) or is_symbolic(denominator):
        return numerator / denominator
    if is_array(numerator) or is_array(denominator):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.true_divide(numerator, denominator)
    if denominator == 0:
        return math.copysign(inf, numerator) if numerator != 0 and not math.isnan(numerator) else nan
    return numerator / denominator


def is_long(value: object) -> bool:
    """Say whether a value is a SymPy expression of more than a handful of terms."""
    return is_symbolic(value) and sys.modules["sympy"].count_ops(value) > MAX_COMPARED


def _extreme(name: str, numbers: tuple[Number, ...]) -> Number:
    if any(is_symbolic(number) for number in numbers):
        sympy = sys.modules["sympy"]
        kind = sympy.Min if name == "minimum" else sympy.Max
        # SymPy compares all pairs of what it is given, which takes minutes for cases with long conditions.
        return kind(*numbers, evaluate=False) if any(is_long(number) for number in numbers) else kind(*numbers)
    if any(isinstance(number, np.ndarray) for number in numbers):
        combine = np.minimum if name == "minimum" else np.maximum
        result: Number = numbers[0]
        for number in numbers[1:]:
            result = combine(result, number)
        return result
    if any(isinstance(number, float) and math.isnan(number) for number in numbers):
        return nan
    return min(numbers) if name == "minimum" else max(numbers)


def minimum(*numbers: Number) -> Number:
    """Return the least of the numbers, elementwise for arrays; NaN wins."""
    return _extreme("minimum", numbers)


def maximum(*numbers: Number) -> Number:
    """Return the greatest of the numbers, elementwise for arrays; NaN wins."""
    return _extreme("maximum", numbers)


def negate(condition: Any) -> Any:
    """Return the logical opposite of a condition of any kind (``~True`` is -2 in Python)."""
    if is_symbolic(condition):
        return sys.modules["sympy"].Not(condition)
    if isinstance(condition, np.ndarray):
        return np.logical_not(condition)
    return not condition


def resolve_rng(rng: np.random.Generator | int | None) -> np.random.Generator:
    """Return the generator that a seed, a generator or ``None`` stands for; seed 0 is a seed.

    Raises
    ------
    GameError
        If it is none of these.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    is_seed = isinstance(rng, int | np.integer) and not isinstance(rng, bool) and rng >= 0
    if rng is not None and not is_seed:
        raise GameError("seed", f"saw {show(rng)}", "a whole number of 0 or more")
    return np.random.default_rng(rng)


def softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return exp(values) divided by its sum along the last axis, without overflow."""
    shifted = np.exp(values - values.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def is_simplex(values: NDArray[np.float64], tolerance: float = 1e-9) -> bool:
    """Say whether the last axis holds probabilities that sum to one."""
    return bool(
        np.all(np.isfinite(values))
        and np.all(values >= -tolerance)
        and np.all(abs(values.sum(axis=-1) - 1) <= tolerance)
    )
