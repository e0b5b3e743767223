"""What both sides of a crisis do and expect, at a normal score x of the chance that the target resists.

With z standard normal, the mean of z phi(z) Phi(z + d) over z > s, needed for the mean of a shock among those who act
on it, has a closed form: phi(s) Phi(s + d) + phi(d / sqrt 2) / sqrt 2 * Phi(-sqrt 2 (s + d / 2)).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deterrence.games.crisis_choice import Floats, back_down_log_odds, p_challenge
from deterrence.games.crisis_roots import Payoffs, cut_off

_ROOT_TWO = np.sqrt(2.0)


def play_at(payoffs: Payoffs, score: Floats) -> dict[str, Floats]:
    """Return ``p_resist``, ``p_challenge`` and ``p_fight`` when the target's score is x and the challenger answers it.

    ``p_fight`` is the chance of fighting given a challenge that is resisted.
    """
    from scipy.special import expit, ndtr

    p_resist = ndtr(score)
    cut = cut_off(payoffs, p_resist)
    log_odds, _ = back_down_log_odds(cut, payoffs.war, payoffs.backdown)
    return {
        "p_resist": p_resist,
        "p_challenge": p_challenge(cut, payoffs.war, payoffs.backdown),
        "p_fight": expit(-log_odds),
    }


def expected_payoffs(payoffs: Payoffs, score: Floats, play: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return what challenger and target expect before they learn their shocks, payoff units."""
    from scipy.special import ndtr

    p_resist, challenged, fights = play["p_resist"], play["p_challenge"], play["p_fight"]
    concedes = ndtr(-score)
    cut = cut_off(payoffs, p_resist)
    shocks = _shock_mean(cut - payoffs.war, payoffs.war - payoffs.backdown)
    shocks += _shock_mean(cut - payoffs.backdown, payoffs.backdown - payoffs.war)
    meant = challenged * (fights * payoffs.war + (1 - fights) * payoffs.backdown) + shocks
    challenger = (1 - challenged) * payoffs.status_quo + challenged * concedes * payoffs.demand + p_resist * meant
    resisted = p_resist * (fights * payoffs.target_war + (1 - fights) * payoffs.resist) + fights * _density(score)
    return challenger, challenged * (concedes * payoffs.concession + resisted)


def _shock_mean(start: Floats, shift: Floats) -> Floats:
    from scipy.special import ndtr

    both = _density(shift / _ROOT_TWO) / _ROOT_TWO * ndtr(-_ROOT_TWO * (start + shift / 2))
    return _density(start) * ndtr(start + shift) + both


def _density(score: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
