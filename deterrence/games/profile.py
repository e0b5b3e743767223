"""What players do, as plain records that any form can check.

A strategy gives, at every information set of a player, a probability to each action::

    profile.strategies[player][information_set] = {action: probability}

Players are numbered 0..n-1 inside a game and carry labels (actor ids when the game comes from a model). The keys of a
profile are those labels. A matrix has one information set, ``"stage"``; an automaton has one per state.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

#: The label of a player: an actor id, or the seat's number.
Player = Hashable

#: Information set -> action -> probability.
Strategy = Mapping[str, Mapping[str, float]]

#: Information set -> node -> (lowest, highest) probability that supports an equilibrium.
Beliefs = Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True)
class StrategyProfile:
    """Hold one behaviour strategy per player.

    Parameters
    ----------
    strategies
        ``strategies[player][information_set] = {action: probability}``.
    """

    strategies: Mapping[Player, Strategy]


@dataclass(frozen=True)
class Assessment:
    """Hold a profile with the beliefs that go with it.

    Parameters
    ----------
    profile
        What the players do.
    beliefs
        ``beliefs[information_set] = {node: (lowest, highest)}``: the set of probabilities that the concept allows,
        a single point where lowest equals highest.
    """

    profile: StrategyProfile
    beliefs: Mapping[str, Mapping[str, tuple[float, float]]] = field(
        default_factory=dict[str, Mapping[str, tuple[float, float]]]
    )
