"""Fixed points of the map of replies at one precision, by Anderson acceleration.

With f(x) = G(x) - x, each step (Anderson 1965; type II in Walker and Ni 2011, SIAM J. Numer. Anal. 49, eq. 1.2)

1. applies the map; values are evaluated only as well as the current residual deserves;
2. finds the combination of the last few changes of f that best explains f, by least squares;
3. goes to the same combination of images, put back on the simplex.

When the residual has not halved in a while the memory is dropped and damped steps are taken until it is small again,
each time more damped. The residual reported is that of the undamped map.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Shape
from deterrence.kernels.ladder.compilation import copy, inner, pasted
from deterrence.kernels.ladder.evaluation import dot
from deterrence.kernels.ladder.replies import Work, appraise, read_strategies, reply

#: Changes remembered.
DEPTH = 5

#: Values are evaluated to this share of the residual of the strategies, and at most this roughly.
_SHARE = 0.05
_ROUGHEST = 1e-3
_FINEST = 1e-12

#: Entries of a point worked on at a time.
_CHUNK = 1024


class Memory(NamedTuple):
    """Hold the changes remembered, and scratch of the size of a point."""

    residuals: Floats
    images: Floats
    last_residual: Floats
    last_image: Floats
    residual: Floats
    image: Floats
    gram: Floats
    products: Floats
    weights: Floats
    point: Floats


def new_memory(size: int) -> Memory:
    """Allocate the memory for points of a size; it is written before it is read, and not cleared."""
    return Memory(
        np.empty((DEPTH, size)),
        np.empty((DEPTH, size)),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.zeros((DEPTH, DEPTH)),
        np.zeros(DEPTH),
        np.zeros(DEPTH),
        np.empty(size),
    )


@pasted
def settle(
    shape: Shape,
    draw: Draw,
    precision: float,
    point: Floats,
    tolerance: float,
    limit: int,
    patience: int,
    work: Work,
    memory: Memory,
) -> float:
    """Move a point to a fixed point nearby, in place, and return its residual.

    Parameters
    ----------
    point
        The start, and then the best point found.
    tolerance
        Residual at which to stop: the largest change of a probability.
    limit
        Most applications of the map.
    patience
        Applications allowed for the residual to halve, before damped steps are taken.
    """
    used = 0
    slot = 0
    damping = 0.0
    calm = 0.0
    best = np.inf
    waited = 0
    residual = 1.0
    image, change = memory.image, memory.residual
    for _ in range(limit):
        # Steps 1 to 3 of ``replies``.
        fine = min(max(_SHARE * min(residual, 1.0) / max(precision, 1.0), _FINEST), _ROUGHEST)
        read_strategies(point, work.strategies)
        appraise(shape, draw, fine, work)
        reply(work.payoffs, precision, image)
        residual = _subtract(image, point, change)
        if residual != residual or (residual < tolerance and fine <= 0.5 * tolerance):
            return residual
        if residual < tolerance:
            continue
        if residual < 0.5 * best:
            best = residual
            waited = 0
        else:
            waited += 1
        if waited > patience:
            damping = 0.5 if damping == 0.0 else 0.5 * (1.0 + damping)
            calm = 0.2 * residual
            best = residual
            waited = 0
            used = 0
        if residual > calm and damping > 0.0:
            for i in range(len(point)):
                point[i] += (1.0 - damping) * change[i]
            used = 0
            continue
        calm = 2.0
        if used > 0:
            slot = (used - 1) % DEPTH
            _remember(memory, slot)
        copy(change, memory.last_residual)
        copy(image, memory.last_image)
        _combine(memory, slot, min(used, DEPTH), point)
        used += 1
    return residual


@inner
def _subtract(image: Floats, point: Floats, change: Floats) -> float:
    """Write the change and return its largest entry; NaN if there is any."""
    for i in range(len(point)):
        change[i] = image[i] - point[i]
    most = 0.0
    total = 0.0
    for i in range(len(point)):
        most = max(most, abs(change[i]))
        total += change[i]
    return most if total == total else np.nan


@inner
def _remember(memory: Memory, slot: int) -> None:
    """Keep the last changes of residual and image in a slot."""
    a, b = memory.residuals[slot], memory.images[slot]
    for i in range(len(a)):
        a[i] = memory.residual[i] - memory.last_residual[i]
    for i in range(len(a)):
        b[i] = memory.image[i] - memory.last_image[i]


@inner
def _combine(memory: Memory, slot: int, count: int, point: Floats) -> None:
    """Go to the combination of images whose residual is least, on the simplex.

    The products of the newest change with the older ones are differences of what is computed anyway: the older changes'
    products with this residual and with the last.
    """
    weights, gram, before = memory.weights, memory.gram, memory.products
    for j in range(count):
        weights[j] = dot(memory.residuals[j], memory.residual)
        gram[slot, j] = weights[j] - before[j]
        gram[j, slot] = gram[slot, j]
        before[j] = weights[j]
    if count > 0:
        gram[slot, slot] = dot(memory.residuals[slot], memory.residuals[slot])
    _solve(gram, weights, count)
    for start in range(0, len(point), _CHUNK):
        stop = min(start + _CHUNK, len(point))
        out = point[start:stop]
        copy(memory.image[start:stop], out)
        for j in range(count):
            weight, images = weights[j], memory.images[j, start:stop]
            for i in range(stop - start):
                out[i] -= weight * images[i]
    project(point)


@inner
def project(point: Floats) -> None:
    """Put extrapolated probabilities back on the simplex."""
    half = len(point) // 2
    lower, raised = point[:half], point[half:]
    for i in range(half):
        lower[i] = max(lower[i], 0.0)
    for i in range(half):
        raised[i] = max(raised[i], 0.0)
    for i in range(half):
        total = lower[i] + raised[i]
        if total > 1.0:
            lower[i] /= total
            raised[i] /= total


@inner
def _solve(gram: Floats, right: Floats, count: int) -> None:
    """Solve a small positive system in place of its right-hand side, by Cholesky factors.

    A direction that depends on earlier ones to twelve digits gets weight zero.
    """
    lower = np.zeros((DEPTH, DEPTH))
    for i in range(count):
        for j in range(i + 1):
            total = gram[i, j]
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            if i == j:
                lower[i, i] = np.sqrt(total) if total > 1e-12 * gram[i, i] else 0.0
            else:
                lower[i, j] = total / lower[j, j] if lower[j, j] > 0.0 else 0.0
    for i in range(count):
        total = right[i]
        for k in range(i):
            total -= lower[i, k] * right[k]
        right[i] = total / lower[i, i] if lower[i, i] > 0.0 else 0.0
    for i in range(count - 1, -1, -1):
        total = right[i]
        for k in range(i + 1, count):
            total -= lower[k, i] * right[k]
        right[i] = total / lower[i, i] if lower[i, i] > 0.0 else 0.0
