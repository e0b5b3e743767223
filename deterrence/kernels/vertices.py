"""Exact enumeration of the vertices of a polytope {z >= 0, rows z <= 1} whose rows are positive integers.

Variables 0..d-1 are z, variables d..d+n-1 the slacks of the n rows. A variable at zero is a *label* of the vertex. All
arithmetic is on Python integers, so that nothing rounds and degenerate vertices are told apart.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Vertex(NamedTuple):
    """Hold one vertex.

    Attributes
    ----------
    labels
        The variables at zero, as bits of an integer.
    weights
        z divided by its sum, shape (d,).
    """

    labels: int
    weights: tuple[Fraction, ...]


def polytope_vertices(rows: list[list[int]], *, max_bases: int) -> list[Vertex] | None:
    """Return every vertex of {z >= 0, rows z <= 1} but the origin, or None when there are too many bases.

    Steps: (1) start at the origin, where the slacks are basic; (2) let each nonbasic variable enter, the leaving row
    chosen by the lexicographic ratio test; (3) visit every basis so reached. The test stands for a perturbation of the
    right-hand sides that makes the polytope simple: the graph of a simple polytope is connected, so that step 3 reaches
    every vertex, degenerate or not. Tableaus hold integers over a common denominator, the last pivot.

    Parameters
    ----------
    rows
        Positive integers, shape (n, d).
    max_bases
        How many bases to visit before giving up. Each costs about d pivots of n (n + d) integer operations.

    Returns
    -------
    list of Vertex or None
        Sorted by weights, the largest first weight first.

    References
    ----------
    von Stengel, B. (2007). "Equilibrium computation for two-player games in strategic and extensive form." In N. Nisan
    et al., eds., Algorithmic Game Theory, chapter 3: integer pivoting and the lexicographic rule.

    Examples
    --------
    >>> [tuple(map(str, vertex.weights)) for vertex in polytope_vertices([[2, 1], [1, 2]], max_bases=100) or []]
    [('1', '0'), ('1/2', '1/2'), ('0', '1')]
    """
    d, n = len(rows[0]), len(rows)
    tableau = [[*row, *(int(i == j) for j in range(n)), 1] for i, row in enumerate(rows)]
    basis = tuple(range(d, d + n))
    visited = {frozenset(basis)}
    pending = [(tableau, basis, 1)]
    found: dict[int, Vertex] = {}
    while pending:
        tableau, basis, denominator = pending.pop()
        values = {variable: row[-1] for variable, row in zip(basis, tableau, strict=True)}
        labels = sum(1 << k for k in range(d + n) if not values.get(k))
        total = sum(values.get(k, 0) for k in range(d))
        if total and labels not in found:
            found[labels] = Vertex(labels, tuple(Fraction(values.get(k, 0), total) for k in range(d)))
        for entering in range(d + n):
            if entering in values:
                continue
            leaving = _leaving_row(tableau, entering, d)
            neighbour = (*basis[:leaving], entering, *basis[leaving + 1 :])
            key = frozenset(neighbour)
            if key not in visited:
                visited.add(key)
                pending.append((_pivot(tableau, leaving, entering, denominator), neighbour, tableau[leaving][entering]))
        if len(visited) > max_bases:
            return None
    return sorted(found.values(), key=lambda vertex: vertex.weights, reverse=True)


def _leaving_row(tableau: list[list[int]], entering: int, d: int) -> int:
    """Return the row with the lexicographically least (right-hand side, slack columns) per unit of the entering column.

    The polytope is bounded, so that some entry of the column is positive; the slack columns are independent, so that
    no two rows tie.
    """
    best = -1
    for i, row in enumerate(tableau):
        if row[entering] <= 0:
            continue
        if best < 0:
            best = i
            continue
        rival, own, other = tableau[best], row[entering], tableau[best][entering]
        difference = row[-1] * other - rival[-1] * own
        k = d
        while not difference:
            difference = row[k] * other - rival[k] * own
            k += 1
        if difference < 0:
            best = i
    return best


def _pivot(tableau: list[list[int]], leaving: int, entering: int, denominator: int) -> list[list[int]]:
    """Return the tableau after a pivot; the divisions leave no remainder because every entry is a minor."""
    source = tableau[leaving]
    pivot = source[entering]
    return [
        row
        if i == leaving
        else [(value * pivot - row[entering] * above) // denominator for value, above in zip(row, source, strict=True)]
        for i, row in enumerate(tableau)
    ]
