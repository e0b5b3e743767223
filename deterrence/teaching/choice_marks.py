"""Marking choices, predictions with a confidence, and rankings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any, cast

from deterrence.errors import AnswerError, ExerciseError, counted, shorten, show
from deterrence.teaching.formulas import Exact, evaluate, is_defined
from deterrence.teaching.marks import RIGHT, WRONG, Outcome, read_fields, read_number, share
from deterrence.teaching.quantities import quantity_names
from deterrence.teaching.question_parts import ChoiceOption
from deterrence.teaching.schema import Choice, Predict, Ranking


def choice_key(question: Choice | Predict, names: Mapping[str, Exact]) -> str:
    """Return the id of the option that is right.

    Raises
    ------
    ExerciseError
        If none is, or several are.
    DeterrenceError
        If the engine cannot compute what that depends on.
    """
    if question.answer is not None:
        return question.answer
    known = quantity_names(question, names)
    right = [o.id for o in question.options if o.when and all(condition.holds(known) for condition in o.when)]
    if len(right) != 1:
        raise ExerciseError(f"question '{question.id}', options", f"{len(right)} of them are right", "exactly one")
    return right[0]


def mark_choice(question: Choice, key: str, answer: Mapping[str, Any]) -> Outcome:
    """Mark one answer among several; a wrong one may have a credit of its own.

    Raises
    ------
    AnswerError
        If it is none of the options.
    """
    chosen = _chosen(question, read_fields(answer, ("choice",))["choice"])
    said = (chosen.feedback,) if chosen.feedback else ()
    if chosen.id == key:
        return Outcome(Fraction(1), (RIGHT,), said)
    return Outcome(share(chosen.credit), (f"chose-{chosen.id}",), said)


def mark_predict(question: Predict, key: str, answer: Mapping[str, Any]) -> Outcome:
    """Mark a prediction by the quadratic score (Brier 1950), which rewards an honest confidence most.

    The confidence is the probability of the chosen option; what is left is spread evenly over the others. The credit is
    one less half the sum of squared differences between probabilities and truth: 1 for a certain answer that is right,
    0 for a certain one that is wrong.

    Raises
    ------
    AnswerError
        If it is none of the options, or the confidence is no probability.

    References
    ----------
    Brier, G. (1950). "Verification of Forecasts Expressed in Terms of Probability." Monthly Weather Review 78: 1-3.
    """
    fields = read_fields(answer, ("choice", "confidence"))
    chosen = _chosen(question, fields["choice"])
    confidence = Fraction(repr(read_number(fields["confidence"], "confidence")))
    if not 0 <= confidence <= 1:
        raise AnswerError("confidence", f"saw {show(fields['confidence'])}", "a probability from 0 to 1")
    rest = (1 - confidence) / (len(question.options) - 1)
    squares = Fraction(0)
    for option in question.options:
        probability = confidence if option.id == chosen.id else rest
        squares += (probability - (option.id == key)) ** 2
    said = (chosen.feedback,) if chosen.feedback else ()
    return Outcome(1 - squares / 2, (RIGHT if chosen.id == key else WRONG,), said)


def _chosen(question: Choice | Predict, id: object) -> ChoiceOption:
    for option in question.options:
        if option.id == id:
            return option
    raise AnswerError("answer", f"saw {show(id)}", "one of " + ", ".join(option.id for option in question.options))


def ranking_key(question: Ranking, names: Mapping[str, Exact]) -> dict[str, int]:
    """Return the place of every item, 0 for the first; equals share a place.

    Raises
    ------
    ExerciseError
        If a value is no number.
    DeterrenceError
        If the engine cannot compute it.
    """
    if question.answer:
        return {id: place for place, group in enumerate(question.answer) for id in group}
    known = quantity_names(question, names)
    values = {item.id: evaluate(item.value, known) for item in question.items if item.value is not None}
    for id, value in values.items():
        if not is_defined(value):
            raise ExerciseError(f"question '{question.id}', item '{id}'", "its value is no finite number")
    places: dict[str, int] = {}
    last: Exact | None = None
    for id in sorted(values, key=lambda id: (-values[id], id)):
        is_tied = last is not None and abs(last - values[id]) <= question.tie
        places[id] = max(places.values(), default=-1) + (0 if is_tied else 1)
        last = values[id]
    return places


def ranking_pairs(key: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the pairs whose order counts, the first one before the second; equals may stand either way."""
    return [(a, b) if key[a] < key[b] else (b, a) for a, b in combinations(key, 2) if key[a] != key[b]]


def mark_ranking(question: Ranking, key: Mapping[str, int], answer: Mapping[str, Any]) -> Outcome:
    """Mark an order by the share of pairs (Kendall 1938) that stand right, declared equals left out.

    Raises
    ------
    AnswerError
        If it does not list every item once.

    References
    ----------
    Kendall, M. (1938). "A New Measure of Rank Correlation." Biometrika 30: 81-93.
    """
    order = read_fields(answer, ("order",))["order"]
    ids = [item.id for item in question.items]
    if not isinstance(order, list) or sorted(map(str, cast("list[Any]", order))) != sorted(ids):
        saw = shorten(", ".join(map(str, cast("list[Any]", order)))) if isinstance(order, list) else show(order)
        raise AnswerError("answer", f"saw {saw}", "every item once")
    place = {str(id): number for number, id in enumerate(cast("list[Any]", order))}
    pairs = ranking_pairs(key)
    n_right = sum(place[first] < place[second] for first, second in pairs)
    credit = Fraction(n_right, len(pairs)) if pairs else Fraction(1)
    if credit == 1:
        return Outcome(credit, (RIGHT,))
    said = f"{n_right} of {counted(len(pairs), 'pair')} stand in the right order."
    return Outcome(credit, ("some-pairs" if credit > 0 else WRONG,), (said,))
