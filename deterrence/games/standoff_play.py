"""How a standoff is played out: when each side concedes, what that is worth, and what another time would gain.

A strategy is a distribution of stopping times over shares of the horizon. Types differ only in what war is worth to
them, and a concession is worth the same to all, so the types to whom war is worst are those that concede.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, suggest
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_symbolic

if TYPE_CHECKING:
    from deterrence.games.standoff import Standoff

Floats = NDArray[np.float64]

SET = "escalation"

#: Steps of the horizon in which a strategy states its concessions.
N_STEPS = 10

ACTIONS = ("concede at once", *(f"concede by {100 * k // N_STEPS}%" for k in range(1, N_STEPS + 1)), "fight")

#: Times per step at which deviations are tried.
_FINE = 20

_N_NODES = 40


@dataclass(frozen=True, eq=False)
class Shares:
    """Hold what an equilibrium of a standoff leads to: chances to concede, payoffs, and how fast each side falls away.

    ``pressures`` are a_i t* / v_i of the opponent of each side, by which the reciprocal of its chance to be left grows.
    """

    concedes: tuple[Number, Number]
    payoffs: tuple[Number, Number]
    pressures: tuple[Number, Number]


def stopping_shares(game: Standoff, horizon: Number, at_once: tuple[Number, Number]) -> Shares:
    """Return how the equilibrium with a given horizon and chances of conceding at once ends for both sides."""
    pressures = tuple(game.audience_cost[1 - k] * horizon / game.prize[1 - k] for k in (0, 1))
    left = tuple(1 - at_once[k] for k in (0, 1))
    concedes, payoffs = [], []
    for k in (0, 1):
        during = left[k] * left[1 - k] * _overtaken(pressures[k], pressures[1 - k])
        concedes.append(at_once[k] + during)
        lost = game.audience_cost[k] * horizon
        stays = lost / game.max_war_cost[k]
        faced = left[1 - k] / (1 + pressures[1 - k])
        # Conceding is worth the same at every time; those who fight gain on average half their last audience cost.
        payoffs.append(game.prize[k] * at_once[1 - k] + stays * faced * lost / 2)
    return Shares((concedes[0], concedes[1]), (payoffs[0], payoffs[1]), (pressures[0], pressures[1]))


def strategy(at_once: Number, stay: Number, pressure: Number) -> Mapping[str, Mapping[str, Number]]:
    """Return a side's stopping times: its chance to be left falls from 1 - at_once as 1 / (1 + pressure * share)."""
    left = [(1 - at_once) / (1 + pressure * k / N_STEPS) for k in range(N_STEPS)]
    left.append(stay)
    chances = [at_once, *(before - after for before, after in itertools.pairwise(left)), stay]
    return {SET: dict(zip(ACTIONS, chances, strict=True))}


def regrets(game: Standoff, horizon: Number, profile: StrategyProfile) -> tuple[Number, Number]:
    """Return what each side's types gain at most by another time to concede, or by fighting instead, payoff units.

    At each time of a fine grid, given that the opponent is still there, the rest of a plan is compared with conceding
    at once or at any later time of the grid, and with fighting at the horizon. Attacking earlier never does better than
    fighting at the horizon: the prize may still come, and it is worth more than any war.
    """
    chances = [read_stopping(profile, label) for label in game.players]
    has_draws = any(is_array(value) for value in (horizon, *(c for row in chances for c in row)))
    tables = [_left(row) for row in chances]
    gains: list[Number] = []
    for k in (0, 1):
        gain = _regret(game, k, np.atleast_1d(np.asarray(horizon, dtype=float)), tables[k], tables[1 - k])
        gains.append(gain if has_draws else gain[0].item())
    return gains[0], gains[1]


def read_stopping(profile: StrategyProfile, player: Player) -> tuple[Number, ...]:
    """Return a side's chances in the order of ``ACTIONS``, checked.

    Raises
    ------
    GameError
        If the profile has no such player or another information set, names an unknown action, or its probabilities do
        not sum to one.
    """
    where = "profile of the standoff"
    if set(profile.strategies.get(player, {})) != {SET}:
        saw = f"saw {sorted(profile.strategies.get(player, {}))[:3]} for player {player!r}"
        raise GameError(where, saw, f"the one information set '{SET}' for every player")
    chances = profile.strategies[player][SET]
    for action in chances:
        if action not in ACTIONS:
            raise GameError(where, f"saw action '{action}'", "", suggest(action, ACTIONS))
    row = tuple(chances.get(action, 0) for action in ACTIONS)
    # Rounding may leave a step without concessions a hair below zero; draws at fault are NaN and stay so.
    if any(np.any((chance < -1e-9) | (chance > 1 + 1e-9)) for chance in row) or np.any(abs(sum(row) - 1) > 1e-9):
        raise GameError(where, f"saw {dict(chances)}", "probabilities in [0, 1] that sum to one")
    return row


