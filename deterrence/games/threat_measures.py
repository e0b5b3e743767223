"""What is read off a costly threat before it is solved: which cost makes it believed, and which belief deters."""

from __future__ import annotations

from deterrence.games import threat_list
from deterrence.games.draws import on_sound_draws
from deterrence.games.threat import Threat
from deterrence.numerics import Number, inf


@on_sound_draws
def deterring_belief(game: Threat) -> Number:
    """Return the least belief in a strong sender at which a challenge does not pay, b / (b + c)."""
    return threat_list.deterring_belief(game)


@on_sound_draws
def least_credible_cost(game: Threat) -> Number:
    """Return the least cost at which a threat that is made deters for sure, payoff units.

    A sunk cost must exceed what the weak type could gain by bluffing, v_L. A tied cost must make conceding worse than
    war for the weak type, -w_L.

    Examples
    --------
    >>> least_credible_cost(Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2)), least_credible_cost(
    ...     Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2, "tied")
    ... )
    (4.0, 1.0)
    """
    return -game.war_weak if game.kind == "tied" else game.value_weak


@on_sound_draws
def greatest_credible_cost(game: Threat) -> Number:
    """Return the greatest cost that the strong type would pay to be believed, v_H - w_H; ``inf`` for tied hands."""
    return inf if game.kind == "tied" else game.value_strong - game.war_strong
