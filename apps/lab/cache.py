"""Results that sessions share, keyed by frozen setups; everything handed out is a frozen record or a copy."""

from __future__ import annotations

import gc
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

import deterrence as dt
from deterrence.charts import plot_front, plot_region_map
from deterrence.formulation import formulate
from deterrence.page import assumptions, channel_changes, formulas, ladder_lines, maps, pictures, worlds
from deterrence.page import timeline as dated
from deterrence.page.form_formulas import formulas as formulas_of_form
from deterrence.page.links import write_number
from deterrence.page.reference import Entry, entries
from deterrence.page.setup import (
    ASSUMED,
    BASELINE,
    LINES,
    OPTIONS,
    Setup,
    assumed_model,
    changed_model,
    has_assumptions,
    line_setup,
    start_model,
    world_of,
)
from deterrence.page.words import channel_name
from deterrence.study.evaluation import Evaluation
from deterrence.study.network_picture import network_svg
from deterrence.study.network_tables import channel_table
from deterrence.study.path_tables import Solved
from deterrence.study.region_map import RegionMap
from deterrence.world.files import read
from lab.sharing import shared

#: Setups are keyed by all they hold.
_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {Setup: repr}


@shared(32)
def load_case(case: str, text: str) -> dt.Model:
    """Return a case by name, or from the text of a reader's file; models are frozen."""
    return read(text, file=case, id=case) if text else dt.load(case)


@shared(32)
def digest(case: str, text: str) -> str:
    """Return the digest of a case as its file has it."""
    return load_case(case, text).digest


@shared(32)
def fronts(case: str, text: str, game: str) -> tuple[str, ...]:
    """Return the names of a ladder's fronts."""
    return tuple(front.name for front in formulate(load_case(case, text), game).fronts)


@shared(128)
def _changed(world: Setup, text: str) -> dt.Model:
    return changed_model(load_case(world.case, text), world)


def changed(setup: Setup, text: str) -> dt.Model:
    """Return the world with all that the reader set.

    Raises
    ------
    DeterrenceError
        Where an option cannot act on the values that were set.
    """
    return _changed(_world(setup, OPTIONS), text)


# A solved ladder takes about two megabytes.
@shared(128)
def _solved(world: Setup, text: str, game: str) -> Solved:
    return ladder_lines.solve_ladder(_changed(world, text), game)


def solved_ladder(setup: Setup, text: str, line: str, game: str) -> Solved:
    """Return the ladder of one line, solved from its start."""
    return _solved(_world(setup, line), text, game)


@shared(256)
def _sentences(world: Setup, text: str, game: str) -> tuple[str, ...]:
    before, after = (solved_ladder(world, text, line, game) for line in (ASSUMED, OPTIONS))
    return tuple(ladder_lines.ladder_sentences(before, after))


def sentences(setup: Setup, text: str, game: str) -> tuple[str, ...]:
    """Say what the options change on a ladder, on top of the assumptions."""
    return _sentences(_world(setup, OPTIONS), text, game)


@shared(256)
def _one_line(world: Setup, text: str, game: str, line: str) -> pd.DataFrame:
    return ladder_lines.line_table({line: _solved(world, text, game)})


def line_table(setup: Setup, text: str, game: str, lines: tuple[str, ...]) -> pd.DataFrame:
    """Return the lines of every front; a move of an option leaves those without options as they were."""
    return pd.concat([_one_line(_world(setup, line), text, game, line) for line in lines], ignore_index=True)


