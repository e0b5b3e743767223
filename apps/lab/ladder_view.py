"""Escalation paths: a chart per front with its sentence, the rungs, the parts of a change, every equilibrium found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from deterrence.charts import plot_rungs
from deterrence.page import commands, ladder_lines, pictures
from deterrence.page.setup import (
    ASSUMED,
    BASELINE,
    OPTIONS,
    Setup,
    has_assumptions,
    line_setup,
    shown_lines,
    world_of,
)
from deterrence.page.tour import FIRST_SENTENCE
from deterrence.page.words import marked, title_of
from deterrence.study.figures import number
from deterrence.study.names import period_word
from deterrence.study.path_tables import Solved
from lab import cache, holding, parts, shown, state

#: What is shown of every front; the chance is of having been at the top at all, the others are of where a front stands.
CHANCE, EXPECTED, RUNGS = "chance that the top was reached by then", "expected rung then", "every rung then"

#: What stands at the axis.
AXES = {CHANCE: "top reached by then", EXPECTED: "expected rung then"}


def draw(game: str) -> None:
    """Draw the paths of one ladder; the reader's options stay out until the reader has said what to expect of them."""
    view = st.radio("Show", [CHANCE, EXPECTED, RUNGS], horizontal=True, key="ladder.view")
    _paths(game, view)
    _equilibria(game)
    _commands()


def _solved(game: str) -> dict[str, Solved]:
    """Return the ladder of each line that is shown."""
    now = state.setup()
    lines = (line for line in shown_lines(now) if not (state.is_predicting() and line == OPTIONS))
    return {line: cache.solved_ladder(now, state.text(), line, game) for line in lines}


@parts.part("ladder.paths")
def _paths(game: str, view: str) -> None:
    """Draw the charts, and say what the options change.

    All is worked out before any of it is drawn: what a browser is sent at once it draws at once.
    """
    solved = _solved(game)
    failures = [one.found.sentence for one in solved.values() if one.selected is None]
    for sentence in failures:
        st.warning(marked(sentence))
    if failures:
        return
    exhibits = [] if view == RUNGS else _exhibits(game, solved, view)
    said = "" if state.is_predicting() else _said(game)
    if view == RUNGS:
        _rungs(solved)
    else:
        _lay_out(exhibits)
        # Below the charts, since the first of them belongs on a newcomer's first screen.
        if st.toggle("Reference lines: accidents alone, random choice", key="ladder.references"):
            st.markdown(ladder_lines.REFERENCES)
    if said:
        st.markdown(said)
        shown.words_used(*cache.sentences(state.setup(), state.text(), game), name="ladder")


def _said(game: str) -> str:
    """Say what the options change, in the sentences of the command."""
    now, text = state.setup(), state.text()
    opening, *others = cache.sentences(now, text, game)
    clauses = [sentence for sentence in others if sentence.startswith("- ")]
    # One text, so that the model named at its beginning is named for all of it.
    said = [
        "**What your options change, in words**" if now.options else "**In words**",
        "",
        marked(opening),
        "",
        *(f"- {marked(clause[2:])}" for clause in clauses),
        "",
        marked(" ".join(sentence for sentence in others if sentence not in clauses)),
    ]
    held = holding.sentence(now, text, game)
    if held:
        said += ["", f"**In the ladder model.** {marked(held)}"]
    if has_assumptions(now) and now.options:
        said += ["", "Both sides of this comparison are under your assumptions."]
    return "\n".join(said)


@parts.part("ladder.commands", reads=parts.when_open("commands.path"))
def _commands() -> None:
    shown.commands(commands.path_command(state.setup()))


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={Setup: repr})
def _references(world: Setup, text: str, game: str) -> pd.DataFrame:
    return ladder_lines.reference_table(cache.solved_ladder(world, text, OPTIONS, game))


