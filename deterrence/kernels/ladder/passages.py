"""Where the moves of a ladder lead, period by period, and how long that takes, without a matrix over states.

Nearly everything goes backwards in time: what a function of the state is worth one period earlier is one product with
P, for every start at once. Only ``spread`` goes forwards, from one start.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from deterrence.kernels.ladder.arrays import Flags, Floats, Integers
from deterrence.kernels.ladder.compilation import copy, fill, inner, kernel
from deterrence.kernels.ladder.contraction import padding
from deterrence.kernels.ladder.evaluation import Krylov, dot, expect, new_krylov, offset
from deterrence.kernels.ladder.plan import count_strides
from deterrence.kernels.ladder.separation import find_deciding, moves_of

#: Each correction of the waits is solved to this share of what is missing.
_SHARE = 1e-7

#: Corrections at most: each one wins seven digits where there are any to be won.
_CORRECTIONS = 4

#: A residual, against ones on the right, below which nothing is left to correct.
_ROUNDING = 1e-13

#: Products with P in one correction at most.
_PRODUCTS = 400


class Moving:
    """Hold the moves of one draw of a ladder, for products with the chain that they make.

    Parameters
    ----------
    tops
        Highest rung of each front, (F,).
    moves
        Probabilities of each front moving down, staying, moving up, (F, 3, S).
    """

    def __init__(self, tops: Integers, moves: Floats) -> None:
        self._tops, self._moves = tops, moves
        self._strides = count_strides(tops)
        self._work: Krylov = new_krylov(self._strides, moves.shape[2], 0)
        self._row = np.zeros(moves.shape[2] + 2 * int(self._strides.sum()))

    def __matmul__(self, values: Floats) -> Floats:
        """Return the expected value next period from each state, (S,)."""
        return _ahead(self._strides, self._moves, values, self._row, self._work)

    def follow(self, values: Floats, stops: Flags, start: int, periods: int) -> Floats:
        """Return the expected value at each period of a chain that stops in some states, (periods + 1,)."""
        return _follow(self._strides, self._moves, values, stops, start, periods, self._row, self._work)

    def reach(self, front: int, rung: int, start: Sequence[int], periods: int) -> Floats:
        """Return the probability that a front has stood on a rung or above by each period, (periods + 1,).

        Fronts that have no say in how it moves are left out; ``start`` holds the rungs of all.
        """
        fronts = np.flatnonzero(self._deciding[front]).tolist()
        part = self
        if len(fronts) < len(self._tops):
            part = Moving(self._tops[fronts], moves_of(fronts, self._tops, self._moves))
        place = fronts.index(front)
        stride, n_states = part._strides[place], part._moves.shape[2]
        goals = np.arange(n_states) // stride % (self._tops[front] + 1) >= rung
        begin = sum(start[f] * int(stride) for f, stride in zip(fronts, part._strides, strict=True))
        return part.follow(goals.astype(np.float64), goals, begin, periods)

    @cached_property
    def _deciding(self) -> Flags:
        return find_deciding(self._strides, self._tops, self._moves)

    def spread(self, start: int, periods: int) -> Floats:
        """Return the probability of each state at each period, (periods + 1, S)."""
        return _spread(self._strides, self._moves, start, periods)

    def wait(self, inside: Flags) -> tuple[Floats, float]:
        """Return the expected periods until some states are left for good, (S,), and a bound on the relative error.

        Parameters
        ----------
        inside
            The states that the chain surely leaves; it takes 0 periods from the others.
        """
        return _wait(self._strides, self._moves, inside, self._row, self._work)


@kernel
def _ahead(strides: Integers, moves: Floats, values: Floats, row: Floats, work: Krylov) -> Floats:
    n_states = len(values)
    pad = padding(strides)
    copy(values, row[pad : pad + n_states])
    expect(strides, moves, row, work.rows, work.product)
    return work.product.copy()


@kernel
def _follow(
    strides: Integers,
    moves: Floats,
    values: Floats,
    stops: Flags,
    start: int,
    periods: int,
    row: Floats,
    work: Krylov,
) -> Floats:
    n_states = len(values)
    pad = padding(strides)
    here = row[pad : pad + n_states]
    copy(values, here)
    found = np.empty(periods + 1)
    found[0] = here[start]
    for period in range(1, periods + 1):
        expect(strides, moves, row, work.rows, work.product)
        for s in range(n_states):
            if not stops[s]:
                here[s] = work.product[s]
        found[period] = here[start]
    return found


@kernel
def _spread(strides: Integers, moves: Floats, start: int, periods: int) -> Floats:
    n_fronts, _, n_states = moves.shape
    pad = padding(strides)
    # Joint moves of the first half of the fronts times those of the second: all at once would fill the memory.
    first, second = _joint_moves(moves[: n_fronts // 2]), _joint_moves(moves[n_fronts // 2 :])
    found = np.zeros((periods + 1, n_states))
    found[0, start] = 1.0
    row, share = np.empty(n_states + 2 * pad), np.empty(n_states)
    for period in range(periods):
        fill(row, 0.0)
        for i in range(len(first)):
            copy(found[period], share)
            _multiply(share, first[i])
            for j in range(len(second)):
                at = pad + offset(strides, 0, i * len(second) + j)
                _add_product(row[at : at + n_states], share, second[j])
        copy(row[pad : pad + n_states], found[period + 1])
    return found


@inner
def _joint_moves(moves: Floats) -> Floats:
    """Return the probability of every joint move of some fronts, the last moving fastest, (3 ** n_fronts, S)."""
    n_fronts, _, n_states = moves.shape
    found = np.ones((3**n_fronts, n_states))
    for j in range(len(found)):
        code = j
        for f in range(n_fronts - 1, -1, -1):
            _multiply(found[j], moves[f, code % 3])
            code //= 3
    return found


@inner
def _multiply(out: Floats, by: Floats) -> None:
    for s in range(len(out)):
        out[s] *= by[s]


@inner
def _add_product(out: Floats, a: Floats, b: Floats) -> None:
    for s in range(len(out)):
        out[s] += a[s] * b[s]


@kernel
def _wait(strides: Integers, moves: Floats, inside: Flags, row: Floats, work: Krylov) -> tuple[Floats, float]:
    n_states = len(inside)
    waits, missing = np.zeros(n_states), np.zeros(n_states)
    for s in range(n_states):
        missing[s] = 1.0 if inside[s] else 0.0
    leaves = _leaves(moves, inside)
    missed = 1.0
    for _ in range(_CORRECTIONS):
        better = _correct(strides, moves, leaves, missing, row, work)
        for s in range(n_states):
            better[s] += waits[s]
        left = _missing(strides, moves, inside, better)
        size = 0.0
        for s in range(n_states):
            size = max(size, abs(left[s]))
        if not size < 0.5 * missed:
            break
        waits, missing, missed = better, left, size
        if missed < _ROUNDING:
            break
    return waits, missed


@inner
def _leaves(moves: Floats, inside: Flags) -> Floats:
    """Return the chance of leaving each state in a period, infinity outside; rare ones to a few digits."""
    n_fronts, _, n_states = moves.shape
    leaves = np.empty(n_states)
    for s in range(n_states):
        leaves[s] = np.inf
        if inside[s]:
            stays, leaves[s] = 1.0, 0.0
            for f in range(n_fronts):
                leaves[s] += stays * (moves[f, 0, s] + moves[f, 2, s])
                stays *= moves[f, 1, s]
    return leaves


@inner
def _correct(strides: Integers, moves: Floats, leaves: Floats, missing: Floats, row: Floats, work: Krylov) -> Floats:
    """Solve the equations to a few digits by BiCGSTAB (van der Vorst 1992), each divided by the chance of leaving."""
    n_states = len(leaves)
    pad = padding(strides)
    here = row[pad : pad + n_states]
    fill(row, 0.0)
    found, left, shadow = np.zeros(n_states), np.zeros(n_states), np.zeros(n_states)
    along, image, turn = np.zeros(n_states), np.zeros(n_states), np.zeros(n_states)
    for s in range(n_states):
        left[s] = missing[s] / leaves[s]
        shadow[s] = left[s]
    rho, alpha, omega = 1.0, 1.0, 1.0
    target = _SHARE * math.sqrt(dot(left, left))
    for _ in range(_PRODUCTS // 2):
        before, rho = rho, dot(shadow, left)
        beta = rho / before * alpha / omega
        for s in range(n_states):
            along[s] = left[s] + beta * (along[s] - omega * image[s])
            here[s] = along[s]
        expect(strides, moves, row, work.rows, work.product)
        for s in range(n_states):
            image[s] = (along[s] - work.product[s]) / leaves[s]
        alpha = rho / dot(shadow, image)
        for s in range(n_states):
            left[s] -= alpha * image[s]
            here[s] = left[s]
        expect(strides, moves, row, work.rows, work.product)
        for s in range(n_states):
            turn[s] = (left[s] - work.product[s]) / leaves[s]
        omega = dot(turn, left) / dot(turn, turn)
        for s in range(n_states):
            found[s] += alpha * along[s] + omega * left[s]
            left[s] -= omega * turn[s]
        if not math.sqrt(dot(left, left)) > target:
            break
    return found


@inner
def _missing(strides: Integers, moves: Floats, inside: Flags, waits: Floats) -> Floats:
    """Return what the waits miss of 1 = sum over moves of (what is left here less what is left there).

    In differences, because 1 less the chance of staying would lose the digits of rare moves. The equations are those of
    an M-matrix whose inverse times ones is the solution, so that the largest entry bounds the relative error.
    """
    n_fronts, _, n_states = moves.shape
    steps = np.empty((3**n_fronts, n_fronts), np.int64)
    hops = np.zeros(3**n_fronts, np.int64)
    for j in range(3**n_fronts):
        code = j
        for f in range(n_fronts):
            steps[j, f] = code % 3
            hops[j] += (code % 3 - 1) * strides[f]
            code //= 3
    left = np.zeros(n_states)
    for s in range(n_states):
        if not inside[s]:
            continue
        total = 1.0
        for j in range(len(hops)):
            chance = 1.0
            for f in range(n_fronts):
                chance *= moves[f, steps[j, f], s]
            if chance > 0.0:
                total += chance * (waits[s + hops[j]] - waits[s])
        left[s] = total
    return left
