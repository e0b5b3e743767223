"""What one record of a model may say of another: every id exists, every number is inside its range, no value is absurd."""

from __future__ import annotations

from collections.abc import Iterable

from deterrence.errors import ModelError, suggest
from deterrence.world.evaluation import evaluate, leaves
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_value
from deterrence.world.network import channel_value
from deterrence.world.records import Channel, Change, Parameter


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
        _check_ids(tie.ends, model.actors, f"{file}, tie '{tie.id}', ends", "actor")
        _check_ids(tie.parameters, model.parameters, f"{file}, tie '{tie.id}', parameters", "parameter")
    for channel in model.channels.values():
        _check_channel(model, channel, f"{file}, channel '{channel.id}'")
    for option in model.options.values():
        if option.source and option.source not in model.sources:
            _missing(f"{file}, option '{option.id}', source", "source", option.source, model.sources)
        for number, change in enumerate(option.changes, start=1):
            _check_change(model, change, f"{file}, option '{option.id}', change {number}")
    for game in model.games.values():
        where = f"{file}, game '{game.id}'"
        _check_ids(game.players, model.actors, f"{where}, players", "actor")
        for name, nested in game.arguments.items():
            for formula in leaves({name: nested}):
                _check_formula(model, formula, f"{where}, {name}")
    for scenario in model.scenarios.values():
        _check_values(model, scenario.values, f"{file}, scenario '{scenario.id}', values")
    for ordering in model.orderings.values():
        where = f"{file}, ordering '{ordering.id}'"
        _check_ids((ordering.actor,), model.actors, f"{where}, actor", "actor")
        _check_values(model, ordering.values, f"{where}, values")
        for formula in ordering.descending:
            _check_formula(model, formula, f"{where}, descending")
    if model.scenario:
        _check_ids((model.scenario,), model.scenarios, f"{file}, state, scenario", "scenario")
    _check_ids(model.applied, model.options, f"{file}, state, applied", "option")
    _check_ids(model.overridden, model.parameters, f"{file}, state, overridden", "parameter")


def _check_parameter(model: Model, parameter: Parameter, where: str) -> None:
    if not parameter.low <= parameter.high:
        raise ModelError(where, f"saw low {parameter.low:g} above high {parameter.high:g}", "low <= high")
    changed = parameter.id in model.overridden or model.applied or model.scenario
    if not changed and not parameter.low <= parameter.value <= parameter.high:
        saw = f"saw the value {parameter.value:g} outside {parameter.low:g} to {parameter.high:g}"
        raise ModelError(where, saw, "low <= value <= high", "widen the range or move the value")
    for number in (parameter.value, parameter.low, parameter.high):
        try:
            check_value(parameter, number)
        except ModelError as error:
            raise ModelError(where, error.saw, error.allowed) from None
    if parameter.basis == "assumed":
        if not parameter.reason:
            raise ModelError(f"{where}, reason", "it is empty", "a sentence on why this value and this range")
    elif parameter.basis not in model.sources:
        _missing(f"{where}, basis", "source", parameter.basis, [*model.sources, "assumed"])
    elif not parameter.quote:
        raise ModelError(f"{where}, quote", "it is empty", f"the words of source '{parameter.basis}'")


def _check_channel(model: Model, channel: Channel, where: str) -> None:
    _check_ids(channel.ends, model.actors, f"{where}, ends", "actor")
    if channel.ends[0] == channel.ends[1]:
        raise ModelError(f"{where}, ends", f"saw '{channel.ends[0]}' twice", "two different actors")
    with_this = model if channel.id in model.channels else None
    for attribute in ("reliability", "delay", "secrecy", "bias"):
        formula: Expression = getattr(channel, attribute)
        if formula.calls:
            raise ModelError(f"{where}, {attribute}", f"saw {next(iter(formula.calls))}", "parameters and numbers only")
        _check_names(model, formula, f"{where}, {attribute}")
        if with_this is not None:
            try:
                channel_value(with_this, channel.id, attribute)
            except ModelError as error:
                raise ModelError(f"{where}, {attribute}", error.saw, error.allowed) from None


def _check_change(model: Model, change: Change, where: str) -> None:
    if change.parameter:
        _check_ids((change.parameter,), model.parameters, f"{where}, parameter", "parameter")
    if change.amount is not None:
        _check_formula(model, change.amount, f"{where}, amount")
        if change.verb == "alter" and change.amount.calls:
            raise ModelError(f"{where}, amount", f"saw {next(iter(change.amount.calls))}", "parameters and numbers only")
    if change.channel is not None:
        _check_channel(model, change.channel, f"{where}, channel '{change.channel.id}'")
        if change.channel.id in model.channels and not model.applied:
            raise ModelError(where, f"it adds channel '{change.channel.id}', which exists", "a new id, or the verb alter")
    if change.target and not model.applied:
        _check_ids((change.target,), _channel_ids(model), f"{where}, target", "channel")


def _channel_ids(model: Model) -> set[str]:
    added = {c.channel.id for option in model.options.values() for c in option.changes if c.channel is not None}
    removed = {c.target for option in model.options.values() for c in option.changes if c.verb == "remove" and model.applied}
    return {*model.channels, *added, *removed}


def _check_formula(model: Model, formula: Expression, where: str) -> None:
    _check_names(model, formula, where)
    channels = _channel_ids(model)
    for call in formula.calls:
        if call.function in ("reliability", "bias", "importance"):
            _check_ids(call.ids[:1], channels, f"{where}, {call}", "channel")
        actors = call.ids[1:] if call.function == "importance" else call.ids
        if call.function not in ("reliability", "bias"):
            _check_ids(actors, model.actors, f"{where}, {call}", "actor")
            if len(set(actors)) < len(actors):
                raise ModelError(f"{where}, {call}", "saw the same actor twice", "two different actors")
    evaluate(model, formula)


def _check_names(model: Model, formula: Expression, where: str) -> None:
    _check_ids(sorted(formula.names), model.parameters, f"{where}, '{_cut(formula.text)}'", "parameter")


def _check_values(model: Model, values: Iterable[str], where: str) -> None:
    _check_ids(values, model.parameters, where, "parameter")
    for id, value in dict(values).items():  # type: ignore[arg-type]  # a mapping of id to number
        check_value(model.parameters[id], value)


def _check_ids(ids: Iterable[str], known: Iterable[str], where: str, kind: str) -> None:
    for id in ids:
        if id not in known:  # type: ignore[operator]  # records, sets and lists all answer
            _missing(where, kind, id, known)


def _missing(where: str, kind: str, id: str, known: Iterable[str]) -> None:
    raise ModelError(where, f"there is no {kind} '{_cut(id)}'", "", suggest(id, known))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
