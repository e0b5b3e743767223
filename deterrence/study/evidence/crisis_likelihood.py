"""The likelihood of outcomes in the crisis form, its gradient, and what to do where a game has several equilibria.

Write x for the normal score of the chance of resistance, an equilibrium where x = h(x) (``games.crisis_roots``), and
l(x, payoffs) for the log likelihood of one game's outcomes when x is played. Which equilibrium was played is not in the
data, so a rule must say: the *likeliest* given the outcomes, one choice per game, which is maximum likelihood with the
equilibrium as a further unknown; or always the one with *least* or *most* resistance.

The gradient follows x as it moves with the payoffs: dl/dm = l_m + l_x h_m / (1 - h_x), by the implicit function
theorem; the partial derivatives are central differences of closed forms. Where two equilibria merge or the choice of
the rule changes, the likelihood has a kink or a jump, and the gradient is that of the side on which it stands.

References
----------
Jo, J. (2011). "Nonuniqueness of the Equilibrium in Lewis and Schultz's Model." Political Analysis 19: 351-362.
Crisman-Cox, C., and M. Gibilisco (2021). "Estimating Signaling Games in International Relations: Problems and
Solutions." Political Science Research and Methods 9: 565-582. doi:10.1017/psrm.2019.58
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.games.crisis_payoffs import play_at
from deterrence.games.crisis_roots import Payoffs, best_score, resist_scores
from deterrence.study.evidence.crisis_data import PAYOFFS, CrisisData

Floats = NDArray[np.float64]

Rule = Literal["likeliest", "least_resistance", "most_resistance"]

#: Cells of the scan, and scores beyond which a chance counts as 0 or 1: a fit may miss pairs of roots nearer than a
#: cell on its way; the fit that it ends with is computed again with every root.
_CELLS, _EDGE = 48, 8.0

#: Steps of the central differences.
_STEP = 1e-5

#: Smallest share whose logarithm counts.
_FLOOR = 1e-300


def all_scores(payoffs: Payoffs) -> Floats:
    """Return every equilibrium of every game, (n_games, n_roots), NaN where a game has fewer."""
    return resist_scores(payoffs)


def quick_scores(payoffs: Payoffs) -> Floats:
    """Return the equilibria that a scan finds, like ``all_scores`` but quicker; roots nearer than a cell may be missed.

    A game in which the scan finds none gets the nearer end of the scan.
    """
    n_games = len(payoffs.war)
    grid = np.linspace(-_EDGE, _EDGE, _CELLS + 1)
    owner = np.repeat(np.arange(n_games), _CELLS + 1)
    points = np.tile(grid, n_games)
    gap = (points - best_score(payoffs.pick(owner), points)[0]).reshape(n_games, _CELLS + 1)
    signs = gap < 0
    crossed, cell = np.nonzero(signs[:, :-1] != signs[:, 1:])
    own = payoffs.pick(crossed)
    left, right = grid[cell].copy(), grid[cell + 1].copy()
    rises = np.where(signs[crossed, cell], 1.0, -1.0)
    root = (left + right) / 2
    for _ in range(30):
        reply, slope = best_score(own, root)
        value = root - reply
        is_below = rises * value < 0
        left, right = np.where(is_below, root, left), np.where(is_below, right, root)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = root - value / (1 - slope)
        after = np.where((step > left) & (step < right), step, (left + right) / 2)
        moved = np.abs(after - root)
        root = after
        if not len(root) or moved.max() < 1e-11:
            break
    counts = np.bincount(crossed, minlength=n_games)
    found = np.full((n_games, max(int(counts.max(initial=1)), 1)), np.nan)
    found[crossed, np.arange(len(crossed)) - np.repeat(np.cumsum(counts) - counts, counts)] = root
    none = counts == 0
    found[none, 0] = np.where(gap[none, 0] > 0, -_EDGE, _EDGE)
    return found


def outcome_logs(payoffs: Payoffs, score: Floats) -> Floats:
    """Return the logarithms of the chances of the four outcomes at a score, (n_games, 4)."""
    play = play_at(payoffs, score)
    challenge, resist, fight = play["p_challenge"], play["p_resist"], play["p_fight"]
    shares = [1 - challenge, challenge * (1 - resist), challenge * resist * fight, challenge * resist * (1 - fight)]
    return np.log(np.maximum(np.stack(shares, axis=1), _FLOOR))


def game_levels(counts: Floats, payoffs: Payoffs, scores: Floats) -> Floats:
    """Return the log likelihood of every game at every of its equilibria, minus infinity where there is none."""
    found = np.full(scores.shape, -np.inf)
    for place in range(scores.shape[1]):
        there = np.flatnonzero(np.isfinite(scores[:, place]))
        logs = outcome_logs(payoffs.pick(there), scores[there, place])
        found[there, place] = (counts[there] * logs).sum(axis=1)
    return found


def pick_scores(counts: Floats, payoffs: Payoffs, scores: Floats, rule: Rule) -> tuple[Floats, Floats]:
    """Return the equilibrium that a rule picks in every game, and the game's log likelihood there."""
    levels = game_levels(counts, payoffs, scores)
    if rule == "likeliest":
        place = np.argmax(levels, axis=1)
    elif rule == "least_resistance":
        place = np.zeros(len(scores), dtype=np.intp)
    else:
        place = np.isfinite(scores).sum(axis=1) - 1
    rows = np.arange(len(scores))
    return scores[rows, place], levels[rows, place]


def level_and_gradient(data: CrisisData, coefficients: Floats, rule: Rule) -> tuple[float, Floats]:
    """Return the log likelihood and its gradient in the coefficients."""
    payoffs = data.payoffs(coefficients)
    score, levels = pick_scores(data.counts, payoffs, quick_scores(payoffs), rule)

    def level(own: Payoffs, at: Floats) -> Floats:
        return (data.counts * outcome_logs(own, at)).sum(axis=1)

    level_x = (level(payoffs, score + _STEP) - level(payoffs, score - _STEP)) / (2 * _STEP)
    steep = 1 - best_score(payoffs, score)[1]
    steep = np.where(np.abs(steep) < 1e-6, 1e-6, steep)
    gradient = np.zeros(len(data.terms))
    for name in PAYOFFS:
        own = [k for k, (payoff, _) in enumerate(data.terms) if payoff == name]
        if not own:
            continue
        up, down = (replace(payoffs, **{name: getattr(payoffs, name) + step}) for step in (_STEP, -_STEP))
        direct = (level(up, score) - level(down, score)) / (2 * _STEP)
        # Far out, a reply may be infinite on one side or both: there the game does not answer to the payoff.
        with np.errstate(invalid="ignore", over="ignore"):
            reply = (best_score(up, score)[0] - best_score(down, score)[0]) / (2 * _STEP)
        slope = direct + level_x * np.nan_to_num(reply, posinf=0.0, neginf=0.0) / steep
        gradient[own] = slope @ data.columns[:, own]
    return float(levels.sum()), gradient