@shared(128)
def front_spec(
    title: str, axis: str, value: str, top: float, horizon: int, abreast: int, period: str, more: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the chart of a front's lines, to be filled with rows; building it takes longer than solving a game.

    Everybody is handed the same dictionary, which is not to be changed.
    """
    row = pd.DataFrame([(BASELINE, horizon, 0.0)], columns=["line", "period", value])
    lines = [*LINES, *more]
    chart = plot_front(row, lines=lines, value=value, title=title, axis=axis, top=top, abreast=abreast, period=period)
    return pictures.chart_spec(chart)


@shared(128)
def _evaluations(world: Setup, text: str) -> tuple[Evaluation, ...]:
    model = load_case(world.case, text)
    if world.options:
        return worlds.evaluate_options(_evaluations(replace(world, options=()), text), world)
    if has_assumptions(world):
        start = _evaluations(replace(world, values=(), without=()), text)
        return worlds.evaluate_assumptions(start, assumed_model(model, world))
    return worlds.evaluate_start(start_model(model, world))


def evaluations(setup: Setup, text: str, line: str) -> tuple[Evaluation, ...]:
    """Return every game of one line, solved; only what a change can move is solved again."""
    return _evaluations(_world(setup, line), text)


# A solved ladder takes about two megabytes.
@shared(128)
def _evaluation(world: Setup, text: str, game: str) -> Evaluation:
    return worlds.evaluate_one(load_case(world.case, text), world, game)


def evaluation(setup: Setup, text: str, line: str, game: str) -> Evaluation:
    """Return one game of one line, solved; the others are left alone."""
    return _evaluation(_world(setup, line), text, game)


@st.cache_data(max_entries=64, show_spinner="Every option by itself is solved …", hash_funcs=_KEYS)
def ranking(world: Setup, text: str) -> pd.DataFrame:
    """Return the options ranked by the reader's objective."""
    return worlds.ranking(load_case(world.case, text), world)


@shared(256)
def formula(world: Setup, text: str, game: str, measure: str, player: str | None) -> formulas.Formula:
    """Return a threshold in LaTeX."""
    return formulas.threshold_formula(_changed(world, text), game, measure, player)


@shared(256)
def map_choice(world: Setup, text: str, game: str, what: str) -> maps.MapChoice:
    """Return what can be mapped of a game, and the parameters by how far they move it."""
    return maps.map_choice(load_case(world.case, text), world, game, what)


@st.cache_resource(max_entries=128, show_spinner="The map is evaluated …", hash_funcs=_KEYS)
def region_map(world: Setup, text: str, game: str, what: str, axes: tuple[str, str]) -> RegionMap:
    """Return the map of a game over two parameters."""
    return maps.draw_map(load_case(world.case, text), world, game, what, axes)


@shared(64)
def _map_chart(
    world: Setup, text: str, game: str, what: str, axes: tuple[str, str], titles: tuple[str, str]
) -> tuple[Any, dict[str, Any]]:
    found = region_map(world, text, game, what, axes)
    places = {name: (mark.x, mark.y) for name, mark in found.marks.items()}
    order, n_bands = maps.legend(found)
    x, y = (found.x, titles[0]), (found.y, titles[1])
    chart = plot_region_map(found.table(), x=x, y=y, order=order, n_bands=n_bands, points=places)
    return chart, chart.to_dict(validate=False)


def map_chart(
    world: Setup, text: str, game: str, what: str, axes: tuple[str, str], titles: tuple[str, str]
) -> tuple[Any, dict[str, Any]]:
    """Return the chart of a map and what it is as a dictionary, with titles for its axes."""
    chart, spec = _map_chart(world, text, game, what, axes, titles)
    return chart, deepcopy(spec)


@st.cache_data(max_entries=16, show_spinner=False)
def coverage(case: str, text: str) -> pd.DataFrame | None:
    """Return which elements stand for which row of the case's requirement list."""
    return None if text else assumptions.coverage_rows(load_case(case, text))


@shared(64)
def model_file(world: Setup, text: str) -> str:
    """Return the world with everything that the reader set as the text of a model file."""
    return assumptions.model_file(_changed(world, text))


@shared(128)
def _drawn(
    world: Setup, start: Setup, text: str, pair: tuple[str, str] | None, look: tuple[tuple[str, Any], ...]
) -> str:
    model, baseline = _changed(world, text), _changed(start, text)
    return network_svg(model, baseline=baseline, between=pair, theme="light", **dict(look))


def network(setup: Setup, text: str, *, pair: tuple[str, str] | None = None, **look: Any) -> str:
    """Return the picture of the network with all that the reader set, and what differs from the baseline.

    Further keywords are those of ``network_svg``.
    """
    return _drawn(_world(setup, OPTIONS), _world(setup, BASELINE), text, pair, tuple(look.items()))


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=_KEYS)
def _channels(world: Setup, text: str) -> pd.DataFrame:
    model = _changed(world, text)
    table = channel_table(model).rename(columns={"channel": "id", "matters_to": "matters to"})
    table.insert(0, "channel", [channel_name(model, id) for id in table["id"]])
    return table[[*(column for column in table.columns if column != "id"), "id"]]


def channels(setup: Setup, text: str) -> pd.DataFrame:
    """Return every channel with its figures, with all that the reader set."""
    return _channels(_world(setup, OPTIONS), text)


@st.cache_data(max_entries=64, show_spinner="The games that read it are solved …", hash_funcs=_KEYS)
def _closed(world: Setup, text: str) -> pd.DataFrame:
    before, after = (_evaluations(one, text) for one in (replace(world, without=()), world))
    return channel_changes.game_changes(before, after)


def closed(setup: Setup, text: str) -> pd.DataFrame:
    """Return what the channels that the reader took out change in each game, options and values being as they are."""
    return _closed(_world(setup, OPTIONS), text)


@st.cache_data(max_entries=16, show_spinner=False)
def timeline(case: str) -> pd.DataFrame:
    """Return the timeline of a case that is shipped."""
    return dated.timeline(load_case(case, ""))


@st.cache_resource(show_spinner=False)
def reference() -> tuple[Entry, ...]:
    """Return what is to be said of every form of game."""
    return entries()


@shared(64)
def reference_formulas(case: str, text: str, form: str, game: str) -> tuple[tuple[str, str], ...]:
    """Return the formulas of a form, those cases of them that hold for a game of the case, if it has one."""
    return formulas_of_form(form, formulate(load_case(case, text), game) if game else None)


@st.cache_resource(show_spinner="Starting …")
def preload(case: str) -> str:
    """Load the libraries and solve the baseline once per server, then keep the collector away from both.

    Streamlit collects garbage after every run of the script, which would otherwise walk all of this each time.
    """
    setup = Setup(case)
    model = load_case(case, "")
    for game in ladder_lines.ladders(model):
        line_table(setup, "", game, (BASELINE,))
        sentences(setup, "", game)
        fronts(case, "", game)
    # Any chart will do: the first one takes a second, to load the library of charts.
    front_spec("", "", "p_top", 1.0, 1, 1, "")
    digest(case, "")
    evaluations(setup, "", BASELINE)
    gc.collect()
    gc.freeze()
    return write_number(len(model.games))


def _world(setup: Setup, line: str) -> Setup:
    """Return the part of a setup that results of a line depend on."""
    return world_of(line_setup(setup, line))
