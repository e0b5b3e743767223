"""A worksheet on paper: the questions of one or several codes with room to write, as one HTML file that prints well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deterrence.errors import counted
from deterrence.page.markup import bullets, document, heading, paragraph, tag, words
from deterrence.teaching.bundle import Bundle
from deterrence.teaching.posing import Posed, field_text, fields_of, pose

#: Height of the room for one written line, and how many lines each kind of question gets.
LINE = "2.1em"
LINES = {"numeric": 4, "symbolic": 5, "design": 6, "text": 12}

_RULE = f"border-bottom:1px solid var(--rule);height:{LINE}"


def worksheet_html(bundle: Bundle, codes: Sequence[str]) -> str:
    """Return worksheets, one after the other, each on pages of its own.

    Parameters
    ----------
    bundle
        The assignment. No key can be in a worksheet, because none is in a bundle.
    codes
        Whose numbers to print.

    Raises
    ------
    ExerciseError
        For a code that is none.
    """
    parts = [part for place, code in enumerate(codes) for part in _sheet(bundle, code, is_first=place == 0)]
    return document(bundle.title or bundle.assignment, parts)


def _sheet(bundle: Bundle, code: str, *, is_first: bool) -> Iterator[str]:
    style = "" if is_first else "break-before:page"
    yield tag("section", "\n".join(_questions(bundle, code)), style=style)


def _questions(bundle: Bundle, code: str) -> Iterator[str]:
    points = sum(question.points for question in bundle.questions)
    yield heading(1, bundle.title or bundle.assignment)
    yield paragraph(f"Code {code}. {counted(len(bundle.questions), 'question')}, {counted(points, 'point')}.", "lead")
    for text in bundle.about.split("\n"):
        yield paragraph(text)
    for place, question in enumerate(bundle.questions, start=1):
        posed = pose(bundle, question.id, code)
        content = "\n".join(part for part in _question(posed, place) if part)
        yield tag("section", content, style="break-inside:avoid")


def _question(posed: Posed, place: int) -> Iterator[str]:
    question = posed.question
    yield heading(2, f"{place}. {question.title or question.id} ({counted(question.points, 'point')})")
    yield paragraph(f"Objective: {question.objective}.", "quiet")
    for text in posed.prompt.split("\n"):
        yield paragraph(text)
    for hint in posed.hints:
        yield paragraph(f"Hint: {hint}", "quiet")
    if question.kind in ("choice", "predict"):
        yield paragraph("Tick one:")
        yield _to_fill(f"☐ {text}" for _, text in posed.choices)
    if question.kind == "predict":
        yield paragraph("How sure are you, from 0 to 100 percent? ______ percent")
    if question.kind == "ranking":
        yield paragraph("Number these, 1 for the first:")
        yield _to_fill(f"____ {text}" for _, text in posed.choices)
    if question.edit is not None:
        which = f"at most {question.edit.max_changes} of these" if len(question.edit.fields) > 1 else "this"
        yield paragraph(f"Change {which}, and write the new value beside it:")
        yield _to_fill(f"________ {field_text(field, field.name)}" for field in fields_of(posed))
    if question.unit or question.range:
        told = f" between {question.range[0]:g} and {question.range[1]:g}" if question.range else ""
        yield paragraph(f"Answer ({question.unit or 'number'}{told}):")
    if question.letters:
        yield paragraph("Letters that your formula may use:")
        yield bullets(f"{name}{': ' + meaning if meaning else ''}" for name, meaning in question.letters.items())
    if question.words is not None:
        yield paragraph(f"At most {counted(question.words, 'word')}:")
    # A design without a reason needs no room but beside its numbers.
    n_lines = 0 if question.kind == "design" and question.words is None else LINES.get(question.kind, 0)
    if n_lines:
        yield tag("div", tag("div", "", style=_RULE) * n_lines, role="img", aria_label=words("room to write"))


def _to_fill(items: Iterable[str]) -> str:
    """Return a list whose items begin with a place to fill in, which is marker enough."""
    return tag("ul", "".join(tag("li", words(item)) for item in items), style="list-style:none;padding-left:1em")
