"""What sequential rationality asks of probabilities and beliefs, for one support of an extensive game.

Notation: a support S names the actions played at each information set. The unknowns are

- plan weights y: at a set k of player j where several actions are played, y(k, a) is the probability with which j's own
  moves, from the start of the plan, lead to k and a. A plan starts anew where j's own last move is not in S;
- beliefs mu over the nodes of a set that the others' moves never let its player reach.

Conditions come from *sources*. A source of player i is a place from which its later play is judged: the first node, the
first node of a subgame that i cannot reach otherwise, and every information set with a free belief. From each source
the others' moves give each end a weight; with these weights the actions in S must earn i the same at each of its
information sets, and no other action more, when i goes on as in S. This is rationality against all deviations from the
source on, not only against single ones, and it implies Bayes's rule wherever the set can be reached by its player.

With two players every weight is one unknown times a number, so that the conditions are linear (Koller and Megiddo 1992
for the first source). Products of unknowns make them polynomial.

References
----------
Koller, D., and N. Megiddo (1992). "The complexity of two-person zero-sum games in extensive form." Games and Economic
Behavior 4(4): 528-552.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from deterrence.games.tree import Tree
from deterrence.solvers.tree_supports import Support

#: Unknowns multiplied, in rising order, to the coefficient; the empty product is the constant.
Polynomial = dict[tuple[int, ...], Fraction]


class NotLinearError(Exception):
    """A quotient of plan weights came up; nothing outside the search ever sees this."""


@dataclass
class Conditions:
    """Hold the conditions on the unknowns of one support.

    Parameters
    ----------
    equal
        Polynomials that must be zero.
    at_least
        Polynomials that must not be negative.
    weights
        ``weights[h, action]`` is the unknown plan weight, None where it is one.
    before
        The plan weight with which a player's own moves lead to each information set, None where it is one.
    beliefs
        ``beliefs[h, node]`` is the unknown belief.
    n_unknowns
        How many unknowns there are; all are probabilities.
    """

    equal: list[Polynomial] = field(default_factory=list[Polynomial])
    at_least: list[Polynomial] = field(default_factory=list[Polynomial])
    weights: dict[tuple[int, int], int | None] = field(default_factory=dict[tuple[int, int], "int | None"])
    before: dict[int, int | None] = field(default_factory=dict[int, "int | None"])
    beliefs: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    n_unknowns: int = 0

    def unknown(self) -> int:
        """Return the number of a new unknown."""
        self.n_unknowns += 1
        return self.n_unknowns - 1

    @property
    def mixed(self) -> list[int]:
        """The unknowns that are plan weights, which must be positive."""
        return sorted(set(range(self.n_unknowns)) - set(self.beliefs.values()))

    @property
    def is_linear(self) -> bool:
        """Whether no two unknowns are multiplied."""
        return all(len(product) <= 1 for one in [*self.equal, *self.at_least] for product in one)


def conditions(tree: Tree, support: Support, *, by_plan: bool = True) -> Conditions:
    """Return the conditions of a support.

    Parameters
    ----------
    tree
        An exact tree.
    by_plan
        Whether weights run along a player's plan, which keeps two-player games linear. Without it every information
        set has probabilities of its own, and weights are their products.

    Raises
    ------
    NotLinearError
        If plan weights would have to be divided by one another.
    """
    found = Conditions()
    order = sorted(range(len(support)), key=lambda h: len(tree.information_sets[h].history))
    for h in order:
        history = tree.information_sets[h].history
        goes_on = bool(history) and history[-1][1] in support[history[-1][0]]
        before = found.weights[history[-1]] if by_plan and goes_on else None
        found.before[h] = before
        if len(support[h]) == 1:
            found.weights[h, support[h][0]] = before
            continue
        for action in support[h]:
            found.weights[h, action] = found.unknown()
        total: Polynomial = {(found.weights[h, action],): Fraction(1) for action in support[h]}  # pyright: ignore[reportAssignmentType]
        total[() if before is None else (before,)] = Fraction(-1)
        found.equal.append(total)
    for seat in range(tree.n_players):
        _judge(tree, support, seat, found, by_plan)
    return found


def free_sets(tree: Tree, support: Support, seat: int) -> tuple[list[int], list[int]]:
    """Return the nodes from which Bayes's rule runs for a player, and its sets where the belief is free."""
    starts: list[int] = []
    covered: set[int] = set()
    for root in tree.subgame_roots or (0,):
        if root not in covered:
            starts.append(root)
            covered |= _reached(tree, support, seat, root)
    free = [
        h
        for h, one in enumerate(tree.information_sets)
        if one.seat == seat and not any(node in covered for node in one.nodes)
    ]
    return starts, free


