"""Subgames of a tree: parts that begin where everybody knows where the game stands.

A subgame is a node with all that follows it such that no information set lies partly inside. Within a subgame, its
*piece* is what is left when the subgames inside it are cut off and each is replaced by an end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree


def subgame_roots(tree: Tree) -> tuple[int, ...]:
    """Return the numbers of the nodes at which a subgame begins, the first node included and ends left out.

    Nodes of chance count when what follows is closed.

    Examples
    --------
    >>> reply = Decision(1, "reply", {"yield": Terminal("c", (5, 1)), "resist": Terminal("d", (-2, -3))})
    >>> tree = Tree(Decision(0, "first move", {"wait": Terminal("a", (3, 5)), "challenge": reply}))
    >>> [tree.places[root].label for root in subgame_roots(tree)]
    ['start', 'challenge']
    """
    reaches = [(min(one.nodes), max(one.nodes)) for one in tree.information_sets]
    first = [0] * len(tree.places)
    last = [0] * len(tree.places)
    for number in reversed(range(len(tree.places))):
        place = tree.places[number]
        lows, highs = ([number], [number]) if place.information_set < 0 else zip(reaches[place.information_set])
        first[number] = min(*lows, *(first[child] for child in place.children), number)
        last[number] = max(*highs, *(last[child] for child in place.children), number)
    return tuple(
        number
        for number, place in enumerate(tree.places)
        if place.children and first[number] >= number and last[number] < place.end
    )


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
