"""A mediator with an interest of its own: what is asked about it, and whether it is believed.

Notation: s is the mediator's weight on the listener's payoff (its bias), w what the listener expects from a war, x_L
what the listener keeps by settling for the moderate demand, phi what a war costs the mediator itself.

References
----------
Kydd, A. (2003). "Which side are you on? Bias, credibility, and mediation." American Journal of Political Science 47.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.draws import blank, is_finite, read_numbers
from deterrence.numerics import Number, is_array, nan

if TYPE_CHECKING:
    from deterrence.games.mediation import Mediation


def is_credible(game: Mediation) -> Any:
    """Say whether a mediator with an interest of its own is believed; NaN when no interest is given.

    The reduced form, our own version of Kydd (2003): the listener demands much and risks a war with a resolute
    opponent, or settles for the moderate demand. The mediator knows whether the opponent is resolute and says so. It
    tells the truth about an irresolute opponent when it does not lose by what the listener gains, s >= 0; about a
    resolute one when the moderate demand is no worse for it than the war, s x_L >= s w - phi.
    """
    if game.mediator is None:
        return nan
    bias, war, moderate, cost = game.mediator
    is_believed = (bias >= 0) & (bias * moderate >= bias * war - cost)
    if is_array(is_believed):
        finite = np.all([np.broadcast_to(is_finite(number), is_believed.shape) for number in game.mediator], axis=0)
        return blank(finite, is_believed.astype(np.float64))
    return is_believed


def read_mediator(mediator: Any, where: str) -> tuple[Number, ...]:
    """Return (s, w, x_L, phi) as numbers.

    Raises
    ------
    GameError
        If there are not four, or one is no finite number.
    """
    names = ("bias", "war", "moderate demand", "cost of war")
    if isinstance(mediator, np.ndarray):
        mediator = list(mediator)
    if not isinstance(mediator, list | tuple) or len(mediator) != len(names):
        raise GameError(f"{where}, mediator", f"saw {mediator!r:.60}", f"four numbers: {', '.join(names)}")
    numbers = read_numbers({f"mediator, {key}": value for key, value in zip(names, mediator, strict=True)}, where)
    for key, number in zip(names, numbers, strict=True):
        if not is_array(number) and not is_finite(number):
            raise GameError(f"{where}, mediator, {key}", f"saw {number}", "a finite number")
    return numbers
