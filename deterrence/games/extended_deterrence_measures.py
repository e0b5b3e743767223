"""Thresholds of extended deterrence: how sure the patron's help has to be.

Each is a number in the kind of number that the game is made of; draws at fault are NaN. Notation as in
``extended_deterrence``.

References
----------
Zagare, F., and D. M. Kilgour (2003). "Alignment patterns, crisis bargaining, and extended deterrence: a game-theoretic
analysis." International Studies Quarterly 47(4): 587-615. The formulas are those of the smaller game here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games.draws import on_sound_draws
from deterrence.numerics import Number, choose, divide, inf

if TYPE_CHECKING:
    from deterrence.games.extended_deterrence import ExtendedDeterrence


@on_sound_draws
def patron_threshold(game: ExtendedDeterrence) -> Number:
    """Return the chance of intervention from which on the protege resists, a probability.

    (yield - lone_fight) / (joint_fight - lone_fight): 0 if it would resist alone, and inf if it yields even when the
    patron is sure to come.

    Examples
    --------
    >>> from deterrence.games.extended_deterrence import ExtendedDeterrence
    >>> game = ExtendedDeterrence((0, 2, 1, -4), (0, -1, -3, 0.5), (0, -2, -3, -1), (0, -1, -2, -4), 0.6)
    >>> round(patron_threshold(game), 6), round(challenger_threshold(game), 6)
    (0.571429, 0.2)
    """
    _, concession, alone, together = game.protege
    return _threshold(alone - concession, together - concession)


@on_sound_draws
def challenger_threshold(game: ExtendedDeterrence) -> Number:
    """Return the chance of intervention from which on a challenger that would be resisted waits, a probability.

    (lone_fight - status_quo) / (lone_fight - joint_fight): 0 if even a lone fight is worse for it than the status quo,
    and inf if it would fight both.
    """
    status_quo, _, alone, together = game.challenger
    return _threshold(status_quo - alone, status_quo - together)


def _threshold(alone: Number, together: Number) -> Number:
    """Return where a gain that runs from one value at no help to another at sure help stops being a loss."""
    # The first two cases answer wherever nothing rises.
    return choose([(together < 0, inf), (alone >= 0, 0)], divide(-alone, together - alone))
