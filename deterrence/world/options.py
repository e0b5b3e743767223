"""Policy options as transforms: apply a portfolio to a model, read one from text, list what moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import ModelError, OptionError, suggest
from deterrence.world.evaluation import evaluate
from deterrence.world.expressions import interpolate, scaled
from deterrence.world.model import Model, check_value
from deterrence.world.records import Change, Option, Value

if TYPE_CHECKING:
    import pandas as pd

#: Options with their strengths in [0, 1]: a name, names, a text like "a+b=.5", or a mapping.
Portfolio = str | Iterable[str] | Mapping[str, float]


def read_portfolio(model: Model, options: Portfolio) -> dict[str, float]:
    """Return a portfolio as {option id: strength}, in the model's order.

    Parameters
    ----------
    model
        The world whose options are meant.
    options
        An id, several ids, ``"backchannels+missile_defence=.5"``, or a mapping from id to strength.

    Raises
    ------
    OptionError
        For an unknown id (with a suggestion), an option named twice, or a strength outside [0, 1].

    Examples
    --------
    >>> import deterrence as dt
    >>> read_portfolio(dt.load("levant_2024"), "hotline_network=.5")
    {'hotline_network': 0.5}
    """
    pairs: list[tuple[str, Any]] = []
    if isinstance(options, str):
        pairs = [_read_pair(part) for part in options.split("+")]
    elif isinstance(options, Mapping):
        pairs = list(options.items())
    else:
        for item in options:
            if not isinstance(item, str):
                raise OptionError("options", f"saw a {type(item).__name__}", "ids of options")
            pairs.extend(_read_pair(part) for part in item.split("+"))
    strengths: dict[str, float] = {}
    for id, strength in pairs:
        if id not in model.options:
            raise OptionError(f"option '{id}'", "there is no such id", "", suggest(str(id), model.options))
        if id in strengths:
            raise OptionError(f"option '{id}'", "saw it twice in one portfolio", "each option once")
        strengths[id] = _check_strength(id, strength)
    return {id: strengths[id] for id in model.options if id in strengths}


def apply(model: Model, options: Portfolio) -> Model:
    """Return the world after a portfolio of options.

    Parameters
    ----------
    model
        The world before; it is not changed.
    options
        See ``read_portfolio``. Options act in the order of the model file, whatever order they are given in. A strength
        of 0 changes nothing; between 0 and 1 every change is interpolated between unchanged and full.

    Returns
    -------
    Model

    Raises
    ------
    OptionError
        For an unknown option, a strength outside [0, 1], an option that is already applied, or a change that leaves what
        a parameter allows.
    """
    changed = model
    for id, strength in read_portfolio(model, options).items():
        if id in model.applied:
            raise OptionError(f"option '{id}'", "it is already applied to this model", "each option once", "start from the baseline")
        if strength > 0:
            for change in model.options[id].changes:
                changed = _step(changed, model.options[id], change, strength)
        changed = replace(changed, applied={**changed.applied, id: strength})
    return changed


def with_scenario(model: Model, scenario: str) -> Model:
    """Return the world at the start that a scenario names: its parameter values, and its id on record.

    Raises
    ------
    ModelError
        For an unknown scenario.
    """
    values = model.scenarios[scenario].values
    changed = model.with_values(values)
    return replace(changed, scenario=scenario, overridden=model.overridden)


def diff(before: Model, after: Model) -> pd.DataFrame:
    """List every number of the world that moved between two models.

    Returns
    -------
    DataFrame
        Columns ``item`` (parameter or channel id), ``attribute`` (``value``, ``reliability``, ...), ``before``,
        ``after``. A channel that only one model has shows NaN on the other side. For draws the means are compared and
        shown; any difference in a single draw counts.
    """
    import pandas as pd

    rows: list[tuple[str, str, float, float]] = []
    for id in dict.fromkeys((*before.parameters, *after.parameters)):
        pair = tuple(m.parameters[id].value if id in m.parameters else np.nan for m in (before, after))
        rows.extend(_moved(id, "value", *pair))
    for id in dict.fromkeys((*before.channels, *after.channels)):
        for attribute in ("reliability", "delay", "secrecy", "bias"):
            rows.extend(_moved(id, attribute, *(_channel_number(m, id, attribute) for m in (before, after))))
    return pd.DataFrame(rows, columns=["item", "attribute", "before", "after"])


def _moved(item: str, attribute: str, before: Value, after: Value) -> list[tuple[str, str, float, float]]:
    if np.array_equal(np.asarray(before), np.asarray(after), equal_nan=True):
        return []
    return [(item, attribute, float(np.mean(before)), float(np.mean(after)))]


def _channel_number(model: Model, id: str, attribute: str) -> Value:
    from deterrence.world.network import channel_value

    return channel_value(model, id, attribute) if id in model.channels else np.nan


def _read_pair(text: str) -> tuple[str, Any]:
    id, equals, strength = text.strip().partition("=")
    if not equals:
        return id.strip(), 1.0
    if not re.fullmatch(r"\s*(\d+\.?\d*|\.\d+)\s*", strength):
        raise OptionError(f"option '{id.strip()}'", f"saw the strength '{strength}'", "a number from 0 to 1, as in 'id=0.5'")
    return id.strip(), float(strength)


def _check_strength(id: str, strength: Any) -> float:
    if isinstance(strength, bool) or not isinstance(strength, int | float | np.number) or not 0 <= strength <= 1:
        raise OptionError(f"strength of option '{id}'", f"saw {strength!r}", "a number from 0 (unchanged) to 1 (full)")
    return float(strength)


def _step(model: Model, option: Option, change: Change, strength: float) -> Model:
    """Return the model after one change of an option."""
    if change.verb in ("set", "scale", "shift"):
        return _step_parameter(model, option, change, strength)
    if change.verb == "add":
        assert change.channel is not None
        channel = replace(change.channel, reliability=scaled(change.channel.reliability, strength))
        return replace(model, channels=model.channels.updated(channel))
    if change.target not in model.channels:
        raise OptionError(
            f"option '{option.id}'", f"it changes channel '{change.target}', which is not there", "a channel that exists",
            "leave out the option that removes it",
        )  # fmt: skip
    channel = model.channels[change.target]
    if change.verb == "remove":
        if strength == 1:
            return replace(model, channels=model.channels.without(change.target))
        weaker = replace(channel, reliability=scaled(channel.reliability, 1 - strength))
        return replace(model, channels=model.channels.updated(weaker))
    assert change.amount is not None
    altered = interpolate(getattr(channel, change.attribute), change.amount, strength)
    return replace(model, channels=model.channels.updated(replace(channel, **{change.attribute: altered})))


def _step_parameter(model: Model, option: Option, change: Change, strength: float) -> Model:
    assert change.amount is not None
    parameter = model.parameters[change.parameter]
    amount = evaluate(model, change.amount)
    old = parameter.value
    if change.verb == "set":
        new = amount if strength == 1 else old + strength * (amount - old)
    elif change.verb == "scale":
        new = old * (1 + strength * (amount - 1))
    else:
        new = old + strength * amount
    try:
        value = check_value(parameter, new)
    except ModelError as error:
        raise OptionError(f"option '{option.id}' on {error.where}", error.saw, error.allowed, "lower its strength") from None
    return replace(model, parameters=model.parameters.updated(replace(parameter, value=value)))
