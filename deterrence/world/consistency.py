"""What one record of a model may say of another: every id exists, every number is in range, no value is absurd."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

import numpy as np

from deterrence.errors import ModelError, OptionError, shorten, suggest
from deterrence.world.evaluation import evaluate, leaves
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_value
from deterrence.world.network import attribute_value
from deterrence.world.options import apply
from deterrence.world.records import ATTRIBUTES, Change, Channel, Option, Parameter, Scenario


def check_consistency(model: Model, file: str) -> None:
    """Check every reference, range and formula of a model.

    Raises
    ------
    ModelError
        For the first fault, naming file and key.
    """
    for parameter in model.parameters.values():
        _check_parameter(model, parameter, f"{file}, parameter '{parameter.id}'")
    for tie in model.ties.values():
        _check_ends(model, tie.ends, f"{file}, tie '{tie.id}', ends")
        _check_ids(tie.parameters, model.parameters, f"{file}, tie '{tie.id}', parameters", "parameter")
    for channel in model.channels.values():
        _check_channel(model, channel, f"{file}, channel '{channel.id}'")
    _check_ids(model.applied, model.options, f"{file}, state, applied", "option")
    _check_ids(model.overridden, model.parameters, f"{file}, state, overridden", "parameter")
    if model.scenario:
        _check_ids((model.scenario,), model.scenarios, f"{file}, state, scenario", "scenario")
    channels = _channel_ids(model, file)
    _check_ids(model.closed, channels, f"{file}, state, closed", "channel")
    for option in model.options.values():
        _check_option(model, option, channels, f"{file}, option '{option.id}'")
    for game in model.games.values():
        where = f"{file}, game '{game.id}'"
        _check_ids(game.players, model.actors, f"{where}, players", "actor")
        if len(set(game.players)) < len(game.players):
            raise ModelError(f"{where}, players", "saw the same actor twice", "each actor once")
        for name, nested in game.arguments.items():
            local = _INSIDE if isinstance(nested, Mapping) else None
            for formula in leaves({name: nested}):
                _check_number(model, formula, channels, f"{where}, {name}", local)
    for scenario in model.scenarios.values():
        _check_values(model, scenario.values, f"{file}, scenario '{scenario.id}', values")
        _check_rungs(model, scenario, f"{file}, scenario '{scenario.id}', rungs")
    for ordering in model.orderings.values():
        where = f"{file}, ordering '{ordering.id}'"
        _check_ids((ordering.actor,), model.actors, f"{where}, actor", "actor")
        _check_values(model, ordering.values, f"{where}, values")
        there = model.with_values(ordering.values)
        for formula in ordering.descending:
            _check_number(there, formula, channels, f"{where}, descending")


#: Where the formulas of a front are tried when a file is read: any rung of any front will do.
_INSIDE: Mapping[str, float] = {"rung": 1.0, "top": 4.0}


def _check_rungs(model: Model, scenario: Scenario, where: str) -> None:
    """Check that a scenario starts fronts that some game has, on rungs that they have."""
    rungs: dict[str, tuple[str, ...]] = {}
    for game in model.games.values():
        fronts = game.labels.get("fronts")
        if isinstance(fronts, Mapping):
            rungs.update({front: labels.get("rungs", ()) for front, labels in fronts.items()})
    if not rungs:
        return  # a case without a ladder may note rungs for its readers
    _check_ids(scenario.rungs, rungs, where, "front")
    for front, rung in scenario.rungs.items():
        if rungs[front] and rung >= len(rungs[front]):
            raise ModelError(f"{where}, {front}", f"saw rung {rung}", f"0 to {len(rungs[front]) - 1}")


def _is_baseline(model: Model) -> bool:
    """Say whether the file's numbers are those it was written with, so that ranges and ids can be held to them."""
    return not (model.applied or model.overridden or model.scenario)


def _check_parameter(model: Model, parameter: Parameter, where: str) -> None:
    if not parameter.low <= parameter.high:
        raise ModelError(where, f"saw low {parameter.low:g} above high {parameter.high:g}", "low <= high")
    value = float(parameter.value)
    if _is_baseline(model) and not parameter.low <= value <= parameter.high:
        saw = f"saw the value {value:g} outside {parameter.low:g} to {parameter.high:g}"
        raise ModelError(where, saw, "low <= value <= high", "widen the range or move the value")
    for key, number in (("value", value), ("low", parameter.low), ("high", parameter.high)):
        with _Placing(f"{where}, {key}"):
            check_value(parameter, number)
    if parameter.basis == "assumed":
        if not parameter.reason:
            raise ModelError(f"{where}, reason", "it is empty", "a sentence on why this value and this range")
    elif parameter.basis not in model.sources:
        _missing(f"{where}, basis", "source", parameter.basis, [*model.sources, "assumed"])
    elif not parameter.quote:
        raise ModelError(f"{where}, quote", "it is empty", f"the words of source '{parameter.basis}'")


def _check_channel(model: Model, channel: Channel, where: str) -> None:
    _check_ends(model, channel.ends, f"{where}, ends")
    for attribute in ATTRIBUTES:
        _check_attribute(model, channel, attribute, getattr(channel, attribute), f"{where}, {attribute}")


