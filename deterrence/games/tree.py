"""Extensive games: players move in turn, chance draws, and nobody need see all that happened.

A game is a tree of ``Decision``, ``Chance`` and ``Terminal`` records. Nodes that their player cannot tell apart carry
the label of one information set. Strategies are *behaviour strategies*: a probability for each action at each
information set. A *belief* is a probability over the nodes of an information set, held by the player who moves there.
Larger payoffs are better.

Payoffs and probabilities given as integers and fractions stay exact, and so does what is computed from them with exact
strategies.

Notes
-----
Whoever writes the tree decides what can happen; what is not in it cannot. Everybody knows the tree, the chances and the
payoffs.

References
----------
Kuhn, H. (1953). "Extensive Games and the Problem of Information." In Contributions to the Theory of Games II.
Princeton University Press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from deterrence.errors import GameError
from deterrence.games import tree_play
from deterrence.games.form import player_labels, read_sequence, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.games.tree_layout import MAX_DEPTH, InformationSet, Place, lay_out
from deterrence.games.tree_nodes import Chance, Decision, Node, Terminal, exact_copy
from deterrence.games.tree_profiles import read_beliefs, read_mix, write_profile

__all__ = ["Chance", "Decision", "InformationSet", "Node", "Place", "Terminal", "Tree"]


@dataclass(frozen=True, init=False, eq=False)
class Tree:
    """Hold a finite extensive game of perfect recall, with any number of players.

    Parameters
    ----------
    root
        The first move and, within it, all that follows.
    players
        Labels in player order, as the decisions name them; 0, 1, ... when omitted, as many as the payoffs.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a player forgets what it did or knew, nodes of one information set differ in player or actions, probabilities
        of chance do not sum to one, an end does not hold one finite payoff per player, a label is missing or repeated,
        or the tree is larger than ``MAX_NODES`` nodes or ``MAX_DEPTH`` moves in a row.

    Examples
    --------
    >>> game = Tree(
    ...     Decision("challenger", "first move", {
    ...         "wait": Terminal("status_quo", (3, 5)),
    ...         "challenge": Decision("defender", "reply", {
    ...             "yield": Terminal("concession", (5, 1)),
    ...             "resist": Terminal("conflict", (-2, -3)),
    ...         }),
    ...     }),
    ...     players=["challenger", "defender"],
    ... )
    >>> profile = game.profile({"first move": "wait", "reply": "resist"})
    >>> game.payoff(profile), game.regret(profile)
    ((Fraction(3, 1), Fraction(5, 1)), Fraction(0, 1))
    >>> game.regret_by_information_set(profile)
    {'first move': Fraction(0, 1), 'reply': Fraction(4, 1)}
    """

    form: ClassVar[str] = "tree"
    default_concept: ClassVar[str] = "perfect_bayesian"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    root: Node
    players: tuple[Player, ...]
    name: str
    #: The nodes, each before what follows from it.
    places: tuple[Place, ...] = field(repr=False)
    #: The information sets, in the order in which they are met.
    information_sets: tuple[InformationSet, ...] = field(repr=False)
    #: Whether every payoff and probability is a fraction, so that arithmetic on it does not round.
    is_exact: bool = field(repr=False)

    def __init__(self, root: Node, *, players: Sequence[Player] | None = None, name: str = "tree") -> None:
        given = players if players is None or isinstance(players, str) else read_sequence(players, "players", "labels")
        labels = player_labels(given, _count_players(root) if given is None else len(given), "tree")
        places, sets, exact = lay_out(root, labels, f"tree '{name}'")
        store(self, {"root": root, "players": labels, "name": name})
        store(self, {"places": places, "information_sets": sets, "is_exact": exact})

    @property
    def n_players(self) -> int:
        """The number of players."""
        return len(self.players)

    @cached_property
    def payoff_ranges(self) -> tuple[Any, ...]:
        """Largest minus smallest payoff of each player, payoff units."""
        columns = zip(*(place.payoffs for place in self.places if not place.children), strict=True)
        return tuple(max(column) - min(column) for column in columns)

    @cached_property
    def subgame_roots(self) -> tuple[int, ...]:
        """Numbers of the nodes at which a subgame begins, the first included: everybody knows that play is there."""
        return tree_play.subgame_roots(self.places, self.information_sets)

    def profile(self, actions: Mapping[str, str | Mapping[str, Any]]) -> StrategyProfile:
        """Turn what is done at each information set into a profile, grouped by player.

        Parameters
        ----------
        actions
            ``{information set: action}``, or ``{information set: {action: probability}}``, for every information set.
        """
        mixed = {label: {given: 1} if isinstance(given, str) else given for label, given in actions.items()}
        by_player: dict[Player, dict[str, Mapping[str, Any]]] = {player: {} for player in self.players}
        for one in self.information_sets:
            if one.label in mixed:
                by_player[self.players[one.seat]][one.label] = mixed.pop(one.label)
        if mixed:
            known = [one.label for one in self.information_sets]
            raise GameError(f"profile of '{self.name}'", f"saw {next(iter(mixed))!r}", f"information sets {known[:12]}")
        return self.behaviour(read_mix(self, StrategyProfile(by_player)))

    def behaviour(self, mix: Iterable[Iterable[Any]]) -> StrategyProfile:
        """Label lists of probabilities, one per information set in order, each in the order of its actions."""
        return write_profile(self, mix)

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of each player, in player order, payoff units."""
        return tree_play.values(self.places, read_mix(self, profile))[0]

    def reach_probabilities(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probability with which each node is reached, ends included, by the node's label."""
        weights = tree_play.reach(self.places, read_mix(self, profile))
        return {place.label: weight for place, weight in zip(self.places, weights, strict=True)}

    def outcomes(self, profile: StrategyProfile) -> dict[str, Any]:
        """Return the probability of every outcome that can occur, in the order of the tree."""
        weights = tree_play.reach(self.places, read_mix(self, profile))
        found: dict[str, Any] = {}
        for place, weight in zip(self.places, weights, strict=True):
            if not place.children and weight:
                found[place.outcome] = found.get(place.outcome, 0) + weight
        return found

    def regrets(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the most that each player gains by changing its whole strategy alone, before the game, payoff units.

        Never negative. Off the path of play a profile can be senseless and still have no regret: see
        ``regret_by_information_set``.
        """
        mix = read_mix(self, profile)
        earned = tree_play.values(self.places, mix)[0]
        best = (tree_play.best_value(self.places, self.information_sets, mix, seat) for seat in range(self.n_players))
        return tuple(max(most - own, own * 0) for most, own in zip(best, earned, strict=True))

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by changing its whole strategy alone, before the game, payoff units.

        Zero exactly at the Nash equilibria; exact when the game and the profile are.

        Raises
        ------
        GameError
            If the profile does not fit the game.
        """
        return max(self.regrets(profile))

    def beliefs(self, profile: StrategyProfile) -> dict[str, dict[str, Any]]:
        """Return what Bayes's rule makes players believe at the information sets that are reached.

        Returns
        -------
        dict
            ``{information set: {node: probability}}``, in the order of the tree, without sets that are not reached.
        """
        weights = tree_play.reach(self.places, read_mix(self, profile))
        found: dict[str, dict[str, Any]] = {}
        for one in self.information_sets:
            total = sum(weights[node] for node in one.nodes)
            if total:
                found[one.label] = {self.places[node].label: weights[node] / total for node in one.nodes}
        return found

    def regret_by_information_set(
        self, profile: StrategyProfile, beliefs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> dict[str, Any]:
        """Return what the player at each information set gains by changing all it does from there on.

        A profile with these beliefs is sequentially rational when every gain is zero.

        Parameters
        ----------
        profile
            What the players do.
        beliefs
            ``{information set: {node: probability}}``, or pairs (lowest, highest) that are single points. Where a set
            is left out, Bayes's rule is used if the set is reached, and certainty if it has one node.

        Returns
        -------
        dict
            A gain, never negative, in payoff units, for each information set in the order of the tree.

        Raises
        ------
        GameError
            If a belief is missing at a set that is not reached, or is not a probability over its nodes.
        """
        mix = read_mix(self, profile)
        earned = tree_play.values(self.places, mix)
        held = read_beliefs(self, beliefs or {}, tree_play.reach(self.places, mix))
        gains: dict[str, Any] = {}
        for one, start in zip(self.information_sets, held, strict=True):
            own = sum(weight * earned[node][one.seat] for node, weight in start.items())
            best = tree_play.best_value(self.places, self.information_sets, mix, one.seat, start)
            gains[one.label] = max(best - own, own * 0)
        return gains

    def exact(self) -> Tree:
        """Return the game with every float at its exact binary value, the game itself when it is exact already."""
        return self if self.is_exact else Tree(exact_copy(self.root), players=self.players, name=self.name)


def _count_players(root: Node) -> int:
    """Return the number of payoffs at the first end of a tree, 2 where none is found."""
    node: Any = root
    for _ in range(MAX_DEPTH + 1):
        if isinstance(node, Terminal):
            return len(node.payoffs)
        if not isinstance(node, Decision | Chance) or not node.branches:
            break
        follows = next(iter(node.branches.values()))
        node = follows[1] if isinstance(node, Chance) and isinstance(follows, tuple) and len(follows) == 2 else follows
    # Too deep or no tree: two labels let the layout say which.
    return 2
