"""Indifference equations of a support profile: exact when linear, by Newton's method when polynomial.

Notation: the mixing players are numbered 0..q-1 here; player i has s_i actions in its support and mixes over them with
p_i. ``differences[i]`` has shape (s_0, ..., s_i - 1, ..., s_(q-1)): at own index k, the payoff of action k + 1 less
that of action 0, for each pick of the others. Player i is indifferent when the expectation of each over p_-i is zero.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Newton steps per start. From a good start about six suffice; a start that needs more has wandered off.
MAX_STEPS = 40

#: Largest step, in probability, that ends the iteration.
STEP_TOLERANCE = 1e-12


def solve_exactly(system: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """Solve a square linear system in fractions.

    Parameters
    ----------
    system
        Rows of the system, the right-hand side last, shape (k, k + 1).

    Returns
    -------
    list of Fraction or None
        The solution, None when the system is singular.

    Examples
    --------
    >>> solve_exactly([[Fraction(1), Fraction(1), Fraction(1)], [Fraction(1), Fraction(-3), Fraction(0)]])
    [Fraction(3, 4), Fraction(1, 4)]
    """
    rows = [list(row) for row in system]
    for column in range(len(rows)):
        pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = [value / rows[column][column] for value in rows[column]]
        rows = [
            head if i == column else [value - row[column] * above for value, above in zip(row, head, strict=True)]
            for i, row in enumerate(rows)
        ]
    return [row[-1] for row in rows]


def newton_solutions(
    differences: Sequence[NDArray[np.float64]], starts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Solve the indifference equations of three or more mixing players from several starts at once.

    Steps: (1) evaluate the equations and their Jacobian at every start; (2) take Newton's step, the least one where the
    Jacobian is singular; (3) stop when no start moves by more than ``STEP_TOLERANCE``, or after ``MAX_STEPS``.

    Parameters
    ----------
    differences
        One array per player as above, payoffs scaled to about one.
    starts
        Probabilities, the players' one after another, shape (n_starts, s_0 + ... + s_(q-1)).

    Returns
    -------
    points : NDArray
        The starts that converged, shape (n_converged, s_0 + ... + s_(q-1)). Entries can be negative: the equations know
        no bounds. Each player's sum to one.
    conditions : NDArray
        Condition number of the Jacobian at each point, shape (n_converged,).
    """
    points = starts.copy()
    moved = np.full(len(points), np.inf)
    with np.errstate(all="ignore"):  # a start that runs away overflows; it is dropped below
        for _ in range(MAX_STEPS):
            values, jacobian = _equations(differences, points)
            step = _newton_step(values, jacobian)
            points = points - step
            moved = np.abs(step).max(axis=1)
            if not (moved > STEP_TOLERANCE).any():
                break
        points = points[moved <= STEP_TOLERANCE]
        conditions = np.linalg.cond(_equations(differences, points)[1])
    return points, conditions


def _newton_step(values: NDArray[np.float64], jacobian: NDArray[np.float64]) -> NDArray[np.float64]:
    usable = np.isfinite(values).all(axis=1) & np.isfinite(jacobian).all(axis=(1, 2))
    step = np.full_like(values, np.nan)
    try:
        step[usable] = np.linalg.solve(jacobian[usable], values[usable, :, None])[..., 0]
    except np.linalg.LinAlgError:
        step[usable] = (np.linalg.pinv(jacobian[usable]) @ values[usable, :, None])[..., 0]
    return step


def _equations(
    differences: Sequence[NDArray[np.float64]], points: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the equations, shape (z, N), and their Jacobian, shape (z, N, N), at points of shape (z, N)."""
    sizes = [table.shape[place] + 1 for place, table in enumerate(differences)]
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    parts = [points[:, low:high] for low, high in itertools.pairwise(bounds)]
    letters = string.ascii_lowercase[: len(sizes)]
    values = np.zeros_like(points)
    jacobian = np.zeros((*points.shape, points.shape[1]))
    for i, table in enumerate(differences):
        rows = slice(bounds[i], bounds[i + 1] - 1)
        for j in range(len(sizes)):
            if i == j:
                continue
            others = [k for k in range(len(sizes)) if k not in (i, j)]
            terms = ",".join([letters, *("z" + letters[k] for k in others)])
            operands: list[Any] = [table, *(parts[k] for k in others)]
            block = np.einsum(f"{terms}->z{letters[i]}{letters[j]}", *operands)
            jacobian[:, rows, bounds[j] : bounds[j + 1]] = block
            values[:, rows] = np.einsum("zij,zj->zi", block, parts[j])
        last = bounds[i + 1] - 1
        values[:, last] = parts[i].sum(axis=1) - 1
        jacobian[:, last, bounds[i] : bounds[i + 1]] = 1.0
    return values, jacobian
