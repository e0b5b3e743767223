"""The branch by arc length: the same points as step by step, and past folds."""

import numpy as np
import pytest

from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.kernels.ladder.arclength import Gaps, follow_arc
from deterrence.kernels.ladder.batch import scaled_draw
from deterrence.solvers.logit_markov import solve_logit_markov
from tests.games.random_ladders import LAYOUTS, random_ladder

HAZARD = [0.02, 0.2, 0.3]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_both_ways_along_the_branch_lead_to_the_same_point(layout):
    ladder, _ = random_ladder(layout, 8)
    gaps = Gaps(ladder.shape, scaled_draw(ladder.shape, ladder.numbers, 0))
    arc = follow_arc(gaps, 2.0, tolerance=1e-10, most_steps=300)
    found = solve_logit_markov(ladder, precision=2.0, tolerance=1e-10).members[0]
    assert arc.precision == 2.0 and arc.residual < 1e-9 and arc.folds == ()
    assert np.swapaxes(arc.strategies, 0, 1) == pytest.approx(found.details["strategies"].probabilities, abs=1e-8)


def test_a_branch_that_turns_is_followed_past_its_folds():
    # With a gain between the bounds of restraint and war the branch turns back before it settles on one of them.
    turns = []
    for gain in np.linspace(0.4, 1.3, 10):
        flow = [[1, 0], [1, 0]]
        front = Front("border", 1, (0, 1), 0, 0, 0, 0, flow, gain, 0, hazard=HAZARD, postures=("hold", "escalate"))
        ladder = Ladder([front], None, 0.9, 60)
        found = solve_logit_markov(ladder, n_starts=0).members[0]
        turns.append(len(found.details["folds"]))
        assert found.details["residual"] < 1e-8
    assert all(count % 2 == 0 for count in turns)


def test_too_few_steps_leave_the_arc_short_of_its_target():
    ladder, _ = random_ladder("two fronts", 1)
    gaps = Gaps(ladder.shape, scaled_draw(ladder.shape, ladder.numbers, 0))
    arc = follow_arc(gaps, 1e6, tolerance=1e-10, most_steps=3)
    assert arc.steps == 3 and arc.precision < 1e6
