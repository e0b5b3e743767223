"""Moves are affine in each seat's strategy and in each number: slopes are differences, and exact."""

import numpy as np
import pytest

from deterrence.kernels.ladder.expansion import fill_draw, new_draw
from deterrence.kernels.ladder.responses import number_slopes, respond
from tests.games.random_ladders import LAYOUTS, random_ladder, random_strategies


def situation(layout, seed=1):
    ladder, _ = random_ladder(layout, seed)
    draw = new_draw(ladder.shape, ladder.numbers)
    fill_draw(ladder.shape, ladder.numbers, 0, draw)
    return ladder.shape, draw, np.ascontiguousarray(np.swapaxes(random_strategies(ladder, seed), 0, 1))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_moves_are_the_mixture_of_what_each_seat_may_do(layout):
    shape, draw, strategies = situation(layout)
    found = respond(shape, draw, strategies)
    for k, f in enumerate(shape.seat_front):
        mixed = (strategies[:, k][:, np.newaxis] * found.moves_if[k]).sum(axis=0)
        assert mixed == pytest.approx(found.moves[f], abs=1e-12)
        mates = slice(shape.first_seat[f], shape.first_seat[f + 1])
        turns = (strategies[:, k][:, np.newaxis, np.newaxis] * found.turns_if[k]).sum(axis=0)
        others = [j for j in range(*mates.indices(len(shape.seat_front))) if j != k]
        for j in others:
            assert turns[j - mates.start] == pytest.approx(found.turns[j], abs=1e-12)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_slopes_by_numbers_are_those_of_any_step(layout):
    shape, draw, strategies = situation(layout)
    rng = np.random.default_rng(2)
    base = respond(shape, draw, strategies)
    weights = rng.normal(size=base.moves.shape), rng.normal(size=base.turns.shape)
    for key, place, slopes in number_slopes(shape, draw, strategies, *weights):
        row = getattr(draw, key)[place]
        kept = row.copy()
        row += 0.125
        moved = respond(shape, draw, strategies)
        row[:] = kept
        change = (weights[0] * (moved.moves - base.moves)).sum() + (weights[1] * (moved.turns - base.turns)).sum()
        assert change == pytest.approx(0.125 * slopes.sum(), abs=1e-10), (key, place)
