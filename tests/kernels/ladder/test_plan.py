"""The plan of contraction, carried out by the plainest means."""

import numpy as np
import pytest

from deterrence.kernels.ladder.plan import plan_contraction


@pytest.mark.parametrize(
    ("n_fronts", "wanted"), [(2, ((0,),)), (3, ((0, 1, 2), (1,))), (4, ((0, 1, 2, 3),)), (5, ((0, 2, 4), (1, 3)))]
)
def test_every_row_that_is_wanted_is_kept_once(n_fronts, wanted):
    strides = tuple(3 ** (n_fronts - f - 1) for f in range(n_fronts))
    plan = plan_contraction(strides, wanted)
    kept = plan.kept[plan.kept >= 0]
    assert len(set(kept.tolist())) == len(kept) == sum(len(fronts) for fronts in wanted)
    assert plan.n_kept == 3 * len(kept)
    for mover, fronts in enumerate(wanted):
        assert np.flatnonzero(plan.kept[mover] >= 0).tolist() == list(fronts)


def test_sharing_the_early_steps_costs_less_than_one_front_after_the_other():
    strides = (125, 25, 5, 1)
    together = plan_contraction(strides, ((0, 1, 2, 3),)).steps[:, -1].sum()
    apart = sum(plan_contraction(strides, ((front,),)).steps[:, -1].sum() for front in range(4))
    assert together < apart
