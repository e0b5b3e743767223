"""Follow a curve of logit equilibria from precision zero on, whatever the game that makes it.

Object: players, or information sets, choose among blocks of actions. ``respond`` says what every action earns when all
mix; the curve is the set of pairs (p, lambda) with p = softmax(lambda u(p)) within every block that starts at the
uniform mixture and lambda = 0. lambda is the precision, in inverse units of the payoffs given.

A *point* of the curve is the vector (x, lambda), where x = log p lists all actions one block after the other, n entries
in all; logarithms let a probability fall to exp(-1e8) without becoming zero. With r the likeliest action of block i at
the point, the curve solves F = 0:

    x_ia - x_ir - lambda (u_ia - u_ir) = 0   for every other action a,        sum_a exp(x_ia) - 1 = 0.

This is Turocy's form. It is linear in x but for u. The shorter x = log softmax(lambda u) is not, and Newton steps on it
fail from lambda = 100 on.

The precision is one of the coordinates and not the parameter of the curve, so a *fold*, where it turns back, is an
ordinary point. A *bifurcation*, where another curve crosses, happens in games with a symmetry; the trace goes straight
on, which keeps the symmetry.

References
----------
Turocy, T. L. (2005). "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence."
Games and Economic Behavior 51(2): 243-263, doi 10.1016/j.geb.2004.04.003.
Allgower, E. L. and K. Georg (1990). Numerical Continuation Methods. Springer, chapters 2, 6 and 8.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deterrence.numerics import softmax

Vector = NDArray[np.float64]

#: Arclength of the first step, and the least share of the precision reached below which a trace gives up.
FIRST_STEP = 0.1
LEAST_STEP = 1e-11

#: A change of orientation is examined down to steps this short, as a share of the precision reached, before it counts
#: as a bifurcation. Shorter ones end so near to the singular point that its tangent mixes with the other curve's.
BIFURCATION_STEP = 1e-3

#: Correction of a prediction, in log-probabilities, that steps aim at, and the longest accepted, short of other curves.
AIMED_CORRECTION = 0.1
LONGEST_CORRECTION = 0.3

#: Least cosine between the tangents at neighbouring points.
LEAST_COSINE = 0.95

#: Newton steps no longer than this that stop to shrink are taken for rounding error.
ROUNDING_STEP = 1e-6

#: Steps tried before a trace gives up (most branches take a hundred), and halvings to locate a point within one.
MAX_STEPS = 5_000
BISECTIONS = 30


@dataclass(frozen=True)
class Branch:
    """Hold what a trace found; it gave up where the precision at its end is short of the one asked for.

    Parameters
    ----------
    end
        Last point.
    crossings
        Points at the target precision, in the order of the branch.
    folds
        Precisions at which the branch turned, in order.
    bifurcations
        Precisions at which another curve crosses the branch.
    """

    end: Vector
    crossings: tuple[Vector, ...]
    folds: tuple[float, ...]
    bifurcations: tuple[float, ...]


def blocks_of(counts: Sequence[int]) -> list[slice]:
    """Return the place of each block in a vector of all actions."""
    ends = np.cumsum(counts).tolist()
    return [slice(end - count, end) for end, count in zip(ends, counts, strict=True)]


@dataclass(frozen=True)
class Curve:
    """The zero set of F for one game.

    Parameters
    ----------
    counts
        Number of actions of each block.
    respond
        Takes x, shape (n,), and returns what every action earns, shape (n,), with its derivatives by x, shape (n, n).
    """

    counts: tuple[int, ...]
    respond: Callable[[Vector], tuple[Vector, Vector]]

    def start(self) -> Vector:
        """Return the uniform profile at precision zero."""
        return np.concatenate([np.full(count, -math.log(count)) for count in self.counts] + [np.zeros(1)])

    def system(self, point: Vector) -> tuple[Vector, Vector]:
        """Return F and its Jacobian, shapes (n,) and (n, n + 1), the last column for the precision."""
        x, precision = point[:-1], point[-1]
        probabilities = np.exp(x)
        expected, derivatives = self.respond(x)
        slopes = -precision * derivatives
        slopes.flat[:: x.size + 1] += 1.0
        value = x - precision * expected
        jacobian = np.column_stack([slopes, -expected])
        for block in blocks_of(self.counts):
            r = block.start + int(np.argmax(x[block]))
            value[block] -= value[r]
            jacobian[block] -= jacobian[r].copy()
            # The row of the likeliest action is now zero: it takes the sum of the probabilities.
            value[r] = probabilities[block].sum() - 1.0
            jacobian[r, block] = probabilities[block]
        return value, jacobian

    def tangent(self, point: Vector, previous: Vector) -> tuple[Vector, float]:
        """Return the unit tangent that points along the previous one, and the orientation of (Jacobian, tangent)."""
        _, jacobian = self.system(point)
        matrix = np.vstack([jacobian, previous])
        sign, _ = np.linalg.slogdet(matrix)
        if sign == 0:
            return previous, 0.0
        tangent = np.linalg.solve(matrix, np.eye(point.size)[-1])
        return tangent / np.linalg.norm(tangent), float(sign)

    def correct(self, predicted: Vector, normal: Vector) -> Vector | None:
        """Return to the curve within the plane across ``normal`` through a prediction, or None if that fails."""
        point, last = predicted, math.inf
        for _ in range(12):
            if point[:-1].max() > 1.0:  # A probability of e: the prediction overshot.
                return None
            value, jacobian = self.system(point)
            try:
                step = np.linalg.solve(np.vstack([jacobian, normal]), np.append(-value, 0.0))
            except np.linalg.LinAlgError:
                return None
            point = point + step
            size = float((np.abs(step) / (1.0 + np.abs(point))).max())
            if size <= 1e-10:
                return point
            if not size <= 0.7 * last:
                # lambda * u carries rounding, which a near-singular Jacobian magnifies: short steps stop to shrink.
                return point if size <= ROUNDING_STEP else None
            last = size
        return None

    def residual(self, point: Vector) -> float:
        """Return the largest distance of a probability from the logit reply, at a point of any curve."""
        expected, _ = self.respond(point[:-1])
        replies = [softmax(point[-1] * expected[block]) for block in blocks_of(self.counts)]
        return float(np.abs(np.concatenate(replies) - np.exp(point[:-1])).max())


def follow(curve: Curve, *, stop: float, target: float | None = None) -> Branch:
    """Follow a curve by pseudo-arclength until the precision reaches ``stop``.

    1. Predict along the tangent.
    2. Correct by Newton steps in the plane across the tangent, with the Jacobian of every point they visit. Where they
       do not converge, or the correction is long, or the tangent turns too far, halve the step and predict again.
    3. Where the orientation of (Jacobian, tangent) changes, halve the step until the change is resolved as a sharp
       bend, or pinned to a bifurcation.
    4. Where the precision turns within the step, locate the fold.
    5. Where the precision passes the target within the step, before or after the fold, locate the crossings.
    6. Lengthen the step while corrections are short.

    Parameters
    ----------
    curve
        A payoff range near one suits the step control.
    stop
        Precision at which to stop.
    target
        Precision at which the branch is wanted.
    """
    point = curve.start()
    tangent, orientation = curve.tangent(point, np.eye(point.size)[-1])
    crossings: list[Vector] = [point] if target == 0.0 else []
    folds: list[float] = []
    bifurcations: list[float] = []
    length, n_steps = FIRST_STEP, 0
    while point[-1] < stop and n_steps < MAX_STEPS and length >= LEAST_STEP * (1 + point[-1]):
        n_steps += 1
        predicted = point + length * tangent
        corrected = curve.correct(predicted, tangent)
        if corrected is None or (correction := float(np.abs(corrected - predicted).max())) > LONGEST_CORRECTION:
            length *= 0.5
            continue
        direction, sign = curve.tangent(corrected, tangent)
        flips = sign != orientation
        if sign == 0 or direction @ tangent < LEAST_COSINE or (flips and length > BIFURCATION_STEP * (1 + point[-1])):
            length *= 0.5
            continue
        step = _Step(curve, point, tangent)
        if flips:
            bifurcations.append(float(step.bifurcation(length, orientation)[-1]))
            orientation = sign
        nodes = [(0.0, point), (length, corrected)]
        if tangent[-1] > 0 > direction[-1] or tangent[-1] < 0 < direction[-1]:
            nodes.insert(1, step.fold(length))
            folds.append(float(nodes[1][1][-1]))
        for (low, begin), (high, finish) in itertools.pairwise(nodes):
            if target is not None and (begin[-1] < target) != (finish[-1] < target):
                crossings.append(step.crossing(low, high, target, rises=begin[-1] < target))
        point, tangent = corrected, direction
        length *= min(2.0, max(0.5, math.sqrt(AIMED_CORRECTION / max(correction, 1e-12))))
    return Branch(point, tuple(crossings), tuple(folds), tuple(bifurcations))


@dataclass(frozen=True)
class _Step:
    """The piece of a curve within one accepted step, read by the arclength along the tangent at its first point."""

    curve: Curve
    point: Vector
    tangent: Vector

    def locate(self, holds: Callable[[Vector], bool], low: float, high: float) -> tuple[float, Vector]:
        """Return where a condition that holds at ``low`` stops to hold before ``high``: the arclength and the point."""
        found = self.point + low * self.tangent
        for _ in range(BISECTIONS):
            middle = 0.5 * (low + high)
            near = self.curve.correct(self.point + middle * self.tangent, self.tangent)
            if near is None:
                break
            found = near
            if holds(near):
                low = middle
            else:
                high = middle
        return 0.5 * (low + high), found

    def bifurcation(self, length: float, orientation: float) -> Vector:
        """Return the point at which the orientation changes from the given one."""
        return self.locate(lambda at: self.curve.tangent(at, self.tangent)[1] == orientation, 0.0, length)[1]

    def fold(self, length: float) -> tuple[float, Vector]:
        """Return the arclength and the point at which the precision turns."""
        way = self.tangent[-1]
        return self.locate(lambda at: bool(self.curve.tangent(at, self.tangent)[0][-1] * way > 0), 0.0, length)

    def crossing(self, low: float, high: float, target: float, *, rises: bool) -> Vector:
        """Return the point between two arclengths at which the precision is the target."""
        _, near = self.locate(lambda at: bool(at[-1] < target) == rises, low, high)
        exact = self.curve.correct(np.append(near[:-1], target), np.eye(near.size)[-1])
        # Where a fold lies on the target, the system at fixed precision is singular and the located point is as good.
        return near if exact is None or np.abs(exact - near).max() > 1e-3 else exact
