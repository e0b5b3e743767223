"""Escalation paths: a chart per front with its sentence, the rungs, the parts of a change, every equilibrium found."""

from __future__ import annotations

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
from lab import cache, holding, shown, state

CHANCE, EXPECTED, RUNGS = "chance of the top rung", "expected rung", "every rung over time"


def draw(game: str, *, is_hidden: bool) -> None:
    """Draw the paths of one ladder.

    Parameters
    ----------
    game
        Its id.
    is_hidden
        Whether the reader's options stay out, until the reader has said what to expect of them.
    """
    now, text = state.setup(), state.text()
    lines = tuple(line for line in shown_lines(now) if not (is_hidden and line == OPTIONS))
    solved = {line: cache.solved_ladder(now, text, line, game) for line in lines}
    failed = [one.found.sentence for one in solved.values() if one.selected is None]
    for sentence in failed:
        st.warning(marked(sentence))
    if failed:
        return
    table = cache.line_table(now, text, game, lines)
    last = solved[lines[-1]]
    view = st.radio("Show", [CHANCE, EXPECTED, RUNGS], horizontal=True, key="ladder.view")
    if view == RUNGS:
        _rungs(solved)
    else:
        world = world_of(line_setup(now, lines[-1]))
        references = _references(world, text, game) if st.session_state.get("ladder.references") else None
        _fronts(table, last, "p_top" if view == CHANCE else "expected_rung", view, references)
        # Below the charts, since the first of them belongs on a newcomer's first screen.
        st.toggle("Reference lines: accidents alone, random choice", key="ladder.references")
        if references is not None:
            st.markdown(ladder_lines.REFERENCES)
    if not is_hidden:
        words(now, text, game)
        shown.words_used(*cache.sentences(now, text, game), name="ladder")
    _equilibria(last)
    shown.commands(commands.path_command(now))


def words(now: Setup, text: str, game: str) -> None:
    """Say what the options change, in the sentences of the command."""
    st.markdown("**What your options change, in words**" if now.options else "**In words**")
    opening, *others = cache.sentences(now, text, game)
    clauses = [sentence for sentence in others if sentence.startswith("- ")]
    said = [marked(opening), "", *(f"- {marked(clause[2:])}" for clause in clauses), ""]
    said.append(marked(" ".join(sentence for sentence in others if sentence not in clauses)))
    # One text, so that the model named at its beginning is named for all of it.
    st.markdown("\n".join(said))
    held = holding.sentence(now, text, game)
    if held:
        st.markdown(f"**In the ladder model.** {marked(held)}")
    if has_assumptions(now) and now.options:
        st.markdown("Both sides of this comparison are under your assumptions.")


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={Setup: repr})
def _references(world: Setup, text: str, game: str) -> pd.DataFrame:
    return ladder_lines.reference_table(cache.solved_ladder(world, text, OPTIONS, game))


def _fronts(table: pd.DataFrame, last: Solved, value: str, axis: str, references: pd.DataFrame | None) -> None:
    period = period_word(last.model)
    more = () if references is None else (ladder_lines.ACCIDENTS, ladder_lines.RANDOM)
    table = table if references is None else pd.concat([table, references], ignore_index=True)
    first, columns = st.container(key="first_front"), st.columns(2)
    command = commands.path_command(state.setup())
    for f, front in enumerate(last.ladder.fronts):
        title = title_of(front.name)
        rows = table[table["front"] == title]
        top = last.names(f)[-1]
        upper = 1.0 if value == "p_top" else float(front.top)
        spec = cache.front_spec(title, axis, value, upper, int(rows["period"].max()), 1 if f else 2, period, more)
        chart = pictures.with_rows(spec, rows[["line", "period", value]])
        if value == "p_top":
            sentence = ladder_lines.front_takeaway(table, title, top, f"{period}s")
        else:
            sentence = ladder_lines.rung_takeaway(table, title, f"{front.top} {top}", f"{period}s")
        if references is not None:
            sentence += f" {ladder_lines.reference_takeaway(references, title, value, f'{period}s')}"
        # A newcomer's first screen has one chart and one sentence: the first front, across the page.
        with columns[(f - 1) % 2] if f else first:
            anchor = "" if f else FIRST_SENTENCE
            shown.exhibit(
                chart,
                sentence,
                rows.rename(columns={"period": period}),
                name=f"{value}.{front.name}",
                command=command,
                anchor=anchor,
            )


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


def _equilibria(one: Solved) -> None:
    members = one.found.members
    with shown.folded(f"Equilibria found: {len(members)}", name="ladder.equilibria") as is_open:
        if not is_open:
            return
        st.markdown(marked(one.found.sentence))
        rows: list[dict[str, Any]] = [
            {
                "equilibrium": member.name.replace("_", " "),
                "shown": "yes" if member is one.found.selected else "",
                "chance that some front reaches its top (ladder model)": _any_top(one, member.name),
                "regret (most a player gains by deviating)": number(member.regret),
            }
            for member in members
        ]
        shown.frame(pd.DataFrame(rows))


def _any_top(one: Solved, equilibrium: str) -> str:
    return f"{float(one.courses[equilibrium].p_any_top()[-1]):.1%}"


def front_figures(now: Setup, text: str, game: str) -> dict[str, tuple[float, float]]:
    """Return the chance of the top of every front at the horizon, without and with the reader's options."""
    table = cache.line_table(now, text, game, (ASSUMED, OPTIONS))
    last = table[table["period"] == table["period"].max()].set_index(["front", "line"])["p_top"]
    fronts = list(dict.fromkeys(table["front"]))
    return {front: (float(last[(front, ASSUMED)]), float(last[(front, OPTIONS)])) for front in fronts}
