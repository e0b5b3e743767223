"""Who can reach whom: exact network functions over channels that fail independently.

A *route* from a to b is a path of channels that carry messages, without repeated actors, through at most two
intermediaries, all of them mediators. Then

- ``reach`` is the probability that at least one route is wholly open (two-terminal reliability over those routes);
- ``delay`` is the least sum of days over routes, ``secrecy`` the greatest product of secrecies;
- ``importance`` of a channel is the partial derivative of reach with respect to its reliability (Birnbaum 1969).

Arrays of draws ride along: every value below is a float or an array of shape (n_draws,).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import ModelError, shorten, suggest
from deterrence.world.algebras import SymbolicAlgebra, compute
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_is_model
from deterrence.world.records import ATTRIBUTES, Attribute, Channel, Value
from deterrence.world.reliability import Route, compile_union, find_routes
from deterrence.world.tree import NetworkCall

if TYPE_CHECKING:
    import networkx as nx

#: A route whose days exceed the limit by less than this share of it is in time: 0.1 + 0.2 days are within 0.3.
DAYS_TOLERANCE = 1e-9

#: Least and greatest value of each attribute of a channel; a delay may be inf, a channel too slow to count.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "reliability": (0.0, 1.0),
    "delay": (0.0, np.inf),
    "secrecy": (0.0, 1.0),
    "bias": (-1.0, 1.0),
}


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
        For an unknown actor, equal ends, a channel attribute outside [0, 1], or a network too dense to be exact.

    References
    ----------
    Colbourn (1987), The Combinatorics of Network Reliability, Oxford University Press.
    """
    found = routes(model, a, b)
    reliability = _attributes(model, found, "reliability")
    if within is None or not found:
        return _plain(compile_union(found).probability(reliability))
    in_time = _in_time(found, _attributes(model, found, "delay"), within)
    if not _have_draws(in_time):
        return _plain(compile_union(_chosen(found, in_time)).probability(reliability))
    masks = np.stack(np.broadcast_arrays(*in_time), axis=-1)
    patterns, place = np.unique(masks, axis=0, return_inverse=True)
    result = np.zeros(len(masks))
    for index, pattern in enumerate(patterns):
        value = np.broadcast_to(compile_union(_chosen(found, pattern)).probability(reliability), (len(masks),))
        result = np.where(place.reshape(-1) == index, value, result)
    return result


def _in_time(found: Sequence[Route], delays: Mapping[str, Value], within: float) -> list[bool | NDArray[np.bool_]]:
    """Say which routes are fast enough; of a route on which a delay holds draws, in which draws, (n_draws,)."""
    limit = within + DAYS_TOLERANCE * abs(within)
    return [sum(delays[channel] for channel in route) <= limit for route in found]


def _have_draws(values: Iterable[object]) -> bool:
    return any(isinstance(value, np.ndarray) for value in values)


def _total(parts: Iterable[Value]) -> NDArray[np.float64]:
    return np.asarray(sum(parts), dtype=np.float64)


def _chosen(found: Sequence[Route], mask: Iterable[Any]) -> tuple[Route, ...]:
    return tuple(route for route, keep in zip(found, mask, strict=True) if keep)


def delay(model: Model, a: str, b: str) -> Value:
    """Return the least delay in days over the routes that can be open; inf when there is none."""
    return _best(model, routes(model, a, b), "delay", _total, absent=np.inf, choose=np.minimum)


def secrecy(model: Model, a: str, b: str) -> Value:
    """Return the greatest secrecy over the routes that can be open, the product along a route; 0 when there is none."""
    return _best(model, routes(model, a, b), "secrecy", _product, absent=0.0, choose=np.maximum)


def _product(parts: Iterable[Value | NDArray[np.bool_]]) -> NDArray[np.float64]:
    return np.asarray(math.prod(parts), dtype=np.float64)


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
    opened, closed = (diagram.probability({**reliability, channel: state}) for state in (1.0, 0.0))
    return _plain(opened - closed)


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
    return find_routes(model.topology, *sorted((a, b)))


def channel_value(model: Model, channel: str, attribute: str) -> Value:
    """Return a channel's reliability, delay, secrecy or bias, checked against what it allows.

    Raises
    ------
    ModelError
        When the channel is unknown or the value is outside its bounds.
    """
    record = model.channels[channel]
    call = NetworkCall(attribute, (channel,))
    found = model.network_values.get(call)  # every route through the channel asks
    if found is None:
        found = model.network_values[call] = attribute_value(model, record, attribute, getattr(record, attribute))
    return found


