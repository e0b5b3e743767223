"""Brinkmanship under complete information: two sides take turns to raise a shared risk, or give way.

There are K rungs. At rung k its mover either climbs or quits. Climbing sets off disaster with probability f_k
(``risks[k - 1]``); if disaster is avoided the other side moves at rung k + 1. Quitting hands the prize to the other
side. Player i values the prize at v_i (``value``) and loses d_i (``disaster_cost``) in a disaster, whoever climbed.
The prize is won only when the other side quits: if the last rung is climbed as well, nobody gets it.

The resolve of a player, r_i = v_i / (v_i + d_i), is the greatest risk that it runs for a sure prize. By backward
induction:

1. At the last rung there is nothing to win, so its mover quits.
2. At rung k the mover climbs exactly if the other side would quit at rung k + 1, and f_k <= r_i.

Rules 1 and 2 let at most one rung be climbed: under certainty there is no crisis, only a first step or none. Where the
risks rise above both resolves before the ladder ends, the side with the higher ``highest_rung`` wins. Where they do
not, the end of the ladder decides, and the winner alternates with the parity of K; a ladder should reach beyond both.

Axis order: ``risks[rung]``, ``value[player]``; an entry may be an array of draws ``(n_draws,)``.

Notes
-----
Everything is known to both sides, so that nobody is ever surprised; the private costs that make a contest of nerves are
those of ``PrivateBrinkmanship``. Risks are given, and a disaster costs the same on every rung.

References
----------
Powell, R. (1990). Nuclear Deterrence Theory: The Search for Credibility. Cambridge University Press. The finite climb
here is our own version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, show
from deterrence.games.behaviour import read_behaviour
from deterrence.games.candidate import Candidate
from deterrence.games.domains import POSITIVE, PROBABILITY, Argument, blank_faults, read_arguments, row_by_player
from deterrence.games.draws import Validity, on_sound_draws
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, choose, is_symbolic, maximum, minimum, negate, where

CLIMB, QUIT = "climb", "quit"

#: Differences below this share of the payoff range count as ties, which leave more than one equilibrium.
TIE = 1e-12

#: More rungs are refused: regrets are taken rung by rung, from each rung on.
MAX_RUNGS = 1000


@dataclass(frozen=True, eq=False, init=False)
class Brinkmanship:
    """Hold a climb of finitely many rungs between two players.

    Parameters
    ----------
    risks
        f_1, ..., f_K, the probability of disaster when each rung is climbed, in [0, 1]. They are meant to rise, which
        is not required. An entry is a number, an array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression.
    value
        v, what the prize is worth, payoff units, positive; per player, or one for both.
    disaster_cost
        d, what a disaster costs, payoff units, positive; likewise.
    first_player
        Seat of the player who moves at rung 1: 0 or 1.
    players
        Labels in player order; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If there is no rung, or a number leaves its range. Draws at fault are not an error: every measure is NaN there.

    Examples
    --------
    >>> game = Brinkmanship([0.08 * k for k in range(1, 11)], 1, (2, 4), first_player=0)
    >>> highest_rung(game), winner(game), climbs(game), p_disaster(game)
    ((4.0, 2.0), 0, 1.0, 0.08)
    """

    form: ClassVar[str] = "brinkmanship"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Subgame perfect equilibria"

    risks: tuple[Number, ...]
    value: tuple[Number, ...]
    disaster_cost: tuple[Number, ...]
    first_player: int
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        risks: Sequence[Any] | NDArray[np.float64],
        value: Any,
        disaster_cost: Any,
        first_player: float,
        *,
        players: Sequence[Player] | None = None,
        name: str = "brinkmanship",
    ) -> None:
        where_ = f"brinkmanship '{name}'"
        labels = player_labels(players, 2, "brinkmanship")
        rungs = {f"risk of rung {rung}": risk for rung, risk in enumerate(_read_rungs(risks, where_), 1)}
        arguments = {
            "risks": Argument(PROBABILITY, rungs),
            "value": row_by_player("value", value, labels, POSITIVE, where_),
            "disaster_cost": row_by_player("disaster_cost", disaster_cost, labels, POSITIVE, where_),
        }
        numbers = blank_faults(*read_arguments(arguments, where_))
        store(self, numbers | {"first_player": _read_seat(first_player, where_), "players": labels, "name": name})

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player."""
        return maximum(*(v + d for v, d in zip(self.value, self.disaster_cost, strict=True)))

    @cached_property
    def climbs_at(self) -> tuple[Any, ...]:
        """Whether the mover climbs at each rung, by rules 1 and 2: conditions of the game's kind of number."""
        answers: list[Any] = [False]
        for rung in range(len(self.risks) - 2, -1, -1):
            risk, own = self.risks[rung], resolve(self)[self.mover(rung)]
            answers.append((risk <= own) & negate(answers[-1]))
        return tuple(reversed(answers))

    @property
    def is_listed_completely(self) -> bool:
        """Whether no mover is indifferent at any rung; a tie admits equilibria beside the one listed."""
        numbers = (*self.risks, *self.value, *self.disaster_cost)
        if any(is_symbolic(number) for number in numbers):
            return False
        chances = [(np.where(climb, 1.0, 0.0), np.where(climb, 0.0, 1.0)) for climb in self.climbs_at]
        values = self._values(chances)
        gaps = [abs(_climb_value(self, rung, values[rung + 1])[self.mover(rung)]) for rung in range(len(self.risks))]
        return bool(np.all(np.asarray(minimum(*gaps)) > TIE * np.asarray(self.payoff_range, dtype=float)))

    def mover(self, rung: int) -> int:
        """Return the seat of the player who moves at ``risks[rung]``."""
        return (self.first_player + rung) % 2

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the profile that backward induction gives: the first mover climbs once and wins, or quits at once."""
        first, other = self.first_player, 1 - self.first_player
        opening, risk = self.climbs_at[0], self.risks[0]
        plans = {
            self.players[seat]: {
                f"rung {rung + 1}": {CLIMB: where(climb, 1, 0), QUIT: where(climb, 0, 1)}
                for rung, climb in enumerate(self.climbs_at)
                if self.mover(rung) == seat
            }
            for seat in (0, 1)
        }
        climbed = _climb_value(self, 0, [v if seat == first else 0 * v for seat, v in enumerate(self.value)])
        quit_ = [v if seat == other else 0 * v for seat, v in enumerate(self.value)]
        payoffs = tuple(where(opening, up, out) for up, out in zip(climbed, quit_, strict=True))
        outcomes = {
            "disaster": where(opening, risk, 0),
            f"prize to {self.players[first]}": where(opening, 1 - risk, 0),
            f"prize to {self.players[other]}": where(opening, 0, 1),
        }
        figures = {"climbs": climbs(self), "p_disaster": p_disaster(self)}
        sound = True if self.valid is None else self.valid
        return (Candidate("backward_induction", sound, plans, payoffs, outcomes, figures),)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that either player gains by its own best deviation, from any rung on, payoff units.

        Parameters
        ----------
        profile
            ``strategies[player]["rung k"] = {"climb": p, "quit": 1 - p}`` for the rungs at which the player moves.

        Raises
        ------
        GameError
            If the profile does not fit.

        Examples
        --------
        >>> game = Brinkmanship([0.1, 0.4, 0.6], 1, 3, first_player=0)
        >>> never = {"rung 1": {"quit": 1}, "rung 3": {"quit": 1}}
        >>> game.regret(StrategyProfile({0: never, 1: {"rung 2": {"quit": 1}}}))  # one climb would win
        0.6
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what each player gains by its own best deviation, from the rung where that is most."""
        rungs = range(len(self.risks))
        own = [{f"rung {rung + 1}": (CLIMB, QUIT) for rung in rungs if self.mover(rung) == seat} for seat in (0, 1)]
        mixes = [
            iter(read_behaviour(profile, label, sets, "brinkmanship"))
            for label, sets in zip(self.players, own, strict=True)
        ]
        chances = [next(mixes[self.mover(rung)]) for rung in rungs]
        kept = self._values(chances)
        return tuple(
            maximum(*(best[seat] - now[seat] for best, now in zip(self._values(chances, seat), kept, strict=True)))
            for seat in (0, 1)
        )

    def _values(self, chances: Sequence[Sequence[Number]], free: int | None = None) -> list[tuple[Number, ...]]:
        """Return both players' values from every rung on; the player ``free`` plays its best reply instead."""
        values: list[tuple[Number, ...]] = [(0, 0)]
        for rung in range(len(self.risks) - 1, -1, -1):
            mover = self.mover(rung)
            climbed = _climb_value(self, rung, values[-1])
            quit_ = (self.value[0] if mover == 1 else 0, self.value[1] if mover == 0 else 0)
            climb, stay = chances[rung]
            mixed = [climb * up + stay * out for up, out in zip(climbed, quit_, strict=True)]
            if mover == free:
                mixed[mover] = maximum(climbed[mover], quit_[mover])
            values.append(tuple(mixed))
        return values[::-1]


