"""A tiny ladder that makes numba compile every kernel of this folder."""

from __future__ import annotations

import numpy as np

from deterrence.kernels.ladder.arclength import Gaps, follow_arc
from deterrence.kernels.ladder.arrays import Numbers
from deterrence.kernels.ladder.batch import scaled_draw, solve_batch
from deterrence.kernels.ladder.deviations import regrets
from deterrence.kernels.ladder.passages import Moving
from deterrence.kernels.ladder.plan import make_shape


def warm_up_ladder() -> list[str]:
    """Solve two fronts of two rungs with one seat each, both of one player, and return the names of what was used."""
    shape = make_shape(
        [1, 1], ((0, 0), (1, 0)), [(1,), (1,)], [[[False, True, True], [False, True, False]]] * 2, [False] * 2
    )
    by_rung, by_front = np.zeros((1, 2, 2)), np.zeros((1, 2))
    numbers = Numbers(
        accident=by_rung,
        ease=by_front,
        calm=by_front,
        exit=by_front,
        hazard=np.zeros((1, 2, 2, 2)),
        spill=by_rung,
        push=by_rung,
        gain=by_rung + 1.0,
        backdown=by_rung,
        restraint=by_rung,
        flow=np.zeros((1, 2, 2, 2)),
        discount=np.full((1, 2), 0.5),
        scale=np.ones((1, 2)),
        precision=np.ones(1),
    )
    batch = solve_batch(shape, numbers, 1, numbers.precision, tolerance=1e-8)
    follow_arc(Gaps(shape, scaled_draw(shape, numbers, 0)), 0.1, tolerance=1e-6, most_steps=5)
    regrets(shape, numbers, batch.strategies, 1)
    moving = Moving(shape.tops, np.full((2, 3, 4), 1 / 3))
    moving.follow(moving @ np.zeros(4), np.zeros(4, dtype=np.bool_), 0, 1)
    moving.reach(0, 1, (0, 0), 1)
    moving.spread(0, 1)
    moving.wait(np.zeros(4, dtype=np.bool_))
    return ["solve_batch", "follow_arc", "regrets", "follow", "reach", "spread", "wait"]
