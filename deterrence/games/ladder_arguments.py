"""What is checked before a ladder is built: its fronts, its players, its size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from deterrence.errors import GameError, suggest
from deterrence.games.form import player_labels, read_sequence
from deterrence.games.front import Front, as_array
from deterrence.games.profile import Player

#: States times joint moves of the fronts (3 ** n_fronts); above this a solve takes many minutes and gigabytes.
MAX_WORK = 20_000_000

#: Seats of one player on one front; a check of regret tries all their 3 ** n joint postures.
MAX_OWN_SEATS = 8


def read_fronts(fronts: Sequence[Front], name: str) -> tuple[Front, ...]:
    """Return the fronts of a ladder after checking types, names and the number of states.

    Raises
    ------
    GameError
        If something does not fit.
    """
    where = f"fronts of '{name}'"
    held = (fronts,) if isinstance(fronts, Front) else read_sequence(fronts, where, "one Front or more")
    if not held or not all(isinstance(front, Front) for front in held):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise GameError(
            where, f"saw {len(held)} of types {sorted({type(front).__name__ for front in held})}", "one Front or more"
        )
    names = [front.name for front in held]
    if len(set(names)) != len(names):
        raise GameError(where, f"saw names {names}", "different names")
    states = math.prod(front.n_rungs for front in held)
    work = states * 3 ** len(held)
    if work > MAX_WORK:
        raise GameError(
            where,
            f"saw {_count(states)} states on {len(held)} fronts, {_count(work)} joint moves",
            f"at most {MAX_WORK:.3g}",
            "merge rungs or leave a front out",
        )
    return held


def _count(number: int) -> str:
    return str(number) if number < 10**9 else f"{number:.3g}" if number < 10**100 else "more than 1e100"


def read_players(
    fronts: tuple[Front, ...],
    players: Sequence[Player] | None,
    discount: ArrayLike,
    payoff_scale: ArrayLike,
    name: str,
) -> tuple[Player, ...]:
    """Return the players' labels after checking that flows and seats agree with them.

    Parameters
    ----------
    fronts
        The fronts.
    players
        Labels, or None: then 0, 1, ..., or the labels in the order in which seats name them.
    discount, payoff_scale
        These arguments, whose last axis may be players.
    name
        The ladder's name, for messages.

    Raises
    ------
    GameError
        If a seat names an unknown player, or a number of players does not fit.
    """
    seated = list(dict.fromkeys(label for front in fronts for label in front.seats))
    counts = {f"flow of front '{front.name}'": front.flow.shape[-2] for front in fronts}
    for argument, value in (("discount", discount), ("payoff_scale", payoff_scale)):
        shape = as_array(value, f"{argument} of '{name}'").shape
        counts[argument] = shape[-1] if shape else 1
    numbered = all(isinstance(label, int | np.integer) for label in seated)
    if players is not None:
        n_players = len(read_sequence(players, f"players of '{name}'", "one label per player"))
    else:
        n_players = max(counts.values())
        if n_players == 1:
            n_players = max(seated, key=int) + 1 if numbered else len(seated)  # type: ignore[arg-type, operator]
    for where, count in counts.items():
        if count not in (1, n_players):
            raise GameError(f"{where} in '{name}'", f"saw {count} players", f"{n_players}, or 1 for all alike")
    labels = player_labels(seated if players is None and not numbered else players, n_players, f"ladder '{name}'")
    for front in fronts:
        most = max(Counter(front.seats).values())
        if most > MAX_OWN_SEATS:
            saw = f"saw {most} seats of one player"
            raise GameError(f"seats of front '{front.name}'", saw, f"at most {MAX_OWN_SEATS}", "merge its seats")
        for label in front.seats:
            if label not in labels:
                near = suggest(str(label), [str(known) for known in labels])
                raise GameError(
                    f"seats of front '{front.name}'", f"saw player {label!r}", f"players {list(labels)}", near
                )
    return labels
