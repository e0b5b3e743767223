"""The map whose fixed points are the logit Markov equilibria.

A point is one flat vector: the probabilities to de-escalate, (K, S), and to escalate, (K, S). The map takes it in
three steps:

1. strategies give the moves of all fronts, and what each seat's posture would change (``moves``);
2. moves and payments give each player's discounted values (``evaluation``; with one front, exactly, by elimination);
3. values give every seat its payoffs per posture, and these its logit reply::

    Q(a) = bonus(a) + delta * [C(stay) + up(a) * (C(up) - C(stay)) + down(a) * (C(down) - C(stay))]
    reply(a) proportional to exp(precision * Q(a) / payoff scale)

C are the player's expected values at each move of the seat's front, other fronts averaged out (``contraction``).
Values and payments are counted here in units of each player's payoff scale.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Integers, Shape
from deterrence.kernels.ladder.compilation import copy, fused, inner, kernel
from deterrence.kernels.ladder.contraction import block_length, contract, padding
from deterrence.kernels.ladder.evaluation import Krylov, new_krylov, solve_values
from deterrence.kernels.ladder.moves import fill_moves, new_products


class Work(NamedTuple):
    """Hold the scratch of the map, and what it found at the last point.

    ``values`` are padded rows, (M, S + 2 * padding), the guess for the next evaluation. ``payoffs`` (3, K, S) are
    the payoffs of each posture, from an origin of their own in every state and very low where a posture is not on
    offer. ``counts`` are the applications of the map and the products with the transition so far.
    """

    strategies: Floats
    moves: Floats
    turns: Floats
    products: Floats
    values: Floats
    pay: Floats
    rows: Floats
    kept: Floats
    slopes: Floats
    payoffs: Floats
    krylov: Krylov
    counts: Integers


def new_work(shape: Shape, draw: Draw) -> Work:
    """Allocate the scratch of the map."""
    n_fronts, n_states = shape.rungs.shape
    n_seats = len(shape.seat_front)
    pad = int(shape.strides.sum())
    # Zeros only where an entry may be read before it is written: clearing the rest takes time under Python's lock.
    return Work(
        np.empty((3, n_seats, n_states)),
        np.empty((n_fronts, 3, n_states)),
        np.empty((n_seats, 4, n_states)),
        new_products(shape, draw),
        np.zeros((len(shape.movers), n_states + 2 * pad)),
        np.zeros(n_states),
        np.zeros(shape.rows[0] * block_length(n_states)),
        np.zeros((shape.rows[1], n_states)),
        np.empty((2, n_states)),
        np.empty((3, n_seats, n_states)),
        new_krylov(shape.strides, n_states),
        np.zeros(2, dtype=np.int64),
    )


def point_size(shape: Shape) -> int:
    """Return the length of a point."""
    return 2 * len(shape.seat_front) * shape.rungs.shape[1]


@inner
def read_strategies(point: Floats, strategies: Floats) -> None:
    """Write the strategies of a point as (3, K, S)."""
    half = len(point) // 2
    lower, raised = point[:half], point[half:]
    a, b, c = strategies[0].ravel(), strategies[1].ravel(), strategies[2].ravel()
    for i in range(half):
        a[i] = lower[i]
    for i in range(half):
        c[i] = raised[i]
    for i in range(half):
        b[i] = 1.0 - lower[i] - raised[i]


@inner
def write_strategies(strategies: Floats, point: Floats) -> None:
    """Write strategies (3, K, S) into a point."""
    half = len(point) // 2
    copy(strategies[0].ravel(), point[:half])
    copy(strategies[2].ravel(), point[half:])


@kernel
def appraise(shape: Shape, draw: Draw, tolerance: float, work: Work) -> float:
    """Fill ``values`` and ``payoffs`` for the strategies in the scratch; return the residual of the values.

    Parameters
    ----------
    draw
        One draw with ``bonus``, ``offer`` and ``flow`` in units of the owner's payoff scale.
    tolerance
        Residual at which the evaluation of values stops, relative to 1 - discount.
    """
    n_fronts, n_states = shape.rungs.shape
    fill_moves(shape, draw, work.strategies, work.moves, work.turns, work.products)
    work.counts[0] += 1
    pad = padding(shape.strides)
    worst = 0.0
    for m in range(len(shape.movers)):
        fill_pay(shape.seat_player, draw.bonus, draw.flow, shape.movers[m], work.strategies, work.pay)
        delta = draw.discount[shape.movers[m]]
        if n_fronts == 1:
            _eliminate(work.moves[0], delta, work.pay, work.values[m, 1 : 1 + n_states], work.slopes[0])
        else:
            goal = tolerance * (1.0 - delta)
            found = solve_values(shape.strides, work.moves, delta, work.pay, work.values[m], goal, work.krylov)
            worst = max(worst, found[0] / (1.0 - delta))
            work.counts[1] += found[1]
    if n_fronts > 1:
        contract(shape, work.values, work.moves, work.rows, work.kept)
    for k in range(len(shape.seat_front)):
        f, m = shape.seat_front[k], shape.seat_mover[k]
        delta = draw.discount[shape.seat_player[k]]
        if n_fronts == 1:
            row = work.values[m]
            down, stay, up = (
                row[pad - 1 : pad - 1 + n_states],
                row[pad : pad + n_states],
                row[pad + 1 : pad + 1 + n_states],
            )
        else:
            first = shape.kept[m, f]
            down, stay, up = work.kept[first], work.kept[first + 1], work.kept[first + 2]
        _fill_slopes(work.slopes, delta, down, stay, up)
        _fill_payoffs(work.payoffs, draw.offer, k, work.turns[k], draw.exit[f], work.slopes)
    return worst


@kernel
def fill_pay(seat_player: Integers, bonus: Floats, flows: Floats, player: int, strategies: Floats, out: Floats) -> None:
    """Write what a player earns this period, in each state."""
    flow = flows[player]
    for s in range(len(out)):
        out[s] = flow[s]
    for k in range(len(seat_player)):
        if seat_player[k] == player:
            for a in range(3):
                chance, paid = strategies[a, k], bonus[a, k]
                for s in range(len(out)):
                    out[s] += chance[s] * paid[s]


@inner
def _eliminate(move: Floats, delta: float, pay: Floats, values: Floats, ratio: Floats) -> None:
    """Solve the tridiagonal system of one front's values, by elimination from the bottom rung.

    The matrix is diagonally dominant because the discount factor is below 1, so no pivot is needed.
    """
    n_states = len(pay)
    down, stay, up = move[0], move[1], move[2]
    inverse = 1.0 / (1.0 - delta * stay[0])
    ratio[0] = delta * up[0] * inverse
    values[0] = pay[0] * inverse
    for s in range(1, n_states):
        inverse = 1.0 / (1.0 - delta * stay[s] - delta * down[s] * ratio[s - 1])
        ratio[s] = delta * up[s] * inverse
        values[s] = (pay[s] + delta * down[s] * values[s - 1]) * inverse
    for s in range(n_states - 2, -1, -1):
        values[s] += ratio[s] * values[s + 1]


@inner
def _fill_slopes(slopes: Floats, delta: float, down: Floats, stay: Floats, up: Floats) -> None:
    """Fill what moving up, and moving down, is worth against staying."""
    rise, fall = slopes[0], slopes[1]
    for s in range(len(stay)):
        rise[s] = delta * (up[s] - stay[s])
    for s in range(len(stay)):
        fall[s] = delta * (down[s] - stay[s])


@fused
def _fill_payoffs(payoffs: Floats, offer: Floats, k: int, turn: Floats, leave: Floats, slopes: Floats) -> None:
    """Fill the payoffs of one seat's postures, less the value of staying, which they have in common."""
    rise, fall = slopes[0], slopes[1]
    first, second, third = payoffs[0, k], payoffs[1, k], payoffs[2, k]
    b0, b1, b2 = offer[0, k], offer[1, k], offer[2, k]
    t0, t1, t2, t3 = turn[0], turn[1], turn[2], turn[3]
    size = len(leave)
    for s in range(size):
        first[s] = b0[s] + t0[s] * rise[s] + t2[s] * fall[s]
    for s in range(size):
        second[s] = b1[s] + t0[s] * rise[s] + t3[s] * fall[s]
    for s in range(size):
        third[s] = b2[s] + t1[s] * rise[s] + leave[s] * fall[s]


@inner
def reply(payoffs: Floats, precision: float, point: Floats) -> None:
    """Write the logit replies to payoffs (3, K, S) into a point."""
    half = len(point) // 2
    lower, raised = point[:half], point[half:]
    x, y, z = payoffs[0].ravel(), payoffs[1].ravel(), payoffs[2].ravel()
    for i in range(half):
        best = max(x[i], max(y[i], z[i]))
        down, stay, up = (
            np.exp(precision * (x[i] - best)),
            np.exp(precision * (y[i] - best)),
            np.exp(precision * (z[i] - best)),
        )
        total = down + stay + up
        lower[i] = down / total
        raised[i] = up / total
