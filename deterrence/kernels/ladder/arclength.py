"""The principal branch where it turns: logit Markov equilibria followed by arc length.

Unknowns are the logits z of every posture against a reference posture of its seat and state, and the precision. With
g(z) the payoff gaps under the strategies softmax(z), in units of the payoff scale, the branch is the curve

    H(z, precision) = z - precision * g(z) = 0

from z = 0. Logits stay smooth however large the precision: those of a mixed posture hardly change, those of a pure
one grow in proportion. Steps (pseudo-arclength continuation, Keller 1977; Allgower and Georg 1990, chapter 6):

1. the tangent comes from the last two points, so that a fold, where precision turns, is passed like any other point;
2. the predictor goes along it, so far that no probability changes by more than a set amount;
3. the corrector solves H = 0 together with one linear equation, that the step has its length, by Newton's method;
its linear systems are solved by
   GMRES with directional differences of g, so no Jacobian is formed;
4. when precision passes the target, the point there is found by Newton's method at fixed precision.

Distances count a change of logit by the change of probability it makes, and a change of precision relative to 1 +
precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deterrence.kernels.ladder.arrays import NEVER, Draw, Floats, Shape
from deterrence.kernels.ladder.replies import Work, appraise, new_work

#: Largest change of a probability in one step, and bounds of the length of a step.
_STRIDE = 0.1
_SHORTEST = 1e-7

_NEWTONS = 8
_BASIS = 80
_DIFFERENCE = 1e-6
_ACCURACY = 1e-13


@dataclass
class Gaps:
    """Evaluate payoff gaps as a function of logits, for one draw with payments in units of the payoff scale."""

    shape: Shape
    draw: Draw
    work: Work = field(init=False)
    reference: NDArray[np.int64] = field(init=False)
    free: tuple[NDArray[np.intp], ...] = field(init=False)
    calls: int = 0

    def __post_init__(self) -> None:
        self.work = new_work(self.shape, self.draw)
        offered = self.draw.offer > NEVER
        # Hold is the reference where it is on offer, else the lowest posture that is.
        self.reference = np.where(offered[1], 1, np.argmax(offered, axis=0))
        is_free = offered.copy()
        np.put_along_axis(is_free, self.reference[np.newaxis], False, axis=0)
        self.free = np.nonzero(is_free)

    @property
    def size(self) -> int:
        """The number of logits."""
        return len(self.free[0])

    def strategies(self, logits: Floats) -> Floats:
        """Return the strategies (3, K, S) of logits."""
        table = np.full(self.draw.offer.shape, -np.inf)
        np.put_along_axis(table, self.reference[np.newaxis], 0.0, axis=0)
        table[self.free] = logits
        table -= table.max(axis=0)
        np.exp(table, out=table)
        table /= table.sum(axis=0)
        return table

    def at(self, strategies: Floats) -> Floats:
        """Return the payoff gaps under strategies."""
        self.work.strategies[:] = strategies
        appraise(self.shape, self.draw, _ACCURACY, self.work)
        self.calls += 1
        payoffs = self.work.payoffs
        return payoffs[self.free] - np.take_along_axis(payoffs, self.reference[np.newaxis], axis=0)[0][self.free[1:]]

    def weights(self, strategies: Floats) -> Floats:
        """Return how much a posture's probability changes with its own logit."""
        chance = strategies[self.free]
        return chance * (1.0 - chance)


@dataclass(frozen=True)
class Arc:
    """Hold where the branch was followed to.

    Parameters
    ----------
    strategies
        At the last point, (3, K, S).
    precision
        Reached.
    residual
        Largest difference between a probability there and its logit reply.
    folds
        Precisions at which the branch turned.
    steps, calls
        Points on the way, and evaluations of payoff gaps.
    """

    strategies: Floats
    precision: float
    residual: float
    folds: tuple[float, ...]
    steps: int
    calls: int


def follow_arc(
    gaps: Gaps,
    target: float,
    *,
    tolerance: float,
    most_steps: int,
    progress: Callable[[float], None] | None = None,
) -> Arc:
    """Follow the principal branch from precision 0 to the first point at a precision.

    Parameters
    ----------
    gaps
        The ladder's draw.
    target
        Precision to stop at.
    tolerance
        Residual allowed at the last point.
    most_steps
        Steps after which to give up; the last point reached is returned.
    progress
        Called with the precision reached after each step.
    """
    point = np.zeros(gaps.size + 1)
    chances = gaps.strategies(point[:-1])
    slope = gaps.at(chances)
    tangent = np.append(slope, 1.0)
    length, folds, steps = 0.1, [], 0
    while steps < most_steps:
        metric = np.append(gaps.weights(chances), 1.0 / (1.0 + point[-1]))
        scaled = metric * tangent
        tangent = tangent / np.sqrt(scaled @ scaled)
        longest = _STRIDE / max(np.abs(metric[:-1] * tangent[:-1]).max(initial=0.0), 1e-12)
        length = min(length, longest, 1.0)
        ahead = point + length * tangent
        if tangent[-1] > 0 and ahead[-1] >= target:
            # The target is within this step: aim at it.
            ahead = point + (target - point[-1]) / tangent[-1] * tangent
            found, rounds = _correct(gaps, ahead, None, metric, tolerance)
            if found is not None and _near(gaps, chances, found):
                return _finish(gaps, found, folds, steps + 1)
            length *= 0.5
        else:
            found, rounds = _correct(gaps, ahead, tangent, metric, 1e-7)
            if found is None or found[-1] < 0 or not _near(gaps, chances, found):
                length *= 0.4
            else:
                step = found - point
                if step[-1] * tangent[-1] < 0:
                    folds.append(float(point[-1]))
                point, tangent = found, step
                chances = gaps.strategies(point[:-1])
                steps += 1
                if progress is not None:
                    progress(float(point[-1]))
                length *= 1.6 if rounds <= 3 else 0.8 if rounds > 5 else 1.0
        if length < _SHORTEST:
            break
    return _finish(gaps, point, folds, steps)


