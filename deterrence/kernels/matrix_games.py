"""All equilibria of many small two-player games at once: 2 x 2 and 3 x 3, floats.

Notation: A and B are the payoffs of player 0 and player 1 in one game, shape (m, m), rows the actions of player 0. A
mixed action x of player 0 is a *vertex* when it alone has its support and its best replies; so too for y. A pair of
vertices in which each support lies within the best replies to the other is an extreme equilibrium; every equilibrium is
a mixture of these (Mangasarian 1964).

Steps, for each game: (1) list the vertices of x from B and of y from A, by support: the pure actions; on each edge the
points where two replies tie; in the interior the point where three do; (2) record the support and the best replies of
each as bits, and drop repetitions; (3) pair the vertices that fit.

Ties. Every test is the sign of a polynomial in payoff differences. Payoffs are trusted to ``TIE`` of their size, and a
polynomial counts as zero when that much uncertainty could make it so, but never when it would cost a player more than
``REGRET_TOLERANCE`` of the payoff range. Small integers and exact decimals of equal size therefore tie as they do in
exact arithmetic, a difference of 1e-10 is real, and every profile returned is an equilibrium.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.numerics import REGRET_TOLERANCE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Relative uncertainty of a payoff: four units in the last place.
TIE = 4 * 2.0**-52

#: Payoff ranges between these are left in their unit.
_SMALL, _LARGE = 1e-90, 1e90

#: Vertices found before repetitions are dropped: 3 pure, 3 edges times 3 pairs of replies, 1 interior.
_MAX_VERTICES = 13


def bimatrix_equilibria(payoffs: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
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


@njit(nogil=True, inline="always")
def _replies(a: float, b: float, c: float, d: float) -> tuple[float, float, int, int]:
    """Return a - b and c - d, and which is better of each pair: 1 the first, -1 the second, 0 a tie."""
    lowest, highest = min(min(a, b), min(c, d)), max(max(a, b), max(c, d))
    slack = min(TIE * max(abs(lowest), abs(highest)), REGRET_TOLERANCE * (highest - lowest))
    one, two = a - b, c - d
    return one, two, int(one > slack) - int(one < -slack), int(two > slack) - int(two < -slack)


@njit(nogil=True, inline="always")
def _put(members: Floats, place: int, fits: bool, x: float, y: float) -> int:
    """Write the profile in which the first actions have probabilities x and y, if it fits; return how many were."""
    if fits:
        members[place, 0, 0], members[place, 0, 1] = x, 1.0 - x
        members[place, 1, 0], members[place, 1, 1] = y, 1.0 - y
    return int(fits)


@njit(nogil=True, cache=True)
def _lengthened(members: Floats, used: int) -> Floats:
    """Return the list with at least as many free places again as it is long."""
    longer = np.empty((2 * len(members) + _MAX_VERTICES**2, *members.shape[1:]))
    longer[:used] = members[:used]
    return longer


@njit(nogil=True, cache=True)
def _laid_out(members: Floats, counts: Integers) -> Floats:
    """Return the list of members as one row per game, NaN in the gaps."""
    m = members.shape[2]
    profiles = np.full((len(counts), counts.max() if len(counts) else 0, 2, m), np.nan)
    position = 0
    for game in range(len(counts)):
        for k in range(counts[game]):
            for player in range(2):
                for action in range(m):
                    profiles[game, k, player, action] = members[position, player, action]
            position += 1
    return profiles


@njit(nogil=True, cache=True)
def _three_by_three(payoffs: Floats) -> tuple[Floats, Integers]:
    """Solve games of three actions, by the steps at the top of this module."""
    n, _, m, _ = payoffs.shape
    counts = np.zeros(n, dtype=np.int64)
    members = np.empty((2 * n + _MAX_VERTICES**2, 2, m))
    n_found = 0
    at_x, at_y = np.empty((m, m)), np.empty((m, m))
    x, y = np.empty((_MAX_VERTICES, m)), np.empty((_MAX_VERTICES, m))
    x_support, y_support = np.empty(_MAX_VERTICES, dtype=np.int64), np.empty(_MAX_VERTICES, dtype=np.int64)
    x_replies, y_replies = np.empty(_MAX_VERTICES, dtype=np.int64), np.empty(_MAX_VERTICES, dtype=np.int64)
    for game in range(n):
        if n_found + _MAX_VERTICES**2 > len(members):
            members = _lengthened(members, n_found)
        for i in range(m):
            for j in range(m):
                at_x[i, j], at_y[j, i] = payoffs[game, 1, i, j], payoffs[game, 0, i, j]
        n_x = _vertices(at_x, x, x_support, x_replies)
        n_y = _vertices(at_y, y, y_support, y_replies)
        before = n_found
        for i in range(n_x):
            for j in range(n_y):
                if (x_support[i] & ~y_replies[j]) | (y_support[j] & ~x_replies[i]) == 0:
                    for k in range(m):
                        members[n_found, 0, k], members[n_found, 1, k] = x[i, k], y[j, k]
                    n_found += 1
        counts[game] = n_found - before
    return _laid_out(members, counts), counts


@njit(nogil=True, inline="always")
def _vertices(table: Floats, weights: Floats, supports: Integers, replies: Integers) -> int:
    """Fill in one player's vertices and return their number.

    ``table[i, j]`` is what the *other* player earns by reply j to this player's action i; it may be rescaled in place.
    """
    m = len(table)
    lowest = highest = table[0, 0]
    for i in range(m):
        for j in range(m):
            if not np.isfinite(table[i, j]):
                return 0
            lowest, highest = min(lowest, table[i, j]), max(highest, table[i, j])
    if not _SMALL < highest - lowest < _LARGE and highest > lowest:
        # A power of two rounds nothing; it keeps products of three differences from under- or overflowing.
        scale = 2.0 ** min(-np.ceil(np.log2(highest - lowest)), 1000.0)
        table *= scale
        lowest, highest = lowest * scale, highest * scale
    tie = TIE * max(abs(lowest), abs(highest))
    cost = REGRET_TOLERANCE * (highest - lowest)
    count = 0
    for i in range(m):
        best = table[i, 0]
        for j in range(1, m):
            best = max(best, table[i, j])
        replies[count] = 0
        for j in range(m):
            weights[count, j] = 1.0 if j == i else 0.0
            if best - table[i, j] <= min(tie, cost):
                replies[count] |= 1 << j
        supports[count] = 1 << i
        count += 1
    for i in range(m):
        for k in range(i + 1, m):
            for j in range(m):
                for h in range(j + 1, m):
                    count += _edge(table, tie, cost, (i, k, j, h), weights, supports, replies, count)
    if m == 3:
        count += _interior(table, tie, cost, weights, supports, replies, count)
    return count


@njit(nogil=True, inline="always")
def _edge(
    table: Floats,
    tie: float,
    cost: float,
    edge: tuple[int, int, int, int],
    weights: Floats,
    supports: Integers,
    replies: Integers,
    place: int,
) -> int:
    """Write the point between actions i and k at which replies j and h tie; return 1 if it is a new vertex, else 0."""
    i, k, j, h = edge
    at_i, at_k = table[i, j] - table[i, h], table[k, j] - table[k, h]
    w_i, w_k = abs(at_k), abs(at_i)
    if min(w_i, w_k) <= min(tie, cost) or (at_i > 0) == (at_k > 0):
        return 0
    best = (1 << j) | (1 << h)
    for other in range(len(table)):
        if other != j and other != h:
            d_i, d_k = table[i, other] - table[i, j], table[k, other] - table[k, j]
            excess = w_i * d_i + w_k * d_k
            slack = min(tie * (abs(d_i) + abs(d_k) + w_i + w_k), cost * (w_i + w_k))
            if excess > slack:
                return 0
            if excess >= -slack:
                best |= 1 << other
    support = (1 << i) | (1 << k)
    for earlier in range(place):
        if supports[earlier] == support and replies[earlier] == best:
            return 0
    for action in range(len(table)):
        weights[place, action] = 0.0
    weights[place, i] = w_i / (w_i + w_k)
    weights[place, k] = w_k / (w_i + w_k)
    supports[place] = support
    replies[place] = best
    return 1


@njit(nogil=True, inline="always")
def _interior(
    table: Floats, tie: float, cost: float, weights: Floats, supports: Integers, replies: Integers, place: int
) -> int:
    """Write the point at which all three replies tie; return 1 if it has three positive weights, else 0.

    The weights are the cross product of the two vectors of payoff differences; they have one sign at a vertex.
    """
    positive = negative = 0
    for i in range(3):
        p, q = (i + 1) % 3, (i + 2) % 3
        d_p, d_q = table[p, 1] - table[p, 0], table[q, 1] - table[q, 0]
        e_p, e_q = table[p, 2] - table[p, 0], table[q, 2] - table[q, 0]
        weight = d_p * e_q - d_q * e_p
        slack = min(tie * (abs(d_p) + abs(d_q) + abs(e_p) + abs(e_q)), cost * (abs(d_p) + abs(d_q)))
        positive += weight > slack
        negative += weight < -slack
    if positive < 3 and negative < 3:
        return 0
    total = 0.0
    for i in range(3):
        weights[place, i] = abs(_cross(table, (i + 1) % 3, (i + 2) % 3))
        total += weights[place, i]
    for i in range(3):
        weights[place, i] /= total
    supports[place] = replies[place] = 0b111
    return 1


@njit(nogil=True, cache=True)
def _cross(table: Floats, p: int, q: int) -> float:
    """Return the weight computed in ``_interior`` to full precision, in doubled arithmetic.

    When the two vectors are nearly parallel its leading digits cancel, and what is left of them in plain floats would
    put the point in the wrong place.
    """
    d_p, d_p_rest = _difference(table[p, 1], table[p, 0])
    d_q, d_q_rest = _difference(table[q, 1], table[q, 0])
    e_p, e_p_rest = _difference(table[p, 2], table[p, 0])
    e_q, e_q_rest = _difference(table[q, 2], table[q, 0])
    one, one_rest = _product(d_p, e_q)
    two, two_rest = _product(d_q, e_p)
    lead, rest = _difference(one, two)
    rest += one_rest - two_rest + (d_p * e_q_rest + d_p_rest * e_q) - (d_q * e_p_rest + d_q_rest * e_p)
    return lead + rest


@njit(nogil=True, inline="always")
def _difference(a: float, b: float) -> tuple[float, float]:
    """Return a - b rounded, and what rounding took away (Knuth 1969)."""
    lead = a - b
    part = lead - a
    return lead, (a - (lead - part)) - (b + part)


@njit(nogil=True, inline="always")
def _product(a: float, b: float) -> tuple[float, float]:
    """Return a b rounded, and what rounding took away (Dekker 1971)."""
    lead = a * b
    split = 134217729.0 * a  # 2^27 + 1 halves the digits
    a_high = split - (split - a)
    split = 134217729.0 * b
    b_high = split - (split - b)
    a_low, b_low = a - a_high, b - b_high
    return lead, ((a_high * b_high - lead) + a_high * b_low + a_low * b_high) + a_low * b_low
