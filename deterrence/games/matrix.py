"""Games in matrix form: every player picks one action, nobody sees the others' pick.

Notation and axis order: ``payoffs[player, action_0, action_1, ...]`` is the payoff of ``player``, in payoff units, when
player 0 picks ``action_0``, player 1 ``action_1`` and so on. The only information set is ``"stage"``. An outcome is the
players' action labels, in player order, joined by commas. Larger payoffs are better.

Payoffs given as integers and fractions stay exact, and so does everything computed from them with exact probabilities.

Notes
-----
Played once, at the same time, with payoffs known to all. What tomorrow would bring stands in the payoffs or nowhere.

References
----------
Nash, J. (1950). "Equilibrium Points in n-Person Games." Proceedings of the National Academy of Sciences 36: 48-49.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deterrence.errors import GameError, show, suggest
from deterrence.games.behaviour import given_row
from deterrence.games.form import player_labels, store
from deterrence.games.payoffs import as_fraction, read_payoffs
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.numerics import REGRET_TOLERANCE, is_exact

if TYPE_CHECKING:
    import nashpy

#: The one information set of a matrix.
STAGE = "stage"


@dataclass(frozen=True, init=False, eq=False)
class Matrix:
    """Hold a finite game in matrix form.

    Parameters
    ----------
    payoffs
        Nested sequences or an array, shape ``(n_players, *n_actions)``, payoff units. When every entry is an integer or
        a ``Fraction`` the game is exact; otherwise payoffs are float64. A read-only copy is kept.
    players
        Labels in player order; 0, 1, ... when omitted.
    actions
        Labels of the actions, one sequence per player; "0", "1", ... when omitted.
    name
        The id of the game.

    Raises
    ------
    GameError
        If the shape does not fit, an entry is not a finite number, or labels are missing or repeated.

    Examples
    --------
    >>> game = Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], actions=[["hold", "attack"]] * 2)
    >>> game.regret(game.profile([[1, 0], [1, 0]]))
    Fraction(2, 1)
    """

    form: ClassVar[str] = "matrix"
    default_concept: ClassVar[str] = "nash"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    payoffs: NDArray[Any]
    players: tuple[Player, ...]
    actions: tuple[tuple[str, ...], ...]
    name: str

    def __init__(
        self,
        payoffs: ArrayLike | Sequence[Any],
        *,
        players: Sequence[Player] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        name: str = "matrix",
    ) -> None:
        table = read_payoffs(payoffs)
        labels = player_labels(players, len(table), "matrix")
        rows = _action_labels(actions, table.shape[1:])
        store(self, {"payoffs": table, "players": labels, "actions": rows, "name": name})

    @property
    def n_players(self) -> int:
        """The number of players."""
        return len(self.payoffs)

    @property
    def n_actions(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return self.payoffs.shape[1:]

    @property
    def is_exact(self) -> bool:
        """Whether every payoff is a fraction, so that arithmetic on it does not round."""
        return self.payoffs.dtype == object

    @cached_property
    def payoff_ranges(self) -> tuple[Any, ...]:
        """Largest minus smallest payoff of each player, payoff units."""
        return tuple(table.max() - table.min() for table in self.payoffs)

    def profile(self, probabilities: Iterable[Iterable[Any]]) -> StrategyProfile:
        """Label a list of probability vectors, one per player, each in the order of that player's actions.

        Raises
        ------
        GameError
            If a vector is missing, has the wrong length, or does not hold probabilities.
        """
        vectors = [list(vector) for vector in probabilities]
        if [len(vector) for vector in vectors] != list(self.n_actions):
            raise GameError(
                f"profile of '{self.name}'",
                f"saw vectors of lengths {[len(vector) for vector in vectors]}",
                f"lengths {list(self.n_actions)}",
            )
        strategies: dict[Player, Strategy] = {}
        for player, labels, vector in zip(self.players, self.actions, vectors, strict=True):
            values: list[Any] = [as_fraction(value) if is_exact(value) else float(value) for value in vector]
            strategies[player] = {STAGE: dict(zip(labels, values, strict=True))}
        found = StrategyProfile(strategies)
        self._weights(found)
        return found

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of each player, in player order, payoff units.

        Exact when the payoffs and the probabilities are.
        """
        weights = self._weights(profile)
        replies = [self._replies(seat, weights) for seat in range(self.n_players)]
        return tuple(_plain(offset + own @ gains) for own, (offset, gains) in zip(weights, replies, strict=True))

    def regrets(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the most that each player gains by deviating alone, in player order, payoff units, never negative."""
        weights = self._weights(profile)
        found: list[Any] = []
        for seat, own in enumerate(weights):
            _, gains = self._replies(seat, weights)
            # Rounding can leave the best reply a hair below the average that contains it.
            found.append(max(_plain(gains.max() - own @ gains), Fraction(0) if gains.dtype == object else 0.0))
        return tuple(found)

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone, payoff units.

        Zero exactly at the equilibria; exact when the payoffs and the probabilities are.

        Raises
        ------
        GameError
            If the profile does not fit the game.
        """
        return max(self.regrets(profile))

    def best_responses(self, player: Player, profile: StrategyProfile) -> tuple[str, ...]:
        """Return the labels of the player's best replies to what the others do in the profile.

        With floats, replies within ``REGRET_TOLERANCE`` of the best, relative to the player's payoff range, count.
        """
        if player not in self.players:
            raise GameError(f"player of '{self.name}'", f"saw {player!r}", f"one of {list(self.players)}")
        seat = self.players.index(player)
        _, gains = self._replies(seat, self._weights(profile))
        slack = 0 if gains.dtype == object else REGRET_TOLERANCE * float(self.payoff_ranges[seat])
        best = gains.max()
        return tuple(label for label, gain in zip(self.actions[seat], gains, strict=True) if gain >= best - slack)

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probability of every outcome that can occur; labels are joined by commas, in player order."""
        played = [
            [(label, weight) for label, weight in zip(labels, weights, strict=True) if weight > 0]
            for labels, weights in zip(self.actions, self._weights(profile), strict=True)
        ]
        found: dict[str, Any] = {}
        for combination in itertools.product(*played):
            probability: Any = 1
            for _, weight in combination:
                probability = probability * weight
            found[",".join(label for label, _ in combination)] = _plain(probability)
        return found

    def to_nashpy(self) -> nashpy.Game:
        """Return the game as a ``nashpy.Game``, for teaching and cross-checks; payoffs become floats.

        Raises
        ------
        GameError
            If there are not two players.
        """
        if self.n_players != 2:
            raise GameError(f"matrix '{self.name}'", f"saw {self.n_players} players", "2 players for nashpy")
        import nashpy  # it pulls in SciPy, which must not load with the package

        return nashpy.Game(*self.payoffs.astype(np.float64))

    def _replies(self, seat: int, weights: Sequence[NDArray[Any]]) -> tuple[Any, NDArray[Any]]:
        """Return an offset and, above it, what each action of a seat earns against the others' weights.

        Taking the offset out first keeps the certificate free of rounding when payoffs are large and differ little.
        """
        picks = [np.arange(len(w)) if i == seat else np.flatnonzero(w) for i, w in enumerate(weights)]
        table = self.payoffs[seat][np.ix_(*picks)]
        if weights[seat].dtype != object and self.is_exact:
            table = table.astype(np.float64)
        offset = table.flat[0]
        gains = table - offset
        for other in reversed(range(self.n_players)):
            if other != seat:
                gains = np.tensordot(gains, weights[other][picks[other]], axes=(other, 0))
        return offset, gains

    def _weights(self, profile: StrategyProfile) -> list[NDArray[Any]]:
        """Return the probabilities of a profile as one vector per player, after checking them."""
        if set(profile.strategies) != set(self.players):
            raise GameError(
                f"profile of '{self.name}'", f"saw players {list(profile.strategies)}", f"players {list(self.players)}"
            )
        rows: list[list[Any]] = []
        for player, labels in zip(self.players, self.actions, strict=True):
            where = f"strategy of player {player!r} in '{self.name}'"
            strategy = profile.strategies[player]
            if set(strategy) != {STAGE}:
                raise GameError(where, f"saw information sets {list(strategy)}", f"'{STAGE}' alone")
            rows.append(_row(strategy[STAGE], labels, where))
        if self.is_exact and all(is_exact(value) for row in rows for value in row):
            return [np.array([as_fraction(value) for value in row], dtype=object) for row in rows]
        vectors = [np.clip(np.array(row, dtype=np.float64), 0.0, None) for row in rows]
        return [vector / vector.sum() for vector in vectors]


def _plain(value: Any) -> Any:
    """Return a fraction as it is and a NumPy float as Python's."""
    return value if is_exact(value) else float(value)


def _row(mixed: Mapping[str, Any], labels: tuple[str, ...], where: str) -> list[Any]:
    """Return one player's probabilities in the order of its actions; an action left out has probability zero."""
    for label in mixed:
        if label not in labels:
            raise GameError(where, f"saw action {label!r}", f"actions {list(labels)[:12]}", suggest(str(label), labels))
    return given_row(mixed, labels, where)


def _action_labels(actions: Sequence[Sequence[str]] | None, n_actions: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Return labels for the actions: those given, or "0", "1", ..., checked so that every outcome has its own name."""
    if actions is None:
        return tuple(tuple(str(action) for action in range(count)) for count in n_actions)
    where = "actions of the matrix"
    for row in (actions, *actions) if isinstance(actions, list | tuple) else (actions,):
        if not isinstance(row, list | tuple):
            raise GameError(where, f"saw {row!r:.40}", "one list of labels per player")
    labels = tuple(tuple(row) for row in actions)
    for label in itertools.chain(*labels):
        if not isinstance(label, str) or not label or "," in label:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise GameError(where, f"saw label {show(label)}", "non-empty text without a comma")
    if [len(row) for row in labels] != list(n_actions) or any(len(set(row)) != len(row) for row in labels):
        raise GameError(where, f"saw {[list(row)[:12] for row in labels]}", f"{list(n_actions)} different labels")
    return labels
