"""The map of a game over two parameters: what is mapped, over which, and the map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from deterrence.page import commands, maps
from deterrence.page.setup import assumed_model, world_of
from deterrence.page.words import label, marked, plain
from lab import cache, shown, state


def draw(game: str) -> None:
    """Draw the map of a game."""
    now, text, model = state.setup(), state.text(), state.model()
    world = world_of(now)
    st.header("The map")
    choice = cache.map_choice(world, text, game, now.mapped)
    known = dict(choice.known)
    if choice.reason:
        st.markdown(f"There is no map: {marked(choice.reason)}.")
        return
    what = now.mapped if now.mapped in known else next(iter(known))
    fitting = now.axes if len(now.axes) == 2 and set(now.axes) <= set(choice.axes) else choice.axes[:2]
    axes = (fitting[0], fitting[1])
    columns = st.columns(3)
    key = f"payoffs.mapped.{game}"
    _choose(columns[0], "What the map shows", list(known), what, lambda one: _title(plain(model, known[one])), key,
            lambda setup, key: replace(setup, game=game, mapped=key))  # fmt: skip
    for k, side in enumerate(("Along", "Up")):
        key = f"payoffs.axis.{k}.{game}"
        _choose(columns[k + 1], side, list(choice.axes), axes[k], lambda id: label(model, id), key,
                lambda setup, id, k=k: replace(setup, game=game, axes=_with_axis(axes, k, id)))  # fmt: skip
    if now.axes and set(now.axes) - set(choice.axes):
        st.markdown("A parameter that was chosen cannot be varied here; you see those that move the map most.")
    found = cache.region_map(world, text, game, what, axes)
    assumed = assumed_model(model, now)
    x, y = (f"{label(assumed, id)} ({assumed.parameters[id].unit})" for id in axes)
    chart, spec = cache.map_chart(world, text, game, what, axes, (x, y))
    sentence = maps.map_sentence(model, found, plain(model, known[what]))
    shown.exhibit(spec, sentence, maps.map_table(assumed, found), name=f"map.{game}", printed=chart)
    if now.options:
        st.markdown("The axes are the values before your options act; your options act at every point of the map.")
    shown.commands(commands.map_command(now, game, what, *axes))


def _choose(column, words, options, value, called, key, make) -> None:
    state.show_value(key, value)
    column.selectbox(words, options, format_func=called, key=key, on_change=state.choose, args=(key, make))


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_axis(axes: tuple[str, str], k: int, id: str) -> tuple[str, str]:
    """Return the axes with another parameter on one side; the same on both sides trades places."""
    other = axes[1 - k] if axes[1 - k] != id else axes[k]
    return (id, other) if k == 0 else (other, id)
