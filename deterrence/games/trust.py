"""Trust between two parties of unknown intent, and reassurance by a first step.

Each player is trustworthy with probability t, the prior, and untrustworthy otherwise; it knows its own type only. Both
choose at the same time whether to cooperate or to defect. Payoffs of a type, in the order of the arguments: R (reward)
when both cooperate, T (temptation) for defecting alone, P (punishment) when both defect, S (sucker) for cooperating
alone. A trustworthy player would cooperate with one who does (R > T, R > P > S); an untrustworthy one never would
(T' > R', T' > P' > S').

*At once*, all is at stake in one round. *In two steps*, a share alpha of the stakes is played first, and the rest when
both have seen what the other did. Reassurance: the trustworthy cooperate in the first round and the untrustworthy do
not, so that the second round is played between players who know each other:

    low = t(T'-P') / [t(T'-R') + (1-t)(P'-S') + t(T'-P')]  <=  alpha  <=  t(R-P) / [t(T-P) + (1-t)(P-S)] = high,

the left side so that the step is too costly to feign, the right one so that the trustworthy dare it. The simultaneous
two-round version is our own; Kydd's players move in turn.

Notes
-----
Two types, known odds, one or two rounds. A step, once taken, is seen without error, and there is no third party.

References
----------
Kydd, A. (2000). "Trust, reassurance, and cooperation." International Organization 54: 325-357.
Kydd, A. (2005). Trust and Mistrust in International Relations. Princeton University Press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError
from deterrence.games.candidate import Candidate
from deterrence.games.domains import PAYOFF, PROBABILITY, Argument, Domain, blank_faults, read_arguments, single_numbers
from deterrence.games.draws import Validity, admit
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.games.reassurance import (
    COOPERATE,
    DEFECT,
    TRUSTWORTHY,
    UNTRUSTWORTHY,
    gains_at_once,
    gains_in_two_steps,
    information_sets,
    read_plan,
)
from deterrence.games.trust_measures import trust_threshold, window_high, window_low
from deterrence.numerics import Number, divide, is_symbolic, maximum, minimum, where

_PAYOFFS = ("reward", "temptation", "punishment", "sucker")
_FIRST_STAKE = Domain(lambda stake: (stake > 0) & (stake <= 1), "a share in (0, 1]")


@dataclass(frozen=True, eq=False, init=False)
class Trust:
    """Hold a game of trust between two players of unknown type.

    Parameters
    ----------
    trustworthy, untrustworthy
        (reward, temptation, punishment, sucker) of each type, payoff units for the whole of the stakes: numbers, draws
        ``(n_draws,)``, fractions or SymPy expressions.
    prior
        t, the probability in [0, 1] that a player is trustworthy, the same for both.
    first_stake
        alpha in (0, 1], the share of the stakes in the first of two rounds. None takes the middle between the two ends
        of the window, even where the window is empty.
    players
        Labels in player order; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If payoffs are not finite or do not make the types, or a probability leaves its range. Draws at fault are no
        error: every measure is NaN there.

    Examples
    --------
    >>> game = Trust((4, 3, 1, -4), (3, 4, 1, -4), prior=0.3)
    >>> round(trust_threshold(game), 4), round(window_low(game), 6), round(window_high(game), 6)
    (0.8333, 0.191489, 0.219512)
    """

    form: ClassVar[str] = "trust"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria at once and in two steps"

    trustworthy: tuple[Number, ...]
    untrustworthy: tuple[Number, ...]
    prior: Number
    first_stake: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        trustworthy: Any,
        untrustworthy: Any,
        prior: Any,
        *,
        first_stake: Any = None,
        players: Sequence[Player] | None = None,
        name: str = "trust",
    ) -> None:
        place = f"trust '{name}'"
        arguments: dict[str, Argument] = {}
        for type_, payoffs in ((TRUSTWORTHY, trustworthy), (UNTRUSTWORTHY, untrustworthy)):
            row = list(payoffs) if isinstance(payoffs, tuple | list | np.ndarray) else []
            if len(row) != len(_PAYOFFS):
                raise GameError(f"{place}, {type_}", f"saw {payoffs!r:.60}", f"four payoffs: {', '.join(_PAYOFFS)}")
            named = {f"{key} of the {type_}": value for key, value in zip(_PAYOFFS, row, strict=True)}
            arguments[type_] = Argument(PAYOFF, named)
        for key, value in (("prior", prior), ("first_stake", first_stake)):
            if isinstance(value, tuple | list):
                raise GameError(f"{place}, {key}", f"saw {value!r:.60}", "one number, or an array of draws, for both")
        arguments |= single_numbers({"prior": PROBABILITY}, (prior,))
        if first_stake is not None:
            arguments |= single_numbers({"first_stake": _FIRST_STAKE}, (first_stake,))
        numbers, valid = read_arguments(arguments, place)
        valid = valid & _admit_types(numbers[TRUSTWORTHY], numbers[UNTRUSTWORTHY], place)
        store(self, blank_faults(numbers, valid) | {"players": player_labels(players, 2, "trust"), "name": name})
        if first_stake is None:
            store(self, {"first_stake": (window_low(self) + window_high(self)) / 2})

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one type, the unit of tolerances."""
        return maximum(*(maximum(*row) - minimum(*row) for row in (self.trustworthy, self.untrustworthy)))

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates are all equilibria: at once they are, in two steps others may exist."""
        return False

    def candidates(self) -> tuple[Candidate, ...]:
        """Return all equilibria in which the players act alike when all is at stake at once, and reassurance."""
        t, m = self.prior, trust_threshold(self)
        never, sure = 0 * t, 0 * t + 1
        mixed = where(t > m, divide(m, where(t > 0, t, sure)), never)
        return (
            self._at_once("all_defect", t >= 0, never),
            self._at_once("trust_at_once", t >= m, sure),
            self._at_once("mixed_trust", t > m, mixed),
            self._in_two_steps(),
        )

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that a player of either type gains by its best deviation, from any information set on.

        Parameters
        ----------
        profile
            At once: ``strategies[player]["trustworthy"] = {"cooperate": p, "defect": 1 - p}``, and likewise
            ``"untrustworthy"``. In two steps, for each type: ``"TYPE, first step"`` and ``"TYPE, after OWN,OTHER"`` for
            the four pairs of what was done in the first round.

        Raises
        ------
        GameError
            If the profile does not fit, or the players' profiles differ in the number of rounds.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, Number]:
        """Return what each player gains by its own best deviation, at the type and history where that is most."""
        rows = (self.trustworthy, self.untrustworthy)
        two_steps, plans = read_plan(profile, self.players, f"profile of '{self.name}'")
        if two_steps:
            first, second = (
                gains_in_two_steps(rows, self.prior, self.first_stake, plans[i], plans[1 - i]) for i in (0, 1)
            )
        else:
            first, second = (gains_at_once(rows, self.prior, plans[i], plans[1 - i]) for i in (0, 1))
        return maximum(*first), maximum(*second)

    def _at_once(self, name: str, exists: Any, share: Number) -> Candidate:
        """Return the profile in which the trustworthy cooperate with a probability and the untrustworthy never do."""
        plan = {TRUSTWORTHY: _mix(share), UNTRUSTWORTHY: _mix(0 * share)}
        t = self.prior
        # Payoffs against one who cooperates with probability t * share.
        meets = t * share
        reward, temptation, punishment, sucker = self.trustworthy
        alone, both = self.untrustworthy[1:3]
        trusting = share * (meets * reward + (1 - meets) * sucker)
        trusting = trusting + (1 - share) * (meets * temptation + (1 - meets) * punishment)
        payoff = t * trusting + (1 - t) * (meets * alone + (1 - meets) * both)
        return self._candidate(name, exists, plan, payoff, meets, 0 * t + 1)

    def _in_two_steps(self) -> Candidate:
        t, alpha = self.prior, self.first_stake
        plan: dict[str, Mapping[str, Number]] = {}
        for type_ in (TRUSTWORTHY, UNTRUSTWORTHY):
            for key in information_sets(type_):
                is_kind = type_ == TRUSTWORTHY and ("first" in key or key.endswith(f"{COOPERATE},{COOPERATE}"))
                plan[key] = _mix(0 * t + 1) if is_kind else _mix(0 * t)
        reward, _, punishment, sucker = self.trustworthy
        alone, both = self.untrustworthy[1:3]
        trusting = t * reward + (1 - t) * (alpha * sucker + (1 - alpha) * punishment)
        payoff = t * trusting + (1 - t) * (t * (alpha * alone + (1 - alpha) * both) + (1 - t) * both)
        exists = (window_low(self) <= alpha) & (alpha <= window_high(self)) & (t > 0) & (alpha < 1)
        return self._candidate("reassurance", exists, plan, payoff, t, alpha)

    def _candidate(
        self, name: str, exists: Any, plan: Strategy, payoff: Number, share: Number, stake: Number
    ) -> Candidate:
        """Return a profile in which both follow a plan and each cooperates first with probability ``share``."""
        outcomes = {
            f"{COOPERATE},{COOPERATE}": share**2,
            f"{COOPERATE},{DEFECT}": share * (1 - share),
            f"{DEFECT},{COOPERATE}": share * (1 - share),
            f"{DEFECT},{DEFECT}": (1 - share) ** 2,
        }
        figures = {"p_cooperation": share**2, "p_exploited": share * (1 - share), "stake_at_risk": stake}
        strategies = dict.fromkeys(self.players, plan)
        beliefs = {} if is_symbolic(self.prior) else self._beliefs(name)
        return Candidate(name, exists, strategies, (payoff, payoff), outcomes, figures, beliefs)

    def _beliefs(self, name: str) -> dict[str, dict[str, tuple[float, float]]]:
        """Return the belief that the other is trustworthy after its first step, which reassurance makes certain."""
        if name != "reassurance":
            return {}
        believed = {COOPERATE: (1.0, 1.0), DEFECT: (0.0, 0.0)}
        return {
            key: {f"the other is {TRUSTWORTHY}": believed[key.rpartition(",")[2]]}
            for type_ in (TRUSTWORTHY, UNTRUSTWORTHY)
            for key in information_sets(type_)[1:]
        }


def _mix(share: Number) -> dict[str, Number]:
    return {COOPERATE: share, DEFECT: 1 - share}


def _admit_types(trustworthy: Sequence[Number], untrustworthy: Sequence[Number], place: str) -> Any:
    """Return which draws make two types; raise when plain numbers do not."""
    (r, t, p, s), (r2, t2, p2, s2) = trustworthy, untrustworthy
    is_kind, is_not = (r > t) & (r > p) & (p > s), (t2 > r2) & (t2 > p2) & (p2 > s2)
    allowed = "reward above temptation, and reward above punishment above sucker"
    valid = admit(is_kind, f"{place}, {TRUSTWORTHY}", _words(trustworthy), allowed)
    allowed = "temptation above reward, and temptation above punishment above sucker"
    return valid & admit(is_not, f"{place}, {UNTRUSTWORTHY}", _words(untrustworthy), allowed)


def _words(row: Sequence[Number]) -> str:
    return ", ".join(f"{key} {value}" for key, value in zip(_PAYOFFS, row, strict=True))
