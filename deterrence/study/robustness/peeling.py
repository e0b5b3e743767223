"""Patient rule induction: boxes in which many of the points are of interest.

points is (n, d), a row per draw and a column per parameter; of_interest is (n,), yes or no. A box keeps a point when
``low <= point <= high`` in every column; a limit is a value of the points themselves, or infinite where it is open.

1. *Peel*: from all points on, take a slice of a share ``peel`` off the low or the high end of one column, that which
   raises the density most per point taken away, until all points inside are of interest or ``least_mass`` is left.
   Equal values go together, so a slice can be thicker; a column without two values inside is left alone.
2. *Choose* a box of that trajectory: the one with the greatest harmonic mean of coverage and of the gain in density
   over all points (``balanced``), or with ``least_density`` the one with the greatest coverage among those as dense.
3. *Test*: the quasi-p-value of a column is the probability that a box without its limits, but with as many points as
   the box has, drawn from that wider box at random, holds as many points of interest. Limits whose value is above
   ``significance``, divided by the number of columns since that many were searched, are opened, the largest first.
4. *Paste*: move every limit that is left, outwards or inwards, to where it serves the criterion of step 2 best, as
   long as that improves the box. Then test again.
5. *Cover*: leave the points of the box out and begin anew, up to ``most_boxes``; end where a box has no limits, or is
   no denser than all points.

References
----------
J. H. Friedman and N. I. Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9, 123-143
(peeling, pasting, covering). B. P. Bryant and R. J. Lempert (2010), Thinking inside the box, Technological Forecasting
and Social Change 77, 34-49 (coverage, density, quasi-p-values). J. H. Kwakkel and M. Jaxa-Rozen (2016), Improving
scenario discovery for handling heterogeneous uncertainties and multinomial classified outcomes, Environmental
Modelling & Software 79, 311-321 (the density gained per point taken away).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Returns how good boxes are, given how many points they hold, how many of these are of interest, how many of interest
#: there are, and how many points.
Score = Callable[[Floats, Floats, float, float], Floats]


class Step(NamedTuple):
    """One box on the way: what was done, how many columns it limits, and what it holds."""

    kind: Literal["peel", "open", "paste"]
    n_restricted: int
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Limits:
    """The limits of a box, (d,) each; infinite where it is open."""

    low: Floats
    high: Floats

    @classmethod
    def open(cls, n_columns: int) -> Limits:
        """Return the box that holds everything."""
        return cls(np.full(n_columns, -np.inf), np.full(n_columns, np.inf))

    @property
    def restricted(self) -> NDArray[np.intp]:
        """The columns with a limit."""
        return np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))

    def holds(self, points: Floats) -> Flags:
        """Return which points are inside."""
        inside = np.ones(len(points), dtype=bool)
        for column in self.restricted:
            inside &= (points[:, column] >= self.low[column]) & (points[:, column] <= self.high[column])
        return inside

    def without(self, column: int) -> Limits:
        """Return the box without the limits of one column."""
        low, high = self.low.copy(), self.high.copy()
        low[column], high[column] = -np.inf, np.inf
        return Limits(low, high)

    def with_limit(self, column: int, value: float, *, is_low: bool) -> Limits:
        """Return the box with another limit on one side of one column."""
        low, high = self.low.copy(), self.high.copy()
        (low if is_low else high)[column] = value
        return Limits(low, high)


def balanced(inside: Floats, found: Floats, total: float, n_points: float) -> Floats:
    """Return the harmonic mean of coverage and of the gain in density; 0 for a box that is no denser than all points.

    Coverage is found of total. The gain is (density - base) / (1 - base), where density is found of inside and base
    total of n_points; the box of all points has none, so that it is no compromise.
    """
    base, coverage = total / n_points, found / total
    gain = np.maximum((found / np.maximum(inside, 1) - base) / (1 - base), 0.0)
    return 2 * coverage * gain / np.maximum(coverage + gain, 1e-300)


def dense_enough(least_density: float) -> Score:
    """Return the score that puts coverage first among boxes of a density, and density among those that lack it."""

    def score(inside: Floats, found: Floats, total: float, n_points: float) -> Floats:
        density = found / np.maximum(inside, 1)
        return np.where(density >= least_density, found, density - 1)

    return score


def search_box(
    points: Floats,
    of_interest: Flags,
    *,
    peel: float,
    least_mass: float,
    significance: float,
    score: Score,
    step: Callable[[], None] | None = None,
) -> tuple[Limits, tuple[Step, ...]]:
    """Return one box, by steps 1 to 4, and the boxes on the way.

    ``least_mass`` is a number of points here; ``step`` is called before every slice and every move of a limit.
    """
    wait = step or _no_wait
    total = float(of_interest.sum())
    peeled = _peel(points, of_interest, peel, least_mass, wait)
    counts = [_counts(one, points, of_interest) for one in peeled]
    steps = [_step("peel", one, count, total, len(points)) for one, count in zip(peeled, counts, strict=True)]
    inside, found = np.array(counts, dtype=np.float64).T
    box = peeled[int(np.argmax(score(inside, found, total, len(points))))]  # the first of equals is the largest
    limit = significance / max(1, points.shape[1])
    while True:
        box, opened = _open_chance(box, points, of_interest, limit)
        steps += [_step("open", one, _counts(one, points, of_interest), total, len(points)) for one in opened]
        pasted = _paste(box, points, of_interest, score, wait)
        if pasted is box:
            return box, tuple(steps)
        box = pasted
        steps.append(_step("paste", box, _counts(box, points, of_interest), total, len(points)))


def quasi_p(box: Limits, column: int, points: Floats, of_interest: Flags) -> float:
    """Return the quasi-p-value of a column's limits: that chance alone finds as many points of interest."""
    from scipy.stats import binom  # deferred: heavy

    inside, found = _counts(box, points, of_interest)
    wider, wider_found = _counts(box.without(column), points, of_interest)
    return float(binom.sf(found - 1, inside, wider_found / wider)) if wider else 1.0


