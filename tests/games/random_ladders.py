"""Random ladders and strategies for tests: every rule of the form turns up in some of them."""

import numpy as np

from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from tests.games.dense_ladder import DenseLadder

#: Rungs of each front, and the player of each seat. Player 3 has no seat in any of them.
LAYOUTS = {
    "one front, one seat": ((3,), ((0,),)),
    "one front, three seats": ((4,), ((0, 1, 2),)),
    "one front, a player twice": ((3,), ((0, 1, 0),)),
    "two fronts": ((3, 2), ((0, 1), (1, 2))),
    "two fronts, a player on both": ((2, 4), ((0, 1), (0,))),
    "three fronts": ((2, 3, 2), ((0, 1), (2,), (0, 1))),
    "three fronts, three seats on one": ((2, 2, 3), ((0,), (0, 1, 2), (1,))),
}
N_PLAYERS = 4


def random_ladder(layout, seed, *, precision=2.0):
    """Return a ladder and the same in slow motion."""
    rng = np.random.default_rng(seed)
    lengths, holders = LAYOUTS[layout]
    fronts = []
    for f, (n_rungs, held) in enumerate(zip(lengths, holders, strict=True)):
        n_seats, top = len(held), n_rungs - 1
        postures = [None, ("hold", "escalate"), ("de-escalate", "escalate"), None][int(rng.integers(4))]
        absorbing = [None, (), (0, top)][int(rng.integers(3))]
        shape = [(n_seats + 1,), (n_rungs, n_seats + 1)][int(rng.integers(2))]
        fronts.append(
            Front(
                f"front {f}",
                top,
                held,
                accident=rng.uniform(0, 0.2, n_rungs),
                ease=rng.uniform(0, 0.5),
                calm=rng.uniform(0.3, 1),
                push=rng.uniform(0, 0.6, (n_seats, n_rungs)),
                flow=rng.normal(size=(N_PLAYERS, n_rungs)),
                gain=rng.normal(size=(n_seats, n_rungs)),
                backdown=rng.uniform(0, 1, (n_seats, n_rungs)),
                restraint_cost=rng.uniform(0, 0.5, (n_seats, n_rungs)),
                hazard=None if rng.random() < 0.6 else rng.uniform(0, 1, shape),
                postures=postures,
                absorbing=absorbing,
                exit=rng.uniform(0, 0.4) if rng.random() < 0.5 else 0,
            )
        )
    spill = rng.uniform(0, 0.5, (len(fronts),) * 2) if rng.random() < 0.8 else None
    discount = rng.uniform(0.3, 0.9, N_PLAYERS)
    scale = rng.uniform(0.5, 4, N_PLAYERS)
    dense = DenseLadder(fronts, spill, discount, N_PLAYERS, scale)
    return Ladder(fronts, spill, discount, precision, scale), dense


def random_strategies(ladder, seed, *, pure=False):
    """Return random strategies (K, 3, S) of the postures on offer."""
    rng = np.random.default_rng(seed)
    weights = rng.gamma(0.7, size=ladder.uniform().probabilities.shape) * (ladder.uniform().probabilities > 0)
    if pure:
        weights = (weights == weights.max(axis=1, keepdims=True)).astype(float)
    return weights / weights.sum(axis=1, keepdims=True)
