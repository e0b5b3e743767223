"""Discounted values of given moves and payments: (I - delta P) V = u, without forming P.

``expect`` applies P to a padded row of values, two fronts per pass. ``solve_values`` solves for the values with
GMRES (Saad and Schultz 1986, algorithm 4): (1) residual of the guess; (2) Krylov vectors, orthogonalised by modified
Gram-Schmidt; (3) plane rotations keep the least residual at hand; (4) restart from the best point when the basis is
full. A handful of joint moves mixes the states, so some ten products give what plain value iteration gives in
hundreds. Should a cycle stall, plain value iteration, which always contracts, carries on.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import Floats, Integers
from deterrence.kernels.ladder.compilation import fused, inner, kernel
from deterrence.kernels.ladder.contraction import average, average_two, block_length, padding

#: Krylov vectors kept before a restart.
BASIS = 24

#: Most products with P in one evaluation.
PRODUCTS = 5000


class Krylov(NamedTuple):
    """Hold the scratch of ``expect`` and ``solve_values``."""

    rows: Floats
    basis: Floats
    product: Floats
    hessenberg: Floats


def new_krylov(strides: Integers, n_states: int, n_basis: int = BASIS) -> Krylov:
    """Allocate the scratch; the workspace of ``expect`` has one row per joint move left after the first pass.

    ``expect`` alone needs no basis.
    """
    n_fronts, pad = len(strides), int(strides.sum())
    n_rows = sum([3**left for left in range(n_fronts - 2, -1, -2)]) + 1
    return Krylov(
        np.zeros(n_rows * block_length(n_states)),
        np.zeros((n_basis + 1, n_states + 2 * pad)),
        np.zeros(n_states),
        np.zeros((BASIS + 2, BASIS + 4)),
    )


@inner
def expect(strides: Integers, moves: Floats, values: Floats, rows: Floats, out: Floats) -> None:
    """Average next period's values over the moves of all fronts.

    Parameters
    ----------
    strides
        States per rung of each front, (F,).
    moves
        (F, 3, S).
    values
        One padded row, finite everywhere.
    rows
        Workspace, flat.
    out
        Filled, (S,).
    """
    n_fronts, _, n_states = moves.shape
    pad = padding(strides)
    pitch = block_length(n_states)
    for start in range(0, n_states, pitch):
        size = min(pitch, n_states - start)
        stop = start + size
        n_first = 3 ** max(n_fronts - 2, 0)
        for j in range(n_first):
            at = pad + start + offset(strides, 2, j)
            to = out[start:stop] if n_first == 1 else rows[j * pitch : j * pitch + size]
            if n_fronts == 1:
                average(to, moves[0], start, values, at, strides[0])
            else:
                average_two(to, moves[0], moves[1], start, values, at, strides[0], strides[1])
        source = 0
        for f in range(2, n_fronts, 2):
            left = n_fronts - f
            count = 3 ** max(left - 2, 0)
            target = source + 3**left * pitch
            for j in range(count):
                to = out[start:stop] if count == 1 else rows[target + j * pitch : target + j * pitch + size]
                if left == 1:
                    average(to, moves[f], start, rows, source + pitch, pitch)
                else:
                    hop = count * pitch
                    average_two(to, moves[f], moves[f + 1], start, rows, source + 4 * hop + j * pitch, 3 * hop, hop)
            source = target


@inner
def offset(strides: Integers, first: int, j: int) -> int:
    """Return the distance in states of joint move j of the fronts from ``first`` on, the last moving fastest."""
    found = 0
    for f in range(len(strides) - 1, first - 1, -1):
        found += (j % 3 - 1) * strides[f]
        j //= 3
    return found


@fused
def dot(a: Floats, b: Floats) -> float:
    """Return the inner product."""
    total = 0.0
    for s in range(len(a)):
        total += a[s] * b[s]
    return total


@kernel
def solve_values(
    strides: Integers, moves: Floats, discount: float, pay: Floats, values: Floats, tolerance: float, work: Krylov
) -> tuple[float, int]:
    """Solve for discounted values, in place, and return the residual (root of the mean square) and the products used.

    Parameters
    ----------
    strides
        States per rung of each front, (F,).
    moves
        (F, 3, S).
    discount
        Below 1, or 1 where every state leads to one with value fixed by ``pay`` and no moves.
    pay
        Payment per period, (S,).
    values
        One padded row: the guess, and then the solution.
    tolerance
        Residual at which to stop, in the units of ``pay``.
    """
    n_states = moves.shape[2]
    pad = padding(strides)
    inner = values[pad : pad + n_states]
    root = math.sqrt(n_states)
    basis = work.basis
    done = 0
    before = np.inf
    while True:
        expect(strides, moves, values, work.rows, work.product)
        done += 1
        first = basis[0, pad : pad + n_states]
        for s in range(n_states):
            first[s] = pay[s] + discount * work.product[s] - inner[s]
        size = math.sqrt(dot(first, first))
        if not size > tolerance * root or done >= PRODUCTS:
            return size / root, done
        if size > 0.5 * before:
            for s in range(n_states):
                inner[s] += first[s]
            before = np.inf
            continue
        before = size
        for s in range(n_states):
            first[s] /= size
        used, size = _cycle(strides, moves, discount, size, tolerance * root, min(BASIS, PRODUCTS - done), inner, work)
        done += used
        if size <= tolerance * root:
            return size / root, done


@inner
def _cycle(
    strides: Integers,
    moves: Floats,
    discount: float,
    size: float,
    target: float,
    limit: int,
    inner: Floats,
    work: Krylov,
) -> tuple[int, float]:
    """Run one cycle of GMRES from a basis that holds the first vector; return products used and residual."""
    n_states = moves.shape[2]
    pad = padding(strides)
    basis, h = work.basis, work.hessenberg
    # Columns past the last vector hold the rotations and the rotated right-hand side.
    cosine, sine, right = h[:, BASIS + 1], h[:, BASIS + 2], h[:, BASIS + 3]
    right[0] = size
    used = 0
    for j in range(limit):
        vector = basis[j + 1, pad : pad + n_states]
        last = basis[j, pad : pad + n_states]
        expect(strides, moves, basis[j], work.rows, work.product)
        for s in range(n_states):
            vector[s] = last[s] - discount * work.product[s]
        for i in range(j + 1):
            other = basis[i, pad : pad + n_states]
            weight = dot(vector, other)
            h[i, j] = weight
            for s in range(n_states):
                vector[s] -= weight * other[s]
        length = math.sqrt(dot(vector, vector))
        for i in range(j):
            a, b = h[i, j], h[i + 1, j]
            h[i, j] = cosine[i] * a + sine[i] * b
            h[i + 1, j] = cosine[i] * b - sine[i] * a
        radius = math.sqrt(h[j, j] * h[j, j] + length * length)
        used = j + 1
        if radius == 0.0:
            used = j
            break
        cosine[j], sine[j] = h[j, j] / radius, length / radius
        h[j, j] = radius
        right[j + 1] = -sine[j] * right[j]
        right[j] *= cosine[j]
        if abs(right[j + 1]) <= target or length == 0.0:
            break
        for s in range(n_states):
            vector[s] /= length
    left = abs(right[used])
    for i in range(used - 1, -1, -1):
        total = right[i]
        for j in range(i + 1, used):
            total -= h[i, j] * right[j]
        right[i] = total / h[i, i]
    for i in range(used):
        other = basis[i, pad : pad + n_states]
        weight = right[i]
        for s in range(n_states):
            inner[s] += weight * other[s]
    return used, left
