"""Bayes-Nash equilibria of a game of one move in which each player knows its own type only.

A plan gives every type of a player one action. Played before types are drawn, plans make a matrix whose Nash equilibria
are, plan by plan mixed or type by type, the Bayes-Nash equilibria (Harsanyi 1967-68). All of them are mixtures of the
extreme ones that ``solve_nash`` lists. The sum of payoffs is linear on every set of interchangeable equilibria, since a
player's payoff there depends on the other's strategy alone, so the greatest and the least sum are found among the
extreme ones.

References
----------
Harsanyi, J. C. (1967-68). "Games with incomplete information played by 'Bayesian' players." Management Science 14.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.matrix import STAGE, Matrix
from deterrence.games.mediation import Mediation
from deterrence.games.profile import StrategyProfile
from deterrence.numerics import REGRET_TOLERANCE
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified, select

#: Plans of one player, actions to the power of types, beyond which the matrix of plans is not built.
MAX_PLANS = 16


def solve_bayes_nash(game: Mediation, *, rule: Literal["worst", "best"] = "worst") -> EquilibriumSet:
    """Find every Bayes-Nash equilibrium of a mediation game that is played without the mediator.

    - *One or all?* All extreme ones; every other is a mixture of them. Without types: all extreme Nash equilibria.
    - *Exact or approximate?* Exact: payoffs and priors are taken at their binary value; probabilities of a game of
      floats are rounded once, at the end.
    - *What does it assume?* Two players with independent types.
    - *What does it cost?* That of ``solve_nash`` on a matrix of ``n_actions ** n_types`` plans each: ten milliseconds
      for two types and two actions. More than ``MAX_PLANS`` plans are refused.

    Parameters
    ----------
    game
        A mediation game of single numbers.
    rule
        The least or the greatest sum of payoffs.

    Returns
    -------
    EquilibriumSet
        ``strategies[player][type]`` are behaviour strategies; payoffs are those before types are drawn.

    Raises
    ------
    SolverError
        If the game is of another form, carries draws or symbols, or has too many plans.

    Examples
    --------
    >>> found = solve_bayes_nash(Mediation([[[6, 2], [7, 0]], [[6, 7], [2, 0]]]), rule="best")
    >>> len(found.members), found.status, round(sum(found.selected.payoffs), 4)
    (3, 'complete', 9.3333)
    """
    require_numbers(game, "bayes_nash")
    plans = [list(itertools.product(range(a), repeat=t)) for a, t in zip(game.n_actions, game.n_types, strict=True)]
    largest = max(map(len, plans))
    if largest > MAX_PLANS:
        raise SolverError(
            "concept 'bayes_nash'",
            f"saw {largest} plans of a player in '{game.name}'",
            f"at most {MAX_PLANS}, actions to the power of types",
            "merge types or drop actions",
        )
    found = solve_nash(_matrix_of_plans(game, plans))
    members: list[Equilibrium] = []
    seen: set[tuple[Any, ...]] = set()
    for member in found.members:
        mixes = [
            _behaviour(list(strategy[STAGE].values()), own, n)
            for strategy, own, n in zip(member.strategies.values(), plans, game.n_actions, strict=True)
        ]
        key = tuple(entry for mix in mixes for entry in mix.flat)
        if key in seen:  # different mixtures of plans can give every type the same mixture of actions
            continue
        seen.add(key)
        certificate = certified(game, str(len(members) + 1), _profile(game, mixes))
        if not float(certificate.regret) <= REGRET_TOLERANCE * game.payoff_range:
            sentence = f"An equilibrium of the matrix of plans has regret {certificate.regret:g}; rescale the payoffs."
            return EquilibriumSet((), "failed", sentence, "bayes_nash", game.players)
        members.append(certificate)
    kind = "Bayes-Nash equilibria" if game.has_types else "Nash equilibria"
    sentence = (
        f"All {kind} without a mediator, {len(members)} extreme {'one' if len(members) == 1 else 'ones'}: "
        "every other is a mixture of them, in exact arithmetic."
    )
    return select(EquilibriumSet(tuple(members), "complete", sentence, "bayes_nash", game.players), rule)


def require_numbers(game: object, concept: str) -> None:
    """Refuse what is no mediation game of single numbers.

    Raises
    ------
    SolverError
        If the game is of another form, or carries draws or symbols.
    """
    if not isinstance(game, Mediation):
        raise SolverError(f"concept '{concept}'", f"saw a {type(game).__name__}", "Mediation", "name another concept")
    if game.n_draws is not None or game.is_symbolic:
        saw = "draws" if game.n_draws is not None else "SymPy expressions"
        raise SolverError(f"concept '{concept}'", f"saw {saw}", "single numbers", "use the measures of the game")


def _matrix_of_plans(game: Mediation, plans: list[list[tuple[int, ...]]]) -> Matrix:
    """Return the matrix whose actions are plans, in fractions: rounding would break ties between plans."""
    weights = [[Fraction(p) for p in row.tolist()] for row in game.prior]
    exact = [np.vectorize(Fraction, otypes=[object])(table) for table in game.payoffs]
    pairs = [(s, t, p * q) for s, p in enumerate(weights[0]) for t, q in enumerate(weights[1])]

    def expected(table: NDArray[Any], first: tuple[int, ...], second: tuple[int, ...]) -> Fraction:
        return sum((weight * table[s, t, first[s], second[t]] for s, t, weight in pairs), Fraction(0))

    tables = [[[expected(table, first, second) for second in plans[1]] for first in plans[0]] for table in exact]
    return Matrix(tables, name=game.name)


def _behaviour(mixture: list[Any], plans: list[tuple[int, ...]], n_actions: int) -> NDArray[Any]:
    """Return the probability of each action at each type, from a mixture of plans."""
    mix = np.full((len(plans[0]), n_actions), Fraction(0), dtype=object)
    for weight, plan in zip(mixture, plans, strict=True):
        for place, action in enumerate(plan):
            mix[place, action] += weight
    return mix


def _profile(game: Mediation, mixes: list[NDArray[Any]]) -> StrategyProfile:
    is_exact = game.payoffs.dtype == object
    return StrategyProfile(
        {
            label: {
                situation: {
                    action: weight if is_exact else float(weight)
                    for action, weight in zip(game.actions[player], row, strict=True)
                }
                for situation, row in zip(game.situations(player), mixes[player], strict=True)
            }
            for player, label in enumerate(game.players)
        }
    )
