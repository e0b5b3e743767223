"""Hypothesis strategies: what property tests draw from. One file, so that every test draws from the same worlds."""

from __future__ import annotations

import functools
import itertools
from typing import Any, get_args

from hypothesis import strategies as st

from deterrence.world import records
from deterrence.world.expressions import Expression, parse
from deterrence.world.lookup import Records
from deterrence.world.model import Model
from deterrence.world.reader import RESERVED

#: Numbers in formulas: eighths, so that sums and products are exact in floats and no comparison hangs on rounding.
numbers = st.integers(-160, 160).map(lambda eighths: eighths / 8)
#: Ids of actors, channels, options and the like.
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda id: id not in RESERVED)
#: Ids of parameters.
dotted_ids = st.lists(ids, min_size=1, max_size=3).map(".".join)
#: One line of readable text in any script.
lines = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"), max_size=40
)
#: Prose: several lines, tabs, quotes and backslashes.
_marks = st.sampled_from(['"', '"""', "\\", "\t", "'''"])
prose = st.one_of(lines, st.lists(st.one_of(lines, _marks), max_size=4).map("\n".join))
probabilities = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))


@functools.cache
def formula_texts(names: tuple[str, ...], *, calls: tuple[str, ...] = (), leaves: int = 8) -> st.SearchStrategy[str]:
    """Return texts of random formulas over parameters and ready-made network calls, inside the language's limits."""
    plain = numbers.map(lambda value: f"{value:g}" if value >= 0 else f"({value:g})")
    leaf = st.one_of(plain, *([st.sampled_from(names + calls)] if names + calls else []))

    def grow(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("({} {} {})".format, below, st.sampled_from("+-*/"), below),
            st.builds("({}) ** {}".format, below, st.integers(0, 3)),
            st.builds("-({})".format, below),
            st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), below, below),
            st.builds("exp(({}) / 10)".format, below),
            st.builds("sqrt(max({}, 0))".format, below),
            st.builds("log(max({}, 0.5))".format, below),
            st.builds(
                "where({} {} {}, {}, {})".format, below, st.sampled_from(["<", "<=", ">", ">="]), below, below, below
            ),
        )

    return st.recursive(leaf, grow, max_leaves=leaves).filter(lambda text: len(text) <= 400 and _fits(text))


def _fits(text: str) -> bool:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest <= 13


def formulas(names: tuple[str, ...], *, calls: tuple[str, ...] = ()) -> st.SearchStrategy[Expression]:
    """Return random formulas, parsed."""
    return formula_texts(names, calls=calls).map(parse)


@st.composite
def networks(draw: st.DrawFn, *, max_channels: int = 8) -> Model:
    """Return a model of 2 to 6 actors of any role and up to 8 channels of any kind with constant attributes."""
    names = [f"a{index}" for index in range(draw(st.integers(2, 6)))]
    roles: st.SearchStrategy[Any] = st.sampled_from(["mediator", "mediator", "strategic", "monitor"])
    pairs = list(itertools.combinations(names, 2))
    channels = [
        _channel(draw, f"c{index}", draw(st.sampled_from(pairs)), names=[])
        for index in range(draw(st.integers(0, max_channels)))
    ]
    return Model(
        id="network",
        title="A network",
        actors=Records("actor", tuple(records.Actor(name, name, draw(roles)) for name in names)),
        channels=Records("channel", tuple(channels)),
    )


def _channel(draw: st.DrawFn, id: str, ends: tuple[str, str], *, names: list[str]) -> records.Channel:
    """Return a channel; its reliability may be a parameter when ``names`` are given."""
    kind: Any = draw(st.sampled_from(get_args(records.ChannelKind)))
    reliability = draw(st.one_of(probabilities, st.sampled_from(names)) if names else probabilities)
    return records.Channel(
        id=id,
        ends=ends,
        kind=kind,
        reliability=parse(reliability),
        delay=parse(draw(st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0, float("inf")]))),
        secrecy=parse(draw(probabilities)),
        bias=parse(draw(st.floats(-1, 1))),
        about=draw(prose),
        display=tuple(draw(st.lists(st.sampled_from(records.ATTRIBUTES), max_size=2))),
        refs=draw(refs),
    )


