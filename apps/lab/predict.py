"""Predict before reveal: the reader commits to an expectation, then sees the result beside it."""

from __future__ import annotations

import streamlit as st

from deterrence.page.guesses import GUESSES, Guess, judge
from deterrence.page.setup import Setup, world_of
from deterrence.page.words import marked
from deterrence.study.figures import apart
from lab import ladder_view, parts, state

#: No expectation about a figure.
NO_GUESS = "no guess"


def draw(game: str, fronts: list[str]) -> None:
    """Draw the switch, and the form or what came of it."""
    if st.toggle("Predict before you look", key="predict"):
        _expect(game, fronts)


@parts.part("predict.form")
def _expect(game: str, fronts: list[str]) -> None:
    now = world_of(state.setup())
    if not now.options:
        st.markdown("Move a lever, say what you expect, then look.")
        return
    guesses: dict[Setup, dict[str, str]] = st.session_state["guesses"]
    if state.is_predicting():
        with st.form("predict.form"):
            st.markdown("**In the ladder model: with your options, the chance of the top rung within the horizon …**")
            said = {
                front: st.radio(front, [NO_GUESS, *GUESSES.values()], horizontal=True, key=f"predict.{front}")
                for front in fronts
            }
            if st.form_submit_button("This is what I expect; show me", key="predict.reveal"):
                st.session_state["guesses"] = {**dict(list(guesses.items())[-50:]), now: said}
                st.rerun()
        return
    _compare(now, game, guesses[now])


def _compare(now: Setup, game: str, said: dict[str, str]) -> None:
    figures = ladder_view.front_figures(now, state.text(), game)
    ways: dict[str, Guess] = {words: way for way, words in GUESSES.items()}
    for front, guess in said.items():
        if guess in ways and front in figures:
            before, after = figures[front]
            first, last = apart((before, after), is_share=True)
            st.markdown(f"- {front}: {marked(judge(ways[guess], before, after))} ({first} to {last}, ladder)")
