"""The tables of a model file become records, and records become tables again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import numpy as np

from deterrence.errors import ModelError, shorten, show
from deterrence.world import schema
from deterrence.world.expressions import Expression, parse
from deterrence.world.lookup import R, Records
from deterrence.world.model import Model
from deterrence.world.records import (
    ATTRIBUTES,
    Actor,
    Change,
    Channel,
    GameSpec,
    Option,
    Ordering,
    Parameter,
    Scenario,
    Source,
    Tie,
)
from deterrence.world.tree import Literal

#: Most formulas and labels of all games together.
MAX_LEAVES = 20_000

#: Longest text of one label, such as the marker of a rung.
MAX_LABEL = 400

_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}")

#: What each change needs beside its verb, and the keys it may not have.
CHANGE_KEYS: Mapping[str, frozenset[str]] = {
    "set": frozenset({"parameter", "amount"}),
    "scale": frozenset({"parameter", "amount"}),
    "shift": frozenset({"parameter", "amount"}),
    "add": frozenset({"channel"}),
    "remove": frozenset({"target"}),
    "alter": frozenset({"target", "attribute", "amount"}),
}


def model_of(table: schema.ModelTable, *, file: str, id: str, path: Path | None) -> Model:
    """Turn a checked file into a model, parsing every formula.

    Raises
    ------
    ModelError
        For a formula outside the language, an id that stands twice, or keys that do not fit a verb.
    """
    n_leaves = sum(_count(nested) for t in table.games for nested in (t.arguments, t.labels))
    if n_leaves > MAX_LEAVES:
        raise ModelError(
            f"{file}, games", f"saw {n_leaves:,} formulas and labels", f"at most {MAX_LEAVES:,}", "split the case"
        )
    return Model(
        id=id,
        title=table.title,
        about=table.about,
        source=table.source,
        period_days=table.period_days,
        sources=_records(
            "source", file, (Source(key, t.title, t.author, t.year, t.note) for key, t in table.sources.items())
        ),
        actors=_records("actor", file, (_actor(t) for t in table.actors)),
        ties=_records("tie", file, (_tie(t) for t in table.ties)),
        channels=_records("channel", file, (_channel(t, f"{file}, channel '{t.id}'") for t in table.channels)),
        parameters=_records("parameter", file, (_parameter(t) for t in table.parameters)),
        options=_records("option", file, (_option(t, f"{file}, option '{t.id}'") for t in table.options)),
        games=_records("game", file, (_game(t, f"{file}, game '{t.id}'") for t in table.games)),
        scenarios=_records("scenario", file, (_scenario(t) for t in table.scenarios)),
        orderings=_records("ordering", file, (_ordering(t, f"{file}, ordering '{t.id}'") for t in table.orderings)),
        applied=dict(table.state.applied),
        overridden=tuple(table.state.overridden),
        scenario=table.state.scenario,
        closed=tuple(table.state.closed),
        path=path,
    )


def _records(kind: str, file: str, items: Iterable[R]) -> Records[R]:
    found = tuple(items)
    try:
        return Records(kind, found)
    except ModelError as error:
        raise ModelError(f"{file}, {error.where}", error.saw, error.allowed, error.remedy) from None


def _actor(t: schema.ActorTable) -> Actor:
    return Actor(t.id, t.name, t.role, (t.position[0], t.position[1]), t.about, tuple(t.refs))


def _tie(t: schema.TieTable) -> Tie:
    return Tie(t.id, t.kind, (t.ends[0], t.ends[1]), tuple(t.parameters), t.about, tuple(t.refs))


def _parameter(t: schema.ParameterTable) -> Parameter:
    return Parameter(t.id, t.value, t.low, t.high, t.unit, t.meaning, t.basis, t.reason, t.quote, tuple(t.refs))


def _channel(t: schema.ChannelTable, where: str) -> Channel:
    reliability, delay, secrecy, bias = (parse(getattr(t, name), where=f"{where}, {name}") for name in ATTRIBUTES)
    ends = (t.ends[0], t.ends[1])
    return Channel(t.id, ends, t.kind, reliability, delay, secrecy, bias, t.about, tuple(t.display), tuple(t.refs))


def _game(t: schema.GameTable, where: str) -> GameSpec:
    arguments = {key: _leaves(value, f"{where}, {key}", _formula) for key, value in t.arguments.items()}
    labels = {key: _leaves(value, f"{where}, labels, {key}", _label) for key, value in t.labels.items()}
    return GameSpec(t.id, t.title, t.form, tuple(t.players), arguments, labels, t.about, tuple(t.refs))


def _option(t: schema.OptionTable, where: str) -> Option:
    changes = tuple(_change(change, f"{where}, change {number}") for number, change in enumerate(t.changes, start=1))
    return Option(
        t.id, t.title, t.family, changes, t.ranked, t.cost_bearer, t.civilian_effect, t.rationale, t.quote, t.source,
        t.backfires, tuple(t.refs),
    )  # fmt: skip


def _change(t: schema.ChangeTable, where: str) -> Change:
    keys = ("parameter", "amount", "channel", "target", "attribute")
    given = frozenset(key for key in keys if getattr(t, key) is not None)
    needed = CHANGE_KEYS[t.verb]
    if given != needed:
        raise ModelError(where, f"saw '{t.verb}' with {_words(given)}", f"{_words(needed)} for '{t.verb}'")
    return Change(
        verb=t.verb,
        parameter=t.parameter or "",
        amount=None if t.amount is None else parse(t.amount, where=f"{where}, amount"),
        channel=None if t.channel is None else _channel(t.channel, f"{where}, channel '{t.channel.id}'"),
        target=t.target or "",
        attribute=t.attribute or "",
        why=t.why,
        for_forms=tuple(t.for_forms),
    )


def _words(keys: Iterable[str]) -> str:
    return " and ".join(sorted(keys)) or "nothing"


def _scenario(t: schema.ScenarioTable) -> Scenario:
    return Scenario(t.id, t.title, t.about, dict(t.values), dict(t.rungs), tuple(t.refs))


def _ordering(t: schema.OrderingTable, where: str) -> Ordering:
    descending = tuple(parse(f, where=f"{where}, descending[{i}]") for i, f in enumerate(t.descending))
    return Ordering(t.id, t.claim, t.actor, descending, t.contested, dict(t.values), t.reason, tuple(t.refs))


def _count(nested: Any) -> int:
    if isinstance(nested, dict):
        nested = list(nested.values())
    return sum(_count(item) for item in nested) if isinstance(nested, list) else 1


def _leaves(nested: Any, where: str, read: Callable[[Any, str], Any]) -> Any:
    """Return nested lists as nested tuples, and tables as mappings, of what ``read`` makes of each leaf."""
    if isinstance(nested, list | dict) and not nested:
        raise ModelError(where, f"saw an empty {'list' if isinstance(nested, list) else 'table'}", "at least one entry")
    if isinstance(nested, list):
        return tuple(_leaves(item, f"{where}[{index}]", read) for index, item in enumerate(nested))
    if isinstance(nested, dict):
        for key in nested:
            if not _KEY.fullmatch(key):
                raise ModelError(f"{where}, {show(key)}", "saw this key", "a lower-case id such as red_sea")
        return {key: _leaves(item, f"{where}, {key}", read) for key, item in nested.items()}
    return read(nested, where)


def _formula(leaf: Any, where: str) -> Expression:
    return parse(leaf, where=where)


def _label(leaf: Any, where: str) -> str | int:
    if isinstance(leaf, str) and len(leaf) <= MAX_LABEL and leaf.isprintable():
        return leaf
    if isinstance(leaf, int) and not isinstance(leaf, bool) and abs(leaf) <= 10**9:
        return leaf
    raise ModelError(where, f"saw {show(leaf)}", f"a text of at most {MAX_LABEL} characters or a whole number")


def tables_of(model: Model) -> dict[str, Any]:
    """Return a model as plain tables, lists and values, ready to be written.

    Raises
    ------
    ModelError
        If a parameter holds draws.
    """
    tables: dict[str, Any] = {
        "schema": schema.SCHEMA,
        "title": model.title,
        "about": model.about,
        "source": model.source,
        "period_days": model.period_days,
        "sources": {source.id: _plain(source, leave=("id",)) for source in model.sources.values()},
    }
    lists = {"overridden": list(model.overridden), "closed": list(model.closed)}
    state = {"applied": dict(model.applied), "scenario": model.scenario, **lists}
    if any(state.values()):
        tables["state"] = state
    for key in ("actors", "ties", "parameters", "channels", "games", "options", "scenarios", "orderings"):
        items = [_plain(record) for record in getattr(model, key).values()]
        if items:
            tables[key] = items
    return tables


def _plain(record: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a record as a table without the values that it has by default; formulas become their text."""
    table: dict[str, Any] = {}
    for field in fields(record):
        given = getattr(record, field.name)
        if isinstance(given, np.ndarray):
            where = f"parameter '{shorten(record.id)}'"
            raise ModelError(where, "it holds draws", "single values in a file", "save before drawing")
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.name not in leave and given != default:
            table[field.name] = _value(given)
    return table


def _value(value: Any) -> Any:
    if isinstance(value, Expression):
        return value.node.value if isinstance(value.node, Literal) else value.text
    if isinstance(value, Channel | Change):
        return _plain(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    return value