def _counts(box: Limits, points: Floats, of_interest: Flags) -> tuple[int, int]:
    inside = box.holds(points)
    return int(inside.sum()), int((inside & of_interest).sum())


def _step(kind: Literal["peel", "open", "paste"], box: Limits, count: tuple[int, int], total: float, n: int) -> Step:
    inside, found = count
    return Step(kind, len(box.restricted), found / total, found / max(inside, 1), inside / n)


def _no_wait() -> None: ...


def _peel(points: Floats, of_interest: Flags, peel: float, least_mass: float, wait: Callable[[], None]) -> list[Limits]:
    """Return the boxes from all points down to the smallest."""
    boxes = [Limits.open(points.shape[1])]
    columns = np.ascontiguousarray(points.T)
    # Sorted once: a slice leaves the order of what stays as it is.
    order, inside = np.argsort(columns, axis=1, kind="stable"), of_interest
    stays = np.ones(len(points), dtype=bool)
    while not inside.all():
        wait()
        best = _best_slice(np.take_along_axis(columns, order, axis=1), of_interest[order], peel, least_mass)
        if best is None:
            break
        column, value, is_low = best
        boxes.append(boxes[-1].with_limit(column, value, is_low=is_low))
        stays &= columns[column] >= value if is_low else columns[column] <= value
        order = order[stays[order]].reshape(len(columns), -1)
        inside = of_interest[stays]
    return boxes


