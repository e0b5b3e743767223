"""Whether an exercise can be handed out: every variant of every question is worked out, and judged as a student's is.

The choices of numbers are finite, so nothing is left to chance: a key that does not exist for one code in a hundred is
found before that student finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from deterrence.errors import DeterrenceError
from deterrence.teaching.choice_marks import ranking_pairs
from deterrence.teaching.design import design_job, judge
from deterrence.teaching.exercise import Exercise, texts_of
from deterrence.teaching.formulas import Exact, is_defined, written
from deterrence.teaching.marking import make_key
from deterrence.teaching.marks import share
from deterrence.teaching.number_marks import MIN_DEFINED, NumericKey, SymbolicKey, is_equal, path_codes
from deterrence.teaching.question_parts import OPTION
from deterrence.teaching.schema import Design, Numeric, Question, Ranking, Symbolic
from deterrence.teaching.variants import Variant, list_variants, unknown_placeholders
from deterrence.teaching.worlds import start_model

#: Measures of a repeated game that a design can be asked for, and that destroying the dilemma brings for nothing.
SUSTAINED = frozenset({"is_sustained", "critical_discount", "grim_critical_discount", "margin", "incentive"})

#: Measures of a gate that keeps the dilemma.
DILEMMA = frozenset({"is_dilemma", "class"})

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True)
class Finding:
    """A fault of an exercise.

    Parameters
    ----------
    question
        Id of the question.
    fault
        A short name: ``no-variants``, ``unsolvable``, ``out-of-range``, ``path-near-key``, ``path-fails``,
        ``too-few-points``, ``no-order``, ``base-solves``, ``no-gate``, ``credits``, ``edit``, ``placeholder``,
        ``key-in-text``, ``tolerance``.
    sentence
        What is wrong, with the first variant that shows it.
    n_variants
        How many variants show it; 0 where it is a fault of the question as such.
    """

    question: str
    fault: str
    sentence: str
    n_variants: int = 0

    def __str__(self) -> str:
        """Return the finding in one line."""
        more = f" ({self.n_variants} variants)" if self.n_variants > 1 else ""
        return f"{self.question}: {self.fault}: {self.sentence}{more}"


@dataclass(frozen=True)
class Linted:
    """What lint looked at and what it found.

    Parameters
    ----------
    findings
        Every fault, once, in the questions' order.
    n_variants
        Question to the number of its variants, all of which were worked out.
    """

    findings: tuple[Finding, ...]
    n_variants: dict[str, int]


def lint_exercise(exercise: Exercise) -> Linted:
    """Work out every variant of every question, and say what is wrong with the exercise.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> lint_exercise(load_exercise("starter")).findings
    ()
    """
    findings: list[Finding] = []
    counts: dict[str, int] = {}
    for question in exercise.questions:
        found, counts[question.id] = lint_question(question)
        findings.extend(found)
    return Linted(tuple(findings), counts)


def lint_question(question: Question) -> tuple[list[Finding], int]:
    """Return the faults of one question, and the number of its variants."""
    findings = [Finding(question.id, fault, sentence) for fault, sentence in _of_question(question)]
    try:
        variants = list(list_variants(question))
    except DeterrenceError as error:
        return [*findings, Finding(question.id, "no-variants", str(error))], 0
    if not variants:
        findings.append(Finding(question.id, "no-variants", "no choice of numbers satisfies what require asks"))
    seen: dict[str, Finding] = {}
    for variant in variants:
        for fault, sentence in _of_variant(question, variant):
            # One finding for each fault and what it is about: the text up to the first colon.
            place = f"{fault}: {sentence.split(':')[0]}"
            first = seen.get(place)
            shown = first.sentence if first else f"{sentence}, for {variant}"
            seen[place] = Finding(question.id, fault, shown, first.n_variants + 1 if first else 1)
    return [*findings, *seen.values()], len(variants)


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    """Yield faults that are the same for every variant."""
    for place, text in texts_of(question):
        for name in unknown_placeholders(text, question):
            yield "placeholder", f"{{{name}}} in {place} is no parameter, and stays as it stands"
    if isinstance(question, Numeric | Symbolic):
        for path, code in zip(question.partial, path_codes(question.partial), strict=True):
            if not 0 < path.credit < 1:
                yield "credits", f"the wrong path '{code}' earns {path.credit:g}, not a part of the points"
    if isinstance(question, Design):
        yield from _of_design(question)


def _of_design(question: Design) -> Iterator[tuple[str, str]]:
    total = sum((share(check.credit) for check in question.checks), Fraction(0))
    if total != 1:
        yield "credits", f"the checks' credits add up to {written(total)}, not 1"
    try:
        model = start_model(question.case, question.base, dict(next(list_variants(question)).names))
    except StopIteration:
        return
    except DeterrenceError as error:
        yield "edit", f"the start cannot be set up: {error}"
        return
    for field in question.edit.fields:
        known = model.options if field.startswith(OPTION) else model.parameters
        if field.removeprefix(OPTION) not in known:
            yield "edit", f"the field '{field}' is not in the case"
    for field, (low, high) in question.edit.bounds.items():
        if low >= high:
            yield "edit", f"the bounds of '{field}' leave no room"
    guarded = {check.game for check in question.checks if check.gate and check.measure in DILEMMA}
    for check in question.checks:
        if check.game not in model.games:
            yield "edit", f"the game '{check.game}' of the check '{check.id}' is not in the case"
        elif check.measure in SUSTAINED and check.game not in guarded and model.games[check.game].form == "restraint":
            yield "no-gate", f"'{check.id}' asks for restraint in '{check.game}', and no gate keeps it a dilemma"


def _of_variant(question: Question, variant: Variant) -> Iterator[tuple[str, str]]:
    """Yield the faults of one variant."""
    try:
        key = make_key(question, variant)
        if isinstance(key, NumericKey) and isinstance(question, Numeric):
            yield from _of_number(question, key)
        elif isinstance(key, SymbolicKey) and isinstance(question, Symbolic):
            yield from _of_formula(question, key)
        elif isinstance(question, Ranking) and not ranking_pairs(cast("dict[str, int]", key)):
            yield "no-order", "all items are equals, so that every order is right"
        elif isinstance(question, Design):
            yield from _of_start(question, variant)
    except DeterrenceError as error:
        yield "unsolvable", f"there is no key: {error}"


def _of_number(question: Numeric, key: NumericKey) -> Iterator[tuple[str, str]]:
    if not is_defined(key.value):
        yield "unsolvable", f"the key is no finite number: {float(key.value)}"
        return
    if key.tolerance == 0 and 1000 % Fraction(key.value).denominator:
        yield "tolerance", f"the tolerance is 0, so that no rounded answer is right: {written(key.value)}"
    if question.range is not None and not question.range[0] <= key.value <= question.range[1]:
        yield "out-of-range", f"the key leaves the range that students are told: {written(key.value)}"
    for value, code in zip(key.paths, path_codes(question.partial), strict=True):
        if not is_defined(value):
            yield "path-fails", f"the wrong path '{code}' has no value"
        elif key.is_near(value, key.value, 2):
            saw = f"{written(value)} and {written(key.value)}"
            yield "path-near-key", f"the wrong path '{code}' leads within two tolerances of the key: {saw}"
    yield from _told(question, [key.value])


def _told(question: Question, values: Iterable[Exact]) -> Iterator[tuple[str, str]]:
    """Yield texts that tell the key: a number that stands in the file's own words."""
    keys = {f"{float(value):.{digits}f}" for value in values for digits in (2, 3, 4)} | {written(v) for v in values}
    for place, text in texts_of(question):
        # What a prompt gives away is the author's to decide; it may need a number that happens to be a key.
        for number in _NUMBER.findall(text) if place != "prompt" else ():
            if "." in number and number in keys:
                yield "key-in-text", f"the key stands in {place}: {number}"


def _of_formula(question: Symbolic, key: SymbolicKey) -> Iterator[tuple[str, str]]:
    if len(key.points) < MIN_DEFINED:
        yield "too-few-points", f"the key is defined at few points of the domain: {len(key.points)} of {MIN_DEFINED}"
        return
    for values, code in zip(key.paths, path_codes(question.partial), strict=True):
        if is_equal(values, key.values):
            yield "path-near-key", f"the wrong path '{code}' is the key itself"
        elif sum(map(is_defined, values)) < MIN_DEFINED:
            yield "path-fails", f"the wrong path '{code}' is defined at too few points of the domain"


def _of_start(question: Design, variant: Variant) -> Iterator[tuple[str, str]]:
    verdicts = judge(design_job(question, variant.names, {}))
    for check, verdict in zip(question.checks, verdicts, strict=True):
        if isinstance(verdict, str):
            yield "unsolvable", f"the check '{check.id}' cannot be judged at the start: {verdict}"
        elif verdict is None:
            yield "unsolvable", f"the check '{check.id}' is not solved at the start"
    if all(verdict is True for verdict in verdicts):
        yield "base-solves", "the start is already a solution"
