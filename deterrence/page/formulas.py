"""Thresholds as formulas on the page: in symbols, and with the numbers put in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from deterrence.errors import SolverError
from deterrence.formulation import formulate
from deterrence.games.incentive_equation import incentive_equation
from deterrence.games.restraint import Restraint
from deterrence.page.words import label
from deterrence.study.figures import number, precise
from deterrence.study.measures import find_measure
from deterrence.study.rows import MEASURES
from deterrence.study.thresholds import threshold
from deterrence.world.evaluation import values
from deterrence.world.model import Model

#: Formulas with more symbols than this are not written out; the command prints them.
MAX_SYMBOLS = 40


@dataclass(frozen=True)
class Formula:
    """A threshold in LaTeX.

    Parameters
    ----------
    measure, player
        What it is, and whose, empty for the game's own.
    short, short_numbers
        In the letters of theory, and with the numbers put in; empty where the form has no such letters.
    symbols, numbers
        In the parameters of the file, and with the numbers put in; empty where it is too long to be read.
    value
        What it comes to, in words where it is no number.
    legend
        (symbol, what it is, value), for the symbols of the formula.
    """

    measure: str
    player: str
    short: str
    short_numbers: str
    symbols: str
    numbers: str
    value: str
    legend: tuple[tuple[str, str, str], ...]


def formula_measures(model: Model, game: str) -> list[str]:
    """Return the measures of a game that have a formula."""
    return [name for name, row in MEASURES[model.games[game].form].items() if row.has_formula]


def is_per_player(model: Model, game: str, measure: str) -> bool:
    """Whether a measure of a game belongs to its players, one number each."""
    return find_measure(model.games[game].form, measure).per == "player"


def threshold_formula(model: Model, game: str, measure: str, player: str | None) -> Formula:
    """Return one threshold of a game, as ``deterrence threshold`` prints it, in LaTeX.

    Raises
    ------
    DeterrenceError
        When the measure has no formula.
    """
    import sympy

    formula = threshold(model, game, measure, player)
    known: Any = values(model)
    used = sorted(formula.free_symbols, key=str)
    shown = _main_branch(formula)
    is_short = len(used) <= MAX_SYMBOLS
    names = {symbol: rf"\mathrm{{{_latex_name(str(symbol))}}}" for symbol in used}
    figures = {symbol: _latex_number(known[symbol]) for symbol in used if symbol in known}
    row = find_measure(model.games[game].form, measure)
    value = row.compute(formulate(model, game))
    seat = None if player is None else model.games[game].players.index(player)
    short, short_numbers = _short(model, game, measure, seat)
    own = value if seat is None else value[seat]
    legend = tuple((str(symbol), _symbol_words(model, str(symbol)), precise(known.get(symbol, own))) for symbol in used)
    return Formula(
        measure,
        player or "",
        short,
        short_numbers,
        sympy.latex(shown, symbol_names=names) if is_short else "",
        sympy.latex(shown, symbol_names={**names, **figures}) if is_short else "",
        number(own),
        legend,
    )


def _main_branch(formula: Any) -> Any:
    """Return the branch of a threshold that holds where there is one: the others are 0 and infinity."""
    import sympy

    if not isinstance(formula, sympy.Piecewise):
        return formula
    pairs: Any = formula.args
    branches: list[Any] = [branch for branch, _ in pairs]
    return next((branch for branch in branches if branch.free_symbols), branches[0])


def _short(model: Model, game: str, measure: str, seat: int | None) -> tuple[str, str]:
    """Return the threshold of a restraint game in its letters, and with the payoffs put in."""
    import sympy

    played = formulate(model, game)
    if not isinstance(played, Restraint) or seat is None:
        return "", ""
    letters = {name: sympy.Symbol(name) for name in ("T", "R", "P", "S", "epsilon", "rho", "delta")}
    t, r, p, s, epsilon, rho, delta = letters.values()
    try:
        # Two players with the same letters stand for any number of them, and the first for everybody.
        general = Restraint(t, r, p, s, delta, epsilon, rho, played.punishment_periods)
        if measure == "critical_discount" and 1 < played.punishment_periods < float("inf"):
            formula: Any = sympy.Eq(*incentive_equation(general, 0, delta))
        else:
            formula = find_measure("restraint", measure).compute(general)[0]
    except SolverError:
        return "", ""
    if not isinstance(formula, sympy.Basic):
        return "", ""
    own = (played.temptation, played.reward, played.punishment, played.sucker)
    numbers = [float(row[seat]) for row in own]
    figures = [*numbers, float(played.false_alarm), float(played.detection), float(played.discount[seat])]
    shown = _main_branch(formula)
    if isinstance(formula, sympy.Equality):  # the threshold is the root in delta, so delta stays a letter
        shown = sympy.Eq(formula.lhs, _main_branch(formula.rhs))
    put_in = {symbol: _latex_number(value) for symbol, value in zip(letters.values(), figures, strict=True)}
    if isinstance(formula, sympy.Equality):
        del put_in[delta]
    return sympy.latex(shown), sympy.latex(shown, symbol_names=put_in)


def _latex_number(value: Any) -> str:
    text = f"{float(value):.4g}"
    if "e" in text:
        digits, _, power = text.partition("e")
        text = rf"{digits}\cdot 10^{{{int(power)}}}"
    return rf"\left({text}\right)" if float(value) < 0 else text


def _latex_name(symbol: str) -> str:
    return re.sub(r"([_&%$#{}])", r"\\\1", symbol).replace(" ", r"\ ")


def _symbol_words(model: Model, symbol: str) -> str:
    if symbol in model.parameters:
        return f"{label(model, symbol)}: {model.parameters[symbol].meaning}"
    if symbol == "delta":
        return "the least weight on the next period, which the equation asks for"
    call = re.fullmatch(r"(\w+)\((.*)\)", symbol)
    if call is None:
        return symbol
    words = {
        "reach": "chance that a message gets through: ",
        "delay": "days for a message: ",
        "secrecy": "chance that it stays secret: ",
        "reliability": "chance that it is open: ",
        "bias": "the mediator's lean: ",
    }
    ends = [part.strip() for part in call.group(2).split(",")]
    named = [f"within {end.partition('=')[2]} days" if "=" in end else label(model, end) for end in ends]
    return words.get(call.group(1), "") + ", ".join(named)
