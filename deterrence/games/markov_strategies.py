"""Markov strategies of a ladder: an array for those who compute, a profile for those who read.

``probabilities[seat, posture, state]``, with a leading axis of draws where there are draws. The profile's strategies
are views: an information set is worked out when it is asked for, because a region has thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.front import POSTURES
from deterrence.games.profile import Player, StrategyProfile

if TYPE_CHECKING:
    from deterrence.games.ladder import Ladder

#: Probabilities may miss 0, 1 and a sum of 1 by this much.
_SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class MarkovStrategies:
    """Hold what every seat does in every state.

    Parameters
    ----------
    ladder
        The ladder it belongs to.
    probabilities
        (n_seats, 3, n_states) or (n_draws, n_seats, 3, n_states); postures in the order of ``front.POSTURES``.
    """

    ladder: Ladder
    probabilities: NDArray[np.float64]

    @classmethod
    def checked(cls, ladder: Ladder, probabilities: NDArray[np.float64]) -> MarkovStrategies:
        """Return the strategies after checking shape, simplex and what is on offer; NaN draws pass.

        Raises
        ------
        GameError
            If something does not fit.
        """
        core = (len(ladder.seats), 3, ladder.n_states)
        where = f"strategies of '{ladder.name}'"
        shape = probabilities.shape
        if shape[-3:] != core or len(shape) > 4 or (len(shape) == 4 and ladder.n_draws not in (None, shape[0])):
            raise GameError(
                where, f"saw shape {shape}", f"shape {core}, or with a leading axis of {ladder.n_draws} draws"
            )
        sums = probabilities.sum(axis=-2)
        if np.any(probabilities < -_SLACK) or np.any(abs(sums - 1) > _SLACK):
            raise GameError(where, "saw numbers that are not probabilities", "three from 0 to 1 that sum to 1")
        wrong = (probabilities > _SLACK) & ~ladder.offers
        if wrong.any():
            seat = int(np.argwhere(wrong)[:, -3].min())
            raise GameError(where, f"saw seat {seat} pick a posture that is not on offer", "probability 0 there")
        return cls(ladder, probabilities)

    def profile(self) -> StrategyProfile:
        """Return the strategies by player and information set."""
        return StrategyProfile(self.by_player())

    def by_player(self) -> dict[Player, Mapping[str, Mapping[str, Any]]]:
        """Return one read-only mapping per player, from information sets to probabilities of postures."""
        return {player: PlayerStrategy(self, i) for i, player in enumerate(self.ladder.players)}


class PlayerStrategy(Mapping[str, Mapping[str, Any]]):
    """Show one player's part of the strategies as a mapping ``{information set: {posture: probability}}``.

    Absorbing rungs offer no posture and have no information set.
    """

    def __init__(self, strategies: MarkovStrategies, player: int) -> None:
        self._strategies = strategies
        self._player = player

    @property
    def strategies(self) -> MarkovStrategies:
        """The strategies of all players."""
        return self._strategies

    @property
    def player(self) -> int:
        """The number of the player."""
        return self._player

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        ladder = self._strategies.ladder
        found = _find(ladder, self._player, key)
        if found is None:
            raise KeyError(key)
        k, state = found
        front = ladder.fronts[ladder.seats[k][0]]
        rung = ladder.rungs(state)[ladder.seats[k][0]]
        values = self._strategies.probabilities[..., k, :, state]
        return {
            posture: float(values[a]) if values.ndim == 1 else values[:, a]
            for a, posture in enumerate(POSTURES)
            if posture in front.offered(rung)
        }

    def __repr__(self) -> str:
        name = self._strategies.ladder.players[self._player]
        return f"PlayerStrategy({name!r}, {len(self)} information sets of '{self._strategies.ladder.name}')"

    def __iter__(self) -> Iterator[str]:
        ladder = self._strategies.ladder
        for k, name in seat_names(ladder, self._player).items():
            f = ladder.seats[k][0]
            for state in range(ladder.n_states):
                rungs = ladder.rungs(state)
                if rungs[f] not in ladder.fronts[f].absorbing:
                    yield information_set(name, rungs)

    def __len__(self) -> int:
        ladder = self._strategies.ladder
        count = 0
        for k in seat_names(ladder, self._player):
            front = ladder.fronts[ladder.seats[k][0]]
            count += ladder.n_states // front.n_rungs * (front.n_rungs - len(front.absorbing))
        return count


def information_set(name: str, rungs: tuple[int, ...]) -> str:
    """Return the name of an information set: ``"border at 3,3,3,2"``."""
    return f"{name} at {','.join(str(rung) for rung in rungs)}"


def seat_names(ladder: Ladder, player: int) -> dict[int, str]:
    """Return the seats of a player with their names: the front, numbered where the player has several there."""
    found: dict[int, str] = {}
    seen: dict[int, int] = {}
    for k, (f, owner) in enumerate(ladder.seats):
        if owner == player:
            seen[f] = seen.get(f, 0) + 1
            found[k] = ladder.fronts[f].name + ("" if seen[f] == 1 else f" (seat {seen[f]})")
    return found


def read_profile(ladder: Ladder, profile: StrategyProfile) -> NDArray[np.float64]:
    """Return a profile as an array (n_seats, 3, n_states), or with a leading axis of draws.

    Raises
    ------
    GameError
        If players, information sets or postures do not fit, or the numbers are not probabilities.
    """
    strategies = profile.strategies
    where = f"profile of '{ladder.name}'"
    if set(strategies) != set(ladder.players):
        raise GameError(where, f"saw players {list(strategies)[:12]}", f"players {list(ladder.players)[:12]}")
    first = strategies[ladder.players[0]]
    views = [strategies[player] for player in ladder.players]
    if isinstance(first, PlayerStrategy) and all(
        isinstance(view, PlayerStrategy) and view.strategies is first.strategies for view in views
    ):
        return MarkovStrategies.checked(ladder, first.strategies.probabilities).probabilities
    n_draws = ladder.n_draws
    core = (len(ladder.seats), 3, ladder.n_states)
    table = np.zeros(core if n_draws is None else (n_draws, *core))
    layout = ladder.shape
    for k, (f, _) in enumerate(ladder.seats):
        closed = layout.closed[f, layout.rungs[f]]
        table[..., k, 1, closed] = 1.0
    for i, player in enumerate(ladder.players):
        wanted = set(PlayerStrategy(MarkovStrategies(ladder, table), i))
        given = set(strategies[player])
        if wanted != given:
            odd = sorted(wanted ^ given)[0]
            saw = f"saw no entry '{odd}'" if odd in wanted else f"saw the information set '{odd}'"
            raise GameError(
                f"strategy of player {player!r} in '{ladder.name}'",
                saw,
                "every information set of its seats, and no other",
            )
        for key in given:
            k, state = _find(ladder, i, key) or (0, 0)
            for posture, probability in strategies[player][key].items():
                if posture not in POSTURES:
                    raise GameError(f"'{key}' in {where}", f"saw posture {posture!r}", f"some of {list(POSTURES)}")
                table[..., k, POSTURES.index(posture), state] = probability
    return MarkovStrategies.checked(ladder, table).probabilities


def _find(ladder: Ladder, player: int, key: str) -> tuple[int, int] | None:
    """Return the seat and the state that an information set stands for, or None."""
    name, _, text = key.rpartition(" at ")
    for k, known in seat_names(ladder, player).items():
        if known == name:
            try:
                state = ladder.state([int(part) for part in text.split(",")])
            except (ValueError, GameError):
                return None
            f = ladder.seats[k][0]
            return None if ladder.rungs(state)[f] in ladder.fronts[f].absorbing else (k, state)
    return None
