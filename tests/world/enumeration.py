"""Network functions by enumeration, written from the definition without the package's routes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from deterrence.world.model import Model
from deterrence.world.records import Channel
from tests.world.worlds import channel, world

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


def with_channel(model: Model, *some: Channel) -> Model:
    return replace(model, channels=model.channels.updated(*some))
