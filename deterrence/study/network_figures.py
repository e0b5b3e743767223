"""Figures of a model's network with the words for them: what its picture, its sentences and its tables share."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from deterrence.errors import ModelError
from deterrence.study.figures import number
from deterrence.world.model import Model
from deterrence.world.network import channel_value, importance, routes
from deterrence.world.records import Attribute, Channel
from deterrence.world.reliability import Route

#: Differences of probabilities below this are none.
TOLERANCE = 1e-9


def strategic_pairs(model: Model) -> list[tuple[str, str]]:
    """Return every two actors who play games."""
    return list(combinations([actor.id for actor in model.actors.values() if actor.role == "strategic"], 2))


def open_routes(model: Model, a: str, b: str) -> tuple[Route, ...]:
    """Return the routes that can be open: all of their channels have a positive reliability."""
    return tuple(route for route in routes(model, a, b) if all(attribute(model, id, "reliability") > 0 for id in route))


def best_route(model: Model, a: str, b: str) -> Route:
    """Return the channels of the route whose product of reliabilities is greatest; empty without an open one."""
    best: Route = ()
    most = 0.0
    for route in routes(model, a, b):
        is_open = float(np.prod([attribute(model, id, "reliability") for id in route]))
        if is_open > most + TOLERANCE:
            best, most = route, is_open
    return best


def route_steps(model: Model, route: Route, start: str) -> Mapping[str, int]:
    """Return the actors of a route, numbered from 1; routes are stored from the end that sorts first."""
    if not route:
        return {}
    order = route if start in model.channels[route[0]].ends else tuple(reversed(route))
    steps = {start: 1}
    for channel in order:
        (other,) = (end for end in model.channels[channel].ends if end not in steps)
        steps[other] = len(steps) + 1
    return steps


def weights(model: Model, a: str, b: str) -> dict[str, float]:
    """Return the importance of every channel on some route between two actors, the greatest first."""
    used = dict.fromkeys(channel for route in routes(model, a, b) for channel in route)
    found = {channel: single(importance(model, channel, a, b), "importance") for channel in used}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def most_important(model: Model, a: str, b: str) -> tuple[str, float]:
    """Return the channel that matters most to two actors and its importance; an empty id without a route."""
    return next(iter(weights(model, a, b).items()), ("", 0.0))


def attribute(model: Model, channel: str, name: Attribute) -> float:
    """Return a channel's reliability, delay, secrecy or bias as one number."""
    return single(channel_value(model, channel, name), name)


def single(value: Any, what: str) -> float:
    """Return a value as a float, refusing draws.

    Raises
    ------
    ModelError
        For draws.
    """
    if np.ndim(value):
        raise ModelError(f"picture of the network, {what}", "saw draws", "a model without draws", "use single values")
    return float(value)


def actor_name(model: Model, actor: str) -> str:
    """Return the name of an actor."""
    return model.actors[actor].name


def pair_words(model: Model, ends: tuple[str, str]) -> str:
    """Return two actors by name: ``Israel and Iran``."""
    return f"{actor_name(model, ends[0])} and {actor_name(model, ends[1])}"


def channel_words(model: Model, channel: Channel) -> str:
    """Return a channel by its kind and its ends."""
    return f"{channel.kind}, {pair_words(model, channel.ends)}"


def percent(value: Any) -> str:
    """Return a share in per cent."""
    return f"{single(value, 'share'):.0%}"


def days_words(value: Any) -> str:
    """Return a delay in words."""
    days = single(value, "delay")
    return "no route in time" if np.isinf(days) else "1 day" if days == 1 else f"{number(days)} days"
