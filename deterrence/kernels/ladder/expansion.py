"""One draw of a ladder, expanded from tables by rung to one entry per state."""

from __future__ import annotations

from typing import Any

import numpy as np

from deterrence.kernels.ladder.arrays import NEVER, Draw, Flags, Floats, Numbers, Shape
from deterrence.kernels.ladder.compilation import copy, fill, inner, kernel


def new_draw(shape: Shape, numbers: Numbers) -> Draw:
    """Allocate the arrays of one draw."""
    n_fronts, n_states = shape.rungs.shape
    n_seats = len(shape.seat_front)
    n_players = numbers.flow.shape[1]
    return Draw(
        np.ones((n_fronts, n_states)),
        np.zeros((n_fronts, n_states)),
        np.zeros((n_fronts, n_states)),
        np.zeros((n_fronts, n_states)),
        np.zeros((n_fronts, numbers.hazard.shape[3], n_states)),
        np.zeros((n_seats, n_states)),
        np.zeros((3, n_seats, n_states)),
        np.zeros((3, n_seats, n_states)),
        np.zeros((n_players, n_states)),
        np.zeros(n_players),
        np.ones(n_players),
    )


def expand(shape: Shape, numbers: Numbers, d: int) -> Draw:
    """Return draw ``d`` with one entry per state."""
    draw = new_draw(shape, numbers)
    fill_draw(shape, numbers, d, draw)
    return draw


def is_sound(numbers: Numbers, n_draws: int, precision: Floats) -> Flags:
    """Say which draws have no NaN among their numbers."""
    sound = np.ones(n_draws, dtype=np.bool_)
    for table in (*numbers[:-1], precision):
        sound &= ~np.isnan(table.reshape(len(table), -1)).any(axis=1)
    return sound


@inner
def row_of(table: Any, draw: int) -> int:
    """Return the row of a table of draws that serves this draw."""
    return min(draw, len(table) - 1)


@kernel
def fill_draw(shape: Shape, numbers: Numbers, d: int, draw: Draw) -> None:
    """Expand the numbers of draw ``d`` to one entry per state, in place."""
    n_fronts, n_states = shape.rungs.shape
    accident = numbers.accident[row_of(numbers.accident, d)]
    ease = numbers.ease[row_of(numbers.ease, d)]
    calm = numbers.calm[row_of(numbers.calm, d)]
    leave = numbers.exit[row_of(numbers.exit, d)]
    spill = numbers.spill[row_of(numbers.spill, d)]
    flow = numbers.flow[row_of(numbers.flow, d)]
    copy(numbers.discount[row_of(numbers.discount, d)], draw.discount)
    copy(numbers.scale[row_of(numbers.scale, d)], draw.scale)
    fill(draw.flow.ravel(), 0.0)
    for f in range(n_fronts):
        top = shape.tops[f]
        for s in range(n_states):
            rung = shape.rungs[f, s]
            closed = shape.closed[f, rung]
            climbs = rung < top and not closed
            quiet = 1.0
            if climbs and not shape.counted[f]:
                quiet = 1.0 - accident[f, rung]
                for g in range(n_fronts):
                    if g != f and spill[g, f] != 0.0:
                        quiet *= 1.0 - spill[g, f] * shape.rungs[g, s] / shape.tops[g]
            draw.quiet[f, s] = quiet
            falls = rung > 0 and not closed
            draw.ease[f, s] = ease[f] if falls else 0.0
            draw.calm[f, s] = calm[f] if falls else 0.0
            draw.exit[f, s] = leave[f] if rung == top else 0.0
        if shape.counted[f]:
            fill_hazard(shape, numbers, d, f, draw)
        for i in range(len(flow)):
            for s in range(n_states):
                draw.flow[i, s] += flow[i, f, shape.rungs[f, s]]
    fill_seats(shape, numbers, d, draw)


@inner
def fill_hazard(shape: Shape, numbers: Numbers, d: int, f: int, draw: Draw) -> None:
    """Expand the hazard table of a front that climbs by the number of escalating seats."""
    hazard = numbers.hazard[row_of(numbers.hazard, d), f]
    for s in range(shape.rungs.shape[1]):
        rung = shape.rungs[f, s]
        climbs = rung < shape.tops[f] and not shape.closed[f, rung]
        for m in range(hazard.shape[1]):
            draw.hazard[f, m, s] = hazard[rung, m] if climbs else 0.0
        draw.quiet[f, s] = 1.0 - draw.hazard[f, 0, s]


@inner
def fill_seats(shape: Shape, numbers: Numbers, d: int, draw: Draw) -> None:
    """Expand what belongs to a seat: its push and what its postures pay at once."""
    push = numbers.push[row_of(numbers.push, d)]
    gain = numbers.gain[row_of(numbers.gain, d)]
    backdown = numbers.backdown[row_of(numbers.backdown, d)]
    restraint = numbers.restraint[row_of(numbers.restraint, d)]
    for k in range(len(shape.seat_front)):
        f = shape.seat_front[k]
        for s in range(shape.rungs.shape[1]):
            rung = shape.rungs[f, s]
            active = not shape.closed[f, rung]
            draw.push[k, s] = push[k, rung] if active and rung < shape.tops[f] else 0.0
            draw.bonus[0, k, s] = -backdown[k, rung] if active and rung > 0 else 0.0
            draw.bonus[1, k, s] = -restraint[k, rung] if active else 0.0
            draw.bonus[2, k, s] = gain[k, rung] if active else 0.0
            for a in range(3):
                draw.offer[a, k, s] = draw.bonus[a, k, s] if shape.open[f, rung, a] else NEVER
