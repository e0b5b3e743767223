"""The words of the field: what each means in a sentence or two, and which of them a text uses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True)
class Term:
    """Hold one word.

    Parameters
    ----------
    word
        As headings have it.
    meaning
        In plain words, one or two sentences.
    example
        One, in a sentence.
    used
        Where it is met.
    source
        Author, year and place; empty for words of this project.
    also
        Other spellings, among them names of measures.
    columns
        Spellings that stand for it as the name of a column, and mean less in a sentence.
    """

    word: str
    meaning: str
    example: str
    used: str
    source: str = ""
    also: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@cache
def glossary() -> Mapping[str, Term]:
    """Return every term by its word, in the order of the alphabet."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["terms"]
    terms = [
        Term(
            row["word"], row["meaning"], row["example"], row["used"], row["source"],
            tuple(row.get("also", ())), tuple(row.get("columns", ())),
        )
        for row in rows
    ]  # fmt: skip
    return {term.word: term for term in sorted(terms, key=lambda term: term.word.lower())}


def find_terms(*texts: str) -> tuple[Term, ...]:
    """Return the terms that texts use, in the order of the alphabet.

    The longest spelling counts: ``"expected rung"`` is that and no ``"rung"``. Plurals are found too.

    Examples
    --------
    >>> [term.word for term in find_terms("the expected rung of two fronts")]
    ['expected rung', 'front']
    """
    by_spelling = _spellings()
    found = {match.lower() for text in texts for match in _pattern().findall(text.replace("_", " "))}
    words = {by_spelling[spelling] for spelling in found}
    return tuple(term for word, term in glossary().items() if word in words)


def find_term(word: str) -> Term | None:
    """Return the term that a word or the name of a column stands for as a whole, or None."""
    name = " ".join(word.lower().replace("_", " ").split())
    known = {**{column: term.word for term in glossary().values() for column in term.columns}, **_spellings()}
    return glossary()[known[name]] if name in known else None


def select_terms(text: str) -> tuple[Term, ...]:
    """Return the terms that hold a text somewhere, all of them for none."""
    wanted = text.strip().lower()
    return tuple(
        term
        for term in glossary().values()
        if wanted in " ".join((term.word, *term.also, term.meaning, term.example, term.source)).lower()
    )


@cache
def _spellings() -> Mapping[str, str]:
    """Return every spelling in small letters, plurals among them, to its word."""
    found: dict[str, str] = {}
    for term in glossary().values():
        for spelling in (term.word, *term.also):
            plain = spelling.lower().replace("_", " ")
            for form in (plain, f"{plain}s", f"{plain[:-1]}ies" if plain.endswith("y") else plain):
                found.setdefault(form, term.word)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds any spelling, those with one first letter together: most letters of a text begin none."""
    longest_first = sorted(_spellings(), key=len, reverse=True)
    by_letter: dict[str, list[str]] = {}
    for spelling in longest_first:
        by_letter.setdefault(spelling[0], []).append(re.escape(spelling[1:]))
    groups = (f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])", re.IGNORECASE)
