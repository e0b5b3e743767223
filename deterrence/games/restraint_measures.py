"""Closed-form measures of restraint, on one front or on several linked ones.

Every measure takes a game and returns one number, or a tuple with one per player, in the kind of number that the game
is made of: a float, an array ``(n_draws,)``, an exact fraction or a SymPy expression. Draws at fault are NaN
throughout.

Notation as in ``punishment``: g = T - R, X = rho (R - P) - epsilon (T - P), S = delta + ... + delta^N.

When a threat is needed, and when it is one
-------------------------------------------
1. A player with T <= R needs no threat: its thresholds are 0.
2. A player with T > R and R <= P (punishment does it no harm) or P < S (it would not retaliate) has thresholds ``inf``.
3. If nobody needs a threat, restraint is sustained whatever else holds, as an equilibrium of every single period.
4. If somebody needs one, the automaton must be a threat in everybody's hands: a player with R <= P or P < S breaks it
   (``is_sustained`` 0) even if that player itself is not tempted.
   For an untempted player with R <= P this is a convention, on the side of caution: it may have no better reply to the
   automaton, but what it does not fear upholds nothing.
5. If nobody needs a threat and the automaton is none, the sustained profile is restraint in every period: V = R.

On linked fronts R - P is the sum over the player's own fronts, P >= S is asked on each of them, and T <= R likewise.
A player all of whose fronts have weight 0 is indifferent, and breaks nothing.
"""

from __future__ import annotations

import math
from typing import Any

from deterrence.games.draws import on_sound_draws, refuse_symbols
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.punishment import everybody, incentive_holds, least_periods, nobody, punishment_weight
from deterrence.games.restraint import Restraint
from deterrence.numerics import Number, choose, divide, inf, maximum, minimum, nan, negate, where

#: The two forms that share these measures.
PublicRestraint = Restraint | LinkedRestraint


def is_needless(game: PublicRestraint) -> Any:
    """Say whether nobody needs a threat (a condition of the game's kind of number)."""
    return nobody(tuple(own.needs_threat for own in game.stakes))


def is_threat(game: PublicRestraint) -> Any:
    """Say whether the automaton is a threat in everybody's hands: it harms all, and all carry it out."""
    return everybody(tuple(own.is_credible for own in game.stakes))


def all_retaliate(game: PublicRestraint) -> Any:
    """Say whether attacking those who attack is everybody's best reply, so that always attacking is an equilibrium."""
    return everybody(tuple(own.retaliates for own in game.stakes))


def all_hold_back(game: PublicRestraint, periods: float) -> Any:
    """Say whether N periods of a credible punishment deter every tempting way of attacking."""
    return everybody(
        tuple(
            negate(incentive.is_tempting) | incentive_holds(incentive, punishment_weight(delta, periods))
            for own, delta in zip(game.stakes, game.discount, strict=True)
            for incentive in own.incentives
        )
    )


def _sustains(game: PublicRestraint) -> Any:
    return is_needless(game) | (is_threat(game) & all_hold_back(game, game.punishment_periods))


def _shortfalls(game: PublicRestraint) -> tuple[Number, ...]:
    """Return what each player lacks in patience: threshold minus own delta, infinite where no patience helps."""
    needed = negate(is_needless(game))
    return tuple(
        where(needed & negate(own.is_credible), inf, threshold) - delta
        for own, threshold, delta in zip(game.stakes, game.thresholds, game.discount, strict=True)
    )


@on_sound_draws
def critical_discount(game: PublicRestraint) -> tuple[Number, ...]:
    """Return each player's least discount factor at which restraint pays.

    0 without temptation, ``inf`` where none suffices, g / (g + X) for unlimited punishment, g / X for one period, and
    otherwise the root in (0, 1) of delta + ... + delta^N = g / X, a float even in an exact game. On linked fronts it is
    the largest that any subset of the player's fronts asks for.

    Raises
    ------
    SolverError
        For symbolic payoffs with 1 < N < inf; ``incentive_equation`` gives the equation instead.

    References
    ----------
    Friedman (1971) for unlimited punishment; Green and Porter (1984) for imperfect signals and finite N.

    Examples
    --------
    >>> round(critical_discount(Restraint(5, 3, 1, 0, discount=0.6, false_alarm=0.2, detection=0.9))[0], 6)
    0.666667
    """
    return game.thresholds


@on_sound_draws
def is_sustained(game: PublicRestraint) -> Number:
    """Return 1 where restraint is an equilibrium by the rules at the top of this module, else 0.

    The incentives are checked by substitution: exactly for fractions, within ``punishment.INCENTIVE_TOLERANCE`` for
    floats, so that decimal payoffs at a threshold do not fail by rounding.

    Examples
    --------
    >>> is_sustained(Restraint((5, 4), 3, (0, 1), (-2, 0), (0.41, 0.34)))
    1.0
    >>> is_sustained(Restraint((5, 4), 3, (0, 1), (-2, 0), (0.39, 0.90)))
    0.0
    """
    return where(_sustains(game), 1.0, 0.0)


