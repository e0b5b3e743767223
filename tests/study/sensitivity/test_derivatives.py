"""Derivatives by the file's parameters, against differences of worlds that are solved anew."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.study.ladder_figures import draw_figures
from deterrence.study.sensitivity.derivatives import slopes_at
from tests.study.sensitivity.questions import LADDER, MODEL, discount

PLACES, WEIGHTS = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([1.0, -8.0, 8.0, -1.0]) / 12


def differences(question, ids, share=2e-3):
    """Return differences over five points of the figure, every world solved anew to 1e-13."""
    names = [each.id for each in question.drawn]
    steps = {each.id: share * (each.high - each.low) for each in question.drawn}
    points = np.tile(question.present, (len(ids) * len(PLACES), 1))
    for row, id in enumerate(ids):
        points[row * 4 : row * 4 + 4, names.index(id)] += PLACES * steps[id]
    drawn = question.model.with_values({id: points[:, k] for k, id in enumerate(names)})
    (start,) = question.plan.starts.values()

    def solved(world):
        ladder = dt.formulate(world, question.outcome.game)
        (member,) = solve_logit_markov(ladder, rungs=start, n_starts=0, tolerance=1e-13).members
        figures = draw_figures(ladder, member.details["strategies"], start, question.plan.horizon)
        found = figures[question.outcome.measure]
        return np.asarray(found[question.outcome.player] if question.outcome.player else found)

    values = solved(dt.apply(drawn, question.option)) if question.option else solved(drawn)
    values = values - solved(drawn) if question.is_effect else values
    return values.reshape(-1, 4) @ WEIGHTS / np.array([steps[id] for id in ids])


@pytest.mark.parametrize(
    ("measure", "player", "option"),
    [
        ("p_top.border", None, None),
        ("payoff", "israel", None),
        ("p_top.border", None, "hochstein_plan"),
    ],
)
def test_derivatives_of_the_region_are_those_of_worlds_solved_anew(measure, player, option):
    question = dt.sensitivity(MODEL, "region", measure, player=player, option=option)
    table = question.derivatives().set_index("parameter")
    inside = [id for id in table.index if MODEL.parameters[id].value not in (0.0, 1.0)]
    rng = np.random.default_rng(2)
    ids = list(dict.fromkeys([*inside[:3], *map(str, rng.choice(inside, 2)), "region.precision"]))
    found, anew = table.derivative[ids].to_numpy(), differences(question, ids)
    span = {each.id: each.high - each.low for each in question.drawn}
    # 1e-5 of itself, or of what the strongest parameter does over its range.
    slack = 1e-8 * table.over_range.abs().max() / np.array([span[id] for id in ids])
    assert (np.abs(found - anew) <= 1e-5 * np.abs(anew) + slack).all(), (ids, found, anew)
    assert table.derivative.notna().all() and len(table) > 200


@pytest.mark.parametrize("measure", ["p_top.front", "p_any_top", "expected_rung.front", "first_passage.front"])
def test_derivatives_of_a_small_ladder_are_those_of_worlds_solved_anew(measure):
    question = dt.sensitivity(LADDER, "escalation", measure, horizon=12)
    table = question.derivatives().set_index("parameter")
    ids = [id for id in table.index if LADDER.parameters[id].value not in (0.0, 1.0)]
    anew = differences(question, ids)
    assert table.derivative[ids].to_numpy() == pytest.approx(anew, rel=1e-5, abs=1e-7 * np.abs(anew).max())


def test_the_largest_answer_over_its_range_comes_first():
    table = dt.sensitivity(LADDER, "escalation", "p_any_top").derivatives()
    over = table.over_range.abs().tolist()
    assert over == sorted(over, reverse=True)
    row = table.iloc[0]
    parameter = LADDER.parameters[row.parameter]
    assert row.over_range == pytest.approx(row.derivative * (parameter.high - parameter.low))


def one(function, present, *, length=1.0, low=-np.inf, high=np.inf):
    """Return the slope of a function of one number."""
    here = np.array([present])
    line = lambda points: function(points[:, 0]) - function(here)[0]  # noqa: E731
    return float(slopes_at(line, here, np.array([length]), lambda _, value: low <= value <= high, 1e-12)[0])


def test_slopes_of_smooth_functions_are_exact_to_eight_digits():
    assert one(lambda x: x**4 - 3 * x, 0.7) == pytest.approx(4 * 0.7**3 - 3, rel=1e-11)
    assert one(np.exp, 0.3, length=2.0) == pytest.approx(np.exp(0.3), rel=1e-9)
    assert one(lambda x: 1 / (1 - x), 0.9, length=0.1) == pytest.approx(100, rel=1e-8)
    assert one(lambda x: (x - 0.5) ** 2, 0.5) == pytest.approx(0, abs=1e-9)
    assert one(lambda x: 0 * x, 0.5) == 0


def test_a_kink_at_the_value_has_no_slope_and_one_near_by_is_stepped_round():
    assert np.isnan(one(lambda x: np.maximum(x, 0.5), 0.5))
    assert np.isnan(one(lambda x: np.abs(x - 0.5) + 2 * x, 0.5))
    assert one(lambda x: np.maximum(x, 0.5), 0.5005) == pytest.approx(1)
    assert one(lambda x: np.maximum(x, 0.5), 0.4995) == pytest.approx(0)


def test_at_an_edge_the_slope_is_that_of_the_side_that_is_open():
    assert one(np.exp, 0.0, low=0.0) == pytest.approx(1, rel=1e-9)
    assert one(np.exp, 0.0, high=0.0) == pytest.approx(1, rel=1e-9)
    assert one(lambda x: np.where(x < 0, np.nan, x**2 + x), 0.0) == pytest.approx(1, rel=1e-9)
    assert np.isnan(one(lambda x: x, 0.0, low=0.0, high=0.0))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (discount, "game 'patience_test' is a restraint; allowed is a ladder"),
        (lambda: dt.sensitivity(LADDER, "escalation", "equilibria"), "is a count"),
        (lambda: dt.sensitivity(LADDER, "escalation", "p_any_top", statistic="exists"), "allowed is selected"),
    ],
)
def test_what_has_no_derivative_is_refused(ask, words):
    with pytest.raises(SweepError, match=words):
        ask().derivatives()
