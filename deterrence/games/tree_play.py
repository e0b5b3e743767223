"""What happens on a laid-out tree when everybody's mixed actions are known.

Notation: ``mix[h][a]`` is the probability of action a at information set h, in the order of the tree's information
sets and of their actions. Every function takes time linear in the number of nodes but for ``best_value``, which takes
it once more for each of the player's own information sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deterrence.games.tree_layout import InformationSet, Place

Mix = Sequence[Sequence[Any]]


def odds(place: Place, mix: Mix) -> Sequence[Any]:
    """Return the probability of each branch of a node."""
    return place.probabilities if place.information_set < 0 else mix[place.information_set]


def reach(places: Sequence[Place], mix: Mix, start: Mapping[int, Any] | None = None) -> list[Any]:
    """Return the weight with which each node is reached, from the first node or from weights of some nodes.

    Nodes of ``start`` must not follow one another.
    """
    weights: list[Any] = [0] * len(places)
    for node, weight in ({0: 1} if start is None else start).items():
        weights[node] = weight
    for number, place in enumerate(places):
        if weights[number]:
            for child, probability in zip(place.children, odds(place, mix), strict=False):
                weights[child] = weights[number] * probability
    return weights


def reach_of_others(
    places: Sequence[Place],
    sets: Sequence[InformationSet],
    mix: Mix,
    seat: int,
    start: Mapping[int, Any] | None = None,
) -> list[Any]:
    """Return the weights with which chance and the others let a player reach each node, its own moves left out."""
    free = [[1] * len(row) if one.seat == seat else row for one, row in zip(sets, mix, strict=True)]
    return reach(places, free, start)


def values(places: Sequence[Place], mix: Mix) -> list[tuple[Any, ...]]:
    """Return, for each node, every player's expected payoff from there on."""
    found: list[tuple[Any, ...]] = [()] * len(places)
    for number in reversed(range(len(places))):
        place = places[number]
        if not place.children:
            found[number] = place.payoffs
            continue
        terms = [
            (probability, found[child])
            for child, probability in zip(place.children, odds(place, mix), strict=True)
            if probability
        ]
        found[number] = tuple(sum(p * value[seat] for p, value in terms) for seat in range(len(terms[0][1])))
    return found


def best_value(
    places: Sequence[Place],
    sets: Sequence[InformationSet],
    mix: Mix,
    seat: int,
    start: Mapping[int, Any] | None = None,
) -> Any:
    """Return the most that a player can earn against the others from weighted nodes on, times the weights.

    1. Weigh every node by chance and the others' moves.
    2. Take the player's information sets, those with most own moves before them first, and at each pick the action that
       earns most over its nodes together, given the picks made after it. By perfect recall no pick changes the weights.
    """
    weights = reach_of_others(places, sets, mix, seat, start)
    picks: dict[int, int] = {}

    def earn(number: int) -> Any:
        place = places[number]
        if not weights[number]:
            return 0
        if not place.children:
            return weights[number] * place.payoffs[seat]
        if place.information_set >= 0 and sets[place.information_set].seat == seat:
            return earn(place.children[picks[place.information_set]])
        return sum(earn(child) for child in place.children)

    own = [h for h, one in enumerate(sets) if one.seat == seat]
    for h in sorted(own, key=lambda h: -len(sets[h].history)):
        totals = [
            sum(earn(places[node].children[action]) for node in sets[h].nodes) for action in range(len(sets[h].actions))
        ]
        picks[h] = totals.index(max(totals))
    return sum(earn(node) for node in ([0] if start is None else start))


def subgame_roots(places: Sequence[Place], sets: Sequence[InformationSet]) -> tuple[int, ...]:
    """Return the numbers of the nodes at which a subgame begins: no information set lies partly after the node."""
    first = list(range(len(places)))
    last = list(range(len(places)))
    found: list[int] = []
    for number in reversed(range(len(places))):
        place = places[number]
        nodes = sets[place.information_set].nodes if place.information_set >= 0 else (number,)
        first[number] = min(*nodes, *(first[child] for child in place.children), number)
        last[number] = max(*nodes, *(last[child] for child in place.children), number)
        if place.children and first[number] >= number and last[number] < place.end:
            found.append(number)
    return tuple(reversed(found))
