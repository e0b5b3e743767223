"""Perfect Bayesian equilibria of supports whose conditions multiply unknowns, by search from several starts.

What is found is certified by the game at every information set; what is not found may exist all the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from deterrence.games.tree import Tree
from deterrence.games.tree_play import reach
from deterrence.solvers.assessments import Candidate
from deterrence.solvers.limits import polish
from deterrence.solvers.tree_supports import Support

#: Starts per support: the uniform mixture and random ones.
N_STARTS = 3

#: Gain at an information set, per payoff range, up to which an assessment counts as sequentially rational.
TOLERANCE = 1e-11

#: Least probability of an action of the support; below it a smaller support is meant.
LEAST_WEIGHT = 1e-6


def search_candidate(tree: Tree, support: Support, rng: np.random.Generator) -> Candidate | None:
    """Return an equilibrium with this support in floats, with one belief that supports it; None when none was found.

    Parameters
    ----------
    tree
        An exact tree.
    support
        The actions played with positive probability.
    rng
        Generator of the random starts.
    """
    sizes = [len(one.nodes) for one in tree.information_sets]
    for attempt in range(N_STARTS):
        start = [
            _weights(len(one.actions), row, attempt, rng)
            for one, row in zip(tree.information_sets, support, strict=True)
        ]
        held = [_weights(size, range(size), attempt, rng) for size in sizes]
        found = polish(tree, support, start, held)
        if found is None:
            continue
        mix, beliefs = found
        if any(mix[h][action] < LEAST_WEIGHT for h, row in enumerate(support) for action in row):
            continue
        if _is_rational(tree, mix, beliefs):
            weights = reach(tree.places, mix)
            play = tuple(weight for place, weight in zip(tree.places, weights, strict=True) if not place.children)
            points = {h: {node: (value, value) for node, value in row.items()} for h, row in beliefs.items()}
            return Candidate(mix, beliefs, points, {}, play, False)
    return None


def _weights(count: int, used: Any, attempt: int, rng: np.random.Generator) -> list[float]:
    """Return a uniform mixture of the used entries on the first attempt, a random one later."""
    chosen = list(used)
    parts = np.full(len(chosen), 1 / len(chosen)) if attempt == 0 else rng.dirichlet(np.ones(len(chosen)))
    row = [0.0] * count
    for entry, part in zip(chosen, parts.tolist(), strict=True):
        row[entry] = part
    return row


def _is_rational(tree: Tree, mix: list[list[float]], beliefs: dict[int, dict[int, float]]) -> bool:
    named = {
        one.label: {tree.places[node].label: beliefs[h][node] for node in one.nodes}
        for h, one in enumerate(tree.information_sets)
    }
    gains = tree.regret_by_information_set(tree.behaviour(mix), named)
    return all(
        float(gains[one.label]) <= TOLERANCE * float(tree.payoff_ranges[one.seat]) for one in tree.information_sets
    )
