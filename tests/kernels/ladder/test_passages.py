"""Products, paths and waits of a ladder's chain agree with the chain written out as a matrix."""

import itertools

import numpy as np
import pytest

from deterrence.games.chains import absorption
from deterrence.kernels.ladder.passages import Moving
from deterrence.kernels.ladder.plan import make_shape
from deterrence.kernels.ladder.separation import find_deciding

SEED = 20241107
TOPS = (3, 2, 4)


def shaped(tops=TOPS):
    seats = tuple((front, 0) for front in range(len(tops)))
    offers = [[[False, True, True]] * (top + 1) for top in tops]
    return make_shape(list(tops), seats, [(top,) for top in tops], offers, [False] * len(tops))


def drawn_moves(shape, rng, *, rare=1.0):
    """Return random moves that stay inside; what leaves a rung is scaled by ``rare``."""
    n_fronts, n_states = shape.rungs.shape
    moves = rng.random((n_fronts, 3, n_states))
    moves[:, [0, 2]] *= rare
    for front, top in enumerate(shape.tops):
        moves[front, 0, shape.rungs[front] == 0] = 0
        moves[front, 2, shape.rungs[front] == top] = 0
    return moves / moves.sum(axis=1, keepdims=True)


def written_out(shape, moves):
    n_fronts, n_states = shape.rungs.shape
    table = np.zeros((n_states, n_states))
    for state in range(n_states):
        for steps in itertools.product(range(3), repeat=n_fronts):
            chance = np.prod([moves[front, step, state] for front, step in enumerate(steps)])
            if chance > 0:
                table[state, state + sum((s - 1) * int(d) for s, d in zip(steps, shape.strides, strict=True))] += chance
    return table


@pytest.mark.parametrize("draw", range(5))
def test_a_chain_that_stops_is_followed_as_its_matrix_would_be(draw):
    rng = np.random.default_rng([SEED, draw])
    shape = shaped()
    moves = drawn_moves(shape, rng)
    table, moving = written_out(shape, moves), Moving(shape.tops, moves)
    values = rng.normal(size=len(table))
    assert np.allclose(moving @ values, table @ values, rtol=1e-13)
    stops = rng.random(len(table)) < 0.2
    table[stops] = np.eye(len(table))[stops]
    followed = moving.follow(values, stops, 7, 12)
    wanted = [(np.linalg.matrix_power(table, period) @ values)[7] for period in range(13)]
    assert np.allclose(followed, wanted, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("front", range(3))
@pytest.mark.parametrize("heeds", [(), ((0, 2),), ((0, 2), (2, 1)), ((1, 0), (0, 1))])
def test_fronts_without_a_say_are_left_out_and_the_chance_of_a_rung_is_that_of_the_whole_chain(front, heeds):
    shape = shaped()
    moves = drawn_moves(shape, np.random.default_rng([SEED, 23]))
    # A front moves as it does where all that it does not heed are quiet.
    for f in range(3):
        seen = np.array([r if g == f or (f, g) in heeds else 0 * r for g, r in enumerate(shape.rungs)])
        moves[f] = moves[f][:, shape.strides @ seen]
    whole = Moving(shape.tops, moves)
    decide = find_deciding(shape.strides, shape.tops, moves)[front]
    behind = {front} | {g for f, g in heeds if f == front}
    assert set(np.flatnonzero(decide)) == (behind | {g for f, g in heeds if f in behind})
    goals = shape.rungs[front] >= 2
    start = (1, 0, 1)
    wanted = whole.follow(goals.astype(float), goals, int(shape.strides @ start), 12)
    assert np.allclose(whole.reach(front, 2, start, 12), wanted, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("rare", [1.0, 1e-3])
def test_probabilities_spread_from_a_start_as_the_powers_of_its_matrix_say(rare):
    shape = shaped()
    moves = drawn_moves(shape, np.random.default_rng([SEED, 17]), rare=rare)
    spread = Moving(shape.tops, moves).spread(7, 12)
    wanted = [np.linalg.matrix_power(written_out(shape, moves), period)[7] for period in range(13)]
    assert np.allclose(spread, wanted, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("draw", "rare"), [*((draw, 1.0) for draw in range(5)), (5, 1e-2), (6, 1e-4)])
def test_waits_agree_with_the_fundamental_matrix(draw, rare):
    rng = np.random.default_rng([SEED, draw])
    shape = shaped()
    moves = drawn_moves(shape, rng, rare=rare)
    goals = shape.rungs[1] == TOPS[1]
    waits, error = Moving(shape.tops, moves).wait(~goals)
    _, periods = absorption(written_out(shape, moves), np.flatnonzero(goals))
    assert error < 1e-11
    assert np.allclose(waits, periods, rtol=1e-9)
    assert (waits[goals] == 0).all()


def test_waits_whose_digits_are_lost_say_so():
    rng = np.random.default_rng(SEED)
    shape = shaped()
    moves = drawn_moves(shape, rng, rare=1e-16)
    goals = shape.rungs[1] == TOPS[1]
    _, periods = absorption(written_out(shape, moves), np.flatnonzero(goals))
    waits, error = Moving(shape.tops, moves).wait(~goals)
    missed = np.abs(waits[~goals] / periods[~goals] - 1).max()
    assert missed <= 2 * error or error > 1e-11
