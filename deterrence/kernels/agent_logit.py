"""The curve of agent logit equilibria of an extensive game.

Every information set is an agent that mixes by itself: it picks each action with probability proportional to
exp(lambda Q), where Q is what the action earns its player from there on, given the beliefs that Bayes's rule draws from
everybody's mixtures. At a finite precision lambda everything is played now and then, so every set is reached and every
belief follows from Bayes's rule; that is what makes limits of the curve sequential equilibria.

Notation: n actions of all sets one after the other, set by set; Z ends; x = log p, shape (n,). Weights of paths are
sums of logarithms until the last moment, since they fall to exp(-1e6).

References
----------
McKelvey, R. D., and T. R. Palfrey (1998). "Quantal response equilibria for extensive form games." Experimental
Economics 1(1): 9-41, doi 10.1023/A:1009905800005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deterrence.kernels.continuation import Curve, Vector, blocks_of
from deterrence.numerics import softmax


@dataclass(frozen=True)
class Paths:
    """Hold an extensive game as the paths to its ends and to its information sets.

    Parameters
    ----------
    counts
        Number of actions of each information set.
    ends, end_chance
        Which actions lie on the way to each end, shape (Z, n), zeros and ones, and the logarithm of the probability of
        chance's moves on it, shape (Z,).
    payoffs
        ``payoffs[action, end]``: what the action's player gets at the end where the action lies on the way to it, NaN
        elsewhere, shape (n, Z).
    nodes, node_chance
        The same as ``ends`` and ``end_chance`` for the nodes of each information set, one pair of arrays per set.
    """

    counts: tuple[int, ...]
    ends: NDArray[np.float64]
    end_chance: NDArray[np.float64]
    payoffs: NDArray[np.float64]
    nodes: Sequence[NDArray[np.float64]]
    node_chance: Sequence[NDArray[np.float64]]


def agent_curve(paths: Paths) -> Curve:
    """Return the curve of agent logit equilibria."""
    owner = np.repeat(np.arange(len(paths.counts)), paths.counts)
    below = ~np.isnan(paths.payoffs)
    earned = np.where(below, paths.payoffs, 0.0)

    def respond(x: Vector) -> tuple[Vector, Vector]:
        log_reach = np.empty(len(paths.counts))
        slopes = np.empty((len(paths.counts), x.size))
        for h, (nodes, chance) in enumerate(zip(paths.nodes, paths.node_chance, strict=True)):
            weights = chance + nodes @ x
            largest = weights.max()
            log_reach[h] = largest + np.log(np.exp(weights - largest).sum())
            slopes[h] = softmax(weights) @ nodes
        exponents = (paths.end_chance + paths.ends @ x)[np.newaxis] - (x + log_reach[owner])[:, np.newaxis]
        # Newton steps can overshoot; what overflows is refused by the step control.
        terms = np.exp(np.minimum(np.where(below, exponents, -np.inf), 50.0)) * earned
        expected = terms.sum(axis=1)
        derivatives = terms @ paths.ends - expected[:, np.newaxis] * (np.eye(x.size) + slopes[owner])
        return expected, derivatives

    return Curve(paths.counts, respond)


def beliefs_at(paths: Paths, x: Vector) -> list[NDArray[np.float64]]:
    """Return the belief over the nodes of each information set when x are the logarithms of the probabilities."""
    return [softmax(chance + nodes @ x) for nodes, chance in zip(paths.nodes, paths.node_chance, strict=True)]


def split(counts: Sequence[int], values: Vector) -> list[NDArray[np.float64]]:
    """Return a vector of all actions as one vector per information set."""
    return [values[block] for block in blocks_of(counts)]
