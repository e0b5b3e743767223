"""A crisis with private information on both sides: challenge, concede or resist, stand firm or back down.

The challenger A keeps the status quo or challenges; the target B concedes or resists; a resisted challenger fights or
backs down. Payoffs (A's, B's)::

    no challenge                     S_A, 0
    challenge, B concedes            V_A, C_B
    B resists, A fights              W_A + e_A, W_B + e_B
    B resists, A backs down          a + e_a, V_B

The shocks e_A, e_a and e_B are independent standard normal, each seen by its owner alone, so one payoff unit is a
standard deviation of them. With p_R the chance that B resists and p_F the chance that a resisted A fights:

    A challenges when max(W_A + e_A, a + e_a) > c = (S_A - (1 - p_R) V_A) / p_R
    B resists when p_F (W_B + e_B) + (1 - p_F) V_B > C_B

A's payoff from backing down carries its audience cost: the lower a, the costlier a retreat. There may be one
equilibrium or several, and a comparison of options that follows one of them can say the opposite of another.

Notes
-----
One round, without a second demand. The shocks are normal, independent and of one size, by assumption; payoffs are in
their standard deviations and mean nothing apart from them.

References
----------
Lewis, J., and K. Schultz (2003). "Revealing Preferences: Empirical Estimation of a Crisis Bargaining Game with
Incomplete Information." Political Analysis 11: 345-367.
Crisman-Cox, C., and M. Gibilisco (2021). "Estimating Signaling Games in International Relations: Problems and
Solutions." Political Science Research and Methods 9: 565-582. doi:10.1017/psrm.2019.58
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError
from deterrence.games import crisis_regret
from deterrence.games.candidate import Candidate
from deterrence.games.choices import binary, read_chances
from deterrence.games.crisis_choice import Floats
from deterrence.games.crisis_payoffs import expected_payoffs, play_at
from deterrence.games.crisis_roots import Payoffs, resist_scores
from deterrence.games.domains import PAYOFF, read_arguments, settle, single_numbers
from deterrence.games.draws import Validity
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_symbolic, maximum, minimum

#: Information sets of the challenger and of the target, with their actions.
CHALLENGER_SETS = {"start": ("challenge", "refrain"), "resisted": ("fight", "back down")}
TARGET_SETS = {"challenged": ("resist", "concede")}


@dataclass(frozen=True, eq=False, init=False)
class Crisis:
    """Hold a crisis between a challenger and a target.

    Each payoff is a number or an array of draws ``(n_draws,)``, in standard deviations of the shocks. Roots of the
    equilibrium condition have no formula, so there are no fractions or symbols here.

    Parameters
    ----------
    status_quo
        S_A, the challenger's payoff without a challenge.
    demand
        V_A, its payoff when the target concedes.
    concession
        C_B, the target's payoff from conceding; 0 is what it has without a challenge.
    war
        W_A, the challenger's mean payoff from fighting.
    backdown
        a, its mean payoff from backing down: minus its audience cost.
    resist
        V_B, the target's payoff when the challenger backs down.
    target_war
        W_B, the target's mean payoff from fighting.
    players
        Labels of challenger and target; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a payoff is not a finite number. Draws at fault are not an error: they have no equilibria.

    Examples
    --------
    >>> game = Crisis(0, 1, 0, war=-1.9, backdown=-1.2, resist=1, target_war=-2.9)
    >>> [round(candidate.figures["p_resist"], 6) for candidate in game.candidates()]
    [0.251105, 0.594723, 0.813322]
    """

    form: ClassVar[str] = "crisis"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria"

    status_quo: Number
    demand: Number
    concession: Number
    war: Number
    backdown: Number
    resist: Number
    target_war: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        status_quo: Number,
        demand: Number,
        concession: Number,
        war: Number,
        backdown: Number,
        resist: Number,
        target_war: Number,
        *,
        players: Sequence[Player] | None = None,
        name: str = "crisis",
    ) -> None:
        where = f"crisis '{name}'"
        given = (status_quo, demand, concession, war, backdown, resist, target_war)
        domains = dict.fromkeys(Payoffs.__dataclass_fields__, PAYOFF)
        numbers, valid = read_arguments(single_numbers(domains, given), where)
        for entry, number in numbers.items():
            if is_symbolic(number):
                raise GameError(f"{where}, {entry}", "saw an expression", "a number or draws: a root has no formula")
        plain = {entry: number if is_array(number) else float(number) for entry, number in numbers.items()}
        store(self, plain | {"players": player_labels(players, 2, "crisis"), "name": name, "valid": settle(valid)})

    @property
    def payoff_range(self) -> Number:
        """The larger of the two players' payoff ranges, and no less than one standard deviation of the shocks."""
        challenger = (self.status_quo, self.demand, self.war, self.backdown)
        target = (0.0, self.concession, self.resist, self.target_war)
        return maximum(1.0, maximum(*challenger) - minimum(*challenger), maximum(*target) - minimum(*target))

    @property
    def is_listed_completely(self) -> bool:
        """True: the best reply is monotone, so the search drops no cell that could hold a root (``crisis_roots``)."""
        return True

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every equilibrium, by ascending chance of resistance: ``root_1``, ``root_2`` and so on.

        Over draws there are as many candidates as in the draw with most; those that a draw lacks do not exist there.
        """
        payoffs = self._arrays()
        scores = resist_scores(payoffs)
        return tuple(self._candidate(payoffs, place, scores[:, place]) for place in range(scores.shape[1]))

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that a marginal type of either player gains by acting otherwise, at any information set.

        Parameters
        ----------
        profile
            The challenger's chances at ``"start"`` (``"challenge"``, ``"refrain"``) and ``"resisted"`` (``"fight"``,
            ``"back down"``), the target's at ``"challenged"`` (``"resist"``, ``"concede"``).

        Raises
        ------
        GameError
            If the profile does not fit.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what the marginal types of each player gain by acting otherwise, payoff units."""
        return tuple(maximum(*gains.values()) for gains in self.regret_by_set(profile).values())

    def regret_by_set(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what the marginal type gains by acting otherwise at each information set, payoff units."""
        challenger, target = self.players
        first = read_chances(profile, challenger, CHALLENGER_SETS, self.form)
        second = read_chances(profile, target, TARGET_SETS, self.form)
        payoffs = self._arrays()
        n_draws = len(payoffs.war)
        challenges, fights, resists = (
            np.broadcast_to(np.asarray(chance, dtype=np.float64), (n_draws,))
            for chance in (first["start"], first["resisted"], second["challenged"])
        )
        return {
            challenger: {
                "start": self._plain(crisis_regret.challenge_regret(payoffs, resists, challenges)),
                "resisted": self._plain(crisis_regret.fight_regret(payoffs, challenges, fights)),
            },
            target: {"challenged": self._plain(crisis_regret.resist_regret(payoffs, fights, resists))},
        }

    def _candidate(self, payoffs: Payoffs, place: int, score: Floats) -> Candidate:
        exists = np.isfinite(score)
        play = play_at(payoffs, score)
        p = {key: self._plain(value) for key, value in play.items()}
        shares = {
            "status_quo": 1 - p["p_challenge"],
            "concession": p["p_challenge"] * (1 - p["p_resist"]),
            "war": p["p_challenge"] * p["p_resist"] * p["p_fight"],
            "backdown": p["p_challenge"] * p["p_resist"] * (1 - p["p_fight"]),
        }
        challenger, target = self.players
        strategies: Mapping[Player, Mapping[str, dict[str, Number]]] = {
            challenger: {
                "start": binary("challenge", "refrain", p["p_challenge"]),
                "resisted": binary("fight", "back down", p["p_fight"]),
            },
            target: {"challenged": binary("resist", "concede", p["p_resist"])},
        }
        worth = tuple(self._plain(value) for value in expected_payoffs(payoffs, score, play))
        figures = p | {f"p_{outcome}": share for outcome, share in shares.items()}
        return Candidate(f"root_{place + 1}", self._plain(exists), strategies, worth, shares, figures)

    def _arrays(self) -> Payoffs:
        """Return the payoffs as arrays ``(n_draws,)``, one draw where they are single numbers."""
        columns = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(getattr(self, entry), dtype=float)) for entry in Payoffs.__dataclass_fields__)
        )
        if self.valid is not None:
            columns = [np.where(self.valid, column, np.nan) for column in columns]
        return Payoffs(*columns)

    def _plain(self, column: Any) -> Number:
        has_draws = any(is_array(getattr(self, entry)) for entry in Payoffs.__dataclass_fields__)
        return column if has_draws else column[0].item()
