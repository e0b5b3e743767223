"""Payoffs: change what a game is made of, and see the stage game, its class and its threshold follow."""

from __future__ import annotations

import streamlit as st
from lab import cache, fields, map_view, shown, state

import deterrence as dt
from deterrence.charts import payoff_html
from deterrence.page import commands, formulas, stage_table, verdicts
from deterrence.page.setup import (
    ASSUMED,
    OPTIONS,
    assumed_model,
    shown_lines,
    start_model,
    with_game,
    world_of,
)
from deterrence.page.words import marked, plain, title_of
from deterrence.study.names import name
from deterrence.study.rows import HEADLINES
from deterrence.world.model import Model


def draw() -> None:
    """Draw the page."""
    model, now = state.model(), state.setup()
    st.title("Payoffs")
    st.markdown("Choose a game, change what its payoffs are made of, and see what follows. Not a forecast.")
    with_stage = stage_table.stage_games(model)
    order = [*with_stage, *(id for id in model.games if id not in with_stage)]
    game = now.game if now.game in model.games else order[0]
    state.show_value("payoffs.game", game)
    st.selectbox(
        "Game", order, format_func=lambda id: f"{model.games[id].title}: {HEADLINES[model.games[id].form].words} model",
        key="payoffs.game", on_change=state.choose,
        args=("payoffs.game", with_game),
    )  # fmt: skip
    if model.games[game].about:
        st.markdown(marked(plain(model, model.games[game].about)))
    start, assumed, changed = start_model(model, now), assumed_model(model, now), cache.changed(now, state.text())
    left, right = st.columns([1, 1], gap="large")
    with left:
        fields.by_argument(assumed, game)
    with right:
        stage(start, changed, game)
        result(game)
        formula(changed, game)
    # A link that says what to map opens the map.
    st.session_state.setdefault("payoffs.map", bool(now.axes or now.mapped))
    if st.toggle("Map over two parameters", key="payoffs.map"):
        map_view.draw(game)
    shown.standing()


def stage(start: Model, changed: Model, game: str) -> None:
    """Draw the stage game with its best responses, name its class, warn where an edit has changed it."""
    before, after = stage_table.stage_of(start, game), stage_table.stage_of(changed, game)
    if before is None or after is None:
        return
    st.header("The stage game")
    for warning in stage_table.class_warnings(changed, before, after):
        st.warning(marked(warning))
    st.html(payoff_html(stage_table.payoff_table(changed, after)))
    for sentence in stage_table.class_sentences(changed, after):
        st.markdown(f"- {marked(sentence)}")
    shown.words_used("stage game, best reply", *stage_table.class_sentences(changed, after), name="stage")
    if state.setup().options:
        st.markdown("Your options are in these payoffs.")


def result(game: str) -> None:
    """Show the game's result in words, and every equilibrium found."""
    now, text = state.setup(), state.text()
    pairs = zip(cache.evaluations(now, text, ASSUMED), cache.evaluations(now, text, OPTIONS), strict=True)
    then, one = next(pair for pair in pairs if pair[1].game.name == game)
    st.header("What follows")
    st.markdown(marked(verdicts.game_sentence(then, one)))
    lines = {line: [e for e in cache.evaluations(now, text, line) if e.game.name == game] for line in shown_lines(now)}
    figures, members = verdicts.figures_table(lines), verdicts.equilibria_table(one)
    shown.read(figures, name="figures", is_kept=False)
    shown.read(members, name="members", is_kept=False)
    shown.words_used(verdicts.game_sentence(then, one), *figures["model"], *members["equilibrium"], name="result")
    shown.commands(commands.run_command(now, game=game))


def formula(changed: Model, game: str) -> None:
    """Show a threshold as a formula, with the numbers put in."""
    measures = formulas.formula_measures(changed, game)
    if not measures or not st.toggle("Show the formula", key="payoffs.formula"):
        return
    measure = st.selectbox(
        "Threshold or measure",
        measures,
        format_func=title_of,
        key=f"payoffs.measure.{game}",
    )
    players = changed.games[game].players
    player = None
    if formulas.is_per_player(changed, game, measure):
        player = st.selectbox("Of", players, format_func=lambda id: name(changed, id), key=f"payoffs.player.{game}")
    now = world_of(state.setup())
    try:
        found = cache.formula(now, state.text(), game, measure, player)
    except dt.SolverError as error:
        st.markdown(marked(str(error)))
        return
    if found.short:
        st.latex(found.short)
        st.markdown("With the numbers put in:")
        st.latex(found.short_numbers)
    if found.symbols:
        st.markdown("In the parameters of the file:")
        st.latex(found.symbols)
        st.latex(found.numbers)
    elif not found.short:
        st.markdown("The formula is too long to be read here; the command below prints it.")
    st.markdown(f"It comes to **{found.value}**.")
    if found.legend:
        with st.expander("What the symbols stand for"):
            st.dataframe(
                [{"symbol": s, "what it is": words, "value": value} for s, words, value in found.legend],
                hide_index=True, width="stretch",
            )  # fmt: skip
    shown.commands(commands.threshold_command(state.setup(), game, measure, player))


draw()
