"""The principal branch: logit Markov equilibria followed from precision 0, where all choose at random.

Steps, for each draw:

1. at precision 0 the equilibrium is known: random choice and its values;
2. predict the payoffs of all postures at a higher precision by a straight line through the last two points, and their
   logit replies;
3. correct at the new precision (``fixed_point.settle``), roughly on the way, to the tolerance at the end;
4. accept the point if it lies near the prediction, and lengthen the step if it lies very near; otherwise shorten the
step: a far point may lie on another branch;
5. where no step is short enough the branch has turned back (a fold); the caller is told how far it came.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import NEVER, Draw, Floats, Shape
from deterrence.kernels.ladder.compilation import copy, fill, inner, pasted
from deterrence.kernels.ladder.fixed_point import Memory, settle
from deterrence.kernels.ladder.replies import Work, appraise, reply, write_strategies

#: The first step goes to this precision at most, and a later one multiplies precision by this at most.
_FIRST = 4.0
_GROWTH = 2.5

#: A corrected probability may lie this far from the predicted one.
_NEAR = 0.2

#: A step that would lengthen precision by less than this share is taken for a fold.
_SHORTEST = 2e-3

#: Residual on the way, and applications of the map allowed for it.
_ROUGH = 1e-3
_TRIES = 10


class Trail(NamedTuple):
    """Hold the last two points of the branch: payoffs (3, K, S) and values (M, padded)."""

    payoffs: Floats
    last_payoffs: Floats
    values: Floats
    last_values: Floats
    guess: Floats
    point: Floats


def new_trail(work: Work, size: int) -> Trail:
    """Allocate the last two points."""
    return Trail(
        np.zeros_like(work.payoffs),
        np.zeros_like(work.payoffs),
        np.zeros_like(work.values),
        np.zeros_like(work.values),
        np.zeros_like(work.payoffs),
        np.zeros(size),
    )


@inner
def fill_uniform(offer: Floats, strategies: Floats) -> None:
    """Fill random choice among the postures on offer."""
    _, n_seats, n_states = strategies.shape
    for k in range(n_seats):
        for s in range(n_states):
            count = 0
            for a in range(3):
                count += 1 if offer[a, k, s] > NEVER else 0
            for a in range(3):
                strategies[a, k, s] = 1.0 / count if offer[a, k, s] > NEVER else 0.0


@pasted
def follow(
    shape: Shape, draw: Draw, target: float, point: Floats, tolerance: float, work: Work, memory: Memory, trail: Trail
) -> tuple[float, float, int]:
    """Follow the principal branch to a precision.

    Returns
    -------
    tuple
        The residual of the last point, the precision reached (the target, or where the branch turned), and the
        number of steps taken.
    """
    fill_uniform(draw.offer, work.strategies)
    write_strategies(work.strategies, point)
    fill(work.values.ravel(), 0.0)
    appraise(shape, draw, 1e-6 if target > 0.0 else 1e-12, work)
    copy(work.payoffs.ravel(), trail.payoffs.ravel())
    copy(work.values.ravel(), trail.values.ravel())
    if target == 0.0:
        return 0.0, 0.0, 0
    reached = 0.0
    before = 0.0
    step = min(target, _FIRST)
    n_steps = 0
    residual = np.inf
    while True:
        new = min(reached + step, target)
        if target - new < 0.2 * step:
            new = target
        is_last = new >= target
        share = (new - reached) / (reached - before) if reached > 0.0 and before >= 0.0 and n_steps > 1 else 0.0
        _predict(trail, share, work)
        reply(trail.guess, new, point)
        copy(point, trail.point)
        used = work.counts[0]
        goal = tolerance if is_last else _ROUGH
        residual = settle(shape, draw, new, point, goal, 60 if is_last else _TRIES, 8, work, memory)
        used = work.counts[0] - used
        distance = 0.0
        for i in range(len(point)):
            distance = max(distance, abs(point[i] - trail.point[i]))
        if residual != residual:
            return residual, reached, n_steps
        if residual < goal and distance < _NEAR:
            n_steps += 1
            if is_last:
                return residual, new, n_steps
            before, reached = reached, new
            copy(trail.payoffs.ravel(), trail.last_payoffs.ravel())
            copy(trail.values.ravel(), trail.last_values.ravel())
            copy(work.payoffs.ravel(), trail.payoffs.ravel())
            copy(work.values.ravel(), trail.values.ravel())
            if distance < 0.5 * _NEAR and used <= 6:
                step *= 2.0
            elif used > 8:
                step *= 0.7
            step = min(step, max(_GROWTH - 1.0, 0.0) * reached + 1.0)
        else:
            step = 0.4 * (new - reached)
            if step < _SHORTEST * max(reached, 0.1):
                return residual, reached, n_steps


@inner
def _predict(trail: Trail, share: float, work: Work) -> None:
    """Continue payoffs and values on a straight line through the last two points."""
    a, b, c = trail.guess.ravel(), trail.payoffs.ravel(), trail.last_payoffs.ravel()
    for i in range(len(a)):
        a[i] = b[i] + share * (b[i] - c[i])
    x, y, z = work.values.ravel(), trail.values.ravel(), trail.last_values.ravel()
    for i in range(len(x)):
        x[i] = y[i] + share * (y[i] - z[i])
