"""Every place of a model file with every wrong type, missing, or with an unknown neighbour."""

from __future__ import annotations

import copy
import datetime
import itertools
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from deterrence.errors import ModelError
from deterrence.world.files import build
from deterrence.world.model import Model
from tests.world.worlds import EVERYTHING, FILE, check_message, refused, spoil

DATA = tomllib.loads(EVERYTHING)


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("value = 0.9\n", "valeu", "parameter 'north.patience', valeu: this key is not known; did you mean 'value'?"),
        ('reason = "small"\n', "reasons", "parameter 'stake', reasons: this key is not known; did you mean 'reason'?"),
        ('title = "Calm"\n', "Title", "scenario 'calm', Title: this key is not known; did you mean 'title'?"),
        ("delay = inf\n", "latency", "channel 'watch', latency: this key is not known"),
        ("year = 2024\n", "notes", "sources, essay, notes: this key is not known; did you mean 'note'?"),
        (
            "period_days = 3.5\n",
            "period_day",
            "case.toml, period_day: this key is not known; did you mean 'period_days'?",
        ),
        ("period_days = 3.5\n", "x" * 5000, "this key is not known; known are: schema, title"),
        ('target = "port_south"\n', "strength", "option 'closure', change 1, strength: this key is not known"),
    ],
)
def test_an_unknown_key_is_named_with_the_near_one(line: str, key: str, words: str) -> None:
    refused(spoil(line, f"{line}{key} = 1\n"), words)


def test_an_unknown_key_of_an_inner_table_is_named_with_the_way_to_it() -> None:
    refused(spoil("secrecy = 0.9 }", "secracy = 0.9 }"), "option 'hotline', change 1, channel, secracy", "'secrecy'?")


WRONG: list[Any] = [
    True,
    7,
    0.5,
    "zz",
    [],
    ["zz"],
    {},
    {"zz": 1},
    datetime.date(2024, 10, 1),
    float("nan"),
    10**400,
    [[[]]],
]


def places(at: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of nested tables and lists."""
    items = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
    for step, inner in items:
        yield (*way, step)
        yield from places(inner, (*way, step))


def get(data: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        data = data[step]
    return data


def put(way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return the tables of the file with another value in one place."""
    data = copy.deepcopy(DATA)
    get(data, way[:-1])[way[-1]] = value
    return data


FORMULAS = {"reliability", "delay", "secrecy", "bias", "amount", "descending"}


def kinds(way: tuple[Any, ...], value: Any) -> set[type]:
    """Return the types that may stand in a place."""
    names = [step for step in way if isinstance(step, str)]
    if "arguments" in names[:-1]:
        return {int, float, str, list, dict}
    if "labels" in names[:-1]:
        return {int, str, list, dict}
    if names[-1] in FORMULAS and not isinstance(value, list):
        return {int, float, str}
    if isinstance(value, int | float) and not isinstance(value, bool) and names[-1] not in ("year", "border"):
        return {int, float}
    return {type(value)}


def attempt(data: dict[str, Any], *words: str) -> bool:
    """Return whether tables make a model; the only other end is a message."""
    try:
        assert isinstance(build(data, file=FILE), Model)
    except ModelError as error:
        check_message(error, *words)
        return False
    return True


@pytest.mark.parametrize("table", DATA)
def test_every_value_of_a_wrong_type_is_refused_by_its_key(table: str) -> None:
    ways = [way for way in [(table,), *places(DATA[table], (table,))]]
    for way, wrong in itertools.product(ways, WRONG):
        key = next(step for step in reversed(way) if isinstance(step, str))
        is_possible = type(wrong) in kinds(way, get(DATA, way))
        made = attempt(put(way, wrong), *([] if is_possible else [key.rstrip("s") if way[-1] != key else key]))
        assert is_possible or not made, (way, wrong)


def test_every_missing_value_is_refused_or_has_a_default() -> None:
    required = {
        "id",
        "title",
        "schema",
        "name",
        "role",
        "kind",
        "ends",
        "value",
        "low",
        "high",
        "unit",
        "meaning",
        "basis",
    }
    required |= {"form", "players", "arguments", "family", "verb", "claim", "actor", "descending"}
    for way in places(DATA):
        if isinstance(way[-1], str) and way[0] != "state":
            data = copy.deepcopy(DATA)
            del get(data, way[:-1])[way[-1]]
            made = attempt(data)
            assert not (made and way[-1] in required), way


def test_every_table_refuses_an_unknown_key() -> None:
    free = {"arguments", "labels", "values", "rungs", "sources"}
    for way in [(), *places(DATA)]:
        if isinstance(get(DATA, way), dict) and not free.intersection(way[-1:]):
            assert not attempt(put((*way, "zzz"), 1), "zzz: this key is not known"), way
