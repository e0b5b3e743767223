"""Vertices of a three-action simplex in floats, against the exact polytope."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deterrence.kernels.triangle import MAX_VERTICES, fill_vertices
from deterrence.kernels.vertices import polytope_vertices


def filled(table: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """Return the weights by (support, best replies)."""
    weights = np.empty((MAX_VERTICES, 3))
    supports, replies = np.empty(MAX_VERTICES, dtype=np.int64), np.empty(MAX_VERTICES, dtype=np.int64)
    count = fill_vertices(np.array(table, dtype=np.float64), weights, supports, replies)
    return {(int(supports[k]), int(replies[k])): weights[k] for k in range(count)}


def exact(table: np.ndarray) -> dict[tuple[int, int], list[Fraction]]:
    """Return the same from the polytope in fractions: the replies' slacks come after the actions' weights."""
    vertices = polytope_vertices((table - table.min() + 1).T.tolist(), max_bases=1_000) or []
    return {(~v.labels & 0b111, v.labels >> 3): list(v.weights) for v in vertices}


@pytest.mark.parametrize("high", [2, 3, 10, 1000])
def test_vertices_of_integer_tables_are_those_of_the_exact_polytope(high):
    rng = np.random.default_rng(81)
    for _ in range(200):
        table = rng.integers(0, high, (3, 3))
        ours, theirs = filled(table), exact(table)
        assert ours.keys() == theirs.keys()
        for key, weights in ours.items():
            np.testing.assert_allclose(weights, [float(w) for w in theirs[key]], atol=1e-15)


def test_weights_keep_their_digits_when_payoffs_nearly_tie():
    # The columns differ by vectors that are parallel but for one part in a trillion.
    table = np.array([[0.0, 1.0, 1.0 + 1e-12], [0.0, 1.0, 1.0 - 2e-12], [0.0, -2.0, -2.0 + 3e-12]])
    rows = [[Fraction(entry) for entry in row] for row in table.tolist()]
    d, e = ([row[k] - row[0] for row in rows] for k in (1, 2))
    cross = [d[(i + 1) % 3] * e[(i + 2) % 3] - d[(i + 2) % 3] * e[(i + 1) % 3] for i in range(3)]
    expected = [float(weight / sum(cross)) for weight in cross]
    assert min(expected) > 0
    np.testing.assert_allclose(filled(table)[0b111, 0b111], expected, rtol=1e-13)


def test_a_table_with_a_missing_payoff_has_no_vertices():
    assert filled(np.array([[0.0, 1.0, np.nan], [0.0, 1.0, 2.0], [0.0, 1.0, 2.0]])) == {}
