"""A crisis of one move that a mediator may coordinate, with or without private types.

Two players pick an action each, at the same time. Without a mediator they play a Nash equilibrium, or, where each knows
its own type only, a Bayes-Nash equilibrium. With one, each reports its type in private and is told in private what to
do. The mediator is a *device*, a distribution over pairs of actions for every pair of reports, and is committed to it.
A device that nobody gains by lying to or by disobeying is a communication equilibrium.

Axis order: ``payoffs[player, type_0, type_1, action_0, action_1]``, payoff units; one type each when the game has no
types. Types are independent; ``prior[player][type]``.

A profile without a mediator gives each player's actions at ``"stage"``, or at each of its types. A profile with one has
the strategy of ``"device"`` too: ``strategies["device"][situation][outcome]``, the situation being ``"stage"`` or the
two reports joined by a comma. Each player's strategy then has, for each type, the report (information set: the type)
and, for each ``"type, told action"``, the action done; ``"told action"`` alone without types.

Notes
-----
One move, then the game is over. The mediator knows nothing of its own, and its device is fixed and known beforehand;
whether a mediator with an interest is believed is asked apart, in ``mediator``.

References
----------
Aumann, R. J. (1974). "Subjectivity and correlation in randomized strategies." Journal of Mathematical Economics 1(1):
67-96.
Forges, F. (1986). "An approach to communication equilibria." Econometrica 54: 1375-1385.
Hörner, J., M. Morelli and F. Squintani (2015). "Mediation and peace." Review of Economic Studies 82: 1483-1501.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games import device as devices
from deterrence.games.draws import Validity
from deterrence.games.form import player_labels, store
from deterrence.games.matrix import STAGE
from deterrence.games.mediation_arguments import read_game, read_labels
from deterrence.games.mediation_profiles import DEVICE, DevicePlay, read_device_play, read_mixes
from deterrence.games.mediator import read_mediator
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_exact, is_symbolic


@dataclass(frozen=True, eq=False, init=False)
class Mediation:
    """Hold a game of one move that a mediator may coordinate.

    Parameters
    ----------
    payoffs
        Shape ``(2, A, B)``, or ``(2, n_types_0, n_types_1, A, B)`` with a prior. Entries are numbers, fractions or
        draws ``(n_draws,)``; an array may instead have a leading axis of draws.
    prior
        Probabilities of the types, one row per player; one row alone holds for both. None without types.
    mediator
        (s, w, x_L, phi): the mediator's weight on the listener's payoff (its bias: 0 for none, positive for ties to the
        listener, negative for ties to the other side), what the listener expects from a war, what the listener keeps by
        settling for the moderate demand, and what a war costs the mediator itself; payoff units. None when the
        mediator's own interest is not in question.
    actions, types
        Labels, one list per player; "0", "1", ... when omitted.
    players
        Labels in player order; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If shapes do not fit, payoffs are not finite, or a prior holds no probabilities. Draws at fault are no error:
        every measure is NaN there.

    Examples
    --------
    >>> chicken = Mediation([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], mediator=(1, 0.1, 0.5, 0.4))
    >>> chicken.n_types, chicken.n_actions
    ((1, 1), (2, 2))
    """

    form: ClassVar[str] = "mediation"
    default_concept: ClassVar[str] = "communication"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    payoffs: NDArray[Any]
    prior: tuple[NDArray[Any], NDArray[Any]]
    mediator: tuple[Number, ...] | None
    has_types: bool
    players: tuple[Player, ...]
    name: str
    actions: tuple[tuple[str, ...], tuple[str, ...]]
    types: tuple[tuple[str, ...], tuple[str, ...]]
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        payoffs: Any,
        prior: Any = None,
        mediator: Any = None,
        *,
        actions: Sequence[Sequence[str]] | None = None,
        types: Sequence[Sequence[str]] | None = None,
        players: Sequence[Player] | None = None,
        name: str = "mediation",
    ) -> None:
        where = f"mediation '{name}'"
        table, priors, valid = read_game(payoffs, prior, where)
        n_types = (priors[0].shape[-1], priors[1].shape[-1])
        if types is not None and prior is None:
            raise GameError(f"{where}, types", "saw labels for types", "none without a prior")
        labels = player_labels(players, 2, "mediation")
        if DEVICE in labels:
            raise GameError(
                f"{where}, players", f"saw the label '{DEVICE}'", "other labels: it stands for the mediator"
            )
        interest = None if mediator is None else read_mediator(mediator, where)
        lengths = {len(number) for number in interest or () if is_array(number)}
        if table.ndim == 6:
            lengths.add(len(table))
        if len(lengths) > 1:
            raise GameError(where, f"saw draws of lengths {sorted(lengths)}", "one number of draws for all arguments")
        stored = {
            "payoffs": table,
            "prior": priors,
            "mediator": interest,
            "has_types": prior is not None,
            "players": labels,
            "name": name,
            "actions": read_labels(actions, table.shape[-2:], "actions", where),
            "types": read_labels(types, n_types, "types", where),
            "valid": valid,
        }
        store(self, stored)

    @property
    def given(self) -> dict[str, Any]:
        """What the constructor takes where the game keeps more: without types, no axes, prior and labels of them."""
        return {} if self.has_types else {"payoffs": self.payoffs[..., 0, 0, :, :], "prior": None, "types": None}

    @property
    def n_types(self) -> tuple[int, int]:
        """The number of types of each player."""
        return self.prior[0].shape[-1], self.prior[1].shape[-1]

    @property
    def n_actions(self) -> tuple[int, int]:
        """The number of actions of each player."""
        return self.payoffs.shape[-2], self.payoffs.shape[-1]

    @property
    def n_draws(self) -> int | None:
        """The number of draws that the payoffs or the prior carry; None when they are single numbers."""
        return len(self.payoffs) if self.payoffs.ndim == 6 else None

    @property
    def is_symbolic(self) -> bool:
        """Whether a payoff or a probability is a SymPy expression."""
        return any(is_symbolic(entry) for table in (self.payoffs, *self.prior) for entry in table.flat)

    @property
    def payoff_range(self) -> float:
        """The largest distance between two payoffs of one player, the unit of tolerances."""
        tables = self.payoffs.astype(np.float64)
        return float(max(table.max() - table.min() for table in tables))

    def draw(self, number: int) -> Mediation:
        """Return the game of one draw; without draws, the game itself."""
        if self.n_draws is None:
            return self
        payoffs, prior = self.payoffs[number], [row[number] for row in self.prior]
        return Mediation(
            payoffs if self.has_types else payoffs[:, 0, 0],
            prior if self.has_types else None,
            players=self.players,
            name=self.name,
        )

    def situations(self, player: int) -> tuple[str, ...]:
        """Return the information sets of a player that acts without a mediator: its types, or the stage."""
        return self.types[player] if self.has_types else (STAGE,)

    def device_profile(self, device: NDArray[np.float64]) -> StrategyProfile:
        """Return a device, followed by players who report the truth and do as they are told, as a profile.

        Parameters
        ----------
        device
            Probabilities, ``[report_0, report_1, told_0, told_1]``.
        """
        return DevicePlay.honest(device, self.has_types).profile(self.players, self.types, self.actions)

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone, payoff units, whatever its type.

        Against a device a deviation is a lie, disobedience, or both at once. Types of probability zero do not count.

        Raises
        ------
        GameError
            If the profile does not fit the game, or the game carries draws or symbols.
        """
        return max(self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return what each player gains by its own best deviation, at the type where that is most."""
        return tuple(
            max(_plain(gain) for gain, weight in zip(gains, prior, strict=True) if weight > 0)
            for gains, prior in zip(self.regret_by_type(profile), self.prior, strict=True)
        )

    def regret_by_type(self, profile: StrategyProfile) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return what each type of each player gains by its own best deviation, given its type."""
        self._require_numbers("regret")
        if DEVICE in profile.strategies:
            play, payoffs, prior = self._device_play(profile), self._floats, self._float_prior
            # Measured from each player's least payoff, so that a large common level costs no digits.
            level = payoffs - payoffs.min(axis=(1, 2, 3, 4), keepdims=True)
            stakes = devices.stakes_of_plans(level, prior, play.device, play.reports, play.deeds)
            first, second = (
                devices.gains_from_deceit(own, report, deed)
                for own, report, deed in zip(stakes, play.reports, play.deeds, strict=True)
            )
            return first, second
        mixes = self._mixes(profile)
        found: list[NDArray[Any]] = []
        for player, mix in enumerate(mixes):
            table = self.payoffs[player] if player == 0 else self.payoffs[player].transpose(1, 0, 3, 2)
            replies = np.einsum("s,sd,tsbd->tb", self.prior[1 - player], mixes[1 - player], table - table.flat[0])
            gains = replies.max(axis=1) - (mix * replies).sum(axis=1)
            found.append(np.maximum(gains, 0 * gains))
        return found[0], found[1]

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of each player before types are drawn, in player order, payoff units."""
        weights = self._joint(profile)
        return tuple(_plain((weights * table).sum()) for table in self.payoffs)

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probability of every pair of actions that can occur, over all types."""
        weights = self._joint(profile).sum(axis=(0, 1))
        return {
            f"{self.actions[0][i]},{self.actions[1][j]}": _plain(weight)
            for (i, j), weight in np.ndenumerate(weights)
            if weight > 0
        }

    @property
    def _floats(self) -> NDArray[np.float64]:
        return self.payoffs.astype(np.float64)

    @property
    def _float_prior(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.prior[0].astype(np.float64), self.prior[1].astype(np.float64)

    def _joint(self, profile: StrategyProfile) -> NDArray[Any]:
        """Return the probability of every pair of types and of actions, ``[type_0, type_1, done_0, done_1]``."""
        self._require_numbers("payoff")
        if DEVICE in profile.strategies:
            play = self._device_play(profile)
            return devices.joint_actions(self._float_prior, play.device, play.reports, play.deeds)
        return np.einsum("s,t,sd,tb->stdb", *self.prior, *self._mixes(profile))

    def _device_play(self, profile: StrategyProfile) -> DevicePlay:
        return read_device_play(profile, self.players, self.types, self.actions, self.has_types)

    def _mixes(self, profile: StrategyProfile) -> tuple[NDArray[Any], NDArray[Any]]:
        situations = (self.situations(0), self.situations(1))
        return read_mixes(profile, self.players, situations, self.actions)

    def _require_numbers(self, what: str) -> None:
        if self.n_draws is not None or self.is_symbolic:
            saw = "draws" if self.n_draws is not None else "SymPy expressions"
            raise GameError(f"{what} of '{self.name}'", f"saw {saw}", "single numbers", "take one draw of the game")


def _plain(value: Any) -> Any:
    """Return a fraction as it is and a NumPy float as Python's."""
    return value if is_exact(value) else float(value)
