"""Models and methods: what every form of game asks and assumes, how it is solved, and what its numbers mean.

Nothing is written here twice: the words are those of the tables of forms, measures and solvers, and of the docstrings
of the code that computes the numbers.
"""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deterrence.errors import DeterrenceError
from deterrence.formulation import FORMS
from deterrence.games.form import Form
from deterrence.page import docstrings
from deterrence.solvers import SOLVERS
from deterrence.study.figures import measure_words
from deterrence.study.rows import HEADLINES, MEASURES

#: Arguments that are several payoffs: the letters of each, in order. All other arguments are one letter.
_LETTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "deterrence": {
        "challenger": ("C_DC", "C_SQ", "C_DD+", "C_CD", "C_DD-"),
        "defender": ("D_SQ", "D_CD", "D_DD+", "D_DC", "D_DD-"),
    },
    "extended_deterrence": {
        actor: tuple(f"{actor[0]}_{outcome}" for outcome in ("quiet", "yield", "lone", "joint"))
        for actor in ("challenger", "protege")
    }
    | {
        actor: tuple(f"{letter}_{outcome}" for outcome in ("quiet", "yield", "lone", "joint"))
        for actor, letter in (("patron_strong", "s"), ("patron_weak", "w"))
    },
    "trust": {"trustworthy": ("R", "T", "P", "S"), "untrustworthy": ("R'", "T'", "P'", "S'")},
    "coalition": {"weights": ("s_1", "s_2"), "cost": ("k_1", "k_2"), "benefit": ("B_1", "B_2")},
}

#: Formulas of more operations than this are not shown: nobody reads them.
MAX_OPERATIONS = 60


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


def formulas(form: str, sample: Form | None = None) -> tuple[tuple[str, str], ...]:
    """Return the measures of a form that have a formula, each in LaTeX, in the words of the form's own arguments.

    Parameters
    ----------
    form
        Its name.
    sample
        A game of the form. Of a formula with several cases the one is shown that holds for its numbers, those of its
        first player; without a sample, all cases.

    Returns
    -------
    tuple of (str, str)
        The measure in words, and the formula. Measures that are searched for, and formulas that nobody could read, are
        left out.
    """
    import sympy

    symbols = _symbols(form)
    try:
        game = _form_class(form)(**symbols)
    except (DeterrenceError, TypeError):
        return ()
    numbers = {} if sample is None else _numbers(symbols, sample)
    shown: list[tuple[str, str]] = []
    for name, row in MEASURES[form].items():
        if not row.has_formula:
            continue
        try:
            value: Any = row.compute(game)
        except (DeterrenceError, TypeError, NotImplementedError):
            continue
        formula = value[0] if isinstance(value, tuple) else value
        if isinstance(formula, sympy.Basic):
            formula = _case(formula, numbers)
            if formula.free_symbols and formula.count_ops() <= MAX_OPERATIONS:
                names = {symbol: _latex(str(symbol)) for symbol in formula.free_symbols}
                shown.append((measure_words(name), sympy.latex(formula, symbol_names=names)))
    return tuple(shown)


def _case(formula: Any, numbers: Mapping[Any, Any]) -> Any:
    """Return a formula with every choice between cases made as the numbers make it; without numbers, as it is."""
    import sympy

    if not numbers or not formula.has(sympy.Piecewise):
        return formula
    if isinstance(formula, sympy.Piecewise):
        pairs: Any = formula.args
        return next((_case(one, numbers) for one, held in pairs if held.xreplace(numbers) == sympy.true), formula)
    return formula.func(*(_case(part, numbers) for part in formula.args))


def _numbers(symbols: Mapping[str, Any], sample: Form) -> dict[Any, Any]:
    """Return the numbers of a game for the symbols of its form, of the first player where there is one per player."""
    import sympy

    found: dict[Any, Any] = {}
    for argument, symbol in symbols.items():
        held: Any = getattr(sample, argument)
        pairs = zip(symbol, held, strict=False) if isinstance(symbol, tuple) else [(symbol, held)]
        for letter, value in pairs:
            first = value[0] if isinstance(value, tuple) else value
            found[letter] = sympy.Float(float(first))
    return found


def _entry(form: str) -> Entry:
    kind = _form_class(form)
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
            (measure_words(name), one.meaning, one.unit, _PER[one.per], one.better)
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


def _form_class(form: str) -> Any:
    """Return the class of a form: what the function that builds it returns."""
    return typing.get_type_hints(FORMS[form])["return"]


def _symbols(form: str) -> dict[str, Any]:
    """Return a symbol for every number that a form needs, and for those that it may have."""
    import sympy

    letters = _LETTERS.get(form, {})
    taken: dict[str, Any] = {}
    for parameter in inspect.signature(_form_class(form)).parameters.values():
        is_number = parameter.default is parameter.empty or isinstance(parameter.default, int)
        if parameter.name in letters:
            taken[parameter.name] = tuple(sympy.Symbol(letter, real=True) for letter in letters[parameter.name])
        elif is_number and not isinstance(parameter.default, bool):
            taken[parameter.name] = sympy.Symbol(parameter.name, positive=True)
    return taken


def _latex(name: str) -> str:
    head, _, rest = name.partition("_")
    if len(head) == 1 and rest:
        return rf"{head}_{{\mathrm{{{rest}}}}}"
    spaced = name.replace("_", r"\ ")
    return name if len(name) <= 2 else rf"\mathrm{{{spaced}}}"


def _all_text(entry: Entry) -> str:
    methods = " ".join(f"{m.name} {m.finds} {m.account} {' '.join(m.sources)}" for m in entry.methods)
    rows = " ".join(" ".join(row) for row in (*entry.arguments, *entry.measures))
    parts = (entry.form, entry.words, entry.asks, entry.summary, entry.about, entry.leaves_out, rows, methods)
    return f"{' '.join(parts)} {' '.join(entry.sources)}".lower()
