"""Reading what a profile says a player does at its information sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deterrence.errors import GameError, suggest
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.numerics import Number, is_exact, is_simplex


def read_behaviour(
    profile: StrategyProfile, player: Player, sets: Mapping[str, Sequence[str]], form: str
) -> tuple[tuple[Number, ...], ...]:
    """Return ``chances[information set][action]`` of one player, checked.

    Parameters
    ----------
    profile
        What the players do.
    player
        Label of the player.
    sets
        The actions at each information set of the player.
    form
        The form's name, for messages.

    Raises
    ------
    GameError
        If the profile has no such player or other information sets, names an unknown action, or its probabilities do
        not sum to one.
    """
    where = f"profile of the {form}"
    strategy = strategy_of(profile, player, where)
    if set(strategy) != set(sets):
        some = f"{', '.join(list(sets)[:4])}{' and so on' if len(sets) > 4 else ''}" or "none"
        raise GameError(where, f"saw information sets {sorted(strategy)[:4]} for player {player!r}", some)
    return tuple(
        read_row(strategy[name], actions, f"{where}, player {player!r}, {name}") for name, actions in sets.items()
    )


def strategy_of(profile: StrategyProfile, player: Player, where: str) -> Strategy:
    """Return a player's strategy.

    Raises
    ------
    GameError
        If the profile has none.
    """
    if player not in profile.strategies:
        raise GameError(where, f"saw no strategy for player {player!r}", "a strategy for every player")
    return profile.strategies[player]


def read_row(chances: Mapping[str, Number], actions: Sequence[str], where: str) -> tuple[Number, ...]:
    """Return the probabilities of the actions in their order; sure actions become the integers 0 and 1.

    Raises
    ------
    GameError
        For an unknown action, or probabilities that do not sum to one.
    """
    for action in chances:
        if action not in actions:
            raise GameError(where, f"saw action '{action}'", remedy=suggest(action, actions))
    row = tuple(chances.get(action, 0) for action in actions)
    if any(not 0 <= chance <= 1 for chance in row) or abs(sum(row) - 1) > 1e-9:
        raise GameError(where, f"saw {dict(chances)}", "probabilities in [0, 1] that sum to one")
    return tuple(int(chance) if chance in (0, 1) else chance for chance in row)


def given_row(mixed: Mapping[str, Any], labels: Sequence[str], where: str) -> list[Any]:
    """Return probabilities in the order of the labels, as they were given; what is left out has probability zero.

    Raises
    ------
    GameError
        If they do not sum to one: exactly where all are exact, else within rounding.
    """
    row = [mixed.get(label, 0) for label in labels]
    if all(is_exact(value) for value in row):
        fits = min(row) >= 0 and sum(row) == 1
    else:
        try:
            fits = is_simplex(np.array(row, dtype=np.float64))
        except (TypeError, ValueError):
            fits = False
    if not fits:
        raise GameError(where, f"saw probabilities {row[:12]}", "numbers from 0 to 1 that sum to 1")
    return row
