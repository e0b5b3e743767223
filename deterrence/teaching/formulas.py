"""Formulas of exercises: those an author writes, and those a student pastes. One parser reads both.

The language is that of model files (``world/expressions.py``), with three differences. Letters stand for themselves
whether they are written large or small, so that ``T`` and ``t`` are one name. There are no network functions, because
an exercise asks a model through ``quantities``. What people paste is normalised first: the typographic minus, the
multiplication dot, Greek letters, ``^`` for a power.

Arithmetic is exact: decimals are read as the fractions that they are, and only ``exp``, ``log`` and ``sqrt`` round.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deterrence.errors import AnswerError, ModelError, shorten
from deterrence.world.expressions import MAX_CHARACTERS, Expression, parse
from deterrence.world.tree import Literal, NetworkCall, Operation

#: A fraction, or a float where something could not be kept exact; NaN where a formula is undefined.
Exact = Fraction | float

#: Fractions with more binary digits than this go on as floats, so that powers of powers end.
MAX_BITS = 4096

_PASTED = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00b7\u22c5\u2219\u00d7\u2217", "*"),
    **dict.fromkeys("\u00f7\u2044\u2215", "/"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
    "^": "**",
    "\u00b2": "**2",
    "\u00b3": "**3",
    "\u03b4": "delta",
    "\u03b5": "epsilon",
    "\u03c1": "rho",
}
_TRANSLATION = str.maketrans(_PASTED)
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)")


def normalise(text: str) -> str:
    """Return a pasted formula in the letters and signs of the language.

    Examples
    --------
    >>> normalise("(T \u2212 R) \u00b7 \u03b4\u00b2")
    '(t - r) * delta**2'
    >>> normalise("0,557")
    '0.557'
    """
    plain = text.translate(_TRANSLATION).strip().lower()
    comma = _DECIMAL_COMMA.fullmatch(plain)
    return f"{comma[1]}.{comma[2]}" if comma else plain


def read_formula(given: object, *, where: str = "formula") -> Expression:
    """Parse a formula of an exercise file or of an answer.

    Raises
    ------
    ModelError
        If it is not in the language, or asks for the network. Nothing of it is ever executed.

    Examples
    --------
    >>> sorted(read_formula("(T - R) / (T - P)").names)
    ['p', 'r', 't']
    """
    if isinstance(given, str) and len(given) > MAX_CHARACTERS:
        raise ModelError(where, f"saw a formula of {len(given)} characters", f"at most {MAX_CHARACTERS}")
    formula = parse(normalise(given) if isinstance(given, str) else given, where=where)
    if formula.calls:
        call = shorten(str(next(iter(formula.calls))))
        raise ModelError(where, f"saw the network function {call}", "numbers, names and arithmetic")
    return formula


def read_answer(text: str, names: Iterable[str] = ()) -> Expression:
    """Parse what a student typed, in which only some names may stand.

    Raises
    ------
    AnswerError
        If it could not be read: a fault of form, not a wrong answer.
    """
    letters = sorted(names)
    of_letters = f"the letters {', '.join(letters)} and numbers" if letters else "numbers"
    allowed = f"{of_letters}, with + - * / ** and brackets, such as (5 - 3) / 4"
    if not text.strip():
        raise AnswerError("answer", "it is empty", allowed)
    try:
        formula = read_formula(text, where="answer")
    except ModelError as error:
        if len(text) > MAX_CHARACTERS:
            raise AnswerError("answer", error.saw, error.allowed) from None
        open_ = text.count("(") - text.count(")")
        remedy = "close every bracket" if open_ > 0 else "open every bracket that is closed" if open_ < 0 else ""
        raise AnswerError("answer", f"saw '{shorten(text)}'", allowed, remedy) from None
    unknown = sorted(formula.names - {letter.lower() for letter in letters})
    if unknown:
        typed = next((word for word in re.findall(r"\w+", text) if word.lower() == unknown[0]), unknown[0])
        raise AnswerError("answer", f"saw the name '{shorten(typed)}'", allowed)
    return formula


@dataclass(frozen=True)
class Condition:
    """A comparison of two formulas, such as ``T > R``."""

    text: str
    formula: Expression

    @property
    def names(self) -> frozenset[str]:
        """The names that it reads, in small letters."""
        return self.formula.names

    def holds(self, values: Mapping[str, Exact]) -> bool:
        """Say whether it holds; a comparison with what is undefined does not."""
        return evaluate(self.formula, values) == 1


def read_condition(text: object, *, where: str = "condition") -> Condition:
    """Parse one comparison.

    Raises
    ------
    ModelError
        If it is none.

    Examples
    --------
    >>> read_condition("T > R").holds({"t": Fraction(5), "r": Fraction(3)})
    True
    """
    allowed = "one comparison with < <= > >=, such as 'T > R'"
    if not isinstance(text, str):
        raise ModelError(where, "saw no text", allowed)
    try:
        formula = read_formula(f"where({text}, 1, 0)", where=where)
    except ModelError as error:
        raise ModelError(where, error.saw, allowed) from None
    node = formula.node
    # Anything else that closes the bracket early is a formula, but no comparison.
    if not (isinstance(node, Operation) and node.operator == "where" and node.operands[1:] == (_ONE, _ZERO)):
        raise ModelError(where, f"saw {shorten(repr(text))}", allowed)
    return Condition(text, formula)


_ONE, _ZERO = Literal(1.0), Literal(0.0)


def exact(number: float) -> Exact:
    """Return a decimal as the fraction that it is written as; infinities and NaN stay.

    Examples
    --------
    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(float(number))) if math.isfinite(number) else float(number)


