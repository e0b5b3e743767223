"""Routes and the decision diagram behind reach."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import ModelError
from deterrence.world.reliability import MAX_NODES, MAX_ROUTES, Route, Topology, compile_union, find_routes


def inclusion_exclusion(routes: tuple[Route, ...], reliability: dict[str, Fraction]) -> Fraction:
    """Return the probability of the union of routes by Poincaré's formula, exactly."""
    total = Fraction(0)
    for size in range(1, len(routes) + 1):
        for some in itertools.combinations(routes, size):
            product = Fraction(1)
            for channel in set().union(*some):
                product *= reliability[channel]
            total += product if size % 2 else -product
    return total


@pytest.mark.parametrize("seed", range(20))
def test_diagram_equals_inclusion_and_exclusion_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    channels = [f"c{index}" for index in range(7)]
    routes = tuple(
        tuple(channels[int(index)] for index in rng.choice(7, size=rng.integers(1, 4), replace=False))
        for _ in range(rng.integers(0, 7))
    )
    reliability = {channel: Fraction(int(rng.integers(0, 11)), 10) for channel in channels}
    value = compile_union(routes).probability(reliability)
    assert value == inclusion_exclusion(tuple({frozenset(route): route for route in routes}.values()), reliability)


def test_no_route_is_never_open_and_an_empty_route_always() -> None:
    assert compile_union(()).probability({}) == 0
    assert compile_union(((),)).probability({}) == 1


def test_routes_are_shortest_first_and_have_at_most_two_intermediaries() -> None:
    edges = (
        ("z", "a", "b"),
        ("y", "a", "m"),
        ("x", "m", "b"),
        ("w", "m", "n"),
        ("v", "n", "b"),
        ("u", "n", "o"),
        ("t", "o", "b"),
    )
    topology: Topology = (edges, frozenset("mno"))
    assert find_routes(topology, "a", "b") == (("z",), ("y", "x"), ("y", "w", "v"))
    assert find_routes((edges, frozenset("n")), "a", "b") == (("z",),)


def test_routes_never_visit_an_actor_twice() -> None:
    edges = (("p", "a", "m"), ("q", "a", "m"), ("r", "m", "b"), ("s", "m", "n"), ("t", "m", "n"))
    assert find_routes((edges, frozenset("mn")), "a", "b") == (("p", "r"), ("q", "r"))


def test_the_ends_may_be_mediators_themselves() -> None:
    edges = (("p", "a", "m"), ("r", "m", "b"))
    assert find_routes((edges, frozenset("amb")), "a", "m") == (("p",),)
    assert find_routes((edges, frozenset("amb")), "a", "b") == (("p", "r"),)


def test_hundreds_of_separate_routes_need_a_node_per_channel() -> None:
    routes = tuple((f"x{index:03d}", f"y{index:03d}", f"z{index:03d}") for index in range(120))
    diagram = compile_union(routes)
    assert len(diagram.nodes) == 360
    half = {channel: 0.5 for route in routes for channel in route}
    assert diagram.probability(half) == pytest.approx(1 - (7 / 8) ** 120)


def test_values_are_let_go_once_nothing_reads_them() -> None:
    mediators = ["m", "n", "o", "p"]
    edges = [(f"a{m}", "a", m) for m in mediators] + [(f"b{m}", m, "b") for m in mediators]
    edges += [(m + n, m, n) for m, n in itertools.combinations(mediators, 2)]
    diagram = compile_union(find_routes((tuple(edges), frozenset(mediators)), "a", "b"))
    assert sum(len(spent) for spent in diagram.done) == len(diagram.nodes) - 1
    assert max(max(spent, default=0) - index for index, spent in enumerate(diagram.done)) <= 0


def test_a_network_too_dense_for_exact_numbers_is_refused() -> None:
    parallel = tuple((f"c{index}", "a", "b") for index in range(MAX_ROUTES + 1))
    with pytest.raises(ModelError, match="more than 400 routes"):
        find_routes((parallel, frozenset()), "a", "b")
    mediators = [f"m{index}" for index in range(9)]
    edges = [(f"a{m}", "a", m) for m in mediators] + [(f"b{m}", m, "b") for m in mediators]
    edges += [(m + n, m, n) for m, n in itertools.combinations(mediators, 2)]
    with pytest.raises(ModelError, match=f"more than {MAX_NODES} decision nodes"):
        compile_union(find_routes((tuple(edges), frozenset(mediators)), "a", "b"))