def _left(chances: tuple[Number, ...]) -> Floats:
    """Return the chance to be left after each step, from the start, shape ``(n_draws, N_STEPS + 1)``."""
    columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(chance, dtype=float)) for chance in chances))
    # Summed from the end, so that the small chances of fighting keep their digits.
    return np.cumsum(np.stack(columns[:0:-1], axis=1), axis=1)[:, ::-1]


def _regret(game: Standoff, player: int, horizon: Floats, own: Floats, other: Floats) -> Floats:
    cost, worst_war, prize = (
        np.atleast_1d(np.asarray(numbers[player], dtype=float))[:, None]
        for numbers in (game.audience_cost, game.max_war_cost, game.prize)
    )
    shares = np.linspace(0, 1, N_STEPS * _FINE + 1)
    left = _spread(other, shares)
    conceding = prize * (1 - left) - cost * horizon[:, None] * shares * left
    # Who concedes at the very start wins nothing if the other does so too.
    at_start = np.zeros_like(conceding[:, :1])
    fighters = own[:, -1:]
    marginal = -worst_war * fighters
    fighting = prize * (1 - left[:, -1:]) + marginal * left[:, -1:]
    later = np.maximum.accumulate(np.maximum(conceding, fighting)[:, ::-1], axis=1)[:, ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        by_waiting = np.where(left > 0, (later - conceding) / left, 0.0)
        by_yielding = np.where(
            left > 0, (np.maximum.accumulate(conceding[:, ::-1], axis=1)[:, ::-1] - fighting) / left, 0.0
        )
    used = np.repeat(own[:, :-1] - own[:, 1:] > 1e-12, _FINE, axis=1)
    conceded = np.zeros(left.shape, dtype=bool)
    conceded[:, 1:] |= used
    conceded[:, :-1] |= used
    at_once = own[:, 0] < 1 - 1e-12
    start_value = np.maximum(later[:, :1], at_start)[:, 0]
    gain = np.max(np.where(conceded, by_waiting, 0.0), axis=1)
    gain = np.maximum(gain, np.where(at_once, start_value, 0.0))
    resolute = np.max(np.where(fighters > 1e-12, by_yielding, 0.0), axis=1)
    return np.maximum(np.maximum(gain, resolute), 0.0) + 0 * (own[:, 0] + other[:, 0])


def _spread(left: Floats, shares: Floats) -> Floats:
    """Return the chance to be left at shares of the horizon; its reciprocal is linear within each step."""
    step = np.minimum((shares * N_STEPS).astype(int), N_STEPS - 1)
    within = shares * N_STEPS - step
    before, after = left[:, step], left[:, step + 1]
    bottom = before * within + after * (1 - within)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, before * after / bottom, 0.0)


def _overtaken(own: Number, other: Number) -> Number:
    """Return the integral over u in [0, 1] of own / ((1 + own u)^2 (1 + other u)): conceding while the other is left.

    In y = log(1 + own u) the integrand is smooth for any rates, so a Gauss-Legendre rule is exact to rounding.
    """
    if is_symbolic(own) or is_symbolic(other):
        return _overtaken_symbolically(own, other)
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    rates = [np.asarray(rate, dtype=float)[..., None] for rate in (own, other)]
    length = np.log1p(rates[0])
    y = length * (nodes + 1) / 2
    # Rates near the smallest floats overflow; the result is NaN, and the solver says so.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        total = (np.exp(-y) / (1 + rates[1] * np.expm1(y) / rates[0]) * weights).sum(axis=-1) * length[..., 0] / 2
    return total if is_array(own) else float(total)


def _overtaken_symbolically(own: Number, other: Number) -> Number:
    import sympy

    gap = own - other
    if gap == 0:
        return (1 - 1 / (1 + own) ** 2) / 2
    return own * other / gap**2 * sympy.log((1 + other) / (1 + own)) + own / gap * (1 - 1 / (1 + own))
