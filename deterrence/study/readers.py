"""Which games read what: the parameters and channels behind a game's numbers."""

from __future__ import annotations

from typing import Any

from deterrence.world.evaluation import leaves
from deterrence.world.expressions import Expression
from deterrence.world.model import Model
from deterrence.world.network import routes
from deterrence.world.options import apply, diff, read_portfolio


def readers(model: Model, option: str) -> list[str]:
    """Return the games that read anything which an option acts on, whether or not its size is 0 at present."""
    changed = apply(model, read_portfolio(model, option))
    aimed = {*targets(changed), *diff(model, changed)["item"]}
    return [game for game in model.games if (reads(model, game) | reads(changed, game)) & aimed]


def targets(model: Model) -> dict[str, frozenset[str]]:
    """Return what the applied options act on, parameters and channels, with the parameters that size each change."""
    found: dict[str, frozenset[str]] = {}
    for id, strength in model.applied.items():
        for change in model.options[id].changes if strength > 0 else ():
            item = change.parameter or change.target or (change.channel.id if change.channel is not None else "")
            names = change.amount.names if change.amount is not None else frozenset[str]()
            found[item] = found.get(item, frozenset()) | names
    return found


def reads(model: Model, game: str) -> set[str]:
    """Return the parameters and channels that a game's formulas read, through network functions too."""
    spec = model.games[game]
    formulas: list[Expression] = leaves(spec.arguments)
    linked = spec.labels.get("fronts", ())
    for front in linked if isinstance(linked, tuple) else ():
        formulas.extend(leaves(model.games[front].arguments))
    found = {id for formula in formulas for id in formula.names}
    for formula in formulas:
        for call in formula.calls:
            found |= _reads_of_call(model, call)
    return found


def _reads_of_call(model: Model, call: Any) -> set[str]:
    if call.function in ("reliability", "bias"):
        channels = set(call.ids)
    else:
        channels = {channel for route in routes(model, *call.ids[-2:]) for channel in route}
    known = [model.channels[channel] for channel in channels if channel in model.channels]
    names = {id for c in known for f in (c.reliability, c.delay, c.secrecy, c.bias) for id in f.names}
    return channels | names
