"""Network functions against enumerations that are written here from the definition, without the package's routes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world.evaluation import evaluate, symbolic, values
from deterrence.world.expressions import parse
from deterrence.world.files import read
from deterrence.world.lookup import Records
from deterrence.world.model import Model
from deterrence.world.network import channel_value, delay, graphml, importance, network, reach, routes, secrecy
from deterrence.world.records import Channel
from tests.properties.strategies import networks
from tests.world.worlds import EVERYTHING, channel, parameter, world

CARRYING = {"hotline", "backchannel", "mediation", "forum"}
KINDS = [*sorted(CARRYING), "monitoring", "public"]


def number(channel: Channel, attribute: str) -> float:
    return float(getattr(channel, attribute).text)


def hops(model: Model, a: str, b: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the ways from a to b over none, one or two mediators, as pairs of actors."""
    relays = [actor.id for actor in model.actors.values() if actor.role == "mediator" and actor.id not in (a, b)]
    for count in (0, 1, 2):
        for between in itertools.permutations(relays, count):
            yield list(itertools.pairwise((a, *between, b)))


def between(channels: list[Channel], x: str, y: str) -> list[Channel]:
    return [one for one in channels if set(one.ends) == {x, y} and one.kind in CARRYING]


def enumerated_reach(model: Model, a: str, b: str, within: float | None = None) -> float:
    """Sum the probabilities of all states of the channels in which a way is open, and fast enough."""
    carrying = [one for one in model.channels.values() if one.kind in CARRYING]
    total = 0.0
    for state in itertools.product((True, False), repeat=len(carrying)):
        opened = [one for one, is_open in zip(carrying, state, strict=True) if is_open]
        fastest = math.inf
        is_open_at_all = False
        for way in hops(model, a, b):
            choices = [between(opened, x, y) for x, y in way]
            if all(choices):
                is_open_at_all = True
                fastest = min(fastest, sum(min(number(one, "delay") for one in some) for some in choices))
        if is_open_at_all and (within is None or fastest <= within):
            weights = (
                number(one, "reliability") if s else 1 - number(one, "reliability")
                for one, s in zip(carrying, state, strict=True)
            )
            total += math.prod(weights)
    return total


def best_over_ways(model: Model, a: str, b: str, attribute: str) -> float:
    """Return the least delay or the greatest secrecy by trying every choice of channel on every way."""
    usable = [one for one in model.channels.values() if number(one, "reliability") > 0]
    found = [
        [number(one, attribute) for one in choice]
        for way in hops(model, a, b)
        for choice in itertools.product(*(between(usable, x, y) for x, y in way))
    ]
    if attribute == "delay":
        return min((sum(parts) for parts in found), default=math.inf)
    return max((math.prod(parts) for parts in found), default=0.0)


def random_world(seed: int, *, n_channels: int = 9) -> Model:
    """Return a random multigraph of 3 to 6 actors with constant attributes, some of them extreme."""
    rng = np.random.default_rng(seed)
    names = [f"a{index}" for index in range(rng.integers(3, 7))]
    roles = {
        name: str(rng.choice(["mediator", "mediator", "mediator", "strategic", "monitor", "audience"]))
        for name in names
    }
    channels = []
    for index in range(n_channels):
        x, y = rng.choice(names, size=2, replace=False)
        channels.append(
            channel(
                f"c{index}",
                str(x),
                str(y),
                str(rng.choice(KINDS, p=[0.2, 0.2, 0.2, 0.2, 0.1, 0.1])),
                reliability=float(rng.choice([0.0, 1.0, *rng.uniform(size=6)])),
                delay=float(rng.choice([0, 1, 2, 3, 7])),
                secrecy=float(rng.choice([0.0, 1.0, *rng.uniform(size=4)])),
                bias=float(rng.uniform(-1, 1)),
            )
        )
    return world(roles, channels)


def pairs(model: Model) -> list[tuple[str, str]]:
    return list(itertools.combinations(model.actors, 2))


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


def with_channel(model: Model, *some: Channel) -> Model:
    return replace(model, channels=model.channels.updated(*some))


@pytest.mark.parametrize("seed", range(100, 112))
def test_draws_give_elementwise_what_scalars_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_draws = 7
    scalars = random_world(seed, n_channels=8)
    a, b = next(iter(scalars.actors)), list(scalars.actors)[-1]
    drawn: dict[str, Any] = {}
    changed = []
    for one in scalars.channels.values():
        # Some attributes are drawn and some stay single numbers.
        parts = {}
        for attribute, some in (
            ("reliability", rng.choice([0.0, 1.0, *rng.uniform(size=5)], size=n_draws)),
            ("delay", rng.choice([0.0, 1.0, 2.0, 3.0], size=n_draws)),
            ("secrecy", rng.uniform(size=n_draws)),
        ):
            if rng.uniform() < 0.7:
                id = f"{one.id}.{attribute}"
                drawn[id] = some
                parts[attribute] = parse(id)
        changed.append(replace(one, **parts))
    model = replace(
        with_channel(scalars, *changed),
        parameters=Records("parameter", tuple(parameter(id, 0.5) for id in drawn)),
    )
    together = model.with_values(drawn)
    formulas = [
        f"reach({a}, {b})",
        f"reach({a}, {b}, within=3)",
        f"delay({a}, {b})",
        f"secrecy({a}, {b})",
        f"importance(c0, {a}, {b})",
        f"1 - reliability(c0) * reach({a}, {b}, within=2)",
    ]
    for text in formulas:
        formula = parse(text)
        each = [
            evaluate(model.with_values({id: some[i] for id, some in drawn.items()}), formula) for i in range(n_draws)
        ]
        np.testing.assert_array_equal(np.broadcast_to(np.asarray(evaluate(together, formula)), n_draws), each)