def _reached(tree: Tree, support: Support, seat: int, start: int) -> set[int]:
    """Return the nodes that a player can reach from a node, chance and the others' supports permitting."""
    found = {start}
    pending = [start]
    while pending:
        place = tree.places[pending.pop()]
        for branch, child in enumerate(place.children):
            h = place.information_set
            open_ = place.probabilities[branch] > 0 if h < 0 else _is_open(tree, support, seat, h, branch)
            if open_:
                found.add(child)
                pending.append(child)
    return found


def _is_open(tree: Tree, support: Support, seat: int, h: int, action: int) -> bool:
    return tree.information_sets[h].seat == seat or action in support[h]


def possible_nodes(tree: Tree, h: int) -> list[int]:
    """Return the nodes of a set that chance does not rule out, all of them where it rules out every one."""
    nodes = tree.information_sets[h].nodes
    allowed: list[int] = []
    for node in nodes:
        at, possible = node, True
        while (parent := tree.places[at].parent) >= 0:
            place = tree.places[parent]
            if place.information_set < 0 and place.probabilities[tree.places[at].branch] == 0:
                possible = False
            at = parent
        if possible:
            allowed.append(node)
    return allowed or list(nodes)


def _judge(tree: Tree, support: Support, seat: int, found: Conditions, by_plan: bool) -> None:
    """Add the conditions of one player, from each of its sources."""
    starts, free = free_sets(tree, support, seat)
    for start in starts:
        _judge_from(tree, support, seat, {start: None}, found, by_plan)
    for h in free:
        nodes = possible_nodes(tree, h)
        if len(nodes) == 1:
            _judge_from(tree, support, seat, {nodes[0]: None}, found, by_plan)
            continue
        belief = {node: found.unknown() for node in nodes}
        found.beliefs |= {(h, node): unknown for node, unknown in belief.items()}
        found.equal.append({**{(unknown,): Fraction(1) for unknown in belief.values()}, (): Fraction(-1)})
        _judge_from(tree, support, seat, belief, found, by_plan)


def _judge_from(
    tree: Tree,
    support: Support,
    seat: int,
    source: Mapping[int, int | None],
    found: Conditions,
    by_plan: bool,
) -> None:
    """Add what a player's actions must earn, judged from weighted nodes."""
    earned: dict[tuple[int, int], Polynomial] = {}

    def walk(number: int, coefficient: Fraction, used: tuple[int, ...], plan: dict[int, Any], last: Any) -> None:
        """Carry the weight of a path to its ends; ``plan`` holds, by player, (weight before, weight now)."""
        place = tree.places[number]
        if not place.children:
            if last is not None and (payoff := place.payoffs[seat]):
                product = _product(used, plan)
                _add(earned.setdefault(last, {}), {product: coefficient * payoff})
            return
        h = place.information_set
        for branch, child in enumerate(place.children):
            if h < 0:
                if place.probabilities[branch]:
                    walk(child, coefficient * place.probabilities[branch], used, plan, last)
                continue
            mover = tree.information_sets[h].seat
            if mover == seat:
                earned.setdefault((h, branch), {})
                walk(child, coefficient, used, plan, (h, branch))
            elif branch in support[h]:
                weight = found.weights[h, branch]
                if by_plan:
                    first = plan[mover][0] if mover in plan else found.before[h]
                    walk(child, coefficient, used, {**plan, mover: (first, weight)}, last)
                else:
                    walk(child, coefficient, used if weight is None else (*used, weight), plan, last)

    for node, unknown in source.items():
        walk(node, Fraction(1), () if unknown is None else (unknown,), {}, None)
    seen = sorted({h for h, _ in earned}, key=lambda h: -len(tree.information_sets[h].history))
    for h in seen:
        totals = [earned[h, action] for action in range(len(tree.information_sets[h].actions))]
        played = totals[support[h][0]]
        for action, total in enumerate(totals):
            gap = _difference(played, total)
            if action == support[h][0] or not gap:
                continue
            (found.equal if action in support[h] else found.at_least).append(gap)
        history = tree.information_sets[h].history
        if history and history[-1] in earned:
            _add(earned[history[-1]], played)


def _product(used: tuple[int, ...], plan: Mapping[int, tuple[int | None, int | None]]) -> tuple[int, ...]:
    product = list(used)
    for before, now in plan.values():
        if before is not None and before != now:
            raise NotLinearError
        if before is None and now is not None:
            product.append(now)
    return tuple(sorted(product))


def _add(total: Polynomial, more: Mapping[tuple[int, ...], Fraction]) -> None:
    for product, coefficient in more.items():
        total[product] = total.get(product, Fraction(0)) + coefficient
        if not total[product]:
            del total[product]


def _difference(one: Polynomial, other: Polynomial) -> Polynomial:
    gap = dict(one)
    _add(gap, {product: -coefficient for product, coefficient in other.items()})
    return gap


def evaluate(one: Polynomial, point: Sequence[Any]) -> Any:
    """Return the value of a polynomial at a point."""
    total: Any = 0
    for product, coefficient in one.items():
        term: Any = coefficient
        for unknown in product:
            term = term * point[unknown]
        total = total + term
    return total
