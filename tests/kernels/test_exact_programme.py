"""Exact linear programmes against SciPy, and their corners."""

from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from deterrence.kernels.exact_programme import extents, maximise


@pytest.mark.parametrize("seed", range(40))
def test_random_programmes_reach_the_maximum_that_scipy_finds(seed):
    rng = np.random.default_rng(seed)
    n, upper, exact = int(rng.integers(1, 5)), int(rng.integers(0, 5)), int(rng.integers(0, 2))
    a, e = rng.integers(-4, 5, (upper, n)), rng.integers(-3, 4, (exact, n))
    b, f = rng.integers(-3, 9, upper), rng.integers(-2, 4, exact)
    box = [[F(int(j == k)) for j in range(n)] + [F(5)] for k in range(n)]
    at_most = [[F(int(v), 3) for v in row] + [F(int(right), 3)] for row, right in zip(a, b, strict=True)] + box
    equal = [[F(int(v)) for v in row] + [F(int(right))] for row, right in zip(e, f, strict=True)]
    c = rng.integers(-5, 6, n)
    point = maximise([F(int(v)) for v in c], at_most, equal)
    peer: Any = linprog(
        -c, A_ub=a if upper else None, b_ub=b if upper else None, A_eq=e if exact else None, b_eq=f if exact else None,
        bounds=(0, 5),
    )  # fmt: skip
    assert (point is None) == (peer.status == 2)
    if point is not None:
        assert float(sum(int(v) * x for v, x in zip(c, point, strict=True))) == pytest.approx(-peer.fun, abs=1e-9)
        assert all(sum(v * x for v, x in zip(row, [*point, F(-1)], strict=True)) <= 0 for row in at_most)
        assert all(sum(v * x for v, x in zip(row, [*point, F(-1)], strict=True)) == 0 for row in equal)


def test_extents_are_the_ends_of_every_unknown():
    # Probabilities (x, y, z) with x no less than y: x from 0, y at most one half.
    assert extents(3, [[-1, 1, 0, 0]], [[1, 1, 1, 1]]) == [(0, 1), (0, F(1, 2)), (0, 1)]
    assert extents(1, [[1, -1]], []) is None


def test_rows_that_repeat_one_another_are_no_obstacle():
    assert maximise([1, 0], [[1, 1, 1]], [[1, -1, 0], [2, -2, 0], [0, 0, 0]]) == [F(1, 2), F(1, 2)]


def test_a_degenerate_programme_that_makes_other_rules_go_round_ends():
    # Beale (1955): the textbook example of a cycle under the largest-coefficient rule.
    rows = [[F(1, 4), -60, F(-1, 25), 9, 0], [F(1, 2), -90, F(-1, 50), 3, 0], [0, 0, 1, 0, 1]]
    assert maximise([F(3, 4), -150, F(1, 50), -6], rows, []) == [F(1, 25), 0, 1, 0]
