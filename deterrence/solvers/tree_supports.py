"""Which actions can be played at the information sets of a tree: dominance, and the list of supports.

A *support* names, for each information set, the actions played there with positive probability. An action is
*dominated* at an information set when another earns its player more at every node of the set, whatever the supports
allow to happen later: no belief makes it rational. Last moves are often settled in this way before anything else.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

from deterrence.games.tree import Tree

#: For each information set, actions by number.
Support = tuple[tuple[int, ...], ...]


def undominated(tree: Tree) -> Support:
    """Return the actions that survive dominance, round by round, later moves bearing on earlier ones."""
    kept: list[tuple[int, ...]] = [tuple(range(len(one.actions))) for one in tree.information_sets]
    changed = True
    while changed:
        changed = False
        bounds = _bounds(tree, kept)
        for h in reversed(range(len(kept))):
            left = tuple(a for a in kept[h] if not _is_dominated(tree, bounds, h, a, kept[h]))
            if left != kept[h]:
                kept[h] = left
                changed = True
                bounds = _bounds(tree, kept)
    return tuple(kept)


def count_supports(kept: Support) -> int:
    """Return how many supports there are."""
    return math.prod(2 ** len(actions) - 1 for actions in kept)


def supports(tree: Tree, kept: Support, *, largest: int | None = None) -> Iterator[Support]:
    """Yield the supports in which no action is dominated.

    Parameters
    ----------
    kept
        The actions to choose from at each information set.
    largest
        Most actions at one information set; 1 for pure strategies alone, None for all.
    """
    # Later moves first: what they settle prunes earlier ones.
    order = sorted(range(len(kept)), key=lambda h: -min(_depth(tree, node) for node in tree.information_sets[h].nodes))
    choices = [
        [
            chosen
            for size in range(1, min(len(actions), largest or len(actions)) + 1)
            for chosen in itertools.combinations(actions, size)
        ]
        for actions in kept
    ]

    def extend(chosen: list[tuple[int, ...]], step: int) -> Iterator[Support]:
        if step == len(order):
            yield tuple(chosen)
            return
        h = order[step]
        if len(choices[h]) == 1:
            yield from extend(chosen, step + 1)
            return
        for actions in choices[h]:
            following = [actions if k == h else row for k, row in enumerate(chosen)]
            bounds = _bounds(tree, following)
            if not any(
                _is_dominated(tree, bounds, k, action, kept[k]) for k in order[: step + 1] for action in following[k]
            ):
                yield from extend(following, step + 1)

    yield from extend(list(kept), 0)


def _depth(tree: Tree, node: int) -> int:
    depth = 0
    while (node := tree.places[node].parent) >= 0:
        depth += 1
    return depth


def _bounds(tree: Tree, kept: Sequence[tuple[int, ...]]) -> list[tuple[tuple[Any, Any], ...]]:
    """Return each node's least and greatest payoff of every player over all that the supports allow."""
    found: list[tuple[tuple[Any, Any], ...]] = [()] * len(tree.places)
    for number in reversed(range(len(tree.places))):
        place = tree.places[number]
        if not place.children:
            found[number] = tuple((value, value) for value in place.payoffs)
        elif place.information_set < 0:
            after = [(p, found[child]) for p, child in zip(place.probabilities, place.children, strict=True) if p]
            found[number] = tuple(
                (sum(p * row[seat][0] for p, row in after), sum(p * row[seat][1] for p, row in after))
                for seat in range(tree.n_players)
            )
        else:
            below = [found[place.children[action]] for action in kept[place.information_set]]
            found[number] = tuple(
                (min(row[seat][0] for row in below), max(row[seat][1] for row in below))
                for seat in range(tree.n_players)
            )
    return found


def _is_dominated(
    tree: Tree, bounds: Sequence[tuple[tuple[Any, Any], ...]], h: int, action: int, others: Sequence[int]
) -> bool:
    one = tree.information_sets[h]
    children = [tree.places[node].children for node in one.nodes]
    return any(
        all(bounds[each[action]][one.seat][1] < bounds[each[other]][one.seat][0] for each in children)
        for other in others
        if other != action
    )
