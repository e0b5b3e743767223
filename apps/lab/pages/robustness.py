"""Robustness: how far a result holds over the assumed ranges, when it does not, and the least change that flips it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from lab import findings_view, finished_view, holding, jobs, shown, state

import deterrence as dt
from deterrence.page import commands
from deterrence.page import robustness as work
from deterrence.page import robustness_words as words
from deterrence.page.robustness import Asked, Findings
from deterrence.page.setup import DRAWS, MOST_BESIDE, SLOW_DRAWS, assumed_model, with_game, world_of
from deterrence.page.words import marked
from deterrence.world.model import Model

#: What can be looked at, where the server was given a folder of finished runs.
OWN, FINISHED = "A small sweep of what you have set", "A finished run"


def draw() -> None:
    """Draw the page."""
    st.title("Robustness")
    st.markdown(
        "Every number of the case is an assumption with a range. Here the numbers are drawn from their ranges many "
        "times, and options act on each draw. **A share of the draws is no probability:** nobody knows how likely the "
        "ranges are. Not a forecast."
    )
    folder = finished_view.folder()
    if folder is not None and _source() == FINISHED:
        st.markdown("What you have set on other pages plays no part in a finished run; it has a start of its own.")
        finished_view.draw(folder)
    else:
        st.markdown("Your options act on each draw. Values that you set stay as you set them.")
        own()
    if folder is None:
        st.markdown(finished_view.HOW)
    shown.standing()


def _source() -> str:
    state.remember("robustness.source", (OWN, FINISHED))
    return st.radio("What to look at", [OWN, FINISHED], horizontal=True, key="robustness.source")


def own() -> None:
    """Draw the page's own small sweep."""
    model = state.model()
    if not model.options or not model.games:
        st.markdown("This case has no options, so there is nothing that could hold or fail.")
        return
    assumed = assumed_model(model, state.setup())
    try:
        asked = ask(assumed)
    except dt.DeterrenceError as error:
        st.markdown(f"This game cannot be swept: {marked(str(error))}")
        return
    if asked is None:
        st.info("Move an option in the Options lab, or choose one here.")
        return
    found: Findings | None = jobs.draw(
        "sweep", asked, lambda: work.sweep_work(assumed, asked),
        label=f"Try {asked.n:,} draws", waiting="Draws tried",
    )  # fmt: skip
    view = _view(assumed, asked)
    shown.commands(view.command())
    if found is not None:
        findings_view.found(view, found)
    findings_view.solved(view)


def _view(assumed: Model, asked: Asked) -> findings_view.View:
    figure = asked.figure
    chunk = work.SLOW_CHUNK if work.is_slow(assumed, asked.game) else None

    def command(**more) -> str:
        return commands.robustness_command(
            state.setup(), asked.game, figure.measure, asked.options, n=asked.n, player=figure.player,
            statistic=figure.statistic, chunk=chunk, **more,
        )  # fmt: skip

    def tornado(option: str) -> str:
        return commands.sensitivity_command(
            state.setup(), asked.game, figure.measure, option, player=figure.player, statistic=figure.statistic
        )

    drawn = "{} parameters were drawn, each evenly over its range and by itself."
    return findings_view.View(assumed, asked, lambda found: drawn.format(found.n_drawn), command, tornado)


def ask(assumed: Model) -> Asked | None:
    """Draw the choices, and return what is asked; None where no option is chosen."""
    now, text = state.setup(), state.text()
    order = sorted(assumed.games, key=lambda id: work.is_slow(assumed, id))
    game = now.game if now.game in assumed.games else order[0]
    state.show_value("robustness.game", game)
    left, right = st.columns(2)
    left.selectbox(
        "Game", order, format_func=lambda id: words.game_title(assumed, id), key="robustness.game",
        on_change=state.choose, args=("robustness.game", with_game),
    )  # fmt: skip
    known = {one.key: one for one in holding.figures(world_of(now), text, game)}
    first = next(iter(known))
    key = f"robustness.figure.{game}"
    state.show_value(key, now.figure if now.figure in known else first)
    chosen = right.selectbox(
        "Figure", list(known), key=key,
        format_func=lambda one: words.figure_title(assumed, game, known[one], is_first=one == first),
        on_change=state.choose, args=(key, lambda setup, one: replace(setup, game=game, figure=one)),
    )  # fmt: skip
    figure = known[chosen]
    meaning = words.meaning_of_figure(assumed, game, figure)
    if meaning:
        st.markdown(marked(meaning))
    mine = work.own_portfolio(assumed, now)
    left, right = st.columns([4, 1])
    beside = [id for id in now.beside if id != mine]
    state.show_value("robustness.options", beside)
    left.multiselect(
        "Options beside yours" if mine else "Options", [id for id in assumed.options if id != mine],
        format_func=lambda id: assumed.options[id].title, key="robustness.options", max_selections=MOST_BESIDE,
        on_change=state.choose, args=("robustness.options", lambda setup, ids: replace(setup, beside=tuple(ids))),
        help="Each by itself and at full strength, on top of your assumptions and without your own options.",
    )  # fmt: skip
    counts = SLOW_DRAWS if work.is_slow(assumed, game) else DRAWS
    n = now.draws if now.draws in counts else counts[0 if counts == SLOW_DRAWS else 1]
    key = f"robustness.draws.{len(counts)}"
    state.show_value(key, n)
    right.selectbox(
        "Draws", counts, key=key, format_func="{:,}".format,
        on_change=state.choose, args=(key, lambda setup, count: replace(setup, draws=count)),
    )  # fmt: skip
    options: tuple[str, ...] = (*((mine,) if mine else ()), *beside)
    return Asked(world_of(now), text, game, figure, options, n) if options else None


draw()
