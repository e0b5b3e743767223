"""Escalation paths: a chart per front with its sentence, the rungs, the parts of a change, every equilibrium found."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, NamedTuple

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
from lab.sharing import in_turn, shared

#: What is shown of every front; the chance is of having been at the top at all, the others are of where a front stands.
CHANCE, EXPECTED, RUNGS = "top reached by then", "expected rung then", "every rung then"

#: What it is of, in the table of lines.
VALUES = {CHANCE: "p_top", EXPECTED: "expected_rung"}


class _Exhibit(NamedTuple):
    """The chart of a front, what it shows in words, and its rows."""

    name: str
    chart: dict[str, Any]
    sentence: str
    rows: dict[str, list[Any]]


def draw(game: str) -> None:
    """Draw the paths of one ladder; the reader's options stay out until the reader has said what to expect of them."""
    view = st.radio("Show", [CHANCE, EXPECTED, RUNGS], horizontal=True, key="ladder.view")
    if view == RUNGS:
        _rungs(game)
    else:
        _charts(game, view)
        # Below the charts, since the first of them belongs on a newcomer's first screen.
        if st.toggle("Reference lines: accidents alone, random choice", key="ladder.references"):
            st.markdown(ladder_lines.REFERENCES)
    _words(game)
    _equilibria(game)
    _commands()


def _charts(game: str, view: str) -> None:
    """Draw the first front across the page, since a newcomer's first screen has one chart, and the others in pairs."""
    fronts = cache.fronts(state.setup().case, state.text(), game)
    columns: list[Any] = []
    for f, front in enumerate(fronts):
        if f == 1:
            columns = list(st.columns(2))
        with columns[(f - 1) % 2] if f else nullcontext():
            if f == 0:
                # Outside of what a move draws again, since it costs the reader time there.
                st.html(f'<span id="{FIRST_SENTENCE}"></span>')
            parts.part(f"ladder.front.{f}")(_front)(game, view, f)
            name = f"{VALUES[view]}.{front}"
            parts.part(f"ladder.files.{f}", reads=parts.when_open(f"files.{name}"))(_files)(game, view, f, name)


def _front(game: str, view: str, f: int) -> None:
    """Draw the chart of a front with its sentence."""
    if f == 0:
        # All that is shown anywhere is worked out before any is drawn: a browser draws at once what comes at once.
        with in_turn():
            _exhibits(game, view)
            _said(game)
        for sentence in _failures(game):
            st.warning(marked(sentence))
    exhibits = _exhibits(game, view)
    if exhibits:
        one = exhibits[f]
        shown.pictured(one.chart, one.sentence, name=one.name, is_pointed_at=f == 0)


def _files(game: str, view: str, f: int, name: str) -> None:
    """Offer what the chart of a front was drawn from."""
    with shown.folded("Table and files", name=f"files.{name}") as is_open:
        exhibits = _exhibits(game, view) if is_open else ()
        if exhibits:
            one = exhibits[f]
            table = pd.DataFrame(one.rows).rename(columns={"period": period_word(state.model())})
            shown.kept(table, one.chart, name=one.name, command=commands.path_command(state.setup()))


def _exhibits(game: str, view: str) -> tuple[_Exhibit, ...]:
    """Return what is shown of each front; nothing where a solve failed."""
    solved = _solved(game)
    if any(one.selected is None for one in solved.values()):
        return ()
    references = bool(st.session_state.get("ladder.references"))
    return _made(world_of(state.setup()), state.text(), game, tuple(solved), view, references)


def _solved(game: str) -> dict[str, Solved]:
    """Return the ladder of each line that is shown."""
    now, text, is_predicting = state.setup(), state.text(), state.is_predicting()
    lines = (line for line in shown_lines(now) if not (is_predicting and line == OPTIONS))
    return {line: cache.solved_ladder(now, text, line, game) for line in lines}


def _failures(game: str) -> list[str]:
    return [one.found.sentence for one in _solved(game).values() if one.selected is None]


@parts.part("ladder.words")
def _words(game: str) -> None:
    said = _said(game)
    if said:
        st.markdown(said)
        shown.words_used(*cache.sentences(state.setup(), state.text(), game), name="ladder")


def _said(game: str) -> str:
    """Say what the options change, in the sentences of the command; nothing while a guess is awaited."""
    if state.is_predicting() or _failures(game):
        return ""
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


@shared(64)
def _references(world: Setup, text: str, game: str) -> pd.DataFrame:
    return ladder_lines.reference_table(cache.solved_ladder(world, text, OPTIONS, game))


@shared(64)
def _made(
    world: Setup, text: str, game: str, lines: tuple[str, ...], view: str, has_references: bool
) -> tuple[_Exhibit, ...]:
    value = VALUES[view]
    last = cache.solved_ladder(world, text, lines[-1], game)
    period = period_word(last.model)
    table = cache.line_table(world, text, game, lines)
    references: pd.DataFrame | None = None
    if has_references:
        references = _references(world_of(line_setup(world, lines[-1])), text, game)
        table = pd.concat([table, references], ignore_index=True)
    columns = ladder_lines.front_columns(table)
    more = () if references is None else (ladder_lines.ACCIDENTS, ladder_lines.RANDOM)
    found: list[_Exhibit] = []
    for f, front in enumerate(last.ladder.fronts):
        title = title_of(front.name)
        rows, top = columns[title], last.names(f)[-1]
        upper = 1.0 if view == CHANCE else float(front.top)
        spec = cache.front_spec(title, view, value, upper, max(rows["period"]), 1 if f else 2, period, more)
        chart = pictures.with_rows(spec, {name: rows[name] for name in ("line", "period", value)})
        if view == CHANCE:
            sentence = ladder_lines.front_takeaway(rows, title, top, f"{period}s")
        else:
            sentence = ladder_lines.rung_takeaway(rows, title, f"{front.top} {top}", f"{period}s")
        if references is not None:
            sentence += f" {ladder_lines.reference_takeaway(references, title, value, f'{period}s')}"
        found.append(_Exhibit(f"{value}.{front.name}", chart, sentence, rows))
    return tuple(found)


@parts.part("ladder.rungs")
def _rungs(game: str) -> None:
    """Draw every rung of every front for one line."""
    solved = _solved(game)
    failures = _failures(game)
    for sentence in failures:
        st.warning(marked(sentence))
    if failures:
        return
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
                "regret": number(member.regret),
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
