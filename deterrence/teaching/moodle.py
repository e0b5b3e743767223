"""Moodle XML: numbers, choices and essays, each question a category from which the quiz draws a variant."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from html import escape
from xml.etree.ElementTree import Element, SubElement

from deterrence.charts.svg import clean
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.lms import Task, list_tasks

#: Grades that Moodle accepts, in percent.
GRADES = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0)  # fmt: skip  # noqa: E501

_TYPES = {"number": "numerical", "choice": "multichoice", "essay": "essay", "upload": "essay"}


def moodle_xml(exercise: Exercise, *, n_variants: int = 5) -> str:
    """Return an assignment as Moodle XML.

    Parameters
    ----------
    exercise
        The instructor's file. The export holds keys: it is for the question bank, not for students.
    n_variants
        Variants of each question, at most.

    Returns
    -------
    str
        One category per question; credit of wrong paths is rounded down to a grade that Moodle accepts.

    Raises
    ------
    DeterrenceError
        If a variant has no key.
    """
    root = Element("quiz")
    for question, tasks in list_tasks(exercise, n_variants=n_variants):
        category = SubElement(root, "question", type="category")
        path = f"$course$/top/{_name(exercise.title or exercise.assignment)}/{_name(question.title or question.id)}"
        _text(SubElement(category, "category"), path)
        for task in tasks:
            root.append(_question(task))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _question(task: Task) -> Element:
    element = Element("question", type=_TYPES[task.kind])
    _text(SubElement(element, "name"), task.name)
    _text(SubElement(element, "questiontext", format="html"), _html(task.text))
    _text(SubElement(element, "generalfeedback", format="html"), _html(task.explanation))
    SubElement(element, "defaultgrade").text = f"{task.points:g}"
    SubElement(element, "penalty").text = "0"
    if task.kind == "number":
        for near in task.numbers:
            answer = _answer(element, near.credit, f"{float(near.value):.10g}", near.feedback, is_html=False)
            SubElement(answer, "tolerance").text = f"{float(near.tolerance):.10g}"
    elif task.kind == "choice":
        SubElement(element, "single").text = "true"
        SubElement(element, "shuffleanswers").text = "true"
        SubElement(element, "answernumbering").text = "abc"
        for option in task.options:
            _answer(element, option.credit, _html(option.text), option.feedback, is_html=True)
    else:
        is_upload = task.kind == "upload"
        SubElement(element, "responseformat").text = "editorfilepicker" if is_upload else "editor"
        SubElement(element, "responserequired").text = "1"
        SubElement(element, "attachments").text = "1" if is_upload else "0"
        SubElement(element, "attachmentsrequired").text = "1" if is_upload else "0"
        _text(SubElement(element, "graderinfo", format="html"), _html(task.rubric))
    return element


def _answer(element: Element, credit: float, text: str, feedback: str, *, is_html: bool) -> Element:
    grade = max(grade for grade in GRADES if grade <= 100 * credit + 1e-3)
    answer = SubElement(element, "answer", fraction=f"{grade:g}" if grade in (0, 100) else repr(grade))
    answer.set("format", "html" if is_html else "moodle_auto_format")
    SubElement(answer, "text").text = text
    _text(SubElement(answer, "feedback", format="html"), _html(feedback))
    return answer


def _text(element: Element, text: str) -> None:
    SubElement(element, "text").text = text


def _html(text: str) -> str:
    """Return lines of text as paragraphs of HTML, everything escaped."""
    return "".join(f"<p>{escape(clean(line), quote=False)}</p>" for line in text.split("\n") if line.strip())


def _name(text: str) -> str:
    """Return a text as part of a category's path, in which a slash would begin another part."""
    return clean(text).replace("/", "//")
