"""Derivatives through an equilibrium of the ladder by the implicit function theorem: one linear solve for all numbers.

An equilibrium solves, for every player i, seat k and state,

    V_i = pay_i(sigma) + delta_i P(sigma) V_i          values
    sigma_k = softmax(precision * Q_k / scale)         logit replies

and a figure depends on moves, strategies and values. Its derivative by the numbers of the ladder is found backwards,
by the *adjoint* of the equations, so that a figure costs one solve however many numbers there are:

1. slopes of moves and replies in each state, exactly (``responses``, ``point``); replies in a state depend on
   strategies in the same state only, given values, so that strategies are eliminated state by state;
2. what is left is a linear system in the adjoint y of the values, n_players * n_states equations with the transposed
   Jacobian; it is solved directly when small, else by GMRES, without forming it;
3. y, and the adjoint of the replies that goes with it, weigh the slope of every equation by every number.

References
----------
A. Griewank and A. Walther (2008), Evaluating Derivatives, 2nd edition, SIAM, chapter 15 (implicit differentiation).
Y. Saad and M. H. Schultz (1986), GMRES, SIAM Journal on Scientific and Statistical Computing 7, 856-869.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats
from deterrence.kernels.ladder.neighbours import scatter, spread_others
from deterrence.kernels.ladder.point import Point
from deterrence.kernels.ladder.responses import number_slopes

#: Unknowns up to which the system is solved directly.
_DIRECT = 300

#: What GMRES aims at, relative to the right-hand side; vectors kept; restarts.
_GOAL, _BASIS, _ROUNDS = 1e-12, 120, 8


@dataclass(frozen=True)
class Seeds:
    """Hold how a figure depends on moves (F, 3, S), strategies (K, 3, S) and values (P, S), all else given."""

    moves: Floats
    strategies: Floats
    values: Floats


@dataclass(frozen=True)
class Slopes:
    """Hold the derivative of a figure by every number of a draw, and by precision.

    Parameters
    ----------
    numbers
        In the arrays of a ``Draw``; ``offer`` holds zeros.
    precision
        By the precision.
    residual
        Of the linear solve, relative to its right-hand side.
    """

    numbers: Draw
    precision: float
    residual: float


def differentiate(point: Point, seeds: Seeds) -> Slopes:
    """Return the derivative of a figure by every number of the ladder, through the equilibrium.

    Parameters
    ----------
    point
        The equilibrium; errors of its strategies carry over to the derivative.
    seeds
        How the figure depends on it.
    """
    direct = seeds.strategies + point.by_moves(seeds.moves)
    right = seeds.values + _back(point, point.replies(point.settle(direct)))
    y, residual = _solve(point, right)
    adjoint = point.settle(direct + _asked(point, y))
    replies = point.replies(adjoint)
    return Slopes(
        _numbers(point, seeds, y, replies),
        float((point.soften(adjoint) * point.payoffs / point.unit).sum()),
        residual,
    )


def _asked(point: Point, y: Floats) -> Floats:
    """Return the adjoint of strategies, (K, 3, S), when the equations of values are weighed by y."""
    paid = y[point.shape.seat_player][:, np.newaxis] * np.moveaxis(point.draw.bonus, 0, 1)
    return paid + point.by_moves(point.move_weights(y))


def _back(point: Point, replies: Floats, y: Floats | None = None) -> Floats:
    """Return the adjoint of values, (P, S), for one of postures' payoffs and of the discounted chain."""
    pulls, strides, moves = point.pulls(replies), point.shape.strides, point.fronts.moves
    found = np.zeros(point.values.shape)
    for i in range(len(found)):
        tensors = [spread_others(pulls[i, f], moves, (f,)) for f in sorted({f for j, f in point.seats if j == i})]
        if y is not None:
            tensors.append(spread_others(point.draw.discount[i] * y[i], moves, ()))
        if tensors:
            found[i] = scatter(strides, np.sum(tensors, axis=0))
    return found


def _solve(point: Point, right: Floats) -> tuple[Floats, float]:
    """Solve the transposed system for y; return it and the residual relative to the right-hand side."""
    from scipy.sparse.linalg import LinearOperator, gmres  # deferred: heavy

    def apply(flat: Floats) -> Floats:
        y = flat.reshape(right.shape)
        return (y - _back(point, point.replies(point.settle(_asked(point, y))), y)).ravel()

    size, norm = right.size, float(np.linalg.norm(right))
    if norm == 0.0:
        return np.zeros_like(right), 0.0
    if size <= _DIRECT:
        matrix = np.stack([apply(row) for row in np.eye(size)], axis=1)
        found = np.asarray(np.linalg.solve(matrix, right.ravel()), dtype=np.float64)
    else:
        operator = LinearOperator((size, size), matvec=apply, dtype=np.float64)
        solved, _ = gmres(operator, right.ravel(), rtol=_GOAL, atol=0.0, restart=_BASIS, maxiter=_ROUNDS)
        found = np.asarray(solved, dtype=np.float64)
    return found.reshape(right.shape), float(np.linalg.norm(apply(found) - right.ravel())) / norm


def _numbers(point: Point, seeds: Seeds, y: Floats, replies: Floats) -> Draw:
    """Return the slopes by every number of the draw, once the adjoints are known."""
    shape, draw = point.shape, point.draw
    slopes = Draw(*(np.zeros_like(table) for table in draw))
    slopes.flow[:] = y
    slopes.bonus[:] = np.moveaxis(replies + y[shape.seat_player][:, np.newaxis] * point.chances, 0, 1)
    moved = np.einsum("kaus,kus,kas->k", point.steps, point.lures, replies)
    np.add.at(slopes.discount, shape.seat_player, moved)
    slopes.discount[:] += (y * (point.fronts.moves[0] * point.ahead[:, 0]).sum(axis=1)).sum(axis=1)
    np.add.at(slopes.scale, shape.seat_player, -(replies * point.payoffs / point.unit).sum(axis=(1, 2)))
    weights = seeds.moves + point.move_weights(y)
    pulls = point.pulls(replies)
    for (i, f, g), seen in point.crossings.items():
        weights[g] += np.einsum("ms,mcs->cs", pulls[i, f], seen)
    felt = point.delta[:, :, np.newaxis] * point.lures
    turns = np.zeros_like(point.fronts.turns)
    turns[:, 0] = (replies[:, 0] + replies[:, 1]) * felt[:, 0]
    turns[:, 1] = replies[:, 2] * felt[:, 0]
    turns[:, 2], turns[:, 3] = replies[:, 0] * felt[:, 1], replies[:, 1] * felt[:, 1]
    # Whoever escalates still may see its front leave the top.
    np.add.at(slopes.exit, shape.seat_front, replies[:, 2] * felt[:, 1])
    for key, place, found in number_slopes(shape, draw, point.strategies, weights, turns):
        getattr(slopes, key)[place] += found
    return slopes
