"""Linear programmes in exact arithmetic, for a few dozen unknowns.

The programme is: maximise c.x subject to A x <= b, E x = f and x >= 0, every number a fraction or an integer. Rows
carry their right-hand side last.

The tableau holds integers: every entry stands for itself divided by one common denominator, the last pivot, and each
pivot divides without rest (Edmonds 1967). Fractions would be reduced at every step, which takes most of the time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
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
    tableau = _feasible(len(objective), at_most, equal)
    return None if tableau is None else tableau.maximise(_integers(objective))


def extents(n_unknowns: int, at_most: Sequence[Row], equal: Sequence[Row]) -> list[tuple[Fraction, Fraction]] | None:
    """Return the lowest and highest value of every unknown on a bounded set of points, None when it is empty.

    Examples
    --------
    >>> extents(2, [[1, 0, Fraction(1, 2)]], [[1, 1, 1]])
    [(Fraction(0, 1), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 1))]
    """
    tableau = _feasible(n_unknowns, at_most, equal)
    if tableau is None:
        return None
    found: list[tuple[Fraction, Fraction]] = []
    for unknown in range(n_unknowns):
        ends = [tableau.maximise([sign * int(k == unknown) for k in range(n_unknowns)])[unknown] for sign in (-1, 1)]
        found.append((ends[0], ends[1]))
    return found


@dataclass
class _Tableau:
    """Rows of integers over a common denominator, their right-hand side last, and the basic variable of each row."""

    rows: list[list[int]]
    basis: list[int]
    n_unknowns: int
    denominator: int = 1

    def maximise(self, objective: Sequence[int]) -> list[Fraction]:
        """Go from the present basis to the maximum of an objective and return the point."""
        width = len(self.rows[0]) if self.rows else self.n_unknowns + 1
        cost = [value * self.denominator for value in objective] + [0] * (width - len(objective))
        for row, column in zip(self.rows, self.basis, strict=True):
            if column < len(objective) and objective[column]:
                factor = objective[column]
                cost = [value - factor * entry for value, entry in zip(cost, row, strict=True)]
        self.pivot_to_optimum(cost, width - 1)
        point = [Fraction(0)] * self.n_unknowns
        for row, column in zip(self.rows, self.basis, strict=True):
            if column < self.n_unknowns:
                point[column] = Fraction(row[-1], self.denominator)
        return point

    def pivot_to_optimum(self, cost: list[int], width: int) -> None:
        """Pivot until no column promises more; ``cost`` holds the reduced costs and, last, minus the value."""
        while (column := next((k for k in range(width) if cost[k] > 0), None)) is not None:
            chosen = -1
            for i, row in enumerate(self.rows):
                if row[column] <= 0:
                    continue
                if chosen >= 0:
                    best = self.rows[chosen]
                    gap = row[-1] * best[column] - best[-1] * row[column]
                    if gap > 0 or (gap == 0 and self.basis[i] > self.basis[chosen]):
                        continue
                chosen = i
            assert chosen >= 0, "the programme is unbounded"
            self.pivot(cost, chosen, column)

    def pivot(self, cost: list[int], chosen: int, column: int) -> None:
        """Bring a column into the basis in place of the chosen row's variable."""
        head = self.rows[chosen]
        if head[column] < 0:  # only where the right-hand side is zero
            head[:] = [-value for value in head]
        entry, old = head[column], self.denominator
        for row in [*(row for i, row in enumerate(self.rows) if i != chosen), cost]:
            factor = row[column]
            if factor:
                row[:] = [(value * entry - factor * above) // old for value, above in zip(row, head, strict=True)]
            elif entry != old:
                row[:] = [value * entry // old for value in row]
        self.denominator = entry
        self.basis[chosen] = column


def _feasible(n: int, at_most: Sequence[Row], equal: Sequence[Row]) -> _Tableau | None:
    """Return a tableau at some point that satisfies the rows, None when there is none."""
    n_slacks = len(at_most)
    rows: list[list[int]] = []
    basis: list[int] = []
    lacking: list[int] = []
    for number, given in enumerate([*at_most, *equal]):
        scaled = _integers(given)
        row = [*scaled[:-1], *(int(k == number) for k in range(n_slacks)), scaled[-1]]
        if row[-1] < 0:
            row = [-value for value in row]
        starts = number < n_slacks and row[n + number] == 1
        basis.append(n + number)
        if not starts:
            lacking.append(number)
        rows.append(row)
    width = n + n_slacks
    for place, number in enumerate(lacking):
        for other, row in enumerate(rows):
            row.insert(width + place, int(other == number))
        basis[number] = width + place
    tableau = _Tableau(rows, basis, n)
    if not lacking:
        return tableau
    cost = [0] * width + [-1] * len(lacking) + [0]
    for number in lacking:
        cost = [value + entry for value, entry in zip(cost, rows[number], strict=True)]
    tableau.pivot_to_optimum(cost, width + len(lacking))
    if cost[-1] != 0:
        return None
    _expel(tableau, width)
    for row in tableau.rows:
        del row[width:-1]
    return tableau


def _expel(tableau: _Tableau, width: int) -> None:
    """Bring artificial variables that stand at zero out of the basis; a row that cannot is no condition at all."""
    for number in reversed(range(len(tableau.rows))):
        if tableau.basis[number] < width:
            continue
        column = next((k for k in range(width) if tableau.rows[number][k]), None)
        if column is None:
            del tableau.rows[number], tableau.basis[number]
        else:
            tableau.pivot([0] * len(tableau.rows[number]), number, column)


def _integers(row: Row) -> list[int]:
    """Return a row of fractions multiplied up to integers."""
    scale = math.lcm(*(value.denominator for value in row))
    return [int(value * scale) for value in row]