def _check_attribute(model: Model, channel: Channel, attribute: str, formula: Expression, where: str) -> None:
    if formula.calls:
        call = min(str(call) for call in formula.calls)
        raise ModelError(where, f"saw {shorten(call)}", "parameters and numbers", "network functions read channels")
    _check_names(model, formula, where)
    with _Placing(where):
        attribute_value(model, channel, attribute, formula)


def _check_ends(model: Model, ends: tuple[str, str], where: str) -> None:
    _check_ids(ends, model.actors, where, "actor")
    if ends[0] == ends[1]:
        raise ModelError(where, f"saw '{ends[0]}' twice", "two different actors")


def _check_option(model: Model, option: Option, channels: Mapping[str, Channel], where: str) -> None:
    if option.source and option.source not in model.sources:
        _missing(f"{where}, source", "source", option.source, model.sources)
    for number, change in enumerate(option.changes, start=1):
        _check_change(model, change, channels, f"{where}, change {number}")
    targets = {change.target for change in option.changes if change.target}
    if _is_baseline(model) and targets <= {*model.channels}:
        with _Placing(where):
            apply(model, {option.id: 1.0})


def _check_change(model: Model, change: Change, channels: Mapping[str, Channel], where: str) -> None:
    if change.parameter:
        _check_ids((change.parameter,), model.parameters, f"{where}, parameter", "parameter")
    if change.channel is not None:
        _check_channel(model, change.channel, f"{where}, channel '{change.channel.id}'")
    if change.target and not model.applied:
        _check_ids((change.target,), channels, f"{where}, target", "channel")
    if change.amount is None:
        return
    if change.verb == "alter" and change.target in channels:
        _check_attribute(model, channels[change.target], change.attribute, change.amount, f"{where}, amount")
    else:
        _check_formula(model, change.amount, channels, f"{where}, amount")


def _channel_ids(model: Model, file: str) -> dict[str, Channel]:
    """Return the channels that are there or that an option may add, and refuse two under one id."""
    found: dict[str, Channel] = dict(model.channels)
    added: dict[str, str] = {}
    for option in model.options.values():
        for change in option.changes:
            if change.channel is None:
                continue
            id = change.channel.id
            where = f"{file}, option '{option.id}', channel '{id}'"
            if id in added:
                saw = f"option '{added[id]}' adds it too"
                raise ModelError(where, saw, "each channel added once", "give it another id")
            if id in model.channels and not model.applied:
                raise ModelError(where, "it is there already", "a new id, or the verb alter")
            added[id] = option.id
            found.setdefault(id, change.channel)
    return found


def _check_number(
    model: Model,
    formula: Expression,
    channels: Mapping[str, Channel],
    where: str,
    local: Mapping[str, float] | None = None,
) -> None:
    """Check a formula that must be a number in the world as the file describes it; infinity is one."""
    value = _check_formula(model, formula, channels, where, local)
    if math.isnan(value):
        saw = f"'{shorten(formula.text)}' is not a number at the file's values"
        raise ModelError(where, saw, "a formula that is defined", "mind division by zero, log and sqrt")


def _check_formula(
    model: Model,
    formula: Expression,
    channels: Mapping[str, Channel],
    where: str,
    local: Mapping[str, float] | None = None,
) -> float:
    _check_names(model, formula, where, local or {})
    for call in sorted(formula.calls, key=str):
        place = f"{where}, {shorten(str(call))}"
        has_channel = call.function in ("reliability", "bias", "importance")
        if has_channel and not (model.applied and call.ids[0] not in channels):
            _check_ids(call.ids[:1], channels, place, "channel")
        actors = call.ids[1:] if has_channel else call.ids
        _check_ids(actors, model.actors, place, "actor")
        if len(set(actors)) < len(actors):
            raise ModelError(place, "saw the same actor twice", "two different actors")
    with _Placing(where):
        return float(np.mean(evaluate(model, formula, local=local)))


def _check_names(model: Model, formula: Expression, where: str, local: Mapping[str, float] | None = None) -> None:
    _check_ids(
        sorted(formula.names.difference(local or {})),
        model.parameters,
        f"{where}, '{shorten(formula.text)}'",
        "parameter",
    )


def _check_values(model: Model, values: Mapping[str, float], where: str) -> None:
    _check_ids(values, model.parameters, where, "parameter")
    for id, value in values.items():
        with _Placing(where):
            check_value(model.parameters[id], value)


def _check_ids(ids: Iterable[str], known: Collection[str], where: str, kind: str) -> None:
    for id in ids:
        if id not in known:
            _missing(where, kind, id, known)


def _missing(where: str, kind: str, id: str, known: Iterable[str]) -> None:
    raise ModelError(where, f"there is no {kind} '{shorten(id)}'", "", suggest(id, known))


class _Placing:
    """Put file and key before the place that a fault inside names, unless they say so already."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, ModelError | OptionError):
            inner = error.where.split("' on ")[-1] if isinstance(error, OptionError) else error.where
            where = self.where if inner in self.where else f"{self.where}, {inner}"
            raise ModelError(where, error.saw, error.allowed, error.remedy) from None
