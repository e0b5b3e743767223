"""The world of a case: every record, and the few ways to make a changed copy.

A Model is data. It knows no payoff matrix and no equilibrium; ``formulate`` turns one of its game specifications into a
game.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import ModelError, shorten, show
from deterrence.world.expressions import Expression
from deterrence.world.lookup import Records
from deterrence.world.records import (
    Actor,
    Channel,
    GameSpec,
    Option,
    Ordering,
    Parameter,
    Scenario,
    Source,
    Tie,
    Value,
)
from deterrence.world.reliability import Topology
from deterrence.world.tree import NetworkCall


@dataclass(frozen=True)
class Model:
    """A case: everything that exists, in mappings by id, and nothing computed.

    Parameters
    ----------
    id
        The name under which it is loaded; like ``path`` no part of its content, so two copies of a file are equal.
    title, about
        For readers.
    period_days
        Length of one period of the repeated games.
    applied
        Options applied so far, id to strength; the baseline has none.
    overridden
        Parameters whose value was changed by hand, in order.
    scenario
        The scenario in force, or an empty string.
    closed
        Channels that were taken out by hand (``close_channels``), in order.
    path
        The file it came from, None for models made in Python.
    """

    id: str = field(compare=False)
    title: str
    about: str = ""
    source: str = "illustrative"
    period_days: float = 7.0
    sources: Records[Source] = field(default_factory=lambda: Records[Source]("source"))
    actors: Records[Actor] = field(default_factory=lambda: Records[Actor]("actor"))
    ties: Records[Tie] = field(default_factory=lambda: Records[Tie]("tie"))
    channels: Records[Channel] = field(default_factory=lambda: Records[Channel]("channel"))
    parameters: Records[Parameter] = field(default_factory=lambda: Records[Parameter]("parameter"))
    options: Records[Option] = field(default_factory=lambda: Records[Option]("option"))
    games: Records[GameSpec] = field(default_factory=lambda: Records[GameSpec]("game"))
    scenarios: Records[Scenario] = field(default_factory=lambda: Records[Scenario]("scenario"))
    orderings: Records[Ordering] = field(default_factory=lambda: Records[Ordering]("ordering"))
    applied: Mapping[str, float] = field(default_factory=dict[str, float])
    overridden: tuple[str, ...] = ()
    scenario: str = ""
    closed: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)

    @cached_property
    def network_values(self) -> dict[NetworkCall, Value]:
        """Values of network functions that were asked for before; the model is frozen, so they stand."""
        return {}

    @cached_property
    def topology(self) -> Topology:
        """The channels that carry messages, and the actors that may relay them: what routes depend on."""
        carrying = tuple((channel.id, *channel.ends) for channel in self.channels.values() if channel.carries)
        return carrying, frozenset(actor.id for actor in self.actors.values() if actor.role == "mediator")

    def with_values(self, values: Mapping[str, Value | Sequence[float]]) -> Model:
        """Return a copy with other parameter values.

        Set values, or draw them, before options are applied. Options act on the values that they find; a value set
        afterwards stands as it is given, whatever an option had made of that parameter.

        Parameters
        ----------
        values
            Parameter id to a number, or to an array of draws of shape (n_draws,), which is copied. A value may leave
            its declared range, not its kind: a probability stays in [0, 1].

        Returns
        -------
        Model

        Raises
        ------
        ModelError
            For an unknown id, a value that is no number, one outside what its unit allows, or draws of another number
            than the model holds already.

        Examples
        --------
        >>> import deterrence as dt
        >>> model = dt.load("textbook/prisoners_dilemma")
        >>> model.with_values({"patience": 0.5}).parameters["patience"].value
        0.5
        """
        current = self.parameters
        parameters = current.updated(
            *(replace(current[id], value=check_value(current[id], given)) for id, given in values.items())
        )
        _check_draws(parameters)
        order = tuple(dict.fromkeys((*self.overridden, *values)))
        return replace(self, parameters=parameters, overridden=order)

    @property
    def file(self) -> str:
        """The name of the file it came from, as messages show it; empty for models made in Python."""
        return "" if self.path is None else file_label(self.path)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that can move a result, as 64 hexadecimal digits; the same on every platform.

        Where the file lies, its name, and how its values came about (``applied`` to ``closed``) do not enter.
        """
        skipped = {"id", "path", "applied", "overridden", "scenario", "closed"}
        content = {f.name: _canonical(getattr(self, f.name)) for f in fields(self) if f.name not in skipped}
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def file_label(path: Path) -> str:
    """Return how messages call a model file: its name, with its folder where every case calls it the same."""
    if path.name != "model.toml":
        return shorten(path.name)
    return f"{shorten(path.absolute().parent.name)}/model.toml"


