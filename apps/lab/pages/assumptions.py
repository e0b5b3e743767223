"""Assumptions and sources: every number with its grounds, whose views are absent, model files in and out."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import streamlit as st
from lab import cache, fields, paged, shown, state

import deterrence as dt
from deterrence.page import assumptions, commands
from deterrence.page.setup import assumed_model, outside_range, start_model
from deterrence.page.words import channel_name, label, marked, plain
from deterrence.world.model import Model

TOLD = "assumptions.told"


class Told(NamedTuple):
    """What became of a file in the box: its key there, the case that it is now (empty: refused), and words."""

    file: str
    case: str
    words: str


def draw() -> None:
    """Draw the page."""
    model, now = state.model(), state.setup()
    st.title("Assumptions and sources")
    sources(model)
    start, assumed = start_model(model, now), assumed_model(model, now)
    st.header("Every number, with its grounds")
    listing(start, assumed)
    st.header("Change a number")
    edit(start, assumed)
    st.header("Which parts of the sources stand in the model")
    coverage(model)
    st.header("Model files")
    files(model)
    shown.commands(commands.run_command(now))
    shown.standing()


def sources(model: Model) -> None:
    """Say whose view the case takes, and which views are absent."""
    st.markdown(marked(model.about))
    if model.sources:
        st.markdown("\n".join(f"- {marked(sentence)}" for sentence in assumptions.standpoint(model)))
    else:
        st.markdown(f"Source: {marked(model.source)}.")


def listing(start: Model, assumed: Model) -> None:
    """List the parameters, filtered."""
    table = assumptions.assumption_table(assumed, state.setup(), start=start)
    words, basis, game, changed = st.columns([2, 2, 2, 1])
    text = words.text_input("Holds the words", key="assumptions.text", max_chars=80)
    chosen_basis = basis.selectbox(
        "Basis", ["", *sorted(set(table["basis"]))], format_func=lambda b: b or "any", key="assumptions.basis"
    )
    chosen_game = game.selectbox(
        "Read by the game", ["", *assumed.games], key="assumptions.game",
        format_func=lambda id: assumed.games[id].title if id else "any",
    )  # fmt: skip
    only_changed = changed.checkbox("Only changed", key="assumptions.changed")
    rows = assumptions.select_rows(
        table, assumed, text=text, basis=chosen_basis, game=chosen_game, only_changed=only_changed
    )
    shown.words_used("assumption", *dict.fromkeys(rows["unit"]), name="assumptions")
    sentence = f"{len(rows)} of {len(table)} numbers."
    paged.draw(assumptions.reading_rows(rows), rows.drop(columns="id"), name="assumptions", sentence=sentence)


def edit(start: Model, assumed: Model) -> None:
    """Change one number, and list those that are changed."""
    ids = list(assumed.parameters)
    if not ids:
        st.markdown("This case has no parameters; its numbers stand in the games themselves.")
        return
    chosen = st.selectbox("Number", ids, format_func=lambda id: label(assumed, id), key="assumptions.edit")
    st.markdown(marked(plain(assumed, assumed.parameters[chosen].meaning)))
    fields.draw(assumed, [chosen])
    now = state.setup()
    for id, value in now.values:
        beyond = ", outside its range" if id in outside_range(start, now) else ""
        st.markdown(f"- {marked(label(start, id))}: {start.parameters[id].value:g} became {value:g}{beyond}")
    for id in now.without:
        st.markdown(f"- {marked(channel_name(start, id))}: taken out, on the page *Channels*")


def coverage(model: Model) -> None:
    """Show which rows of the sources' list the elements of the model stand for."""
    table = cache.coverage(state.setup().case, state.text())
    if table is None:
        st.markdown("This case has no list of what its sources name.")
        return
    claimed = int((table[assumptions.STANDS] != "nothing yet").sum())
    sentence = f"{claimed} of {len(table)} things that the sources name."
    paged.draw(assumptions.coverage_reading(table), table, name="coverage", sentence=sentence)


def files(model: Model) -> None:
    """Hand out the model with everything that was set, and take one in."""
    now = state.setup()
    st.download_button(
        "Download the model file, with your assumptions and options in force",
        # Streamlit calls this outside of the session, so it takes what it needs along.
        partial(cache.model_file, now, state.text()), f"{model.id.removesuffix('.toml')}_mine.toml", "application/toml",
        key="assumptions.download", on_click="ignore",
    )  # fmt: skip
    given = st.file_uploader("Bring a model file", type=["toml"], key="assumptions.upload", max_upload_size=2)
    if given is None:
        return
    if st.button("Use this file as the case", key="assumptions.use"):
        try:
            case, text = assumptions.read_upload(given.getvalue(), given.name)
        except dt.DeterrenceError as error:
            st.session_state[TOLD] = Told(given.file_id, "", f"{error} The page keeps what it had.")
        else:
            state.bring(case, text)
            st.session_state[TOLD] = Told(given.file_id, case, "This file is the case that you see.")
            st.rerun()
    # The box lists a file until it is taken off, so what became of it is said for as long.
    told: Told | None = st.session_state.get(TOLD)
    if told is not None and told.file == given.file_id:
        if not told.case:
            st.error(f"{marked(told.words)} It stays in the box above until you take it off with the cross.")
        elif told.case == state.setup().case:
            st.markdown(told.words)


draw()
