"""Posing: a question as one student gets it, with the numbers and the order that belong to the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from deterrence.errors import counted
from deterrence.page.words import label
from deterrence.teaching.bundle import Bundle, PublicQuestion
from deterrence.teaching.design import bounds_of
from deterrence.teaching.formulas import evaluate
from deterrence.teaching.question_parts import OPTION
from deterrence.teaching.variants import Variant, draw_variant, fill, read_code, shuffle
from deterrence.teaching.worlds import start_model, world_of


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


@dataclass(frozen=True)
class Field:
    """A number that a design question lets a student change.

    Parameters
    ----------
    id
        The parameter, or ``option:ID`` for the strength of an option.
    name
        What it is called.
    meaning, unit
        As the case states them.
    start
        Its value before any change.
    low, high
        Between which values it may be set.
    """

    id: str
    name: str
    meaning: str
    unit: str
    start: float
    low: float
    high: float


def fields_of(posed: Posed) -> tuple[Field, ...]:
    """Return what a student may change, with label, unit, start and range; nothing where the question is no design.

    Raises
    ------
    DeterrenceError
        If the case cannot be loaded, or does not have what the question changes.

    Examples
    --------
    >>> from deterrence.teaching.bundle import build_bundle, read_bundle
    >>> from deterrence.teaching.exercise import load_exercise
    >>> bundle = read_bundle(build_bundle(load_exercise("starter")))
    >>> [(field.id, field.start) for field in fields_of(pose(bundle, "restore-restraint", "ABCD2345"))][2:]
    [('punishment', 1.0), ('patience', 0.35)]
    """
    question = posed.question
    if question.edit is None:
        return ()
    model = start_model(question.case, question.start, posed.variant.names)
    # Options work on what a student sets, so a number starts where it is before them.
    given = question.start
    plain = world_of(case=question.case, scenario=given.scenario, set=posed.start, without=given.without)
    bounds = bounds_of(question.edit, model)
    found: list[Field] = []
    for id in question.edit.fields:
        if id.startswith(OPTION):
            option = model.options[id.removeprefix(OPTION)]
            start = model.applied.get(option.id, 0.0)
            found.append(Field(id, f"Option: {option.title}", option.title, "strength", start, *bounds[id]))
        else:
            parameter = plain.parameters[id]
            start = float(cast("float", parameter.value))
            found.append(Field(id, label(model, id), parameter.meaning, parameter.unit, start, *bounds[id]))
    return tuple(found)


def posed_text(bundle: Bundle, code: str) -> Iterator[str]:
    """Yield an assignment as paragraphs of plain text, with what an answer to each question looks like.

    Raises
    ------
    ExerciseError
        For a code that is none.
    """
    yield f"{bundle.title or bundle.assignment}, for the code {read_code(code)}"
    if bundle.about:
        yield bundle.about
    for place, question in enumerate(bundle.questions, start=1):
        posed = pose(bundle, question.id, code)
        yield f"{place}. {question.title or question.id} ({question.id}, {counted(question.points, 'point')})"
        yield posed.prompt
        yield from (f"Hint: {hint}" for hint in posed.hints)
        yield from _offered(posed)
        # A design asks for a reason only where its author wants one.
        asks_reason = question.kind == "design" and question.words is not None
        yield f"Answer with: {_SHAPES[question.kind]}" + (' and reason = "..."' if asks_reason else "")


_SHAPES = {
    "numeric": 'text = "0.5"',
    "symbolic": 'text = "a formula"',
    "choice": 'choice = "id"',
    "predict": 'choice = "id" and confidence = 0.7, from 0 to 1',
    "ranking": 'order = ["first", "second", ...]',
    "design": 'changes = { "field" = 1.0 }',
    "text": 'text = "..."',
}


def field_text(field: Field, called: str) -> str:
    """Return what a student may change in words, after what it is called."""
    told = f"now {field.start:g}, from {field.low:g} to {field.high:g}"
    return f"{called} ({field.unit}; {told}). {field.meaning}"


def _offered(posed: Posed) -> Iterator[str]:
    """Yield what a student chooses from, may change or may write."""
    question = posed.question
    if question.unit or question.range:
        told = f"from {question.range[0]:g} to {question.range[1]:g}" if question.range else ""
        yield f"In: {', '.join(part for part in (question.unit, told) if part)}"
    if question.letters:
        yield "Letters: " + ", ".join(f"{name} ({told})" if told else name for name, told in question.letters.items())
    yield from (f"- {id}: {text}" for id, text in posed.choices)
    if question.edit is not None:
        yield f"Change at most {question.edit.max_changes} of these:"
        yield from (f"- {field_text(field, field.id)}" for field in fields_of(posed))
    if question.words is not None:
        yield f"At most {counted(question.words, 'word')}."
