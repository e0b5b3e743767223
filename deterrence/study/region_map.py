"""Maps over two parameters: what a game is at every point of a grid, such as the class of its stage game.

The grid is laid over the values that the two parameters have before options act, since options act on what they find.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import OptionError, suggest
from deterrence.numerics import inf, nan
from deterrence.study.figures import number
from deterrence.study.map_points import BY_POINT, NO_MAP, Build, evaluate_points, mappable
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: Points along each side of a grid, and of a grid that is formed point by point.
SIDE, SIDE_BY_POINT = 21, 11

#: Bands of a number, at most.
BANDS = 5


@dataclass(frozen=True)
class Mark:
    """A point beside the grid: where it lies, what the game is there, and the number if it is one (else NaN)."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True)
class RegionMap:
    """Hold a map.

    Parameters
    ----------
    game, what
        The game, and what is mapped: a key of ``mappable``.
    x, y
        Ids of the parameters.
    xs, ys
        Their values along the sides.
    labels
        What the game is at each point, rows by y.
    order
        Every label that occurs, in the order of a legend.
    is_number
        Whether the labels are bands of a number, rising.
    values
        The number at each point; NaN where labels are categories.
    marks
        Points that were asked for beside the grid, by name.
    """

    game: str
    what: str
    x: str
    y: str
    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    labels: NDArray[np.str_]
    order: tuple[str, ...]
    is_number: bool
    values: NDArray[np.float64]
    marks: Mapping[str, Mark]

    def share(self, label: str) -> float:
        """Return the share of the points that have a label: of the grid, no probability."""
        return float(np.mean(self.labels == label))

    def table(self) -> pd.DataFrame:
        """Return one row per point: the two parameters by id, ``label``, and ``value`` where it is a number."""
        import pandas as pd

        x, y = np.meshgrid(self.xs, self.ys)
        columns: dict[str, Any] = {self.x: x.ravel(), self.y: y.ravel(), "label": self.labels.ravel()}
        if self.is_number:
            columns["value"] = self.values.ravel()
        return pd.DataFrame(columns)


def region_map(
    build: Build,
    game: str,
    what: str,
    x: tuple[str, float, float],
    y: tuple[str, float, float],
    *,
    marks: Mapping[str, tuple[float, float]] | None = None,
) -> RegionMap:
    """Evaluate a game over a grid of two parameters.

    Parameters
    ----------
    build
        Returns the world, options applied, with other values of parameters.
    game
        Its id.
    what
        A key of ``mappable``.
    x, y
        Parameter and the ends of its side.
    marks
        Name to values of the two parameters, for points that shall be evaluated beside the grid.

    Raises
    ------
    OptionError
        For something that cannot be mapped, or twice the same parameter.
    DeterrenceError
        Where an option cannot act, or the numbers make no game, at some point.
    """
    model = build({})
    known = mappable(model, game)
    form = model.games[game].form
    if what not in known:
        why = NO_MAP.get(form, "")
        raise OptionError(f"map of '{game}'", f"saw '{what}'", why, suggest(what, known) if known else "")
    if x[0] == y[0]:
        raise OptionError(f"map of '{game}'", f"saw '{x[0]}' twice", "two different parameters")
    side = SIDE_BY_POINT if form in BY_POINT else SIDE
    xs, ys = (np.linspace(low, high, side) for _, low, high in (x, y))
    grid, named = np.meshgrid(xs, ys), dict(marks or {})
    across, up = (np.append(grid[k].ravel(), [point[k] for point in named.values()]) for k in (0, 1))
    found = evaluate_points(build, game, what, {x[0]: across, y[0]: up})
    is_number, n = found.dtype.kind == "f", grid[0].size
    if is_number:
        labels, order = band(found)
    else:
        labels = found
        counts = {label: int(np.sum(found[:n] == label)) for label in dict.fromkeys(found.tolist())}
        order = tuple(sorted(counts, key=lambda label: (-counts[label], label)))
    numbers = found if is_number else np.full(len(found), nan)
    placed = {
        name: Mark(*point, str(labels[n + k]), float(numbers[n + k])) for k, (name, point) in enumerate(named.items())
    }
    shape = grid[0].shape
    rows = labels[:n].reshape(shape), order, is_number, numbers[:n].reshape(shape)
    return RegionMap(game, what, x[0], y[0], xs, ys, *rows, placed)


def side_of(model: Model, parameter: str) -> tuple[float, float]:
    """Return the ends of a side: the declared range, widened to the present value where that lies beyond."""
    record = model.parameters[parameter]
    value = float(record.value)
    return min(record.low, value), max(record.high, value)


def band(values: NDArray[np.float64]) -> tuple[NDArray[np.str_], tuple[str, ...]]:
    """Return numbers as labels of at most ``BANDS`` bands between round numbers, and the labels in rising order.

    Examples
    --------
    >>> labels, order = band(np.array([0.1, 0.95, np.inf]))
    >>> labels.tolist(), order[0]
    (['0 to 0.2', '0.8 to 1', 'none suffices'], '0 to 0.2')
    """
    finite = values[np.isfinite(values)]
    labels = np.array([number(value) for value in values], dtype="<U40")
    order: list[str] = []
    distinct = np.unique(finite)
    is_count = bool(np.all(distinct == np.round(distinct))) and distinct.size <= BANDS
    if distinct.size == 1 or (distinct.size and is_count):
        order = list(dict.fromkeys(number(value) for value in distinct))
    elif finite.size and np.ptp(finite) > 1e-9 * max(1.0, float(np.max(np.abs(finite)))):
        step = _round_step(float(np.ptp(finite)) / BANDS)
        first, last = np.floor(finite.min() / step + 1e-9), np.ceil(finite.max() / step - 1e-9)
        edges = np.arange(first, last + 1) * step
        names = [f"{number(low)} to {number(high)}" for low, high in itertools.pairwise(edges)]
        place = np.clip(np.searchsorted(edges, finite, side="right") - 1, 0, len(names) - 1)
        labels[np.isfinite(values)] = np.array(names, dtype="<U40")[place]
        order = [one for one in names if np.any(labels == one)]
    elif finite.size:
        labels[np.isfinite(values)] = number(finite[0])
        order = [number(finite[0])]
    rest = [number(end) for end in (-inf, inf, nan) if number(end) in labels]
    return labels, tuple(dict.fromkeys([*([rest[0]] if -inf in values else []), *order, *rest]))


def _round_step(width: float) -> float:
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= width * (1 - 1e-9)))
