"""Profiles of mediation games as arrays: players alone, and players who listen to a device.

Arrays: ``device[report_0, report_1, told_0, told_1]``, ``reports[player][type, report]``,
``deeds[player][type, told, done]``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, suggest
from deterrence.games import device as devices
from deterrence.games.matrix import STAGE
from deterrence.games.payoffs import as_fraction
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.numerics import is_exact, is_simplex

#: The key of the mediator's strategy in a profile.
DEVICE = "device"

Floats = NDArray[np.float64]
Labels = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class DevicePlay:
    """Hold a device and what the players do with it, as arrays."""

    device: Floats
    reports: tuple[Floats, Floats]
    deeds: tuple[Floats, Floats]
    has_types: bool

    @classmethod
    def honest(cls, device: Floats, has_types: bool) -> DevicePlay:
        """Return the play in which both report the truth and do as they are told."""
        first, second = (devices.honest(device.shape[i], device.shape[i + 2]) for i in (0, 1))
        return cls(device, (first[0], second[0]), (first[1], second[1]), has_types)

    def profile(self, players: Sequence[Player], types: Labels, actions: Labels) -> StrategyProfile:
        """Return the play as a profile."""
        outcomes = [",".join(pair) for pair in itertools.product(*actions)]
        drawn: dict[str, dict[str, float]] = {}
        for i, j in np.ndindex(*self.device.shape[:2]):
            situation = f"{types[0][i]},{types[1][j]}" if self.has_types else STAGE
            drawn[situation] = _positive(outcomes, self.device[i, j].ravel())
        strategies: dict[Player, Strategy] = {DEVICE: drawn}
        for player, label in enumerate(players):
            own: dict[str, dict[str, float]] = {}
            for t, type_label in enumerate(types[player]):
                if self.has_types:
                    own[type_label] = _positive(types[player], self.reports[player][t])
                for a, told in enumerate(actions[player]):
                    own[_told(type_label, told, self.has_types)] = _positive(actions[player], self.deeds[player][t, a])
            strategies[label] = own
        return StrategyProfile(strategies)


def read_device_play(
    profile: StrategyProfile, players: Sequence[Player], types: Labels, actions: Labels, has_types: bool
) -> DevicePlay:
    """Read a device and the players' use of it from a profile.

    Raises
    ------
    GameError
        If an information set is missing or unknown, or does not hold probabilities.
    """
    _check_keys("profile", profile.strategies, [DEVICE, *players])
    outcomes = [",".join(pair) for pair in itertools.product(*actions)]
    pairs = [",".join(pair) for pair in itertools.product(*types)] if has_types else [STAGE]
    _check_keys("device", profile.strategies[DEVICE], pairs)
    drawn = [_row(profile.strategies[DEVICE][pair], outcomes, f"device at '{pair}'") for pair in pairs]
    shape = (len(types[0]), len(types[1]), len(actions[0]), len(actions[1]))
    reports: list[Floats] = []
    deeds: list[Floats] = []
    for player, label in enumerate(players):
        own, who = profile.strategies[label], f"strategy of player {label!r}"
        told = {(t, a): _told(t, a, has_types) for t in types[player] for a in actions[player]}
        _check_keys(who, own, [*(types[player] if has_types else ()), *told.values()])
        truth = [_row(own[t], types[player], f"{who} at '{t}'") if has_types else [1.0] for t in types[player]]
        done = [_row(own[key], actions[player], f"{who} at '{key}'") for key in told.values()]
        reports.append(np.array(truth, dtype=np.float64))
        deeds.append(np.array(done, dtype=np.float64).reshape(len(types[player]), len(actions[player]), -1))
    device = np.array(drawn, dtype=np.float64).reshape(shape)
    return DevicePlay(device, (reports[0], reports[1]), (deeds[0], deeds[1]), has_types)


def read_mixes(
    profile: StrategyProfile, players: Sequence[Player], situations: Sequence[Sequence[str]], actions: Labels
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read what players do without a device, ``[type, action]`` each; exact probabilities stay exact.

    Raises
    ------
    GameError
        If an information set is missing or unknown, or does not hold probabilities.
    """
    _check_keys("profile", profile.strategies, players)
    found: list[NDArray[Any]] = []
    for player, label in enumerate(players):
        own, who = profile.strategies[label], f"strategy of player {label!r}"
        _check_keys(who, own, situations[player])
        rows = [_row(own[key], actions[player], f"{who} at '{key}'") for key in situations[player]]
        exact = all(is_exact(entry) for row in rows for entry in row)
        found.append(np.array(rows, dtype=object if exact else np.float64))
    return found[0], found[1]


def _told(type_label: str, action: str, has_types: bool) -> str:
    return f"{type_label}, told {action}" if has_types else f"told {action}"


def _positive(labels: Sequence[str], weights: Floats) -> dict[str, float]:
    return {label: float(weight) for label, weight in zip(labels, weights, strict=True) if weight > 0}


def _check_keys(where: str, given: Mapping[Any, Any], wanted: Sequence[Any]) -> None:
    if set(given) != set(wanted):
        raise GameError(where, f"saw {list(given)[:12]}", f"{list(wanted)[:12]}")


def _row(mixed: Mapping[str, Any], labels: Sequence[str], where: str) -> list[Any]:
    """Return probabilities in the order of the labels; what is left out has probability zero."""
    for label in mixed:
        if label not in labels:
            raise GameError(where, f"saw {label!r}", f"one of {list(labels)[:12]}", suggest(str(label), labels))
    row = [mixed.get(label, 0) for label in labels]
    if all(is_exact(value) for value in row) and min(row) >= 0 and sum(row) == 1:
        return [as_fraction(value) for value in row]
    try:
        values = np.array(row, dtype=np.float64)
    except (TypeError, ValueError):
        values = np.array([np.nan])
    if not is_simplex(values):
        raise GameError(where, f"saw probabilities {row[:12]}", "numbers from 0 to 1 that sum to 1")
    return values.tolist()
