"""The channels of a model as lines of a picture: what each is, and what happened to it since the baseline."""

from __future__ import annotations

from dataclasses import replace

from deterrence.charts.network import ConnectionLine, State
from deterrence.study.network_figures import TOLERANCE, attribute, channel_words, days_words, percent
from deterrence.world.model import Model
from deterrence.world.records import Channel


def channel_lines(model: Model, baseline: Model, route: tuple[str, ...] = ()) -> list[ConnectionLine]:
    """Return a line per channel of the model, and per channel that only the baseline has.

    A channel with a reliability of 0 that had more at the baseline counts as removed, and keeps the figures that it
    had.
    """
    lines: list[ConnectionLine] = []
    for channel in model.channels.values():
        after = attribute(model, channel.id, "reliability")
        is_new = channel.id not in baseline.channels
        before = after if is_new else attribute(baseline, channel.id, "reliability")
        if after == 0 and before > 0:
            lines.append(_line(baseline, baseline.channels[channel.id], before, "removed"))
            continue
        state: State = "added" if is_new else "changed" if abs(after - before) > TOLERANCE else ""
        line = _line(model, channel, after, state, is_on_route=channel.id in route)
        lines.append(line if is_new else replace(line, reliability_before=before))
    for channel in baseline.channels.values():
        if channel.id not in model.channels:
            lines.append(_line(baseline, channel, attribute(baseline, channel.id, "reliability"), "removed"))
    return lines


def _line(
    model: Model, channel: Channel, reliability: float, state: State, *, is_on_route: bool = False
) -> ConnectionLine:
    hidden = percent(attribute(model, channel.id, "secrecy"))
    fast = days_words(attribute(model, channel.id, "delay"))
    words = f"{channel_words(model, channel)}: reliability {percent(reliability)}, {fast}, secrecy {hidden}"
    words += f", {state}" if state else ""
    words += "" if channel.carries else ", carries no messages"
    words += ", on the chosen route" if is_on_route else ""
    before = reliability if state == "removed" else None
    return ConnectionLine(channel.id, channel.ends, channel.kind, reliability, state, before, is_on_route, words)
