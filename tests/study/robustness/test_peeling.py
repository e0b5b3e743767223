import numpy as np
import pytest
from scipy.stats import binom

from deterrence.study.robustness.peeling import Limits, balanced, dense_enough, quasi_p, search_box

SETTINGS = {"peel": 0.25, "least_mass": 2, "significance": 1.0}


def test_a_hand_worked_example_peels_chooses_and_tests_as_on_paper():
    # Eight points on a line, of interest from 5 on. A quarter of them, two, are peeled at a time: 1 and 2 go first
    # (density 4/6), then 3 (a quarter of six, rounded down) and 4, after which all are of interest.
    points = np.arange(1.0, 9.0)[:, np.newaxis]
    box, steps = search_box(points, points[:, 0] >= 5, score=balanced, **SETTINGS)
    peeled = [(step.coverage, step.density, step.mass) for step in steps if step.kind == "peel"]
    assert peeled == [(1.0, 0.5, 1.0), (1.0, 4 / 6, 0.75), (1.0, 0.8, 0.625), (1.0, 1.0, 0.5)]
    assert (box.low[0], box.high[0]) == (5.0, np.inf)
    # Four points drawn from all eight, half of which are of interest: all four are, by chance, once in sixteen.
    assert quasi_p(box, 0, points, points[:, 0] >= 5) == pytest.approx(1 / 16)


def test_a_limit_that_chance_explains_is_opened():
    points = np.arange(1.0, 9.0)[:, np.newaxis]
    box, steps = search_box(points, points[:, 0] >= 5, score=balanced, **{**SETTINGS, "significance": 0.05})
    assert len(box.restricted) == 0 and steps[-1].kind == "open" and steps[-1].coverage == 1.0


def test_equal_values_go_together_and_a_constant_column_is_left_alone():
    points = np.column_stack([np.repeat([0.0, 1.0], 50), np.full(100, 7.0)])
    box, steps = search_box(points, points[:, 0] == 1, score=balanced, **{**SETTINGS, "peel": 0.05})
    assert (box.low.tolist(), box.high.tolist()) == ([1.0, -np.inf], [np.inf, np.inf])
    assert [step.mass for step in steps if step.kind == "peel"] == [1.0, 0.5]


def test_quasi_p_values_are_those_of_the_binomial_test():
    rng = np.random.default_rng(5)  # seed 5
    points, flags = rng.random((200, 2)), rng.random(200) < 0.3
    box = Limits(np.array([0.2, -np.inf]), np.array([0.7, 0.6]))
    wider = points[:, 0] <= 2
    wider &= points[:, 1] <= 0.6
    inside = box.holds(points)
    base = flags[wider].mean()
    expected = binom.sf(flags[inside].sum() - 1, inside.sum(), base)
    assert quasi_p(box, 0, points, flags) == pytest.approx(expected)


def test_the_box_of_all_points_is_no_compromise_and_a_perfect_box_scores_one():
    counts = (np.array([10.0, 4.0]), np.array([4.0, 4.0]))
    assert balanced(*counts, 4.0, 10).tolist() == [0.0, 1.0]
    assert dense_enough(0.9)(*counts, 4.0, 10).tolist() == [pytest.approx(-0.6), 4.0]
