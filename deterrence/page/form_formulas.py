"""The formulas of a form of game, from the same functions that compute its numbers, in the letters of its arguments."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Mapping
from typing import Any

from deterrence.errors import DeterrenceError
from deterrence.formulation import FORMS
from deterrence.games.form import Form
from deterrence.page import docstrings
from deterrence.study.figures import figure_words
from deterrence.study.rows import MEASURES

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

#: What an argument is called in formulas: a letter with an index, or the name of a Greek one.
_LETTER = r"([a-zA-Z]{1,2}\d?|alpha|delta|epsilon|kappa|lambda|ell|phi|rho|sigma|tau)(_\w+)?"

#: Formulas of more operations than this are not shown: nobody reads them.
MAX_OPERATIONS = 60


def formulas(form: str, sample: Form | None = None) -> tuple[tuple[str, str], ...]:
    """Return the measures of a form that have a formula, each in LaTeX, in the words of the form's own arguments.

    Parameters
    ----------
    form
        Its name.
    sample
        A game of the form. Of a formula with several cases the one is shown that holds for its numbers, and of one per
        player that of the first; without a sample, all cases, of players who are alike.

    Returns
    -------
    tuple of (str, str)
        The measure in words, and the formula. Measures that are searched for, and formulas that nobody could read, are
        left out.
    """
    import sympy

    shown: list[tuple[str, str]] = []
    for measure, formula in expressions(form, sample).items():
        if formula.count_ops() <= MAX_OPERATIONS:
            names = {symbol: _latex(symbol) for symbol in formula.free_symbols}
            latex = sympy.latex(formula, symbol_names=names, mul_symbol=r" \cdot ")
            shown.append((figure_words(measure), latex))
    return tuple(shown)


def expressions(form: str, sample: Form | None = None) -> dict[str, Any]:
    """Return the measures of a form that have a formula, as SymPy expressions; arguments as for ``formulas``."""
    import sympy

    try:
        game = form_class(form)(**_symbols(form, sample))
    except (DeterrenceError, TypeError):
        return {}
    numbers = {} if sample is None else letter_values(form, sample)
    found: dict[str, Any] = {}
    for name, row in MEASURES[form].items():
        try:
            value: Any = row.compute(game) if row.has_formula else None
        except (DeterrenceError, TypeError, NotImplementedError):
            continue
        formula = value[0] if isinstance(value, tuple) else value
        if isinstance(formula, sympy.Basic):
            formula = _case(formula, numbers)
            if formula.free_symbols:
                found[name] = formula
    return found


def letter_values(form: str, sample: Form) -> dict[Any, Any]:
    """Return the numbers of a game for the symbols of its form."""
    import sympy

    found: dict[Any, Any] = {}
    for argument, symbol in _symbols(form, sample).items():
        held: Any = getattr(sample, argument)
        pairs = zip(symbol, held, strict=False) if isinstance(symbol, tuple) else [(symbol, held)]
        for letter, value in pairs:
            found[letter] = sympy.Float(float(value))
    return found


def letters_of(form: str) -> dict[str, str]:
    """Return the letter of each argument of a form, where the account of the argument begins with one.

    Examples
    --------
    >>> letters_of("restraint")["false_alarm"], letters_of("threat")["prior_strong"]
    ('epsilon', 'q')
    """
    found: dict[str, str] = {}
    for names, meaning in docstrings.arguments(docstrings.sections(form_class(form).__doc__).get("Parameters", "")):
        listed, letters = names.split(", "), re.split(r", | and ", meaning.partition(". ")[0])
        if all(re.fullmatch(_LETTER, letter) for letter in letters[: len(listed)]):
            found.update(zip(listed, letters, strict=False))
    is_one_to_one = len(set(found.values())) == len(found)
    return found if is_one_to_one else {}


def left_at_default(form: str, sample: Form | None = None) -> dict[str, Any]:
    """Return the arguments that the formulas of a form have no letter for, with the values that they take there."""
    used = {"players", "name", *_symbols(form, sample)}
    taken = inspect.signature(form_class(form)).parameters
    return {name: one.default for name, one in taken.items() if name not in used and one.default is not None}


def form_class(form: str) -> Any:
    """Return the class of a form: what the function that builds it returns."""
    return typing.get_type_hints(FORMS[form])["return"]


def _symbols(form: str, sample: Form | None) -> dict[str, Any]:
    """Return a symbol for every number that a form needs, and for those that it may have.

    Numbers that belong to players carry the player's number, from 1 on; without a sample players are alike.
    """
    import sympy

    letters, own = _LETTERS.get(form, {}), letters_of(form)
    taken: dict[str, Any] = {}
    for name, parameter in inspect.signature(form_class(form)).parameters.items():
        letter, held = own.get(name, name), getattr(sample, name, None)
        is_given = parameter.default is None and isinstance(held, float)  # what a form has only if it is told
        if name in letters:
            taken[name] = tuple(sympy.Symbol(one, real=True) for one in letters[name])
        elif is_given or parameter.default is parameter.empty or isinstance(parameter.default, int):
            several = [f"{letter}_{k}" for k in range(1, len(held) + 1)] if isinstance(held, tuple) else []
            each = tuple(sympy.Symbol(one, positive=True) for one in several)
            taken[name] = each or sympy.Symbol(letter, positive=True)
    return taken


def _case(formula: Any, numbers: Mapping[Any, Any]) -> Any:
    """Return a formula with every choice between cases made as the numbers make it; without numbers, as it is."""
    import sympy

    if not numbers or not formula.has(sympy.Piecewise):
        return formula
    if isinstance(formula, sympy.Piecewise):
        pairs: Any = formula.args
        return next((_case(one, numbers) for one, held in pairs if held.xreplace(numbers) == sympy.true), formula)
    return formula.func(*(_case(part, numbers) for part in formula.args))


def _latex(symbol: Any) -> str:
    """Return a letter as mathematics has it, a word upright."""
    import sympy

    head, _, index = str(symbol).partition("_")
    if re.fullmatch(_LETTER, str(symbol)) or len(head.rstrip("'")) == 1:
        letter = sympy.latex(sympy.Symbol(head))
        return rf"{letter}_{{\mathrm{{{index}}}}}" if index else letter
    spaced = str(symbol).replace("_", r"\ ")
    return rf"\mathrm{{{spaced}}}"
