"""The network of a model as a picture, as sentences and as tidy tables."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.charts.network import ActorShape, ConnectionLine, State, draw_network
from deterrence.charts.svg import Theme
from deterrence.errors import ModelError
from deterrence.study.figures import number
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model
from deterrence.world.network import channel_value, delay, importance, reach, routes, secrecy
from deterrence.world.records import ATTRIBUTES, Channel

if TYPE_CHECKING:
    import pandas as pd

#: Changes of reliability below this are none.
TOLERANCE = 1e-9


def network_svg(
    model: Model,
    *,
    baseline: Model | None = None,
    between: tuple[str, str] | None = None,
    show_ties: bool = True,
    theme: Theme = "auto",
    prefix: str = "network",
) -> str:
    """Draw the actors, channels and ties of a model.

    Parameters
    ----------
    model
        The world, with options applied.
    baseline
        If given, channels that the model has and the baseline has not are marked as added, those that only the
        baseline has as removed, those whose reliability differs as changed.
    between
        Two actors; the most reliable route between them is highlighted, if there is one.
    show_ties
        Whether relations that are no channels are drawn too.
    theme
        ``light``, ``dark``, or ``auto`` for the reader's system.
    prefix
        Beginning of the ids of elements, different for each picture on a page.

    Returns
    -------
    str
        SVG text; the same model gives the same text.

    Raises
    ------
    ModelError
        For an unknown actor in ``between``, or a model of draws.

    Examples
    --------
    >>> from deterrence.world.files import load
    >>> network_svg(load("levant_2024"), between=("us", "iran")).startswith("<svg")
    True
    """
    route = _best_route(model, *between) if between else ()
    steps = _steps(model, route, between[0]) if between and route else {}
    actors = [
        ActorShape(actor.id, actor.name, actor.role, actor.position, steps.get(actor.id, 0))
        for actor in model.actors.values()
    ]
    lines = _channel_lines(model, baseline or model, route)
    if show_ties:
        lines += [
            ConnectionLine(f"tie.{tie.id}", tie.ends, tie.kind, words=f"{tie.kind}, a tie: {_ends(model, tie.ends)}")
            for tie in model.ties.values()
        ]
    title = f"Who can speak to whom: {model.title}"
    description = " ".join(network_sentences(model, baseline=baseline, between=between))
    return draw_network(actors, lines, title=title, description=description, theme=theme, prefix=prefix)


def network_sentences(
    model: Model, *, baseline: Model | None = None, between: tuple[str, str] | None = None
) -> list[str]:
    """Say what the picture shows: who can reach whom, through what, and which channel matters most.

    Parameters
    ----------
    model, baseline, between
        As of ``network_svg``. Without ``between``, every pair of strategic actors is spoken of.
    """
    joined = {end for channel in model.channels.values() for end in channel.ends}
    n = len(model.channels)
    sentences = [f"{n} {'channel joins' if n == 1 else 'channels join'} {len(joined)} of {len(model.actors)} actors."]
    strategic = [actor.id for actor in model.actors.values() if actor.role == "strategic"]
    pairs = [between] if between else list(combinations(strategic, 2))
    figures = {pair: _number(reach(model, *pair), "reach") for pair in pairs}
    pairs = sorted(pairs, key=lambda pair: -figures[pair])
    sentences += [_pair_sentence(model, *pair) for pair in pairs if figures[pair] > 0]
    apart = [_ends(model, pair) for pair in pairs if figures[pair] == 0]
    if apart:
        sentences.append(f"No open route joins {'; '.join(apart)}.")
    if baseline is not None:
        sentences += _changes(model, baseline, pairs)
    return [*sentences, f"Reach is the model's chance that at least one route is open. {NOT_A_FORECAST}"]


def channel_table(model: Model) -> pd.DataFrame:
    """Return one row per channel: its ends, kind, attributes, and the pair of strategic actors that it matters most to.

    Returns
    -------
    pandas.DataFrame
        Columns ``channel``, ``from``, ``to``, ``kind``, ``carries``, ``reliability``, ``delay`` (days), ``secrecy``,
        ``bias``, ``matters_to`` (names of two actors, empty where no pair needs it) and ``importance``.
    """
    import pandas as pd

    strategic = [actor.id for actor in model.actors.values() if actor.role == "strategic"]
    pairs = list(combinations(strategic, 2))
    rows: list[dict[str, Any]] = []
    for channel in model.channels.values():
        weights = {pair: _number(importance(model, channel.id, *pair), "importance") for pair in pairs}
        most = max(weights, key=lambda pair: weights[pair], default=None)
        matters = most is not None and weights[most] > 0
        ends = {"channel": channel.id, "from": _name(model, channel.ends[0]), "to": _name(model, channel.ends[1])}
        figures = {each: _number(channel_value(model, channel.id, each), each) for each in ATTRIBUTES}
        last = {"matters_to": _ends(model, most) if matters and most else "", "importance": 0.0}
        if matters and most:
            last["importance"] = weights[most]
        rows.append({**ends, "kind": channel.kind, "carries": channel.carries, **figures, **last})
    columns = ["channel", "from", "to", "kind", "carries", *ATTRIBUTES, "matters_to", "importance"]
    return pd.DataFrame(rows, columns=columns)


def reach_table(model: Model) -> pd.DataFrame:
    """Return one row per pair of strategic actors: how reachable they are, and through what.

    Returns
    -------
    pandas.DataFrame
        Columns ``from``, ``to``, ``reach`` (probability), ``delay`` (days, inf without a route), ``secrecy`` (in
        [0, 1]), ``routes`` (count), ``most_important`` (a channel, empty without a route) and ``importance``.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    strategic = [actor.id for actor in model.actors.values() if actor.role == "strategic"]
    for a, b in combinations(strategic, 2):
        channel, weight = _most_important(model, a, b)
        rows.append(
            {
                "from": _name(model, a),
                "to": _name(model, b),
                "reach": _number(reach(model, a, b), "reach"),
                "delay": _number(delay(model, a, b), "delay"),
                "secrecy": _number(secrecy(model, a, b), "secrecy"),
                "routes": len(routes(model, a, b)),
                "most_important": channel,
                "importance": weight,
            }
        )
    columns = ["from", "to", "reach", "delay", "secrecy", "routes", "most_important", "importance"]
    return pd.DataFrame(rows, columns=columns)


