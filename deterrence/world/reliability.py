"""Two-terminal reliability by decision diagram: the combinatorics behind ``reach``.

The union of routes is compiled once per topology by Shannon expansion (Bryant 1986, Graph-based algorithms for Boolean
function manipulation), channel by channel; evaluating it is plain arithmetic, so arrays of draws and SymPy symbols ride
along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from deterrence.errors import ModelError

MAX_INTERMEDIARIES = 2
MAX_ROUTES = 400
MAX_NODES = 10_000

#: A route: ids of its channels, in order.
Route = tuple[str, ...]
#: Carrying channels as (id, end, end), and the actors that may relay.
Topology = tuple[tuple[tuple[str, str, str], ...], frozenset[str]]


@dataclass(frozen=True)
class Diagram:
    """A decision diagram of "some route is open".

    ``nodes[k] = (channel, if_open, if_closed)`` where the branches are earlier nodes, -1 for true and -2 for false.
    ``root`` is the node that stands for the whole, ``done[k]`` lists the nodes that nothing after node k reads.
    """

    nodes: tuple[tuple[str, int, int], ...]
    root: int
    done: tuple[tuple[int, ...], ...]

    def probability(self, reliability: Mapping[str, Any]) -> Any:
        """Return the probability that the root is true, for any kind of number."""
        values: dict[int, Any] = {-1: 1, -2: 0}
        for index, (channel, if_open, if_closed) in enumerate(self.nodes):
            p = reliability[channel]
            values[index] = p * values[if_open] + (1 - p) * values[if_closed]
            # Thousands of nodes times an array of draws each would fill the memory.
            for spent in self.done[index]:
                del values[spent]
        return values[self.root]


@lru_cache(maxsize=4096)
def find_routes(topology: Topology, a: str, b: str) -> tuple[Route, ...]:
    """Return every allowed route between two actors, shortest first, then by channel ids.

    Raises
    ------
    ModelError
        If there are more than 400: parallel channels multiply.
    """
    edges, mediators = topology
    neighbours: dict[str, list[tuple[str, str]]] = {}
    for id, x, y in edges:
        neighbours.setdefault(x, []).append((id, y))
        neighbours.setdefault(y, []).append((id, x))
    found: list[Route] = []

    def extend(at: str, visited: tuple[str, ...], route: Route) -> None:
        for id, after in neighbours.get(at, []):
            if after == b:
                found.append((*route, id))
                if len(found) > MAX_ROUTES:
                    raise _too_dense(f"reach({a}, {b})", f"{MAX_ROUTES} routes")
            elif after in mediators and after not in visited and len(route) < MAX_INTERMEDIARIES:
                extend(after, (*visited, after), (*route, id))

    extend(a, (a,), ())
    return tuple(sorted(found, key=lambda route: (len(route), route)))


def _too_dense(where: str, what: str) -> ModelError:
    return ModelError(where, f"saw more than {what}", "a sparser network", "merge parallel channels")


@lru_cache(maxsize=4096)
def compile_union(found: tuple[Route, ...]) -> Diagram:
    """Compile "some route is open" by Shannon expansion on the channel that most routes share.

    1. A set of routes is a set of bit masks of channels. Routes that contain another route are dropped.
    2. The pivot is the channel in most routes; among equals, one of the shortest route, so that separate routes are
       decided one after the other.
    3. Expand: the pivot open (it leaves every mask) and closed (its routes go), each set compiled once.

    Raises
    ------
    ModelError
        If the diagram has more than 10,000 nodes: the cost grows exponentially with the mediators that all know each
        other (7 mediators: 9,000 nodes).
    """
    channels = sorted({channel for route in found for channel in route})
    bit = {channel: 1 << position for position, channel in enumerate(channels)}
    nodes: list[tuple[str, int, int]] = []
    known: dict[frozenset[int], int] = {frozenset({0}): -1, frozenset(): -2}
    expanded: dict[frozenset[int], tuple[int, frozenset[int], frozenset[int]]] = {}
    whole = _minimal(frozenset(sum(bit[channel] for channel in route) for route in found), 0)
    # A stack of our own: the depth is the number of channels, which may exceed Python's.
    pending = [whole]
    while pending:
        needed = pending[-1]
        if needed in known:
            pending.pop()
            continue
        if needed not in expanded:
            pivot = _pivot(needed)
            closed = frozenset(route for route in needed if not route & 1 << pivot)
            expanded[needed] = pivot, _minimal(needed, 1 << pivot), closed
        pivot, *branches = expanded[needed]
        missing = [branch for branch in branches if branch not in known]
        if missing:
            pending.extend(missing)
        elif len(nodes) >= MAX_NODES:
            raise _too_dense("the network", f"{MAX_NODES} decision nodes")
        else:
            nodes.append((channels[pivot], known[branches[0]], known[branches[1]]))
            known[pending.pop()] = len(nodes) - 1
    root = known[whole]
    return Diagram(tuple(nodes), root, _last_reads(nodes, root))


def _pivot(needed: frozenset[int]) -> int:
    """Return the position of the channel in most routes, ties broken towards the shortest route."""
    counts: dict[int, int] = {}
    shortest = min(needed, key=lambda route: (route.bit_count(), route))
    for route in needed:
        while route:
            low = route & -route
            counts[low] = counts.get(low, 0) + 1
            route ^= low
    best = max(counts, key=lambda low: (counts[low], bool(shortest & low), low))
    return best.bit_length() - 1


def _minimal(needed: frozenset[int], opened: int) -> frozenset[int]:
    """Take an open channel out of every route and drop the routes that contain another one."""
    shorter = {route & ~opened for route in needed if route & opened} if opened else set(needed)
    others = {route for route in needed if not route & opened} if opened else set[int]()
    kept = {route for route in shorter if not any(other != route and other & route == other for other in shorter)}
    return frozenset(kept | {route for route in others if not any(one & route == one for one in kept)})


def _last_reads(nodes: Sequence[tuple[str, int, int]], root: int) -> tuple[tuple[int, ...], ...]:
    """Return, for each node, the earlier nodes that it is the last to read."""
    last: dict[int, int] = {}
    for index, (_, if_open, if_closed) in enumerate(nodes):
        last[if_open] = last[if_closed] = index
    spent: list[list[int]] = [[] for _ in nodes]
    for node, reader in last.items():
        if node >= 0 and node != root:
            spent[reader].append(node)
    return tuple(tuple(some) for some in spent)
