"""What the marginal types of a crisis would gain by acting otherwise, from the payoffs and the chances of a profile.

Payoffs carry private shocks, so a plan is a set of cut-offs: the challenger challenges when the better of fighting and
backing down exceeds one, and fights when fighting is worth more than backing down by another; the target resists when
its shock exceeds a third. A profile states chances, and each chance stands for its cut-off. Of all types that act
against their interest, the one at the cut-off loses most by it, so its loss is the regret. A chance that differs from
that of a best reply by less than one type in 10^12 counts as one: in the tails a float cannot say more.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from deterrence.games.crisis_choice import Floats, p_challenge, scaled_tail
from deterrence.games.crisis_roots import Payoffs, cut_off

#: Share of types whose mistakes are below the rounding of a chance.
_ROUNDING = 1e-12

#: Distance within which cut-offs are sought, in standard deviations beyond the payoffs.
_REACH = 40.0


def challenge_regret(payoffs: Payoffs, p_resist: Floats, p_challenges: Floats) -> Floats:
    """Return what the marginal challenger gains by changing its mind about a challenge, payoff units."""
    wanted = p_challenge(cut_off(payoffs, p_resist), payoffs.war, payoffs.backdown)
    kept = _challenge_cut_off(payoffs, p_challenges)
    gain = (1 - p_resist) * payoffs.demand + p_resist * kept - payoffs.status_quo
    return np.where(np.abs(wanted - p_challenges) <= _ROUNDING, 0.0, np.abs(gain))


def fight_regret(payoffs: Payoffs, p_challenges: Floats, p_fight: Floats) -> Floats:
    """Return what the marginal challenger gains, once resisted, by backing down instead of fighting or the reverse.

    Zero where nobody challenges: the target may then believe anything of a challenger.
    """
    start = _challenge_cut_off(payoffs, p_challenges)

    def less_than_kept(bias: Floats) -> Floats:
        return _fight_share(payoffs, start, bias) - p_fight

    bias = _bisect_falling(less_than_kept, np.full_like(start, -_REACH), np.full_like(start, _REACH))
    is_best = np.abs(less_than_kept(np.zeros_like(start))) <= _ROUNDING
    return np.where(is_best | (p_challenges < 1e-300), 0.0, np.abs(bias))


def resist_regret(payoffs: Payoffs, p_fight: Floats, p_resist: Floats) -> Floats:
    """Return what the marginal target gains, once challenged, by conceding instead of resisting or the reverse."""
    from scipy.special import ndtr, ndtri

    stake = p_fight * payoffs.target_war + (1 - p_fight) * payoffs.resist - payoffs.concession
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = ndtr(np.where(p_fight > 0, stake / p_fight, np.where(stake == 0, 0.0, np.inf * np.sign(stake))))
    kept = -np.clip(ndtri(p_resist), -_REACH, _REACH)
    return np.where(np.abs(wanted - p_resist) <= _ROUNDING, 0.0, np.abs(stake + p_fight * kept))


def _challenge_cut_off(payoffs: Payoffs, p_challenges: Floats) -> Floats:
    low = np.minimum(payoffs.war, payoffs.backdown) - _REACH
    high = np.maximum(payoffs.war, payoffs.backdown) + _REACH
    return _bisect_falling(lambda cut: p_challenge(cut, payoffs.war, payoffs.backdown) - p_challenges, low, high)


def _fight_share(payoffs: Payoffs, start: Floats, bias: Floats) -> Floats:
    """Return the share of challengers who fight when fighting must be worth ``bias`` more than backing down."""
    shift = payoffs.war - payoffs.backdown - bias
    fights = bias >= 0
    low, mass = scaled_tail(start - np.where(fights, payoffs.war, payoffs.backdown), np.where(fights, shift, -shift))
    first, log_first = scaled_tail(start - payoffs.war, payoffs.war - payoffs.backdown)
    second, log_second = scaled_tail(start - payoffs.backdown, payoffs.backdown - payoffs.war)
    ahead = log_second - log_first - (second - first) * (second + first) / 2
    share = np.exp(mass - log_first - (low - first) * (low + first) / 2) / (1 + np.exp(np.minimum(ahead, 700.0)))
    return np.where(fights, share, 1 - share)


def _bisect_falling(falling: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    for _ in range(70):
        middle = (low + high) / 2
        is_left = falling(middle) > 0
        low, high = np.where(is_left, middle, low), np.where(is_left, high, middle)
    return (low + high) / 2
