"""When a shift of power leads to preventive war, and what would prevent it.

The decliner fights exactly if W1 > 1 + g + delta max(W2, g / (1 - delta)); see ``power_shift`` for the notation. Each
threshold solves this for one argument and holds the others. All are plain arithmetic on any kind of number.

References
----------
Fearon, J. (1995). "Rationalist Explanations for War." International Organization 49: 379-414, on preventive war.
"""

from __future__ import annotations

from typing import Any

from deterrence.games.draws import on_sound_draws
from deterrence.games.power_shift import PowerShift
from deterrence.numerics import Number, choose, divide, inf, maximum, minimum, where


@on_sound_draws
def is_war(game: PowerShift) -> Number:
    """Return 1 where the decliner fights although it is offered the whole stake, by rule 2, else 0."""
    return where(game.gain > 0, 1.0, 0.0)


@on_sound_draws
def gain_from_war(game: PowerShift) -> Number:
    """Return what the decliner gains by fighting now rather than taking the whole stake now, and peace afterwards.

    Negative where no war is fought; payoff units, a discounted sum.
    """
    return game.gain


@on_sound_draws
def critical_power(game: PowerShift) -> Number:
    """Return the greatest p2 without war, given enforcement and rent; ``inf`` where the decliner fights over none.

    Without enforcement and rent: (p1 + (1 - delta)^2 cB) / delta. Above 1 no power is enough for war.
    """
    reached = divide(_unshifted(game), game.discount)
    return choose(
        [(_is_content(game), inf), (game.enforcement >= 1, inf)],
        game.power_now + divide(reached - game.power_now, 1 - game.enforcement),
    )


@on_sound_draws
def critical_enforcement(game: PowerShift) -> Number:
    """Return the least kappa without war, given the rent, in [0, 1]; 0 where there would be none anyway."""
    reached = divide(_unshifted(game), game.discount)
    shift = game.power_later - game.power_now
    needed = 1 - divide(reached - game.power_now, shift)
    none = 0 * shift  # a zero of the game's kind of number
    return choose([(_is_content(game), none), (shift <= 0, none), (needed <= 0, none)], needed)


@on_sound_draws
def critical_rent(game: PowerShift) -> Number:
    """Return the least rent without war, given enforcement, stakes per period; 0 where there would be none anyway.

    The lesser of what makes up for the power lost, (delta p2' - p1) / (1 - delta) - (1 - delta) cB, and of what makes
    peace worth a war even with no share of the stake, delta - p1 - (1 - delta) cB.
    """
    cost = (1 - game.discount) * game.decliner_cost
    for_power = divide(game.discount * game.power_reached - game.power_now, 1 - game.discount) - cost
    for_peace = game.discount - game.power_now - cost
    none = 0 * cost  # a zero of the game's kind of number
    return maximum(none, minimum(for_power, for_peace))


def _unshifted(game: PowerShift) -> Number:
    """Return delta times the greatest p2' without war."""
    return game.power_now + (1 - game.discount) ** 2 * game.decliner_cost + (1 - game.discount) * game.rent


def _is_content(game: PowerShift) -> Any:
    """Say whether the whole stake now and the rent for ever are worth a war, so that no power leads to one."""
    return game.rent >= game.discount - game.power_now - (1 - game.discount) * game.decliner_cost
