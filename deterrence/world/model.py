"""The world of a case: every record, and the few ways to make a changed copy.

A Model is data. It knows no payoff matrix and no equilibrium; ``formulate`` turns one of its game specifications into a
game.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from deterrence.errors import ModelError
from deterrence.world.expressions import Expression
from deterrence.world.records import (
    Actor,
    Channel,
    GameSpec,
    Option,
    Ordering,
    Parameter,
    Records,
    Scenario,
    Source,
    Tie,
    Value,
)


@dataclass(frozen=True)
class Model:
    """A case: everything that exists, in mappings by id, and nothing computed.

    Parameters
    ----------
    id
        The name under which it is loaded.
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
    path
        The file it came from, None for models made in Python.
    """

    id: str
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
    path: Path | None = field(default=None, compare=False)

    def with_values(self, values: Mapping[str, Value]) -> Model:
        """Return a copy with other parameter values.

        Parameters
        ----------
        values
            Parameter id to a number, or to an array of draws of shape (n_draws,). A value may leave its declared range,
            not its kind: a probability stays in [0, 1].

        Returns
        -------
        Model

        Raises
        ------
        ModelError
            For an unknown id, a value that is no number, or one outside what its unit allows.

        Examples
        --------
        >>> import deterrence as dt
        >>> model = dt.load("textbook/prisoners_dilemma")
        >>> model.with_values({"patience": 0.5}).parameters["patience"].value
        0.5
        """
        changed = [replace(self.parameters[id], value=check_value(self.parameters[id], given)) for id, given in values.items()]
        order = tuple(dict.fromkeys((*self.overridden, *values)))
        return replace(self, parameters=self.parameters.updated(*changed), overridden=order)

    @property
    def digest(self) -> str:
        """SHA-256 of everything that can move a result, as 64 hexadecimal digits; independent of path and platform."""
        skipped = {"path", "applied", "overridden", "scenario"}
        content = {f.name: _canonical(getattr(self, f.name)) for f in fields(self) if f.name not in skipped}
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def check_value(parameter: Parameter, given: Any) -> Value:
    """Return a value as a float or a float array, refusing what the parameter's unit does not allow.

    Raises
    ------
    ModelError
        Naming the parameter, what was seen and what is allowed.
    """
    where = f"parameter '{parameter.id}'"
    remedy = f"its declared range is {parameter.low:g} to {parameter.high:g}"
    if isinstance(given, bool | str):
        raise ModelError(where, f"saw {given!r}", "a number", remedy)
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ModelError(where, f"saw a {type(given).__name__}", "a number", remedy) from None
    if array.ndim > 1 or array.size == 0:
        raise ModelError(where, f"saw an array of shape {array.shape}", "a number or an array of shape (n_draws,)", remedy)
    if not np.all(np.isfinite(array)):
        raise ModelError(where, "saw NaN or infinity", "finite numbers", remedy)
    low, high = domain(parameter)
    if np.any(array < low) or np.any(array > high) or (parameter.is_discount_factor and np.any(array >= 1)):
        seen = array[(array < low) | (array > high) | (array >= 1)].flat[0]
        allowed = "0 <= value < 1" if parameter.is_discount_factor else f"a {parameter.unit} in [0, 1]"
        raise ModelError(where, f"saw {seen:g}", allowed, remedy)
    return float(array) if array.ndim == 0 else array


def domain(parameter: Parameter) -> tuple[float, float]:
    """Return the least and the greatest value that the parameter's unit allows."""
    bounded = parameter.is_probability or parameter.is_discount_factor
    return (0.0, 1.0) if bounded else (-math.inf, math.inf)


def _canonical(value: Any) -> Any:
    """Return plain data that is the same for equal records on every platform."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Records):
        return [_canonical(record) for record in value.values()]
    if is_dataclass(value):
        return {f.name: _canonical(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        return [float(item).hex() for item in value]
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value).hex()
    if isinstance(value, Mapping):
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(item) for item in value]
    return value
