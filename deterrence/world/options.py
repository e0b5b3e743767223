"""Policy options as transforms: apply a portfolio to a model, read one from text, list what moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import ModelError, OptionError, shorten, show, suggest
from deterrence.world.evaluation import evaluate
from deterrence.world.expressions import interpolate, scaled
from deterrence.world.model import Model, check_is_model, check_value
from deterrence.world.network import channel_value
from deterrence.world.records import ATTRIBUTES, Change, Channel, Option, Value

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
    strengths: dict[str, float] = {}
    for id, strength in _pairs(options):
        if id not in model.options:
            raise OptionError(f"option '{shorten(id)}'", "there is no such id", "", suggest(id, model.options))
        if id in strengths:
            raise OptionError(f"option '{id}'", "saw it twice in one portfolio", "each option once")
        strengths[id] = _check_strength(id, strength)
    return {id: strengths[id] for id in model.options if id in strengths}


def _pairs(options: object) -> list[tuple[str, Any]]:
    if isinstance(options, str):
        return [_read_pair(part) for part in options.split("+")]
    if isinstance(options, Mapping):
        given: list[tuple[Any, Any]] = list(options.items())
        return [(str(id), strength) for id, strength in given]
    if not isinstance(options, Iterable):
        raise OptionError("options", f"saw {show(options)}", "ids of options, or {id: strength}")
    items: list[Any] = list(options)
    for item in items:
        if not isinstance(item, str):
            raise OptionError("options", f"saw {show(item)}", "ids of options")
    return [_read_pair(part) for item in items for part in item.split("+")]


def apply(model: Model, options: Portfolio) -> Model:
    """Return the world after a portfolio of options.

    Parameters
    ----------
    model
        The world before; it is not changed.
    options
        See ``read_portfolio``. Options act in the order of the model file, whatever order they are given in. A strength
        of 0 changes nothing; between 0 and 1 every change is interpolated between unchanged and full. They act on the
        values that are there, so scenarios and values set by hand or drawn come first: a value set afterwards takes the
        place of what an option made of it.

    Returns
    -------
    Model

    Raises
    ------
    OptionError
        For an unknown option, a strength outside [0, 1], an option that is already applied, a channel that is missing
        or there already, or a change that leaves what a parameter or a channel allows.
    """
    check_is_model(model)
    changed = model
    for id, strength in read_portfolio(model, options).items():
        if id in model.applied:
            saw = "it is already applied to this model"
            raise OptionError(f"option '{id}'", saw, "each option once", "start from the baseline")
        if strength > 0:
            for change in model.options[id].changes:
                changed = _step(changed, model.options[id], change, strength)
        changed = replace(changed, applied={**changed.applied, id: strength})
    return changed


def with_scenario(model: Model, scenario: str) -> Model:
    """Return the world at the start that a scenario names: its parameter values, and its id on record.

    To be chosen before options are applied: its values take the place of what they made of the same parameters.

    Raises
    ------
    ModelError
        For an unknown scenario, or a model in which another one is in force: its values would stay.
    """
    check_is_model(model)
    values = model.scenarios[scenario].values
    if model.scenario not in ("", scenario):
        saw = f"scenario '{model.scenario}' is already in force"
        raise ModelError(f"scenario '{scenario}'", saw, "one scenario", "start from the baseline")
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

    for model in (before, after):
        check_is_model(model)
    rows: list[tuple[str, str, float, float]] = []
    for id in dict.fromkeys((*before.parameters, *after.parameters)):
        if before.parameters.get(id) is after.parameters.get(id):  # most are, and this is quick
            continue
        pair = tuple(m.parameters[id].value if id in m.parameters else np.nan for m in (before, after))
        rows.extend(_moved(id, "value", *pair))
    moved = {item for item, *_ in rows}
    for id in dict.fromkeys((*before.channels, *after.channels)):
        channel = before.channels.get(id)
        if channel is after.channels.get(id) and not any(moved & getattr(channel, a).names for a in ATTRIBUTES):
            continue
        for attribute in ATTRIBUTES:
            rows.extend(_moved(id, attribute, *(_channel_number(m, id, attribute) for m in (before, after))))
    table = pd.DataFrame(rows, columns=["item", "attribute", "before", "after"])
    return table.astype({"before": np.float64, "after": np.float64})


def _moved(item: str, attribute: str, before: Value, after: Value) -> list[tuple[str, str, float, float]]:
    if isinstance(before, float) and isinstance(after, float):
        return [] if before == after else [(item, attribute, before, after)]
    if np.array_equal(np.asarray(before), np.asarray(after)):
        return []
    return [(item, attribute, float(np.mean(before)), float(np.mean(after)))]


def _channel_number(model: Model, id: str, attribute: str) -> Value:
    return channel_value(model, id, attribute) if id in model.channels else np.nan


def _read_pair(text: str) -> tuple[str, Any]:
    id, equals, strength = text.strip().partition("=")
    if not equals:
        return id.strip(), 1.0
    if not re.fullmatch(r"\s*([0-9]+\.?[0-9]*|\.[0-9]+)\s*", strength):
        saw = f"saw the strength {show(strength)}"
        raise OptionError(f"option '{shorten(id.strip())}'", saw, "a number from 0 to 1, as in 'id=0.5'")
    return id.strip(), float(strength)


def _check_strength(id: str, strength: Any) -> float:
    if isinstance(strength, bool) or not isinstance(strength, int | float | np.number) or not 0 <= strength <= 1:
        raise OptionError(
            f"strength of option '{id}'", f"saw {show(strength)}", "a number from 0 (unchanged) to 1 (full)"
        )
    return float(strength)


def _step(model: Model, option: Option, change: Change, strength: float) -> Model:
    """Return the model after one change of an option."""
    try:
        if change.verb in ("set", "scale", "shift"):
            return _step_parameter(model, change, strength)
        return _step_channel(model, change, strength)
    except ModelError as error:
        where = f"option '{option.id}' on {error.where}"
        raise OptionError(where, error.saw, error.allowed, error.remedy or "lower its strength") from None


def _step_channel(model: Model, change: Change, strength: float) -> Model:
    if change.verb == "add":
        assert change.channel is not None
        if change.channel.id in model.channels:
            saw = "it is there already"
            raise ModelError(f"channel '{change.channel.id}'", saw, "a new id", "leave out the option that adds it")
        weaker = replace(change.channel, reliability=scaled(change.channel.reliability, strength))
        return _with_channel(model, weaker)
    if change.target not in model.channels:
        raise ModelError(
            f"channel '{change.target}'",
            "it is not there",
            "a channel that exists",
            "leave out the option that removes it",
        )
    channel = model.channels[change.target]
    if change.target in model.closed:
        return model
    if change.verb == "remove":
        if strength == 1:
            return replace(model, channels=model.channels.without(change.target))
        return _with_channel(model, replace(channel, reliability=scaled(channel.reliability, 1 - strength)))
    assert change.amount is not None
    altered = interpolate(getattr(channel, change.attribute), change.amount, strength)
    return _with_channel(model, replace(channel, **{change.attribute: altered}))


def _with_channel(model: Model, channel: Channel) -> Model:
    """Return the model with this channel, whose attributes must be in their bounds."""
    changed = replace(model, channels=model.channels.updated(channel))
    for attribute in ATTRIBUTES:
        channel_value(changed, channel.id, attribute)
    return changed


def _step_parameter(model: Model, change: Change, strength: float) -> Model:
    assert change.amount is not None
    parameter = model.parameters[change.parameter]
    amount = evaluate(model, change.amount)
    old = parameter.value
    with np.errstate(all="ignore"):
        if change.verb == "set":
            new = amount if strength == 1 else old + strength * (amount - old)
        elif change.verb == "scale":
            new = old * (1 + strength * (amount - 1))
        else:
            new = old + strength * amount
    value = check_value(parameter, new)
    return replace(model, parameters=model.parameters.updated(replace(parameter, value=value)))
