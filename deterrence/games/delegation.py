"""Delegation: a patron pays a proxy for effort, under sanctions on the payments and blame for the effort.

1. The patron offers a transfer w >= 0 per unit of effort.
2. The proxy sees the offer and chooses its effort e in [0, 1].

Payoffs, payoff units, with B ``patron_benefit``, b ``proxy_benefit``, r ``peace_rent`` (lost by fighting), k
``effort_cost``, lambda ``liability`` (the chance that the patron is held to account), L ``patron_loss``, tau
``sanction`` (a surcharge on transfers) and ell ``leakage`` (the share of the sanction that is evaded):

- proxy   e (w + b - r) - k e^2 / 2
- patron  e (B - lambda L - (1 + tau (1 - ell)) w)

Notes
-----
One patron, one proxy, one period. The patron sees the effort and pays for it as promised; a proxy that hides what it
does, or has another patron, is another game.

References
----------
Salehyan, I., K. Gleditsch and D. Cunningham (2011). "Explaining External Support for Insurgent Groups." International
Organization 65: 709-744.
Padro i Miquel, G., and P. Yared (2012). "The Political Economy of Indirect Control." Quarterly Journal of Economics
127: 947-1015. The version here is our own, in the spirit of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError
from deterrence.games.candidate import Candidate
from deterrence.games.delegation_measures import effort, effort_reply, patron_payoff, proxy_payoff, transfer
from deterrence.games.domains import (
    NOT_NEGATIVE,
    PAYOFF,
    POSITIVE,
    PROBABILITY,
    SHARE,
    Domain,
    blank_faults,
    read_arguments,
    single_numbers,
)
from deterrence.games.draws import Validity
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, divide, is_array, is_symbolic, maximum, where

_DOMAINS = {
    "patron_benefit": PAYOFF,
    "proxy_benefit": PAYOFF,
    "peace_rent": PAYOFF,
    "effort_cost": Domain(POSITIVE.holds, "a positive number"),
    "liability": PROBABILITY,
    "patron_loss": PAYOFF,
    "sanction": NOT_NEGATIVE,
    "leakage": SHARE,
}
ARGUMENTS = tuple(_DOMAINS)
OFFER, ANSWER = "offer", "answer"


@dataclass(frozen=True, eq=False, init=False)
class Delegation:
    """Hold a game between a patron, who pays for effort, and a proxy, who makes it.

    Parameters
    ----------
    patron_benefit, proxy_benefit
        B and b, what full effort is worth to patron and proxy, payoff units.
    peace_rent
        r, what the proxy loses by full effort: trade, office, aid that depends on quiet; payoff units.
    effort_cost
        k > 0, payoff units: the last bit of full effort costs k.
    liability
        lambda, the probability in [0, 1] that the patron is held to account for what the proxy does.
    patron_loss
        L, what that costs the patron, payoff units.
    sanction
        tau >= 0, what a unit of transfer costs the patron besides itself.
    leakage
        ell, the share in [0, 1] of the sanction that is evaded.
    players
        Labels of patron and proxy; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number is outside its range. Draws at fault are not an error: every measure is NaN there.

    Examples
    --------
    >>> game = Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0, 0)
    >>> round(transfer(game), 6), round(effort(game), 6)
    (1.35, 0.35)
    """

    form: ClassVar[str] = "delegation"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("effort", "highest")
    solution_concept: ClassVar[str] = "Subgame perfect equilibria"

    patron_benefit: Number
    proxy_benefit: Number
    peace_rent: Number
    effort_cost: Number
    liability: Number
    patron_loss: Number
    sanction: Number
    leakage: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        patron_benefit: Number,
        proxy_benefit: Number,
        peace_rent: Number,
        effort_cost: Number,
        liability: Number,
        patron_loss: Number,
        sanction: Number,
        leakage: Number,
        *,
        players: Sequence[Player] | None = None,
        name: str = "delegation",
    ) -> None:
        where_ = f"delegation '{name}'"
        given = (patron_benefit, proxy_benefit, peace_rent, effort_cost, liability, patron_loss, sanction, leakage)
        numbers = blank_faults(*read_arguments(single_numbers(_DOMAINS, given), where_))
        store(self, numbers | {"players": player_labels(players, 2, "delegation"), "name": name})

    @property
    def payoff_range(self) -> Number:
        """The size of the game's payoffs: the largest stake of either player, payoff units."""
        stakes = (self.patron_benefit, self.liability * self.patron_loss, self.proxy_benefit, self.peace_rent)
        return maximum(self.effort_cost, *(maximum(stake, -stake) for stake in stakes))

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidate is the only equilibrium.

        The proxy's best reply is unique, and so is the best offer, unless nothing worth its price can be bought: then
        every offer that the proxy turns down by making no effort is as good as none, and what happens is the same.
        """
        return True

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the one subgame perfect equilibrium.

        Its strategies are named by their numbers, ``{"offer": {"1.35": 1.0}}``, of the proxy on the path only; after
        any other offer it replies best (``effort_reply``). Draws and symbols have no such names: no strategies then.
        """
        offer, reply = transfer(self), effort(self)
        payoffs = (patron_payoff(self, offer, reply), proxy_payoff(self, offer, reply))
        if any(is_array(number) or is_symbolic(number) for number in (offer, reply, *payoffs)):
            # NaN is the only number that differs from itself: draws at fault have no equilibrium.
            return (Candidate("delegation", reply == reply, {}, payoffs, {}),)
        profile = self.profile(offer, reply)
        return (Candidate("delegation", True, profile.strategies, payoffs, {f"{offer},{reply}": 1.0}),)

    def profile(self, offer: Number, reply: Number) -> StrategyProfile:
        """Return the profile in which the patron offers a transfer and the proxy answers it with an effort."""
        patron, proxy = self.players
        return StrategyProfile({patron: {OFFER: {str(offer): 1.0}}, proxy: {ANSWER: {str(reply): 1.0}}})

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that patron or proxy gains by deviating alone, payoff units.

        The patron expects the best reply to every other offer; the proxy is asked for its best reply to the offer made.
        """
        return maximum(*self.regret_by_player(profile).values())

    def regret_by_player(self, profile: StrategyProfile) -> dict[Player, Any]:
        """Return the regret of patron and proxy, found from their payoffs.

        Between two bends of the proxy's reply each payoff is a parabola, whose vertex three of its points fix; so the
        best is at a bend or at a vertex.
        """
        offer, reply = self._read(profile)
        patron, proxy = self.players
        drive = self.proxy_benefit - self.peace_rent
        bends = [maximum(0, -drive), maximum(0, self.effort_cost - drive)]
        best = maximum(
            *(
                patron_payoff(self, w, effort_reply(self, w))
                for w in (0, *bends, _vertex(bends, lambda w: patron_payoff(self, w, effort_reply(self, w))))
            )
        )
        best_reply = maximum(
            *(proxy_payoff(self, offer, e) for e in (0, 1, _vertex([0, 1], lambda e: proxy_payoff(self, offer, e))))
        )
        return {
            patron: maximum(0, best - patron_payoff(self, offer, reply)),
            proxy: maximum(0, best_reply - proxy_payoff(self, offer, reply)),
        }

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the payoffs of patron and proxy, payoff units."""
        offer, reply = self._read(profile)
        return patron_payoff(self, offer, reply), proxy_payoff(self, offer, reply)

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the one outcome, transfer and effort joined by a comma."""
        offer, reply = self._read(profile)
        return {f"{offer},{reply}": 1.0}

    def _read(self, profile: StrategyProfile) -> tuple[Number, Number]:
        """Return the numbers that a profile names, a transfer from 0 and an effort in [0, 1]."""
        found: list[Number] = []
        for player, turn, top in zip(self.players, (OFFER, ANSWER), (np.inf, 1), strict=True):
            where_ = f"profile of the delegation, '{turn}'"
            chosen = profile.strategies.get(player, {}).get(turn, {})
            sure = [action for action, chance in chosen.items() if chance == 1]
            if len(sure) != 1:
                raise GameError(where_, f"saw {dict(chosen)}", "one number for sure, such as {'0.5': 1}")
            try:
                number = Fraction(sure[0]) if "/" in sure[0] or sure[0].isdigit() else float(sure[0])
            except (ValueError, ZeroDivisionError):
                raise GameError(where_, f"saw '{sure[0]}'", "a number as text") from None
            if not 0 <= number <= top:
                raise GameError(where_, f"saw {number}", "an effort in [0, 1]" if top == 1 else "a transfer from 0")
            found.append(number)
        return found[0], found[1]


def _vertex(ends: Sequence[Number], payoff: Any) -> Number:
    """Return where the parabola through a payoff at both ends and half-way has its vertex, moved between the ends."""
    low, high = ends
    left, middle, right = payoff(low), payoff((low + high) / 2), payoff(high)
    bend = left - 2 * middle + right
    # The vertex in units of half the distance, measured from the middle.
    step = divide(left - right, 2 * where(bend == 0, 1, bend))
    return (low + high) / 2 + where(bend == 0, 0, maximum(-1, -maximum(-1, -step))) * (high - low) / 2