def _exhibits(game: str, solved: dict[str, Solved], view: str) -> list[Callable[[], None]]:
    """Return what draws the chart of each front."""
    now, text = state.setup(), state.text()
    value = "p_top" if view == CHANCE else "expected_rung"
    *_, line = solved
    last = solved[line]
    period = period_word(last.model)
    table = cache.line_table(now, text, game, tuple(solved))
    references: pd.DataFrame | None = None
    if st.session_state.get("ladder.references"):
        references = _references(world_of(line_setup(now, line)), text, game)
        table = pd.concat([table, references], ignore_index=True)
    columns = ladder_lines.front_columns(table)
    more = () if references is None else (ladder_lines.ACCIDENTS, ladder_lines.RANDOM)
    command = commands.path_command(now)
    drawn: list[Callable[[], None]] = []
    for f, front in enumerate(last.ladder.fronts):
        title = title_of(front.name)
        rows, top = columns[title], last.names(f)[-1]
        upper = 1.0 if value == "p_top" else float(front.top)
        spec = cache.front_spec(title, AXES[view], value, upper, max(rows["period"]), 1 if f else 2, period, more)
        chart = pictures.with_rows(spec, {name: rows[name] for name in ("line", "period", value)})
        if value == "p_top":
            sentence = ladder_lines.front_takeaway(rows, title, top, f"{period}s")
        else:
            sentence = ladder_lines.rung_takeaway(rows, title, f"{front.top} {top}", f"{period}s")
        if references is not None:
            sentence += f" {ladder_lines.reference_takeaway(references, title, value, f'{period}s')}"
        made = partial(_kept, rows, period)
        name, anchor = f"{value}.{front.name}", "" if f else FIRST_SENTENCE
        drawn.append(partial(shown.exhibit, chart, sentence, made, name=name, command=command, anchor=anchor))
    return drawn


def _kept(rows: dict[str, list[Any]], period: str) -> pd.DataFrame:
    return pd.DataFrame(rows).rename(columns={"period": period})


def _lay_out(exhibits: list[Callable[[], None]]) -> None:
    """Draw the first front across the page, since a newcomer's first screen has one chart and one sentence."""
    first, *others = exhibits
    first()
    columns = st.columns(2) if others else []
    for n, exhibit in enumerate(others):
        with columns[n % 2]:
            exhibit()


def _rungs(solved: dict[str, Solved]) -> None:
    lines = list(solved)
    line = st.radio("Which line", lines, index=len(lines) - 1, horizontal=True, key="ladder.line")
    one = solved[line if line in solved else BASELINE]
    table = ladder_lines.rung_table(one)
    period = period_word(one.model)
    columns = st.columns(2)
    command = commands.path_command(state.setup())
    for f, front in enumerate(one.ladder.fronts):
        title = title_of(front.name)
        rows = table[table["front"] == title]
        with columns[f % 2]:
            chart = plot_rungs(rows, title=f"{title}: {line}", period=period)
            sentence = ladder_lines.likeliest_rung(rows, line, f"{period}s")
            shown.exhibit(
                chart, sentence, rows.rename(columns={"period": period}), name=f"rungs.{front.name}", command=command
            )


@parts.part("ladder.equilibria", reads=parts.when_open("ladder.equilibria"))
def _equilibria(game: str) -> None:
    with shown.folded("Equilibria found", name="ladder.equilibria") as is_open:
        if not is_open:
            return
        (*_, one) = _solved(game).values()
        st.markdown(marked(one.found.sentence))
        rows: list[dict[str, Any]] = [
            {
                "equilibrium": member.name.replace("_", " "),
                "shown": "yes" if member is one.found.selected else "",
                "chance that some front reaches its top (ladder model)": _any_top(one, member.name),
                "regret (most a player gains by deviating)": number(member.regret),
            }
            for member in one.found.members
        ]
        shown.read(pd.DataFrame(rows), name="ladder.members", is_kept=False)


def _any_top(one: Solved, equilibrium: str) -> str:
    return f"{float(one.courses[equilibrium].p_any_top()[-1]):.1%}"


def front_figures(now: Setup, text: str, game: str) -> dict[str, tuple[float, float]]:
    """Return the chance of the top of every front at the horizon, without and with the reader's options."""
    table = cache.line_table(now, text, game, (ASSUMED, OPTIONS))
    last = table[table["period"] == table["period"].max()].set_index(["front", "line"])["p_top"]
    fronts = list(dict.fromkeys(table["front"]))
    return {front: (float(last[(front, ASSUMED)]), float(last[(front, OPTIONS)])) for front in fronts}
