"""Vertices of best-response polytopes: simple, degenerate, and too many."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from deterrence.kernels.vertices import polytope_vertices


def brute_force(rows: list[list[int]]) -> set[tuple[Fraction, ...]]:
    """Return the normalised vertices other than the origin, by solving every square subsystem."""
    n, d = len(rows), len(rows[0])
    planes = [([*row], 1) for row in rows] + [([int(i == k) for i in range(d)], 0) for k in range(d)]
    found = set()
    for chosen in itertools.combinations(planes, d):
        left = np.array([plane[0] for plane in chosen], dtype=float)
        if abs(np.linalg.det(left)) < 1e-9:
            continue
        z = np.linalg.solve(left, [plane[1] for plane in chosen])
        if z.min() > -1e-9 and (np.array(rows) @ z).max() < 1 + 1e-9 and z.sum() > 1e-9:
            found.add(tuple(Fraction(value / z.sum()).limit_denominator(10_000) for value in z))
    assert n
    return found


def test_a_cube_has_all_its_corners_but_the_origin():
    # Entries off the diagonal are one, against a hundred on it: a cube seen slightly askew.
    rows = [[100 if i == j else 1 for j in range(4)] for i in range(4)]
    found = polytope_vertices(rows, max_bases=1_000)
    assert found is not None and len(found) == 15


@pytest.mark.parametrize("high", [3, 20])
def test_vertices_agree_with_solving_every_square_subsystem(high):
    rng = np.random.default_rng(51)
    for _ in range(30):
        rows = rng.integers(1, high, tuple(rng.integers(1, 5, 2))).tolist()
        found = polytope_vertices(rows, max_bases=10_000)
        assert found is not None
        assert {vertex.weights for vertex in found} == brute_force(rows)
        assert len({vertex.labels for vertex in found}) == len(found)


def test_labels_are_the_inequalities_that_hold_with_equality():
    (vertex,) = (v for v in polytope_vertices([[2, 1], [1, 2], [2, 1]], max_bases=100) or [] if 0 not in v.weights)
    assert vertex.labels == 0b11100


def test_too_many_bases_give_none():
    assert polytope_vertices([[2, 1], [1, 2]], max_bases=2) is None
