"""Models and methods: what every form of game asks and assumes, how it is solved, and what its numbers mean.

Nothing is written here twice: the words are those of the tables of forms, measures and solvers, and of the docstrings
of the code that computes the numbers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from deterrence.formulation import FORMS
from deterrence.page import docstrings
from deterrence.page.form_formulas import form_class
from deterrence.solvers import SOLVERS
from deterrence.study.figures import figure_words
from deterrence.study.rows import HEADLINES, MEASURES


@dataclass(frozen=True)
class Method:
    """Hold one way to solve a form: its name, what it finds, and its own account of how.

    Parameters
    ----------
    name, finds
        The name in the table of solvers, and what is found, in words.
    is_default
        Whether the form is solved by it unless another is named.
    account
        One or all, exact or approximate, what is assumed, what it costs: Markdown.
    sources
        Works.
    """

    name: str
    finds: str
    is_default: bool
    account: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """Hold what is to be said of one form of game.

    Parameters
    ----------
    form, words, asks
        Its name in the tables, its name in a sentence, and what it asks.
    summary
        One line.
    about
        The game, its notation and its steps: Markdown.
    leaves_out
        What it does not see: Markdown.
    arguments
        (name, meaning and range).
    measures
        (name in words, meaning, unit, per what, which way is better).
    figure
        What the one number means that stands for the form in tables.
    methods
        How it is solved, the default first.
    sources
        Works.
    """

    form: str
    words: str
    asks: str
    summary: str
    about: str
    leaves_out: str
    arguments: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str, str, str, str], ...]
    figure: str
    methods: tuple[Method, ...]
    sources: tuple[str, ...]


def entries() -> tuple[Entry, ...]:
    """Return every form, in the order of their names in words."""
    return tuple(sorted((_entry(form) for form in FORMS), key=lambda entry: entry.words))


def select_entries(known: tuple[Entry, ...], text: str) -> tuple[Entry, ...]:
    """Return the entries in which every word of a text occurs, all of them for none."""
    wanted = text.lower().split()
    return tuple(entry for entry in known if all(word in _all_text(entry) for word in wanted))


def _entry(form: str) -> Entry:
    kind = form_class(form)
    module = docstrings.sections(sys.modules[kind.__module__].__doc__)
    own = docstrings.sections(kind.__doc__)
    headline = HEADLINES[form]
    row = MEASURES[form].get(headline.measure)
    notes = [text for part in (module, own) if (text := part.get("Notes"))]
    return Entry(
        form,
        headline.words,
        headline.lens,
        docstrings.summary(module[docstrings.TEXT]),
        docstrings.markdown(module[docstrings.TEXT].partition("\n\n")[2]),
        docstrings.markdown("\n\n".join(notes)),
        tuple(docstrings.arguments(own.get("Parameters", ""))),
        tuple(
            (figure_words(name), one.meaning, one.unit, _PER[one.per], one.better)
            for name, one in MEASURES[form].items()
        ),
        "the number of equilibria found" if row is None else row.meaning,
        tuple(sorted(_methods(form, kind.default_concept), key=lambda method: not method.is_default)),
        tuple(docstrings.references(module.get("References", ""))),
    )


_PER = {"game": "the game", "player": "each player", "member": "each equilibrium"}


def _methods(form: str, default: str) -> list[Method]:
    found: list[Method] = []
    for name, solver in SOLVERS.items():
        if form in solver.forms:
            own = docstrings.sections(solver.solve.__doc__)
            module = docstrings.sections(sys.modules[solver.solve.__module__].__doc__)
            account = own[docstrings.TEXT].partition("\n\n")[2]
            works = [work for part in (own, module) for work in docstrings.references(part.get("References", ""))]
            shown = docstrings.markdown("\n\n".join((module[docstrings.TEXT], account)))
            found.append(Method(name, solver.finds, name == default, shown, tuple(dict.fromkeys(works))))
    return found


def _all_text(entry: Entry) -> str:
    methods = " ".join(f"{m.name} {m.finds} {m.account} {' '.join(m.sources)}" for m in entry.methods)
    rows = " ".join(" ".join(row) for row in (*entry.arguments, *entry.measures))
    parts = (entry.form, entry.words, entry.asks, entry.summary, entry.about, entry.leaves_out, rows, methods)
    return f"{' '.join(parts)} {' '.join(entry.sources)}".lower()