def attribute_value(model: Model, channel: Channel, attribute: str, formula: Expression) -> Value:
    """Return what a formula makes of a channel's attribute, whether the channel is in the model or may yet be.

    Raises
    ------
    ModelError
        When the value is outside the attribute's bounds.
    """
    where = f"channel '{shorten(channel.id)}', {attribute}"

    def no_network(call: NetworkCall) -> Value:
        saw, remedy = f"saw {shorten(str(call))}", "network functions read channels"
        raise ModelError(where, saw, "parameters and numbers", remedy)

    value = compute(formula, lambda id: model.parameters[id].value, no_network)
    low, high = BOUNDS[attribute]
    if isinstance(value, float) and low <= value <= high:  # nearly every one
        return float(value)
    inside = np.asarray((value >= low) & (value <= high))
    if not np.all(inside):
        seen = float(np.asarray(value)[~inside].flat[0])
        raise ModelError(where, f"saw {seen:g} from '{shorten(formula.text)}'", f"{low:g} to {high:g}")
    return _plain(value)


def network(model: Model) -> nx.MultiGraph[str]:
    """Return the actors and channels as a new networkx MultiGraph.

    Nodes carry ``name``, ``role``, ``position``; edges are keyed by channel id and carry ``kind``, ``carries``,
    ``reliability``, ``delay``, ``secrecy`` and ``bias`` as numbers. Ties are edges keyed ``tie.ID``, of kind rivalry,
    patron, alliance, linkage or agreement, with ``carries`` false and ``first``, the actor they run from. Changing the
    graph changes nothing else.
    """
    import networkx as nx

    check_is_model(model)
    graph: nx.MultiGraph[str] = nx.MultiGraph(name=model.id)
    for actor in model.actors.values():
        graph.add_node(actor.id, name=actor.name, role=actor.role, position=actor.position)
    for channel in model.channels.values():
        values = {attribute: channel_value(model, channel.id, attribute) for attribute in ATTRIBUTES}
        graph.add_edge(*channel.ends, key=channel.id, kind=channel.kind, carries=channel.carries, **values)
    for tie in model.ties.values():
        graph.add_edge(*tie.ends, key=f"tie.{tie.id}", kind=tie.kind, carries=False, first=tie.ends[0])
    return graph


def graphml(model: Model) -> str:
    """Return the network as GraphML text: positions split into x and y."""
    import networkx as nx

    graph = network(model)
    for _, data in graph.nodes(data=True):
        data["x"], data["y"] = data.pop("position")
    for *_, data in graph.edges(keys=True, data=True):
        for key, value in list(data.items()):
            if isinstance(value, np.ndarray):
                raise _no_draws("export to GraphML", key)
    return "\n".join(nx.generate_graphml(graph))


def symbolic_reach(model: Model, call: NetworkCall) -> Any:
    """Return reach or importance as a polynomial in the reliabilities of channels, given as SymPy formulas.

    The choice of routes for ``within`` is made at the model's present delays.

    Raises
    ------
    ModelError
        If ``within`` is given and a delay holds draws.
    """
    import sympy

    found = routes(model, *call.ids[-2:])
    if call.within is not None and found:
        in_time = _in_time(found, _attributes(model, found, "delay"), call.within)
        if _have_draws(in_time):
            raise _no_draws(str(call), "delay")
        found = _chosen(found, in_time)
    reliability = {c: model.channels[c].reliability.fold(SymbolicAlgebra()) for route in found for c in route}
    diagram = compile_union(found)
    if call.function == "reach":
        return sympy.Integer(0) + diagram.probability(reliability)
    channel = call.ids[0]
    if channel not in reliability:
        return sympy.Integer(0)
    opened, closed = (diagram.probability({**reliability, channel: sympy.Integer(state)}) for state in (1, 0))
    return sympy.Integer(0) + opened - closed


def _no_draws(where: str, attribute: str) -> ModelError:
    return ModelError(where, f"saw draws in '{attribute}'", "a model without draws", "use single values")


def _known(model: Model, id: str, kind: str) -> None:
    check_is_model(model)
    records = model.actors if kind == "actor" else model.channels
    if id not in records:
        raise ModelError(f"{kind} '{shorten(str(id))}'", "there is no such id", "", suggest(str(id), records))


def _attributes(model: Model, found: Sequence[Route], attribute: Attribute) -> dict[str, Value]:
    return {c: channel_value(model, c, attribute) for c in dict.fromkeys(c for route in found for c in route)}


def _best(
    model: Model,
    found: Sequence[Route],
    attribute: Attribute,
    combine: Callable[[Iterable[Value]], NDArray[np.float64]],
    *,
    absent: float,
    choose: Callable[[Any, Any], Any],
) -> Value:
    """Return the best combined attribute over the routes all of whose channels have a positive reliability."""
    values = _attributes(model, found, attribute)
    reliability = _attributes(model, found, "reliability")
    best: Any = absent
    for route in found:
        usable = _product(np.asarray(reliability[c]) > 0 for c in route) > 0
        best = choose(best, np.where(usable, combine(values[c] for c in route), absent))
    return _plain(best)


def _plain(value: Any) -> Value:
    if isinstance(value, int | float):
        return float(value)
    array = np.asarray(value, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
