"""The network as a picture to choose from, and what is said of the part that was chosen."""

from __future__ import annotations

import streamlit as st

from deterrence.page import channel_changes, channels, commands
from deterrence.page.setup import start_model
from deterrence.page.words import marked
from deterrence.study.network_words import network_changes
from deterrence.world.model import Model
from lab import cache, picture, shown, state

#: Width of the picture beside the levers, and the least that it is shown at, in pixels.
SMALL, LEAST = 760.0, 480

SMALL_KEY = "options.network"


def draw_small() -> None:
    """Draw the channels as the reader's options and assumptions leave them, beside the levers."""
    now, text, model = state.setup(), state.text(), state.model()
    start, changed = start_model(model, now), cache.changed(now, state.text())
    svg = cache.network(now, text, show_ties=False, show_unjoined=False, width=SMALL)
    mark = known(picture.chosen_mark(SMALL_KEY), changed, start)
    said = describe(mark, changed, start)
    picture.draw(svg, key=SMALL_KEY, said=said, least=LEAST)
    changes = network_changes(changed, start, channels.pairs_of_interest(changed))
    st.markdown("In the network model, with all that you have set, against the baseline (not a forecast):")
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in changes))
    st.markdown(marked(said) or "Choose an actor or a channel in the picture to read what it is; the page *Channels* "
                "has relations, grounds, and what changes without a channel.")  # fmt: skip
    shown.files(cache.channels(now, text), svg, name="network")
    shown.commands(commands.export_command(now, "svg"))


def known(mark: picture.Mark | None, changed: Model, start: Model) -> picture.Mark | None:
    """Return the chosen part if this case has it: a browser may send anything, and the case may be another by now."""
    if mark is None:
        return None
    parts = {
        "actor": set(changed.actors),
        "channel": {*start.channels, *changed.channels},
        "tie": {f"tie.{id}" for id in changed.ties},
    }
    return mark if mark.id in parts.get(mark.kind, ()) else None


def owner(channel: str, changed: Model, start: Model) -> Model:
    """Return the world that has a channel: the baseline where an option took it away."""
    return changed if channel in changed.channels else start


def describe(mark: picture.Mark | None, changed: Model, start: Model) -> str:
    """Return the chosen part in sentences; empty where none is chosen."""
    if mark is None:
        return ""
    if mark.kind == "actor":
        return channels.actor_sentence(changed, mark.id)
    if mark.kind == "tie":
        return channels.tie_sentence(changed, mark.id.removeprefix("tie."))
    said = channels.channel_sentences(owner(mark.id, changed, start), mark.id)
    if mark.id in state.setup().without:
        said += channel_changes.change_sentences(cache.closed(state.setup(), state.text()))[:1]
    return " ".join(said)
