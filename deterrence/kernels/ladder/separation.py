"""Which fronts have a say in how a front moves: who looks at that front alone can leave the others out.

Where choices do not depend on other fronts, only spill ties them, and a chain over two fronts is a small part of one
over four.
"""

from __future__ import annotations

import numpy as np

from deterrence.kernels.ladder.arrays import Flags, Floats, Integers
from deterrence.kernels.ladder.compilation import inner, kernel


@kernel
def find_deciding(strides: Integers, tops: Integers, moves: Floats) -> Flags:
    """Say which fronts, the second axis, decide by their rungs how a front moves, (F, F).

    These are the front itself, those that it heeds, and those that they heed. A front heeds another if its moves differ
    at all between two rungs of the other: rounding that differs keeps a front in, and nothing is lost.
    """
    n_fronts = len(tops)
    found = np.zeros((n_fronts, n_fronts), np.bool_)
    for f in range(n_fronts):
        for g in range(n_fronts):
            found[f, g] = f == g or _differs(moves[f], strides[g], tops[g])
    # Warshall (1962): what leads to g by way of the first fronts only, then of one more at a time.
    for between in range(n_fronts):
        for f in range(n_fronts):
            for g in range(n_fronts):
                found[f, g] = found[f, g] or (found[f, between] and found[between, g])
    return found


@inner
def _differs(move: Floats, stride: int, top: int) -> bool:
    """Say whether a front's moves differ between any rung of another front and the next."""
    for s in range(move.shape[1] - stride):
        if s // stride % (top + 1) < top:
            for a in range(3):
                if move[a, s] != move[a, s + stride]:
                    return True
    return False


def moves_of(fronts: list[int], tops: Integers, moves: Floats) -> Floats:
    """Return the moves of some fronts over their own states, whatever the rungs of the others, (fronts, 3, states)."""
    others_quiet = tuple(slice(None) if front in fronts else 0 for front in range(len(tops)))
    table = moves.reshape(len(tops), 3, *(tops + 1))[fronts]
    return np.ascontiguousarray(table[(slice(None), slice(None), *others_quiet)]).reshape(len(fronts), 3, -1)
