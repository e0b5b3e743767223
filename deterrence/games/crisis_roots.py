"""Every chance of resistance at which a crisis is in equilibrium, for one game or many draws at once.

Write x for the normal score of the chance p = Phi(x) that the target resists. The challenger answers p with the cut-off
c = V + (S - V) / p, that with the odds R that it backs down when resisted (``crisis_choice``), and the target answers R
with the score h(x) = (W_B - C_B) + (V_B - C_B) R(c(Phi(x))). Equilibria are the roots of G(x) = x - h(x).

h is monotone. The two utilities of the challenger are normal with one spread, so the ratio of the densities of their
reverse hazards is monotone, and with it R in c; c is monotone in p. That makes the search safe:

1. Where h falls, G rises, and there is exactly one root.
2. Where h rises, a root between x1 and x2 needs x1 <= h(x2) and h(x1) <= x2. Cells that fail this hold no root and are
   dropped; the others are split, again and again, until they are narrow.
3. In a narrow cell a change of sign brackets a root. Where there is none but the slope of G changes its sign, G is
   followed to its turning point, which shows two roots near to one another, one that touches, or none.
4. Brackets are closed by Newton's method, with bisection where a step would leave the bracket.

Scores beyond 38 stand for chances that no float tells from 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deterrence.games.crisis_choice import Floats, back_down_log_odds

#: The largest score whose chance a float can tell from 0 or 1.
_EDGE = 38.0

#: Cells of the first scan, parts into which a cell is split, and the width at which splitting ends.
_FIRST_CELLS, _PARTS, _NARROW = 32, 4, 1e-5

#: A turning point of G this near to zero is a root that touches.
_TOUCH = 1e-13


@dataclass(frozen=True)
class Payoffs:
    """Hold the seven payoffs of a crisis as arrays of draws ``(n_draws,)``, in the order of the form's arguments."""

    status_quo: Floats
    demand: Floats
    concession: Floats
    war: Floats
    backdown: Floats
    resist: Floats
    target_war: Floats

    def pick(self, draws: NDArray[np.intp]) -> Payoffs:
        """Return the payoffs of some draws."""
        return Payoffs(*(column[draws] for column in vars(self).values()))


def cut_off(payoffs: Payoffs, p_resist: Floats) -> Floats:
    """Return c, what the better of fighting and backing down must exceed for a challenge to pay."""
    excess = payoffs.status_quo - payoffs.demand
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return payoffs.demand + np.where(excess == 0, 0.0, excess / p_resist)


def best_score(payoffs: Payoffs, score: Floats) -> tuple[Floats, Floats]:
    """Return h(x), the target's best reply to its own score by way of the challenger's, and its slope."""
    from scipy.special import ndtr

    p_resist = ndtr(score)
    cut = cut_off(payoffs, p_resist)
    log_odds, slope = back_down_log_odds(cut, payoffs.war, payoffs.backdown)
    bluff_pays = payoffs.resist - payoffs.concession
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        share = np.where(bluff_pays == 0, 0.0, bluff_pays * np.exp(log_odds))
        density = np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
        moved = -(payoffs.status_quo - payoffs.demand) / p_resist**2 * density
        change = np.where(share == 0, 0.0, share * slope * moved)
    return payoffs.target_war - payoffs.concession + share, np.where(np.isfinite(change), change, 0.0)


def resist_scores(payoffs: Payoffs) -> Floats:
    """Return the scores of all equilibria, ascending, shape ``(n_draws, n_roots)``, padded with NaN.

    Draws with NaN among their payoffs have no root.
    """
    n_draws = len(payoffs.war)
    at_zero = best_score(payoffs, np.full(n_draws, -_EDGE))[0]
    at_one = best_score(payoffs, np.full(n_draws, _EDGE))[0]
    # Where the reply is flat a root lies on the very end of its range, so the range is widened beyond rounding.
    low = np.clip(_beyond(np.minimum(at_zero, at_one), -1e-9), -_EDGE, _EDGE)
    high = np.clip(_beyond(np.maximum(at_zero, at_one), 1e-9), -_EDGE, _EDGE)
    draws = np.arange(n_draws)
    rises = at_one > at_zero
    flat, steep = draws[~rises & (at_zero == at_zero)], draws[rises]
    found = [(flat, _close(payoffs, flat, low[flat], high[flat]))]
    found += _corners(rises, at_zero, at_one)
    found += _search(payoffs, steep, low[steep], high[steep])
    return _columns(n_draws, np.concatenate([k for k, _ in found]), np.concatenate([x for _, x in found]))


def _beyond(score: Floats, share: float) -> Floats:
    finite = np.where(np.isfinite(score), score, 0.0)
    return np.where(np.isfinite(score), finite + share * (1 + np.abs(finite)), score)


