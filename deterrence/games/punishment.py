"""The arithmetic of a threat: how patient a player must be to heed it, and how long it must last.

Notation. delta is the discount factor, N the number of periods of punishment (a positive integer or infinity) and
S = delta + ... + delta^N its weight: what one payoff unit lost in every period of punishment is worth now. An attack
gains g once. It brings punishment on more often than restraint does, which costs X per period of punishment, net of
what false alarms take from restraint anyway. The player holds back when the incentive

    S X >= g

holds. Dividing by the rest, every threshold below is this inequality solved for one of its letters. All functions take
any kind of number of ``numerics``: floats, arrays of draws, fractions (exact) and SymPy expressions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from deterrence.errors import SolverError
from deterrence.games.draws import refuse_symbols
from deterrence.numerics import Number, choose, divide, inf, is_symbolic, maximum, negate

#: Two sides of an incentive that differ by less than this share of their terms count as equal: twelve digits are far
#: above rounding, and far below any difference that a payoff could mean.
INCENTIVE_TOLERANCE = 1e-12


class Incentive(NamedTuple):
    """Hold what one deviation from restraint gains and risks, payoff units.

    Parameters
    ----------
    gain
        g, what the attack gains in its own period.
    harm
        What the punishment takes per period, times the chance that the attack is noticed.
    noise
        What false alarms cost: the same loss, measured from the attack, times their chance. X is harm minus noise.
    is_tempting
        Whether the gain is positive, from the payoffs themselves rather than from their rounded difference.
    """

    gain: Number
    harm: Number
    noise: Number
    is_tempting: Any

    @property
    def deterrent(self) -> Number:
        """X, the expected harm of the attack per period of punishment."""
        return self.harm - self.noise


@dataclass(frozen=True, eq=False)
class Stakes:
    """Hold one player's side of mutual restraint upheld by a common punishment.

    Parameters
    ----------
    reward, punishment
        Payoff per period while all restrain, and while all attack.
    incentives
        One for every way of attacking alone.
    needs_threat
        Whether some way of attacking alone is tempting.
    is_harmed
        Whether punishment is worse than restraint for the player, or the player has no payoffs at all.
    retaliates
        Whether the player does its part in a punishment: attacking those who attack is a best reply.
    answer
        P - S, what attacking those who attack gains; on linked fronts the sum over those where it is negative, which
        is what the best way of not attacking there saves, and 0 where it is negative on none.
    """

    reward: Number
    punishment: Number
    incentives: tuple[Incentive, ...]
    needs_threat: Any
    is_harmed: Any
    retaliates: Any
    answer: Number = 0

    @property
    def is_credible(self) -> Any:
        """Whether punishment both harms the player and is carried out by it."""
        return self.is_harmed & self.retaliates


def punishment_weight(discount: Number, periods: Number) -> Number:
    """Return S = delta + ... + delta^N, the present worth of one payoff unit per period of punishment.

    Parameters
    ----------
    discount
        delta in [0, 1).
    periods
        N, a positive integer or ``inf``; an array of such for float discounts.

    Examples
    --------
    >>> punishment_weight(0.5, 2), punishment_weight(Fraction(1, 2), float("inf"))
    (0.75, Fraction(1, 1))
    """
    if isinstance(periods, float) and math.isinf(periods):
        return discount / (1 - discount)
    if isinstance(discount, Fraction) or is_symbolic(discount):
        return discount * (1 - discount**periods) / (1 - discount)
    with np.errstate(divide="ignore"):
        # 1 - delta^N loses its digits as delta nears one; expm1 keeps them.
        weight = discount * -np.expm1(periods * np.log(discount)) / (1 - discount)
    return weight if isinstance(weight, np.ndarray) else float(weight)


def incentive_holds(incentive: Incentive, weight: Number) -> Any:
    """Say whether S X >= g: exactly for fractions, within ``INCENTIVE_TOLERANCE`` of the terms for floats."""
    worth = weight * incentive.deterrent
    if isinstance(worth, Fraction) or is_symbolic(worth):
        return worth >= incentive.gain
    return worth - incentive.gain >= -INCENTIVE_TOLERANCE * (weight * _size(incentive) + abs(incentive.gain))


def exceeds(incentive: Incentive, weight: Number) -> Any:
    """Say whether S X > g by more than rounding: the strict companion of ``incentive_holds``."""
    worth = weight * incentive.deterrent
    if isinstance(worth, Fraction) or is_symbolic(worth):
        return worth > incentive.gain
    return worth - incentive.gain > INCENTIVE_TOLERANCE * (weight * _size(incentive) + abs(incentive.gain))


def _size(incentive: Incentive) -> Number:
    return abs(incentive.harm) + abs(incentive.noise)


def least_discount(incentive: Incentive, periods: float, is_credible: Any = True) -> Number:
    """Return the least discount factor at which a player holds back.

    Zero where there is no temptation; infinite where no discount factor below one suffices (the threat is not credible,
    X <= 0, or N X <= g); else the unique root in (0, 1) of delta + ... + delta^N = g / X.

    Parameters
    ----------
    incentive
        What the attack gains and risks.
    periods
        N, a positive integer or ``inf``.
    is_credible
        Whether the punishment is one.

    Returns
    -------
    Number
        The threshold. Exact for fractions with N of one or infinity; otherwise the root is irrational and a float.

    Raises
    ------
    SolverError
        For symbolic payoffs with 1 < N < inf, where no closed form exists.
    """
    gain, deterrent = incentive.gain, incentive.deterrent
    zero = gain - gain  # of the same kind as the gain
    if math.isinf(periods):
        exists = exceeds(incentive._replace(gain=zero), 1)
        formula = divide(gain, gain + deterrent)
    else:
        exists = exceeds(incentive, periods)
        if periods == 1:
            formula = divide(gain, deterrent)
        elif is_symbolic(gain) or is_symbolic(deterrent):
            raise SolverError(
                "critical_discount",
                f"saw symbolic payoffs and {periods} periods of punishment",
                "a closed form, which exists for 1 or infinitely many periods",
                "use incentive_equation, the equation that the threshold solves",
            )
        else:
            formula = _root(divide(deterrent, gain), incentive.is_tempting & exists, int(periods))
    return choose([(negate(incentive.is_tempting), zero), (is_credible & exists, formula)], inf)


def _root(ratio: Number, exists: Any, periods: int) -> Number:
    """Solve delta + ... + delta^N = 1 / ratio for delta by Newton's method, where N ratio > 1.

    In x = 1/delta - 1 the equation is q(x) = x / (1 - (1 + x)^-N) = ratio. q is increasing and convex with a slope
    between (N + 1)/(2N) and 1, so Newton's method from x = ratio, the root for unlimited punishment, falls to the
    root without a bracket, in about five steps for any N.
    """
    # Taken out of its array, a number without draws is ten times as quick.
    goal = np.where(exists, np.asarray(ratio, dtype=np.float64), 1.0)[()]
    x = goal
    for _ in range(64):
        share = -np.expm1(-periods * np.log1p(x))
        slope = (share - periods * x * (1 - share) / (1 + x)) / (share * share)
        step = (x / share - goal) / np.minimum(np.maximum(slope, 0.5), 1.0)
        x = np.maximum(x - step, np.finfo(np.float64).tiny)
        if np.all(np.abs(step) <= 2e-16 * (1 + x)):
            break
    root = 1 / (1 + x)
    return root if isinstance(ratio, np.ndarray) else float(root)


def least_periods(incentive: Incentive, discount: Number) -> Number:
    """Return the fewest periods of punishment that hold a player back, found by substitution.

    Zero where there is no temptation; infinite where even unlimited punishment does not exceed the gain.

    Parameters
    ----------
    incentive
        What the attack gains and risks.
    discount
        delta in [0, 1).

    Notes
    -----
    The closed form, the ceiling of a logarithm, is wrong by one on many boundary cases, so it only proposes: the
    answer N is checked by substitution, together with N - 1. Exact for fractions.
    """
    refuse_symbols("shortest_punishment", (incentive.gain - incentive.deterrent, discount))
    suffices = exceeds(incentive, punishment_weight(discount, inf))
    guess = _guess_periods(incentive, discount, suffices & incentive.is_tempting)
    if not isinstance(guess, np.ndarray):
        if not incentive.is_tempting:
            return 0.0
        return _search_periods(incentive, discount, guess) if suffices else inf
    exists = np.broadcast_to(suffices & incentive.is_tempting, guess.shape)
    gain, harm, noise, delta = np.broadcast_arrays(incentive.gain, incentive.harm, incentive.noise, discount)
    draws = np.flatnonzero(exists)
    for _ in range(2):  # the second round sees only those that the first one moved
        part = Incentive(gain[draws], harm[draws], noise[draws], True)
        short = negate(incentive_holds(part, punishment_weight(delta[draws], guess[draws])))
        spare = (guess[draws] > 1) & incentive_holds(part, punishment_weight(delta[draws], guess[draws] - 1))
        guess[draws] += short.astype(np.float64) - spare
        draws = draws[short | spare]
    for draw in draws:
        part = Incentive(float(gain[draw]), float(harm[draw]), float(noise[draw]), True)
        guess[draw] = _search_periods(part, float(delta[draw]), float(guess[draw]))
    return choose([(negate(incentive.is_tempting), 0.0), (suffices, guess)], inf)


def _guess_periods(incentive: Incentive, discount: Number, exists: Any) -> Number:
    """Return the ceiling of log(1 - g (1 - delta) / (delta X)) / log(delta), and one where none exists."""
    left = divide(incentive.gain * (1 - discount), discount * incentive.deterrent)
    share = np.where(exists, 1 - np.asarray(left, dtype=np.float64), 0.5)
    base = np.where(exists, np.asarray(discount, dtype=np.float64), 0.5)
    guess = np.maximum(np.ceil(np.log(np.maximum(share, np.finfo(np.float64).tiny)) / np.log(base)), 1.0)
    return guess if guess.ndim else float(guess)


def _search_periods(incentive: Incentive, discount: Number, guess: float) -> float:
    """Return the least N whose incentive holds, by galloping away from a guess and bisecting."""

    def holds(periods: int) -> bool:
        return periods > 0 and bool(incentive_holds(incentive, punishment_weight(discount, periods)))

    stride, low, high = 1, int(guess) - 1, int(guess)
    while holds(low):
        low, high, stride = low - stride, low, 2 * stride
    while not holds(high):
        low, high, stride = high, high + stride, 2 * stride
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return float(high)


def thresholds(stakes: tuple[Stakes, ...], periods: float) -> tuple[Number, ...]:
    """Return each player's critical discount factor: the largest that any of its ways of attacking asks for."""
    return tuple(
        maximum(*(least_discount(incentive, periods, own.is_credible) for incentive in own.incentives))
        for own in stakes
    )


def nobody(conditions: tuple[Any, ...]) -> Any:
    """Say whether none of the conditions holds, for conditions of any kind."""
    return everybody(tuple(negate(condition) for condition in conditions))


def everybody(conditions: tuple[Any, ...]) -> Any:
    """Say whether all of the conditions hold, for conditions of any kind."""
    result: Any = True
    for condition in conditions:
        result = condition & result
    return result