def check_is_model(given: object) -> None:
    """Refuse what is no model: a name that was not loaded, most likely.

    Raises
    ------
    ModelError
        Saying how to load one.
    """
    if not isinstance(given, Model):
        remedy = f"use dt.load({show(given, 40)})" if isinstance(given, str) else "use dt.load(name)"
        raise ModelError("model", f"saw {show(given)}", "a Model", remedy)


def check_value(parameter: Parameter, given: Any) -> Value:
    """Return a value as a float or a new read-only float array, refusing what the parameter's unit does not allow.

    Raises
    ------
    ModelError
        Naming the parameter, what was seen and what is allowed.
    """
    low, high = domain(parameter)
    is_below_one = parameter.is_discount_factor
    if isinstance(given, float) and low <= given <= high and math.isfinite(given) and not (is_below_one and given >= 1):
        return float(given)
    where = f"parameter '{shorten(parameter.id)}'"
    remedy = f"its declared range is {parameter.low:g} to {parameter.high:g}"
    array = _as_floats(given)
    if array is None:
        raise ModelError(where, f"saw {show(given)}", "a number", remedy)
    if array.ndim > 1 or array.size == 0:
        raise ModelError(
            where, f"saw an array of shape {array.shape}", "a number or an array of shape (n_draws,)", remedy
        )
    if not np.all(np.isfinite(array)):
        raise ModelError(where, "saw NaN or infinity", "finite numbers", remedy)
    outside = (array < low) | (array > high)
    if is_below_one:
        outside |= array >= 1
    if np.any(outside):
        allowed = "0 <= value < 1" if is_below_one else f"a {shorten(parameter.unit)} in [0, 1]"
        raise ModelError(where, f"saw {array[outside].flat[0]:g}", allowed, remedy)
    if array.ndim == 0:
        return float(array)
    array.setflags(write=False)
    return array


def _as_floats(given: Any) -> NDArray[np.float64] | None:
    """Return a new array of floats, or None when something given is no real number."""
    try:
        array = np.asarray(given)
        if array.dtype.kind == "O" and not all(isinstance(item, Real) for item in array.flat):
            return None
        return None if array.dtype.kind not in "iufO" else np.array(array, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def domain(parameter: Parameter) -> tuple[float, float]:
    """Return the least and the greatest value that the parameter's unit allows."""
    bounded = parameter.is_probability or parameter.is_discount_factor
    return (0.0, 1.0) if bounded else (-math.inf, math.inf)


def _check_draws(parameters: Records[Parameter]) -> None:
    """Refuse parameters with different numbers of draws: draw 7 of one goes with draw 7 of every other."""
    first: tuple[str, int] | None = None
    for parameter in parameters.values():
        if isinstance(parameter.value, np.ndarray):
            first = first or (parameter.id, parameter.value.size)
            if parameter.value.size != first[1]:
                saw = f"saw {parameter.value.size} draws where '{shorten(first[0])}' has {first[1]}"
                raise ModelError(f"parameter '{shorten(parameter.id)}'", saw, "the same number of draws everywhere")


def _canonical(value: Any) -> Any:
    """Return plain data that is the same for equal records on every platform."""
    if isinstance(value, Expression):
        return _canonical(value.node)
    if isinstance(value, Records):
        return [_canonical(record) for record in value.values()]
    if is_dataclass(value):
        return {f.name: _canonical(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        return [_canonical(float(item)) for item in value]
    if isinstance(value, float | int) and not isinstance(value, bool):
        # Adding zero makes -0.0 and 0.0, which are equal, the same text.
        return (float(value) + 0.0).hex()
    if isinstance(value, Mapping):
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(item) for item in value]
    return value
