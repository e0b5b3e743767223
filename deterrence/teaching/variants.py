"""Variants: which numbers a student gets, from a code alone, without any random generator.

The index of a parameter among its choices is

    SHA-256(assignment | module_version | question | code | parameter)  modulo the number of choices,

with the parts joined by a vertical bar and the digest read as one whole number. It depends on no other parameter, so
adding one leaves the others alone. Where the numbers of a question must satisfy conditions, ``| 1``, ``| 2``, ...
follow until they do. The marker draws the same way; what a submission says of its numbers is never read.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from deterrence.errors import ExerciseError
from deterrence.teaching.formulas import Condition, Exact, exact, written

#: Letters and digits of a code: none that is easily taken for another.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8

#: Draws after which the admissible variants are listed and one is picked.
MAX_DRAWS = 200
#: Most variants of one question.
MAX_VARIANTS = 20_000

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")


class Varied(Protocol):
    """What a question offers to be drawn: an instructor's question and a student's alike."""

    @property
    def id(self) -> str:
        """The question's id."""
        ...

    @property
    def params(self) -> Mapping[str, Sequence[float]]:
        """The choices of every parameter."""
        ...

    @property
    def require(self) -> Sequence[Condition]:
        """What the numbers must satisfy."""
        ...

    @property
    def variant_of(self) -> str | None:
        """The question whose numbers it shares."""
        ...


@dataclass(frozen=True)
class Variant:
    """The numbers of one question for one code.

    Parameters
    ----------
    question
        The question's id.
    code
        The student's code; empty where a variant was listed, not drawn.
    values
        Parameter, as the author writes it, to number.
    """

    question: str
    code: str
    values: Mapping[str, Fraction]

    @property
    def names(self) -> dict[str, Exact]:
        """The numbers by name in small letters, as formulas read them."""
        return {name.lower(): value for name, value in self.values.items()}

    def __str__(self) -> str:
        """Return the numbers as text, such as ``T = 5, R = 3``."""
        return ", ".join(f"{name} = {written(value)}" for name, value in self.values.items()) or "the one variant"


def read_code(text: str) -> str:
    """Return a student's code as it counts: large letters, without spaces and hyphens.

    Raises
    ------
    ExerciseError
        If it is no code.

    Examples
    --------
    >>> read_code(" abcd-2345 ")
    'ABCD2345'
    """
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != CODE_LENGTH or any(letter not in ALPHABET for letter in code):
        allowed = f"{CODE_LENGTH} letters and digits, without I, L, O, 0 and 1"
        raise ExerciseError("code", f"saw '{text[:40]}'", allowed, "copy the code that you were given")
    return code


def digest(*parts: object) -> int:
    """Return the SHA-256 of parts, joined by vertical bars, as a whole number."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest(), "big")


def draw_variant(assignment: str, module_version: int, question: Varied, code: str) -> Variant:
    """Return the variant of a question that a code stands for.

    Raises
    ------
    ExerciseError
        If no choice of numbers satisfies the question's conditions.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> exercise = load_exercise("starter")
    >>> str(draw_variant("starter", 1, exercise.questions[0], "ABCD2345"))
    'T = 6.5, d = 0.35'
    """
    root = question.variant_of or question.id
    for attempt in range(MAX_DRAWS):
        again = (attempt,) if attempt else ()
        values = {
            name: exact(choices[digest(assignment, module_version, root, code, name, *again) % len(choices)])
            for name, choices in question.params.items()
        }
        variant = Variant(question.id, code, {name: Fraction(value) for name, value in values.items()})
        if _is_admissible(question, variant):
            return variant
    admissible = list(list_variants(question))
    if not admissible:
        raise ExerciseError(f"question '{question.id}', require", "no choice of numbers satisfies it")
    picked = admissible[digest(assignment, module_version, root, code) % len(admissible)]
    return Variant(question.id, code, picked.values)


def list_variants(question: Varied) -> Iterator[Variant]:
    """Yield every variant of a question that satisfies its conditions.

    Raises
    ------
    ExerciseError
        If there are too many to look at.
    """
    n_variants = math.prod(len(choices) for choices in question.params.values())
    if n_variants > MAX_VARIANTS:
        where = f"question '{question.id}', params"
        raise ExerciseError(
            where, f"there are {n_variants:,} variants", f"at most {MAX_VARIANTS:,}", "give fewer choices"
        )
    names = list(question.params)
    for chosen in itertools.product(*question.params.values()):
        variant = Variant(question.id, "", {n: Fraction(exact(value)) for n, value in zip(names, chosen, strict=True)})
        if _is_admissible(question, variant):
            yield variant


def _is_admissible(question: Varied, variant: Variant) -> bool:
    names = variant.names
    return all(condition.holds(names) for condition in question.require)


def fill(text: str, variant: Variant) -> str:
    """Return an author's text with ``{name}`` replaced by the variant's number, and nothing else replaced.

    Examples
    --------
    >>> fill("{T} or {0} or {T!r}", Variant("q", "", {"T": Fraction(5)}))
    '5 or {0} or {T!r}'
    """

    def put(found: re.Match[str]) -> str:
        value = variant.values.get(found[1])
        return found[0] if value is None else written(value)

    return _PLACEHOLDER.sub(put, text)


def unknown_placeholders(text: str, question: Varied) -> list[str]:
    """Return the names in braces that no parameter has: misspelt, most likely."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in question.params]


def shuffle(ids: Sequence[str], *seed: object) -> tuple[str, ...]:
    """Return ids in an order that depends on the seed alone, not on the order that they come in.

    Examples
    --------
    >>> shuffle(["a", "b", "c"], "week1", 1, "q", "ABCD2345") == shuffle(["c", "a", "b"], "week1", 1, "q", "ABCD2345")
    True
    """
    return tuple(sorted(ids, key=lambda id: (digest(*seed, "order", id), id)))
