"""What a game is at many points at once: a class, a number, or which equilibria there are.

Forms that carry draws are formulated once for all points; a matrix and a tree are formed point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import DeterrenceError, GameError
from deterrence.formulation import formulate
from deterrence.games.candidate import Listed
from deterrence.games.form import Form
from deterrence.numerics import nan
from deterrence.solvers import solve
from deterrence.study.measures import read_properties
from deterrence.study.names import name
from deterrence.study.rows import HEADLINES, MEASURES
from deterrence.world.model import Model

#: Forms that are formed point by point.
BY_POINT = ("matrix", "tree")

#: Forms that are too slow for many points, with the reason.
NO_MAP: Mapping[str, str] = {
    "ladder": "a ladder takes a second to solve, and a map needs hundreds of points",
    "mediation": "mediation is a linear programme for every point, which takes too long for a map",
}

EQUILIBRIA = "equilibria"

#: Returns the world with options, given values or draws of parameters before the options act.
Build = Callable[[Mapping[str, Any]], Model]


def mappable(model: Model, game: str) -> dict[str, str]:
    """Return what can be mapped of a game, key to words, what stands for its form first; empty where nothing can."""
    spec = model.games[game]
    if spec.form in NO_MAP:
        return {}
    formed = formulate(model, game)
    found: dict[str, str] = {}
    for id, row, player, _ in read_properties(formed):
        if row.gives == "label" and row.per == "player":
            found[id] = f"{id.replace('_', ' ')} of the game for each player"
        elif player is None:
            found[id] = row.meaning
        else:
            found[f"{id}:{player}"] = f"{row.meaning}: {name(model, player)}"
    if isinstance(formed, Listed) or spec.form == "tree":
        words = "how many equilibria there are" if spec.form == "crisis" else "which equilibria there are"
        found = {EQUILIBRIA: words, **found}
    headline = HEADLINES[spec.form].measure
    if isinstance(formed, Listed) and headline in MEASURES[spec.form] and MEASURES[spec.form][headline].per == "member":
        meaning = MEASURES[spec.form][headline].meaning
        found |= {f"highest:{headline}": f"{meaning}, in the equilibrium where it is highest"}
        found |= {f"lowest:{headline}": f"{meaning}, in the equilibrium where it is lowest"}
    first = [key for key in ("class", "region", EQUILIBRIA, "is_sustained", "corner", "is_war") if key in found]
    return {key: found[key] for key in (*first, *(key for key in found if key not in first))}


def evaluate_points(build: Build, game: str, what: str, points: Mapping[str, NDArray[np.float64]]) -> NDArray[Any]:
    """Return what a game is at each point: an array of floats, or of labels."""
    n = len(next(iter(points.values())))
    model = build({})
    if model.games[game].form not in BY_POINT:
        drawn = build(points)
        return _spread(read_what(drawn, formulate(drawn, game), what), n)
    cells: list[Any] = []
    for k in range(n):
        here = build({id: float(values[k]) for id, values in points.items()})
        try:
            cells.append(np.atleast_1d(np.asarray(read_what(here, formulate(here, game), what)))[0].item())
        except GameError:  # numbers that make no game there
            cells.append("no such game")
    is_label = any(isinstance(cell, str) for cell in cells)
    return np.array([str(cell) for cell in cells]) if is_label else np.array(cells, dtype=np.float64)


def influences(
    build: Build, game: str, what: str, ends: Sequence[tuple[str, float, float, float]]
) -> dict[str, tuple[float, float]]:
    """Return how far each parameter moves what is mapped, each by itself between the ends of its range.

    Parameters
    ----------
    build, game, what
        As for ``evaluate_points``.
    ends
        (parameter, its value, low end, high end), one per parameter.

    Returns
    -------
    dict
        Parameter to (how many of the two ends give another label, or how far the number moves between them; the same
        movement averaged over all numbers that are read off the game, for ties). Larger is more.
    """
    try:
        return _influences(build, game, what, ends)
    except DeterrenceError:  # some parameter takes one number only, or its ends make no game
        moved: dict[str, tuple[float, float]] = {}
        for one in ends:
            with suppress(DeterrenceError):
                moved |= _influences(build, game, what, [one])
        return moved


def _influences(
    build: Build, game: str, what: str, ends: Sequence[tuple[str, float, float, float]]
) -> dict[str, tuple[float, float]]:
    n = 1 + 2 * len(ends)
    points = {id: np.full(n, now) for id, now, _, _ in ends}
    for k, (id, _, low, high) in enumerate(ends):
        points[id][1 + 2 * k], points[id][2 + 2 * k] = low, high
    found = evaluate_points(build, game, what, points)
    numbers: list[NDArray[np.float64]] = []
    if build({}).games[game].form not in BY_POINT:
        for _, row, _, value in read_properties(formulate(build(points), game)):
            if row.gives == "number":
                column = _spread(np.asarray(value, dtype=np.float64), n)
                column = np.where(np.isfinite(column), column, nan)
                width = np.nanmax(column) - np.nanmin(column) if np.isfinite(column).any() else 0.0
                if width > 0:
                    numbers.append(column / width)
    moved: dict[str, tuple[float, float]] = {}
    for k, (id, *_) in enumerate(ends):
        low, high = 1 + 2 * k, 2 + 2 * k
        if found.dtype.kind == "f":
            both = np.isfinite(found[[low, high]]).all()
            own = float(abs(found[high] - found[low]) if both else found[high] != found[low])
        else:
            own = float(found[low] != found[0]) + float(found[high] != found[0])
        others = [abs(column[high] - column[low]) for column in numbers]
        moved[id] = own, float(np.mean([one for one in others if np.isfinite(one)] or [0.0]))
    return moved


def read_what(model: Model, game: Form, what: str) -> Any:
    """Return what is mapped of a game: a number or a label, or an array of them."""
    if what == EQUILIBRIA:
        return _equilibria(game)
    way, _, measure = what.partition(":")
    if way in ("highest", "lowest") and isinstance(game, Listed):
        return _extreme(game, measure, is_high=way == "highest")
    owned = [(player, row, value) for id, row, player, value in read_properties(game) if id == way]
    if not owned:
        return "not applicable"
    _, row, value = owned[0]
    if row.gives == "label" and row.per == "player":
        return _joined([(name(model, player), each) for player, _, each in owned])
    if measure:
        value = next(each for player, _, each in owned if str(player) == measure)
    if row.unit == "yes or no":
        return np.where(
            np.isnan(np.asarray(value, float)), "not applicable", np.where(np.asarray(value) > 0, "yes", "no")
        )
    if row.gives == "seat":
        return _called(model, value)
    if row.gives == "label":
        return np.array([_words(each) for each in np.atleast_1d(np.asarray(value, dtype=str)).tolist()])
    return np.asarray(value, dtype=np.float64)


def _equilibria(game: Form) -> Any:
    if not isinstance(game, Listed):
        return " or ".join(sorted(member.name.replace("_", " ") for member in solve(game).members)) or "none"
    candidates = game.candidates()
    exist = [np.atleast_1d(np.asarray(candidate.exists, dtype=bool)) for candidate in candidates]
    exist = [np.broadcast_to(one, max(len(each) for each in exist)) for one in exist]
    if game.form == "crisis":
        counts = np.sum(exist, axis=0)
        return np.array([f"{count} equilibri{'um' if count == 1 else 'a'}" for count in counts])
    return np.array(
        [
            ", ".join(c.name.replace("_", " ") for c, one in zip(candidates, exist, strict=True) if one[k]) or "none"
            for k in range(len(exist[0]))
        ]
    )


def _extreme(game: Listed, measure: str, *, is_high: bool) -> Any:
    columns: list[Any] = []
    for candidate in game.candidates():
        figure: Any = candidate.figures[measure]
        exists, value = np.broadcast_arrays(np.asarray(candidate.exists, bool), np.asarray(figure, dtype=np.float64))
        columns.append(np.atleast_1d(np.where(exists, value, nan)))
    rows = np.broadcast_arrays(*columns)
    return (np.fmax if is_high else np.fmin).reduce(rows)


def _joined(owned: list[tuple[str, Any]]) -> Any:
    """Return the labels of all players as one: once where all have the same."""
    rows = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, dtype=str)) for _, each in owned))
    told: list[str] = []
    for cell in zip(*(row.tolist() for row in rows), strict=True):
        parts = [f"{who}: {_words(kind)}" for (who, _), kind in zip(owned, cell, strict=True)]
        told.append(f"{_words(cell[0])} for all" if len(set(cell)) == 1 else ", ".join(parts))
    return np.array(told)


def _words(label: str) -> str:
    return label.replace("_", " ").replace(",", ", ") or "none"


def _called(model: Model, value: Any) -> Any:
    labels = np.atleast_1d(np.asarray(value, dtype=str))
    return np.array([name(model, label) if label else "nobody" for label in labels.tolist()])


def _spread(found: Any, n: int) -> NDArray[Any]:
    array = np.asarray(found)
    return np.broadcast_to(array.ravel() if array.ndim else array, (n,)) if array.size == 1 else array
