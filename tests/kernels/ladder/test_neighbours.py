import numpy as np
import pytest

from deterrence.games.ladder_paths import Course
from deterrence.kernels.ladder.neighbours import average_others, gather, scatter, spread_others
from tests.games.random_ladders import LAYOUTS, random_ladder, random_strategies


@pytest.fixture(params=list(LAYOUTS))
def chain(request):
    ladder, _ = random_ladder(request.param, 3)
    strategies = random_strategies(ladder, 3)
    course = Course(ladder, ladder.strategies(strategies), tuple(0 for _ in ladder.fronts), 1)
    return ladder.shape.strides, course._situation.moves, course.transition


def test_averaging_over_all_fronts_is_the_chain(chain):
    strides, moves, transition = chain
    values = np.random.default_rng(0).normal(size=moves.shape[2])
    ahead = average_others(gather(strides, values), moves, ())
    assert ahead == pytest.approx(transition @ values, abs=1e-12)
    for f in range(len(moves)):
        kept = average_others(gather(strides, values), moves, (f,))
        assert (moves[f] * kept).sum(axis=0) == pytest.approx(ahead, abs=1e-12)


def test_spreading_and_scattering_are_the_transposes(chain):
    strides, moves, transition = chain
    rng = np.random.default_rng(1)
    weights = rng.normal(size=moves.shape[2])
    assert scatter(strides, spread_others(weights, moves, ())) == pytest.approx(transition.T @ weights, abs=1e-12)
    values = rng.normal(size=moves.shape[2])
    for f in range(len(moves)):
        some = rng.normal(size=(3, moves.shape[2]))
        left = (average_others(gather(strides, values), moves, (f,)) * some).sum()
        assert (gather(strides, values) * spread_others(some, moves, (f,))).sum() == pytest.approx(left, abs=1e-10)
