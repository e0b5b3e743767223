"""What ``deterrence run`` prints for people: a short list of many games, or a few games in full."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from deterrence.games.ladder import Ladder
from deterrence.output import reading_width, show_table, wrapped
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.study import words
from deterrence.study.agreement import MEANING, agreement_table, disagreements, other_movements
from deterrence.study.evaluation import BASELINE as UNCHANGED
from deterrence.study.evaluation import Evaluation, portfolio_words
from deterrence.study.extensive_play import play_of, play_tables
from deterrence.study.ladder_figures import start_title
from deterrence.study.listing import answers, equilibria, logit_note
from deterrence.study.refining import left_out, refinements_of
from deterrence.study.report import readable_table

if TYPE_CHECKING:
    import pandas as pd

#: Games that are printed in full although nobody named them.
FEW = 5


def show_run(evaluations: Sequence[Evaluation], table: pd.DataFrame, *, is_full: bool, is_every: bool) -> None:
    """Print the games of a run.

    Parameters
    ----------
    evaluations
        The baseline of every game, and every game under the portfolio if there is one.
    table
        The measures of the games as run.
    is_full
        Whether each game gets its own paragraph and its equilibria; else one line.
    is_every
        Whether every measure stands in place of the equilibria.
    """
    before = {e.game.name: e for e in evaluations if e.option == UNCHANGED}
    after = {e.game.name: e for e in evaluations}
    changed = next(iter(after.values())).model
    if is_full:
        for id, evaluation in after.items():
            _say("", *_paragraph(before[id], evaluation))
            every = readable_table(changed, table[table["game"] == id].drop(columns="game"))
            show_table(every if is_every else equilibria(evaluation))
    else:
        _say(_opening(list(after.values())), "")
    if changed.applied:
        told = agreement_table(evaluations)
        moved = told[told["verdict"] != "no effect"]
        if is_full:
            typer.echo("")
        if len(moved):
            show_table(
                moved.drop(columns="option"),
                title=f"What each model says about {portfolio_words(changed, changed.applied)}",
            )
            _say("", MEANING)
        for lines in (_silent(told), disagreements(evaluations), words.bearers(changed)):
            _say(*[""] * bool(lines), *lines)
    elif not is_full:
        show_table(answers(after.values()), title="What each model says")
    if not is_full:
        some = next(iter(after))
        _say("", f"'--game {some}' shows the equilibria of one game and why it moves or not, '--all' every measure.")
    _say("", f"Model {changed.id}, digest {changed.digest[:12]}. {words.NOT_A_FORECAST}")


def show_left_out(everything: Sequence[Evaluation], refinement: str) -> None:
    """Print which equilibria a refinement leaves out of those found, and why."""
    for one in everything:
        if refinement in refinements_of(one.found):
            gone = [f"'{id.replace('_', ' ')}': {why}" for id, why in left_out(one.found, refinement).items()]
            where = "" if one.option == UNCHANGED else f" with {one.option}"
            found = f"of {len(one.found.members)} found in {one.game.name}{where}"
            _say(
                "",
                f"{REFINEMENTS[refinement]} leaves out {len(gone)} {found}"
                + (f": {'; '.join(gone)}." if gone else "."),
            )


def show_play(evaluation: Evaluation) -> None:
    """Print the equilibrium shown of one game move by move: what each side does, believes, and where that leads."""
    member = evaluation.found.selected
    if member is None:
        return
    titles = {
        "moves": "What each side does, reached or not",
        "beliefs": "What is believed where nobody can tell what happened, lowest and highest",
        "paths": "Where play leads",
    }
    for name, table in play_tables(evaluation).items():
        if len(table):
            typer.echo("")
            show_table(table, title=titles[name])
    play = play_of(evaluation.game, member)
    _say(*([] if play is None or not play.note else ["", play.note]))


def report_run(
    evaluations: Sequence[Evaluation],
    *,
    case: str,
    sets: list[str] | None,
    scenario: str | None,
    without: list[str] | None,
    option: str | None,
    games: list[str] | None,
    to: str,
) -> Path:
    """Write the report of a run, as the page hands it out, and return its path.

    Parameters
    ----------
    evaluations
        As for ``show_run``: the run's own baseline has the values that were set, the report's has not.
    case, sets, scenario, without, option, games
        What was asked for.
    to
        The file.
    """
    from deterrence.page.report import Findings, write_report
    from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS, Setup, has_assumptions, start_model
    from deterrence.page.worlds import evaluate_start
    from deterrence.world.files import load, write_whole
    from deterrence.world.options import read_portfolio
    from deterrence.world.settings import read_settings

    model = load(case)
    portfolio = {} if option is None else read_portfolio(model, option)
    chosen = tuple(sorted((id, strength) for id, strength in portfolio.items() if strength > 0))
    setup = Setup(
        case,
        scenario or "",
        chosen,
        tuple(sorted(read_settings(sets or []).items())),
        without=tuple(sorted(without or ())),
    )
    before = [e for e in evaluations if e.option == UNCHANGED]
    after = [e for e in evaluations if e.option != UNCHANGED] or before
    start = evaluate_start(start_model(model, setup), games) if has_assumptions(setup) else before
    asked = None if games is None else tuple(e.game.name for e in before)
    return write_whole(
        write_report(Findings(model, setup, {BASELINE: start, ASSUMED: before, OPTIONS: after}, asked)), to
    )


def _paragraph(before: Evaluation, after: Evaluation) -> list[str]:
    lines = [words.result_sentence(before, after), logit_note(after)]
    if after.model.applied:
        others = other_movements(before, after)
        still = (
            f"The figure above stays, others move: {others}." if others else words.why_nothing_changed(before, after)
        )
        lines += [words.incentive_sentence(before, after), words.gains_sentence(before, after), still]
    return [line for line in lines if line]


def _opening(evaluations: Sequence[Evaluation]) -> str:
    model = evaluations[0].model
    ladders = [e.game for e in evaluations if isinstance(e.game, Ladder)]
    start = words.starting_point(model)
    if ladders and not model.scenario:
        start += f" (the ladder from {start_title(model, ladders[0])})"
    options = f"with {portfolio_words(model, model.applied)}" if model.applied else "without any option"
    return f"{model.title}: {len(evaluations)} games, {words.starting(start)}, {options}. {words.NOT_A_FORECAST}"


def _silent(told: pd.DataFrame) -> list[str]:
    """Say which games see no effect, once per reason."""
    still = told[told["verdict"] == "no effect"]
    lines: list[str] = []
    for reason, games in still.groupby("why", sort=False)["game"]:
        why = str(reason).replace("by this game", "by these games") if len(games) > 1 else str(reason)
        lines.append(f"No effect in {', '.join(games)}: {why}")
    return lines


def _say(*texts: str) -> None:
    for text in texts:
        typer.echo(wrapped(text, reading_width()))
