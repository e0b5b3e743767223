"""The shape of a model file: which keys each table has, of which type, and how a table becomes a record.

Pydantic checks keys and types; formulas are parsed by expressions.py; what one record says of another is checked in
consistency.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from deterrence.errors import ModelError
from deterrence.world import records
from deterrence.world.expressions import parse

SCHEMA = "deterrence-model/1"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
DottedId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*$", max_length=120)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Refs = Annotated[list[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]+$")]], Field(max_length=100)]
Formula = Any
Share = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    """A table of a model file: unknown keys are refused, types are not coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SourceTable(_Table):
    title: Text
    author: Text = ""
    year: int = 0
    note: Text = ""


class ActorTable(_Table):
    id: Id
    name: Text
    role: records.Role
    position: Annotated[list[Share], Field(min_length=2, max_length=2)] = [0.5, 0.5]
    about: Text = ""
    refs: Refs = []


class TieTable(_Table):
    id: Id
    kind: records.TieKind
    ends: Annotated[list[Id], Field(min_length=2, max_length=2)]
    parameters: list[DottedId] = []
    about: Text = ""
    refs: Refs = []


class ParameterTable(_Table):
    id: DottedId
    value: Finite
    low: Finite
    high: Finite
    unit: Text
    meaning: Text
    basis: Text
    reason: Text = ""
    quote: Text = ""
    refs: Refs = []


class ChannelTable(_Table):
    id: Id
    ends: Annotated[list[Id], Field(min_length=2, max_length=2)]
    kind: records.ChannelKind
    reliability: Formula
    delay: Formula = 0
    secrecy: Formula = 0
    bias: Formula = 0
    about: Text = ""
    display: list[Literal["reliability", "delay", "secrecy", "bias"]] = []
    refs: Refs = []


class GameTable(_Table):
    id: Id
    title: Text
    form: Id
    players: Annotated[list[Id], Field(min_length=1, max_length=20)]
    arguments: dict[Id, Any]
    labels: dict[Id, Any] = {}
    about: Text = ""
    refs: Refs = []


class ChangeTable(_Table):
    verb: Literal["set", "scale", "shift", "add", "remove", "alter"]
    parameter: DottedId | None = None
    amount: Formula = None
    channel: ChannelTable | None = None
    target: Id | None = None
    attribute: Literal["reliability", "delay", "secrecy", "bias"] | None = None
    why: Text = ""
    for_forms: list[Id] = []


class OptionTable(_Table):
    id: Id
    title: Text
    family: records.Family
    ranked: bool = True
    cost_bearer: Text = ""
    civilian_effect: Text = "not modelled"
    rationale: Text = ""
    quote: Text = ""
    source: Text = ""
    backfires: Text = ""
    refs: Refs = []
    changes: Annotated[list[ChangeTable], Field(max_length=100)] = []


class ScenarioTable(_Table):
    id: Id
    title: Text
    about: Text = ""
    values: dict[str, Finite] = {}
    rungs: dict[Id, Annotated[int, Field(ge=0, le=100)]] = {}
    refs: Refs = []


class OrderingTable(_Table):
    id: Id
    claim: Text
    actor: Id
    descending: Annotated[list[Formula], Field(min_length=2, max_length=20)]
    contested: bool = False
    values: dict[str, Finite] = {}
    reason: Text = ""
    refs: Refs = []


class StateTable(_Table):
    applied: dict[Id, Share] = {}
    overridden: list[DottedId] = []
    scenario: str = ""


class ModelTable(_Table):
    schema_: Literal["deterrence-model/1"] = Field(alias="schema")
    title: Text
    about: Text = ""
    source: Text = "illustrative"
    period_days: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 7.0
    sources: dict[Id, SourceTable] = {}
    actors: Annotated[list[ActorTable], Field(max_length=500)] = []
    ties: Annotated[list[TieTable], Field(max_length=2000)] = []
    parameters: Annotated[list[ParameterTable], Field(max_length=5000)] = []
    channels: Annotated[list[ChannelTable], Field(max_length=2000)] = []
    games: Annotated[list[GameTable], Field(max_length=500)] = []
    options: Annotated[list[OptionTable], Field(max_length=500)] = []
    scenarios: Annotated[list[ScenarioTable], Field(max_length=500)] = []
    orderings: Annotated[list[OrderingTable], Field(max_length=2000)] = []
    state: StateTable = StateTable()


#: What each change needs beside its verb, and the keys it may not have.
CHANGE_KEYS: Mapping[str, frozenset[str]] = {
    "set": frozenset({"parameter", "amount"}),
    "scale": frozenset({"parameter", "amount"}),
    "shift": frozenset({"parameter", "amount"}),
    "add": frozenset({"channel"}),
    "remove": frozenset({"target"}),
    "alter": frozenset({"target", "attribute", "amount"}),
}


