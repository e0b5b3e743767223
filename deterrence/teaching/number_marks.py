"""Marking numbers and formulas, with credit for wrong paths that have a name."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deterrence.errors import AnswerError
from deterrence.teaching.formulas import Exact, distance, evaluate, exact, is_defined, read_answer
from deterrence.teaching.marks import RIGHT, WRONG, Outcome, read_fields, read_text, share
from deterrence.teaching.quantities import ask_number, quantity_names
from deterrence.teaching.question_parts import Tolerance, WrongPath
from deterrence.teaching.schema import Numeric, Symbolic
from deterrence.world.expressions import Expression

#: Points of the domain at which formulas are compared, and how many must be defined.
N_POINTS, MIN_DEFINED = 40, 20
#: Points that are looked at to find them.
MAX_LOOKED = 800
#: Steps into which a domain is cut, a prime so that points are no round numbers.
GRID = 997
#: Relative difference up to which two formulas agree at a point, where their arithmetic rounds.
RELATIVE = 1e-9


@dataclass(frozen=True)
class NumericKey:
    """The key of a numeric question for one variant, and the values that its wrong paths lead to."""

    value: Exact
    tolerance: Exact
    paths: tuple[Exact, ...]

    def is_near(self, given: Exact, target: Exact, factor: int = 1) -> bool:
        """Say whether a number is within the tolerance of another; exact where both are fractions."""
        return is_defined(given) and is_defined(target) and distance(given, target) <= factor * self.tolerance


def numeric_key(question: Numeric, names: Mapping[str, Exact]) -> NumericKey:
    """Return the key of a numeric question.

    Raises
    ------
    DeterrenceError
        If the engine cannot compute it.
    """
    known = quantity_names(question, names)
    value = ask_number(question, question.answer, known)
    paths = tuple(evaluate(path.formula, known) for path in question.partial)
    return NumericKey(value, width(question.tolerance, value), paths)


def width(tolerance: Tolerance, value: Exact) -> Exact:
    """Return the tolerance around a value: the wider of the absolute and the relative one."""
    relative = exact(tolerance.rel) * abs(value) if is_defined(value) else 0.0
    return max(exact(tolerance.abs), relative)


def mark_numeric(question: Numeric, key: NumericKey, answer: Mapping[str, Any]) -> Outcome:
    """Mark a number, or a formula of numbers, against the key.

    Raises
    ------
    AnswerError
        If it could not be read.
    """
    text = read_text(read_fields(answer, ("text",))["text"])
    given = evaluate(read_answer(text), {})
    if not is_defined(given):
        raise AnswerError("answer", "it is no finite number", "a number")
    if key.is_near(given, key.value):
        return Outcome(Fraction(1), (RIGHT,))
    return _along_paths(question.partial, [key.is_near(given, path) for path in key.paths])


def _along_paths(paths: list[WrongPath], is_met: list[bool]) -> Outcome:
    """Return the credit of the best wrong path that leads to an answer."""
    met = [(path, code) for path, code, yes in zip(paths, path_codes(paths), is_met, strict=True) if yes]
    if not met:
        return Outcome(Fraction(0), (WRONG,))
    path, code = max(met, key=lambda one: one[0].credit)
    return Outcome(share(path.credit), (code,), (path.feedback,) if path.feedback else ())


def path_codes(paths: list[WrongPath]) -> list[str]:
    """Return the codes of wrong paths: the author's ids, else their place."""
    return [path.id or f"path-{place}" for place, path in enumerate(paths, start=1)]


@dataclass(frozen=True)
class SymbolicKey:
    """The key of a symbolic question: points of its domain, and what the key and each wrong path are worth there."""

    points: tuple[Mapping[str, Exact], ...]
    values: tuple[Exact, ...]
    paths: tuple[tuple[Exact, ...], ...]


def symbolic_key(question: Symbolic, names: Mapping[str, Exact]) -> SymbolicKey:
    """Return the key of a symbolic question: up to 40 points at which it is defined."""
    known = quantity_names(question, names)
    points: list[Mapping[str, Exact]] = []
    values: list[Exact] = []
    for point in _points(question):
        value = evaluate(question.answer, {**known, **point})
        if is_defined(value):
            points.append(point)
            values.append(value)
        if len(points) == N_POINTS:
            break
    paths = tuple(tuple(evaluate(p.formula, {**known, **point}) for point in points) for p in question.partial)
    return SymbolicKey(tuple(points), tuple(values), paths)


def _points(question: Symbolic) -> Iterator[dict[str, Exact]]:
    """Yield points of the domain that satisfy its conditions, the same for everybody and on every machine."""
    for place in range(MAX_LOOKED):
        point: dict[str, Exact] = {}
        for name, (low, high) in question.domain.items():
            seed = hashlib.sha256(f"{question.id}|{name.lower()}|{place}".encode()).digest()
            step = int.from_bytes(seed, "big") % (GRID + 1)
            point[name.lower()] = exact(low) + (exact(high) - exact(low)) * Fraction(step, GRID)
        if all(condition.holds(point) for condition in question.where):
            yield point


def mark_symbolic(question: Symbolic, key: SymbolicKey, answer: Mapping[str, Any]) -> Outcome:
    """Mark a formula by its values at the points of the key.

    Raises
    ------
    AnswerError
        If it could not be read.
    """
    text = read_text(read_fields(answer, ("text",))["text"])
    formula = read_answer(text, question.domain)
    values = values_at(formula, key)
    if is_equal(values, key.values):
        return Outcome(Fraction(1), (RIGHT,))
    return _along_paths(question.partial, [is_equal(values, path) for path in key.paths])


def values_at(formula: Expression, key: SymbolicKey) -> tuple[Exact, ...]:
    """Return what a formula is worth at the points of a key."""
    return tuple(evaluate(formula, point) for point in key.points)


def is_equal(given: tuple[Exact, ...], target: tuple[Exact, ...]) -> bool:
    """Say whether two formulas agree wherever both are defined, at twenty points at least."""
    both = [(a, b) for a, b in zip(given, target, strict=True) if is_defined(a) and is_defined(b)]
    return len(both) >= MIN_DEFINED and all(_agree(a, b) for a, b in both)


def _agree(a: Exact, b: Exact) -> bool:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    try:
        return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=RELATIVE)
    except OverflowError:  # one of them is beyond all floats
        return False
