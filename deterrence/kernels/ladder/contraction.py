"""Expected values next period, front by front.

``contract`` follows the plan of ``plan.plan_contraction``: each step averages one front's three moves out with its
probabilities in each state. Values are read at shifted positions from a padded row, so a step is three
multiplications per entry on contiguous memory; moves that a front cannot make have probability zero and read a
finite number of no meaning.
"""

from __future__ import annotations

from deterrence.kernels.ladder.arrays import Floats, Integers, Shape
from deterrence.kernels.ladder.compilation import fused, inner, kernel

#: States worked on at a time, so that the workspace stays in a near cache.
_BLOCK = 320


@inner
def padding(strides: Integers) -> int:
    """Return how many entries a padded row has on either side."""
    return strides.sum()


@kernel
def block_length(n_states: int) -> int:
    """Return how many states are worked on at a time."""
    return min(n_states, _BLOCK)


@inner
def contract(shape: Shape, values: Floats, moves: Floats, rows: Floats, kept: Floats) -> None:
    """Average the fronts out of the values by the plan of the ladder.

    Parameters
    ----------
    values
        Padded values, (M, S + 2 * padding), finite everywhere.
    moves
        (F, 3, S).
    rows
        Workspace, flat, n_rows times the block length.
    kept
        Filled, (n_kept, S).
    """
    pad = padding(shape.strides)
    n_states = moves.shape[2]
    pitch = block_length(n_states)
    for start in range(0, n_states, pitch):
        size = min(pitch, n_states - start)
        for step in shape.steps:
            mover, target, is_kept, first, second, one, two, at, count = step
            source = values[mover] if mover >= 0 else rows
            unit = 1 if mover >= 0 else pitch
            origin = pad + start if mover >= 0 else 0
            for j in range(count):
                if is_kept:
                    out = kept[target + j, start : start + size]
                else:
                    out = rows[(target + j) * pitch : (target + j) * pitch + size]
                middle = origin + shape.centers[at + j] * unit
                if second >= 0:
                    average_two(out, moves[first], moves[second], start, source, middle, one * unit, two * unit)
                else:
                    average(out, moves[first], start, source, middle, one * unit)


@fused
def average(out: Floats, move: Floats, start: int, source: Floats, at: int, step: int) -> None:
    """Average one front out, for the states from ``start`` on.

    Reads three positions of a flat row, ``step`` apart around ``at``. Called with few arguments and slicing inside,
    because the slices would cost a caller as much as the loop.
    """
    size = len(out)
    stop = start + size
    p, q, r = move[0, start:stop], move[1, start:stop], move[2, start:stop]
    a, b, c = source[at - step : at - step + size], source[at : at + size], source[at + step : at + step + size]
    for s in range(size):
        out[s] = p[s] * a[s] + q[s] * b[s] + r[s] * c[s]


@fused
def average_two(
    out: Floats, first: Floats, second: Floats, start: int, source: Floats, at: int, step: int, hop: int
) -> None:
    """Average two fronts out at once: nine positions around ``at``, ``step`` and ``hop`` apart."""
    size = len(out)
    stop = start + size
    p, q, r = first[0, start:stop], first[1, start:stop], first[2, start:stop]
    x, y, z = second[0, start:stop], second[1, start:stop], second[2, start:stop]
    low, high = at - step, at + step
    a, b, c = source[low - hop : low - hop + size], source[low : low + size], source[low + hop : low + hop + size]
    d, e, f = source[at - hop : at - hop + size], source[at : at + size], source[at + hop : at + hop + size]
    g, h, i = source[high - hop : high - hop + size], source[high : high + size], source[high + hop : high + hop + size]
    for s in range(size):
        out[s] = (
            p[s] * (x[s] * a[s] + y[s] * b[s] + z[s] * c[s])
            + q[s] * (x[s] * d[s] + y[s] * e[s] + z[s] * f[s])
            + r[s] * (x[s] * g[s] + y[s] * h[s] + z[s] * i[s])
        )
