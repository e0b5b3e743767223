"""Convex polygons in the plane that may be a segment, a single point or nothing.

Object: a polygon is a list of vertices (x, y), counter-clockwise, no vertex on the segment between its neighbours. Two
vertices are a segment, one is a point, none is the empty set. Lengths are those of the coordinates given; tolerances
are in the same units and meant for coordinates of about one.

A general hull code refuses flat sets. Here the turn of three points is decided exactly, so that no rounding can remove
a corner, and only then are vertices dropped that lie within a tolerance of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

Point = tuple[float, float]
Polygon = list[Point]

#: Distance, for coordinates of about one, below which a vertex is no vertex.
SAME_PLACE = 1e-13


def convex_hull(points: Iterable[Point], *, tolerance: float = SAME_PLACE) -> Polygon:
    """Return the convex hull of points.

    Andrew's monotone chain: sort the points; build the lower and the upper chain, dropping a point when the chain does
    not turn left there; then drop vertices within ``tolerance`` of the segment between their neighbours.

    References
    ----------
    Andrew, A. M. (1979). "Another efficient algorithm for convex hulls in two dimensions." Information Processing
    Letters 9(5): 216-219.

    Examples
    --------
    >>> convex_hull([(0.0, 0.0), (1.0, 1.0), (0.5, 0.5), (1.0, 0.0), (0.0, 1.0)])
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    >>> convex_hull([(0.0, 0.0), (1.0, 1.0), (0.5, 0.5)])
    [(0.0, 0.0), (1.0, 1.0)]
    """
    ordered = sorted(set(points))
    if len(ordered) > 2:
        ordered = _chain(ordered)[:-1] + _chain(ordered[::-1])[:-1]
    place = 0
    while place < len(ordered) and len(ordered) > 1:
        before, after = ordered[place - 1], ordered[(place + 1) % len(ordered)]
        if _distance_to_segment(ordered[place], before, after) <= tolerance:
            ordered.pop(place)
            place = max(place - 1, 0)
        else:
            place += 1
    return ordered


def clip_from(polygon: Sequence[Point], axis: int, bound: float, *, tolerance: float) -> Polygon:
    """Return the part of a polygon where one coordinate is at least ``bound``; a vertex ``tolerance`` short counts.

    Sutherland and Hodgman's rule for one half-plane: walk round, keep the vertices inside, add a point where an edge
    passes the bound. The order is kept; a vertex may come twice.

    Examples
    --------
    >>> clip_from([(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)], 0, 1.0, tolerance=1e-12)
    [(1.0, 0.0), (2.0, 0.0), (1.0, 1.0)]
    """
    kept: Polygon = []
    for place, here in enumerate(polygon):
        after = polygon[(place + 1) % len(polygon)]
        if here[axis] >= bound - tolerance:
            kept.append(here)
        if (here[axis] >= bound - tolerance) != (after[axis] >= bound - tolerance):
            share = min(1.0, max(0.0, (bound - here[axis]) / (after[axis] - here[axis])))
            other = here[1 - axis] + share * (after[1 - axis] - here[1 - axis])
            kept.append((bound, other) if axis == 0 else (other, bound))
    return kept


def distance_to(point: Point, polygon: Sequence[Point]) -> float:
    """Return how far a point lies outside a polygon, 0 inside, infinity if the polygon is empty.

    Examples
    --------
    >>> distance_to((2.0, 0.5), [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])
    1.0
    >>> distance_to((0.75, 0.5), [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])
    0.0
    """
    edges = [(polygon[place - 1], polygon[place]) for place in range(len(polygon))]
    if len(polygon) > 2 and all(_turn(before, after, point) >= 0 for before, after in edges):
        return 0.0
    return min((_distance_to_segment(point, before, after) for before, after in edges), default=math.inf)


def _chain(ordered: Sequence[Point]) -> Polygon:
    """Return the hull's chain from the first to the last of sorted points, keeping strict left turns only."""
    chain: Polygon = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    """Return a number with the sign of the turn a, b, c: positive for left, zero for straight on, exactly."""
    left = (b[0] - a[0]) * (c[1] - a[1])
    right = (b[1] - a[1]) * (c[0] - a[0])
    # Four roundings, each of at most half a unit in the last place, cannot change the sign beyond this bound.
    if abs(left - right) > 1e-15 * (abs(left) + abs(right)):
        return left - right
    (ax, ay), (bx, by), (cx, cy) = ((Fraction(x), Fraction(y)) for x, y in (a, b, c))
    exact = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return float((exact > 0) - (exact < 0))


def _distance_to_segment(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length))
    return math.hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)
