"""Which games read what: the parameters and channels behind a game's numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deterrence.world.evaluation import leaves
from deterrence.world.expressions import Expression
from deterrence.world.model import Model
from deterrence.world.network import routes
from deterrence.world.options import Portfolio, apply, diff, read_portfolio


def readers(model: Model, options: Portfolio) -> list[str]:
    """Return the games that read anything which options act on, whether or not its size is 0 at present."""
    changed = apply(model, read_portfolio(model, options))
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
    return formula_reads(model, _formulas(model, game))


def pairs_read(model: Model) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return every pair of actors whose reach, delay or secrecy some game reads, with these games.

    The actors of a pair stand in the order of the model; pairs in the order in which the games come to them.
    """
    order = {actor: place for place, actor in enumerate(model.actors)}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for game in model.games:
        calls = [call for formula in _formulas(model, game) for call in formula.calls]
        pairs = {tuple(sorted(call.ids[-2:], key=order.__getitem__)) for call in calls if len(call.ids) > 1}
        for a, b in sorted(pairs, key=lambda pair: [order[actor] for actor in pair]):
            found.setdefault((a, b), {})[game] = None
    return {pair: tuple(games) for pair, games in found.items()}


def _formulas(model: Model, game: str) -> list[Expression]:
    spec = model.games[game]
    formulas: list[Expression] = leaves(spec.arguments)
    linked = spec.labels.get("fronts", ())
    for front in linked if isinstance(linked, tuple) else ():
        formulas.extend(leaves(model.games[front].arguments))
    return formulas


def formula_reads(model: Model, formulas: Iterable[Expression]) -> set[str]:
    """Return the parameters and channels that formulas read, through network functions too."""
    found: set[str] = set()
    for formula in formulas:
        found |= formula.names
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


def unread_parameters(model: Model) -> list[str]:
    """Return the parameters that nothing reads: no game, no channel, no option for the size of a change.

    What an option merely changes is not read by it. Network functions and channels that options add count; orderings
    and ties, which no result depends on, do not.
    """
    channels = list(model.channels.values())
    formulas = [formula for game in model.games.values() for formula in leaves(game.arguments)]
    for option in model.options.values():
        for change in option.changes:
            formulas += [] if change.amount is None else [change.amount]
            channels += [] if change.channel is None else [change.channel]
    formulas += [f for c in channels for f in (c.reliability, c.delay, c.secrecy, c.bias)]
    read = {id for formula in formulas for id in formula.names}
    return [id for id in model.parameters if id not in read]
