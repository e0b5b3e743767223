"""What can be said of a coalition of senders by a formula: how much may leak, and who suffices alone."""

from __future__ import annotations

from deterrence.games.coalition import Coalition
from deterrence.games.draws import on_sound_draws
from deterrence.numerics import Number, choose, divide, minimum, where


@on_sound_draws
def full_pressure(game: Coalition) -> Number:
    """Return (1 - ell) times the sum of all weights: the pressure of everybody together, in the unit of V."""
    return sum(game.weights) * (1 - game.leakage)


@on_sound_draws
def critical_leakage(game: Coalition) -> Number:
    """Return the largest leakage at which all senders together still reach V: 1 - V / sum of weights.

    ``-inf`` where they do not even without leakage; 1 where the target concedes to nobody (V <= 0).

    Examples
    --------
    >>> round(critical_leakage(Coalition((0.5, 0.3, 0.2), 1, 3, 0.7, 0)), 6)
    0.3
    """
    total = sum(game.weights)
    room = 1 - divide(game.target_value, total)
    return choose([(game.target_value <= 0, 1 + 0 * total), (game.target_value > total, -float("inf"))], room)


@on_sound_draws
def is_sufficient_alone(game: Coalition) -> tuple[Number, ...]:
    """Return, for each sender, 1 where the target concedes to it alone, else 0."""
    return tuple(where(game.concedes((sender,)), 1.0, 0.0) for sender in range(len(game.weights)))


@on_sound_draws
def least_net_benefit(game: Coalition) -> Number:
    """Return the smallest of the senders' benefits less their costs, payoff units: below 0 somebody never joins."""
    return minimum(*(benefit - cost for benefit, cost in zip(game.benefit, game.cost, strict=True)))
