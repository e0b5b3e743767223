"""Small worlds for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deterrence.world.expressions import parse
from deterrence.world.lookup import Records
from deterrence.world.model import Model
from deterrence.world.records import Actor, Channel, Parameter

#: A model file with every kind of record; the tests load it, spoil it and save it.
EVERYTHING = '''schema = "deterrence-model/1"
title = "Two states and a port"
about = """
First line, with "quotes" and a \\\\ backslash.
Second line: 12. 13. 14. [[[not a table]]] # not a comment
"""
source = "illustrative"
period_days = 3.5

[sources.essay]
title = "An essay"
author = "A. Writer"
year = 2024
note = "seen from the north"

[[actors]]
id = "north"
name = "Nörth (県)"
role = "strategic"
position = [0.25, 1]
about = "a state"
refs = ["A1", "A12"]

[[actors]]
id = "south"
name = "South"
role = "strategic"

[[actors]]
id = "port"
name = "Port"
role = "mediator"

[[ties]]
id = "old_rivalry"
kind = "rivalry"
ends = ["north", "south"]
parameters = ["north.patience"]
about = "long"
refs = ["R7"]

[[parameters]]
id = "north.patience"
value = 0.9
low = 0.8
high = 0.97
unit = "discount factor per week"
meaning = "How much next week counts."
basis = "assumed"
reason = "in the middle"
refs = ["M37"]

[[parameters]]
id = "line.open"
value = 0.5
low = 0
high = 1
unit = "probability"
meaning = "How often the line is open."
basis = "essay"
quote = "half of the time"

[[parameters]]
id = "stake"
value = -2e-3
low = -1
high = 5
unit = "payoff units"
meaning = "What is at stake."
basis = "assumed"
reason = "small"

[[parameters]]
id = "line.days"
value = 2
low = 0
high = 10
unit = "days"
meaning = "How long a message takes."
basis = "assumed"
reason = "slow"

[[channels]]
id = "north_port"
ends = ["north", "port"]
kind = "backchannel"
reliability = "line.open"
delay = "2 * line.days"
secrecy = 0.8
bias = -0.25
display = ["secrecy"]
about = "quiet"
refs = ["C1"]

[[channels]]
id = "port_south"
ends = ["port", "south"]
kind = "mediation"
reliability = "1 - line.open / 4"
delay = 1

[[channels]]
id = "watch"
ends = ["north", "south"]
kind = "monitoring"
reliability = 0.7
delay = inf

[[games]]
id = "border"
title = "The border"
form = "restraint"
players = ["north", "south"]
about = "weekly"
refs = ["R7"]
[games.arguments]
temptation = [5, "5 + stake"]
reward = "3"
punishment = 1
sucker = 0
discount = ["north.patience", 0.9]
false_alarm = "0.2 * (1 - reach(north, south, within=7))"
detection = "reliability(watch)"
punishment_periods = "inf"

[[games]]
id = "clash"
title = "One clash"
form = "matrix"
players = ["north", "south"]
[games.arguments]
payoffs = [[[1, "stake"], [2, 0]], [[1, 2], ["-1", -1]]]
[games.labels]
actions = [["restrain", "attack"], ["restrain", "attack"]]

[[options]]
id = "hotline"
title = "A hotline"
family = "channels"
ranked = false
cost_bearer = "Both."
civilian_effect = "Fewer alarms in both towns."
rationale = "It is quick."
quote = "a line"
source = "essay"
backfires = "When it is trusted too much."
refs = ["P3"]
[[options.changes]]
verb = "add"
why = "It opens a line."
channel = { id = "direct", ends = ["north", "south"], kind = "hotline", reliability = "line.open", secrecy = 0.9 }
[[options.changes]]
verb = "set"
parameter = "stake"
amount = "1 + reach(north, south)"

[[options]]
id = "closure"
title = "Close the port"
family = "coercion"
[[options.changes]]
verb = "remove"
target = "port_south"

[[options]]
id = "courier"
title = "Faster couriers"
family = "channels"
[[options.changes]]
verb = "alter"
target = "north_port"
attribute = "delay"
amount = "line.days"
[[options.changes]]
verb = "scale"
parameter = "line.open"
amount = 0.5
for_forms = ["ladder"]
[[options.changes]]
verb = "shift"
parameter = "stake"
amount = 0.25

[[scenarios]]
id = "tense"
title = "A tense autumn"
about = "after an incident"
values = { "line.open" = 0.25, stake = 1 }
rungs = { border = 3 }
refs = ["S9"]

[[scenarios]]
id = "calm"
title = "Calm"

[[orderings]]
id = "patience_pays"
claim = "Patience is worth more than the stake."
actor = "north"
descending = ["north.patience", "stake", -3]
contested = true
values = { stake = 0.5 }
reason = "by the numbers"
refs = ["M36"]
'''


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