refs = st.lists(st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True), max_size=2).map(tuple)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Return a consistent model with records of every kind, as a file could hold it."""

    def some_ids(least: int, most: int) -> list[str]:
        return draw(st.lists(ids, min_size=least, max_size=most, unique=True))

    def ends() -> tuple[str, str]:
        return draw(st.sampled_from(pairs))

    actors = some_ids(2, 4)
    pairs = list(itertools.permutations(actors, 2))
    a, b = pairs[0]
    sources = tuple(_source(draw, id) for id in some_ids(0, 2))
    names = draw(st.lists(dotted_ids, min_size=1, max_size=4, unique=True))
    parameters = tuple(_parameter(draw, name, sources) for name in names)
    shares = [parameter.id for parameter in parameters if parameter.is_probability]
    channels = tuple(_channel(draw, id, ends(), names=shares) for id in some_ids(0, 3))
    calls = (f"reach({a}, {b})", f"secrecy({a}, {b})", f"reach({a}, {b}, within=2.5)")
    return Model(
        id="model",
        title=draw(lines),
        about=draw(prose),
        source=draw(prose),
        period_days=draw(st.floats(0.5, 365)),
        sources=Records("source", sources),
        actors=Records("actor", tuple(_actor(draw, id) for id in actors)),
        ties=Records("tie", tuple(_tie(draw, id, ends(), names) for id in some_ids(0, 2))),
        channels=Records("channel", channels),
        parameters=Records("parameter", parameters),
        options=Records("option", tuple(_option(draw, id, names, channels, sources) for id in some_ids(0, 2))),
        games=Records("game", tuple(_game(draw, id, (a, b), names, calls) for id in some_ids(0, 2))),
        scenarios=Records("scenario", tuple(_scenario(draw, id, names) for id in some_ids(0, 2))),
        orderings=Records("ordering", tuple(_ordering(draw, id, a, names) for id in some_ids(0, 2))),
    )


def _source(draw: st.DrawFn, id: str) -> records.Source:
    return records.Source(id, draw(lines), draw(lines), draw(st.integers(-500, 2030)), draw(prose))


def _parameter(draw: st.DrawFn, id: str, sources: tuple[records.Source, ...]) -> records.Parameter:
    unit = draw(st.sampled_from(["probability", "share of ships", "discount factor", "payoff units", "days"]))
    bounded = unit not in ("payoff units", "days")
    some = st.floats(0, 0.99) if bounded else st.floats(-1e6, 1e6)
    low, value, high = sorted(draw(st.tuples(some, some, some)))
    basis = draw(st.sampled_from(["assumed", *(source.id for source in sources)]))
    said = draw(prose.filter(bool))
    reason, quote = (said, "") if basis == "assumed" else ("", said)
    return records.Parameter(id, value, low, high, unit, draw(prose), basis, reason, quote, draw(refs))


def _actor(draw: st.DrawFn, id: str) -> records.Actor:
    role: Any = draw(st.sampled_from(get_args(records.Role)))
    position = (draw(st.floats(0, 1)), draw(st.floats(0, 1)))
    return records.Actor(id, draw(lines), role, position, draw(prose), draw(refs))


def _tie(draw: st.DrawFn, id: str, ends: tuple[str, str], names: list[str]) -> records.Tie:
    kind: Any = draw(st.sampled_from(get_args(records.TieKind)))
    described_by = tuple(draw(st.lists(st.sampled_from(names), max_size=2)))
    return records.Tie(id, kind, ends, described_by, draw(prose), draw(refs))


def _option(
    draw: st.DrawFn,
    id: str,
    names: list[str],
    channels: tuple[records.Channel, ...],
    sources: tuple[records.Source, ...],
) -> records.Option:
    family: Any = draw(st.sampled_from(get_args(records.Family)))
    changes = tuple(_change(draw, names, channels) for _ in range(draw(st.integers(0, 2))))
    cost, effect, rationale, quote, backfires = (draw(prose) for _ in range(5))
    source = draw(st.sampled_from(["", *(source.id for source in sources)]))
    ranked = draw(st.booleans())
    return records.Option(
        id, draw(lines), family, changes, ranked, cost, effect, rationale, quote, source, backfires, draw(refs)
    )


def _change(draw: st.DrawFn, names: list[str], channels: tuple[records.Channel, ...]) -> records.Change:
    """Return a change that holds at any strength: part of a number is always allowed."""
    why, forms, amount = draw(prose), tuple(draw(st.lists(ids, max_size=1))), parse(draw(probabilities))
    if channels and draw(st.booleans()):
        target = draw(st.sampled_from(channels)).id
        return records.Change("alter", target=target, attribute="secrecy", amount=amount, why=why, for_forms=forms)
    return records.Change("scale", parameter=draw(st.sampled_from(names)), amount=amount, why=why, for_forms=forms)


def _game(
    draw: st.DrawFn, id: str, players: tuple[str, ...], names: list[str], calls: tuple[str, ...]
) -> records.GameSpec:
    # The comparison makes a number of the argument even where the random formula divides zero by zero.
    texts = formula_texts(tuple(names), calls=calls, leaves=3)
    leaf = texts.map(lambda text: parse(f"where(({text}) < 1e9, 1, {calls[0]})"))
    shape = st.one_of(leaf, st.tuples(leaf, leaf), st.tuples(st.tuples(leaf, leaf), st.tuples(leaf)))
    label = st.one_of(st.integers(-5, 5), st.tuples(st.sampled_from(["wait", "go"]), ids))
    arguments = draw(st.dictionaries(ids, shape, min_size=1, max_size=3))
    labels = draw(st.dictionaries(ids, label, max_size=2))
    return records.GameSpec(id, draw(lines), draw(ids), players, arguments, labels, draw(prose), draw(refs))


def _scenario(draw: st.DrawFn, id: str, names: list[str]) -> records.Scenario:
    rungs = draw(st.dictionaries(ids, st.integers(0, 6), max_size=2))
    return records.Scenario(id, draw(lines), draw(prose), draw(_values(names)), rungs, draw(refs))


def _ordering(draw: st.DrawFn, id: str, actor: str, names: list[str]) -> records.Ordering:
    descending = tuple(draw(st.lists(st.sampled_from(names).map(parse), min_size=2, max_size=3)))
    contested, values = draw(st.booleans()), draw(_values(names))
    return records.Ordering(id, draw(prose), actor, descending, contested, values, draw(prose), draw(refs))


def _values(names: list[str]) -> st.SearchStrategy[dict[str, float]]:
    """Return values that every unit allows."""
    return st.dictionaries(st.sampled_from(names), st.floats(0, 0.99), max_size=2)
