"""Who can reach whom: exact network functions over channels that fail independently.

A *route* from a to b is a path of channels that carry messages, without repeated actors, through at most two
intermediaries, all of them mediators. Then

- ``reach`` is the probability that at least one route is wholly open (two-terminal reliability over those routes);
- ``delay`` is the least sum of days over routes, ``secrecy`` the greatest product of secrecies;
- ``importance`` of a channel is the partial derivative of reach with respect to its reliability (Birnbaum 1969).

Arrays of draws ride along: every value below is a float or an array of shape (n_draws,).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import ModelError, suggest
from deterrence.world.algebras import NumericAlgebra
from deterrence.world.expressions import NetworkCall
from deterrence.world.model import Model
from deterrence.world.records import Value
from deterrence.world.reliability import Route, compile_union, find_routes

if TYPE_CHECKING:
    import networkx as nx

def reach(model: Model, a: str, b: str, *, within: float | None = None) -> Value:
    """Return the probability that at least one route between two actors is open.

    Parameters
    ----------
    model
        The world.
    a, b
        Two different actors.
    within
        If given, only routes whose delays sum to at most this many days count.

    Returns
    -------
    float or ndarray of shape (n_draws,)
        Exact two-terminal reliability over the allowed routes; 0 when there is none.

    Raises
    ------
    ModelError
        For an unknown actor, equal ends, or a channel attribute outside [0, 1].

    References
    ----------
    Colbourn (1987), The Combinatorics of Network Reliability, Oxford University Press.
    """
    found = routes(model, a, b)
    reliability = _attributes(model, found, "reliability")
    if within is None or not found:
        return _plain(compile_union(found).probability(reliability))
    delays = _attributes(model, found, "delay")
    fast = [np.asarray(sum(delays[channel] for channel in route)) <= within for route in found]
    masks = np.stack(np.broadcast_arrays(*fast), axis=-1)
    if masks.ndim == 1:
        chosen = tuple(route for route, keep in zip(found, masks, strict=True) if keep)
        return _plain(compile_union(chosen).probability(reliability))
    patterns, place = np.unique(masks, axis=0, return_inverse=True)
    result = np.zeros(len(masks))
    for index, pattern in enumerate(patterns):
        chosen = tuple(route for route, keep in zip(found, pattern, strict=True) if keep)
        value = np.broadcast_to(compile_union(chosen).probability(reliability), (len(masks),))
        result = np.where(place.reshape(-1) == index, value, result)
    return result


def delay(model: Model, a: str, b: str) -> Value:
    """Return the least delay in days over the routes that can be open; inf when there is none."""
    found = routes(model, a, b)
    return _best(model, found, "delay", combine=lambda parts: sum(parts), absent=np.inf, choose=np.minimum)


def secrecy(model: Model, a: str, b: str) -> Value:
    """Return the greatest secrecy over the routes that can be open: the product along the route; 0 when there is none."""
    found = routes(model, a, b)
    return _best(model, found, "secrecy", combine=lambda parts: np.prod(np.broadcast_arrays(*parts), axis=0), absent=0.0, choose=np.maximum)


def importance(model: Model, channel: str, a: str, b: str) -> Value:
    """Return how much reach(a, b) rises per unit of a channel's reliability (Birnbaum importance).

    Reach is linear in every single reliability, so this is reach with the channel open minus reach with it closed.
    """
    _known(model, channel, "channel")
    found = routes(model, a, b)
    diagram = compile_union(found)
    reliability = _attributes(model, found, "reliability")
    if channel not in reliability:
        return 0.0
    return _plain(diagram.probability({**reliability, channel: 1.0}) - diagram.probability({**reliability, channel: 0.0}))


def routes(model: Model, a: str, b: str) -> tuple[Route, ...]:
    """Return every route between two actors, as tuples of channel ids, shortest first.

    Raises
    ------
    ModelError
        For an unknown actor or equal ends.
    """
    for actor in (a, b):
        _known(model, actor, "actor")
    if a == b:
        raise ModelError(f"reach({a}, {b})", "saw the same actor twice", "two different actors")
    carrying = tuple((channel.id, *channel.ends) for channel in model.channels.values() if channel.carries)
    mediators = frozenset(actor.id for actor in model.actors.values() if actor.role == "mediator")
    return find_routes((carrying, mediators), *sorted((a, b)))


def channel_value(model: Model, channel: str, attribute: str) -> Value:
    """Return a channel's reliability, delay, secrecy or bias, checked against what it allows.

    Raises
    ------
    ModelError
        When the channel is unknown or the value is outside its bounds.
    """
    record = model.channels[channel]
    formula = getattr(record, attribute)

    def no_network(call: NetworkCall) -> Value:
        raise ModelError(f"channel '{channel}', {attribute}", f"saw {call}", "parameters and numbers", "network functions read channels")

    value = formula.fold(NumericAlgebra(lambda id: model.parameters[id].value, no_network))
    low, high = {"delay": (0.0, np.inf), "bias": (-1.0, 1.0)}.get(attribute, (0.0, 1.0))
    inside = (value >= low) & (value <= high)
    if not np.all(inside):
        seen = float(np.asarray(value)[~np.asarray(inside)].flat[0])
        raise ModelError(f"channel '{channel}', {attribute}", f"saw {seen:g} from '{formula}'", f"{low:g} to {high:g}")
    return _plain(value)


def network(model: Model) -> nx.MultiGraph[str]:
    """Return the actors and channels as a new networkx MultiGraph.

    Nodes carry ``name``, ``role``, ``position``; edges are keyed by channel id and carry ``kind``, ``carries``,
    ``reliability``, ``delay``, ``secrecy`` and ``bias`` as numbers. Ties are edges of kind rivalry, patron, alliance,
    linkage or agreement, with ``carries`` false. Changing the graph changes nothing else.
    """
    import networkx as nx

    graph: nx.MultiGraph[str] = nx.MultiGraph(name=model.id)
    for actor in model.actors.values():
        graph.add_node(actor.id, name=actor.name, role=actor.role, position=actor.position)
    for channel in model.channels.values():
        values = {attribute: channel_value(model, channel.id, attribute) for attribute in ("reliability", "delay", "secrecy", "bias")}
        graph.add_edge(*channel.ends, key=channel.id, kind=channel.kind, carries=channel.carries, **values)
    for tie in model.ties.values():
        graph.add_edge(*tie.ends, key=tie.id, kind=tie.kind, carries=False)
    return graph


def graphml(model: Model) -> str:
    """Return the network as GraphML text, positions split into x and y."""
    import networkx as nx

    graph = network(model)
    for _, data in graph.nodes(data=True):
        data["x"], data["y"] = data.pop("position")
    for *_, data in graph.edges(keys=True, data=True):
        for key, value in list(data.items()):
            if isinstance(value, np.ndarray):
                raise ModelError("export to GraphML", f"saw draws in '{key}'", "a model without draws", "use single values")
    return "\n".join(nx.generate_graphml(graph))


def symbolic_reach(model: Model, call: NetworkCall) -> Any:
    """Return reach or importance as a polynomial in the reliabilities of channels, given as SymPy formulas.

    The choice of routes for ``within`` is made at the model's present delays.
    """
    from deterrence.world.algebras import SymbolicAlgebra

    a, b = call.ids[-2:]
    found = routes(model, a, b)
    if call.within is not None:
        found = tuple(r for r in found if sum(np.asarray(channel_value(model, c, "delay")) for c in r) <= call.within)
    reliability = {c: model.channels[c].reliability.fold(SymbolicAlgebra()) for route in found for c in route}
    diagram = compile_union(found)
    if call.function == "importance":
        if call.ids[0] not in reliability:
            return 0
        channel = call.ids[0]
        return diagram.probability({**reliability, channel: 1}) - diagram.probability({**reliability, channel: 0})
    return diagram.probability(reliability)


def _known(model: Model, id: str, kind: str) -> None:
    records = model.actors if kind == "actor" else model.channels
    if id not in records:
        raise ModelError(f"{kind} '{id}'", "there is no such id", "", suggest(id, records))


def _attributes(model: Model, found: Sequence[Route], attribute: str) -> dict[str, Any]:
    return {c: channel_value(model, c, attribute) for c in dict.fromkeys(c for route in found for c in route)}


def _best(model: Model, found: Sequence[Route], attribute: str, *, combine: Any, absent: float, choose: Any) -> Value:
    values = _attributes(model, found, attribute)
    reliability = _attributes(model, found, "reliability")
    best: Any = absent
    for route in found:
        usable = np.all(np.stack(np.broadcast_arrays(*(np.asarray(reliability[c]) > 0 for c in route))), axis=0)
        best = choose(best, np.where(usable, combine([values[c] for c in route]), absent))
    return _plain(np.asarray(best))


def _plain(value: Any) -> Value:
    array = np.asarray(value, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
