"""Brinkmanship with private costs: two sides let a shared risk grow until one gives way or disaster comes.

Each side values the prize at v and loses d in a disaster, where d is known to itself only and uniform on [0, D]. The
risk grows smoothly, whatever the size of the rungs. A strategy is the greatest cumulative risk x(d) that a side lets
build up before it gives way. Written as s = -log(1 - x), risk adds up, and the symmetric equilibrium is

    s(d) = v (1 / d - 1 / D),    x(d) = 1 - exp(-s(d)).

It balances v h against d, where h = d(s) / v is the rate at which the other side gives way. With a = v / D,

    P(disaster) = 1 - 2 e^a E_3(a) = a e^a E_2(a),    E_n(a) = integral of exp(-a u) / u^n over u from 1 to infinity,

and each side expects (1 - P(disaster)) v / 4. Asymmetric equilibria exist too
and are not listed: in each the costs of the sides that give way at the same risk differ by a constant, from just above
0 up to D, where one side always gives way at once.

Notes
-----
Both sides are alike and costs are uniform; only the symmetric equilibrium is listed. The risk grows smoothly, so the
size of single steps counts for nothing.

References
----------
Powell, R. (1988). "Nuclear Brinkmanship with Two-Sided Incomplete Information." American Political Science Review 82:
155-178. Nalebuff, B. (1986). "Brinkmanship and Nuclear Deterrence: The Neutrality of Escalation." Conflict Management
and Peace Science 9: 19-30. The game and its solution here are our own version in their spirit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.games.candidate import Candidate
from deterrence.games.domains import POSITIVE, blank_faults, read_arguments, single_numbers
from deterrence.games.draws import Validity, admit, on_sound_draws
from deterrence.games.form import player_labels, store
from deterrence.games.nerve import STAND, YIELD, best_gain, cost_shares, read_nerve, scaled_integral
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, is_array, is_symbolic, maximum, where

_DOMAINS = {"value": POSITIVE, "max_disaster_cost": POSITIVE}

#: Least and largest v / D: beyond, no float tells the risks that sides with different costs run from each other.
RATIOS = (1e-9, 1000)


@dataclass(frozen=True, eq=False, init=False)
class PrivateBrinkmanship:
    """Hold brinkmanship between two alike sides, each of which knows only its own cost of disaster.

    Parameters
    ----------
    value
        v, what the prize is worth to either side, payoff units, positive: a number, an array of draws ``(n_draws,)``, a
        ``Fraction`` or a SymPy expression.
    max_disaster_cost
        D, the highest cost of a disaster, payoff units, positive, given likewise.
    players
        Labels in player order; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number is not positive. Draws at fault are not an error: every measure is NaN there.

    Examples
    --------
    >>> game = PrivateBrinkmanship(value=1, max_disaster_cost=4)
    >>> round(p_disaster(game), 7), round(game.risk_at(1), 4), game.risk_at(4)
    (0.1661947, 0.5276, 0.0)
    """

    form: ClassVar[str] = "private_brinkmanship"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Symmetric perfect Bayesian equilibria"

    value: Number
    max_disaster_cost: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        value: Any,
        max_disaster_cost: Any,
        *,
        players: Sequence[Player] | None = None,
        name: str = "private_brinkmanship",
    ) -> None:
        where_ = f"private_brinkmanship '{name}'"
        labels = player_labels(players, 2, "private_brinkmanship")
        numbers, valid = read_arguments(single_numbers(_DOMAINS, (value, max_disaster_cost)), where_)
        prize, top = numbers.values()
        low, high = RATIOS
        moderate = (prize >= low * top) & (prize <= high * top)
        saw = f"value {value} and max_disaster_cost {max_disaster_cost}"
        valid = valid & admit(moderate, where_, saw, f"a value of {low:g} to {high:g} times the highest cost")
        store(self, blank_faults(numbers, valid) | {"players": labels, "name": name})

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player."""
        return self.value + self.max_disaster_cost

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidate is the only symmetric equilibrium.

        Always: nobody waits where nobody else gives way, so x falls continuously to x(D) = 0, and the balance of v h
        and d then fixes it.
        """
        return True

    def risk_at(self, cost: Number) -> Number:
        """Return x(d), the greatest cumulative risk that a side with this cost of disaster lets build up.

        Parameters
        ----------
        cost
            d, payoff units, 0 <= d <= D; a number, an array or a SymPy expression. At 0 the side never gives way.

        Returns
        -------
        Number
            Probability in [0, 1]; NaN at draws whose cost leaves its range.

        Raises
        ------
        GameError
            If a plain number leaves its range.
        """
        within = (cost >= 0) & (cost <= self.max_disaster_cost)
        sound = admit(within, "cost of a disaster", cost, f"0 <= cost <= {self.max_disaster_cost}")
        if is_symbolic(cost) or is_symbolic(self.value):
            return 1 - _exp(self.value / self.max_disaster_cost - self.value / cost)
        prize, top, own = (np.asarray(part, dtype=np.float64) for part in (self.value, self.max_disaster_cost, cost))
        with np.errstate(divide="ignore"):
            risk = 0.0 - np.expm1(prize / top - prize / own)
        return float(risk) if risk.ndim == 0 else where(sound, risk, np.nan)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the symmetric equilibrium, told by what a side does whose cost is a tenth of D, two tenths, and so on.

        Between these costs s is linear in 1 / d, so that they say it all.
        """
        ratio = self.value / self.max_disaster_cost
        plan = {
            name: {STAND: 1 - (quits := _exp(ratio - ratio / share)), YIELD: quits}
            for name, share in cost_shares().items()
        }
        risk = p_disaster(self)
        payoff = (1 - risk) * self.value / 4
        outcomes = {"disaster": risk} | {f"prize to {label}": (1 - risk) / 2 for label in self.players}
        return (
            Candidate(
                "symmetric",
                True if self.valid is None else self.valid,
                dict.fromkeys(self.players, plan),
                (payoff, payoff),
                outcomes,
                {"p_disaster": risk},
            ),
        )

    def regret(self, profile: StrategyProfile) -> float:
        """Return the most that either side gains at some cost by giving way earlier or later, payoff units.

        It is integrated from the payoffs, see ``nerve``.

        Parameters
        ----------
        profile
            ``strategies[player]["cost 10%"] = {"stand": x, "yield": 1 - x}`` and so on up to ``"cost 100%"`` of D,
            where x is the greatest cumulative risk. In between, s = -log(1 - x) is linear in 1 / d.

        Raises
        ------
        GameError
            If the profile does not fit, or x does not fall as the cost rises.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[float, ...]:
        """Return what each side gains at the cost where its own best deviation brings most."""
        plans = [read_nerve(profile, label) for label in self.players]
        top, prize = float(self.max_disaster_cost), float(self.value)
        return tuple(top * best_gain(own, other, prize / top) for own, other in zip(plans, plans[::-1], strict=True))


@on_sound_draws
def p_disaster(game: PrivateBrinkmanship) -> Number:
    """Return the probability of disaster in the symmetric equilibrium, a e^a E_2(a) with a = v / D.

    This equals 1 - 2 e^a E_3(a), by the recurrence of the exponential integrals, and keeps its digits for small a.

    Examples
    --------
    >>> [round(p_disaster(PrivateBrinkmanship(a, 1)), 7) for a in (0.1, 0.5)]
    [0.0798536, 0.2692723]
    """
    ratio = game.value / game.max_disaster_cost
    if is_symbolic(ratio):
        import sympy

        return 1 - 2 * sympy.exp(ratio) * sympy.expint(3, ratio)
    plain = np.asarray(ratio, dtype=np.float64)
    risk = plain * scaled_integral(2, plain)
    return float(risk) if risk.ndim == 0 else risk


def _exp(exponent: Number) -> Number:
    if is_symbolic(exponent):
        import sympy

        return sympy.exp(exponent)
    return np.exp(exponent) if is_array(exponent) else math.exp(exponent)
