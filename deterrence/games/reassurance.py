"""What deviating from a plan brings in a game of trust, from the stage payoffs alone.

A plan of one player is ``plan[information_set] = (probability of cooperate, probability of defect)``. Payoffs of a type
are (R, T, P, S); a *table* is ``((R, S), (T, P))``, own action first, cooperate before defect.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deterrence.errors import GameError, suggest
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, divide, maximum, minimum, where

COOPERATE, DEFECT = "cooperate", "defect"
TRUSTWORTHY, UNTRUSTWORTHY = "trustworthy", "untrustworthy"

_ACTIONS = (COOPERATE, DEFECT)
_TYPES = (TRUSTWORTHY, UNTRUSTWORTHY)
_CHOICES = (0, 1)

Plan = Mapping[str, tuple[Number, ...]]


def information_sets(type_: str) -> tuple[str, ...]:
    """Return the information sets of a type in two steps: the first step, and each pair (own, other's) after it."""
    pairs = itertools.product(_ACTIONS, repeat=2)
    return f"{type_}, first step", *(f"{type_}, after {own},{other}" for own, other in pairs)


def read_plan(profile: StrategyProfile, players: Sequence[Player], place: str) -> tuple[bool, tuple[Plan, Plan]]:
    """Return whether a profile is one of two steps, and each player's plan.

    Raises
    ------
    GameError
        If players or information sets do not fit, or probabilities do not sum to one.
    """
    if set(profile.strategies) != set(players):
        raise GameError(place, f"saw players {list(profile.strategies)}", f"players {list(players)}")
    steps = tuple(key for type_ in _TYPES for key in information_sets(type_))
    two_steps = set(profile.strategies[players[0]]) == set(steps)
    wanted = steps if two_steps else _TYPES
    for label in players:
        if set(profile.strategies[label]) != set(wanted):
            saw = f"saw information sets {list(profile.strategies[label])[:12]} of player {label!r}"
            raise GameError(place, saw, f"{list(_TYPES)}, or {list(steps)[:2]} and so on, the same for both")
    first, second = (
        {key: _read_mix(profile.strategies[label][key], f"{place}, player {label!r}, '{key}'") for key in wanted}
        for label in players
    )
    return two_steps, (first, second)


def gains_at_once(rows: Sequence[Sequence[Number]], prior: Number, own: Plan, other: Plan) -> tuple[Number, Number]:
    """Return what each type of a player gains by its better action, when all is at stake in one round."""
    meets = prior * other[TRUSTWORTHY][0] + (1 - prior) * other[UNTRUSTWORTHY][0]
    first, second = (
        _shortfall([meets * with_ + (1 - meets) * without for with_, without in _table(row)], own[type_])
        for type_, row in zip(_TYPES, rows, strict=True)
    )
    return first, second


def gains_in_two_steps(
    rows: Sequence[Sequence[Number]], prior: Number, stake: Number, own: Plan, other: Plan
) -> list[Number]:
    """Return what a player gains by its best plan, at each information set of each type.

    In the second round beliefs follow from the first by Bayes' rule; after an action that no type takes any belief will
    do, and the gain is that under the belief that suits the plan best.
    """
    weights = (prior, 1 - prior)
    first = [other[f"{kind}, first step"] for kind in _TYPES]
    # The chance that the other does so in the first round and is of each type.
    joints = [[weight * mix[seen] for weight, mix in zip(weights, first, strict=True)] for seen in _CHOICES]
    chances = [sum(joint) for joint in joints]
    found: list[Number] = []
    for type_, row in zip(_TYPES, rows, strict=True):
        table = _table(row)
        planned: list[list[Number]] = [[0, 0], [0, 0]]
        best: list[list[Number]] = [[0, 0], [0, 0]]
        for done, seen in itertools.product(_CHOICES, repeat=2):
            mix = own[f"{type_}, after {_ACTIONS[done]},{_ACTIONS[seen]}"]
            reply = [other[f"{kind}, after {_ACTIONS[seen]},{_ACTIONS[done]}"][0] for kind in _TYPES]
            # Not yet divided by the chance of being here, so that they add up over what the other may have done.
            values = [
                (1 - stake) * sum(j * (c * with_ + (1 - c) * without) for j, c in zip(joints[seen], reply, strict=True))
                for with_, without in table
            ]
            planned[done][seen] = sum(p * value for p, value in zip(mix, values, strict=True))
            best[done][seen] = maximum(*values)
            chance, is_reached = chances[seen], chances[seen] > 0
            here = divide(best[done][seen] - planned[done][seen], where(is_reached, chance, 1 + 0 * chance))
            found.append(where(is_reached, here, (1 - stake) * _least_shortfall(table, reply, mix)))
        # What each first action gives when followed by the plan, and by the best second round.
        kept, deviant = (
            [
                sum(chances[seen] * stake * table[done][seen] + later[done][seen] for seen in _CHOICES)
                for done in _CHOICES
            ]
            for later in (planned, best)
        )
        step = own[f"{type_}, first step"]
        found.append(maximum(*deviant) - sum(p * value for p, value in zip(step, kept, strict=True)))
    return found


def _read_mix(mixed: Mapping[str, Number], place: str) -> tuple[Number, ...]:
    for action in mixed:
        if action not in _ACTIONS:
            raise GameError(place, f"saw action '{action}'", remedy=suggest(action, _ACTIONS))
    mix = tuple(mixed.get(action, 0) for action in _ACTIONS)
    for p in mix:
        # NaN stands for a draw that is at fault.
        if not np.all((p >= 0) & (p <= 1) | np.not_equal(p, p)) or np.any(abs(sum(mix) - 1) > 1e-9):
            raise GameError(place, f"saw {dict(mixed)}", "probabilities in [0, 1] that sum to one")
    return mix


def _table(row: Sequence[Number]) -> tuple[tuple[Number, Number], tuple[Number, Number]]:
    reward, temptation, punishment, sucker = row
    # Measured from P, so that a large common level of payoffs costs no digits.
    return (reward - punishment, sucker - punishment), (temptation - punishment, 0 * punishment)


def _shortfall(values: Sequence[Number], mix: Sequence[Number]) -> Number:
    """Return what the better action gives above a mixture of both."""
    return maximum(*values) - sum(p * value for p, value in zip(mix, values, strict=True))


def _least_shortfall(table: Sequence[Sequence[Number]], reply: Sequence[Number], mix: Sequence[Number]) -> Number:
    """Return the shortfall under the belief about the other's type that makes it least.

    The advantage of cooperating is linear in the belief, and the shortfall a multiple of its size on either side of
    zero: it vanishes where the advantage does, and is else least at a certain belief.
    """
    advantages: list[Any] = []
    shortfalls: list[Number] = []
    for chance in reply:
        values = [chance * with_ + (1 - chance) * without for with_, without in table]
        advantages.append(values[0] - values[1])
        shortfalls.append(_shortfall(values, mix))
    least = minimum(*shortfalls)
    return where(advantages[0] * advantages[1] <= 0, 0 * least, least)
