"""Marking: one answer against the key of one variant, and the keys of whole assignments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deterrence.errors import AnswerError, ExerciseError, counted
from deterrence.teaching.choice_marks import choice_key, mark_choice, mark_predict, mark_ranking, ranking_key
from deterrence.teaching.design import bounds_of, design_job, mark_design, read_changes, refuse_changes
from deterrence.teaching.design_worker import DesignWorker
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.marks import Mark, Outcome, Status, count_words, is_blank, read_fields, read_text
from deterrence.teaching.number_marks import mark_numeric, mark_symbolic, numeric_key, symbolic_key
from deterrence.teaching.schema import Choice, Design, Numeric, Predict, Question, Ranking, Symbolic, Text
from deterrence.teaching.variants import Variant, draw_variant, fill, read_code
from deterrence.teaching.worlds import start_model

#: What time and memory limits leave unmarked.
UNSOLVED = "the engine did not finish within its time and memory; a person decides"


def make_key(question: Question, variant: Variant) -> Any:
    """Return what the answers to a variant are marked against; its type depends on the kind of question.

    Raises
    ------
    DeterrenceError
        If the engine cannot compute it, which ``lint`` finds before students do.
    """
    names = variant.names
    if isinstance(question, Numeric):
        return numeric_key(question, names)
    if isinstance(question, Symbolic):
        return symbolic_key(question, names)
    if isinstance(question, Choice | Predict):
        return choice_key(question, names)
    if isinstance(question, Ranking):
        return ranking_key(question, names)
    if isinstance(question, Design):
        return bounds_of(question.edit, start_model(question.case, question.base, names))
    return None


def mark(
    question: Question,
    variant: Variant,
    answer: Mapping[str, Any] | None,
    *,
    key: Any = None,
    worker: DesignWorker | None = None,
) -> Mark:
    """Mark one answer.

    Parameters
    ----------
    question
        The instructor's question.
    variant
        The student's numbers, drawn from the code.
    answer
        What was answered, by kind: numeric, symbolic, text ``{"text": ...}``; choice ``{"choice": id}``; predict
        ``{"choice": id, "confidence": 0.7}``; ranking ``{"order": [ids]}``; design ``{"changes": {field: value},
        "reason": ...}``. None for no answer.
    key
        What ``make_key`` returned for this variant, to save the work.
    worker
        The process that judges designs; one is started for this answer when left out.

    Returns
    -------
    Mark
        An answer that could not be read has the status ``unreadable`` and no credit; it uses up no attempt.

    Raises
    ------
    DeterrenceError
        If the question has no key for this variant.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> question = load_exercise("week1").question("threshold")
    >>> variant = draw_variant("week1", 1, question, "ABCD2345")
    >>> mark(question, variant, {"text": "0.5"}).earned
    2.0
    >>> mark(question, variant, {"text": "about a half"}).status
    'unreadable'
    """
    if is_blank(answer):
        return _mark(question, "blank")
    assert answer is not None
    try:
        if isinstance(question, Text):
            return _read_text(question, answer)
        key = make_key(question, variant) if key is None else key
        if isinstance(question, Design):
            return _mark_design(question, variant, answer, key, worker)
        if isinstance(question, Numeric):
            outcome = mark_numeric(question, key, answer)
        elif isinstance(question, Symbolic):
            outcome = mark_symbolic(question, key, answer)
        elif isinstance(question, Choice):
            outcome = mark_choice(question, key, answer)
        elif isinstance(question, Predict):
            outcome = mark_predict(question, key, answer)
        else:
            outcome = mark_ranking(question, key, answer)
    except AnswerError as error:
        why = str(error)
        return _mark(question, "unreadable", codes=("unreadable",), feedback=(why[0].upper() + why[1:],), note=why)
    return _marked(question, variant, outcome)


def _mark_design(
    question: Design, variant: Variant, answer: Mapping[str, Any], key: Any, worker: DesignWorker | None
) -> Mark:
    changes = read_changes(question, answer)
    refused = refuse_changes(question, key, changes)
    if refused is not None:
        return _marked(question, variant, refused)
    job = design_job(question, variant.names, changes)
    if worker is None:
        with DesignWorker() as own:
            verdicts = own.ask(job)
    else:
        verdicts = worker.ask(job)
    if verdicts is None or None in verdicts:
        said = "This design could not be solved in the time there is."
        return _mark(question, "unsolved", codes=("unsolved",), feedback=(said,), note=UNSOLVED)
    marked = _marked(question, variant, mark_design(question, verdicts, answer))
    notes = "; ".join(dict.fromkeys(verdict for verdict in verdicts if isinstance(verdict, str)))
    return replace(marked, note=notes)


def _read_text(question: Text, answer: Mapping[str, Any]) -> Mark:
    n_words = count_words(read_text(read_fields(answer, ("text",))["text"]))
    if n_words <= question.words:
        return _mark(question, "to_read")
    said = f"The text has {counted(n_words, 'word')} where at most {question.words} are asked for."
    return _mark(question, "to_read", codes=("too-long",), feedback=(said,))


def _marked(question: Question, variant: Variant, outcome: Outcome) -> Mark:
    said = tuple(fill(sentence, variant) for sentence in outcome.feedback)
    return _mark(question, "marked", credit=outcome.credit, codes=outcome.codes, feedback=said)


def _mark(question: Question, status: Status, **rest: Any) -> Mark:
    return Mark(question.id, question.kind, question.points, status, **rest)


class Marker:
    """Marks answers of one assignment, keeping keys and its worker between answers; use it in a ``with``.

    Parameters
    ----------
    exercise
        The instructor's file.

    Examples
    --------
    >>> from deterrence.teaching.exercise import load_exercise
    >>> with Marker(load_exercise("week1")) as marker:
    ...     marker.mark("threshold", "ABCD2345", {"text": "1/2"}).codes
    ('right',)
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._worker = DesignWorker()
        self._keys: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> Marker:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()

    def variant(self, id: str, code: str) -> Variant:
        """Return the numbers that a code stands for in a question."""
        question = self.exercise.question(id)
        return draw_variant(self.exercise.assignment, self.exercise.module_version, question, read_code(code))

    def mark(self, id: str, code: str, answer: Mapping[str, Any] | None) -> Mark:
        """Mark the answer of the student with a code to a question; see the function ``mark``."""
        question, variant = self.exercise.question(id), self.variant(id, code)
        place = (id, str(variant))
        if place not in self._keys and not is_blank(answer):
            self._keys[place] = make_key(question, variant)
        return mark(question, variant, answer, key=self._keys.get(place), worker=self._worker)

    def check_oneself(self, id: str, code: str, answer: Mapping[str, Any] | None) -> Mark:
        """Mark an answer for the student who gave it, where the author allows that.

        Raises
        ------
        ExerciseError
            If the question has no ``self_check = true``.
        """
        if not self.exercise.question(id).self_check:
            raise ExerciseError(f"question '{id}'", "its author allows no self-check", "self_check = true in the file")
        return self.mark(id, code, answer)
