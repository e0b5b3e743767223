"""Two-terminal reliability by decision diagram: the combinatorics behind ``reach``.

The union of routes is compiled once per topology by Shannon expansion (Bryant 1986, Graph-based algorithms for Boolean
function manipulation), channel by channel; evaluating it is plain arithmetic, so arrays of draws and SymPy symbols ride
along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from deterrence.errors import ModelError

MAX_INTERMEDIARIES = 2
MAX_NODES = 20_000

#: A route: ids of its channels, in order.
Route = tuple[str, ...]
#: Carrying channels as (id, end, end), and the actors that may relay.
Topology = tuple[tuple[tuple[str, str, str], ...], frozenset[str]]


@dataclass(frozen=True)
class Diagram:
    """A decision diagram of "some route is open".

    ``nodes[k] = (channel, if_open, if_closed)`` where the branches are earlier nodes, -1 for true and -2 for false.
    ``root`` is the node that stands for the whole.
    """

    nodes: tuple[tuple[str, int, int], ...]
    root: int

    def probability(self, reliability: Mapping[str, Any]) -> Any:
        """Return the probability that the root is true, for any kind of number."""
        values: list[Any] = []

        def value(index: int) -> Any:
            return 1 if index == -1 else 0 if index == -2 else values[index]

        for channel, if_open, if_closed in self.nodes:
            p = reliability[channel]
            values.append(p * value(if_open) + (1 - p) * value(if_closed))
        return value(self.root)


@lru_cache(maxsize=4096)
def find_routes(topology: Topology, a: str, b: str) -> tuple[Route, ...]:
    """Return every allowed route between two actors, shortest first, then by channel ids."""
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
            elif after in mediators and after not in visited and len(route) < MAX_INTERMEDIARIES:
                extend(after, (*visited, after), (*route, id))

    extend(a, (a,), ())
    return tuple(sorted(found, key=lambda route: (len(route), route)))


@lru_cache(maxsize=4096)
def compile_union(found: tuple[Route, ...]) -> Diagram:
    """Compile "some route is open" by Shannon expansion on the channel that most routes share."""
    nodes: list[tuple[str, int, int]] = []
    known: dict[frozenset[frozenset[str]], int] = {}

    def build(open_sets: frozenset[frozenset[str]]) -> int:
        if frozenset() in open_sets:
            return -1
        if not open_sets:
            return -2
        if open_sets in known:
            return known[open_sets]
        counts: dict[str, int] = {}
        for needed in open_sets:
            for channel in needed:
                counts[channel] = counts.get(channel, 0) + 1
        pivot = min(counts, key=lambda channel: (-counts[channel], channel))
        if_open = build(_minimal(frozenset(needed - {pivot} for needed in open_sets)))
        if_closed = build(frozenset(needed for needed in open_sets if pivot not in needed))
        if len(nodes) >= MAX_NODES:
            raise ModelError("reach", f"saw more than {MAX_NODES} decision nodes", "a sparser network", "merge parallel channels")
        nodes.append((pivot, if_open, if_closed))
        known[open_sets] = len(nodes) - 1
        return known[open_sets]

    root = build(_minimal(frozenset(frozenset(route) for route in found)))
    return Diagram(tuple(nodes), root)


def _minimal(sets: frozenset[frozenset[str]]) -> frozenset[frozenset[str]]:
    """Drop every set that contains another one."""
    return frozenset(one for one in sets if not any(other < one for other in sets))
