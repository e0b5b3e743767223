"""Moves, values and payoffs of the kernels against the slow ladder."""

import itertools

import numpy as np
import pytest

from deterrence.kernels.ladder.arclength import Gaps
from deterrence.kernels.ladder.batch import scaled_draw
from deterrence.kernels.ladder.deviations import values
from deterrence.kernels.ladder.expansion import fill_draw, new_draw
from deterrence.kernels.ladder.moves import fill_moves, new_products
from tests.games.random_ladders import LAYOUTS, random_ladder, random_strategies

CASES = [pytest.param(layout, seed, id=f"{layout}-{seed}") for layout in LAYOUTS for seed in (3, 4, 5)]


def turned(table):
    """Strategies in the order of the kernels: (3, K, S)."""
    return np.ascontiguousarray(table.swapaxes(0, 1))


def front_moves(ladder, table):
    draw = new_draw(ladder.shape, ladder.numbers)
    fill_draw(ladder.shape, ladder.numbers, 0, draw)
    moves = np.zeros((len(ladder.fronts), 3, ladder.n_states))
    turns = np.zeros((len(ladder.seats), 4, ladder.n_states))
    fill_moves(ladder.shape, draw, turned(table), moves, turns, new_products(ladder.shape, draw))
    return moves


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_the_product_of_the_fronts_moves_is_the_transition(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    table = random_strategies(ladder, seed)
    moves = front_moves(ladder, table)
    # Fronts move independently given the postures, and seats mix independently: so they do without.
    found = np.zeros((ladder.n_states, ladder.n_states))
    for s in range(ladder.n_states):
        for steps in itertools.product((-1, 0, 1), repeat=len(ladder.fronts)):
            chance = np.prod([moves[f, step + 1, s] for f, step in enumerate(steps)])
            if chance > 0:
                found[s, ladder.state([r + step for r, step in zip(ladder.rungs(s), steps, strict=True)])] += chance
    assert found == pytest.approx(dense.chain(table)[0], abs=1e-12)


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_values_solve_the_linear_system_for_every_player_with_a_seat_or_without(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    table = random_strategies(ladder, seed)
    assert values(ladder.shape, ladder.numbers, turned(table)) == pytest.approx(dense.values(table), abs=1e-9)


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_payoffs_of_postures_differ_as_in_the_slow_ladder(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    table = random_strategies(ladder, seed)
    gaps = Gaps(ladder.shape, scaled_draw(ladder.shape, ladder.numbers, 0))
    gaps.at(turned(table))
    expected = dense.payoffs(table)
    for k, (_, player) in enumerate(ladder.seats):
        found = np.where(np.isnan(expected[k]), np.nan, gaps.work.payoffs[:, k]) * ladder.payoff_scale[player]
        for s in range(ladder.n_states):
            offered = ~np.isnan(expected[k, :, s])
            shift = found[offered, s] - expected[k, offered, s]
            assert shift == pytest.approx(np.full(offered.sum(), shift[0]), abs=1e-9)
