"""All equilibria of many small two-player games at once: 2 x 2 and 3 x 3, floats.

Notation: A and B are the payoffs of player 0 and player 1 in one game, shape (m, m), rows the actions of player 0. A
mixed action x of player 0 is a *vertex* when it alone has its support and its best replies; so too for y. A pair of
vertices in which each support lies within the best replies to the other is an extreme equilibrium; every equilibrium is
a mixture of these (Mangasarian 1964).

Steps, for each game: (1) list the vertices of x from B and of y from A, by support: the pure actions; on each edge the
points where two replies tie; in the interior the point where three do; (2) record the support and the best replies of
each as bits, and drop repetitions; (3) pair the vertices that fit.

Ties are settled as in ``triangle``: what rounding of the payoffs could have broken counts as a tie, a difference of
1e-10 is real, and every profile returned is an equilibrium to ``REGRET_TOLERANCE`` of the payoff range.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from deterrence.errors import GameError

# Numba's disk cache watches this file only: after a change to triangle.py, delete __pycache__.
from deterrence.kernels.triangle import MAX_VERTICES, TIE, Floats, Integers, fill_vertices
from deterrence.numerics import REGRET_TOLERANCE


def bimatrix_equilibria(payoffs: NDArray[Any]) -> tuple[Floats, Integers]:
    """Find every extreme equilibrium of each game of a batch, degenerate games included.

    Parameters
    ----------
    payoffs
        Shape (n_games, 2, m, m), ``[game, player, action_0, action_1]``, m equal to 2 or 3, payoff units.

    Returns
    -------
    profiles : NDArray
        Probabilities, shape (n_games, n_members, 2, m), ``[game, member, player, action]``; n_members is the largest
        count of the batch, and members beyond a game's own count are NaN. Members come by player 0's support, smaller
        ones first.
    counts : NDArray
        Number of members of each game, shape (n_games,). A game with a payoff that is NaN or
        infinite, or with an infinite range of them, has none.

    Raises
    ------
    GameError
        If the shape is another.

    Notes
    -----
    Finds all, in floating point, for two players with two or three actions each; a game takes about a microsecond.
    Where a game is degenerate but for rounding, the answer is that of the degenerate game.

    References
    ----------
    Mangasarian, O. L. (1964). "Equilibrium points of bimatrix games." Journal of SIAM 12(4): 778-780.

    Examples
    --------
    >>> import numpy as np
    >>> chicken = np.array([[[3, 1], [4, 0]], [[3, 4], [1, 0]]], dtype=float)
    >>> profiles, counts = bimatrix_equilibria(chicken[np.newaxis])
    >>> counts.tolist(), profiles[0, 2].tolist()
    ([3], [[0.5, 0.5], [0.5, 0.5]])
    """
    given = np.ascontiguousarray(payoffs, dtype=np.float64)
    if given.ndim != 4 or given.shape[1:] not in ((2, 2, 2), (2, 3, 3)):
        raise GameError("payoffs of the batch", f"saw shape {given.shape}", "(n_games, 2, 2, 2) or (n_games, 2, 3, 3)")
    return _two_by_two(given) if given.shape[2] == 2 else _three_by_three(given)


@njit(nogil=True, cache=True)
def _two_by_two(payoffs: Floats) -> tuple[Floats, Integers]:
    """Solve games of two actions: a vertex of x lies between the pure ones when the best reply changes on the way."""
    n = len(payoffs)
    counts = np.zeros(n, dtype=np.int64)
    members = np.empty((2 * n + 9, 2, 2))
    n_found = 0
    for game in range(n):
        if n_found + 9 > len(members):
            members = _lengthened(members, n_found)
        # at_x0 is what player 1 gains by its first action when player 0 plays its own first one, and so on.
        a, b, c, d = payoffs[game, 1, 0, 0], payoffs[game, 1, 0, 1], payoffs[game, 1, 1, 0], payoffs[game, 1, 1, 1]
        at_x0, at_x1, reply_x0, reply_x1 = _replies(a, b, c, d)
        a, b, c, d = payoffs[game, 0, 0, 0], payoffs[game, 0, 1, 0], payoffs[game, 0, 0, 1], payoffs[game, 0, 1, 1]
        at_y0, at_y1, reply_y0, reply_y1 = _replies(a, b, c, d)
        x_total, y_total = abs(at_x0) + abs(at_x1), abs(at_y0) + abs(at_y1)
        if not np.isfinite(x_total + y_total):
            continue
        x_turns, y_turns = reply_x0 * reply_x1 < 0, reply_y0 * reply_y1 < 0
        x = abs(at_x1) / x_total if x_turns else np.nan
        y = abs(at_y1) / y_total if y_turns else np.nan
        before = n_found
        n_found += _put(members, n_found, reply_x0 >= 0 and reply_y0 >= 0, 1.0, 1.0)
        n_found += _put(members, n_found, reply_x0 <= 0 and reply_y1 >= 0, 1.0, 0.0)
        n_found += _put(members, n_found, reply_x0 == 0 and y_turns, 1.0, y)
        n_found += _put(members, n_found, reply_x1 >= 0 and reply_y0 <= 0, 0.0, 1.0)
        n_found += _put(members, n_found, reply_x1 <= 0 and reply_y1 <= 0, 0.0, 0.0)
        n_found += _put(members, n_found, reply_x1 == 0 and y_turns, 0.0, y)
        n_found += _put(members, n_found, x_turns and reply_y0 == 0, x, 1.0)
        n_found += _put(members, n_found, x_turns and reply_y1 == 0, x, 0.0)
        n_found += _put(members, n_found, x_turns and y_turns, x, y)
        counts[game] = n_found - before
    return _laid_out(members, counts), counts


@njit(nogil=True, cache=True)
def _replies(a: float, b: float, c: float, d: float) -> tuple[float, float, int, int]:
    """Return a - b and c - d, and which is better of each pair: 1 the first, -1 the second, 0 a tie."""
    lowest, highest = min(min(a, b), min(c, d)), max(max(a, b), max(c, d))
    slack = min(TIE * max(abs(lowest), abs(highest)), REGRET_TOLERANCE * (highest - lowest))
    one, two = a - b, c - d
    return one, two, int(one > slack) - int(one < -slack), int(two > slack) - int(two < -slack)


@njit(nogil=True, cache=True)
def _put(members: Floats, place: int, fits: bool, x: float, y: float) -> int:
    """Write the profile in which the first actions have probabilities x and y, if it fits; return how many were."""
    if fits:
        members[place, 0, 0], members[place, 0, 1] = x, 1.0 - x
        members[place, 1, 0], members[place, 1, 1] = y, 1.0 - y
    return int(fits)


@njit(nogil=True, cache=True)
def _lengthened(members: Floats, used: int) -> Floats:
    """Return the list with at least as many free places again as it is long."""
    _, n_players, m = members.shape
    longer = np.empty((2 * len(members) + MAX_VERTICES**2, n_players, m))
    for place in range(used):
        for player in range(n_players):
            for action in range(m):
                longer[place, player, action] = members[place, player, action]
    return longer


@njit(nogil=True, cache=True)
def _laid_out(members: Floats, counts: Integers) -> Floats:
    """Return the list of members as one row per game, NaN in the gaps."""
    _, n_players, m = members.shape
    n_places = 0
    for count in counts:
        n_places = max(n_places, count)
    profiles = np.empty((len(counts), n_places, n_players, m))
    position = 0
    for game in range(len(counts)):
        for place in range(n_places):
            for player in range(n_players):
                for action in range(m):
                    found = place < counts[game]
                    profiles[game, place, player, action] = members[position, player, action] if found else np.nan
            position += place < counts[game]
    return profiles


@njit(nogil=True, cache=True)
def _three_by_three(payoffs: Floats) -> tuple[Floats, Integers]:
    """Solve games of three actions, by the steps at the top of this module."""
    n, _, m, _ = payoffs.shape
    counts = np.zeros(n, dtype=np.int64)
    members = np.empty((2 * n + MAX_VERTICES**2, 2, m))
    n_found = 0
    at_x, at_y = np.empty((m, m)), np.empty((m, m))
    x, y = np.empty((MAX_VERTICES, m)), np.empty((MAX_VERTICES, m))
    x_support, y_support = np.empty(MAX_VERTICES, dtype=np.int64), np.empty(MAX_VERTICES, dtype=np.int64)
    x_replies, y_replies = np.empty(MAX_VERTICES, dtype=np.int64), np.empty(MAX_VERTICES, dtype=np.int64)
    for game in range(n):
        if n_found + MAX_VERTICES**2 > len(members):
            members = _lengthened(members, n_found)
        for i in range(m):
            for j in range(m):
                at_x[i, j], at_y[j, i] = payoffs[game, 1, i, j], payoffs[game, 0, i, j]
        n_x = fill_vertices(at_x, x, x_support, x_replies)
        n_y = fill_vertices(at_y, y, y_support, y_replies)
        before = n_found
        for i in range(n_x):
            for j in range(n_y):
                if (x_support[i] & ~y_replies[j]) | (y_support[j] & ~x_replies[i]) == 0:
                    for k in range(m):
                        members[n_found, 0, k], members[n_found, 1, k] = x[i, k], y[j, k]
                    n_found += 1
        counts[game] = n_found - before
    return _laid_out(members, counts), counts
