"""QTI 1.2 for Canvas, by way of text2qti: its plain-text file, and the package that it makes of it."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator

from deterrence.charts.svg import clean
from deterrence.errors import ExerciseError
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.lms import Task, list_tasks

#: Signs that mean something in Markdown or to text2qti, and that a backslash makes plain.
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!>$-])")


def qti_text(exercise: Exercise, *, n_variants: int = 5) -> str:
    """Return an assignment in the language of text2qti; of each question one variant is picked at random by Canvas.

    Wrong paths and choices earn all or nothing there: QTI 1.2 as text2qti writes it has no partial credit.

    Raises
    ------
    DeterrenceError
        If a variant has no key.
    """
    return "\n".join(_lines(exercise, n_variants)) + "\n"


def qti_package(exercise: Exercise, *, n_variants: int = 5) -> bytes:
    """Return an assignment as a QTI package, a ZIP file.

    Raises
    ------
    ExerciseError
        If text2qti is not installed.
    DeterrenceError
        If a variant has no key.
    """
    if importlib.util.find_spec("text2qti") is None:
        remedy = "install it with 'pip install text2qti', or export with --to qti-text and convert that file elsewhere"
        raise ExerciseError("QTI", "text2qti is not installed", "", remedy)
    # Without its settings file, which it would write into the home folder, and without running code blocks.
    config = importlib.import_module("text2qti.config").Config()
    quiz = importlib.import_module("text2qti.quiz").Quiz(qti_text(exercise, n_variants=n_variants), config=config)
    content: bytes = importlib.import_module("text2qti.qti").QTI(quiz).zip_bytes()
    return content


def _lines(exercise: Exercise, n_variants: int) -> Iterator[str]:
    yield f"Quiz title: {clean(exercise.title or exercise.assignment)}"
    yield "Shuffle answers: true"
    yield ""
    place = 0
    for question, tasks in list_tasks(exercise, n_variants=n_variants):
        is_group = len(tasks) > 1
        if is_group:
            yield "GROUP"
            yield "pick: 1"
            yield f"points per question: {question.points:g}"
            yield ""
        for task in tasks:
            place += 1
            yield from _task(task, place, is_group=is_group)
        if is_group:
            yield "END_GROUP"
            yield ""


def _task(task: Task, place: int, *, is_group: bool) -> Iterator[str]:
    yield f"Title: {clean(task.name)}"
    if not is_group:
        yield f"Points: {task.points:g}"
    yield from _block(f"{place}. ", task.text)
    if task.explanation:
        yield from _block("... ", task.explanation)
    if task.kind == "number":
        near = task.numbers[0]
        yield f"=  {float(near.value):.10g} +- {float(near.tolerance):.10g}"
    elif task.kind == "choice":
        best = max(option.credit for option in task.options)
        for letter, option in zip("abcdefghijkl", task.options, strict=False):
            yield from _block(f"{'*' if option.credit == best else ''}{letter}) ", option.text)
    else:
        yield "^^^^" if task.kind == "upload" else "____"
    yield ""


def _block(mark: str, text: str) -> Iterator[str]:
    """Yield a text as text2qti takes it: the mark, then lines that are indented as far as the mark is wide."""
    lines = [_line(line) for line in text.split("\n") if line.strip()] or ["(no text)"]
    yield mark + lines[0]
    for line in lines[1:]:
        yield ""
        yield " " * max(len(mark), 4) + line


def _line(text: str) -> str:
    """Return a text in one line with everything in it plain; what HTML would read becomes an entity."""
    plain = _MARKS.sub(r"\\\1", clean(text)).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"^(\d+)\.", r"\1\\.", plain)  # no numbered list
