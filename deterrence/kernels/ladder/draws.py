"""Logit Markov equilibria of many draws, one after the other."""

from __future__ import annotations

import numpy as np

from deterrence.kernels.ladder.arrays import NEVER, Draw, Flags, Floats, Integers, Numbers, Shape
from deterrence.kernels.ladder.branch import Trail, follow
from deterrence.kernels.ladder.compilation import fill, inner, kernel, pasted
from deterrence.kernels.ladder.contraction import padding
from deterrence.kernels.ladder.evaluation import solve_values
from deterrence.kernels.ladder.expansion import fill_draw, row_of
from deterrence.kernels.ladder.fixed_point import Memory, settle
from deterrence.kernels.ladder.replies import Work, fill_pay, read_strategies, write_strategies

#: Columns of the figures of a draw.
RESIDUAL, REACHED, SWEEPS, PRODUCTS_USED, STEPS = range(5)
N_FIGURES = 5

#: Applications of the map allowed from a start, and for the residual to halve.
_LIMIT = 120
_PATIENCE = 8


@kernel
def rescale(seat_player: Integers, scale: Floats, bonus: Floats, offer: Floats, flow: Floats) -> None:
    """Count what players earn in units of their payoff scale, in place."""
    for k in range(len(seat_player)):
        unit = scale[seat_player[k]]
        for a in range(3):
            for s in range(bonus.shape[2]):
                bonus[a, k, s] /= unit
                if offer[a, k, s] > NEVER:
                    offer[a, k, s] /= unit
    for i in range(len(scale)):
        for s in range(flow.shape[1]):
            flow[i, s] /= scale[i]


@kernel
def solve_draws(
    shape: Shape,
    numbers: Numbers,
    first: int,
    last: int,
    sound: Flags,
    precision: Floats,
    starts: Floats,
    start_values: Floats,
    fall_back: bool,
    tolerance: float,
    strategies: Floats,
    values: Floats,
    figures: Floats,
    draw: Draw,
    work: Work,
    memory: Memory,
    trail: Trail,
) -> None:
    """Solve draws ``first`` to ``last`` - 1.

    Parameters
    ----------
    sound
        Draws to solve, (D,); the others are left as they are.
    precision
        Logit precision, (D or 1,).
    starts, start_values
        Strategies to start from, (D or 1, 3, K, S), and their values, (D or 1, P, S); length 0 to follow the branch
        from precision 0.
    fall_back
        Whether to follow the branch where a start leads nowhere.
    tolerance
        Residual at which to stop.
    strategies, values, figures
        Filled for these draws: (D, 3, K, S); in payoff units, (D, P, S); residual, precision reached, applications
        of the map, products with the transition, steps along the branch (0 from a start), (D, 5).
    draw, work, memory, trail
        Scratch.
    """
    point = memory.point
    limit = _LIMIT if fall_back else 2 * _LIMIT
    for d in range(first, last):
        if not sound[d]:
            continue
        fill_draw(shape, numbers, d, draw)
        rescale(shape.seat_player, draw.scale, draw.bonus, draw.offer, draw.flow)
        target = precision[row_of(precision, d)]
        work.counts[0] = 0
        work.counts[1] = 0
        residual, reached, steps = np.inf, target, 0
        if len(starts) > 0:
            write_strategies(starts[row_of(starts, d)], point)
            _read_values(shape.movers, draw.scale, start_values[row_of(start_values, d)], work.values)
            residual = settle(shape, draw, target, point, tolerance, limit, _PATIENCE, work, memory)
        if len(starts) == 0 or (fall_back and not residual < tolerance):
            residual, reached, steps = follow(shape, draw, target, point, tolerance, work, memory, trail)
        read_strategies(point, strategies[d])
        figures[d, RESIDUAL] = residual
        figures[d, REACHED] = reached
        figures[d, SWEEPS] = work.counts[0]
        figures[d, PRODUCTS_USED] = work.counts[1]
        figures[d, STEPS] = steps
        _write_values(shape, draw, work, values[d])


@inner
def _read_values(movers: Integers, scale: Floats, table: Floats, values: Floats) -> None:
    """Take the movers' values as the guess for the first evaluation."""
    n_states = table.shape[1]
    pad = (values.shape[1] - n_states) // 2
    for m in range(len(movers)):
        for s in range(n_states):
            values[m, pad + s] = table[movers[m], s] / scale[movers[m]]


@pasted
def _write_values(shape: Shape, draw: Draw, work: Work, out: Floats) -> None:
    """Write the values of all players, in payoff units; those without a seat are evaluated now."""
    n_players, n_states = out.shape
    pad = padding(shape.strides)
    row = np.zeros(n_states + 2 * pad)
    is_mover = np.zeros(n_players, dtype=np.bool_)
    for m in range(len(shape.movers)):
        player = shape.movers[m]
        is_mover[player] = True
        for s in range(n_states):
            out[player, s] = work.values[m, pad + s] * draw.scale[player]
    for player in range(n_players):
        if not is_mover[player]:
            fill(row, 0.0)
            delta = draw.discount[player]
            fill_pay(shape.seat_player, draw.bonus, draw.flow, player, work.strategies, work.pay)
            unit = 0.0
            for s in range(n_states):
                unit = max(unit, abs(work.pay[s]))
            goal = 1e-10 * (1.0 - delta) * unit
            solve_values(shape.strides, work.moves, delta, work.pay, row, goal, work.krylov)
            for s in range(n_states):
                out[player, s] = row[pad + s] * draw.scale[player]
