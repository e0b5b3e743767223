"""Preventive war: a side in decline weighs fighting now against what a rising side can promise.

A stake of 1 is divided in every period. Player 0 rises, player 1 declines. Each period the riser proposes a division;
the decliner accepts it or fights, which decides all periods to come: the riser wins with probability p1
(``power_now``) in the first period and p2' = p1 + (1 - kappa) (p2 - p1) in every later one, where p2 is
``power_later`` and kappa is ``enforcement``, the part of the shift that a deal holds off. War costs the decliner cB
(``decliner_cost``) once, and the riser nothing beyond the risk. In every period of peace the decliner also earns the
rent g (``rent``), which a war ends. Delta is the discount factor of both. All values are discounted sums.

W1 and W2 are the decliner's values of war, W(p) = (1 - p) / (1 - delta) - cB, now at p1 and later at p2'.

1. Later, the riser leaves the decliner just enough: max(W2, g / (1 - delta)), the latter if no share at all is enough.
2. Now, the riser can offer no more than the whole stake, so the decliner fights exactly if
   W1 > 1 + g + delta max(W2, g / (1 - delta)). Otherwise it is left the least share that is enough.

Without rent and enforcement the condition of rule 2 reads delta p2 - p1 > (1 - delta)^2 cB, provided W1 > 1.

Information sets: ``now`` and ``later`` of both; the riser's chances are the shares {"own": 1 - y, "other": y}, the
decliner's are {"accept": a, "fight": 1 - a}. To any other offer the decliner gives its best reply, which no profile
spells out.

Notes
-----
Power moves once and both know when and how far. The decliner makes no offers, and a deal holds off the same share of
the shift for good.

References
----------
Fearon, J. (1995). "Rationalist Explanations for War." International Organization 49: 379-414, on preventive war.
Powell, R. (2006). "War as a Commitment Problem." International Organization 60: 169-203. Enforcement and rent are our
own additions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.games.bargain import ACCEPT, FIGHT, OTHER, OWN
from deterrence.games.behaviour import read_behaviour
from deterrence.games.candidate import Candidate
from deterrence.games.domains import (
    COST,
    DISCOUNT,
    NOT_NEGATIVE,
    PROBABILITY,
    SHARE,
    blank_faults,
    read_arguments,
    single_numbers,
)
from deterrence.games.draws import Validity
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.numerics import Number, is_exact, is_symbolic, maximum, minimum, where

_DOMAINS = {
    "power_now": PROBABILITY,
    "power_later": PROBABILITY,
    "decliner_cost": COST,
    "discount": DISCOUNT,
    "enforcement": SHARE,
    "rent": NOT_NEGATIVE,
}

#: An offer that is enough only by less than this, relative to what is at stake, counts as not enough.
_MARGIN = 1e-9


@dataclass(frozen=True, eq=False, init=False)
class PowerShift:
    """Hold bargaining between a rising and a declining side, period by period.

    Every argument is a number, an array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression.

    Parameters
    ----------
    power_now, power_later
        p1 and p2, the probabilities that the riser wins a war in the first period and in any later one, in [0, 1].
    decliner_cost
        cB, the decliner's cost of war in units of one period's stake, >= 0.
    discount
        delta, the weight on the next period, 0 <= delta < 1.
    enforcement
        kappa, the part of the shift that does not come about, in [0, 1].
    rent
        g, what peace earns the decliner beside its share, stakes per period, >= 0.
    players
        Labels, the riser first; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number leaves its range. Draws at fault are not an error: every measure is NaN there.

    Examples
    --------
    >>> from deterrence.games.power_shift_measures import critical_power, critical_rent, is_war
    >>> game = PowerShift(power_now=0.3, power_later=0.6, decliner_cost=0.5, discount=0.9)
    >>> is_war(game), round(critical_power(game), 6), round(critical_rent(game), 6)
    (1.0, 0.338889, 0.55)
    """

    form: ClassVar[str] = "power_shift"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Subgame perfect equilibria"

    power_now: Number
    power_later: Number
    decliner_cost: Number
    discount: Number
    enforcement: Number
    rent: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        power_now: Number,
        power_later: Number,
        decliner_cost: Number,
        discount: Number,
        enforcement: Number = 0,
        rent: Number = 0,
        *,
        players: Sequence[Player] | None = None,
        name: str = "power_shift",
    ) -> None:
        where_ = f"power_shift '{name}'"
        labels = player_labels(players, 2, "power_shift")
        given = (power_now, power_later, decliner_cost, discount, enforcement, rent)
        numbers, valid = read_arguments(single_numbers(_DOMAINS, given), where_)
        store(self, blank_faults(numbers, valid) | {"players": labels, "name": name})

    @property
    def power_reached(self) -> Number:
        """The riser's power in later periods, p2' = p1 + (1 - kappa) (p2 - p1)."""
        return self.power_now + (1 - self.enforcement) * (self.power_later - self.power_now)

    @property
    def value_later(self) -> Number:
        """The decliner's value of peace from the second period on, by rule 1."""
        return maximum(self.war_value(self.power_reached), self.rent / (1 - self.discount))

    @property
    def gain(self) -> Number:
        """What the decliner gains by fighting now rather than taking the whole stake now and peace afterwards."""
        return self.war_value(self.power_now) - (1 + self.rent + self.discount * self.value_later)

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player."""
        return (1 + self.rent) / (1 - self.discount) + self.decliner_cost

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates give the payoffs and outcomes of all equilibria.

        They do where rule 2 holds or fails clearly and peace is worth something: the riser can secure its payoff of
        rule 1 and the decliner its own, and the two exhaust the stake. What the riser offers where every offer is
        refused does not matter. Where the decliner is just indifferent it may also fight with any chance, and where war
        costs nothing and peace earns nothing the riser may as well be fought, now or later.
        """
        surplus = self.decliner_cost + self.rent
        if is_symbolic(surplus) or is_symbolic(self.gain):
            return False
        margin = 0 if is_exact(self.gain) else _MARGIN * self.payoff_range
        return bool(np.all((surplus > 0) & (abs(self.gain) > margin)))

    def war_value(self, power: Number) -> Number:
        """Return the decliner's value of a war, W(p) = (1 - p) / (1 - delta) - cB, at the riser's power p."""
        return (1 - power) / (1 - self.discount) - self.decliner_cost

    def candidates(self) -> tuple[Candidate, ...]:
        """Return peace, which exists unless rule 2 forbids it, and preventive war; both exist on the boundary."""
        cost = (1 - self.discount) * self.decliner_cost
        later = maximum(1 - self.power_reached - cost - self.rent, 0)
        now = minimum(maximum(self._enough_now(self.value_later), 0), 1)
        patience = 1 / (1 - self.discount)
        held = self.discount * patience
        peace_payoffs = (
            1 - now + held * (1 - later),
            now + self.rent + held * (later + self.rent),
        )
        war_payoffs = (self.power_now * patience, self.war_value(self.power_now))
        sound: Any = True if self.valid is None else self.valid
        return (
            Candidate("peace", (self.gain <= 0) & sound, self._plans(now, later, 1), peace_payoffs, {"peace": 1}),
            Candidate("preventive_war", (self.gain >= 0) & sound, self._plans(1, later, 0), war_payoffs, {"war": 1}),
        )

    def _plans(self, now: Number, later: Number, accepts: int) -> dict[Player, Strategy]:
        riser, decliner = self.players
        return {
            riser: {"now": {OWN: 1 - now, OTHER: now}, "later": {OWN: 1 - later, OTHER: later}},
            decliner: {"now": {ACCEPT: accepts, FIGHT: 1 - accepts}, "later": {ACCEPT: 1, FIGHT: 0}},
        }

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that either side gains by deviating alone, from the first or from any later period on.

        Parameters
        ----------
        profile
            ``{"now": ..., "later": ...}`` of both sides; the riser's chances are shares of the stake, the decliner's
            those of accepting and fighting.

        Raises
        ------
        GameError
            If the profile does not fit.

        Examples
        --------
        >>> game = PowerShift(power_now=0.3, power_later=0.6, decliner_cost=0.5, discount=0.9)
        >>> offers = {"now": {"own": 0, "other": 1}, "later": {"own": 0.65, "other": 0.35}}
        >>> submits = {"now": {"accept": 1}, "later": {"accept": 1}}
        >>> round(game.regret(StrategyProfile({0: offers, 1: submits})), 3)
        2.35
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what each side gains by its own best deviation, from the period where that is most."""
        riser, decliner = self.players
        sets = ("now", "later")
        shares = read_behaviour(profile, riser, dict.fromkeys(sets, (OWN, OTHER)), "power_shift")
        replies = read_behaviour(profile, decliner, dict.fromkeys(sets, (ACCEPT, FIGHT)), "power_shift")
        offer, accept = [other for _, other in shares], [accepts for accepts, _ in replies]
        return self._riser_regret(offer, accept), self._decliner_regret(offer, accept)

    def _decliner_regret(self, offer: Sequence[Number], accept: Sequence[Number]) -> Number:
        """Return the gain by the better of fighting at once and accepting what comes, now or later."""
        delta, war = self.discount, (self.war_value(self.power_now), self.war_value(self.power_reached))
        later = self._decliner_later(offer, accept)
        now = accept[0] * (offer[0] + self.rent + delta * later) + (1 - accept[0]) * war[0]
        best_later = maximum(war[1], (offer[1] + self.rent) / (1 - delta))
        best_now = maximum(war[0], offer[0] + self.rent + delta * best_later)
        return maximum(best_now - now, best_later - later)

    def _decliner_later(self, offer: Sequence[Number], accept: Sequence[Number]) -> Number:
        war = self.war_value(self.power_reached)
        peace = accept[1] * (offer[1] + self.rent)
        return (peace + (1 - accept[1]) * war) / (1 - self.discount * accept[1])

    def _riser_regret(self, offer: Sequence[Number], accept: Sequence[Number]) -> Number:
        """Return the gain by the best of three plans: the offer as it stands, the least that is enough, and too little.

        What is enough follows from the decliner's value of the profile in later periods.
        """
        delta, patience = self.discount, 1 / (1 - self.discount)
        decliner = self._decliner_later(offer, accept)
        fought = (self.power_now * patience, self.power_reached * patience)
        stays = accept[1] * (1 - offer[1]) + (1 - accept[1]) * fought[1]
        later = stays / (1 - delta * accept[1])
        enough = self.war_value(self.power_reached) - self.rent - delta * decliner
        best_later = maximum(later, self._alternative(enough, (1 - maximum(enough, 0)) * patience, fought[1], later))
        now = accept[0] * (1 - offer[0] + delta * later) + (1 - accept[0]) * fought[0]
        as_offered = accept[0] * (1 - offer[0] + delta * best_later) + (1 - accept[0]) * fought[0]
        enough = self._enough_now(decliner)
        conceded = 1 - maximum(enough, 0) + delta * best_later
        best_now = maximum(as_offered, self._alternative(enough, conceded, fought[0], as_offered))
        return maximum(best_now - now, best_later - later)

    def _enough_now(self, later: Number) -> Number:
        """Return the share that makes up for a war now, given the decliner's value from the next period on."""
        return self.war_value(self.power_now) - self.rent - self.discount * later

    def _alternative(self, enough: Number, conceded: Number, fought: Number, otherwise: Number) -> Number:
        """Return the better of conceding what is enough, where the stake reaches, and of offering less to be fought.

        At exactly the whole stake the decliner is indifferent and may refuse.
        """
        margin = 0 if is_exact(enough) else _MARGIN * self.payoff_range
        peace = where(enough < 1 - margin, conceded, otherwise)
        return maximum(peace, where(enough > 0, fought, otherwise))
