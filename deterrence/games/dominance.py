"""What can be said of a matrix before solving it: best replies, dominance, risk dominance.

All comparisons are exact on the payoffs as given; only ``risk_dominant_equilibrium`` compares products and needs a
tolerance for floats. An array of cells has shape ``n_actions`` and is indexed ``[action_0, action_1, ...]``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.matrix import Matrix
from deterrence.numerics import EFFECT_TOLERANCE


def pure_best_responses(game: Matrix) -> tuple[NDArray[np.bool_], ...]:
    """Mark the cells in which a player's own action is a best reply to the actions of the others.

    A cell that every player marks is a pure Nash equilibrium.

    Returns
    -------
    tuple of NDArray
        One array of cells per player, in player order.

    Examples
    --------
    >>> rows, columns = pure_best_responses(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> rows.astype(int).tolist(), columns.astype(int).tolist()
    ([[0, 0], [1, 1]], [[0, 1], [0, 1]])
    """
    return tuple(
        np.asarray(table == table.max(axis=seat, keepdims=True), dtype=np.bool_)
        for seat, table in enumerate(game.payoffs)
    )


def dominant_actions(game: Matrix) -> tuple[str | None, ...]:
    """Name each player's strictly dominant action, better than all its others whatever the others do.

    Returns
    -------
    tuple of str or None
        A label per player, None where no action is strictly dominant. A player with one action has it.

    Examples
    --------
    >>> dominant_actions(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], actions=[["hold", "attack"]] * 2))
    ('attack', 'attack')
    """
    found: list[str | None] = []
    for seat, labels in enumerate(game.actions):
        rows = np.moveaxis(game.payoffs[seat], seat, 0).reshape(len(labels), -1)
        dominant = [
            label
            for i, label in enumerate(labels)
            if all((rows[i] > rows[j]).all() for j in range(len(rows)) if j != i)
        ]
        found.append(dominant[0] if dominant else None)
    return tuple(found)


def iterated_strict_dominance(game: Matrix) -> tuple[tuple[str, ...], ...]:
    """Remove actions that another pure action strictly dominates, round by round, until none is left.

    The order of removal does not matter. Every Nash equilibrium lives on what remains. Actions dominated only by a
    mixture of others are kept, so the result can be larger than the set of rationalizable actions.

    Returns
    -------
    tuple of tuple of str
        The labels that survive, per player, in the player's own order.

    References
    ----------
    Osborne, M. J., and A. Rubinstein (1994). A Course in Game Theory, section 4.2.

    Examples
    --------
    >>> iterated_strict_dominance(Matrix([[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]]))
    (('0',), ('1',))
    """
    kept = [list(range(count)) for count in game.n_actions]
    changed = True
    while changed:
        changed = False
        for seat in range(game.n_players):
            cells = game.payoffs[seat][np.ix_(*kept)]
            rows = np.moveaxis(cells, seat, 0).reshape(len(kept[seat]), -1)
            undominated = [i for i, row in enumerate(rows) if not any((other > row).all() for other in rows)]
            changed = changed or len(undominated) < len(rows)
            kept[seat] = [kept[seat][i] for i in undominated]
    return tuple(tuple(labels[i] for i in remaining) for labels, remaining in zip(game.actions, kept, strict=True))


def risk_dominant_equilibrium(game: Matrix) -> tuple[str, str] | None:
    """Name the risk-dominant one of two strict pure equilibria of a two-by-two game.

    An equilibrium risk-dominates the other when the product of what the two players would lose by leaving it alone is
    larger: it is the safer choice for players unsure of each other.

    Returns
    -------
    tuple of str or None
        The two actions; None when the game does not have exactly two strict pure equilibria, or the products tie
        (for floats: within ``EFFECT_TOLERANCE``, relative).

    Raises
    ------
    GameError
        If the game is not two by two.

    References
    ----------
    Harsanyi, J. C., and R. Selten (1988). A General Theory of Equilibrium Selection in Games, section 3.9.

    Examples
    --------
    >>> stag_hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]], actions=[["stag", "hare"]] * 2)
    >>> risk_dominant_equilibrium(stag_hunt)
    ('hare', 'hare')
    """
    if game.n_actions != (2, 2):
        raise GameError(f"matrix '{game.name}'", f"saw {game.n_actions} actions", "2 players with 2 actions each")
    a, b = game.payoffs
    losses = {
        (i, j): (a[i, j] - a[1 - i, j], b[i, j] - b[i, 1 - j])
        for i in range(2)
        for j in range(2)
        if a[i, j] > a[1 - i, j] and b[i, j] > b[i, 1 - j]
    }
    if len(losses) != 2:
        return None
    (first, one), (second, other) = ((cell, loss[0] * loss[1]) for cell, loss in losses.items())
    slack = 0 if game.is_exact else EFFECT_TOLERANCE * max(one, other)
    if abs(one - other) <= slack:
        return None
    row, column = first if one > other else second
    return game.actions[0][row], game.actions[1][column]
