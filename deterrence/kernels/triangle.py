"""Vertices of a three-action simplex against three replies, in floats: one player's half of a 3 x 3 game.

Notation: ``table[i, j]`` is what the *other* player earns by reply j to this player's action i. A mixed action is a
*vertex* when it alone has its support and its best replies. Supports and sets of replies are bits of an integer.

Ties. Every test is the sign of a polynomial in payoff differences. Payoffs are trusted to ``TIE`` of their size, and a
polynomial counts as zero when that much uncertainty could make it so, but never when it would cost the other player
more than ``REGRET_TOLERANCE`` of its payoff range. Small integers and decimals of equal size therefore tie as they do
in exact arithmetic, and a difference of 1e-10 is real.

References
----------
Knuth, D. E. (1969). The Art of Computer Programming 2, section 4.2.2: the rounding error of a sum.
Dekker, T. J. (1971). "A floating-point technique for extending the available precision." Numerische Mathematik 18:
224-242: the rounding error of a product.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from deterrence.numerics import REGRET_TOLERANCE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Relative uncertainty of a payoff: four units in the last place.
TIE = 4 * 2.0**-52

#: Vertices found before repetitions are dropped: 3 pure, 3 edges times 3 pairs of replies, 1 interior.
MAX_VERTICES = 13

#: Payoff ranges between these are left in their unit.
_SMALL, _LARGE = 1e-90, 1e90


@njit(nogil=True, cache=True)
def fill_vertices(table: Floats, weights: Floats, supports: Integers, replies: Integers) -> int:
    """Fill in the vertices of a table and return their number, 0 when a payoff is not finite.

    Parameters
    ----------
    table
        Shape (3, 3), payoff units; rescaled in place when its range is extreme.
    weights, supports, replies
        Filled: probabilities, shape (MAX_VERTICES, 3), and bits of actions and of replies, shape (MAX_VERTICES,).
    """
    m = len(table)  # not 3: with loops of known length the compiler makes code that is half as fast
    lowest = highest = table[0, 0]
    for i in range(m):
        for j in range(m):
            if not np.isfinite(table[i, j]):
                return 0
            lowest, highest = min(lowest, table[i, j]), max(highest, table[i, j])
    if not _SMALL < highest - lowest < _LARGE and highest > lowest:
        # A power of two rounds nothing; it keeps products of three differences from under- or overflowing.
        scale = 2.0 ** min(-np.ceil(np.log2(highest - lowest)), 1000.0)
        for i in range(m):
            for j in range(m):
                table[i, j] *= scale
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
    return count + _interior(table, tie, cost, weights, supports, replies, count)


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


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
def _difference(a: float, b: float) -> tuple[float, float]:
    """Return a - b rounded, and what rounding took away (Knuth)."""
    lead = a - b
    part = lead - a
    return lead, (a - (lead - part)) - (b + part)


@njit(nogil=True, cache=True)
def _product(a: float, b: float) -> tuple[float, float]:
    """Return a b rounded, and what rounding took away (Dekker)."""
    lead = a * b
    split = 134217729.0 * a  # 2^27 + 1 halves the digits
    a_high = split - (split - a)
    split = 134217729.0 * b
    b_high = split - (split - b)
    a_low, b_low = a - a_high, b - b_high
    return lead, ((a_high * b_high - lead) + a_high * b_low + a_low * b_high) + a_low * b_low
