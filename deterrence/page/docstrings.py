"""Docstrings as readers of the page see them: the sections of one, its arguments as rows, its text as Markdown.

What the page says of a model and of a method is what its code says of itself, so that neither can grow old alone.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

#: The part before the first heading.
TEXT = ""

_HEADING = re.compile(r"(?m)^([A-Z][A-Za-z ]+)\n-{3,}\n")


def sections(docstring: str | None) -> Mapping[str, str]:
    """Return the parts of a docstring in numpydoc's form, by heading; what comes before the first is ``TEXT``.

    Examples
    --------
    >>> dict(sections('''Say hello.
    ...
    ... Notes
    ... -----
    ... It is short.'''))
    {'': 'Say hello.', 'Notes': 'It is short.'}
    """
    first, *rest = _HEADING.split(inspect.cleandoc(docstring or ""))
    found = {TEXT: first.strip()}
    found.update({name: text.strip() for name, text in zip(rest[::2], rest[1::2], strict=True)})
    return found


def summary(docstring: str | None) -> str:
    """Return the first paragraph of a docstring in one line."""
    return " ".join(sections(docstring)[TEXT].partition("\n\n")[0].split())


def arguments(section: str) -> list[tuple[str, str]]:
    """Return the names and meanings that a section of parameters lists."""
    rows: list[tuple[str, list[str]]] = []
    for line in section.splitlines():
        if line and not line.startswith(" "):
            rows.append((line.strip(), []))
        elif line.strip() and rows:
            rows[-1][1].append(line.strip())
    return [(name, plain_text(" ".join(lines))) for name, lines in rows]


def references(section: str) -> list[str]:
    """Return the works that a section of references lists, one text each."""
    joined = " ".join(section.split())
    # A new work begins with a family name and initials, at the start of a line.
    starts = [m.start() for m in re.finditer(r"(?m)^[^\s(]+,? (?:[A-Z]\. ?)+", section)]
    if not starts:
        return [joined] if joined else []
    ends = [*starts[1:], len(section)]
    return [" ".join(section[a:b].split()) for a, b in zip(starts, ends, strict=True)]


def plain_text(text: str) -> str:
    """Return a text without the marks of code and stress."""
    return re.sub(r"``([^`]*)``", r"\1", text)


def markdown(text: str) -> str:
    """Return a text as Markdown: paragraphs and lists as they are, what is set in as a block of its own."""
    shown: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = block.splitlines()
        if all(line.startswith("    ") for line in lines):
            shown.append("\n".join(["```text", *(line[4:] for line in lines), "```"]))
        else:
            shown.append(_escaped(block.rstrip(":") + ":" if block.endswith("::") else block))
    return "\n\n".join(shown)


def _escaped(block: str) -> str:
    """Escape what Markdown would take for its own, and keep code, stress and lists."""
    parts = re.split(r"(``[^`]*``)", block)
    return "".join(
        f"`{part[2:-2]}`" if part.startswith("``") else re.sub(r"([\\_\[\]<>$~|#])", r"\\\1", part) for part in parts
    )
