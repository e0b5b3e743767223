"""Thresholds as formulas: the same measure functions, run on SymPy symbols."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from deterrence.errors import SolverError, suggest
from deterrence.formulation import formulate, formulate_symbolic
from deterrence.games.incentive_equation import incentive_equation
from deterrence.games.restraint_measures import PublicRestraint
from deterrence.study.measures import find_measure
from deterrence.study.rows import MEASURES
from deterrence.world.model import Model

#: Measures that search for an answer, or build on thresholds that may have no closed form.
_UNSOLVED = ("margin", "separate_critical_discount", "shortest_punishment")


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
        punishment of several periods, where no closed form exists, an ``Eq`` whose root in [0, 1) in ``delta`` it is.
        The right side of the equation is the same kind of ``Piecewise``: 0 without temptation, and ``oo``, so that
        there is no root, where no patience suffices. Where the file's numbers alone decide that, 0 or ``oo`` is
        returned instead of the equation. Symbols are named as the file writes them;
        ``formula.xreplace(dt.values(model))`` puts every number in, at once, where ``subs`` may take a minute.

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
    if not _available(numeric.form):
        formulas = sorted(form for form in MEASURES if _available(form))
        raise SolverError(
            f"threshold of game '{game}'",
            f"a {numeric.form} has no closed-form measures",
            f"games of the forms {', '.join(formulas)}",
        )
    row = find_measure(numeric.form, measure)
    if not row.has_formula:
        kind = "a label, not a number" if row.gives != "number" else "a figure of equilibria, not of the game"
        raise SolverError(f"threshold '{measure}'", f"it is {kind}", ", ".join(_available(numeric.form)))
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
    is_several = isinstance(symbolic, PublicRestraint) and 1 < symbolic.punishment_periods < float("inf")
    if measure == "critical_discount" and seat is not None and is_several:
        left, right = incentive_equation(symbolic, seat, sympy.Symbol("delta"))
        right = right if isinstance(right, sympy.Basic) else sympy.Number(right)
        return right if right in (0, sympy.oo) else sympy.Eq(left, right)
    try:
        value = row.compute(symbolic)
    except (SolverError, TypeError, ValueError):
        # SymPy neither compares nor orders what is no real number in some branch, such as the root of a negative one.
        raise SolverError(
            f"threshold '{measure}' of game '{game}'", "it has no closed form",
            ", ".join(_available(numeric.form, without=(measure, *_UNSOLVED))), "use measure for its number",
        ) from None  # fmt: skip
    formula = value if seat is None else value[seat]
    return formula if isinstance(formula, sympy.Basic) else sympy.Number(formula)


def _available(form: str, without: Collection[str] = ()) -> list[str]:
    return [name for name, row in MEASURES[form].items() if row.has_formula and name not in without]
