"""A coalition of senders: sanctions that succeed only if enough weight takes part.

Each sender joins or stays out, at the same time. The target concedes iff the weight of those who join, less what
leaks, reaches what the demand is worth to it: (1 - ell) sum of s_i >= V. Payoffs, payoff units: everybody has the
benefit B_i of a concession, whether in or out; those who join pay the cost k_i.

Notation: s_i ``weights``, k_i ``cost``, B_i ``benefit``, V ``target_value``, ell ``leakage``.

Notes
-----
Everybody joins or stays out once, at the same time, and knows all costs. Nobody can pay, punish or persuade another
sender, and the target concedes or does not, without a middle.

References
----------
Martin, L. (1992). Coercive Cooperation. Princeton University Press. The threshold form is that of games of public
goods; the version here is our own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError
from deterrence.games.candidate import Candidate
from deterrence.games.choices import binary, read_chances
from deterrence.games.domains import (
    COST,
    FINITE,
    NOT_NEGATIVE,
    SHARE,
    blank_faults,
    read_arguments,
    row_by_player,
    single_numbers,
)
from deterrence.games.draws import Validity
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_exact, is_symbolic, maximum, where

#: More senders are refused: every one of the 2^n coalitions is looked at.
MAX_SENDERS = 12

#: Pressure this near below V, relative to all weights, reaches it: decimals at a threshold do not fail by rounding.
WEIGHT_TOLERANCE = 1e-12

STAGE, JOIN, ABSTAIN = "stage", "join", "abstain"
_TURNS = {STAGE: (JOIN, ABSTAIN)}


@dataclass(frozen=True, eq=False, init=False)
class Coalition:
    """Hold a game in which senders join or stay out of sanctions.

    Parameters
    ----------
    weights
        s_i >= 0 of each sender, in the unit of ``target_value``; a tuple or list, whose length is the number of
        senders, at most ``MAX_SENDERS``.
    cost, benefit
        k_i >= 0 and B_i, payoff units; a tuple is per sender, a number holds for all.
    target_value
        V, the pressure at which the target concedes.
    leakage
        ell, the share in [0, 1] of the pressure that is evaded.
    players
        Labels of the senders; 0..n-1 when left out. The target is no player: its answer is a threshold.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number is outside its range, or there are too many senders. Draws at fault are not an error.

    Examples
    --------
    >>> game = Coalition((0.5, 0.3, 0.2), cost=1, benefit=3, target_value=0.7, leakage=0.0)
    >>> [candidate.name for candidate in game.candidates() if candidate.exists]
    ['none', '0+1', '0+2']
    """

    form: ClassVar[str] = "coalition"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("p_concession", "lowest")
    solution_concept: ClassVar[str] = "Pure Nash equilibria"

    weights: tuple[Number, ...]
    cost: tuple[Number, ...]
    benefit: tuple[Number, ...]
    target_value: Number
    leakage: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        weights: Sequence[Any],
        cost: Any,
        benefit: Any,
        target_value: Number,
        leakage: Number,
        *,
        players: Sequence[Player] | None = None,
        name: str = "coalition",
    ) -> None:
        where_ = f"coalition '{name}'"
        if not isinstance(weights, tuple | list) or not 1 <= len(weights) <= MAX_SENDERS:
            saw = f"saw {len(weights)} entries" if isinstance(weights, tuple | list) else f"saw {weights!r}"
            raise GameError(f"{where_}, weights", saw, f"one weight for each of 1 to {MAX_SENDERS} senders")
        labels = player_labels(players, len(weights), "coalition")
        arguments = {
            "weights": row_by_player("weights", weights, labels, NOT_NEGATIVE, where_),
            "cost": row_by_player("cost", cost, labels, COST, where_),
            "benefit": row_by_player("benefit", benefit, labels, FINITE, where_),
        }
        arguments |= single_numbers({"target_value": FINITE, "leakage": SHARE}, (target_value, leakage))
        store(self, blank_faults(*read_arguments(arguments, where_)) | {"players": labels, "name": name})

    @property
    def payoff_range(self) -> Number:
        """The largest cost or benefit of any sender in size, payoff units."""
        return maximum(*(maximum(stake, -stake) for stake in (*self.cost, *self.benefit)))

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates are all equilibria in pure strategies: all coalitions are looked at."""
        return True

    def concedes(self, coalition: Iterable[int]) -> Any:
        """Say whether the target concedes to the senders with these numbers; elementwise over draws."""
        members = tuple(coalition)
        pressure = sum((self.weights[i] for i in members), 0 * self.target_value) * (1 - self.leakage)
        if is_symbolic(pressure) or is_exact(pressure):
            return pressure >= self.target_value
        scale = sum(self.weights) + maximum(self.target_value, -self.target_value)
        return pressure >= self.target_value - WEIGHT_TOLERANCE * scale

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the coalitions that are equilibria, in some draw at least, ``"none"`` first in any case.

        A coalition is an equilibrium iff nobody in it would rather leave and nobody outside would rather join. Where
        joining costs something, a coalition that wins therefore has no member to spare, and ``none`` is an equilibrium
        wherever no sender who would gain by it suffices alone. Figures: ``p_concession`` (0 or 1), ``n_joined``.

        A game of SymPy expressions lists none: see ``coalition_measures`` for what has a formula.
        """
        if any(is_symbolic(n) for n in (*self.weights, *self.cost, *self.benefit, self.target_value, self.leakage)):
            return ()
        n = len(self.weights)
        wins = [self.concedes(_members(mask, n)) for mask in range(2**n)]
        found: list[Candidate] = []
        for members in _by_size(n):
            stable = self._is_stable(members, wins)
            if not members or np.any(stable):
                found.append(self._candidate(members, stable, wins[_mask(members)]))
        return tuple(found)

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any sender gains by deviating alone, payoff units; mixed profiles are fine."""
        return maximum(*self.regret_by_player(profile).values())

    def regret_by_player(self, profile: StrategyProfile) -> dict[Player, Any]:
        """Return the regret of each sender, from its payoffs in every coalition of the others that can occur."""
        chances = self._chances(profile)
        found: dict[Player, Any] = {}
        for own, player in enumerate(self.players):
            joined, stayed = (self._expected(own, acts, chances) for acts in (True, False))
            played = chances[own] * joined + (1 - chances[own]) * stayed
            found[player] = maximum(joined, stayed) - played
        return found

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of each sender, payoff units."""
        chances = self._chances(profile)
        return tuple(
            chances[own] * self._expected(own, True, chances) + (1 - chances[own]) * self._expected(own, False, chances)
            for own in range(len(self.players))
        )

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probabilities of ``concession`` and ``no_concession``."""
        chances = self._chances(profile)
        concession = sum(chance * where(self.concedes(members), 1, 0) for members, chance in _played(chances, None))
        return {"concession": concession, "no_concession": 1 - concession}

    def _is_stable(self, members: tuple[int, ...], wins: list[Any]) -> Any:
        mask = _mask(members)
        stable: Any = True
        for sender, (cost, benefit) in enumerate(zip(self.cost, self.benefit, strict=True)):
            with_it, without = wins[mask | 1 << sender], wins[mask & ~(1 << sender)]
            gain = where(with_it, benefit, 0) - where(without, benefit, 0)
            stable = stable & ((gain >= cost) if sender in members else (gain <= cost))
        # Draws at fault have no equilibrium: a NaN benefit fails every comparison, but only where the cost is asked.
        return stable & (self.leakage == self.leakage)

    def _candidate(self, members: tuple[int, ...], stable: Any, wins: Any) -> Candidate:
        joined = [sender in members for sender in range(len(self.players))]
        strategies = {
            player: {STAGE: binary(JOIN, ABSTAIN, int(acts))} for player, acts in zip(self.players, joined, strict=True)
        }
        payoffs = tuple(
            where(wins, benefit, 0 * benefit) - (cost if acts else 0 * cost)
            for acts, cost, benefit in zip(joined, self.cost, self.benefit, strict=True)
        )
        concession = where(wins, 1.0, 0.0)
        outcomes = {"concession": concession, "no_concession": 1 - concession}
        figures = {"p_concession": concession, "n_joined": float(len(members))}
        label = "+".join(str(self.players[sender]) for sender in members) or "none"
        return Candidate(label, stable, strategies, payoffs, outcomes, figures)

    def _chances(self, profile: StrategyProfile) -> list[Number]:
        return [read_chances(profile, player, _TURNS, "coalition")[STAGE] for player in self.players]

    def _expected(self, own: int, acts: bool, chances: list[Number]) -> Number:
        """Return a sender's expected payoff when it joins or stays out for sure."""
        benefit = self.benefit[own]
        total = -self.cost[own] if acts else 0 * self.cost[own]
        for others, chance in _played(chances, own):
            members = (*others, own) if acts else others
            total = total + chance * where(self.concedes(members), benefit, 0 * benefit)
        return total


def _played(chances: list[Number], left_out: int | None) -> list[tuple[tuple[int, ...], Number]]:
    """Return the coalitions that can occur, without one sender if asked, each with its probability."""
    found: list[tuple[tuple[int, ...], Number]] = [((), 1)]
    for sender, chance in enumerate(chances):
        if sender == left_out:
            continue
        sure = None if is_array(chance) else chance
        found = [
            ((*members, sender) if joins else members, weight * (chance if joins else 1 - chance))
            for members, weight in found
            for joins in (True, False)
            if sure != (0 if joins else 1)
        ]
    return found


def _by_size(n: int) -> Iterable[tuple[int, ...]]:
    """Return every coalition of n senders, small ones first."""
    return itertools.chain.from_iterable(itertools.combinations(range(n), size) for size in range(n + 1))


def _mask(members: Iterable[int]) -> int:
    return sum(1 << sender for sender in members)


def _members(mask: int, n: int) -> tuple[int, ...]:
    return tuple(sender for sender in range(n) if mask >> sender & 1)
