"""What is read off a game of trust: how much belief cooperation takes, and which first steps reassure.

Notation as in ``games/trust.py``: t is the prior, (R, T, P, S) the payoffs of the trustworthy, primes those of the
untrustworthy, alpha the share of the stakes in the first of two rounds. All hold for floats, draws, fractions and SymPy
expressions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.games.draws import on_sound_draws
from deterrence.numerics import Number, divide, maximum, minimum, where

if TYPE_CHECKING:
    from deterrence.games.trust import Trust


@on_sound_draws
def trust_threshold(game: Trust) -> Number:
    """Return m = (P - S) / ((R - T) + (P - S)), the least prior at which the trustworthy can cooperate at once."""
    reward, temptation, punishment, sucker = game.trustworthy
    return (punishment - sucker) / ((reward - temptation) + (punishment - sucker))


@on_sound_draws
def window_low(game: Trust) -> Number:
    """Return the least first stake that the untrustworthy would not feign trustworthiness for."""
    reward, temptation, punishment, sucker = game.untrustworthy
    t, prize = game.prior, game.prior * (temptation - punishment)
    return prize / (t * (temptation - reward) + (1 - t) * (punishment - sucker) + prize)


@on_sound_draws
def window_high(game: Trust) -> Number:
    """Return the greatest first stake that the trustworthy dare, at most 1, all of it."""
    reward, temptation, punishment, sucker = game.trustworthy
    t = game.prior
    worth, price = t * (reward - punishment), t * (temptation - punishment) + (1 - t) * (punishment - sucker)
    return where(price > worth, divide(worth, where(price > worth, price, 0 * price + 1)), 0 * price + 1)


@on_sound_draws
def window_width(game: Trust) -> Number:
    """Return the share of the stakes over which a first step reassures; 0 where none does."""
    return maximum(window_high(game) - window_low(game), 0 * game.prior)


@on_sound_draws
def is_reassurable(game: Trust) -> Any:
    """Say whether some first step reassures: the window is not empty and the trustworthy have somebody to find."""
    return (window_low(game) <= window_high(game)) & (game.prior > 0)


@on_sound_draws
def reassurance_margin(game: Trust) -> Number:
    """Return how far inside the window the game's own first step lies; negative outside, by the distance to it."""
    return minimum(game.first_stake - window_low(game), window_high(game) - game.first_stake)
