"""Options lab: move policy options, see what they change in every model, and who bears it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st
from lab import cache, holding, ladder_view, levers, network_view, parts, predict, shown, state

from deterrence.page import commands, ladder_lines, verdicts, worlds
from deterrence.page.setup import ASSUMED, OPTIONS, describe, shown_lines, with_game, world_of
from deterrence.page.words import OBJECTIVE_WORDS, marked, plain, title_of
from deterrence.study.ranking import OBJECTIVES
from deterrence.study.rows import HEADLINES
from deterrence.study.words import bearers, why_nothing_changed

PATHS, MODELS, BEARERS, RANKING, NETWORK = (
    "Escalation paths",
    "What each model says",
    "Who bears it",
    "Rank by an objective",
    "Network",
)


CHOOSE = parts.redrawn(state.choose)


def draw() -> None:
    """Draw the page."""
    model = state.model()
    st.title("Options lab")
    st.markdown(f"**{marked(model.title)}.** Move an option and read what it changes. Not a forecast.")
    left, right = st.columns([1, 2], gap="large")
    with right:
        ladders = ladder_lines.ladders(model)
        heading()
        if ladders:
            fronts = cache.fronts(state.setup().case, state.text(), ladders[0])
            predict.draw(ladders[0], [title_of(front) for front in fronts])
        views = [*([PATHS] if ladders else []), MODELS, BEARERS, RANKING, *([NETWORK] if model.channels else [])]
        view = st.radio("What to look at", views, horizontal=True, key="options.view")
        hiding()
        if view == PATHS:
            ladder_view.draw(ladders[0])
        else:
            look(view)
        with shown.folded("About this case", name="options.about") as is_open:
            if is_open:
                st.markdown(marked(model.about))
        shown.standing()
    # Drawn last, because what a moved lever changes is all on the right.
    with left:
        levers.draw(model)


@parts.part("options.heading")
def heading() -> None:
    """Say what is shown."""
    said = describe(state.model(), state.setup())
    st.header(said[:1].upper() + said[1:])


@parts.part("options.hiding", reads=state.is_predicting)
def hiding() -> None:
    """Say that results are kept back, where they are."""
    if state.is_predicting():
        st.info("What your options change is hidden until you have said what you expect.")


@parts.part("options.look")
def look(view: str) -> None:
    """Draw a view other than the paths."""
    if view == NETWORK:
        network_view.draw_small()
    elif not state.is_predicting():
        {MODELS: models, BEARERS: who_bears_it, RANKING: rank}[view]()


def models() -> None:
    """Show what every model says, where they disagree, and why nothing changed where nothing did."""
    now, text, model = state.setup(), state.text(), state.model()
    lines = {line: cache.evaluations(now, text, line) for line in shown_lines(now)}
    before, after = cache.evaluations(now, text, ASSUMED), cache.evaluations(now, text, OPTIONS)
    if now.options:
        verdict(verdicts.verdict_table(before, after))
        st.markdown(marked_list(verdicts.disagreement_text(before, after)))
    figures = verdicts.figures_table(lines)
    titles = {one.game.name: model.games[one.game.name].title for one in after}
    if now.game not in titles:
        now = replace(now, game=next(iter(titles)))
    state.show_value("options.game", now.game)
    st.selectbox(
        "One game in words", list(titles), format_func=titles.__getitem__, key="options.game",
        on_change=CHOOSE, args=("options.game", with_game),
    )  # fmt: skip
    for then, one in zip(before, after, strict=True):
        if one.game.name == now.game:
            st.markdown(marked(verdicts.game_sentence(then, one)))
            held = holding.sentence(now, text, now.game)
            if held:
                st.markdown(f"**In the {marked(HEADLINES[one.game.form].words)} model.** {marked(held)}")
            reason = why_nothing_changed(then, one) if now.options else ""
            if reason:
                st.markdown(f"**Why nothing changed.** {marked(plain(model, reason))}")
            shown.read(verdicts.equilibria_table(one), name="equilibria", is_kept=False)
            shown.words_used(verdicts.game_sentence(then, one), *figures["model"], *figures["figure"], name="models")
    shown.read(figures, name="figures", sentence="The figure that stands for each game, line by line:")
    shown.commands(commands.run_command(state.setup()))


def verdict(table: pd.DataFrame) -> None:
    """Show what each model says of the options; those that see no effect are folded away, with their reasons."""
    moved = table[table["verdict"] != verdicts.SILENT]
    silent = table[table["verdict"] == verdicts.SILENT]
    if len(moved):
        shown.read(moved, name="verdicts", sentence="What each model says of your options:")
    if len(silent):
        label = f"{len(silent)} of {len(table)} models see no effect: which, and why"
        with shown.folded(label, name="verdicts.silent") as is_open:
            if is_open:
                shown.read(silent, name="verdicts.silent")


def who_bears_it() -> None:
    """Show who bears the options, civilians by population, and who gains and loses in each model."""
    now, text = state.setup(), state.text()
    after = cache.evaluations(now, text, OPTIONS)
    if not now.options:
        st.markdown("No option is moved, so nobody bears anything more than at the baseline.")
        return
    changed = after[0].model
    st.markdown(
        "Harm to civilians stands beside the comparison, by population. It is no part of any payoff and is not netted. "
        "“Not modelled” means that nobody has put a number on it here, not that it is zero."
    )
    civilians = verdicts.civilian_table(changed)
    shown.read(verdicts.civilian_lines(civilians), name="civilians", file=civilians)
    gains = verdicts.gains_table(cache.evaluations(now, text, ASSUMED), after)
    if gains.empty:
        st.markdown("No actor's payoff moves in the equilibrium shown of any game.")
    else:
        shown.read(gains, name="gains", sentence="Payoffs in the equilibrium shown of each model, by sign:")
    for sentence in bearers(changed):
        st.markdown(f"- {marked(sentence)}")
    shown.commands(commands.run_command(now))


def rank() -> None:
    """Rank the options by the objective that the reader chose; none is chosen for the reader."""
    now, model = state.setup(), state.model()
    possible = ["", *(id for id in OBJECTIVES if worlds.objective_games(model, id))]
    state.show_value("options.objective", now.objective if now.objective in possible else "")
    st.selectbox(
        "Your objective", possible, format_func=lambda id: OBJECTIVE_WORDS.get(id, title_of(id)),
        key="options.objective", on_change=CHOOSE, args=("options.objective", _with_objective),
    )  # fmt: skip
    if not now.objective or now.objective not in possible:
        st.markdown("Undecided: the options are not ranked. What counts as better is for you to say.")
        return
    st.markdown(f"Ranked by {marked(OBJECTIVES[now.objective].meaning)}.")
    world = replace(world_of(now), options=(), objective=now.objective)
    command = commands.rank_command(now, games=worlds.objective_games(model, now.objective))
    shown.listed(cache.ranking(world, state.text()), name="ranking", command=command)
    st.markdown("Each option by itself, at full strength. Uses of force are evaluated and never ranked.")
    shown.commands(command)


def marked_list(text: str) -> str:
    """Return lines, of which some begin with a dash, as Markdown."""
    return "\n".join(f"- {marked(line[2:])}" if line.startswith("- ") else marked(line) for line in text.splitlines())


def _with_objective(setup, objective):
    return replace(setup, objective=objective)


draw()
