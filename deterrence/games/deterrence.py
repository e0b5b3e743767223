"""Unilateral deterrence: a challenger who may demand a change, a defender who may resist, and a last move.

The challenger waits (status quo, SQ) or challenges. A challenged defender concedes (DC) or resists. A resisted
challenger fights (conflict, DD) or retreats (CD). Each is hard with a commonly known probability, its credibility, and
soft otherwise, and knows only its own type. A hard player prefers conflict to giving way (DD+), a soft one does not
(DD-). Payoffs of each player, payoff units:

- challenger  DC > SQ > DD+ > CD > DD-
- defender    SQ, CD > DD+ > DC > DD-

Notation: p_C and p_D are the credibilities; x_S the chance that the soft challenger challenges, y that the soft
defender resists, r the defender's belief that a challenger is hard, P = p_D + (1 - p_D) y the chance of resistance.

Notes
-----
Two types a side and one exchange. Credibilities are common knowledge, and nobody learns over several crises.

References
----------
Zagare, F., and D. M. Kilgour (2000). Perfect Deterrence. Cambridge University Press. The names of equilibria follow
the regions of the plane of credibilities; the two-type version with these five payoffs is worked out here.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from deterrence.games.candidate import Candidate
from deterrence.games.deterrence_list import is_on_boundary, list_equilibria
from deterrence.games.deterrence_play import information_regrets, play
from deterrence.games.domains import PROBABILITY, blank_faults, read_arguments, row_of_payoffs, single_numbers
from deterrence.games.draws import Validity, admit
from deterrence.games.form import player_labels, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, maximum

#: The challenger's payoffs and the defender's, in the order of the arguments.
CHALLENGER = ("DC", "SQ", "DD+", "CD", "DD-")
DEFENDER = ("SQ", "CD", "DD+", "DC", "DD-")

_CREDIBILITIES = {"challenger_credibility": PROBABILITY, "defender_credibility": PROBABILITY}


@dataclass(frozen=True, eq=False, init=False)
class Deterrence:
    """Hold a game of unilateral deterrence with two-sided uncertainty about resolve.

    Parameters
    ----------
    challenger
        Payoffs (DC, SQ, DD+, CD, DD-), payoff units, strictly falling.
    defender
        Payoffs (SQ, CD, DD+, DC, DD-), payoff units; the last three strictly falling, the first two above them.
    challenger_credibility, defender_credibility
        p_C and p_D, the probabilities that each is hard, in [0, 1].
    players
        Labels of challenger and defender; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If payoffs are not ordered, or a credibility leaves [0, 1]. Draws at fault are not an error: every measure is
        NaN there.

    Examples
    --------
    >>> game = Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3)
    >>> [candidate.name for candidate in game.candidates() if candidate.exists]
    ['bluff', 'untested']
    """

    form: ClassVar[str] = "deterrence"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("p_conflict", "highest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria"

    challenger: tuple[Number, ...]
    defender: tuple[Number, ...]
    challenger_credibility: Number
    defender_credibility: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        challenger: Sequence[Any],
        defender: Sequence[Any],
        challenger_credibility: Number,
        defender_credibility: Number,
        *,
        players: Sequence[Player] | None = None,
        name: str = "deterrence",
    ) -> None:
        where = f"deterrence '{name}'"
        arguments = {
            "challenger": row_of_payoffs("challenger", challenger, CHALLENGER, "five", where),
            "defender": row_of_payoffs("defender", defender, DEFENDER, "five", where),
        }
        arguments |= single_numbers(_CREDIBILITIES, (challenger_credibility, defender_credibility))
        numbers, valid = read_arguments(arguments, where)
        valid = valid & _admit_orders(numbers["challenger"], numbers["defender"], where)
        rest = {"players": player_labels(players, 2, "deterrence"), "name": name}
        store(self, blank_faults(numbers, valid) | rest)

    @property
    def payoff_range(self) -> Number:
        """The larger of the two players' distances between best and worst payoff, payoff units."""
        return maximum(
            self.challenger[0] - self.challenger[4], maximum(self.defender[0], self.defender[1]) - self.defender[4]
        )

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates are all equilibria, up to what is never tested; false on a boundary.

        Where nobody challenges, other chances that the soft defender would resist (``untested_resistance``) change
        nothing that happens. On a boundary between two regions the equilibria of both are listed, and mixtures of them
        exist besides.
        """
        return not is_on_boundary(self)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return deterrence, separating, attack and bluff, and the threat that is never tested.

        1. *deterrence* (p_D >= c_H): nobody challenges, because hard defenders alone are frequent enough.
        2. *separating* (c_S <= p_D <= c_H): only hard challengers challenge, so soft defenders concede.
        3. *attack* (p_D <= c_S, p_C >= d_t): all challenge; soft defenders concede.
        4. *bluff* (p_D <= c_S, p_C <= d_t): soft challengers bluff at times, soft defenders resist at times.
        5. *untested* (always): nobody challenges because even the soft defender would resist, in the belief that a
           challenger would be soft (r <= d_t). Refinement ``"D1"`` removes it: at every chance of resistance at which
           the soft challenger would not lose by challenging, the hard one gains, so a challenger is taken to be hard.

        Figures of each: ``p_status_quo``, ``p_concession`` (DC), ``p_retreat`` (CD), ``p_conflict`` (DD),
        ``p_challenge``, ``soft_challenge`` (x_S) and ``soft_resistance`` (y).
        """
        return list_equilibria(self)

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any type gains by deviating alone at any of its information sets, payoff units.

        Sequential rationality: the last move is taken as it comes, an earlier mover foresees its own best last move,
        and a challenged defender believes what Bayes' rule says. If nobody challenges, it believes what suits the
        profile best, one belief for both its types; so the regret is 0 exactly at perfect Bayesian equilibria.
        """
        return maximum(*self.regret_by_player(profile).values())

    def regret_by_player(self, profile: StrategyProfile) -> dict[Player, Any]:
        """Return the regret of each player: the largest over its types and information sets."""
        found = information_regrets(self, profile)
        return {player: maximum(*found[player].values()) for player in self.players}

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of challenger and defender before they know their types, payoff units."""
        return play(self, profile)[1]

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probabilities of SQ, DC, CD and DD."""
        return play(self, profile)[0]


def _admit_orders(challenger: Sequence[Number], defender: Sequence[Number], where: str) -> Any:
    """Return which draws have ordered payoffs; raise when a plain number is out of order."""
    chains = (
        ("challenger", CHALLENGER, challenger, "DC > SQ > DD+ > CD > DD-"),
        ("defender", DEFENDER[:3:2], defender[:3:2], "SQ and CD > DD+ > DC > DD-"),
        ("defender", DEFENDER[1:], defender[1:], "SQ and CD > DD+ > DC > DD-"),
    )
    valid: Any = True
    for seat, names, payoffs, allowed in chains:
        for (better, high), (worse, low) in itertools.pairwise(zip(names, payoffs, strict=True)):
            valid = valid & admit(high > low, f"{where}, {seat}", f"{better} {high} and {worse} {low}", allowed)
    return valid
