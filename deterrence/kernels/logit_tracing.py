"""Trace the principal branch of logit equilibria of a game in matrix form.

Object: the curve of pairs (p, lambda) with p_i = softmax(lambda u_i(p)) for every player i that starts at the uniform
profile and lambda = 0. Axis order: ``payoffs[player, action_0, action_1, ...]``. How a curve is followed is told in
``continuation``.
"""

from __future__ import annotations

import numpy as np

from deterrence.kernels.continuation import Branch, Curve, Vector, blocks_of, follow

__all__ = ["Branch", "Vector", "curve_of", "expected_payoffs", "logit_residual", "trace"]


def expected_payoffs(payoffs: Vector, probabilities: Vector) -> tuple[Vector, Vector]:
    """Return what every action earns against a mixed profile, and its derivatives.

    Parameters
    ----------
    payoffs
        Shape ``(n_players, *n_actions)``, payoff units.
    probabilities
        Shape ``(n,)``, all players' actions one after the other.

    Returns
    -------
    expected
        Shape ``(n,)``: payoff of the action's own player when the others mix.
    pairs
        Shape ``(n, n)``: the same when, besides, the column's player takes the column's action; zero within a player.

    Examples
    --------
    >>> payoffs = np.array([[[9.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    >>> expected, pairs = expected_payoffs(payoffs, np.full(4, 0.5))
    >>> expected.tolist()
    [4.5, 0.5, 0.5, 0.5]
    """
    n_players = len(payoffs)
    blocks = blocks_of(payoffs.shape[1:])
    mixed = [probabilities[block] for block in blocks]
    expected = np.zeros(probabilities.size)
    pairs = np.zeros((probabilities.size, probabilities.size))
    if n_players == 1:
        return payoffs[0].copy(), pairs
    for i in range(n_players):
        for j in range(n_players):
            if j == i:
                continue
            others = [k for k in range(n_players) if k not in (i, j)]
            operands = [operand for k in others for operand in (mixed[k], [k])]
            pairs[blocks[i], blocks[j]] = np.einsum(payoffs[i], list(range(n_players)), *operands, [i, j])
        j = 0 if i else 1
        expected[blocks[i]] = pairs[blocks[i], blocks[j]] @ mixed[j]
    return expected, pairs


def logit_residual(payoffs: Vector, point: Vector) -> float:
    """Return the largest distance of a probability from the logit reply to the profile, at a point of any curve."""
    return curve_of(payoffs).residual(point)


def trace(payoffs: Vector, *, stop: float, target: float | None = None) -> Branch:
    """Follow the principal branch of a matrix game until the precision reaches ``stop``.

    Parameters
    ----------
    payoffs
        Shape ``(n_players, *n_actions)``; a range near one suits the step control.
    stop
        Precision at which to stop.
    target
        Precision at which the branch is wanted.
    """
    return follow(curve_of(payoffs), stop=stop, target=target)


def curve_of(payoffs: Vector) -> Curve:
    """Return the curve of a matrix game."""

    def respond(x: Vector) -> tuple[Vector, Vector]:
        probabilities = np.exp(x)
        expected, pairs = expected_payoffs(payoffs, probabilities)
        return expected, pairs * probabilities

    return Curve(payoffs.shape[1:], respond)
