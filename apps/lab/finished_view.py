"""A finished run on the page Robustness: chosen beneath the folder that the server was given, and read in a thread."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import streamlit as st

import deterrence as dt
from deterrence.page import commands, run_list, run_words, runs
from deterrence.page import robustness_words as words
from deterrence.page.robustness import Asked, Figure, Findings
from deterrence.page.run_list import RunList
from deterrence.page.runs import FinishedRun
from deterrence.page.serving import runs_folder
from deterrence.page.words import marked
from deterrence.study.sweeps.storage import MANIFEST
from lab import findings_view, jobs, shown, state

#: Options that are looked at together at most, and at first.
MOST_OPTIONS, FIRST_OPTIONS = 6, 3

#: How a folder is opened, where the server was given none.
HOW = (
    "A sweep that was run from a shell can be opened here too: serve the page by `deterrence app --runs FOLDER`, with "
    "a folder that holds finished sweeps; or read one by `deterrence robustness FOLDER`."
)


def folder() -> Path | None:
    """Return the folder of finished runs that this server was given, or None."""
    return runs_folder(sys.argv)


# What lies in a folder may change while the page is served.
@st.cache_data(max_entries=8, ttl=10, show_spinner=False)
def _runs(folder: Path) -> RunList:
    return run_list.find_runs(folder)


@st.cache_resource(max_entries=4, show_spinner="The run is opened …")
def _opened(folder: Path, path: str, name: str, written: int) -> FinishedRun:
    run = runs.open_run(folder, path, name)
    runs.run_games(run)  # which looks into every part: what is damaged there is told now, and what was read is kept
    return run


@st.cache_data(max_entries=64, show_spinner=False)
def _figures(world: str, _run: FinishedRun, game: str) -> tuple[Figure, ...]:
    return runs.run_figures(_run, game)


def draw(folder: Path) -> None:
    """Draw the choice of a run, what it is, and what it found."""
    known = _runs(folder)
    if not known.paths:
        st.info("No finished sweep lies beneath the folder that the page was given.")
        return
    if not known.is_all:
        st.markdown("The folder is large: it was not looked through to its end.")
    state.remember("robustness.run", known.paths)
    name = st.selectbox("Finished run", list(known.paths), key="robustness.run")
    try:
        run = _opened(folder, known.paths[name], name, _written(folder / known.paths[name] / MANIFEST))
    except dt.DeterrenceError as error:
        st.error(marked(str(error)))
        return
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in run_words.run_sentences(run)))
    origin = run_words.run_origin(run)
    if origin:
        shown.commands(origin, name="origin", label="The command that made it")
    games = runs.run_games(run)
    if len(run.plan.portfolios) < 2 or not games:
        st.info("It holds no option, so there is nothing that could hold or fail.")
        return
    asked = _ask(run, games)
    if asked is None:
        st.info("Choose an option of the run.")
        return
    found: Findings | None = jobs.draw(
        "run", asked, lambda: runs.run_work(run, asked),
        label=f"Read {run.plan.n:,} draws", waiting="Parts and options read",
    )  # fmt: skip
    first = _first(run, asked)
    told = replace(asked, options=(first, *(option for option in asked.options if option != first)))
    view = _view(folder, run, told)
    shown.commands(view.command())
    if found is not None:
        findings_view.found(view, replace(found, asked=told))
    if run.is_same_model:
        findings_view.solved(view)


def _first(run: FinishedRun, asked: Asked) -> str:
    """Return the option that sentences and searches are about."""
    if len(asked.options) == 1:
        return asked.options[0]
    return st.radio(
        "Sentences and searches below are about", asked.options,
        format_func=lambda one: marked(words.option_name(run.model, one)), key="robustness.run.first",
    )  # fmt: skip


def _from_shell(folder: Path, run: FinishedRun) -> str:
    """Return the path of a run for a command: from where the page was served, or from the folder above all runs."""
    here = Path.cwd()
    above = here if folder.is_relative_to(here) else folder.parent
    return os.path.normpath(folder.relative_to(above) / run.path)


def _ask(run: FinishedRun, games: tuple[str, ...]) -> Asked | None:
    """Draw the choices among what a run holds."""
    model, key, world = run.model, run.plan.digest[:12], f"run {run.path} {run.manifest['result']} {run.model.digest}"
    left, right = st.columns(2)
    state.remember(f"robustness.run.game.{key}", games)
    game = left.selectbox(
        "Game", games, format_func=lambda id: words.game_title(model, id), key=f"robustness.run.game.{key}"
    )
    known = _figures(world, run, game)
    state.remember(f"robustness.run.figure.{key}.{game}", known)
    figure = right.selectbox(
        "Figure", known, format_func=lambda one: words.figure_title(model, game, one, is_first=one == known[0]),
        key=f"robustness.run.figure.{key}.{game}",
    )  # fmt: skip
    meaning = words.meaning_of_figure(model, game, figure)
    if meaning:
        st.markdown(marked(meaning))
    options = run.plan.portfolios[1:]
    chosen = st.multiselect(
        "Options", options, default=options[:FIRST_OPTIONS], format_func=lambda one: words.option_name(model, one),
        key=f"robustness.run.options.{key}", max_selections=MOST_OPTIONS,
    )  # fmt: skip
    plan = run.plan
    return Asked(world, "", game, figure, tuple(chosen), plan.n, plan.drawn, plan.horizon) if chosen else None


def _view(folder: Path, run: FinishedRun, asked: Asked) -> findings_view.View:
    figure, path = asked.figure, _from_shell(folder, run)

    def command(**more) -> str:
        if not path.isprintable():
            return ""
        return commands.robustness_command(
            path, asked.game, figure.measure, (), n=None, player=figure.player, statistic=figure.statistic, **more
        )

    def tornado(option: str) -> str:
        if not path.isprintable():
            return ""
        return commands.sensitivity_command(
            path, asked.game, figure.measure, option, player=figure.player, statistic=figure.statistic,
            ranges=runs.own_ranges(run, asked, option), horizon=asked.horizon,
        )  # fmt: skip

    return findings_view.View(
        run.model, asked, lambda _: run_words.drawn_sentence(run), command, tornado,
        card=lambda: json.dumps(dict(run.card), indent=1), games=run.plan.games,
    )  # fmt: skip


def _written(manifest: Path) -> int:
    """Return when a manifest was written, so that a run that was written anew is opened anew."""
    try:
        return manifest.stat().st_mtime_ns
    except OSError:
        return 0
