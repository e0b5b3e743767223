"""What a mediator is worth: the greatest sums of payoffs with and without one, over draws too.

A value is a number, or an array ``(n_draws,)`` with NaN at draws whose arguments are at fault. Each draw costs a linear
programme and an enumeration of equilibria, some ten to forty milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from deterrence.errors import SolverError
from deterrence.games.mediation import Mediation
from deterrence.games.mediator import is_credible
from deterrence.numerics import Number, is_array, maximum, nan, where
from deterrence.solvers.bayes_nash import solve_bayes_nash
from deterrence.solvers.communication import best_device


def mediated_value(game: Mediation) -> Number:
    """Return the greatest sum of payoffs of any communication equilibrium, payoff units.

    Raises
    ------
    SolverError
        If the game carries SymPy expressions: a linear programme has no closed form.

    Examples
    --------
    >>> chicken = Mediation([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> round(mediated_value(chicken), 6), round(float(best_unmediated_value(chicken)), 6)
    (10.5, 9.333333)
    """
    return _mediated(game)


def best_unmediated_value(game: Mediation) -> Number:
    """Return the greatest sum of payoffs of any Bayes-Nash equilibrium without a mediator, payoff units.

    Raises
    ------
    SolverError
        As ``mediated_value``; and if a player has too many plans (see ``solve_bayes_nash``).
    """
    return _unmediated(game)


def gain(game: Mediation) -> Number:
    """Return what a mediator adds to the best sum of payoffs that is reached without one, never negative.

    Every equilibrium without a mediator is one with a mediator who draws for the players, so a difference below zero is
    rounding.
    """
    return maximum(mediated_value(game) - best_unmediated_value(game), 0.0)


def credible_gain(game: Mediation) -> Number:
    """Return the gain where the mediator is believed, 0 where its own interest speaks against it.

    A mediator whose interest is not in question counts as believed.
    """
    if game.mediator is None:
        return gain(game)
    believed, added = is_credible(game), gain(game)
    if is_array(believed):
        return where(np.isnan(believed), nan, where(believed > 0, added, 0.0))
    return where(believed, added, 0.0 * added)


# Several measures start from the same two values, so those of the last few games are kept; a game never changes.
@lru_cache(maxsize=16)
def _mediated(game: Mediation) -> Number:
    return _over_draws(game, _best_mediated)


@lru_cache(maxsize=16)
def _unmediated(game: Mediation) -> Number:
    return _over_draws(game, _best_unmediated)


def _best_mediated(game: Mediation) -> float:
    device = best_device(game)
    return nan if device is None else float(sum(game.payoff(game.device_profile(device))))


def _best_unmediated(game: Mediation) -> Any:
    best = solve_bayes_nash(game, rule="best").selected
    return nan if best is None else sum(best.payoffs)


def _over_draws(game: Mediation, value: Callable[[Mediation], Any]) -> Number:
    if game.is_symbolic:
        raise SolverError(f"value of '{game.name}'", "saw SymPy expressions", "numbers or draws")
    if game.n_draws is None:
        return value(game)
    sound = np.ones(game.n_draws, dtype=bool) if game.valid is None else game.valid
    values = np.array([float(value(game.draw(i))) if sound[i] else nan for i in range(game.n_draws)])
    values.flags.writeable = False
    return values
