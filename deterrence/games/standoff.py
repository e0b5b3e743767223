"""A war of nerves before two audiences: the longer a state has escalated, the more it loses by backing down.

Both sides escalate in continuous time until one concedes or war comes. A side that concedes at time t loses a t, its
audience cost; the other wins the prize v. War is worth w to a side, drawn from the uniform distribution on [-wbar, 0]
and known to that side alone. Once a t exceeds -w a side prefers war to conceding, so concessions end at a horizon t*,
and who is left then fights. With j the other side of i, a stay that keeps i willing to concede at any time needs

    S_j(t) = S_j(0) v_i / (v_i + a_i t),        S_j(t*) = a_j t* / wbar_j,

where S_j is the chance that j has not conceded by t. So S_j(0) = K_j(t*), K_j(t) = (a_j t / wbar_j)(1 + a_i t / v_i).
At most one side concedes at once with positive probability, hence t* is the lesser of the two roots of K_j(t) = 1.

Only relative audience costs matter for what happens: doubling both halves the horizon and changes no probability. That
a side with higher audience costs concedes less often holds when both have the same range of war payoffs, not in
general.

Notes
-----
Audience costs grow in a straight line and are known; resolve is uniform and drawn once. Nobody can speak, bargain or
give way in part.

References
----------
Fearon, J. (1994). "Domestic Political Audiences and the Escalation of International Disputes." American Political
Science Review 88: 577-592.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from deterrence.games.candidate import Candidate
from deterrence.games.domains import POSITIVE, blank_faults, read_arguments, row_by_player
from deterrence.games.draws import Validity, on_sound_draws
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.games.standoff_play import regrets, stopping_shares, strategy
from deterrence.numerics import Number, is_array, is_symbolic, maximum, minimum, where


@dataclass(frozen=True, eq=False, init=False)
class Standoff:
    """Hold a standoff between two sides with linear audience costs.

    Every argument is per player when it is a tuple or list, and holds for both otherwise; an entry is a number, an
    array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression.

    Parameters
    ----------
    audience_cost
        a, payoff units lost by conceding per unit of time escalated, positive.
    max_war_cost
        wbar, the largest cost of war that a side may have, payoff units, positive.
    prize
        v, what a side gains when the other concedes, payoff units, positive.
    players
        Labels in player order; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number is not positive and finite. Draws at fault are not an error: they are NaN in every measure.

    Examples
    --------
    >>> game = Standoff(audience_cost=(2, 1), max_war_cost=2, prize=1)
    >>> round(horizon(game), 6), round(p_war(game), 6)
    (0.618034, 0.190983)
    """

    form: ClassVar[str] = "standoff"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria in which both sides escalate"

    audience_cost: tuple[Number, Number]
    max_war_cost: tuple[Number, Number]
    prize: tuple[Number, Number]
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        audience_cost: Any,
        max_war_cost: Any,
        prize: Any,
        *,
        players: Sequence[Player] | None = None,
        name: str = "standoff",
    ) -> None:
        place = f"standoff '{name}'"
        labels = player_labels(players, 2, "standoff")
        given = {"audience_cost": audience_cost, "max_war_cost": max_war_cost, "prize": prize}
        arguments = {key: row_by_player(key, value, labels, POSITIVE, place) for key, value in given.items()}
        store(self, blank_faults(*read_arguments(arguments, place)) | {"players": labels, "name": name})

    @property
    def payoff_range(self) -> Number:
        """The larger distance between winning the prize and the worst of wars."""
        return maximum(*(v + w for v, w in zip(self.prize, self.max_war_cost, strict=True)))

    @property
    def is_listed_completely(self) -> bool:
        """False: that one side gives way for sure can be an equilibrium too, held up by what is believed if it did not.

        Such equilibria, in which nobody ever escalates against resistance, are not listed.
        """
        return False

    @cached_property
    def limits(self) -> tuple[Number, Number]:
        """For each side, the time at which K = 1: how long concessions could go on if it conceded none at once."""
        return _limit(self, 0), _limit(self, 1)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the equilibrium in which both sides escalate with positive probability, ``"escalation"``."""
        shares = stopping_shares(self, horizon(self), p_concede_at_once(self))
        first, second = self.players
        outcomes = {
            f"{first} concedes": shares.concedes[0],
            f"{second} concedes": shares.concedes[1],
            "war": p_war(self),
        }
        figures = {
            "p_concede": dict(zip(self.players, shares.concedes, strict=True)),
            "p_war": p_war(self),
        }
        strategies = {
            label: strategy(at_once, stay, rate)
            for label, at_once, stay, rate in zip(
                self.players, p_concede_at_once(self), p_stay(self), shares.pressures, strict=True
            )
        }
        exists = np.isfinite(p_war(self)) if is_array(p_war(self)) else True
        return (Candidate("escalation", exists, strategies, shares.payoffs, outcomes, figures),)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that any type gains by acting otherwise at any time, payoff units.

        See ``regret_by_player``.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what the types of each side gain by conceding at another time, or by fighting instead.

        Parameters
        ----------
        profile
            For each side, at the one set ``"escalation"``, the chances to ``"concede at once"``, ``"concede by 10%"``
            .. ``"concede by 100%"`` (shares of the horizon, each since the one before) and ``"fight"``. Between two
            such times concessions are spread so that the reciprocal of the chance to be left grows evenly, and the
            types to whom war is worst concede. No other spread leaves an opponent with linear costs indifferent.

        Raises
        ------
        GameError
            If the profile does not fit.
        """
        return regrets(self, horizon(self), profile)


def _limit(game: Standoff, player: int) -> Number:
    """Return the positive root of (a_j t / wbar_j)(1 + a_i t / v_i) = 1 for j = player."""
    own, other = game.audience_cost[player], game.audience_cost[1 - player]
    scale = game.max_war_cost[player] / own
    # The textbook root of the quadratic would cancel where the opponent's costs are small.
    return 2 * scale / (1 + _square_root(1 + 4 * scale * other / game.prize[1 - player]))


def _square_root(number: Number) -> Number:
    if is_symbolic(number):
        import sympy

        return sympy.sqrt(number)
    if is_array(number):
        return np.sqrt(number)
    if isinstance(number, Fraction):
        root = Fraction(math.isqrt(number.numerator), math.isqrt(number.denominator))
        return root if root * root == number else math.sqrt(number)
    return math.sqrt(number)


@on_sound_draws
def horizon(game: Standoff) -> Number:
    """Return t*, the time after which nobody concedes, in the unit of time of the audience costs."""
    return minimum(*game.limits)


@on_sound_draws
def p_concede_at_once(game: Standoff) -> tuple[Number, Number]:
    """Return, for each side, the chance that it concedes before any cost has mounted, 1 - K(t*)."""
    time = minimum(*game.limits)
    at_once: list[Number] = []
    for player in (0, 1):
        reach = game.audience_cost[player] * time / game.max_war_cost[player]
        kept = reach * (1 + game.audience_cost[1 - player] * time / game.prize[1 - player])
        at_once.append(where(game.limits[player] <= game.limits[1 - player], 0, 1 - kept))
    return at_once[0], at_once[1]


@on_sound_draws
def p_stay(game: Standoff) -> tuple[Number, Number]:
    """Return, for each side, the chance that it never concedes: its war is worth more than -a t*."""
    time = minimum(*game.limits)
    return tuple(a * time / w for a, w in zip(game.audience_cost, game.max_war_cost, strict=True))  # pyright: ignore[reportReturnType]  # two sides


@on_sound_draws
def p_war(game: Standoff) -> Number:
    """Return the chance that neither side concedes."""
    first, second = p_stay(game)
    return first * second