def _corners(rises: NDArray[np.bool_], at_zero: Floats, at_one: Floats) -> list[tuple[NDArray[np.intp], Floats]]:
    """Return the roots beyond what floats can tell from certain concession or certain resistance."""
    bottom, top = np.flatnonzero(rises & (at_zero < -_EDGE)), np.flatnonzero(rises & (at_one > _EDGE))
    return [(bottom, np.full(len(bottom), -_EDGE)), (top, np.full(len(top), _EDGE))]


def _search(
    payoffs: Payoffs, draws: NDArray[np.intp], low: Floats, high: Floats
) -> list[tuple[NDArray[np.intp], Floats]]:
    """Return the roots of draws whose best reply rises: steps 2 to 4."""
    owner = np.repeat(draws, _FIRST_CELLS)
    shares = np.arange(_FIRST_CELLS) / _FIRST_CELLS
    left = (low[:, None] + (high - low)[:, None] * shares).ravel()
    right = (low[:, None] + (high - low)[:, None] * (shares + 1 / _FIRST_CELLS)).ravel()
    closed: list[tuple[NDArray[np.intp], Floats]] = []
    while len(owner):
        own = payoffs.pick(owner)
        reply_left, reply_right = best_score(own, left)[0], best_score(own, right)[0]
        slack = 1e-12 * (1 + np.abs(left))
        keep = (left <= reply_right + slack) & (reply_left <= right + slack)
        owner, left, right = owner[keep], left[keep], right[keep]
        narrow = right - left <= _NARROW
        closed += _settle(payoffs, owner[narrow], left[narrow], right[narrow])
        owner, left, right = owner[~narrow], left[~narrow], right[~narrow]
        parts = np.linspace(0, 1, _PARTS + 1)
        edges = left[:, None] + (right - left)[:, None] * parts
        edges[:, -1] = right
        owner, left, right = np.repeat(owner, _PARTS), edges[:, :-1].ravel(), edges[:, 1:].ravel()
    return closed


def _settle(
    payoffs: Payoffs, owner: NDArray[np.intp], left: Floats, right: Floats
) -> list[tuple[NDArray[np.intp], Floats]]:
    """Return the roots in narrow cells: step 3."""
    own = payoffs.pick(owner)
    gap_left, slope_left = _gap(own, left)
    gap_right, slope_right = _gap(own, right)
    crosses = (gap_left < 0) != (gap_right < 0)
    sign = np.where(gap_left < 0, -1.0, 1.0)
    turns = ~crosses & (sign * slope_left < 0) & (sign * slope_right > 0)
    closed = [(owner[crosses], _close(payoffs, owner[crosses], left[crosses], right[crosses]))]
    owner, left, right, sign = owner[turns], left[turns], right[turns], sign[turns]
    turn = _bisect(lambda x: sign * _gap(payoffs.pick(owner), x)[1], left, right)
    depth = sign * _gap(payoffs.pick(owner), turn)[0]
    touches, two = np.abs(depth) <= _TOUCH * (1 + np.abs(turn)), depth < -_TOUCH * (1 + np.abs(turn))
    closed.append((owner[touches], turn[touches]))
    closed.append((owner[two], _close(payoffs, owner[two], left[two], turn[two])))
    closed.append((owner[two], _close(payoffs, owner[two], turn[two], right[two])))
    return closed


def _gap(payoffs: Payoffs, score: Floats) -> tuple[Floats, Floats]:
    reply, slope = best_score(payoffs, score)
    return score - reply, 1 - slope


def _close(payoffs: Payoffs, owner: NDArray[np.intp], left: Floats, right: Floats) -> Floats:
    """Return the root of G in each bracket: step 4."""
    own = payoffs.pick(owner)
    left, right = left.copy(), right.copy()
    rises = np.where(_gap(own, left)[0] < 0, 1.0, -1.0)
    root = (left + right) / 2
    for _ in range(100):
        gap, slope = _gap(own, root)
        is_below = rises * gap < 0
        left, right = np.where(is_below, root, left), np.where(is_below, right, root)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = root - gap / slope
        after = np.where((step > left) & (step < right), step, (left + right) / 2)
        settled = np.abs(after - root) <= 4e-16 * (1 + np.abs(root))
        root = np.where(gap == 0, root, after)
        if np.all(settled | (gap == 0)):
            break
    return root


def _bisect(rising: Callable[[Floats], Floats], left: Floats, right: Floats) -> Floats:
    for _ in range(60):
        middle = (left + right) / 2
        is_below = rising(middle) < 0
        left, right = np.where(is_below, middle, left), np.where(is_below, right, middle)
    return (left + right) / 2


def _columns(n_draws: int, owner: NDArray[np.intp], score: Floats) -> Floats:
    order = np.lexsort((score, owner))
    owner, score = owner[order], score[order]
    counts = np.bincount(owner, minlength=n_draws)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    table = np.full((n_draws, int(counts.max(initial=1))), np.nan)
    table[owner, place] = score
    return table