@pytest.mark.parametrize("seed", range(20))
def test_the_written_out_polynomial_substitutes_to_the_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    constants = random_world(seed, n_channels=7)
    parameters = [parameter(f"p.{id}", float(rng.uniform())) for id in constants.channels]
    model = replace(
        with_channel(
            constants, *(replace(one, reliability=parse(f"p.{id}")) for id, one in constants.channels.items())
        ),
        parameters=Records("parameter", tuple(parameters)),
    )
    a, b = list(model.actors)[:2]
    for text in (
        f"reach({a}, {b})",
        f"2 * reach({a}, {b}, within=3) + 1",
        f"importance(c1, {a}, {b})",
        "reliability(c2)",
    ):
        formula = parse(text)
        expanded = symbolic(model, formula, expand=True)
        assert isinstance(expanded, sympy.Basic)
        assert float(expanded.subs(values(model))) == pytest.approx(evaluate(model, formula), abs=1e-12)
        assert not any("reach" in symbol.name or "(" in symbol.name for symbol in expanded.free_symbols)


def test_network_functions_stay_symbols_until_written_out() -> None:
    model = read(EVERYTHING)
    formula = model.games["border"].arguments["false_alarm"]
    short = symbolic(model, formula)
    assert {symbol.name for symbol in short.free_symbols} == {"reach(north, south, within=7)"}
    assert float(short.subs(values(model))) == pytest.approx(evaluate(model, formula))
    long = symbolic(model, formula, expand=True)
    assert {symbol.name for symbol in long.free_symbols} == {"line.open"}
    assert float(long.subs(values(model))) == pytest.approx(evaluate(model, formula))
    kept = symbolic(model, parse("delay(north, south)"), expand=True)
    assert kept == sympy.Symbol("delay(north, south)")


def test_writing_out_a_limit_needs_single_delays() -> None:
    model = read(EVERYTHING).with_values({"line.days": [1, 2]})
    with pytest.raises(ModelError, match="draws in 'delay'"):
        symbolic(model, parse("reach(north, south, within=7)"), expand=True)
    assert symbolic(model, parse("reach(north, south)"), expand=True).free_symbols


def test_comparing_what_is_not_a_number_has_no_symbolic_form() -> None:
    with pytest.raises(ModelError, match="no symbolic form"):
        symbolic(read(EVERYTHING), parse("where(stake < 0/0, 1, 2)"))


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
    assert graph.edges["north", "south", "tie.old_rivalry"] == {"kind": "rivalry", "carries": False}
    graph.remove_node("port")
    graph.nodes["north"]["role"] = "mediator"
    assert network(model).number_of_nodes() == 3 and reach(model, "north", "south") > 0


def test_a_tie_and_a_channel_of_one_id_are_two_edges() -> None:
    model = read(EVERYTHING.replace('id = "old_rivalry"', 'id = "watch"'))
    assert network(model).number_of_edges("north", "south") == 2


def test_graphml_reads_back_to_the_same_graph() -> None:
    model = read(EVERYTHING)
    graph, again = network(model), nx.parse_graphml(graphml(model), force_multigraph=True)
    assert set(again.nodes) == set(graph.nodes)
    for id, data in graph.nodes(data=True):
        x, y = data.pop("position")
        assert again.nodes[id] == {**data, "x": x, "y": y}
    found = {frozenset((a, b)) | {key}: data for a, b, key, data in again.edges(keys=True, data=True)}
    assert found == {frozenset((a, b)) | {key}: data for a, b, key, data in graph.edges(keys=True, data=True)}


def test_graphml_refuses_draws() -> None:
    with pytest.raises(ModelError, match="draws in 'reliability'"):
        graphml(read(EVERYTHING).with_values({"line.open": [0.1, 0.2]}))


def test_absent_channels_count_as_closed_in_formulas() -> None:
    model = read(EVERYTHING)
    for text in ("reliability(direct)", "bias(direct)", "importance(direct, north, south)"):
        assert evaluate(model, parse(text)) == 0.0
        assert symbolic(model, parse(text), expand=True) == 0


def test_evaluate_gives_plain_floats_or_arrays() -> None:
    model = read(EVERYTHING)
    assert type(evaluate(model, parse("stake + 1"))) is float
    drawn = evaluate(model.with_values({"stake": [1, 2, 3]}), parse("stake"))
    assert isinstance(drawn, np.ndarray) and drawn.shape == (3,)
    with pytest.raises(ValueError, match="read-only"):
        drawn[0] = 7
