"""Small worlds, and what the tests of this folder say of messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from deterrence.errors import ModelError
from deterrence.world.expressions import parse
from deterrence.world.files import read
from deterrence.world.lookup import Records
from deterrence.world.model import Model
from deterrence.world.records import Actor, Change, Channel, Option, Parameter

#: A model file with every kind of record; the tests load it, spoil it and save it.
EVERYTHING = (Path(__file__).parents[1] / "golden" / "two_states.toml").read_text(encoding="utf-8")


#: Name that the tests give to a file.
FILE = "case.toml"


def check_message(error: ModelError, *words: str) -> None:
    message = str(error)
    assert message.startswith(FILE), message
    assert message.isprintable() and len(message) < 400, message
    assert message.count(": ") >= 1 and message[-1] in ".?", message
    for word in words:
        assert word in message, message


def refused(text: str, *words: str) -> None:
    """Assert that a text is refused in one line that names the file and these words."""
    with pytest.raises(ModelError) as caught:
        read(text, file=FILE)
    check_message(caught.value, *words)


def spoil(old: str, new: str) -> str:
    assert old in EVERYTHING
    return EVERYTHING.replace(old, new, 1)


def parameter(id: str, value: Any = 0.5, *, unit: str = "units", low: float = 0.0, high: float = 1.0) -> Parameter:
    """Return an assumed parameter."""
    return Parameter(id, value, low, high, unit, "for a test", "assumed", "for a test")


def channel(id: str, a: str, b: str, kind: str = "hotline", **attributes: Any) -> Channel:
    """Return a channel that is always open, at once, and secret, unless told otherwise."""
    formulas = {"reliability": 1, "delay": 0, "secrecy": 1, "bias": 0, **attributes}
    return Channel(id, (a, b), kind, **{name: parse(formula) for name, formula in formulas.items()})  # type: ignore[arg-type]  # any kind may be asked for


def world(
    roles: Mapping[str, str], channels: Iterable[Channel], *, parameters: Iterable[Parameter] = (), **more: Any
) -> Model:
    """Return a model of actors with the given roles, and channels."""
    return Model(
        id="world",
        title="A small world",
        actors=Records("actor", tuple(Actor(id, id.title(), role) for id, role in roles.items())),  # type: ignore[arg-type]  # likewise
        channels=Records("channel", tuple(channels)),
        parameters=Records("parameter", tuple(parameters)),
        **more,
    )


def option(id: str, *changes: Change) -> Option:
    """Return an option of these changes."""
    return Option(id, id, "channels", changes)


def change(verb: Any, *, amount: Any = None, **keys: Any) -> Change:
    """Return a change; its amount is parsed."""
    return Change(verb, amount=None if amount is None else parse(amount), **keys)


def case(*options: Option, value: float = 0.5, unit: str = "units") -> Model:
    """Return two states and a mediator, with two parameters and these options."""
    return world(
        {"a": "strategic", "b": "strategic", "m": "mediator"},
        [channel("am", "a", "m", reliability=0.8, delay=4), channel("mb", "m", "b", reliability="p.open", secrecy=0.5)],
        parameters=[parameter("p", value, unit=unit), parameter("p.open", 0.5, unit="probability")],
        options=Records("option", options),
    )


EVERY_VERB = (
    option("set", change("set", parameter="p", amount=2)),
    option("scale", change("scale", parameter="p", amount=3)),
    option("shift", change("shift", parameter="p", amount=-1)),
    option("add", change("add", channel=channel("ab", "a", "b", reliability="p.open", delay=1))),
    option("remove", change("remove", target="am")),
    option("alter", change("alter", target="am", attribute="delay", amount=2)),
    option("network", change("set", parameter="p", amount="reach(a, b)")),
)
