"""From a specification to the escalation ladder.

Each front is a table under ``arguments.fronts``, whose formulas may read ``rung`` and ``top``; its seats, the names of
its rungs and their markers stand under ``labels.fronts``. ``payoff_range`` holds each player's payoff range as the file
stores it: precision is counted in units of that range over (1 - discount), so a raised stake stays raised and a more
patient player does not become a sharper one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, ModelError, suggest
from deterrence.formulation.reading import Reading
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.world.evaluation import evaluate
from deterrence.world.expressions import Expression
from deterrence.world.records import Value

#: Arguments of a front, and whether each holds one entry per seat.
_REQUIRED: Mapping[str, bool] = {"accident": False, "ease": False, "calm": False, "push": True, "flow": False}
_OPTIONAL: Mapping[str, bool] = {"gain": True, "backdown": True, "restraint_cost": True, "exit": False, "hazard": False}
_SCALARS = ("ease", "calm", "exit")
_LABELS = ("seats", "rungs", "markers", "postures", "absorbing")

Floats = NDArray[np.float64]


def formulate_ladder(reading: Reading) -> Ladder:
    """Build a ``Ladder`` of all fronts of a specification."""
    reading.allow(("discount", "precision", "payoff_range", "spill", "fronts"), ("fronts",))
    tables, labels = reading.table("fronts"), reading.labels("fronts")
    if not isinstance(labels, Mapping):
        raise ModelError(reading.where("labels, fronts"), "saw no table", "[games.labels.fronts.NAME] with seats")
    for name in tables:
        if name not in labels:
            remedy = suggest(name, [str(label) for label in labels])
            raise ModelError(reading.where(f"labels, fronts, {name}"), "the front's seats are missing", "", remedy)
    for name in cast("Mapping[str, Any]", labels):
        if name not in tables:
            saw, remedy = "there is no such front", suggest(str(name), tables)
            raise ModelError(reading.where(f"labels, fronts, {name}"), saw, "", remedy)
    fronts = [_front(reading, name, table, labels[name]) for name, table in tables.items()]
    discount, stored = (_table(reading, _row(reading, key), key) for key in ("discount", "payoff_range"))
    # The ladder refuses in words a discount factor of 1, and a range too large.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = stored / (1 - discount)
    return Ladder(
        fronts,
        _spill(reading, len(fronts)),
        discount,
        _array(reading, _number(reading, _required(reading, "precision"), "precision")),
        scale,
        players=reading.spec.players,
        name=reading.spec.id,
    )


def rung_names(labels: Mapping[str, Any], front: str, top: int) -> tuple[str, ...]:
    """Return the names of a front's rungs as the file gives them, or their numbers."""
    named = labels.get("fronts", {}).get(front, {}).get("rungs", ())
    return tuple(str(name) for name in named) if len(named) == top + 1 else tuple(str(r) for r in range(top + 1))


def _front(reading: Reading, name: str, table: Any, labels: Any) -> Front:
    where = f"fronts, {name}"
    for given, known, kind in ((table, (*_REQUIRED, *_OPTIONAL), "argument"), (labels, _LABELS, "label")):
        if not isinstance(given, Mapping):
            raise ModelError(reading.where(where), "saw no table", f"a table of the front's {kind}s")
        for key in given:
            if key not in known:
                saw = f"a front has no such {kind}"
                raise ModelError(reading.where(f"{where}, {key}"), saw, "", suggest(str(key), known))
    for key in _REQUIRED:
        if key not in table:
            raise ModelError(reading.where(f"{where}, {key}"), "the argument is missing", "a formula or a list of them")
    seats = labels.get("seats")
    if not isinstance(seats, Sequence) or isinstance(seats, str) or not seats:
        saw = "the key is missing" if seats is None else f"saw {seats!r}"
        raise ModelError(reading.where(f"labels, {where}, seats"), saw, "a list with the player of each seat")
    flow = table["flow"]
    if not isinstance(flow, tuple) or not all(isinstance(row, tuple) for row in flow):
        allowed = "one list per player, with one payoff per rung"
        raise ModelError(reading.where(f"{where}, flow"), "saw another shape", allowed)
    top = len(flow[0]) - 1
    if top < 1 or any(len(row) != top + 1 for row in flow) or len(flow) != len(reading.spec.players):
        lengths = [len(row) for row in flow]
        allowed = f"{len(reading.spec.players)} lists of the same length, two rungs or more"
        raise ModelError(reading.where(f"{where}, flow"), f"saw lists of {lengths} payoffs", allowed)
    for key, what in (("rungs", "name"), ("markers", "text")):
        if key in labels and len(labels[key]) != top + 1:
            saw = f"saw {len(labels[key])} {what}s for {top + 1} rungs"
            raise ModelError(reading.where(f"labels, {where}, {key}"), saw, f"one {what} per rung")
    numbers: dict[str, Any] = {"gain": 0.0, "backdown": 0.0}
    for key, by_seat in {**_REQUIRED, **_OPTIONAL}.items():
        if key not in table:
            continue
        given, place = table[key], f"{where}, {key}"
        if by_seat and isinstance(given, tuple) and len(given) != len(seats):
            saw = f"saw {len(given)} entries for {len(seats)} seats"
            raise ModelError(reading.where(place), saw, "one entry per seat")
        if by_seat:
            items = given if isinstance(given, tuple) else (given,) * len(seats)
            numbers[key] = _array(reading, [_by_rung(reading, item, top, place) for item in items])
        elif key == "flow":
            numbers[key] = _array(reading, [_by_rung(reading, row, top, place) for row in given])
        elif key == "hazard":
            counts = len(seats) + 1
            numbers[key] = _table(reading, _nested(reading, given, place), place, ((counts,), (top + 1, counts)))
        elif key in _SCALARS:
            numbers[key] = _array(reading, _number(reading, given, place))
        else:
            numbers[key] = _array(reading, _by_rung(reading, given, top, place))
    return Front(name, top, seats, postures=labels.get("postures"), absorbing=labels.get("absorbing"), **numbers)


