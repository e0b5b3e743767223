"""Network functions against enumerations that are written here from the definition, without the package's routes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world.expressions import parse
from deterrence.world.files import read
from deterrence.world.lookup import Records
from deterrence.world.model import Model
from deterrence.world.network import channel_value, delay, graphml, importance, network, reach, routes, secrecy
from deterrence.world.records import Channel
from tests.properties.strategies import networks
from tests.world.enumeration import best_over_ways, enumerated_reach, pairs, random_world, with_channel
from tests.world.worlds import EVERYTHING, channel, parameter, world


@pytest.mark.parametrize("seed", range(12))
def test_reach_is_the_sum_over_all_channel_states(seed: int) -> None:
    model = random_world(seed)
    for a, b in pairs(model)[:6]:
        for within in (None, 0, 2, 4.5):
            expected = enumerated_reach(model, a, b, within)
            assert reach(model, a, b, within=within) == pytest.approx(expected, abs=1e-12)
            assert reach(model, b, a, within=within) == reach(model, a, b, within=within)


@pytest.mark.parametrize("seed", range(40))
def test_delay_and_secrecy_are_the_best_over_all_ways(seed: int) -> None:
    model = random_world(seed)
    for a, b in pairs(model):
        assert delay(model, a, b) == pytest.approx(best_over_ways(model, a, b, "delay"))
        assert secrecy(model, a, b) == pytest.approx(best_over_ways(model, a, b, "secrecy"))


@pytest.mark.parametrize("seed", range(15))
def test_importance_is_the_slope_of_reach(seed: int) -> None:
    model = random_world(seed)
    for a, b in pairs(model)[:4]:
        for id, one in model.channels.items():
            ends = [reach(with_channel(model, replace(one, reliability=parse(p))), a, b) for p in (0.25, 0.75)]
            assert importance(model, id, a, b) == pytest.approx((ends[1] - ends[0]) / 0.5, abs=1e-12)


ROLES = {"a": "strategic", "b": "strategic", "m": "mediator", "n": "mediator", "o": "mediator"}


@pytest.mark.parametrize(
    "extra",
    [
        channel("dead_end", "m", "o"),
        channel("watch", "a", "b", "monitoring"),
        channel("speech", "a", "b", "public"),
        channel("closed", "a", "b", reliability=0),
        channel("elsewhere", "s", "t"),
        channel("away", "a", "s"),
    ],
    ids=lambda one: one.id,
)
def test_an_irrelevant_channel_changes_nothing(extra: Channel) -> None:
    model = world(
        {**ROLES, "s": "strategic", "t": "supplier"},
        [
            channel("am", "a", "m", reliability=0.5, delay=1, secrecy=0.5),
            channel("mb", "m", "b", reliability=0.5, delay=1),
        ],
    )
    more = with_channel(model, extra)
    functions: list[Callable[[Model, str, str], Any]] = [
        reach,
        delay,
        secrecy,
        lambda m, a, b: importance(m, "am", a, b),
    ]
    for function in functions:
        assert function(more, "a", "b") == function(model, "a", "b")


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_relabelling_actors_and_channels_permutes_results(model: Model, random: Any) -> None:
    names, channels = list(model.actors), list(model.channels)
    new = dict(zip(names, random.sample([f"z{index}" for index in range(len(names))], len(names)), strict=True))
    ids = dict(
        zip(channels, random.sample([f"y{index}" for index in range(len(channels))], len(channels)), strict=True)
    )
    moved = [replace(one, id=ids[id], ends=(new[one.ends[1]], new[one.ends[0]])) for id, one in model.channels.items()]
    random.shuffle(moved)
    renamed = replace(
        model,
        actors=Records("actor", tuple(replace(actor, id=new[id]) for id, actor in model.actors.items())),
        channels=Records("channel", tuple(moved)),
    )
    for a, b in itertools.permutations(names, 2):
        assert reach(renamed, new[a], new[b]) == pytest.approx(reach(model, a, b), abs=1e-12)
        assert reach(renamed, new[a], new[b], within=2) == pytest.approx(reach(model, a, b, within=2), abs=1e-12)
        assert delay(renamed, new[a], new[b]) == delay(model, a, b)
        assert secrecy(renamed, new[a], new[b]) == pytest.approx(secrecy(model, a, b), abs=1e-12)
        for id in channels[:2]:
            assert importance(renamed, ids[id], new[a], new[b]) == pytest.approx(importance(model, id, a, b), abs=1e-12)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_results_are_probabilities_and_grow_with_the_limit(model: Model) -> None:
    for a, b in itertools.combinations(model.actors, 2):
        by_limit = [reach(model, a, b, within=limit) for limit in (0, 1, 3, 10)]
        everything = reach(model, a, b)
        assert by_limit[0] >= 0 and everything <= 1
        assert all(x <= y + 1e-12 for x, y in itertools.pairwise([*by_limit, everything]))
        assert all(-1e-12 <= importance(model, id, a, b) <= 1 + 1e-12 for id in model.channels)


@pytest.mark.parametrize("role", ["strategic", "monitor", "audience", "supplier"])
def test_only_mediators_relay(role: str) -> None:
    channels = [channel("ax", "a", "x", reliability=0.5), channel("xb", "x", "b", reliability=0.5)]
    closed = world({"a": "strategic", "b": "strategic", "x": role}, channels)
    assert (reach(closed, "a", "b"), delay(closed, "a", "b"), secrecy(closed, "a", "b")) == (0.0, math.inf, 0.0)
    assert importance(closed, "ax", "a", "b") == 0.0
    assert reach(closed, "a", "x") == 0.5
    opened = world({"a": "strategic", "b": "strategic", "x": "mediator"}, channels)
    assert reach(opened, "a", "b") == 0.25


def test_a_chain_of_three_mediators_is_too_long() -> None:
    chain = [channel("am", "a", "m"), channel("mn", "m", "n"), channel("no", "n", "o"), channel("ob", "o", "b")]
    model = world(ROLES, chain)
    assert (reach(model, "a", "b"), reach(model, "a", "o"), reach(model, "m", "b")) == (0.0, 1.0, 1.0)
    assert (
        routes(model, "a", "o") == routes(model, "o", "a") == (("am", "mn", "no"),) or len(routes(model, "a", "o")) == 1
    )


def test_reach_is_not_the_best_path_but_the_union() -> None:
    model = world(ROLES, [channel("one", "a", "b", reliability=0.5), channel("two", "a", "b", reliability=0.5)])
    assert reach(model, "a", "b") == 0.75
    assert importance(model, "one", "a", "b") == 0.5


def test_days_that_add_up_to_the_limit_are_within_it() -> None:
    slow = [channel("am", "a", "m", delay=0.1), channel("mb", "m", "b", delay=0.2)]
    assert reach(world(ROLES, slow), "a", "b", within=0.3) == 1.0
    assert reach(world(ROLES, slow), "a", "b", within=0.299) == 0.0
    assert reach(world(ROLES, [channel("never", "a", "b", delay="inf")]), "a", "b", within=1e9) == 0.0


def test_a_channel_that_is_never_open_gives_no_delay_and_no_secrecy() -> None:
    quick = channel("quick", "a", "b", reliability=0, secrecy=0.9)
    slow = channel("slow", "a", "b", reliability=0.1, delay=3, secrecy=0.2)
    assert delay(world(ROLES, [quick]), "a", "b") == math.inf
    assert (delay(world(ROLES, [quick, slow]), "a", "b"), secrecy(world(ROLES, [quick, slow]), "a", "b")) == (3.0, 0.2)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda m: reach(m, "a", "bb"), "actor 'bb': there is no such id"),
        (lambda m: reach(m, "a", "a"), "the same actor twice"),
        (lambda m: delay(m, "x" * 5000, "a"), "there is no such id"),
        (lambda m: importance(m, "amm", "a", "b"), "did you mean 'am'"),
        (lambda m: channel_value(m, "amm", "delay"), "did you mean 'am'"),
    ],
)
def test_unknown_ids_are_named_with_a_suggestion(ask: Callable[[Model], object], words: str) -> None:
    with pytest.raises(ModelError) as caught:
        ask(world(ROLES, [channel("am", "a", "m")]))
    assert words in str(caught.value) and len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"reliability": 1.2}, "channel 'ab', reliability: saw 1.2 from '1.2'; allowed is 0 to 1."),
        ({"reliability": "p - 1"}, "saw -0.5 from 'p - 1'"),
        ({"delay": -1}, "allowed is 0 to inf"),
        ({"secrecy": "0/0"}, "saw nan from '0/0'"),
        ({"bias": 2}, "allowed is -1 to 1"),
        ({"reliability": "reach(a, m)"}, "saw reach(a, m); allowed is parameters and numbers"),
    ],
)
def test_attributes_outside_their_bounds_are_refused(attributes: dict[str, Any], words: str) -> None:
    model = world(ROLES, [channel("ab", "a", "b", **attributes)], parameters=[parameter("p")])
    with pytest.raises(ModelError) as caught:
        channel_value(model, "ab", next(iter(attributes)))
    assert words in str(caught.value)


def test_one_bad_draw_is_enough_to_refuse() -> None:
    model = world(ROLES, [channel("ab", "a", "b", reliability="2 * p")], parameters=[parameter("p")])
    with pytest.raises(ModelError, match=r"saw 1\.2 from"):
        reach(model.with_values({"p": [0.1, 0.6, 0.2]}), "a", "b")


def test_network_is_a_copy_with_numbers_on_it() -> None:
    model = read(EVERYTHING)
    graph = network(model)
    assert isinstance(graph, nx.MultiGraph)
    assert dict(graph.nodes["north"]) == {"name": "Nörth (県)", "role": "strategic", "position": (0.25, 1.0)}
    assert graph.edges["north", "port", "north_port"] == {
        "kind": "backchannel", "carries": True, "reliability": 0.5, "delay": 4.0, "secrecy": 0.8, "bias": -0.25,
    }  # fmt: skip
    assert graph.edges["north", "south", "watch"]["carries"] is False
    assert graph.edges["north", "south", "tie.old_rivalry"] == {
        "kind": "rivalry", "carries": False, "first": "north",
    }  # fmt: skip
    graph.remove_node("port")
    graph.nodes["north"]["role"] = "mediator"
    assert network(model).number_of_nodes() == 3 and reach(model, "north", "south") > 0


def test_a_tie_and_a_channel_of_one_id_are_two_edges() -> None:
    model = read(EVERYTHING.replace('id = "old_rivalry"', 'id = "watch"'))
    assert network(model).number_of_edges("north", "south") == 2


def test_graphml_reads_back_to_the_same_graph() -> None:
    model = read(EVERYTHING)
    graph = network(model)
    again: Any = nx.parse_graphml(graphml(model), force_multigraph=True)
    assert set(again.nodes) == set(graph.nodes)
    for id, data in graph.nodes(data=True):
        x, y = data.pop("position")
        assert again.nodes[id] == {**data, "x": x, "y": y}
    found = {frozenset((a, b)) | {key}: data for a, b, key, data in again.edges(keys=True, data=True)}
    assert found == {frozenset((a, b)) | {key}: data for a, b, key, data in graph.edges(keys=True, data=True)}


def test_graphml_refuses_draws() -> None:
    with pytest.raises(ModelError, match="draws in 'reliability'"):
        graphml(read(EVERYTHING).with_values({"line.open": [0.1, 0.2]}))
