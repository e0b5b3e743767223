"""Posing: a question as one student gets it, with the numbers and the order that belong to the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deterrence.teaching.bundle import Bundle, PublicQuestion
from deterrence.teaching.formulas import evaluate
from deterrence.teaching.variants import Variant, draw_variant, fill, read_code, shuffle


@dataclass(frozen=True)
class Posed:
    """A question as one student gets it.

    Parameters
    ----------
    question
        Its public side.
    variant
        The student's numbers.
    prompt, hints
        With the numbers in place.
    choices
        Options or items as (id, text), in the student's order.
    start
        Parameters of the case that the question sets before anything is changed, id to number.
    """

    question: PublicQuestion
    variant: Variant
    prompt: str
    hints: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    start: Mapping[str, float]


def pose(bundle: Bundle, id: str, code: str) -> Posed:
    """Return a question as the student with a code gets it.

    Parameters
    ----------
    bundle
        The assignment.
    id
        The question.
    code
        The student's code.

    Raises
    ------
    ExerciseError
        For an unknown question, or a code that is none.

    Examples
    --------
    >>> from deterrence.teaching.bundle import build_bundle, read_bundle
    >>> from deterrence.teaching.exercise import load_exercise
    >>> bundle = read_bundle(build_bundle(load_exercise("starter")))
    >>> pose(bundle, bundle.questions[0].id, "ABCD2345").variant.values["T"]
    Fraction(13, 2)
    """
    question = bundle.question(id)
    variant = draw_variant(bundle.assignment, bundle.module_version, question, read_code(code))
    texts = {choice.id: fill(choice.text, variant) for choice in question.choices}
    order = shuffle(list(texts), bundle.assignment, bundle.module_version, id, variant.code)
    return Posed(
        question,
        variant,
        fill(question.prompt, variant),
        tuple(fill(hint, variant) for hint in question.hints),
        tuple((choice, texts[choice]) for choice in order),
        {id: float(evaluate(formula, variant.names)) for id, formula in question.start.set.items()},
    )
