"""Indifference equations, exact and by Newton's method."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from deterrence.kernels.indifference import newton_solutions, solve_exactly


def test_exact_solutions_satisfy_their_system():
    rng = np.random.default_rng(61)
    for size in range(1, 6):
        system = [[Fraction(int(value)) for value in row] for row in rng.integers(-9, 9, (size, size + 1))]
        solution = solve_exactly(system)
        assert solution is not None
        assert all(sum(a * z for a, z in zip(row, solution, strict=False)) == row[-1] for row in system)


def test_a_singular_system_has_no_solution():
    assert solve_exactly([[Fraction(1), Fraction(2), Fraction(3)], [Fraction(2), Fraction(4), Fraction(6)]]) is None


def test_newton_finds_both_totally_mixed_solutions_of_a_game_with_two():
    payoffs = np.zeros((3, 2, 2, 2))
    for *cell, a, b, c in [(0, 0, 0, 9, 8, 12), (1, 1, 0, 9, 8, 2), (1, 0, 1, 3, 4, 6), (0, 1, 1, 3, 4, 6)]:
        payoffs[(slice(None), *cell)] = (a, b, c)
    differences = [np.diff(payoffs[i] / 10, axis=i) for i in range(3)]
    rng = np.random.default_rng(62)
    starts = np.hstack([rng.dirichlet(np.ones(2), 20) for _ in range(3)])
    before = starts.copy()
    points, conditions = newton_solutions(differences, starts)
    found = {tuple(point[::2].round(9)) for point in points if point.min() > 0}
    assert found == {(0.4, 0.5, round(1 / 3, 9)), (0.5, 0.4, 0.25)}
    assert (conditions < 1e6).all()
    assert (starts == before).all()


def test_newton_marks_a_continuum_by_its_condition_number():
    differences = [np.zeros((1, 2, 2)), np.zeros((2, 1, 2)), np.zeros((2, 2, 1))]
    points, conditions = newton_solutions(differences, np.full((1, 6), 0.5))
    np.testing.assert_allclose(points, 0.5)
    assert conditions[0] > 1e15
