"""Channels: who can speak to whom, what hangs on each channel, and what changes without it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st
from lab import cache, channel_table, fields, network_view, picture, shown, state

from deterrence.page import channel_changes, channels, commands
from deterrence.page.setup import Setup, assumed_model, start_model, with_channel
from deterrence.page.words import channel_name, marked
from deterrence.study.agreement import MEANING
from deterrence.study.network_figures import pair_words
from deterrence.world.model import Model
from deterrence.world.network import graphml

NETWORK = "channels.network"
#: No part of the picture, and no pair.
NOTHING = ""


def draw() -> None:
    """Draw the page."""
    now, model = state.setup(), state.model()
    st.title("Channels")
    if not model.channels:
        st.markdown("This case has no channels: its games read no network.")
        return
    st.markdown(
        "Who can speak to whom, how surely, and what hangs on it. Choose an actor or a channel in the picture: with "
        "the mouse, or with the Tab key, then the arrow keys and Enter. Not a forecast."
    )
    start, changed = start_model(model, now), cache.changed(now, state.text())
    pair = _pair(changed)
    svg = cache.network(now, state.text(), pair=pair, show_ties=st.session_state.get("channels.ties", True))
    mark = network_view.known(picture.chosen_mark(NETWORK), changed, start)
    picture.draw(svg, key=NETWORK, said=network_view.describe(mark, changed, start))
    st.markdown(marked(channels.reach_sentence(changed, start, pair)))
    left, right = st.columns([4, 5], gap="large")
    with left:
        chosen(mark, changed, start)
    with right:
        importance(changed, pair)
    if now.without:
        changes(now, changed)
    st.header("The numbers behind the channels")
    channel_table.draw(assumed_model(model, now), now)
    with st.expander("What this model takes for granted"):
        st.markdown("\n".join(f"- {sentence}" for sentence in channels.ASSUMED_OF_CHANNELS))
    more = {"GraphML": partial(graphml, changed)}
    shown.files(cache.channels(now, state.text()), svg, name="network", more=more)
    shown.commands(commands.export_command(now, "svg"), commands.run_command(now))
    shown.standing()


def _pair(model: Model) -> tuple[str, str]:
    pairs = channels.pairs_of_interest(model)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    state.remember("channels.pair", pairs)
    pair = left.selectbox(
        "Two actors: how they reach each other, and through what", pairs,
        format_func=lambda pair: pair_words(model, pair), key="channels.pair",
    )  # fmt: skip
    right.checkbox("Draw relations too", value=True, key="channels.ties", help="Rivalries, patrons, alliances.")
    return pair


def chosen(mark: picture.Mark | None, changed: Model, start: Model) -> None:
    """Describe what was chosen, and let a channel be taken out or put back."""
    st.header("What you chose")
    _list(mark, changed)
    if mark is None:
        st.markdown("Nothing yet.")
    elif mark.kind == "actor":
        st.markdown(marked(channels.actor_sentence(changed, mark.id)))
        table = channels.actor_table(changed, mark.id)
        if len(table):
            shown.read(table, name=f"reach.{mark.id}")
    elif mark.kind == "tie":
        st.markdown(marked(channels.tie_sentence(changed, mark.id.removeprefix("tie."))))
    else:
        _channel(mark.id, changed, start)


def _list(mark: picture.Mark | None, model: Model) -> None:
    names = {f"channel {id}": channel_name(model, id) for id in model.channels}
    names |= {f"actor {id}": actor.name for id, actor in model.actors.items()}
    now = f"{mark.kind} {mark.id}" if mark is not None else NOTHING
    state.show_value("channels.listed", now if now in names else NOTHING)
    st.selectbox(
        "Or choose from a list", [NOTHING, *names], format_func=lambda name: names.get(name, "nothing"),
        key="channels.listed", on_change=_choose_listed,
    )  # fmt: skip


def _choose_listed() -> None:
    kind, _, id = st.session_state["channels.listed"].partition(" ")
    picture.choose(NETWORK, picture.Mark(kind, id) if id else None)


def _channel(id: str, changed: Model, start: Model) -> None:
    now = state.setup()
    model = network_view.owner(id, changed, start)
    first, *others = channels.channel_sentences(model, id)
    st.markdown(f"**{marked(first)}**")
    st.markdown(marked(" ".join(others)))
    if id not in start.channels:
        st.markdown("An option adds it: take that option back to be without it.")
    elif id not in changed.channels:
        st.markdown("An option takes it away: take that option back to have it again.")
    else:
        is_out = id in now.without
        st.button(
            "Put it back" if is_out else "Remove this channel", key="channels.remove",
            on_click=state.change, args=(with_channel(now, id, is_there=is_out),),
        )  # fmt: skip
    with st.expander("Who says so"):
        st.dataframe(channels.grounds_table(model, id), hide_index=True, width="stretch")
    assumed = assumed_model(state.model(), now)
    ids = channels.channel_parameters(model, id)
    if ids:
        with st.expander("Change its numbers"):
            fields.draw(assumed, ids)


def importance(model: Model, pair: tuple[str, str]) -> None:
    """Rank the channels by how much they matter to a pair of actors."""
    st.header("What matters most to these two")
    st.markdown(marked(channels.importance_sentence(model, pair)))
    table = channels.importance_table(model, pair)
    if len(table):
        shown.read(table, name="importance")


def changes(now: Setup, changed: Model) -> None:
    """Say what the channels that were taken out change: who is reached, which games move, and why others do not."""
    names = [channel_name(state.model(), id) for id in now.without if id in state.model().channels]
    st.header("What changes without it" if len(now.without) == 1 else "What changes without them")
    st.markdown(f"**Taken out: {marked('; '.join(names))}.** Everything else is as you have set it, before and after.")
    before = cache.changed(replace(now, without=()), state.text())
    st.markdown("In the network model:")
    st.markdown(_bullets(channel_changes.reach_changes(changed, before)))
    table = cache.closed(now, state.text())
    first, *others = channel_changes.change_sentences(table)
    st.markdown(f"In the models that read the network: {marked(first)}")
    st.markdown(_bullets([sentence.removeprefix("- ") for sentence in others]))
    st.markdown("The effect on civilians is not modelled here, which does not mean that there is none. Not a forecast.")
    with st.expander("Every game, and what the words mean"):
        st.markdown(marked(MEANING))
        shown.listed(table.drop(columns="is_reader"), name="without")
    everything = replace(now, without=())
    st.button("Put everything back", key="channels.back", on_click=state.change, args=(everything,))


def _bullets(sentences: list[str]) -> str:
    return "\n".join(f"- {marked(sentence)}" for sentence in sentences)


draw()
