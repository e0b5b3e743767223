"""Courses of a ladder agree with simulation, with closed forms and with each other."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.ladder_paths import Course
from tests.shipped import shipped

SEED = 20241004


def region():
    model = shipped("levant_2024")
    return dt.formulate(model, "region")


@pytest.fixture(scope="module")
def course():
    ladder = region()
    return Course(ladder, ladder.uniform(), (3, 3, 3, 2), 24)


def test_the_chain_and_its_distributions_are_probabilities(course):
    assert np.allclose(np.asarray(course.transition.sum(axis=1)).ravel(), 1)
    assert np.allclose(course.occupancy.sum(axis=1), 1)
    for front in range(4):
        assert np.allclose(course.rungs(front).sum(axis=1), 1)
        assert (np.diff(course.p_top(front)) >= -1e-15).all()


def test_path_statistics_agree_with_two_hundred_thousand_simulated_paths(course):
    rng = np.random.default_rng(SEED)
    n_paths, ladder = 200_000, course.ladder
    table = np.cumsum(course.transition.toarray(), axis=1)
    states = np.full(n_paths, ladder.state(course.start))
    reached = np.zeros((4, n_paths), dtype=bool)
    waits = np.zeros((4, n_paths))
    for _ in range(course.horizon):
        waits += ~reached
        picks = rng.random(n_paths)
        following = np.empty_like(states)
        for state in np.unique(states):
            here = states == state
            following[here] = np.searchsorted(table[state], picks[here] * table[state, -1])
        states = following
        for front in range(4):
            reached[front] |= ladder.shape.rungs[front][states] == ladder.fronts[front].top
    for front in range(4):
        error = 4 * np.sqrt(0.25 / n_paths)
        assert course.p_top(front)[-1] == pytest.approx(reached[front].mean(), abs=error)
        rungs = ladder.shape.rungs[front][states]
        assert course.expected_rung(front)[-1] == pytest.approx(rungs.mean(), abs=4 * rungs.std() / np.sqrt(n_paths))
        spread = waits[front].std() / np.sqrt(n_paths)
        assert course.wait(front, 4) == pytest.approx(waits[front].mean(), abs=4 * spread)
    any_top = reached.any(axis=0).mean()
    assert course.p_any_top()[-1] == pytest.approx(any_top, abs=0.005)


def test_first_passage_agrees_with_the_fundamental_matrix(course):
    ladder = course.ladder
    goals = np.flatnonzero(course.at_least(0, 4))
    _, periods = dt.absorption(course.transition.toarray(), goals)
    assert course.first_passage(0, 4) == pytest.approx(periods[ladder.state(course.start)], rel=1e-9)


def test_payoffs_agree_with_a_long_discounted_sum(course):
    ladder = course.ladder
    flow = np.zeros((len(ladder.players), ladder.n_states))
    for f, front in enumerate(ladder.fronts):
        flow += np.broadcast_to(front.flow, (len(ladder.players), front.n_rungs))[:, ladder.shape.rungs[f]]
    for seat, (f, player) in enumerate(ladder.seats):
        front = ladder.fronts[f]
        inner = [j for j, (g, _) in enumerate(ladder.seats) if g == f].index(seat)
        rungs = ladder.shape.rungs[f]
        is_open = ~np.isin(rungs, front.absorbing)
        lower, hold, raised = course.probabilities[seat]
        flow[player] += is_open * (
            raised * front.gain[inner][rungs]
            - np.where(rungs > 0, lower * front.backdown[inner][rungs], 0)
            - hold * front.restraint_cost[inner][rungs]
        )
    place = np.zeros(ladder.n_states)
    place[ladder.state(course.start)] = 1
    total, steps = np.zeros(len(ladder.players)), course.transition.T.tocsr()
    weight = np.ones(len(ladder.players))
    for _ in range(3000):
        total += weight * (flow @ place)
        weight *= ladder.discount
        place = steps @ place
    assert np.allclose(course.payoffs(), total, rtol=1e-6)


def test_everybody_holding_moves_up_only():
    ladder = region()
    held = Course(ladder, ladder.pure("hold"), (0, 0, 0, 0), 12)
    assert all((np.diff(held.expected_rung(front)) >= -1e-12).all() for front in range(4))


def test_a_start_that_does_not_fit_is_refused():
    from deterrence.games.ladder_paths import check_start

    with pytest.raises(dt.GameError, match="rungs of 'region'"):
        check_start(region(), (5, 0, 0, 0))
