"""Convex polygons, flat ones included: hulls, clipping and distances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import ConvexHull

from deterrence.kernels.polygon import clip_from, convex_hull, distance_to

SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
points = st.tuples(*[st.integers(-4, 4).map(lambda eighths: eighths / 8)] * 2)


def test_nothing_a_point_and_a_segment_have_hulls():
    assert convex_hull([]) == []
    assert convex_hull([(1.0, 2.0)] * 3) == [(1.0, 2.0)]
    assert convex_hull([(0.0, 0.0), (0.25, 0.25), (1.0, 1.0)]) == [(0.0, 0.0), (1.0, 1.0)]


def test_points_that_differ_by_rounding_are_one():
    assert len(convex_hull([(0.5, 0.5), (0.5 + 1e-15, 0.5), (0.5, 0.5 - 1e-15)])) == 1
    assert len(convex_hull([(0.0, 0.0), (0.5, 0.5 + 1e-15), (1.0, 1.0)])) == 2


def test_a_corner_is_kept_when_its_edge_is_upright_but_for_rounding():
    x = 0.46699487701586573
    hull = convex_hull([(x, 0.6), (x + 6e-17, 0.3), (x + 6e-17, 0.5), (0.9, 0.3), (0.9, 0.7)])
    assert min(math.hypot(p - x, q - 0.3) for p, q in hull) < 1e-12


@given(st.lists(points, min_size=1, max_size=12))
def test_hulls_hold_every_point_and_turn_left_at_every_corner(given_points):
    hull = convex_hull(given_points)
    assert set(hull) <= set(given_points)
    assert max(distance_to(point, hull) for point in given_points) == 0
    if len(hull) > 2:
        triples = zip(hull, hull[1:] + hull[:1], hull[2:] + hull[:2], strict=True)
        assert all((b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]) for a, b, c in triples)
        assert {tuple(given_points[k]) for k in ConvexHull(given_points).vertices} == set(hull)


@given(st.lists(points, min_size=1, max_size=12), st.sampled_from([0, 1]), st.integers(-4, 4).map(lambda k: k / 8))
def test_clipping_keeps_what_is_inside_and_nothing_else(given_points, axis, bound):
    hull = convex_hull(given_points)
    rest = convex_hull(clip_from(hull, axis, bound, tolerance=0.0))
    assert all(point[axis] >= bound for point in rest)
    assert all(distance_to(point, hull) <= 1e-12 for point in rest)
    for point in given_points:
        if point[axis] >= bound:
            assert distance_to(point, rest) <= 1e-12


def test_a_vertex_within_the_tolerance_of_the_bound_counts():
    assert clip_from([(0.0, 0.0)], 0, 1e-13, tolerance=1e-12) == [(0.0, 0.0)]
    assert clip_from([(0.0, 0.0)], 0, 1e-11, tolerance=1e-12) == []


@pytest.mark.parametrize(
    ("point", "distance"), [((0.5, 0.5), 0), ((1.0, 0.5), 0), ((2.0, 2.0), math.sqrt(2)), ((0.5, -3.0), 3)]
)
def test_distances_to_a_square_are_euclidean_and_zero_inside(point, distance):
    assert distance_to(point, SQUARE) == pytest.approx(distance)


def test_nothing_is_infinitely_far():
    assert distance_to((0.0, 0.0), []) == math.inf