def _number(reading: Reading, given: Any, where: str, local: Mapping[str, float] | None = None) -> Value:
    """Return the value of one formula."""
    if not isinstance(given, Expression):
        raise ModelError(reading.where(where), "saw a list", "one formula")
    return evaluate(reading.model, given, local=local)


def _by_rung(reading: Reading, given: Any, top: int, where: str) -> list[Value]:
    """Return the values of a formula of the rung, or of a list with one per rung."""
    if isinstance(given, tuple):
        if len(given) != top + 1:
            allowed = f"one formula, or {top + 1}, one per rung"
            raise ModelError(reading.where(where), f"saw {len(given)} entries", allowed)
    elif not isinstance(given, Expression):
        raise ModelError(reading.where(where), "saw a table", "one formula, or a list of them")
    elif "rung" not in given.names:
        return [_number(reading, given, where, {"top": float(top)})] * (top + 1)
    items = given if isinstance(given, tuple) else (given,) * (top + 1)
    places = ({"rung": float(rung), "top": float(top)} for rung in range(top + 1))
    return [_number(reading, item, where, place) for item, place in zip(items, places, strict=True)]


def _spill(reading: Reading, n_fronts: int) -> Floats | None:
    """Return the spill between fronts, ``[from, to]``, or None where the file gives none."""
    given = reading.spec.arguments.get("spill")
    if given is None:
        return None
    return _table(reading, _nested(reading, given, "spill"), "spill", ((n_fronts, n_fronts),))


def _nested(reading: Reading, given: Any, where: str) -> Any:
    """Return the values of nested lists of formulas."""
    if isinstance(given, tuple):
        return [_nested(reading, item, where) for item in cast("tuple[Any, ...]", given)]
    return _number(reading, given, where)


def _row(reading: Reading, argument: str) -> list[Value]:
    """Return an argument that has one entry per player; one formula serves all."""
    given, n_players = _required(reading, argument), len(reading.spec.players)
    items = given if isinstance(given, tuple) else (given,) * n_players
    if len(items) != n_players:
        raise ModelError(reading.where(argument), f"saw {len(items)} entries", f"{n_players}, one per player")
    return [_number(reading, item, argument) for item in items]


def _required(reading: Reading, argument: str) -> Any:
    if argument not in reading.spec.arguments:
        raise ModelError(reading.where(argument), "the argument is missing", "a formula, or one per player")
    return reading.spec.arguments[argument]


def _table(reading: Reading, values: Any, where: str, shapes: Sequence[tuple[int, ...]] | None = None) -> Floats:
    """Return nested lists as an array of one of the shapes, if any are given: a level more would pass for draws."""
    shape = _shape(values, where)
    if shapes is not None and shape not in shapes:
        allowed = " or ".join(str(shape) for shape in shapes)
        raise ModelError(reading.where(where), f"saw shape {shape}", f"lists of shape {allowed}")
    return _array(reading, values)


def _shape(values: Any, where: str) -> tuple[int, ...]:
    """Return the shape of nested lists, draws not counted."""
    if not isinstance(values, list):
        return ()
    shapes = {_shape(item, where) for item in cast("list[Any]", values)}
    if len(shapes) != 1:
        saw = f"saw lists of shapes {sorted(shapes)} in one list" if shapes else "saw an empty list"
        raise GameError(where, saw, "lists of one length")
    return (len(cast("list[Any]", values)), *shapes.pop())


def _array(reading: Reading, values: Any) -> Floats:
    """Return nested lists of equal lengths as an array; the axis of draws comes first where anything is drawn."""
    if not reading.n_draws:
        return np.array(values, dtype=np.float64)
    array = _with_draws(values)
    return array if len(array) == reading.n_draws else array[0]


def _with_draws(values: Any) -> Floats:
    """Return nested lists as an array with the axis of draws first, of length 1 where nothing is drawn."""
    if not isinstance(values, list):
        return np.atleast_1d(np.asarray(values, dtype=np.float64))
    items = [_with_draws(item) for item in cast("list[Any]", values)]
    n_draws = max(len(item) for item in items)
    return np.stack([np.broadcast_to(item, (n_draws, *item.shape[1:])) for item in items], axis=1)
