"""Pure perfect Bayesian equilibria by trying everything, with beliefs on a grid; slow and simple on purpose."""

from __future__ import annotations

import itertools
from fractions import Fraction as F

from deterrence.games.tree import Chance, Terminal
from tests.games.trees import owners, payoff_by_paths, pure_plans

#: Beliefs are tried at these steps; the payoffs of random games make the sets that support an action wider or empty.
STEPS = 120


def nodes_of(root):
    """Yield every decision node with its history of (owner, set, action), chance as owner None with its probability."""

    def visit(node, history):
        if isinstance(node, Terminal):
            return
        if isinstance(node, Chance):
            for label, (weight, after) in node.branches.items():
                yield from visit(after, (*history, (None, label, weight)))
            return
        yield node, history
        for action, after in node.branches.items():
            yield from visit(after, (*history, (node.player, node.information_set, action)))

    yield from visit(root, ())


def value(node, plan, seat):
    if isinstance(node, Terminal):
        return F(node.payoffs[seat])
    if isinstance(node, Chance):
        return sum(weight * value(after, plan, seat) for weight, after in node.branches.values())
    return value(node.branches[next(iter(plan[node.information_set]))], plan, seat)


def weight_of(history, plan, seat):
    """Chance and the others' moves on the way to a node: by how much they let the player get there."""
    weight = F(1)
    for owner, where, what in history:
        if owner is None:
            weight *= what
        elif owner != seat:
            weight *= plan[where].get(what, 0)
    return weight


def is_rational(tree, plan, label, belief, nodes, sets):
    """Say whether no change of the mover's actions from a set on pays, given a belief over its nodes."""
    seat = sets[label][0]
    now = sum(p * value(node, plan, seat) for p, (node, _) in zip(belief, nodes, strict=True))
    later = [one for one in sets if sets[one][0] == seat]
    for picks in itertools.product(*(sets[one][1] for one in later)):
        other = {**plan, **{one: {action: 1} for one, action in zip(later, picks, strict=True)}}
        if sum(p * value(node, other, seat) for p, (node, _) in zip(belief, nodes, strict=True)) > now:
            return False
    return True


def grid(n):
    if n == 1:
        yield (F(1),)
    elif n == 2:
        yield from ((F(k, STEPS), F(STEPS - k, STEPS)) for k in range(STEPS + 1))
    else:
        raise AssertionError("random games have sets of one or two free nodes")


def bayesian_outcomes(tree):
    """Return the outcome distributions of all pure perfect Bayesian equilibria, each once.

    Only for games in which every proper subgame is a single last move, so that Bayes's rule from the root and
    rationality at every set are all that the concept asks.
    """
    sets = owners(tree)
    found = []
    groups = {label: [] for label in sets}
    for node, history in nodes_of(tree.root):
        groups[node.information_set].append((node, history))
    for plan in pure_plans(sets):
        for label, nodes in groups.items():
            weights = [weight_of(history, plan, sets[label][0]) for _, history in nodes]
            if sum(weights):
                beliefs = [tuple(weight / sum(weights) for weight in weights)]
            else:
                beliefs = grid(len(nodes)) if len(nodes) < 3 else coarse(len(nodes))
            if not any(is_rational(tree, plan, label, belief, nodes, sets) for belief in beliefs):
                break
        else:
            _, chances = payoff_by_paths(tree, plan)
            if chances not in found:
                found.append(chances)
    return found


def coarse(n):
    """Yield a coarser grid for more nodes."""
    for cut in itertools.product(range(13), repeat=n - 1):
        if sum(cut) <= 12:
            yield (*(F(k, 12) for k in cut), F(12 - sum(cut), 12))
