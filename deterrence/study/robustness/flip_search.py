"""The search behind ``smallest_flip``: steps along each parameter, towards a corner, and at random.

moves is (n_points, n_parameters): each parameter's move from the file's value as a share of its range, with a sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deterrence.study.robustness.conclusions import Worlds

Floats = NDArray[np.float64]

#: How exact a flip is bisected, as a share of the range: of games measured for all points at once, and of the others.
EXACT, SLOW_EXACT = 1e-6, 1e-3

#: How exact a flip is bisected that is only on the way to a smaller one.
_ROUGH = 1e-3

#: A move for slopes, as a share of the range.
_SMALL = 1e-4

#: Shares of a change within which a smaller one is looked for, one after another; the last is the least gain.
_SHRINK = (0.6, 0.85, 0.97)


@dataclass(frozen=True, eq=False)
class Found:
    """A point that flips: its moves (n_parameters,), what holds there, and the figure without and with the option."""

    moves: Floats
    verdict: str
    baseline: float
    value: float

    @property
    def size(self) -> float:
        """The largest move."""
        return float(np.max(np.abs(self.moves)))


class Search:
    """Search flips of one conclusion.

    Parameters
    ----------
    worlds
        Where it is tried.
    within
        The largest move, as a share of the ranges.
    seed
        For random points.
    """

    def __init__(self, worlds: Worlds, within: float, seed: int) -> None:
        self.worlds = worlds
        self.rng = np.random.default_rng(seed)
        drawn = worlds.plan.drawn
        self.start = np.array([float(worlds.model.parameters[each.id].value) for each in drawn])
        low, high = (np.array([getattr(each, end) for each in drawn]) for end in ("low", "high"))
        self.span = high - low
        # A value set beyond its range may stay where it is.
        self.low, self.high = np.minimum(low, self.start), np.maximum(high, self.start)
        self.least = np.maximum((self.low - self.start) / self.span, -within)
        self.most = np.minimum((self.high - self.start) / self.span, within)
        self.exact = SLOW_EXACT if worlds.is_slow else EXACT
        self.verdict, self.baseline, self.value = worlds.present()
        self._margin = float(worlds.margin(np.array([self.value]), np.array([self.baseline]))[0])

    @property
    def room(self) -> int:
        """How many points may still be tried."""
        return self.worlds.most - self.worlds.tried

    def place(self, moves: Floats) -> Floats:
        """Return the values of the parameters after moves."""
        return np.clip(self.start + moves * self.span, self.low, self.high)

    def _try(self, moves: Floats) -> tuple[NDArray[np.bool_], Floats, list[Found]]:
        """Return which moves flip, the margin at each, and the points."""
        after, before = self.worlds.figures(self.place(moves))
        said = self.worlds.verdicts(after, before)
        flips = (said != self.verdict) & (said != "") & (self.verdict != "")
        found = [Found(m, str(s), float(b), float(a)) for m, s, b, a in zip(moves, said, before, after, strict=True)]
        return flips, self.worlds.margin(after, before), found

    def _rays(self, ends: Floats, n_steps: int, exact: float | None = None) -> list[Found | None]:
        """Return the nearest flip on the way from the file's values to each end, (n_rays, n_parameters)."""
        exact = self.exact if exact is None else max(exact, self.exact)
        shares = np.arange(1, n_steps + 1) / n_steps
        steps = shares[np.newaxis, :, np.newaxis] * ends[:, np.newaxis]
        flips, _, found = self._try(steps.reshape(-1, ends.shape[1]))
        table = flips.reshape(len(ends), n_steps)
        there = np.flatnonzero(table.any(axis=1))
        best: list[Found | None] = [None] * len(ends)
        if not len(there):
            return best
        first = table[there].argmax(axis=1)
        low, high = first / n_steps, (first + 1) / n_steps
        for ray, step in zip(there.tolist(), first.tolist(), strict=True):
            best[ray] = found[ray * n_steps + step]
        sizes = np.abs(ends[there]).max(axis=1)
        while np.max((high - low) * sizes) > exact:
            middle = (low + high) / 2
            flips, _, found = self._try(middle[:, np.newaxis] * ends[there])
            for k in np.flatnonzero(flips).tolist():
                best[there[k]] = found[k]
            low, high = np.where(flips, low, middle), np.where(flips, middle, high)
        return best

    @cached_property
    def _ends(self) -> tuple[Floats, Floats]:
        """The margin with each parameter alone at its least and at its most move."""
        d = len(self.start)
        moves = np.zeros((2 * d, d))
        moves[np.arange(d), np.arange(d)] = self.least
        moves[d + np.arange(d), np.arange(d)] = self.most
        _, margin, _ = self._try(moves)
        return margin[:d], margin[d:]

    @cached_property
    def _alone(self) -> tuple[Found, ...]:
        d = len(self.start)
        n_steps = int(np.clip(self.room // (6 * d), 1, 64))
        ends = np.zeros((2 * d, d))
        ends[np.arange(d), np.arange(d)], ends[d + np.arange(d), np.arange(d)] = self.least, self.most
        ends = ends[np.any(ends != 0, axis=1)]
        nearest: dict[int, Found] = {}
        for ray, found in zip(ends, self._rays(ends, n_steps), strict=True):
            column = int(np.flatnonzero(ray)[0])
            if found is not None and (column not in nearest or found.size < nearest[column].size):
                nearest[column] = found
        return tuple(sorted(nearest.values(), key=lambda one: one.size))

    def alone(self) -> tuple[Found, ...]:
        """Return each parameter's nearest flip, the nearest first."""
        return self._alone

    @cached_property
    def _pull(self) -> Floats:
        """How far each parameter's own steps move the margin towards a flip, with the sign of the step."""
        return self._towards(*self._ends, self._margin)

    def _towards(self, at_least: Floats, at_most: Floats, here: float) -> Floats:
        """Return the better of two steps per parameter: by how much the margin nears the boundary, with its sign."""
        down, up = at_least - here, at_most - here
        way = {"lower": 1.0, "not above": 1.0, "higher": -1.0, "above": -1.0}.get(self.verdict)
        if way is None:  # nothing to lose sign: whatever moves it most
            return np.where(np.abs(up) >= np.abs(down), np.abs(up), -np.abs(down))
        return np.where(way * up >= way * down, np.maximum(way * up, 0), -np.maximum(way * down, 0))

    def _corner(self, pull: Floats, size: float) -> Floats:
        """Return the moves by a size towards where the pull goes, as far as the ranges allow."""
        return np.clip(np.sign(pull) * size, self.least, self.most)

    @cached_property
    def _best(self) -> Found | None:
        limit = float(max(-self.least.min(), self.most.max()))
        starts = self._rays(self._corner(self._pull, limit)[np.newaxis], 8 if self.worlds.is_slow else 64)
        starts += self._alone[:1]
        best = min((one for one in starts if one is not None), key=lambda one: one.size, default=None)
        if best is None:
            best = self._drawn(limit)
        while best is not None and self.room > 0:
            sizes = (best.size * share for share in (_SHRINK[2:] if self.worlds.is_slow else _SHRINK))
            smaller = self._slope(best) or next(filter(None, map(self._drawn, sizes)), None)
            if smaller is None or smaller.size >= best.size:
                break
            best = smaller
        return None if best is None else self._prune(best)

    def together(self) -> Found | None:
        """Return the flip with the least largest move, with no more parameters than it needs."""
        return self._best

    def few(self) -> Found | None:
        """Return the flip with the fewest parameters that was found."""
        if self._alone:
            return self._alone[0]
        if self._best is None:
            return None
        # Where parameters may go as far as their ranges, fewer of them may do.
        limit = float(max(-self.least.min(), self.most.max()))
        sizes = {limit, *(() if self.worlds.is_slow else (limit / 2, limit / 4))}
        far = np.stack([self._corner(way, one) for way in (self._pull, self._best.moves) for one in sorted(sizes)])
        flips, _, found = self._try(far)
        pruned = [self._prune(found[k]) for k in np.flatnonzero(flips).tolist()]
        return min((*pruned, self._best), key=lambda one: (np.count_nonzero(one.moves), one.size))

    def _slope(self, best: Found) -> Found | None:
        """Return a smaller flip towards the corner that slopes at a flip point to; None where there is none."""
        d = len(self.start)
        if self.room < 2 * d + 80 or self.worlds.is_slow:
            return None
        steps = np.vstack([best.moves - _SMALL * np.eye(d), best.moves + _SMALL * np.eye(d)])
        _, margin, _ = self._try(np.clip(steps, self.least, self.most))
        _, (here,), _ = self._try(best.moves[np.newaxis])
        pull = self._towards(margin[:d], margin[d:], float(here))
        (found,) = self._rays(self._corner(pull, best.size)[np.newaxis], 32, _ROUGH)
        return found if found is not None and found.size < best.size * _SHRINK[-1] else None

    def _drawn(self, size: float) -> Found | None:
        """Return the nearest flip on the way to a drawn point of at most a size; None where no point flips."""
        n = min(64 if self.worlds.is_slow else 512, self.room)
        if n <= 0:
            return None
        d = len(self.start)
        towards = np.sign(self._pull)
        signs = np.where(self.rng.random((n, d)) < 0.5, self.rng.choice([-1.0, 1.0], (n, d)), towards)
        amounts = np.where(self.rng.random((n, d)) < 0.7, 1.0, self.rng.random((n, d)))
        moves = np.clip(signs * amounts * size, self.least, self.most)
        flips, _, _ = self._try(moves)
        if not flips.any():
            return None
        rays = self._rays(moves[flips][:8], 4 if self.worlds.is_slow else 16, _ROUGH)
        return min((one for one in rays if one is not None), key=lambda one: one.size, default=None)

    def _prune(self, best: Found) -> Found:
        """Take back moves that a flip does not need, the weakest first, and the whole as far as it still flips."""
        moved = np.flatnonzero(best.moves)
        strength = np.abs(self._pull * np.abs(best.moves))[moved]
        order = moved[np.argsort(-strength, kind="stable")]
        while len(order) > 1:
            counts = np.arange(1, len(order)) if not self.worlds.is_slow else _counts(len(order))
            rows = np.zeros((len(counts), len(self.start)))
            for k, count in enumerate(counts.tolist()):
                rows[k, order[:count]] = best.moves[order[:count]]
            flips, _, found = self._try(rows)
            if not flips.any():
                break
            best = found[int(flips.argmax())]
            order = order[: int(counts[flips.argmax()])]
        if len(order) > 1:
            best = self._leave_out(best, order)
        (ray,) = self._rays(best.moves[np.newaxis], 4 if self.worlds.is_slow else 64)
        return ray or best

    def _leave_out(self, best: Found, order: NDArray[np.intp]) -> Found:
        """Take back single moves that are not needed, as long as there are some."""
        while len(order) > 1 and self.room > 0:
            rows = np.repeat(best.moves[np.newaxis], len(order), axis=0)
            rows[np.arange(len(order)), order] = 0.0
            flips, _, found = self._try(rows)
            if not flips.any():
                return best
            last = len(flips) - 1 - int(flips[::-1].argmax())  # the weakest that can go
            best, order = found[last], np.delete(order, last)
        return best


def _counts(n: int) -> NDArray[np.intp]:
    """Return a few numbers from 1 to below n, each half as much again as the one before."""
    counts = np.unique(np.round(1.5 ** np.arange(0, 40)).astype(np.intp))
    return counts[counts < n]
