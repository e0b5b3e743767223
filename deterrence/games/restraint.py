"""Mutual restraint: a repeated game in which a public signal of an attack sets off a common punishment.

Every period each player restrains or attacks. A player gets T (``temptation``) by attacking alone, R (``reward``) when
all restrain, P (``punishment``) when all attack and S (``sucker``) by restraining alone. Then everybody sees a signal:
bad with probability epsilon (``false_alarm``) if all restrained, rho (``detection``) if anyone attacked. By the
restraint automaton all restrain until a bad signal, attack for N periods (``punishment_periods``), and restrain again.

Axis order: every per-player argument is a tuple in player order; an entry may be an array of draws ``(n_draws,)``.
Payoffs are per period, and values are averages per period, (1 - delta) times the discounted sum.

Notes
-----
Two actions, one signal for all, one length of punishment. An answer in proportion, a private signal, a new offer in the
middle of punishment are not in it; nor is memory of older damage.

References
----------
Friedman, J. (1971). "A Non-cooperative Equilibrium for Supergames." Review of Economic Studies 38: 1-12.
Green, E., and R. Porter (1984). "Noncooperative Collusion under Imperfect Price Information." Econometrica 52: 87-100.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError, show
from deterrence.games.automaton import (
    ATTACK,
    RESTRAIN,
    Decision,
    one_shot_regrets,
    profile_states,
    read_mix,
    regrets,
)
from deterrence.games.domains import DISCOUNT, PAYOFF, TIED, blank_faults, read_arguments, row_by_player, single_numbers
from deterrence.games.draws import Validity, admit
from deterrence.games.form import player_labels, read_sequence, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.games.punishment import Incentive, Stakes, thresholds
from deterrence.numerics import Number, inf, maximum, minimum

_PAYOFFS = ("temptation", "reward", "punishment", "sucker")


@dataclass(frozen=True, eq=False, init=False)
class Restraint:
    """Hold a repeated game of mutual restraint under a public signal.

    Any finite payoffs are accepted: that a game is a deadlock is a finding, not a fault.

    Parameters
    ----------
    temptation, reward, punishment, sucker
        T, R, P and S, payoff units per period. A tuple or list is per player, anything else holds for all; an entry
        is a number, an array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression. Exact input stays exact.
    discount
        delta, the weight on the next period, 0 <= delta < 1, given likewise.
    false_alarm, detection
        epsilon and rho, the probabilities of a bad signal after restraint and after an attack,
        0 <= epsilon < rho <= 1. One signal for all, so neither is per player.
    punishment_periods
        N, a positive integer or ``inf``.
    players
        Labels in player order; 0..n-1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If payoffs are not finite, a probability or discount factor leaves its range, or lengths differ. Draws at fault
        are not an error: every measure is NaN there.

    Examples
    --------
    >>> from deterrence.games.restraint_measures import critical_discount
    >>> critical_discount(Restraint((5, 4), 3, (0, 1), (-2, 0), 0.5))
    (0.4, 0.3333333333333333)
    """

    form: ClassVar[str] = "restraint"
    default_concept: ClassVar[str] = "perfect_public"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    temptation: tuple[Number, ...]
    reward: tuple[Number, ...]
    punishment: tuple[Number, ...]
    sucker: tuple[Number, ...]
    discount: tuple[Number, ...]
    false_alarm: Number
    detection: Number
    punishment_periods: float
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        temptation: Any,
        reward: Any,
        punishment: Any,
        sucker: Any,
        discount: Any,
        false_alarm: Number = 0,
        detection: Number = 1,
        punishment_periods: float = inf,
        *,
        players: Sequence[Player] | None = None,
        name: str = "restraint",
    ) -> None:
        where = f"restraint '{name}'"
        per_player = dict(zip((*_PAYOFFS, "discount"), (temptation, reward, punishment, sucker, discount), strict=True))
        for argument, value in (("false_alarm", false_alarm), ("detection", detection)):
            if isinstance(value, tuple | list):
                raise GameError(
                    f"{where}, {argument}", f"saw {value}", "one number, or an array of draws: all see one signal"
                )
        lengths = [len(value) for value in per_player.values() if isinstance(value, tuple | list)]
        if players is not None and not isinstance(players, str):
            players = read_sequence(players, f"{where}, players", "one label per player")
        n_players = max(lengths, default=2 if players is None else len(players))
        if n_players < 2:
            raise GameError(where, f"saw {n_players} player", "two or more")
        labels = player_labels(players, n_players, "restraint")
        arguments = {
            argument: row_by_player(argument, value, labels, PAYOFF if argument in _PAYOFFS else DISCOUNT, where)
            for argument, value in per_player.items()
        }
        arguments |= single_numbers({"false_alarm": TIED, "detection": TIED}, (false_alarm, detection))
        numbers, valid = read_arguments(arguments, where)
        low, high = numbers["false_alarm"], numbers["detection"]
        ordered = (low >= 0) & (low < high) & (high <= 1)
        saw = f"false_alarm {low} and detection {high}"
        valid = valid & admit(ordered, where, saw, "0 <= false_alarm < detection <= 1")
        rest = {"punishment_periods": read_periods(punishment_periods, where), "players": labels, "name": name}
        store(self, blank_faults(numbers, valid) | rest)

    @property
    def noise(self) -> Number:
        """The probability that punishment starts although all restrained."""
        return self.false_alarm

    @property
    def payoff_rows(self) -> tuple[tuple[Number, Number, Number, Number], ...]:
        """Each player's own (T, R, P, S)."""
        return tuple(zip(self.temptation, self.reward, self.punishment, self.sucker, strict=True))

    @property
    def payoff_ranges(self) -> tuple[Number, ...]:
        """Each player's largest payoff less its smallest, the scale of its regret."""
        return tuple(maximum(*row) - minimum(*row) for row in self.payoff_rows)

    @cached_property
    def stakes(self) -> tuple[Stakes, ...]:
        """What each player stands to gain and lose (theory: g = T - R and X = rho (R - P) - epsilon (T - P))."""
        return tuple(self._stakes(*row) for row in self.payoff_rows)

    @cached_property
    def thresholds(self) -> tuple[Number, ...]:
        """Critical discount factors, kept because several measures start from them."""
        return thresholds(self.stakes, self.punishment_periods)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that any player gains by deviating alone, from any state on, as an average per period.

        The deviation is the best of all plans, found exactly (see ``automaton``), not only of one-shot ones.

        Parameters
        ----------
        profile
            ``strategies[player][state] = {"restrain": p, "attack": 1 - p}`` for the states ``"restraint"`` and
            ``"punishment 1"`` .. ``"punishment N"`` (``"punishment"`` when N is infinite), or for ``"always"`` alone.

        Raises
        ------
        GameError
            If the profile does not fit, or if more than two players mix so that payoffs are not defined.

        Examples
        --------
        >>> from deterrence.games.automaton import threat_profile
        >>> game = Restraint(5, 3, 1, 0, discount=0.4, punishment_periods=2)
        >>> round(game.regret(threat_profile(game.players, 2)), 3)  # patience is below the threshold of .618
        0.564
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what each player gains by its own best deviation, from the state where that is most."""
        return tuple(maximum(*by_state.values()) for by_state in self.regret_by_state(profile).values())

    def regret_by_state(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what each player gains by its own best deviation from each state on."""
        return regrets(self.players, self._decisions(profile))

    def one_shot_regret(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what each player gains in each state by deviating there once and then returning to its plan.

        By the one-shot deviation principle these are all zero exactly when ``regret`` is.
        """
        return one_shot_regrets(self.players, self._decisions(profile))

    def _stakes(self, temptation: Number, reward: Number, punishment: Number, sucker: Number) -> Stakes:
        incentive = Incentive(
            gain=temptation - reward,
            harm=self.detection * (reward - punishment),
            noise=self.false_alarm * (temptation - punishment),
            is_tempting=temptation > reward,
        )
        return Stakes(
            reward=reward,
            punishment=punishment,
            incentives=(incentive,),
            needs_threat=temptation > reward,
            is_harmed=reward > punishment,
            retaliates=punishment >= sucker,
            answer=punishment - sucker,
        )

    def _decisions(self, profile: StrategyProfile) -> list[Decision]:
        states = profile_states(profile, self.punishment_periods)
        mixes = [read_mix(profile, label, states, (RESTRAIN, ATTACK), "restraint") for label in self.players]
        return [self._decision(player, states, mixes) for player in range(len(self.players))]

    def _decision(self, player: int, states: tuple[str, ...], mixes: list[tuple[tuple[Number, ...], ...]]) -> Decision:
        temptation, reward, punishment, sucker = self.payoff_rows[player]
        others = [mix for place, mix in enumerate(mixes) if place != player]
        payoffs: list[tuple[Number, Number]] = []
        calm_first: Number = 0
        for place in range(len(states)):
            calm, storm = (math.prod(mix[place][action] for mix in others) for action in (0, 1))
            if len(others) > 1 and abs(calm + storm - 1) > 1e-9:
                raise GameError(
                    f"profile of the restraint, state '{states[place]}'",
                    "saw players who neither all restrain nor all attack",
                    "common actions, because payoffs of more than two players are defined for those only",
                )
            # Measured from P, so that a large common level of payoffs costs no digits.
            payoffs.append(
                (calm * (reward - punishment) + storm * (sucker - punishment), calm * (temptation - punishment))
            )
            calm_first = calm if place == 0 else calm_first
        breakdown = (calm_first * self.false_alarm + (1 - calm_first) * self.detection, self.detection)
        return Decision(self.discount[player], states, tuple(payoffs), breakdown, mixes[player])


def read_periods(periods: object, where: str) -> float:
    """Return a number of punishment periods: a positive integer, or infinity.

    Raises
    ------
    GameError
        If it is anything else, an array of draws included: the length of a punishment is part of a strategy.
    """
    if not isinstance(periods, bool) and isinstance(periods, int | float | Fraction | np.integer):
        if periods == inf:
            return inf
        if 1 <= periods <= sys.float_info.max and periods == int(periods):
            return int(periods)
    saw = f"saw {show(periods)}"
    raise GameError(f"{where}, punishment_periods", saw, "a positive integer or inf")