@on_sound_draws
def incentive(game: PublicRestraint) -> tuple[Number, ...]:
    """Return what each player gains by keeping to the threat rather than leaving it once, as a share of its range.

    The one-shot gain, an average per period, over the largest payoff less the smallest: (1 - delta) (S X - g) in
    restraint, for the attack that tempts most, or, if that is less, (1 - delta) (P - S) in punishment where P < S, so
    that a threat that would not be carried out shows as a negative number; on linked fronts the sum over all such
    fronts. Where nobody needs a threat and the automaton is none, (1 - delta) (R - T). All players are at 0 or above
    exactly where nobody gains by leaving the profile (rule 4 above may still call it no threat). The number stays
    finite where no patience suffices, so that it shows how far away restraint is; positive affine changes of payoffs
    leave it alone.

    References
    ----------
    The one-shot deviation principle: Abreu (1988), "On the theory of infinitely repeated games with discounting".

    Examples
    --------
    >>> incentive(Restraint(5, 3, 1, 0, discount=(0.5, 0.75)))
    (0.0, 0.2)
    >>> incentive(Restraint(5, 3, 0, 1, discount=0.9))[0] < 0  # chicken: the threat is not carried out
    True
    """
    unconditional = is_needless(game) & negate(is_threat(game))
    shares: list[Number] = []
    for own, delta, scale in zip(game.stakes, game.discount, game.payoff_ranges, strict=True):
        weight = punishment_weight(delta, game.punishment_periods)
        in_restraint = minimum(*(weight * part.deterrent - part.gain for part in own.incentives))
        alone = minimum(*(-part.gain for part in own.incentives))
        kept = where(own.answer < 0, minimum(in_restraint, own.answer), in_restraint)
        least = (1 - delta) * where(unconditional, alone, kept)
        shares.append(choose([(scale > 0, divide(least, scale))], 0.0))
    return tuple(shares)


@on_sound_draws
def binding_player(game: PublicRestraint) -> Number:
    """Return the number of the player with the largest threshold relative to its own discount factor.

    A player who breaks the threat by R <= P or P < S, where somebody needs one, counts as infinitely short. Among
    players equally short the one with the smaller ``incentive`` binds, then the earlier one.

    Raises
    ------
    SolverError
        For symbolic payoffs: compare the players' ``critical_discount`` instead.
    """
    worst, *rest = _shortfalls(game)
    refuse_symbols("binding_player", (worst, *rest), remedy="compare critical_discount by player")
    weakest, *others = incentive(game)
    index: Number = 0
    for player, (shortfall, gain) in enumerate(zip(rest, others, strict=True), start=1):
        binds = (shortfall > worst) | ((shortfall == worst) & (gain < weakest))
        index, weakest = where(binds, player, index), where(binds, gain, weakest)
        worst = maximum(worst, shortfall)
    return index


@on_sound_draws
def margin(game: PublicRestraint) -> Number:
    """Return the binding player's discount factor minus its threshold.

    Negative where restraint is not sustained (up to rounding at the threshold), ``-inf`` where no patience helps.
    """
    return minimum(*(-shortfall for shortfall in _shortfalls(game)))


@on_sound_draws
def value(game: PublicRestraint) -> tuple[Number, ...]:
    """Return each player's value of restraint, an average per period; NaN where it is not sustained.

    V = P + (R - P) / (1 + epsilon S): false alarms cost even the most patient. Plain R where nobody needs a threat and
    the automaton is none.

    References
    ----------
    Green and Porter (1984), for one false alarm rate and N periods of punishment.

    Examples
    --------
    >>> game = Restraint(5, 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9, punishment_periods=5)
    >>> round(value(game)[0], 7)
    2.6887905
    """
    unconditional = is_needless(game) & negate(is_threat(game))
    sustained = _sustains(game)
    return tuple(
        choose(
            [
                (unconditional, own.reward),
                (sustained, own.punishment + (own.reward - own.punishment) / (1 + game.noise * weight)),
            ],
            nan,
        )
        for own, weight in zip(
            game.stakes, (punishment_weight(delta, game.punishment_periods) for delta in game.discount), strict=True
        )
    )


@on_sound_draws
def shortest_punishment(game: PublicRestraint) -> Number:
    """Return the least N that holds everybody back at the game's discount factors, found by substitution.

    The value falls with N, so this N is also the best of its class. 0 where nobody needs a threat; ``inf`` where no
    finite punishment suffices, also at the very threshold of unlimited punishment.

    Raises
    ------
    SolverError
        For symbolic payoffs.

    Examples
    --------
    >>> shortest_punishment(Restraint(6, 3, 1, 0, discount=0.95, false_alarm=0.02, detection=0.7))
    3.0
    """
    needed = (
        least_periods(incentive, delta)
        for own, delta in zip(game.stakes, game.discount, strict=True)
        for incentive in own.incentives
    )
    return choose([(is_needless(game), 0.0), (is_threat(game), maximum(*needed))], inf)


@on_sound_draws
def expected_periods_to_breakdown(game: PublicRestraint) -> Number:
    """Return the expected number of periods until the first false alarm, 1 / epsilon; ``inf`` without noise."""
    return choose([(game.noise > 0, divide(1, game.noise))], inf)


@on_sound_draws
def restraint_share(game: PublicRestraint) -> Number:
    """Return the long-run share of periods in restraint under the automaton.

    1 / (1 + epsilon N); 1 without noise, and 0 with noise and unlimited punishment. Whether the automaton is an
    equilibrium is not asked.
    """
    if math.isinf(game.punishment_periods):
        return where(game.noise > 0, 0.0, 1.0)
    return 1 / (1 + game.noise * game.punishment_periods)
