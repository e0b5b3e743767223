"""Values after every joint move, averaged over some fronts and not over others; and the same transposed.

A tensor here has one axis of three moves (down, stay, up) for each front that is kept, and states last. Beyond the
bottom and the top of a front it holds whatever value lies there: moves have probability 0 there.
"""

from __future__ import annotations

import itertools

import numpy as np

from deterrence.kernels.ladder.arrays import Floats, Integers


def gather(strides: Integers, values: Floats) -> Floats:
    """Return the values after each joint move of all fronts, (3, ..., 3, S)."""
    pad, n_states = int(strides.sum()), len(values)
    row = np.pad(values, pad)
    tensor = np.empty((*(3,) * len(strides), n_states))
    for moves in itertools.product(range(3), repeat=len(strides)):
        at = pad + _hop(strides, moves)
        tensor[moves] = row[at : at + n_states]
    return tensor


def scatter(strides: Integers, tensor: Floats) -> Floats:
    """Return the transpose of ``gather``: what every joint move brings to each state, (S,)."""
    pad, n_states = int(strides.sum()), tensor.shape[-1]
    row = np.zeros(n_states + 2 * pad)
    for moves in itertools.product(range(3), repeat=len(strides)):
        at = pad + _hop(strides, moves)
        row[at : at + n_states] += tensor[moves]
    return row[pad : pad + n_states]


def average_others(tensor: Floats, moves: Floats, kept: tuple[int, ...]) -> Floats:
    """Average a tensor over the moves of all fronts but those kept, which stay in their order."""
    for f in range(len(moves) - 1, -1, -1):
        if f not in kept:
            left = tensor.ndim - f - 2
            tensor = (tensor * moves[f].reshape(3, *(1,) * left, -1)).sum(axis=f)
    return tensor


def spread_others(weights: Floats, moves: Floats, kept: tuple[int, ...]) -> Floats:
    """Return the transpose of ``average_others``: weights (3, ..., S) of the fronts kept on all joint moves."""
    for f in range(len(moves)):
        if f not in kept:
            left = weights.ndim - f - 1
            weights = np.expand_dims(weights, f) * moves[f].reshape(3, *(1,) * left, -1)
    return weights


def _hop(strides: Integers, moves: tuple[int, ...]) -> int:
    return sum((move - 1) * int(stride) for move, stride in zip(moves, strides, strict=True))
