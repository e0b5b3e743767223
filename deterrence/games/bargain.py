"""Bargaining over a divisible stake when the other side's cost of war is private: the risk-return trade-off.

The stake is worth 1. Player 0 proposes a division, player 1 accepts or fights. In a war the proposer wins the stake
with probability p (``power``) and pays cA (``own_cost``); the responder pays cB, which only it knows, uniform on
[cL, cH] (``cost_low``, ``cost_high``). A settlement brings gA and gB on top (``own_gain``, ``other_gain``), which a war
loses.

A share s for the proposer and 1 - s for the responder is accepted by every responder with cB >= s - p - gB. Between
settlements that nobody refuses and those that only the weakest accept, the proposer gains s + gA - (p - cA) with a
probability that falls in a line, so the best demand is

    s* = min(1, p + z*),    z* = max(cL + gB, (cH + gB - cA - gA) / 2),

and the chance of war is the share of responders with cB < s* - p - gB. Where the demand is not capped at the whole
stake, that is max(0, (cH - cA - gA - gB - 2 cL) / (2 (cH - cL))). The cap lowers it.

Information sets: ``division`` of the proposer, whose chances are the shares {"own": s, "other": 1 - s}, and ``reply``
of the responder, {"accept": 1 - q, "fight": q}: the share q with the lowest costs fights. To any other division the
responder gives its best reply, which no profile spells out.

Notes
-----
One demand, one answer: no second offer, no delay. Only the responder's cost of war is private, and power is agreed
upon. A settlement, once made, is kept.

References
----------
Fearon, J. (1995). "Rationalist Explanations for War." International Organization 49: 379-414.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from deterrence.games.behaviour import read_behaviour
from deterrence.games.candidate import Candidate
from deterrence.games.domains import COST, NOT_NEGATIVE, PROBABILITY, blank_faults, read_arguments, single_numbers
from deterrence.games.draws import Validity, admit, on_sound_draws
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, choose, divide, is_symbolic, maximum, minimum, where

OWN, OTHER, ACCEPT, FIGHT = "own", "other", "accept", "fight"

_DOMAINS = {
    "power": PROBABILITY,
    "own_cost": COST,
    "cost_low": COST,
    "cost_high": COST,
    "own_gain": NOT_NEGATIVE,
    "other_gain": NOT_NEGATIVE,
}


@dataclass(frozen=True, eq=False, init=False)
class Bargain:
    """Hold a take-it-or-leave-it proposal to a side whose cost of war is private.

    Every argument is a number, an array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression.

    Parameters
    ----------
    power
        p, the probability that the proposer wins a war, in [0, 1].
    own_cost
        cA, the proposer's cost of war as a share of the stake, >= 0.
    cost_low, cost_high
        cL and cH, least and greatest cost of war of the responder, 0 <= cL <= cH.
    own_gain, other_gain
        gA and gB, what a settlement brings the proposer and the responder beside the stake, >= 0.
    players
        Labels, the proposer first; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number leaves its range. Draws at fault are not an error: every measure is NaN there.

    Examples
    --------
    >>> game = Bargain(power=0.5, own_cost=0.1, cost_low=0, cost_high=0.5)
    >>> round(demand(game), 3), round(p_war(game), 3), round(range_width(game), 3)
    (0.7, 0.4, 0.1)
    """

    form: ClassVar[str] = "bargain"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria"

    power: Number
    own_cost: Number
    cost_low: Number
    cost_high: Number
    own_gain: Number
    other_gain: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        power: Number,
        own_cost: Number,
        cost_low: Number,
        cost_high: Number,
        own_gain: Number = 0,
        other_gain: Number = 0,
        *,
        players: Sequence[Player] | None = None,
        name: str = "bargain",
    ) -> None:
        where_ = f"bargain '{name}'"
        labels = player_labels(players, 2, "bargain")
        given = (power, own_cost, cost_low, cost_high, own_gain, other_gain)
        numbers, valid = read_arguments(single_numbers(_DOMAINS, given), where_)
        low, high = numbers["cost_low"], numbers["cost_high"]
        saw = f"cost_low {low} and cost_high {high}"
        valid = valid & admit(low <= high, where_, saw, "cost_low <= cost_high")
        store(self, blank_faults(numbers, valid) | {"players": labels, "name": name})

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player."""
        return 1 + maximum(self.own_cost + self.own_gain, self.cost_high + self.other_gain)

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidate is the only equilibrium up to what is never played.

        It is unless a war costs nobody anything, so that the proposer is indifferent between peace and any war.
        """
        surplus = self.own_cost + self.own_gain + self.cost_high + self.other_gain
        return False if is_symbolic(surplus) else bool(np.all(surplus > 0))

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the equilibrium: the best demand, and the replies to it."""
        share, chance = demand(self), p_war(self)
        settled = 1 - chance
        # Those who fight have the lowest costs, so their mean lies halfway to the cost of the last of them.
        mean_cost = self.cost_low + chance * (self.cost_high - self.cost_low) / 2
        payoffs = (
            chance * (self.power - self.own_cost) + settled * (share + self.own_gain),
            chance * (1 - self.power - mean_cost) + settled * (1 - share + self.other_gain),
        )
        proposer, responder = self.players
        return (
            Candidate(
                "best_demand",
                True if self.valid is None else self.valid,
                {
                    proposer: {"division": {OWN: share, OTHER: 1 - share}},
                    responder: {"reply": {ACCEPT: settled, FIGHT: chance}},
                },
                payoffs,
                {"settlement": settled, "war": chance},
                {"demand": share, "p_war": chance},
            ),
        )

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that the proposer, or a responder with some cost, gains by deviating alone.

        Parameters
        ----------
        profile
            ``{"division": {"own": s, "other": 1 - s}}`` of the proposer and ``{"reply": {"accept": 1 - q, "fight":
            q}}`` of the responder.

        Raises
        ------
        GameError
            If the profile does not fit.

        Examples
        --------
        >>> game = Bargain(power=0.5, own_cost=0.1, cost_low=0, cost_high=0.5)
        >>> timid = {0: {"division": {"own": 0.5, "other": 0.5}}, 1: {"reply": {"accept": 1}}}
        >>> round(game.regret(StrategyProfile(timid)), 3)
        0.08
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what the proposer gains, and what the responder gains at the cost where that is most."""
        proposer, responder = self.players
        ((share, _),) = read_behaviour(profile, proposer, {"division": (OWN, OTHER)}, "bargain")
        ((_, chance),) = read_behaviour(profile, responder, {"reply": (ACCEPT, FIGHT)}, "bargain")
        kept = self._proposer_value(share, chance)
        bold = maximum(self._best_value() - kept, 0)
        # A responder whose cost is the turning point is indifferent; those between it and the last that fights err.
        turning = share - self.power - self.other_gain
        last = self.cost_low + chance * (self.cost_high - self.cost_low)
        rash = where((chance > 0) & (last > turning), last - turning, 0)
        meek = where((chance < 1) & (last < turning), turning - last, 0)
        return bold, maximum(rash, meek)

    def _proposer_value(self, share: Number, chance: Number) -> Number:
        return chance * (self.power - self.own_cost) + (1 - chance) * (share + self.own_gain)

    def _refusals(self, share: Number) -> Number:
        """Return the share of responders who fight over a division, by their best replies."""
        width = self.cost_high - self.cost_low
        beyond = minimum(maximum(share - self.power - self.other_gain - self.cost_low, 0), width)
        return where(width > 0, divide(beyond, width), 0)

    def _best_value(self) -> Number:
        """Return the proposer's best payoff against best replies.

        1. Up to ``safe``, nobody refuses, so ``safe`` is the best of these demands.
        2. From there to ``bold``, where all refuse or the stake ends, the payoff is a parabola: put one through its
           values at both ends and halfway, and take its vertex if it lies between and is a greatest value.
        """
        safe = minimum(1, self.power + self.other_gain + self.cost_low)
        bold = minimum(1, self.power + self.other_gain + self.cost_high)
        width = self.cost_high - self.cost_low
        middle = self._proposer_value((safe + bold) / 2, self._refusals((safe + bold) / 2))
        values = (self._proposer_value(safe, 0), middle, self._proposer_value(bold, self._refusals(bold)))
        bend = values[0] - 2 * values[1] + values[2]
        slope = (values[2] - values[0]) / 2
        place = divide(-slope, bend)
        inside = (bend < 0) & (place > -1) & (place < 1)
        vertex = values[1] + where(inside, slope * place / 2, 0)
        best = maximum(values[0], where(width > 0, maximum(vertex, values[2]), values[0]))
        return maximum(best, where(bold < 1, self.power - self.own_cost, best))


@on_sound_draws
def range_low(game: Bargain) -> Number:
    """Return p - cA - gA, the least share that the proposer prefers to war."""
    return game.power - game.own_cost - game.own_gain


@on_sound_draws
def range_high(game: Bargain) -> Number:
    """Return p + cL + gB, the greatest share of the proposer that no responder fights over."""
    return game.power + game.cost_low + game.other_gain


@on_sound_draws
def range_width(game: Bargain) -> Number:
    """Return cA + cL + gA + gB, the width of the range of settlements that every responder prefers to war."""
    return game.own_cost + game.cost_low + game.own_gain + game.other_gain


@on_sound_draws
def demand(game: Bargain) -> Number:
    """Return the share min(1, p + z*) that the proposer demands (Fearon 1995, with gains from a settlement)."""
    whole = 1 + 0 * game.power  # a one of the game's kind of number
    return minimum(whole, game.power + _excess(game))


@on_sound_draws
def p_war(game: Bargain) -> Number:
    """Return the chance of war at the demand, probability in [0, 1].

    Where the demand is capped at the whole stake this is the share of responders who fight over the whole stake.
    """
    width = game.cost_high - game.cost_low
    uncapped = game.cost_high - game.own_cost - game.own_gain - game.other_gain - 2 * game.cost_low
    capped = 1 - game.power - game.other_gain - game.cost_low
    chance = divide(minimum(uncapped / 2, capped), width)
    none = 0 * width  # a zero of the game's kind of number
    return choose([(width <= 0, none), (uncapped <= 0, none), (capped <= 0, none)], chance)


def _excess(game: Bargain) -> Number:
    """Return z*, what the proposer demands above its power if the stake does not end first."""
    safe = game.cost_low + game.other_gain
    bold = (game.cost_high + game.other_gain - game.own_cost - game.own_gain) / 2
    return maximum(safe, bold)
