"""Strategies of cheap talk as numbers, and what deviating from them brings, from the payoffs alone.

Notation: b is the bias; message k is sent by the states from ``edges[k]`` to ``edges[k + 1]``; the receiver's point
after it has mean m_k and second moment s_k, so a mixture of points is allowed. A sender in state theta that sends j
gets

    -(s_j - 2 (theta + b) m_j + (theta + b)^2),

so the gain from sending j in place of k is linear in theta, and greatest at an end of k's interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_exact, maximum, where

#: The sender's information set.
STATES = "states, in rising order"

#: The receiver's best reply: the middle of the states that send the message.
MIDDLE = "middle"

#: The message that names the state itself.
REVEAL = "the state itself"


@dataclass(frozen=True)
class Partition:
    """Hold intervals of states and the moments of the points that answer them; ``reveals`` when states are named."""

    edges: tuple[Number, ...]
    means: tuple[Number, ...]
    squares: tuple[Number, ...]
    reveals: bool = False


def read_partition(profile: StrategyProfile, players: Sequence[Player], where_: str) -> Partition:
    """Read a profile of cheap talk.

    Raises
    ------
    GameError
        If players, information sets or messages do not fit, shares or probabilities do not sum to one, or a point is
        no number from 0 to 1.
    """
    if set(profile.strategies) != set(players):
        raise GameError(where_, f"saw players {list(profile.strategies)}", f"players {list(players)}")
    said, answers = (profile.strategies[label] for label in players)
    if set(said) != {STATES}:
        raise GameError(where_, f"saw information sets {list(said)[:12]} of the sender", f"'{STATES}' alone")
    shares = said[STATES]
    if set(shares) - set(answers):
        raise GameError(where_, f"saw messages {sorted(set(shares) - set(answers))[:12]}", "messages with an answer")
    _check_sum(shares, f"{where_}, sender")
    messages = [*shares, *(message for message in answers if message not in shares)]
    edges: list[Number] = [0]
    for message in messages:
        edges.append(edges[-1] + shares.get(message, 0))
    if list(shares) == [REVEAL]:
        if set(answers) != {REVEAL} or set(answers[REVEAL]) != {MIDDLE}:
            raise GameError(where_, f"saw answers {list(answers)[:12]}", f"'{MIDDLE}' when the state is named")
        return Partition(tuple(edges), (), (), reveals=True)
    means: list[Number] = []
    squares: list[Number] = []
    for k, message in enumerate(messages):
        _check_sum(answers[message], f"{where_}, receiver at '{message}'")
        middle = (edges[k] + edges[k + 1]) / 2
        exact = is_exact(middle) and all(is_exact(p) or p == 1 for p in answers[message].values())
        points = [(_point(action, middle, exact, where_), p) for action, p in answers[message].items()]
        means.append(sum(_weight(p, exact) * y for y, p in points))
        squares.append(sum(_weight(p, exact) * y**2 for y, p in points))
    return Partition(tuple(edges), tuple(means), tuple(squares))


def regrets_of_partition(partition: Partition, bias: Number) -> tuple[Number, Number]:
    """Return what the sender gains in the state, and the receiver after the message, where that is most."""
    if partition.reveals:
        # In state 0 the sender would have b heard, or 1 where b is beyond it.
        return bias**2 - maximum(bias - 1, 0 * bias) ** 2, 0 * bias
    edges, means, squares = partition.edges, partition.means, partition.squares
    sender: Number = 0 * bias
    receiver: Number = 0 * bias
    for k in range(len(means)):
        is_sent = edges[k + 1] > edges[k]
        for theta in (edges[k], edges[k + 1]):
            own = squares[k] - 2 * (theta + bias) * means[k]
            for j in range(len(means)):
                gain = own - (squares[j] - 2 * (theta + bias) * means[j])
                sender = maximum(sender, where(is_sent, gain, 0 * bias))
        middle = (edges[k] + edges[k + 1]) / 2
        receiver = maximum(receiver, where(is_sent, squares[k] - 2 * middle * means[k] + middle**2, 0 * bias))
    return sender, receiver


def _weight(probability: Any, exact: bool) -> Any:
    return Fraction(probability) if exact else probability


def _point(action: str, middle: Number, exact: bool, where_: str) -> Number:
    if action == MIDDLE:
        return middle
    try:
        point = Fraction(action)
    except (ValueError, ZeroDivisionError, TypeError):
        point = Fraction(-1)
    if not 0 <= point <= 1:
        raise GameError(where_, f"saw the action {action!r:.40}", f"a number from 0 to 1, or '{MIDDLE}'")
    return point if exact else float(point)


def _check_sum(mixed: Mapping[str, Any], where_: str) -> None:
    total: Any = sum(mixed.values())
    least: Any = 0
    for value in mixed.values():
        least = np.minimum(least, value) if is_array(value) else min(least, value)
    fits = (abs(total - 1) <= 1e-9) & (least >= -1e-9)
    # NaN stands for a draw that is at fault or has no such equilibrium.
    if not np.all(fits | np.not_equal(total, total)) and not is_array(total):
        raise GameError(where_, f"saw shares {list(mixed.values())[:12]}", "shares from 0 to 1 that sum to 1")
