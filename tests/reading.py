"""What must not stand on a page: ids that nobody translated, a probability without its model's name, a traceback."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.shipped import shipped

APP = Path(__file__).parent.parent / "apps" / "app.py"

#: A name as code writes it. Names of files are none.
_CODED = re.compile(r"(?<![\w./-])[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+(?![\w/-])")
_FILE = re.compile(r"\.(?:toml|csv|png|md|txt|html|json|zip|lp)$")

_CHANCE = re.compile(r"\b(?:chances?|probabilit(?:y|ies)|likel(?:y|iest|ihood)|odds)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s?%|\b0?\.\d+|\b\d+ in \d+\b")
_MODEL = re.compile(r"\bmodels?\b", re.IGNORECASE)
_TRACEBACK = re.compile(r"Traceback \(most recent|File \"[^\"]+\", line \d+|\b[A-Z]\w+(?:Error|Exception)\b")


class PageEntry(NamedTuple):
    """One page of the app: what the sidebar calls it, and its path; that of the first page is empty."""

    title: str
    path: str
    script: str


def pages() -> list[PageEntry]:
    """Return every page that ``apps/app.py`` lists."""
    found: list[PageEntry] = []
    (listed,) = (
        node.value
        for node in ast.parse(APP.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    for node in ast.walk(listed):
        if isinstance(node, ast.Call):
            given = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords}
            path = "" if given.get("default") else given["url_path"]
            found.append(PageEntry(given["title"], path, ast.literal_eval(node.args[0])))
    return found


@cache
def _ids(case: str) -> frozenset[str]:
    model = shipped(case)
    kinds = (model.actors, model.ties, model.channels, model.parameters, model.options, model.games, model.scenarios)
    return frozenset(id for kind in kinds for id in kind if "." in id or "_" in id)


def untranslated(text: str, case: str = "levant_2024") -> set[str]:
    """Return what in a text only code would say: an id of the model, or any word with an underscore."""
    found = {match.group(0) for match in _CODED.finditer(text)}
    return {word for word in found if not _FILE.search(word) and ("_" in word or word in _ids(case))}


def is_nameless(text: str, around: str = "") -> bool:
    """Whether a text gives a probability in figures while neither it nor what stands around it names a model."""
    return bool(_CHANCE.search(text) and _FIGURE.search(text) and not _MODEL.search(f"{text} {around}"))


def tracebacks(text: str) -> list[str]:
    """Return what looks like the inside of a program."""
    return _TRACEBACK.findall(text)
