"""Closed-form measures of restraint that belong to one front only.

Notation as in ``punishment``: g = T - R, X = rho (R - P) - epsilon (T - P), S = delta + ... + delta^N. The rules for
players who need no threat, and for threats that are none, stand at the top of ``restraint_measures``.
"""

from __future__ import annotations

import itertools
from typing import Any

from deterrence.games.draws import on_sound_draws, refuse_symbols
from deterrence.games.punishment import Incentive, everybody, exceeds, punishment_weight
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import all_hold_back, all_retaliate, is_needless, is_threat
from deterrence.games.stage import stage_class
from deterrence.numerics import Number, choose, divide, inf, maximum, minimum, nan, negate, where


@on_sound_draws
def grim_critical_discount(game: Restraint) -> tuple[Number, ...]:
    """Return each player's threshold under perfect signals and unlimited punishment, (T - R) / (T - P).

    References
    ----------
    Friedman (1971).

    Examples
    --------
    >>> grim_critical_discount(Restraint(5, 3, 1, 0, discount=0.9))
    (0.5, 0.5)
    """
    thresholds: list[Number] = []
    for own, (temptation, reward, punishment, _) in zip(game.stakes, game.payoff_rows, strict=True):
        gain = temptation - reward
        formula = divide(gain, temptation - punishment)
        thresholds.append(choose([(negate(own.needs_threat), gain - gain), (own.is_credible, formula)], inf))
    return tuple(thresholds)


@on_sound_draws
def tft_critical_discount(game: Restraint) -> tuple[Number, ...]:
    """Return each player's threshold for answering tit for tat with restraint, under perfect signals.

    The larger of (T - R) / (T - P), against attacking for good, and (T - R) / (R - S), against attacking every other
    period; ``inf`` when that reaches one. In a dilemma, T > R > P > S for both, tit for tat is a Nash equilibrium
    exactly from the players' thresholds on; it is subgame perfect on a knife edge only. For other payoffs the rules of
    ``restraint_measures`` come first and the number is no Nash threshold: 0 where T <= R, even if the player would
    rather fight for good, and ``inf`` where R <= P or P < S, even if tit for tat would be a Nash equilibrium (chicken).

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. New York: Basic Books, appendix B.

    Examples
    --------
    >>> round(tft_critical_discount(Restraint(5, 3, 1, 0, discount=0.9))[0], 4)
    0.6667
    """
    thresholds: list[Number] = []
    for own, (temptation, reward, punishment, sucker) in zip(game.stakes, game.payoff_rows, strict=True):
        gain, once = temptation - reward, reward - sucker
        formula = divide(gain, minimum(temptation - punishment, once))
        exists = own.is_credible & exceeds(Incentive(gain, once, gain - gain, True), 1)
        thresholds.append(choose([(negate(own.needs_threat), gain - gain), (exists, formula)], inf))
    return tuple(thresholds)


@on_sound_draws
def max_false_alarm(game: Restraint) -> tuple[Number, ...]:
    """Return the highest false alarm rate each player's restraint survives at the game's discount factor and N.

    (rho (R - P) - g / S) / (T - P). A negative rate says that restraint fails even without false alarms, and ``-inf``
    that punishment is no threat. A player without temptation bears any rate below rho, so rho is returned.

    Examples
    --------
    >>> game = Restraint(5, 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9, punishment_periods=5)
    >>> round(max_false_alarm(game)[0], 7)
    0.3143365
    """
    rates: list[Number] = []
    for own, row, delta in zip(game.stakes, game.payoff_rows, game.discount, strict=True):
        temptation, reward, punishment, _ = row
        weight = punishment_weight(delta, game.punishment_periods)
        spare = game.detection * (reward - punishment) - divide(temptation - reward, weight)
        formula = divide(spare, temptation - punishment)
        exists = own.is_credible & (delta > 0)
        rates.append(choose([(negate(own.needs_threat), game.detection), (exists, formula)], -inf))
    return tuple(rates)


@on_sound_draws
def best_symmetric_value(game: Restraint) -> tuple[Number, ...]:
    """Return each player's value in the best equilibrium that punishes all alike, with public randomisation.

    After a bad signal, punishment without end starts with the least chance phi that still deters: with
    S = delta / (1 - delta), phi = max of g / (S X) over the players, and V = P + (R - P) / (1 + epsilon phi S). Between
    equals that is R - epsilon g / (rho - epsilon): the loss to noise does not vanish as delta nears one. Where phi
    exceeds one, P, the value of always attacking; NaN where that is no equilibrium either (P < S). R where nobody needs
    a threat.

    References
    ----------
    Abreu, D., P. Milgrom and D. Pearce (1991). "Information and Timing in Repeated Partnerships." Econometrica 59:
    1713-1733.

    Examples
    --------
    >>> game = Restraint(5, 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9)
    >>> round(best_symmetric_value(game)[0], 7)
    2.8823529
    """
    chances: list[Number] = []
    for own, delta in zip(game.stakes, game.discount, strict=True):
        (incentive,) = own.incentives
        once, worth = (1 - delta) * incentive.gain, delta * incentive.deterrent
        # Above one the formula is not used; the cap keeps an infinite chance from meeting a weight of zero.
        chances.append(choose([(negate(own.needs_threat), 0), (worth > once, divide(once, worth))], 1))
    chance = maximum(*chances)
    deters = is_threat(game) & all_hold_back(game, inf)
    return tuple(
        choose(
            [
                (is_needless(game), own.reward),
                (deters, own.punishment + (own.reward - own.punishment) / (1 + game.noise * chance * weight)),
                (all_retaliate(game), own.punishment),
            ],
            nan,
        )
        for own, weight in zip(game.stakes, (punishment_weight(delta, inf) for delta in game.discount), strict=True)
    )


@on_sound_draws
def is_dilemma(game: Restraint) -> Number:
    """Return 1 where every player's payoffs are a prisoner's dilemma, T > R > P > S, else 0."""
    ordered = tuple((t > r) & (r > p) & (p > s) for t, r, p, s in game.payoff_rows)
    return where(everybody(ordered), 1.0, 0.0)


def class_labels(game: Restraint) -> tuple[Any, ...]:
    """Return the class of the stage game in each player's eyes (``stage.stage_class``), empty at draws at fault.

    Raises
    ------
    SolverError
        For symbolic payoffs.

    Examples
    --------
    >>> class_labels(Restraint((5, 3), 3, 1, (0, 2), discount=0.9))
    ('dilemma', 'harmony')
    """
    refuse_symbols("class", itertools.chain.from_iterable(game.payoff_rows))
    return tuple(stage_class(*row) for row in game.payoff_rows)
