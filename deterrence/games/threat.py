"""A threat that costs something: sinking costs or tying hands, before a challenger who may call it.

A sender values the stake at v_H (strong, with probability q) or v_L (weak); a war is worth w = p v - k to it, with
w_L < 0 < w_H. It threatens or stays silent; the challenger challenges or refrains; a challenged sender fights or
concedes. Payoffs (sender's, challenger's), before the cost m of a threat::

    no challenge     v, 0
    concession       0, b
    war              w, -c

A *sunk* cost m (mobilising) is lost by every threat. A *tied* cost m (a public promise) is lost only by conceding after
a threat. The strong type always fights. The weak one concedes, unless its hands are tied by m > -w_L.

This is our own version with two types of the model in Fearon (1997). The types differ in the value of the stake. Where
they differed in the worth of war alone, both would pay the same for not being challenged, and no sunk cost could tell
them apart.

Notes
-----
Two types of sender, one threat, one answer. The cost of a threat is given, not chosen, and nobody meets again.

References
----------
Fearon, J. (1997). "Signaling Foreign Policy Interests: Tying Hands versus Sinking Costs." Journal of Conflict
Resolution 41: 68-90.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

from deterrence.errors import GameError, show, suggest
from deterrence.games.candidate import Candidate
from deterrence.games.choices import read_chances
from deterrence.games.domains import (
    COST,
    FINITE,
    POSITIVE,
    PROBABILITY,
    Domain,
    blank_faults,
    read_arguments,
    single_numbers,
)
from deterrence.games.draws import Validity, admit
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.games.threat_list import is_on_border, list_candidates
from deterrence.games.threat_play import CHALLENGER_SETS, SENDER_SETS, Play, challenger_regrets, sender_regrets
from deterrence.numerics import Number, maximum

Kind = Literal["sunk", "tied"]
_KINDS = get_args(Kind)

_DOMAINS = {
    "prior_strong": Domain(lambda prior: (prior > 0) & (prior < 1), "0 < prior_strong < 1"),
    "value_strong": FINITE,
    "value_weak": POSITIVE,
    "win_probability": PROBABILITY,
    "war_cost": FINITE,
    "challenger_gain": POSITIVE,
    "challenger_war_cost": POSITIVE,
    "signal_cost": COST,
}
ARGUMENTS = tuple(_DOMAINS)


@dataclass(frozen=True, eq=False, init=False)
class Threat:
    """Hold a game of a costly threat with two types of sender.

    Every number may be an array of draws ``(n_draws,)``, a ``Fraction`` or a SymPy expression.

    Parameters
    ----------
    prior_strong
        q, the prior probability of a strong sender, between 0 and 1.
    value_strong, value_weak
        v_H and v_L, what the stake is worth to either type, payoff units; v_L > 0.
    win_probability
        p, the chance that the sender wins a war.
    war_cost
        k, the sender's cost of war, payoff units. War must be worth more than nothing and less than the stake to the
        strong type, and less than nothing to the weak one: w_L < 0 < w_H < v_H.
    challenger_gain, challenger_war_cost
        b and c, what the challenger gains by a concession and loses by a war, payoff units, both positive.
    signal_cost
        m, the cost of a threat, payoff units, not negative.
    kind
        ``"sunk"``: every threat costs m. ``"tied"``: conceding after a threat costs m.
    players
        Labels of sender and challenger; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a number leaves its range. Draws at fault are not an error: they have no equilibria and no measures.

    Examples
    --------
    >>> game = Threat(0.3, 10, 4, 0.5, 3, 1, 1, signal_cost=2)
    >>> [(c.name, round(c.figures["p_war"], 3)) for c in game.candidates() if c.exists]
    [('babbling', 0.3), ('semi_separating', 0.15)]
    """

    form: ClassVar[str] = "threat"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria"

    prior_strong: Number
    value_strong: Number
    value_weak: Number
    win_probability: Number
    war_cost: Number
    challenger_gain: Number
    challenger_war_cost: Number
    signal_cost: Number
    kind: Kind
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        prior_strong: Number,
        value_strong: Number,
        value_weak: Number,
        win_probability: Number,
        war_cost: Number,
        challenger_gain: Number,
        challenger_war_cost: Number,
        signal_cost: Number,
        kind: Kind = "sunk",
        *,
        players: Sequence[Player] | None = None,
        name: str = "threat",
    ) -> None:
        where = f"threat '{name}'"
        if not isinstance(kind, str) or kind not in _KINDS:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise GameError(f"{where}, kind", f"saw {show(kind)}", "'sunk' or 'tied'", suggest(str(kind), _KINDS))
        given = (prior_strong, value_strong, value_weak, win_probability, war_cost)
        given += (challenger_gain, challenger_war_cost, signal_cost)
        numbers, valid = read_arguments(single_numbers(_DOMAINS, given), where)
        valid = valid & _admit_wars(numbers, where)
        rest = {"kind": kind, "players": player_labels(players, 2, "threat"), "name": name}
        store(self, blank_faults(numbers, valid) | rest)

    @property
    def war_strong(self) -> Number:
        """w_H, what war is worth to the strong type."""
        return self.win_probability * self.value_strong - self.war_cost

    @property
    def war_weak(self) -> Number:
        """w_L, what war is worth to the weak type."""
        return self.win_probability * self.value_weak - self.war_cost

    @property
    def payoff_range(self) -> Number:
        """The larger of the two players' distances between best and worst outcome."""
        sender = self.value_strong + self.signal_cost - self.war_weak
        return maximum(sender, self.challenger_gain + self.challenger_war_cost)

    @property
    def is_listed_completely(self) -> bool:
        """Whether the list shows every equilibrium outcome, one profile for each.

        It does but on the borders between cases (such as m = v_L), where whole intervals of mixed equilibria appear
        and the list holds their ends.
        """
        return not is_on_border(self)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every equilibrium of the list, with its conditions (see ``threat_list``)."""
        return list_candidates(self)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that any type gains by acting otherwise at any information set, payoff units.

        Beliefs on the path follow from the profile by Bayes' rule; off it the challenger is granted the belief that
        suits it best, since a perfect Bayesian equilibrium needs one such belief.

        Parameters
        ----------
        profile
            The sender's chances at ``"strong"`` and ``"weak"`` (``"threaten"``, ``"stay silent"``) and, by type and
            message, at sets such as ``"weak, challenged after threat"`` (``"fight"``, ``"concede"``); the challenger's
            after ``"threat"`` and ``"silence"`` (``"challenge"``, ``"refrain"``).

        Raises
        ------
        GameError
            If the profile does not fit.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what each player gains by its best deviation at the information set where that is most."""
        return tuple(maximum(*gains.values()) for gains in self.regret_by_set(profile).values())

    def regret_by_set(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what is gained by the best deviation from each information set on, payoff units."""
        sender, challenger = self.players
        play = Play.read(
            read_chances(profile, sender, SENDER_SETS, self.form),
            read_chances(profile, challenger, CHALLENGER_SETS, self.form),
        )
        return {sender: sender_regrets(self, play), challenger: challenger_regrets(self, play)}


def _admit_wars(numbers: dict[str, Number], where: str) -> Any:
    """Return which draws have a war that is worth something to the strong type alone; raise if plain numbers do not."""
    chance, cost = numbers["win_probability"], numbers["war_cost"]
    strong, weak = (chance * numbers[f"value_{kind}"] - cost for kind in ("strong", "weak"))
    ordered = (weak < 0) & (strong > 0) & (strong < numbers["value_strong"])
    saw = f"a war worth {strong} to the strong type and {weak} to the weak one"
    allowed = "a war worth less than 0 to the weak type, and between 0 and the stake to the strong one"
    return admit(ordered, where, saw, allowed)
