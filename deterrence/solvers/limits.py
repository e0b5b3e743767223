"""From a point near an equilibrium of known support to the equilibrium itself, beliefs included.

The conditions of the support (see ``rationality``) are polynomials in the probabilities played and the free beliefs.
Gauss-Newton steps of least length solve those that must hold with equality, since the equilibria of a support can form
a continuum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.games.tree import Tree
from deterrence.solvers.assessments import complete_beliefs, mix_at
from deterrence.solvers.rationality import Polynomial, conditions, evaluate
from deterrence.solvers.tree_supports import Support

#: Steps taken, and the length, in probability, of one that ends them.
MAX_STEPS = 40
LAST_STEP = 1e-15

#: Rounding allowed below zero.
SLACK = 1e-12


def polish(
    tree: Tree, support: Support, start: Sequence[Sequence[Any]], held: Sequence[Sequence[Any]]
) -> tuple[list[list[float]], dict[int, dict[int, float]]] | None:
    """Return the assessment of a support nearest to a start, None when the search leaves the probabilities.

    Only equalities are solved; whether nobody gains is for the game to say.

    Parameters
    ----------
    tree
        An exact tree.
    support
        The actions played with positive probability.
    start, held
        Probabilities of the actions and of the nodes, one row per information set.
    """
    asked = conditions(tree, support, by_plan=False)
    point = np.zeros(asked.n_unknowns)
    for (h, action), unknown in asked.weights.items():
        if unknown is not None:
            point[unknown] = start[h][action]
    for (h, node), unknown in asked.beliefs.items():
        point[unknown] = held[h][tree.information_sets[h].nodes.index(node)]
    for _ in range(MAX_STEPS if asked.equal else 0):
        values = np.array([float(evaluate(one, point.tolist())) for one in asked.equal])
        slopes = np.array([_slopes(one, point) for one in asked.equal])
        # Rows are scaled to one size: payoffs can be large or small beside probabilities.
        sizes = np.maximum(np.abs(slopes).max(axis=1, initial=0.0), 1e-300)
        step = np.linalg.lstsq(slopes / sizes[:, np.newaxis], -values / sizes, rcond=1e-10)[0]
        point += step
        if not np.abs(step).max(initial=0.0) > LAST_STEP:
            break
    if not np.all(np.isfinite(point)) or point.min(initial=0.0) < -SLACK or point.max(initial=0.0) > 1 + SLACK:
        return None
    point = np.clip(point, 0.0, 1.0)
    mix = [[float(value) for value in row] for row in mix_at(tree, support, asked, point.tolist())]
    points: dict[int, dict[int, Any]] = {}
    for (h, node), unknown in asked.beliefs.items():
        points.setdefault(h, {})[node] = float(point[unknown])
    beliefs = complete_beliefs(tree, support, mix, points)
    return mix, {h: {node: float(value) for node, value in row.items()} for h, row in beliefs.items()}


def _slopes(one: Polynomial, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the derivatives of a polynomial."""
    slopes = np.zeros(point.size)
    for product, coefficient in one.items():
        for place, unknown in enumerate(product):
            rest = [other for k, other in enumerate(product) if k != place]
            slopes[unknown] += float(coefficient) * float(np.prod(point[rest]))
    return slopes
