"""The command ``deterrence run``: solve the games of a case, say what options change, show one equilibrium."""

from __future__ import annotations

from typing import Any

import typer

from deterrence.arguments import (
    NO_EQUILIBRIUM,
    All,
    Case,
    Format,
    Games,
    Options,
    Pick,
    Refinement,
    Report,
    Scenario,
    Sets,
    Without,
    command_line,
    read_case,
)
from deterrence.output import emit


def run(
    case: Case, game: Games = None, option: Options = None, set_: Sets = None, scenario: Scenario = None,
    without: Without = None, refinement: Refinement = None, equilibrium: Pick = None, all_: All = False,
    report: Report = None, format: Format = "table",
) -> None:  # fmt: skip
    """Solve the games of a case, under all the options given together, and say what they change."""
    import pandas as pd

    from deterrence.run_text import FEW, report_run, show_left_out, show_play, show_run
    from deterrence.study import words
    from deterrence.study.agreement import agreement_table, disagreements
    from deterrence.study.evaluation import BASELINE, evaluate_portfolios
    from deterrence.study.extensive_play import play_tables
    from deterrence.study.refining import chosen, measured, notes
    from deterrence.study.runcard import run_card

    model = read_case(case, set_, scenario, without)
    portfolio = "+".join(option) if option else None
    everything = list(evaluate_portfolios(model, [] if portfolio is None else portfolio, game))
    evaluations = chosen(everything, refinement, equilibrium)
    before = {e.game.name: e for e in evaluations if e.option == BASELINE}
    after = {e.game.name: e for e in evaluations}
    for note in notes(evaluations, equilibrium):
        typer.echo(f"note: {note}", err=True)
    sentences = [words.result_sentence(before[id], e) for id, e in after.items()]
    changed = next(iter(after.values())).model
    table = pd.concat([measured(e) for e in after.values()], ignore_index=True)
    asked: dict[str, Any] = {"refinement": refinement, "equilibrium": equilibrium}
    asked = {key: value for key, value in asked.items() if value is not None}
    card = run_card(changed, command_line(), evaluations=after.values(), **asked)
    one = next(iter(after.values())) if equilibrium is not None else None
    if format == "json":
        said: dict[str, Any] = {"agreement": agreement_table(evaluations), "disagreements": disagreements(evaluations)}
        moves: dict[str, Any] = {} if one is None or one.found.selected is None else play_tables(one)
        emit(table, format, card, sentences=sentences, **(said if portfolio else {}), **moves)
    elif format == "csv":
        emit(table, format, card)
    else:
        is_full = all_ or game is not None or len(after) <= FEW
        show_run(evaluations, table, is_full=is_full, is_every=all_)
        if refinement is not None:
            show_left_out(everything, refinement)
        if one is not None:
            show_play(one)
    if report is not None:
        written = report_run(
            everything, case=case, sets=set_, scenario=scenario, without=without, option=portfolio, games=game,
            to=report,
        )  # fmt: skip
        typer.echo(f"wrote {written}", err=True)
    failed = [e for e in after.values() if e.found.status in ("none", "failed")]
    for evaluation in failed:
        typer.echo(f"{evaluation.game.name}: {evaluation.found.sentence}", err=True)
    if failed:
        raise typer.Exit(NO_EQUILIBRIUM)