def is_defined(value: Exact) -> bool:
    """Say whether a value is a finite number."""
    return isinstance(value, Fraction) or math.isfinite(value)


def _no_network(_: NetworkCall) -> Exact:
    return math.nan


def distance(a: Exact, b: Exact) -> Exact:
    """Return how far two numbers are apart; infinity where that is too much for a float.

    Examples
    --------
    >>> distance(Fraction(10) ** 600, 0.5), distance(Fraction(1, 2), Fraction(1, 3))
    (inf, Fraction(1, 6))
    """
    try:
        return abs(a - b)
    except OverflowError:
        return math.inf


def evaluate(
    formula: Expression, values: Mapping[str, Exact], network: Callable[[NetworkCall], Exact] = _no_network
) -> Exact:
    """Return what a formula is worth: a fraction where arithmetic allows, NaN where it is undefined.

    Parameters
    ----------
    formula
        The formula.
    values
        Name, in small letters, to number.
    network
        What a network function is worth; formulas of exercises have none.

    Examples
    --------
    >>> evaluate(read_formula("(T - R) / (T - P)"), {"t": Fraction(5), "r": Fraction(3), "p": Fraction(1)})
    Fraction(1, 2)
    """
    result = formula.fold(_ExactAlgebra(values, network))
    if isinstance(result, int):
        return Fraction(result)
    return result if isinstance(result, Fraction | float) else math.nan


@dataclass(frozen=True)
class _ExactAlgebra:
    values: Mapping[str, Exact]
    network_values: Callable[[NetworkCall], Exact]

    def number(self, literal: Literal) -> Any:
        return exact(literal.value)

    def name(self, id: str) -> Any:
        return self.values[id]

    def network(self, call: NetworkCall) -> Any:
        return self.network_values(call)

    def operate(self, operator: str, operands: list[Any]) -> Any:
        if operator == "where":
            return operands[1] if operands[0] is True else operands[2] if operands[0] is False else math.nan
        if any(not is_defined(operand) and math.isnan(operand) for operand in operands):
            return math.nan
        try:
            return _bounded(_OPERATIONS[operator](*operands))
        except (ArithmeticError, ValueError):
            return math.nan


def _bounded(value: Any) -> Any:
    if isinstance(value, Fraction) and max(abs(value.numerator), value.denominator).bit_length() > MAX_BITS:
        return float(value)
    return value


def _power(base: Exact, exponent: Exact) -> Exact:
    whole = int(exponent)
    if isinstance(base, Fraction):
        bits = max(abs(base.numerator), base.denominator).bit_length() * whole
        return base**whole if bits <= MAX_BITS else float(base) ** whole
    return base**whole


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": _power,
    "negative": lambda a: -a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "min": lambda *a: min(a),
    "max": lambda *a: max(a),
    "exp": lambda a: math.exp(a),
    "log": lambda a: math.log(a),
    "sqrt": lambda a: math.sqrt(a),
}


def written(value: Exact) -> str:
    """Return a number as people write it: a decimal in full where it ends, else six digits.

    Examples
    --------
    >>> written(Fraction(13, 4)), written(Fraction(3)), written(Fraction(1, 3))
    ('3.25', '3', '0.333333')
    """
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        if value == exact(float(value)):
            return repr(float(value))
    return f"{float(value):.6g}"
