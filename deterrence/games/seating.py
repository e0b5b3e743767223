"""Who sits on which front of a linked restraint, and what the fronts bring with them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from deterrence.errors import GameError, shorten, show
from deterrence.games.form import read_sequence
from deterrence.games.profile import Player
from deterrence.games.restraint import Restraint
from deterrence.numerics import Number, inf, is_array

_PAIR = "two different players, numbered from 0"


def read_seats(
    fronts: Sequence[Restraint], seats: Sequence[tuple[int, int]] | None, where: str
) -> tuple[tuple[int, int], ...]:
    """Return the pair of players on each front, (0, 1) everywhere when ``seats`` is left out.

    Raises
    ------
    GameError
        If there is no front, a front is not of two players, or a pair is not two different players.
    """
    if not fronts:
        raise GameError(where, "saw no fronts", "one or more")
    for place, front in enumerate(fronts):
        if not isinstance(front, Restraint):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise GameError(f"{where}, front {place}", f"saw {show(front)}", "a Restraint")
        if len(front.players) != 2:
            raise GameError(f"{where}, front {place}", f"saw {len(front.players)} players", "two")
    place = f"{where}, seats"
    pairs: list[tuple[Any, ...]] = [(0, 1)] * len(fronts)
    if seats is not None:
        pairs = [read_sequence(pair, place, _PAIR) for pair in read_sequence(seats, place, "one pair per front")]
    if len(pairs) != len(fronts):
        raise GameError(f"{where}, seats", f"saw {len(pairs)} pairs", f"{len(fronts)}, one per front")
    checked: list[tuple[int, int]] = []
    for pair in pairs:
        if len(pair) != 2 or not all(_is_seat(seat) for seat in pair) or pair[0] == pair[1]:
            raise GameError(place, f"saw {shorten(repr(pair), 100)}", _PAIR)
        checked.append((int(pair[0]), int(pair[1])))
    return tuple(checked)


def _is_seat(given: Any) -> bool:
    is_number = isinstance(given, int | float | np.integer) and not isinstance(given, bool)
    return is_number and bool(0 <= given < inf) and given == int(given)


def shared_discounts(
    fronts: Sequence[Restraint], seats: Sequence[tuple[int, int]], players: Sequence[Player], where: str
) -> tuple[Number, ...]:
    """Return the discount factor on which each player's fronts agree.

    Raises
    ------
    GameError
        If a player's fronts disagree.
    """
    shared: list[Number] = []
    for player, label in enumerate(players):
        own = [front.discount[pair.index(player)] for front, pair in zip(fronts, seats, strict=True) if player in pair]
        if not all(_agree(own[0], other) for other in own[1:]):
            raise GameError(where, f"saw fronts that disagree on the discount of {label!r}", remedy="give discount")
        shared.append(own[0])
    return tuple(shared)


def _agree(one: Number, other: Number) -> bool:
    if is_array(one) or is_array(other):
        # A front that blanked a draw has no discount there to disagree with.
        return bool(np.all((one == other) | np.isnan(one) | np.isnan(other)))
    return bool(one == other)


def front_numbers(fronts: Sequence[Restraint]) -> dict[str, Number]:
    """Return the payoffs and signals of all fronts by name."""
    numbers: dict[str, Number] = {}
    for place, front in enumerate(fronts):
        rows = (front.temptation, front.reward, front.punishment, front.sucker, (front.false_alarm, front.detection))
        numbers |= {f"front {place}, {k}": x for k, x in enumerate(itertools.chain.from_iterable(rows))}
    return numbers