def _climb_value(game: Brinkmanship, rung: int, after: Sequence[Number]) -> tuple[Number, ...]:
    risk = game.risks[rung]
    return tuple((1 - risk) * then - risk * cost for then, cost in zip(after, game.disaster_cost, strict=True))


@on_sound_draws
def resolve(game: Brinkmanship) -> tuple[Number, ...]:
    """Return each player's resolve v / (v + d), the greatest risk it runs for a sure prize, in (0, 1)."""
    return tuple(v / (v + d) for v, d in zip(game.value, game.disaster_cost, strict=True))


@on_sound_draws
def highest_rung(game: Brinkmanship) -> tuple[Number, ...]:
    """Return the highest rung k with f_k <= r_i for each player, 0 if there is none."""
    rungs = list(enumerate(game.risks, 1))[::-1]
    # Zeros of the game's kind of number are added, so that floats give floats and expressions stay exact.
    return tuple(choose([(risk <= own, rung + 0 * own) for rung, risk in rungs], 0 * own) for own in resolve(game))


@on_sound_draws
def winner(game: Brinkmanship) -> Number:
    """Return the seat of the player who gets the prize unless disaster comes first."""
    return where(game.climbs_at[0], game.first_player, 1 - game.first_player)


@on_sound_draws
def climbs(game: Brinkmanship) -> Number:
    """Return how many rungs are climbed by backward induction: 0 or 1."""
    return where(game.climbs_at[0], 1.0, 0.0)