def _near(gaps: Gaps, chances: Floats, found: Floats) -> bool:
    """Say whether a corrected point is a plausible next point: no probability leapt."""
    return bool(np.abs(gaps.strategies(found[:-1]) - chances).max() < 3 * _STRIDE)


def _finish(gaps: Gaps, point: Floats, folds: list[float], steps: int) -> Arc:
    chances = gaps.strategies(point[:-1])
    replies = gaps.strategies(point[-1] * gaps.at(chances))
    residual = float(np.abs(replies - chances).max(initial=0.0))
    return Arc(chances, float(point[-1]), residual, tuple(folds), steps, gaps.calls)


def _correct(
    gaps: Gaps, start: Floats, tangent: Floats | None, metric: Floats, tolerance: float
) -> tuple[Floats | None, int]:
    """Correct a point by Newton's method, on the plane across the tangent or, without one, at fixed precision.

    Returns
    -------
    tuple
        The point, or None where the method does not settle, and the rounds it took.
    """
    point = start.copy()
    across = None if tangent is None else metric * metric * tangent
    before = np.inf
    for rounds in range(_NEWTONS):
        logits, precision = point[:-1], point[-1]
        chances = gaps.strategies(logits)
        here = gaps.at(chances)
        error = logits - precision * here
        size = float(np.abs(gaps.strategies(precision * here) - chances).max(initial=0.0))
        if not np.isfinite(size):
            return None, rounds
        if size < tolerance:
            return point, rounds
        if size > 0.9 * before and rounds > 1:
            return None, rounds
        before = size
        step = _newton_step(gaps, logits, chances, precision, here, error, across)
        if step is None:
            return None, rounds
        point = point - step
    return None, _NEWTONS


def _newton_step(
    gaps: Gaps, logits: Floats, chances: Floats, precision: float, here: Floats, error: Floats, across: Floats | None
) -> Floats | None:
    """Solve the linear system of one Newton step, whose last equation keeps the point on its plane."""
    weights = gaps.weights(chances)
    is_fixed = across is None

    def apply(vector: Floats) -> Floats:
        direction, change = vector[:-1], vector[-1]
        reach = np.abs(weights * direction).max(initial=0.0)
        out = np.empty_like(vector)
        out[:-1] = direction
        if reach > 1e-14 * np.abs(direction).max(initial=0.0) and reach > 0.0:
            move = _DIFFERENCE / reach
            moved = gaps.at(gaps.strategies(logits + move * direction))
            out[:-1] -= precision * (moved - here) / move
        out[:-1] -= here * change
        out[-1] = change if across is None else across @ vector
        return out

    right = np.append(error, 0.0)
    if is_fixed:
        right[-1] = 0.0
    return _gmres(apply, right, 1e-4)


def _gmres(apply: Callable[[Floats], Floats], right: Floats, share: float) -> Floats | None:
    """Solve a linear system to a share of its right-hand side; None where the basis does not suffice."""
    size = float(np.sqrt(right @ right))
    if size == 0.0:
        return np.zeros_like(right)
    most = min(_BASIS, len(right))
    basis = np.empty((most + 1, len(right)))
    table = np.zeros((most + 1, most))
    basis[0] = right / size
    target = np.zeros(most + 1)
    target[0] = size
    mix, left = np.zeros(0), size
    for j in range(most):
        vector = apply(basis[j])
        for _ in range(2):
            parts = basis[: j + 1] @ vector
            table[: j + 1, j] += parts
            vector = vector - parts @ basis[: j + 1]
        length = float(np.sqrt(vector @ vector))
        table[j + 1, j] = length
        mix, *_ = np.linalg.lstsq(table[: j + 2, : j + 1], target[: j + 2], rcond=None)
        left = float(np.linalg.norm(target[: j + 2] - table[: j + 2, : j + 1] @ mix))
        if left <= share * size or length <= 1e-14 * size:
            return mix @ basis[: j + 1]
        basis[j + 1] = vector / length
    return mix @ basis[:most] if left <= 0.3 * size else None