def _best_slice(values: Floats, marks: Flags, peel: float, least_mass: float) -> tuple[int, float, bool] | None:
    """Return (column, new limit, whether it is the low one) of the slice to take away, or None.

    values and marks are those of the points inside, (d, n), sorted by value in every column.
    """
    d, n = values.shape
    before = np.hstack([np.zeros((d, 1)), np.cumsum(marks, axis=1)])  # of interest among the k lowest
    thin, columns = max(1, int(peel * n)), np.arange(d)
    found = before[:, -1]
    best: tuple[float, float, int, float, bool] | None = None
    for is_low in (True, False):
        if is_low:
            end = values[:, :1]
            edge = values[:, min(thin, n - 1)]
            edge = np.where(edge > end[:, 0], edge, np.min(np.where(values > end, values, np.inf), axis=1))
            taken = np.sum(values < edge[:, np.newaxis], axis=1)
            left = found - before[columns, taken]
        else:
            end = values[:, -1:]
            edge = values[:, max(n - 1 - thin, 0)]
            edge = np.where(edge < end[:, 0], edge, np.max(np.where(values < end, values, -np.inf), axis=1))
            taken = np.sum(values > edge[:, np.newaxis], axis=1)
            left = before[columns, n - taken]
        stays = n - taken
        is_possible = np.isfinite(edge) & (taken > 0) & (stays >= least_mass) & (stays > 0)
        gain = (left / np.maximum(stays, 1) - found / n) / np.maximum(taken, 1)
        for column in np.flatnonzero(is_possible).tolist():
            one = (float(gain[column]), float(stays[column]))
            if best is None or one > best[:2]:
                best = (*one, column, float(edge[column]), is_low)
    return None if best is None else best[2:]


def _open_chance(box: Limits, points: Floats, of_interest: Flags, limit: float) -> tuple[Limits, list[Limits]]:
    """Open the limits that chance may have found, the worst first; return the box, and those on the way."""
    opened: list[Limits] = []
    while len(box.restricted):
        chances = [(quasi_p(box, column, points, of_interest), column) for column in box.restricted.tolist()]
        worst, column = max(chances)
        if worst <= limit:
            break
        box = box.without(column)
        opened.append(box)
    return box, opened


def _paste(box: Limits, points: Floats, of_interest: Flags, score: Score, wait: Callable[[], None]) -> Limits:
    """Move the limits that a box has to where they serve best, one after another; the same box where none improves."""
    total = float(of_interest.sum())
    inside, found = _counts(box, points, of_interest)
    while True:
        wait()
        now = (float(score(np.array([inside]), np.array([found]), total, len(points))[0]), inside)
        moves = [
            _best_limit(box, column, is_low, points, of_interest, score)
            for column in box.restricted.tolist()
            for is_low in (True, False)
            if np.isfinite((box.low if is_low else box.high)[column])
        ]
        better = max((move for move in moves if move[0] > now), key=lambda move: move[0], default=None)
        if better is None:
            return box
        box = better[1]
        inside, found = _counts(box, points, of_interest)


def _best_limit(
    box: Limits, column: int, is_low: bool, points: Floats, of_interest: Flags, score: Score
) -> tuple[tuple[float, int], Limits]:
    """Return how good the best limit on one side of a column is, (score, points inside), and the box with it."""
    total = float(of_interest.sum())
    wide = box.with_limit(column, -np.inf if is_low else np.inf, is_low=is_low)
    there = wide.holds(points)
    values, marks = points[there, column], of_interest[there]
    order = np.argsort(-values if is_low else values, kind="stable")
    values, found = values[order], np.cumsum(marks[order]).astype(np.float64)
    lasts = np.append(np.flatnonzero(np.diff(values) != 0), len(values) - 1)  # equal values go together
    inside = lasts + 1.0
    scores = score(inside, found[lasts], total, len(points))
    best = len(scores) - 1 - int(np.argmax(scores[::-1]))  # the largest of equals
    is_open = best == len(scores) - 1
    limit = (-np.inf if is_low else np.inf) if is_open else float(values[lasts[best]])
    return (float(scores[best]), int(inside[best])), box.with_limit(column, limit, is_low=is_low)