def _pair_sentence(model: Model, a: str, b: str) -> str:
    channel, weight = _most_important(model, a, b)
    through = [_name(model, actor) for actor in _steps(model, _best_route(model, a, b), a) if actor not in (a, b)]
    n = len(routes(model, a, b))
    figures = f"reach {_percent(reach(model, a, b))}, {_days(delay(model, a, b))} at the fastest"
    hidden = f"secrecy up to {_percent(secrecy(model, a, b))}"
    way = f"most reliably through {' and '.join(through)}" if through else "most reliably directly"
    counted = "one route" if n == 1 else f"{n} routes"
    most = f"the channel that matters most is {_channel_words(model, model.channels[channel])}, importance {weight:.2f}"
    return f"{_ends(model, (a, b))}: {figures}, {hidden}, by {counted}, {way}; {most}."


def _changes(model: Model, baseline: Model, pairs: list[tuple[str, str]]) -> list[str]:
    said: list[str] = []
    for line in _channel_lines(model, baseline, ()):
        owner = baseline if line.state == "removed" else model
        words = f"{line.kind}, {_ends(owner, line.ends)}"
        if line.state == "changed":
            said.append(f"Changed: {words}, reliability {_percent(line.reliability_before)} to "
                        f"{_percent(line.reliability)}.")  # fmt: skip
        elif line.state:
            said.append(f"{line.state.capitalize()}: {words}, reliability {_percent(line.reliability)}.")
    for a, b in pairs:
        if a in baseline.actors and b in baseline.actors:
            before, after = _number(reach(baseline, a, b), "reach"), _number(reach(model, a, b), "reach")
            if abs(after - before) > TOLERANCE:
                said.append(f"Reach of {_ends(model, (a, b))}: {_percent(before)} to {_percent(after)}.")
    return said or ["Nothing in the network differs from the baseline."]


