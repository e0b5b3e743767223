"""Thresholds as formulas: the same measure functions, run on SymPy symbols."""

from __future__ import annotations

import math
from typing import Any

from deterrence.errors import SolverError, suggest
from deterrence.formulation import formulate, formulate_symbolic
from deterrence.games.restraint import Restraint
from deterrence.games.single_front import incentive_equation
from deterrence.study.measures import find_measure
from deterrence.study.rows import MEASURES
from deterrence.world.model import Model


def threshold(model: Model, game: str, measure: str, player: str | None = None, *, expand: bool = False) -> Any:
    """Return a measure of a game as a formula in the parameters of the model file.

    Parameters
    ----------
    model
        The world.
    game
        Id of a game with closed-form measures.
    measure
        Name of a measure, such as ``critical_discount``.
    player
        The actor, for measures that belong to players.
    expand
        Write reach out over the channels' reliabilities; otherwise ``reach(a, b)`` stays a symbol.

    Returns
    -------
    sympy.Expr or sympy.Eq
        For ``critical_discount``: ``Piecewise((0, no temptation), (expression, exists), (oo, True))``, or, for a
        punishment of several periods, where no closed form exists, an ``Eq`` whose root in ``delta`` it is. Symbols are
        named as the file writes them; ``dt.values(model)`` gives every substitution.

    Raises
    ------
    SolverError
        When the measure has no formula, or a player is missing; the message lists what is available.

    Examples
    --------
    >>> import deterrence as dt
    >>> model = dt.load("textbook/prisoners_dilemma")
    >>> formula = dt.threshold(model, "patience_test", "grim_critical_discount", "row")
    >>> sorted(str(symbol) for symbol in formula.free_symbols)
    ['punishment', 'reward', 'sucker', 'temptation']
    """
    import sympy

    numeric = formulate(model, game)
    if numeric.form == "matrix":
        formulas = sorted(form for form in MEASURES if form != "matrix")
        raise SolverError(
            f"threshold of game '{game}'",
            "a matrix has no closed-form measures",
            f"games of the forms {', '.join(formulas)}",
        )
    row = find_measure(numeric.form, measure)
    if row.gives != "number":
        raise SolverError(f"threshold '{measure}'", "it is a label, not a number", ", ".join(_available(numeric.form)))
    if row.per == "player" and player not in numeric.players:
        known = [str(label) for label in numeric.players]
        saw = "no player is named" if player is None else f"there is no player '{player}' in game '{game}'"
        raise SolverError(
            f"threshold '{measure}'",
            saw,
            f"one of {', '.join(known)}",
            "" if player is None else suggest(player, known),
        )
    symbolic = formulate_symbolic(model, game, expand=expand)
    seat = numeric.players.index(player) if row.per == "player" else None
    periods = getattr(numeric, "punishment_periods", math.inf)
    if (
        measure == "critical_discount"
        and isinstance(symbolic, Restraint)
        and seat is not None
        and 1 < periods < float("inf")
    ):
        return sympy.Eq(*incentive_equation(symbolic, seat, sympy.Symbol("delta")))
    try:
        value = row.compute(symbolic)
    except (TypeError, SolverError, NotImplementedError):
        raise SolverError(
            f"threshold '{measure}' of game '{game}'", "it has no closed form", ", ".join(_available(numeric.form)),
            "use measure for its number",
        ) from None  # fmt: skip
    formula = value if seat is None else value[seat]
    return formula if isinstance(formula, sympy.Basic) else sympy.Number(formula)


def _available(form: str) -> list[str]:
    return [name for name, row in MEASURES[form].items() if row.gives == "number"]