@on_sound_draws
def p_disaster(game: Brinkmanship) -> Number:
    """Return the probability of disaster by backward induction: f_1 if the first mover climbs, else 0."""
    return where(game.climbs_at[0], game.risks[0], 0 * game.risks[0])  # a zero of the game's kind of number


def _read_rungs(risks: Any, where_: str) -> tuple[object, ...]:
    """Return one entry per rung; an array's first axis is the rungs, whatever it carries beyond."""
    if not isinstance(risks, tuple | list | np.ndarray) or len(risks) == 0:
        raise GameError(f"{where_}, risks", f"saw {show(risks)}", "one probability per rung, at least one")
    if len(risks) > MAX_RUNGS:
        raise GameError(f"{where_}, risks", f"saw {len(risks)} rungs", f"at most {MAX_RUNGS}", "merge rungs")
    return tuple(risks)


def _read_seat(first_player: Any, where_: str) -> int:
    """Return who moves first, as a seat."""
    if isinstance(first_player, bool) or not isinstance(first_player, int | float | np.integer):
        raise GameError(f"{where_}, first_player", f"saw {first_player!r}", "0 or 1")
    if first_player not in (0, 1):
        raise GameError(f"{where_}, first_player", f"saw {first_player}", "0 or 1, the place among the players")
    return int(first_player)