def _channel_lines(model: Model, baseline: Model, route: tuple[str, ...]) -> list[ConnectionLine]:
    lines: list[ConnectionLine] = []
    for channel in model.channels.values():
        after = _number(channel_value(model, channel.id, "reliability"), "reliability")
        state: State = ""
        before = None
        if channel.id not in baseline.channels:
            state = "added"
        else:
            before = _number(channel_value(baseline, channel.id, "reliability"), "reliability")
            state = "changed" if abs(after - before) > TOLERANCE else ""
        lines.append(_channel_line(model, channel, after, state, before, channel.id in route))
    for channel in baseline.channels.values():
        if channel.id not in model.channels:
            before = _number(channel_value(baseline, channel.id, "reliability"), "reliability")
            lines.append(_channel_line(baseline, channel, before, "removed", before, False))
    return lines


def _channel_line(
    model: Model, channel: Channel, reliability: float, state: State, before: float | None, is_on_route: bool
) -> ConnectionLine:
    hidden = _percent(channel_value(model, channel.id, "secrecy"))
    fast = _days(channel_value(model, channel.id, "delay"))
    words = f"{_channel_words(model, channel)}: reliability {_percent(reliability)}, {fast}, secrecy {hidden}"
    words += f", {state}" if state else ""
    words += "" if channel.carries else ", carries no messages"
    words += ", on the chosen route" if is_on_route else ""
    return ConnectionLine(channel.id, channel.ends, channel.kind, reliability, state, before, is_on_route, words)


def _best_route(model: Model, a: str, b: str) -> tuple[str, ...]:
    """Return the channels of the route whose product of reliabilities is greatest; empty without an open one."""
    best, most = (), 0.0
    for route in routes(model, a, b):
        open_ = float(np.prod([_number(channel_value(model, c, "reliability"), "reliability") for c in route]))
        if open_ > most + TOLERANCE:
            best, most = route, open_
    return best


def _steps(model: Model, route: tuple[str, ...], start: str) -> Mapping[str, int]:
    """Return the actors of a route, numbered from 1; routes are stored from the end that sorts first."""
    if not route:
        return {}
    order = route if start in model.channels[route[0]].ends else tuple(reversed(route))
    steps = {start: 1}
    for channel in order:
        (other,) = (end for end in model.channels[channel].ends if end not in steps)
        steps[other] = len(steps) + 1
    return steps


def _most_important(model: Model, a: str, b: str) -> tuple[str, float]:
    used = dict.fromkeys(channel for route in routes(model, a, b) for channel in route)
    weights = {channel: _number(importance(model, channel, a, b), "importance") for channel in used}
    most = max(weights, key=lambda channel: weights[channel], default="")
    return most, weights.get(most, 0.0)


def _number(value: Any, what: str) -> float:
    if np.ndim(value):
        raise ModelError(f"picture of the network, {what}", "saw draws", "a model without draws", "use single values")
    return float(value)


def _name(model: Model, actor: str) -> str:
    return model.actors[actor].name


def _ends(model: Model, ends: tuple[str, str]) -> str:
    return f"{_name(model, ends[0])} and {_name(model, ends[1])}"


def _channel_words(model: Model, channel: Channel) -> str:
    return f"{channel.kind}, {_ends(model, channel.ends)}"


def _percent(value: Any) -> str:
    return f"{_number(value, 'share'):.0%}"


def _days(value: Any) -> str:
    days = _number(value, "delay")
    return "no route in time" if np.isinf(days) else "1 day" if days == 1 else f"{number(days)} days"
