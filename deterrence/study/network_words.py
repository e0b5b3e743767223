"""The network of a model in sentences: who can reach whom, through what, and what differs from the baseline."""

from __future__ import annotations

from deterrence.study.figures import apart
from deterrence.study.network_figures import (
    TOLERANCE,
    actor_name,
    attribute,
    best_route,
    days_words,
    most_important,
    open_routes,
    pair_words,
    percent,
    route_steps,
    single,
    strategic_pairs,
)
from deterrence.study.network_lines import channel_lines
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model
from deterrence.world.network import delay, reach, secrecy


def network_sentences(
    model: Model, *, baseline: Model | None = None, between: tuple[str, str] | None = None
) -> list[str]:
    """Say what the picture shows: who can reach whom, through what, and which channel matters most.

    Parameters
    ----------
    model, baseline, between
        As of ``network_svg``. Without ``between``, every pair of strategic actors is spoken of.
    """
    there = [channel for channel in model.channels.values() if attribute(model, channel.id, "reliability") > 0]
    joined = {end for channel in there for end in channel.ends}
    n = len(there)
    sentences = [f"{n} {'channel joins' if n == 1 else 'channels join'} {len(joined)} of {len(model.actors)} actors."]
    pairs = [between] if between else strategic_pairs(model)
    figures = {pair: single(reach(model, *pair), "reach") for pair in pairs}
    pairs = sorted(pairs, key=lambda pair: -figures[pair])
    sentences += [pair_sentence(model, *pair) for pair in pairs if figures[pair] > 0]
    apart = [pair_words(model, pair) for pair in pairs if figures[pair] == 0]
    if apart:
        sentences.append(f"No open route joins {'; '.join(apart)}.")
    if baseline is not None:
        sentences += network_changes(model, baseline, pairs)
    return [*sentences, f"Reach is the model's chance that at least one route is open. {NOT_A_FORECAST}"]


def pair_sentence(model: Model, a: str, b: str) -> str:
    """Say how two actors who have an open route reach each other."""
    channel, weight = most_important(model, a, b)
    through = [
        actor_name(model, actor) for actor in route_steps(model, best_route(model, a, b), a) if actor not in (a, b)
    ]
    n = len(open_routes(model, a, b))
    figures = f"reach {percent(reach(model, a, b))}, {days_words(delay(model, a, b))} at the fastest"
    hidden = f"secrecy up to {percent(secrecy(model, a, b))}"
    way = f"most reliably through {' and '.join(through)}" if through else "most reliably directly"
    counted = "one route" if n == 1 else f"{n} routes"
    most = f"the channel that matters most is the {_joined(model, channel)}, importance {weight:.2f}"
    return f"{pair_words(model, (a, b))}: {figures}, {hidden}, by {counted}, {way}; {most}."


def _joined(model: Model, channel: str) -> str:
    record = model.channels[channel]
    return f"{record.kind} between {pair_words(model, record.ends)}"


def network_changes(model: Model, baseline: Model, pairs: list[tuple[str, str]]) -> list[str]:
    """Say which channels differ from the baseline's, and of which of these pairs the reach does."""
    said: list[str] = []
    for line in channel_lines(model, baseline):
        owner = baseline if line.state == "removed" else model
        words = f"{line.kind}, {pair_words(owner, line.ends)}"
        if line.state == "changed":
            said.append(f"Changed: {words}, reliability {percent(line.reliability_before)} to "
                        f"{percent(line.reliability)}.")  # fmt: skip
        elif line.state:
            said.append(f"{line.state.capitalize()}: {words}, reliability {percent(line.reliability)}.")
    for a, b in pairs:
        if a in baseline.actors and b in baseline.actors:
            before, after = single(reach(baseline, a, b), "reach"), single(reach(model, a, b), "reach")
            if abs(after - before) > TOLERANCE:
                whole = [percent(before), percent(after)]
                first, last = whole if whole[0] != whole[1] else apart((before, after), is_share=True)
                said.append(f"Reach of {pair_words(model, (a, b))}: {first} to {last}.")
    return said or ["Nothing in the network differs from the baseline."]
