"""Reading a profile whose information sets are few and fixed: the chance of one action at each of them.

Forms in which everybody chooses between two actions use it. A chance may be a fraction, a float or an array of draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deterrence.errors import GameError, suggest
from deterrence.games.behaviour import strategy_of
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number

#: Probabilities may miss a sum of one by this much.
SUM_TOLERANCE = 1e-9


def binary(first: str, second: str, chance: Number) -> dict[str, Number]:
    """Return what a player does at one information set with two actions, the first with the given chance."""
    return {first: chance, second: 1 - chance}


def read_chances(
    profile: StrategyProfile, player: Player, sets: Mapping[str, tuple[str, str]], form: str
) -> dict[str, Number]:
    """Return, for each information set of a player, the chance of its first action.

    Parameters
    ----------
    profile
        What everybody does.
    player
        The player's label.
    sets
        Each information set of the player, with its two actions.
    form
        The form's name, for messages.

    Raises
    ------
    GameError
        If the profile has no such player or set, names an unknown action, or its probabilities do not sum to one.
    """
    where = f"profile of the {form}"
    strategy = strategy_of(profile, player, where)
    if set(strategy) != set(sets):
        raise GameError(where, f"saw {sorted(strategy)[:6]} for player {player!r}", f"the sets {list(sets)}")
    return {name: _first(strategy[name], actions, f"{where}, '{name}'") for name, actions in sets.items()}


def _first(chances: Mapping[str, Number], actions: tuple[str, str], where: str) -> Number:
    for action in chances:
        if action not in actions:
            raise GameError(where, f"saw action '{action}'", "", suggest(action, actions))
    first, second = (chances.get(action, 0) for action in actions)
    # Draws at fault are NaN and stay so.
    bad = (first < 0) | (first > 1) | (second < 0) | (abs(first + second - 1) > SUM_TOLERANCE)
    if np.any(bad):
        raise GameError(where, f"saw {dict(chances)}", "probabilities in [0, 1] that sum to one")
    return first
