"""The equation behind a threshold, for punishments whose length leaves no closed form.

Notation as in ``punishment``: g is the gain of an attack and X what it is expected to cost per period of punishment, of
N periods. The threshold is the delta in [0, 1) at which

    delta + ... + delta^N = max over the player's ways of attacking of g / X,

where g / X counts as 0 without temptation and as infinite where no patience suffices.
"""

from __future__ import annotations

import math
from typing import Any

from deterrence.games.punishment import Incentive, exceeds
from deterrence.games.restraint_measures import PublicRestraint
from deterrence.numerics import Number, choose, divide, inf, maximum, negate


def incentive_equation(game: PublicRestraint, player: int, delta: Any) -> tuple[Number, Number]:
    """Return both sides of the equation that a player's threshold solves.

    The left side rises from 0, so it has one root in [0, 1), or none where the right side is infinite.

    Parameters
    ----------
    game
        The game, usually of SymPy expressions.
    player
        The player's number.
    delta
        The unknown, usually a SymPy symbol.

    Returns
    -------
    tuple of Number
        The sum of the powers of delta, and g / X: 0 where the player is not tempted, ``inf`` where no discount factor
        suffices.

    Examples
    --------
    >>> import sympy
    >>> from deterrence.games.restraint import Restraint
    >>> game = Restraint(5, 3, 1, 0, discount=0.9, punishment_periods=2)
    >>> incentive_equation(game, 0, sympy.Symbol("delta"))
    (delta**2 + delta, 1.0)
    >>> incentive_equation(Restraint(5, 3, 0, 1, discount=0.9, punishment_periods=2), 0, sympy.Symbol("delta"))[1]
    inf
    """
    own, periods = game.stakes[player], game.punishment_periods
    rights = (_ratio(incentive, periods, own.is_credible) for incentive in own.incentives)
    left = delta / (1 - delta) if math.isinf(periods) else sum(delta**k for k in range(1, int(periods) + 1))
    return left, maximum(*rights)


def _ratio(incentive: Incentive, periods: float, is_credible: Any) -> Number:
    """Return g / X with the two cases in which it is none; see the top of the module."""
    zero = incentive.gain - incentive.gain
    is_endless = math.isinf(periods)
    exists = exceeds(incentive._replace(gain=zero), 1) if is_endless else exceeds(incentive, periods)
    formula = divide(incentive.gain, incentive.deterrent)
    return choose([(negate(incentive.is_tempting), zero), (is_credible & exists, formula)], inf)