def read_table(data: Mapping[str, Any], file: str) -> ModelTable:
    """Check keys and types of a parsed model file.

    Raises
    ------
    ModelError
        For the first fault, naming file, key, what was seen and what is allowed.
    """
    try:
        return ModelTable.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise _as_model_error(faults[0], data, file, len(faults)) from None


def _as_model_error(fault: Any, data: Any, file: str, count: int) -> ModelError:
    where = ""
    at: Any = data
    for step in fault["loc"]:
        at = _enter(at, step)
        if isinstance(step, int):
            id = at.get("id") if isinstance(at, dict) else None
            where += f" '{id}'" if isinstance(id, str) and len(id) < 100 else f"[{step}]"
        else:
            where += f" {step}"
    saw = {"missing": "the key is missing", "extra_forbidden": "this key is not known"}.get(
        fault["type"], f"saw {_show(fault.get('input'))}"
    )
    allowed = "" if fault["type"] in ("missing", "extra_forbidden") else _allowed(str(fault["msg"]))
    more = count - 1
    remedy = f"{more} more fault{'s follow' if more > 1 else ' follows'}" if more else ""
    return ModelError(f"{file},{where or ' the file'}", saw, allowed, remedy)


def _enter(at: Any, step: Any) -> Any:
    try:
        return at[step]
    except (KeyError, IndexError, TypeError):
        return None


def _show(value: Any) -> str:
    shown = repr(value) if isinstance(value, str | int | float | bool) or value is None else f"a {type(value).__name__}"
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _allowed(message: str) -> str:
    """Turn a validator's message into the words that follow "allowed is"."""
    words = re.sub(r"^(Input|String|List|Value) should (be|match|have) ", "", message)
    return words[:1].lower() + words[1:]


def channel_record(table: ChannelTable, where: str) -> records.Channel:
    """Turn a channel's table into its record, parsing its formulas."""
    formulas = {key: parse(getattr(table, key), where=f"{where}, {key}") for key in ("reliability", "delay", "secrecy", "bias")}
    return records.Channel(
        id=table.id, ends=(table.ends[0], table.ends[1]), kind=table.kind, about=table.about,
        display=tuple(table.display), refs=tuple(table.refs), **formulas,
    )  # fmt: skip


def change_record(table: ChangeTable, where: str) -> records.Change:
    """Turn one step of an option into its record; each verb has its own keys."""
    given = {key for key in ("parameter", "amount", "channel", "target", "attribute") if getattr(table, key) is not None}
    needed = CHANGE_KEYS[table.verb]
    if given != needed:
        raise ModelError(where, f"saw '{table.verb}' with {_words(given)}", f"{_words(needed)} for '{table.verb}'")
    return records.Change(
        verb=table.verb,
        parameter=table.parameter or "",
        amount=None if table.amount is None else parse(table.amount, where=f"{where}, amount"),
        channel=None if table.channel is None else channel_record(table.channel, f"{where}, channel '{table.channel.id}'"),
        target=table.target or "",
        attribute=table.attribute or "",
        why=table.why,
        for_forms=tuple(table.for_forms),
    )


def _words(keys: set[str] | frozenset[str]) -> str:
    return " and ".join(sorted(keys)) or "nothing"


def formulas(nested: Any, where: str) -> Any:
    """Parse every leaf of nested lists as a formula."""
    return _map_leaves(nested, where, lambda leaf, at: parse(leaf, where=at))


def names(nested: Any, where: str) -> Any:
    """Check that every leaf of nested lists is a name or a whole number."""

    def check(leaf: Any, at: str) -> Any:
        if isinstance(leaf, bool) or not isinstance(leaf, str | int):
            raise ModelError(at, f"saw {_show(leaf)}", "a name or a whole number")
        return leaf

    return _map_leaves(nested, where, check)


def _map_leaves(nested: Any, where: str, read: Callable[[Any, str], Any], depth: int = 0) -> Any:
    if isinstance(nested, list):
        if depth >= 12:
            raise ModelError(where, "saw lists nested more than 12 deep", "one level per player and one for the list")
        if not nested:
            raise ModelError(where, "saw an empty list", "at least one entry")
        return tuple(_map_leaves(item, f"{where}[{index}]", read, depth + 1) for index, item in enumerate(nested))
    if isinstance(nested, dict):
        raise ModelError(where, "saw a table", "a number, a formula or a list of them")
    return read(nested, where)
