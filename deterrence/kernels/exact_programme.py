"""Linear programmes in exact arithmetic, for a few dozen unknowns.

The programme is: maximise c.x subject to A x <= b, E x = f and x >= 0, every number a fraction. Rows carry their
right-hand side last.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[Fraction | int]


def maximise(objective: Row, at_most: Sequence[Row], equal: Sequence[Row]) -> list[Fraction] | None:
    """Return a point at which a bounded linear programme reaches its maximum, None when no point satisfies it.

    The two-phase simplex method. Bland's rule keeps it from going in circles (Bland 1977).

    1. Give every row a slack, and an artificial variable where the slack cannot start in the basis.
    2. Drive the artificial variables to zero; when they cannot be, nothing satisfies the rows.
    3. Go on to the maximum of the objective.

    Parameters
    ----------
    objective
        c, shape (n,). It must be bounded on the feasible points.
    at_most, equal
        Rows (A | b) and (E | f), shapes (., n + 1).

    Examples
    --------
    >>> maximise([1, 1], [[2, 1, 4], [1, 3, 6]], [])
    [Fraction(6, 5), Fraction(8, 5)]
    >>> maximise([1], [[1, -1]], []) is None
    True
    """
    n = len(objective)
    n_slacks = len(at_most)
    rows: list[list[Fraction]] = []
    basis: list[int] = []
    lacking: list[int] = []
    for number, given in enumerate([*at_most, *equal]):
        row = [Fraction(value) for value in given[:-1]] + [Fraction(0)] * n_slacks + [Fraction(given[-1])]
        if number < n_slacks:
            row[n + number] = Fraction(1)
        if row[-1] < 0:
            row = [-value for value in row]
        starts = number < n_slacks and row[n + number] == 1
        basis.append(n + number if starts else -1)
        if not starts:
            lacking.append(number)
        rows.append(row)
    width = n + n_slacks
    for place, number in enumerate(lacking):
        for other, row in enumerate(rows):
            row.insert(width + place, Fraction(int(other == number)))
        basis[number] = width + place
    if lacking:
        cost = [Fraction(0)] * width + [Fraction(-1)] * len(lacking) + [Fraction(0)]
        for number in lacking:
            cost = [value + entry for value, entry in zip(cost, rows[number], strict=True)]
        _pivot_to_optimum(rows, basis, cost, width + len(lacking))
        if cost[-1] != 0:
            return None
        _expel(rows, basis, width)
        for row in rows:
            del row[width:-1]
    cost = [Fraction(value) for value in objective] + [Fraction(0)] * (n_slacks + 1)
    for row, column in zip(rows, basis, strict=True):
        factor = cost[column]
        if factor:
            cost = [value - factor * entry for value, entry in zip(cost, row, strict=True)]
    _pivot_to_optimum(rows, basis, cost, width)
    point = [Fraction(0)] * width
    for row, column in zip(rows, basis, strict=True):
        point[column] = row[-1]
    return point[:n]


def _pivot_to_optimum(rows: list[list[Fraction]], basis: list[int], cost: list[Fraction], width: int) -> None:
    """Pivot until no column promises more; ``cost`` holds the reduced costs, and minus the value last."""
    while (column := next((k for k in range(width) if cost[k] > 0), None)) is not None:
        ratios = [(row[-1] / row[column], basis[i], i) for i, row in enumerate(rows) if row[column] > 0]
        assert ratios, "the programme is unbounded"
        _pivot(rows, basis, cost, min(ratios)[2], column)


def _pivot(rows: list[list[Fraction]], basis: list[int], cost: list[Fraction], chosen: int, column: int) -> None:
    head = rows[chosen]
    scale = head[column]
    head[:] = [value / scale if value else value for value in head]
    filled = [k for k, value in enumerate(head) if value]
    for row in [*(row for i, row in enumerate(rows) if i != chosen), cost]:
        factor = row[column]
        if factor:
            for k in filled:
                row[k] -= factor * head[k]
    basis[chosen] = column


def _expel(rows: list[list[Fraction]], basis: list[int], width: int) -> None:
    """Bring artificial variables that stand at zero out of the basis; a row that cannot is no condition at all."""
    for number in reversed(range(len(rows))):
        if basis[number] < width:
            continue
        column = next((k for k in range(width) if rows[number][k]), None)
        if column is None:
            del rows[number], basis[number]
        else:
            _pivot(rows, basis, [Fraction(0)] * len(rows[number]), number, column)
