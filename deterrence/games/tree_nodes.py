"""The records that an extensive game is written in: decisions, moves of chance, and ends.

A tree is written from its first move on, every record holding what follows from it::

    Decision("challenger", "first move", {
        "wait": Terminal("status_quo", (3, 5)),
        "challenge": Decision("defender", "reply", {
            "yield": Terminal("concession", (5, 1)),
            "resist": Terminal("conflict", (-2, -3)),
        }),
    })

The records only hold what they are given; ``Tree`` checks that they make a game.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deterrence.errors import GameError
from deterrence.games.form import store
from deterrence.games.profile import Player


@dataclass(frozen=True, init=False)
class Terminal:
    """An end of the game.

    Parameters
    ----------
    outcome
        What happens here, in a word. Ends that share a word are one outcome, whatever their payoffs.
    payoffs
        One number per player, in player order, payoff units.
    """

    outcome: str
    payoffs: tuple[Any, ...]

    def __init__(self, outcome: str, payoffs: Iterable[Any]) -> None:
        store(self, {"outcome": outcome, "payoffs": tuple(payoffs)})


@dataclass(frozen=True, init=False)
class Decision:
    """A move of a player.

    Parameters
    ----------
    player
        The label of the player who moves.
    information_set
        The information set that the node belongs to: nodes that carry the same label cannot be told apart.
    branches
        What follows from each action, ``{action: node}``; a copy is kept.
    name
        A label of the node for beliefs; the actions that lead to it, joined by slashes, when left out.
    """

    player: Player
    information_set: str
    branches: Mapping[str, Node]
    name: str

    def __init__(
        self,
        player: Player,
        information_set: str,
        branches: Mapping[str, Node] | Iterable[tuple[str, Node]],
        *,
        name: str = "",
    ) -> None:
        follows = _copied(branches, f"information set '{information_set}'")
        store(self, {"player": player, "information_set": information_set, "branches": follows, "name": name})


@dataclass(frozen=True, init=False)
class Chance:
    """A move of chance.

    Parameters
    ----------
    branches
        ``{label: (probability, node)}``; the probabilities sum to one. A copy is kept.
    name
        A label of the node; the actions that lead to it, joined by slashes, when left out.
    """

    branches: Mapping[str, tuple[Any, Node]]
    name: str

    def __init__(
        self,
        branches: Mapping[str, tuple[Any, Node]] | Iterable[tuple[str, tuple[Any, Node]]],
        *,
        name: str = "",
    ) -> None:
        store(self, {"branches": _copied(branches, "a move of chance"), "name": name})


#: What a tree is made of.
Node = Decision | Chance | Terminal


def exact_copy(node: Node) -> Node:
    """Return a tree with every float at its exact binary value and chance scaled to sum to one."""
    if isinstance(node, Terminal):
        return Terminal(node.outcome, [Fraction(value) for value in node.payoffs])
    if isinstance(node, Decision):
        follows = {label: exact_copy(after) for label, after in node.branches.items()}
        return Decision(node.player, node.information_set, follows, name=node.name)
    total = sum(Fraction(probability) for probability, _ in node.branches.values())
    return Chance(
        {label: (Fraction(p) / total, exact_copy(after)) for label, (p, after) in node.branches.items()},
        name=node.name,
    )


def _copied(branches: Any, where: str) -> dict[str, Any]:
    """Return branches as a new dictionary; pairs that repeat a label are refused rather than merged."""
    pairs: list[Any] = list(branches.items() if isinstance(branches, Mapping) else branches)
    if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        raise GameError(where, "saw branches that are no pairs", "{label: what follows}")
    copied: dict[str, Any] = dict(pairs)
    if len(copied) != len(pairs):
        labels = [label for label, _ in pairs]
        twice = next(label for label in labels if labels.count(label) > 1)
        raise GameError(where, f"saw the branch {twice!r} twice", "different labels")
    return copied
