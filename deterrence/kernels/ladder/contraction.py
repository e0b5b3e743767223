"""Expected values next period, front by front.

``contract`` follows the plan of ``plan.plan_contraction``: each step averages one front's three moves out with its probabilities in
each state. Values are read at shifted positions from a padded row, so a step is three multiplications per entry on
contiguous memory; moves that a front cannot make have probability zero and read a finite number of no meaning.
"""

from __future__ import annotations

from numba import njit

from deterrence.kernels.ladder.arrays import Floats, Integers, Shape

#: States worked on at a time, so that the workspace stays in a near cache.
_BLOCK = 640


@njit(nogil=True, cache=True)
def padding(strides: Integers) -> int:
    """Return how many entries a padded row has on either side."""
    return strides.sum()


@njit(nogil=True, cache=True)
def block_length(n_states: int) -> int:
    """Return how many states are worked on at a time."""
    return min(n_states, _BLOCK)


@njit(nogil=True, cache=True, fastmath={"contract"})
def contract(
    steps: Integers, offsets: Integers, strides: Integers, values: Floats, moves: Floats, rows: Floats, kept: Floats
) -> None:
    """Average the fronts out of the values by a plan.

    Parameters
    ----------
    steps, offsets, strides
        The plan, and the distances of moves in states.
    values
        Padded values, (M, S + 2 * padding), finite everywhere.
    moves
        (F, 3, S).
    rows
        Workspace, flat, n_rows times the block length.
    kept
        Filled, (n_kept, S).
    """
    pad = padding(strides)
    n_states = moves.shape[2]
    pitch = block_length(n_states)
    for start in range(0, n_states, pitch):
        size = min(pitch, n_states - start)
        for step in steps:
            mover, source, target, is_kept, front, high, low = step
            for j in range(high * low):
                if is_kept:
                    out = kept[target + j, start : start + size]
                else:
                    out = rows[(target + j) * pitch : (target + j) * pitch + size]
                if mover >= 0:
                    average(out, moves[front], start, values[mover], pad + offsets[front, j] + start, strides[front])
                else:
                    middle = source + (3 * (j // low) + 1) * low + j % low
                    average(out, moves[front], start, rows, middle * pitch, low * pitch)


@njit(nogil=True, cache=True, fastmath={"contract"})
def average(out: Floats, move: Floats, start: int, source: Floats, at: int, step: int) -> None:
    """Average one front out: three positions of a flat row, ``step`` apart around ``at``, for the states from ``start`` on.

    Called with few arguments and slicing inside, because the slices would cost a caller as much as the loop.
    """
    size = len(out)
    stop = start + size
    p, q, r = move[0, start:stop], move[1, start:stop], move[2, start:stop]
    a, b, c = source[at - step : at - step + size], source[at : at + size], source[at + step : at + step + size]
    for s in range(size):
        out[s] = p[s] * a[s] + q[s] * b[s] + r[s] * c[s]
