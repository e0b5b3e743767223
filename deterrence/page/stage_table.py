"""The stage game of a game as a table: payoffs, best responses, the class seen from each seat."""

from __future__ import annotations

from typing import Any

import numpy as np

from deterrence.charts.payoff_table import Cell, PayoffTable
from deterrence.errors import DeterrenceError
from deterrence.formulation import formulate
from deterrence.games.matrix import Matrix
from deterrence.games.stage import player_classes
from deterrence.numerics import REGRET_TOLERANCE
from deterrence.page.words import CLASSES
from deterrence.study.exports import stage_game
from deterrence.study.figures import number
from deterrence.study.names import name
from deterrence.world.model import Model

#: Forms that can have one; the others need not be formed to know that they have none.
STAGE_FORMS = ("matrix", "restraint", "mediation")

#: More cells than this are a wall of numbers.
MAX_ACTIONS = 6


def stage_of(model: Model, game: str) -> Matrix | None:
    """Return the stage game of two players, or None where a game has none that fits on a page."""
    if model.games[game].form not in STAGE_FORMS:
        return None
    try:
        matrix = stage_game(formulate(model, game))
    except DeterrenceError:
        return None
    return matrix if matrix.n_players == 2 and max(matrix.n_actions) <= MAX_ACTIONS else None


def stage_games(model: Model) -> list[str]:
    """Return the ids of the games that have a stage game of two players."""
    return [id for id in model.games if stage_of(model, id) is not None]


def payoff_table(model: Model, matrix: Matrix) -> PayoffTable:
    """Return a stage game as a table, every best response marked.

    A cell that is a best response for both is an equilibrium in pure strategies.
    """
    first, second = (name(model, player) for player in matrix.players)
    best = best_responses(matrix)
    a, b = np.asarray(matrix.payoffs, dtype=np.float64)
    cells = tuple(
        tuple(Cell((number(a[i, j]), number(b[i, j])), (bool(best[0][i, j]), bool(best[1][i, j]))) for j in columns)
        for i, columns in ((i, range(a.shape[1])) for i in range(a.shape[0]))
    )
    return PayoffTable((first, second), matrix.actions[0], matrix.actions[1], cells)


def best_responses(matrix: Matrix) -> tuple[Any, Any]:
    """Return, per player, which cells hold a best response of it; payoffs within the named tolerance tie."""
    a, b = np.asarray(matrix.payoffs, dtype=np.float64)
    slack_a, slack_b = (REGRET_TOLERANCE * float(np.ptp(table)) for table in (a, b))
    return a >= a.max(axis=0, keepdims=True) - slack_a, b >= b.max(axis=1, keepdims=True) - slack_b


def class_sentences(model: Model, matrix: Matrix) -> list[str]:
    """Say which kind of stage game it is for each player; empty where there are more than two actions."""
    if matrix.n_actions != (2, 2):
        return []
    pairs = zip(matrix.players, player_classes(matrix), strict=True)
    return [f"For {name(model, player)} this is a {CLASSES[kind]}." for player, kind in pairs]


def class_warnings(model: Model, before: Matrix, after: Matrix) -> list[str]:
    """Say for whom an edit has changed the class of the stage game, so that conclusions of the old one do not carry."""
    if before.n_actions != (2, 2) or after.n_actions != (2, 2):
        return []
    told: list[str] = []
    for player, old, new in zip(after.players, player_classes(before), player_classes(after), strict=True):
        if old != new:
            kinds = [CLASSES[kind].partition(":")[0] for kind in (old, new)]
            told.append(
                f"The stage game has changed its class for {name(model, player)}: from a {kinds[0]} to a {kinds[1]}. "
                "It is another game now, and what was said of the old one need not hold."
            )
    return told
