"""All pure Nash equilibria of a matrix, by looking at every cell.

A cell of the payoff table is an equilibrium when every player's own action is a best reply to the others' actions.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from deterrence.errors import SolverError
from deterrence.games.dominance import pure_best_responses
from deterrence.games.matrix import Matrix
from deterrence.solvers.solution import EquilibriumSet, certified, select

#: More members than this are refused: a game in which nearly every cell is an equilibrium has no headline.
MAX_MEMBERS = 10_000


def solve_pure_nash(game: Matrix, *, rule: Literal["worst", "best"] = "worst") -> EquilibriumSet:
    """Find every pure Nash equilibrium of a matrix with any number of players.

    - *One or all?* All pure equilibria; mixed ones are not looked for. That there is none is an answer.
    - *Exact or approximate?* Exact: payoffs are compared as they are, without a tolerance. Floats that ought to tie but
      differ in the last digit do not tie; give fractions where ties matter.
    - *What does it assume?* Nothing.
    - *What does it cost?* One comparison per player and cell of the table.

    Parameters
    ----------
    game
        A matrix.
    rule
        Which member is selected for a headline: the least or greatest sum of payoffs.

    Returns
    -------
    EquilibriumSet
        Members in the order of their actions, the last player's changing fastest; status ``complete`` or ``none``.

    Raises
    ------
    SolverError
        If there are more than ``MAX_MEMBERS`` pure equilibria.

    Examples
    --------
    >>> pennies = Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> solve_pure_nash(pennies).sentence
    'No pure equilibrium exists; mixed ones do.'
    """
    everybody = np.logical_and.reduce(pure_best_responses(game))
    cells = np.argwhere(everybody)
    if len(cells) > MAX_MEMBERS:
        raise SolverError(
            "concept 'pure_nash'",
            f"saw {len(cells)} pure equilibria in '{game.name}'",
            f"at most {MAX_MEMBERS}",
            "merge actions that lead to the same payoffs",
        )
    if not len(cells):
        return EquilibriumSet((), "none", "No pure equilibrium exists; mixed ones do.", "pure_nash", game.players)
    one: int | float = 1 if game.is_exact else 1.0
    members = tuple(
        certified(
            game,
            str(number),
            game.profile([one * (np.arange(n) == action) for n, action in zip(game.n_actions, cell, strict=True)]),
        )
        for number, cell in enumerate(cells, start=1)
    )
    sentence = "All pure equilibria, by comparing every cell; mixed ones were not looked for."
    return select(EquilibriumSet(members, "complete", sentence, "pure_nash", game.players), rule)
