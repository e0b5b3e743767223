import itertools

import numpy as np
import pandas as pd
import pytest

from deterrence.errors import SweepError
from deterrence.study.robustness.boxes import find_boxes
from deterrence.study.robustness.peeling import balanced


@pytest.mark.parametrize("n", [400, 2000])
def test_a_planted_box_is_recovered_among_noise_dimensions(n):
    points = np.random.default_rng(1).random((n, 12))  # seed 1
    planted = (points[:, 3] > 0.3) & (points[:, 3] < 0.7) & (points[:, 8] > 0.5)
    (box,) = find_boxes(points, planted).found
    assert set(box.limits) == {"x3", "x8"}
    assert (box.coverage, box.density) == (1.0, 1.0)
    np.testing.assert_allclose([*box.limits["x3"], box.limits["x8"][0]], [0.3, 0.7, 0.5], atol=10 / n)
    assert box.limits["x8"][1] == np.inf and box.mass == pytest.approx(planted.mean())


def test_a_planted_box_is_recovered_when_every_tenth_mark_is_wrong():
    rng = np.random.default_rng(2)  # seed 2
    points = rng.random((2000, 10))
    planted = (points[:, 0] > 0.3) & (points[:, 0] < 0.7) & (points[:, 1] > 0.5)
    (box, *_) = find_boxes(points, planted ^ (rng.random(2000) < 0.1)).found
    assert set(box.limits) == {"x0", "x1"}
    np.testing.assert_allclose([*box.limits["x0"], box.limits["x1"][0]], [0.3, 0.7, 0.5], atol=0.02)
    assert box.density == pytest.approx(0.9, abs=0.03)


def test_two_planted_boxes_are_found_one_after_the_other():
    points = np.random.default_rng(3).random((3000, 5))  # seed 3
    first, second = (points[:, 0] < 0.3) & (points[:, 1] < 0.5), (points[:, 2] > 0.7) & (points[:, 3] > 0.6)
    found = find_boxes(points, first | second, least_density=0.95)
    assert [set(box.limits) for box in found.found] == [{"x0", "x1"}, {"x2", "x3"}]
    assert sum(box.coverage for box in found.found) == pytest.approx(1.0, abs=0.05)


def test_random_marks_have_no_box():
    rng = np.random.default_rng(4)  # seed 4
    found = [find_boxes(rng.random((300, 20)), rng.random(300) < 0.3).found for _ in range(10)]
    assert sum(map(len, found)) <= 1


def score_of(inside, marks):
    counts = np.array([inside.sum()]), np.array([(inside & marks).sum()])
    return float(balanced(*counts, float(marks.sum()), len(marks))[0])


@pytest.mark.parametrize("seed", range(5))
def test_on_a_grid_of_two_parameters_it_comes_near_the_best_of_all_boxes(seed):
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(10.0), np.arange(10.0))
    points = np.column_stack([x.ravel(), y.ravel()])
    low, high = np.sort(rng.choice(10, (2, 2), replace=True), axis=0)
    high = np.minimum(np.maximum(high, low + 3), 9)
    marks = np.all((points >= low) & (points <= high), axis=1) ^ (rng.random(100) < 0.08)
    spans = list(itertools.combinations_with_replacement(range(10), 2))
    best = max(
        score_of(np.all((points >= (a, c)) & (points <= (b, d)), axis=1), marks) for a, b in spans for c, d in spans
    )
    (box, *_) = find_boxes(points, marks, names=["x", "y"]).found
    inside = np.all([points[:, k] >= box.limits.get(id, (-np.inf,))[0] for k, id in enumerate("xy")], axis=0)
    inside &= np.all([points[:, k] <= box.limits.get(id, (0, np.inf))[1] for k, id in enumerate("xy")], axis=0)
    assert 0.9 * best <= score_of(inside, marks) <= best + 1e-12


def test_coverage_density_and_mass_are_those_of_the_points_inside_and_the_tables_hold_them():
    rng = np.random.default_rng(6)  # seed 6
    points = pd.DataFrame(rng.random((500, 3)), columns=["a", "b", "c"])
    marks = (points["b"] > 0.6).to_numpy() & (rng.random(500) < 0.9)
    found = find_boxes(points, marks)
    box = found.found[0]
    inside = np.all([points[id].between(*ends) for id, ends in box.limits.items()], axis=0)
    assert box.density == marks[inside].mean() and box.mass == inside.mean()
    assert box.coverage == (marks & inside).sum() / marks.sum()
    table, way = found.table(), found.trajectory()
    assert table["parameter"].tolist() == [id for one in found.found for id in one.limits]
    assert way["mass"].iloc[0] == 1.0 and set(way["kind"]) <= {"peel", "open", "paste"}
    assert found.base_density == marks.mean() and found.n_of_interest == marks.sum()


def test_a_density_can_be_asked_for():
    rng = np.random.default_rng(7)  # seed 7
    points = rng.random((2000, 3))
    marks = rng.random(2000) < points[:, 0]
    dense = find_boxes(points, marks, least_density=0.9).found[0]
    broad = find_boxes(points, marks, least_density=0.6).found[0]
    assert dense.density >= 0.9 and broad.density >= 0.6 and broad.coverage > dense.coverage


@pytest.mark.parametrize("share", [0, 1])
def test_there_is_no_box_where_nothing_or_everything_is_of_interest(share):
    assert find_boxes(np.arange(20.0).reshape(10, 2), np.full(10, share)).found == ()


def test_it_gives_the_same_again():
    rng = np.random.default_rng(8)  # seed 8
    points, marks = rng.random((300, 6)), rng.random(300) < 0.4
    assert find_boxes(points, marks).table().equals(find_boxes(points, marks).table())


@pytest.mark.parametrize(
    ("points", "marks", "more", "message"),
    [
        ([1.0, 2.0], [True, False], {}, "points: saw the shape (2,)"),
        ([["a"]], [True], {}, "points: saw a list"),
        ([[np.nan], [1.0]], [True, False], {}, "points: saw NaN or infinity"),
        ([[1.0], [2.0]], [True], {}, "of_interest: saw the shape (1,)"),
        ([[1.0], [2.0]], [0, 2], {}, "of_interest"),
        ([[1.0], [2.0]], [0, 1], {"names": ["a", "b"]}, "names: saw 2"),
        ([[1.0], [2.0]], [0, 1], {"peel": 0.0}, "peel: saw 0.0"),
        ([[1.0], [2.0]], [0, 1], {"least_density": 2}, "least_density: saw 2"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_sentence(points, marks, more, message):
    with pytest.raises(SweepError) as caught:
        find_boxes(points, marks, **more)
    assert message in str(caught.value) and "\n" not in str(caught.value)
