"""Scenario discovery: the boxes of parameters in which something happens, with coverage and density.

``peeling`` has the algorithm and its sources; here are its door and its records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, show
from deterrence.numerics import inf
from deterrence.study.robustness.peeling import (
    Floats,
    Limits,
    Step,
    balanced,
    dense_enough,
    quasi_p,
    search_box,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Box:
    """Hold one box.

    Parameters
    ----------
    limits
        Parameter to (low, high) in its own unit, both ends included; infinite on a side that is open. Parameters
        without limits are not listed; those that chance explains least come first.
    quasi_p
        Parameter to the probability that its limits do no more than chance (Bryant and Lempert 2010).
    coverage
        The share of all points of interest that are in this box and in none before it.
    density
        The share of the points in this box, and in none before it, that are of interest.
    mass
        The share of all points that are in this box and in none before it.
    trajectory
        The boxes on the way, from all points on: coverage, density and mass among those that no box before held.
    """

    limits: Mapping[str, tuple[float, float]]
    quasi_p: Mapping[str, float]
    coverage: float
    density: float
    mass: float
    trajectory: tuple[Step, ...]

    @property
    def n_restricted(self) -> int:
        """How many parameters it limits."""
        return len(self.limits)


@dataclass(frozen=True)
class Boxes:
    """Hold the boxes that were found, none or several.

    Parameters
    ----------
    names
        The parameters that were searched.
    n_points
        How many points there are.
    n_of_interest
        How many of them are of interest.
    found
        The boxes, in the order in which they were found.
    """

    names: tuple[str, ...]
    n_points: int
    n_of_interest: int
    found: tuple[Box, ...]

    @property
    def base_density(self) -> float:
        """The share of all points that are of interest."""
        return self.n_of_interest / self.n_points

    def table(self) -> pd.DataFrame:
        """Return a row per box and limited parameter.

        Columns ``box`` (from 1), ``parameter``, ``low``, ``high``, ``quasi_p``, and of the whole box ``coverage``,
        ``density`` and ``mass``.
        """
        import pandas as pd

        rows = [
            (k, id, low, high, box.quasi_p[id], box.coverage, box.density, box.mass)
            for k, box in enumerate(self.found, start=1)
            for id, (low, high) in box.limits.items()
        ]
        columns = ["box", "parameter", "low", "high", "quasi_p", "coverage", "density", "mass"]
        return pd.DataFrame(rows, columns=columns)

    def trajectory(self) -> pd.DataFrame:
        """Return a row per box on the way: ``box``, ``kind``, ``n_restricted``, ``coverage``, ``density``, ``mass``."""
        import pandas as pd

        rows = [(k, *step) for k, box in enumerate(self.found, start=1) for step in box.trajectory]
        return pd.DataFrame(rows, columns=["box", *Step._fields])


def find_boxes(
    points: Any,
    of_interest: Any,
    *,
    names: Sequence[str] | None = None,
    peel: float = 0.05,
    least_mass: float = 0.05,
    significance: float = 0.05,
    least_density: float | None = None,
    most_boxes: int = 3,
    step: Callable[[], None] | None = None,
) -> Boxes:
    """Find boxes in which many of the points are of interest, by patient rule induction.

    Parameters
    ----------
    points
        Numbers, (n_points, n_parameters), or a DataFrame with a column per parameter.
    of_interest
        Yes or no, (n_points,).
    names
        What the parameters are called; the columns of a DataFrame, or ``x0``, ``x1``, ... otherwise.
    peel
        The share of the points inside that a slice takes away, in (0, 0.5].
    least_mass
        The share of all points below which no box is peeled, in (0, 1).
    significance
        A limit whose quasi-p-value is above this, divided by the number of parameters, is opened.
    least_density
        Ask for this density, in (0, 1], and the greatest coverage; None asks for the best balance of the two: the
        greatest harmonic mean of coverage and of the gain in density, (density - base) / (1 - base), base being the
        share of all points that are of interest.
    most_boxes
        How many boxes to look for, at most.
    step
        Called now and then while the search goes on; what it raises ends the search.

    Returns
    -------
    Boxes
        Found by a deterministic search that is not exhaustive: boxes that serve better may exist. None is listed where
        no limit stands out against chance.

    Raises
    ------
    SweepError
        If the shapes do not fit, a point is no finite number, or a share is out of its bounds.

    Notes
    -----
    Equal values stay together, and a parameter with one value is never limited. The algorithm and its sources are in
    ``deterrence.study.robustness.peeling``. Time grows with points times parameters times the logarithm of
    ``1 / least_mass``.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.random.default_rng(0).random((1000, 4))
    >>> found = find_boxes(points, (points[:, 0] > 0.6) & (points[:, 2] < 0.5))
    >>> box, = found.found
    >>> [(id, f"{low:.2f}", f"{high:.2f}") for id, (low, high) in box.limits.items()]
    [('x0', '0.60', 'inf'), ('x2', '-inf', '0.50')]
    >>> box.coverage, box.density
    (1.0, 1.0)
    """
    table, flags, ids = _read(points, of_interest, names)
    for where, share, most in (("peel", peel, 0.5), ("least_mass", least_mass, 1), ("significance", significance, 1)):
        _check_share(where, share, most)
    if least_density is not None:
        _check_share("least_density", least_density, 1)
    score = balanced if least_density is None else dense_enough(least_density)
    n, total, found = len(table), int(flags.sum()), list[Box]()
    rest = np.ones(n, dtype=bool)
    while len(found) < most_boxes and (flags & rest).any() and not flags[rest].all():
        here, marks = table[rest], flags[rest]
        limits, steps = search_box(
            here, marks, peel=peel, least_mass=least_mass * n, significance=significance, score=score, step=step
        )
        if not len(limits.restricted):
            break
        inside = limits.holds(table) & rest
        if found and flags[inside].mean() <= flags.mean():
            break
        found.append(_box(limits, ids, here, marks, inside, flags, total, steps))
        rest &= ~inside
    return Boxes(ids, n, total, tuple(found))


def _box(
    limits: Limits,
    ids: Sequence[str],
    here: Floats,
    marks: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    flags: NDArray[np.bool_],
    total: int,
    steps: tuple[Step, ...],
) -> Box:
    chance = {int(column): quasi_p(limits, int(column), here, marks) for column in limits.restricted}
    order = sorted(chance, key=lambda column: (chance[column], column))
    hits = int((inside & flags).sum())
    return Box(
        {ids[column]: (float(limits.low[column]), float(limits.high[column])) for column in order},
        {ids[column]: chance[column] for column in order},
        hits / total,
        hits / int(inside.sum()),
        float(inside.mean()),
        steps,
    )


def is_limited(end: float) -> bool:
    """Say whether an end of a box is a limit."""
    return -inf < end < inf


def _read(points: Any, of_interest: Any, names: Sequence[str] | None) -> tuple[Floats, Any, tuple[str, ...]]:
    try:
        table = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError):
        raise SweepError("points", f"saw {show(points)}", "a table of numbers, a row per point") from None
    if table.ndim != 2 or not table.size:
        raise SweepError("points", f"saw the shape {table.shape}", "a table of numbers, a row per point")
    if not np.isfinite(table).all():
        raise SweepError("points", "saw NaN or infinity", "finite numbers", "leave those points out")
    flags = np.asarray(of_interest)
    if flags.shape != (len(table),) or not np.isin(flags, (0, 1)).all():
        allowed = f"yes or no for each of the {len(table)} points"
        raise SweepError("of_interest", f"saw the shape {flags.shape}", allowed)
    given = names if names is not None else getattr(points, "columns", [f"x{k}" for k in range(table.shape[1])])
    ids = tuple(map(str, given))
    if len(set(ids)) != table.shape[1]:
        raise SweepError("names", f"saw {len(set(ids))} different ones", f"one for each of {table.shape[1]} parameters")
    return table, flags.astype(bool), ids


def _check_share(where: str, share: Any, most: float) -> None:
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= most:
        raise SweepError(where, f"saw {show(share)}", f"a number above 0 and up to {most:g}")
