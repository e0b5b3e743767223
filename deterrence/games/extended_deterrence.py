"""Extended deterrence: a challenger, a protege that may resist it, and a patron that may come to the protege's help.

The challenger attacks or waits (status quo). An attacked protege resists or yields. When it resists, the patron, who
alone knows whether it is strong or weak, intervenes (joint fight) or stands aside (lone fight). Payoffs of each player,
payoff units, in the order of the outcomes: ``status_quo, yield, lone_fight, joint_fight``. Any finite payoffs are
accepted: a patron that never helps and a protege that needs no help are findings, not errors.

Notation: q is the prior that the patron is strong, sigma the chance that it intervenes when the protege resists.

Notes
-----
One attack, one answer. The challenger fights whoever resists, and only the patron knows something that the others do
not.

References
----------
Zagare, F., and D. M. Kilgour (2003). "Alignment patterns, crisis bargaining, and extended deterrence: a game-theoretic
analysis." International Studies Quarterly 47(4): 587-615. This smaller game, in which the protege has no other patron
to turn to and the challenger fights whoever resists, is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from deterrence.games.candidate import Candidate
from deterrence.games.domains import PROBABILITY, blank_faults, read_arguments, row_of_payoffs, single_numbers
from deterrence.games.draws import Validity
from deterrence.games.extended_deterrence_list import is_tied, list_equilibria
from deterrence.games.extended_deterrence_play import information_regrets, play
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, maximum, minimum

#: The outcomes, in the order in which every player's payoffs are given.
OUTCOMES = ("status_quo", "yield", "lone_fight", "joint_fight")

#: Who has payoffs, in the order of the arguments; the patron has two types.
ROLES = ("challenger", "protege", "patron_strong", "patron_weak")


@dataclass(frozen=True, eq=False, init=False)
class ExtendedDeterrence:
    """Hold a game of extended deterrence with doubt about the patron.

    Parameters
    ----------
    challenger, protege
        Payoffs (status_quo, yield, lone_fight, joint_fight), payoff units, finite.
    patron_strong, patron_weak
        The same for the two types of patron; a strong one is meant to like the joint fight better than standing aside.
    prior_strong
        q, the probability that the patron is strong, in [0, 1], known to all.
    players
        Labels of challenger, protege and patron; 0, 1 and 2 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a payoff is not finite, or the prior leaves [0, 1]. Draws at fault are not an error: every measure is NaN
        there.

    Examples
    --------
    >>> game = ExtendedDeterrence((0, 2, 1, -4), (0, -1, -3, 0.5), (0, -2, -3, -1), (0, -1, -2, -4), 0.6)
    >>> [candidate.name for candidate in game.candidates() if candidate.exists]
    ['deterrence']
    """

    form: ClassVar[str] = "extended_deterrence"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("p_conflict", "highest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria in pure strategies"

    challenger: tuple[Number, ...]
    protege: tuple[Number, ...]
    patron_strong: tuple[Number, ...]
    patron_weak: tuple[Number, ...]
    prior_strong: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        challenger: Sequence[Any],
        protege: Sequence[Any],
        patron_strong: Sequence[Any],
        patron_weak: Sequence[Any],
        prior_strong: Number,
        *,
        players: Sequence[Player] | None = None,
        name: str = "extended_deterrence",
    ) -> None:
        where = f"extended_deterrence '{name}'"
        roles = zip(ROLES, (challenger, protege, patron_strong, patron_weak), strict=True)
        arguments = {role: row_of_payoffs(role, given, OUTCOMES, "four", where) for role, given in roles}
        arguments |= single_numbers({"prior_strong": PROBABILITY}, (prior_strong,))
        numbers = blank_faults(*read_arguments(arguments, where))
        store(self, numbers | {"players": player_labels(players, 3, "extended_deterrence"), "name": name})

    @cached_property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player or type, payoff units."""
        seats = (self.challenger, self.protege, self.patron_strong, self.patron_weak)
        return maximum(*(maximum(*payoffs) - minimum(*payoffs) for payoffs in seats))

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates are all equilibria: they are, unless somebody is indifferent at some turn.

        Without ties backward induction leaves one reply at every turn. At a tie all pure equilibria are listed, and
        mixtures of them exist besides.
        """
        return not is_tied(self)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the sixteen pure plans, named by what the challenger and the protege do.

        - *deterrence*: nobody attacks, since an attacked protege would resist.
        - *no_demand*: nobody attacks, although an attacked protege would yield.
        - *concession*: the challenger attacks and the protege yields.
        - *conflict*: the challenger attacks and the protege resists.

        As named, a strong patron intervenes and a weak one stands aside; ``_with_either``, ``_without_help`` and
        ``_with_weak`` say that both, neither or only the weak one would intervene. Away from ties exactly one of the
        sixteen exists.

        Nobody else can reveal the patron's type, so that at every turn, reached or not, the others believe the prior.
        Without that demand (a weak perfect Bayesian equilibrium) a protege that is never attacked could believe
        anything.

        Figures of each: ``p_attack``; ``p_resist``, given an attack; ``p_intervention`` (sigma), given resistance; and
        the chances of the outcomes, ``p_status_quo``, ``p_yield``, ``p_lone_fight``, ``p_joint_fight`` and
        ``p_conflict``, the sum of the last two.
        """
        return list_equilibria(self)

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that anybody gains by deviating alone at any of its turns, reached or not, payoff units.

        Each type of patron is asked on its own; challenger and protege hold the prior about it.
        """
        return maximum(*self.regret_by_player(profile).values())

    def regret_by_player(self, profile: StrategyProfile) -> dict[Player, Any]:
        """Return the regret of each player: the largest over its turns."""
        found = information_regrets(self, profile)
        return {player: maximum(*found[player].values()) for player in self.players}

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of challenger, protege and patron, the patron's before it knows its type."""
        return play(self, profile)[1]

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probabilities of the four outcomes."""
        return play(self, profile)[0]
