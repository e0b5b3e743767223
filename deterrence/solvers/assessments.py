"""The perfect Bayesian equilibria of one support: a point of the polytope that its conditions describe, and its extent.

Where the conditions are linear, all is exact. A point is looked for that gives every action of the support as much
weight as possible; where that is nothing, the equilibria of this support are those of smaller ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deterrence.games.tree import Tree
from deterrence.games.tree_play import reach, reach_of_others
from deterrence.kernels.exact_programme import extents, maximise
from deterrence.solvers.rationality import (
    Conditions,
    NotLinearError,
    Polynomial,
    conditions,
    free_sets,
    possible_nodes,
)
from deterrence.solvers.tree_supports import Support

#: Lowest and highest value of a number.
Range = tuple[Any, Any]


@dataclass(frozen=True)
class Candidate:
    """Hold a perfect Bayesian equilibrium of a support, with what else the support allows.

    Parameters
    ----------
    mix
        ``mix[h][a]``, a probability for each action.
    beliefs
        ``beliefs[h] = {node: probability}``, beliefs that go with the mix.
    belief_ranges, action_ranges
        The same with (lowest, highest) over all equilibria of the support; actions only where they vary.
    play
        Probability of every end, in the order of the tree.
    varies
        Whether equilibria of the support differ in what is played on the path.
    """

    mix: list[list[Any]]
    beliefs: dict[int, dict[int, Any]]
    belief_ranges: dict[int, dict[int, Range]]
    action_ranges: dict[int, dict[int, Range]]
    play: tuple[Any, ...]
    varies: bool


def find_candidate(tree: Tree, support: Support) -> Candidate | None:
    """Return an equilibrium with exactly this support, None when there is none.

    Raises
    ------
    NotLinearError
        If the conditions multiply or divide unknowns.
    """
    asked = conditions(tree, support)
    if not asked.is_linear:
        raise NotLinearError
    equal = [_row(one, asked.n_unknowns) for one in asked.equal]
    at_most = [_row(_negative(one), asked.n_unknowns) for one in asked.at_least]
    point = _interior(asked, equal, at_most)
    if point is None:
        return None
    mix = mix_at(tree, support, asked, point)
    weights = reach(tree.places, mix)
    ranges = extents(asked.n_unknowns, at_most, equal)
    assert ranges is not None, "the point found satisfies the conditions"
    varies = False
    action_ranges: dict[int, dict[int, Range]] = {}
    for (h, action), unknown in asked.weights.items():
        if unknown is None or len(support[h]) == 1 or ranges[unknown][0] == ranges[unknown][1]:
            continue
        if any(weights[node] for node in tree.information_sets[h].nodes):
            varies = True
        if asked.before[h] is None:
            action_ranges.setdefault(h, {})[action] = ranges[unknown]
    belief_ranges: dict[int, dict[int, Range]] = {}
    points: dict[int, dict[int, Any]] = {}
    for (h, node), unknown in asked.beliefs.items():
        belief_ranges.setdefault(h, {})[node] = ranges[unknown]
        points.setdefault(h, {})[node] = point[unknown]
    beliefs = complete_beliefs(tree, support, mix, points)
    for h, held in beliefs.items():
        known = belief_ranges.get(h, {node: (value, value) for node, value in held.items()})
        belief_ranges[h] = {
            node: known.get(node, (Fraction(0), Fraction(0))) for node in tree.information_sets[h].nodes
        }
    play = tuple(weight for place, weight in zip(tree.places, weights, strict=True) if not place.children)
    return Candidate(mix, beliefs, belief_ranges, action_ranges, play, varies)


def mix_at(tree: Tree, support: Support, asked: Conditions, point: Sequence[Any]) -> list[list[Any]]:
    """Return the probabilities of the actions at a point of the unknowns."""
    mix: list[list[Any]] = []
    for h, one in enumerate(tree.information_sets):
        row: list[Any] = [Fraction(0)] * len(one.actions)
        if len(support[h]) == 1:
            row[support[h][0]] = Fraction(1)
        else:
            values = [point[unknown] for action in support[h] if (unknown := asked.weights[h, action]) is not None]
            for action, value in zip(support[h], values, strict=True):
                row[action] = value / sum(values)
        mix.append(row)
    return mix


def complete_beliefs(
    tree: Tree, support: Support, mix: list[list[Any]], points: dict[int, dict[int, Any]]
) -> dict[int, dict[int, Any]]:
    """Return a belief at every information set: the free ones as given, the others by Bayes's rule."""
    found: dict[int, dict[int, Any]] = {}
    for seat in range(tree.n_players):
        starts, free = free_sets(tree, support, seat)
        weights = [reach_of_others(tree.places, tree.information_sets, mix, seat, {start: 1}) for start in starts]
        for h, one in enumerate(tree.information_sets):
            if one.seat != seat:
                continue
            if h in points:
                found[h] = {node: points[h].get(node, Fraction(0)) for node in one.nodes}
                continue
            if h in free:  # with one possible node
                rows: list[list[Any]] = []
            else:
                rows = [[each[node] for node in one.nodes] for each in weights]
            row = next((row for row in rows if any(row)), None)
            if row is None:
                only = possible_nodes(tree, h)[0]
                found[h] = {node: Fraction(int(node == only)) for node in one.nodes}
            else:
                total = sum(row)
                found[h] = {node: value / total for node, value in zip(one.nodes, row, strict=True)}
    return found


def _row(one: Polynomial, n: int) -> list[Fraction]:
    """Return a linear polynomial as coefficients and, moved to the other side, its constant."""
    row = [Fraction(0)] * (n + 1)
    for product, coefficient in one.items():
        if product:
            row[product[0]] = coefficient
        else:
            row[n] = -coefficient
    return row


def _negative(one: Polynomial) -> Polynomial:
    return {product: -coefficient for product, coefficient in one.items()}


def _interior(
    asked: Conditions, equal: Sequence[Sequence[Fraction]], at_most: Sequence[Sequence[Fraction]]
) -> list[Fraction] | None:
    """Return a point with all plan weights positive, the least as large as can be, or None when there is none."""
    if any(not any(row[:-1]) and row[-1] for row in equal) or any(not any(row[:-1]) and row[-1] < 0 for row in at_most):
        return None
    n = asked.n_unknowns
    objective = [Fraction(0)] * n + [Fraction(1)]
    # The last column is the least weight.
    wide_equal = [[*row[:-1], Fraction(0), row[-1]] for row in equal]
    wide = [[*row[:-1], Fraction(0), row[-1]] for row in at_most]
    wide.append([Fraction(int(k == n)) for k in range(n + 1)] + [Fraction(1)])
    for unknown in asked.mixed:
        wide.append([Fraction(int(k == n) - int(k == unknown)) for k in range(n + 1)] + [Fraction(0)])
    point = maximise(objective, wide, wide_equal)
    return None if point is None or point[-1] == 0 else point[:-1]
