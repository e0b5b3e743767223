"""A subgame without the subgames inside it: its *piece*, in which each of those is replaced by an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree


def piece(tree: Tree, root: int, inner: Mapping[int, Sequence[Any]]) -> Tree:
    """Return the piece of a subgame as a game of its own.

    Parameters
    ----------
    root
        Number of its first node.
    inner
        Payoffs of the subgames inside it, by the number of their first node.
    """
    return Tree(_cut(tree, root, inner), players=tree.players, name=tree.name)


def _cut(tree: Tree, number: int, inner: Mapping[int, Sequence[Any]]) -> Node:
    place = tree.places[number]
    if number in inner:
        return Terminal(place.label, inner[number])
    if not place.children:
        return Terminal(place.outcome, place.payoffs)
    follows = [_cut(tree, child, inner) for child in place.children]
    if place.information_set < 0:
        weighed = zip(place.branches, zip(place.probabilities, follows, strict=True), strict=True)
        return Chance(dict(weighed), name=place.label)
    one = tree.information_sets[place.information_set]
    return Decision(
        tree.players[one.seat], one.label, dict(zip(place.branches, follows, strict=True)), name=place.label
    )
