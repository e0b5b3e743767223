"""The command ``deterrence sensitivity``: which of the assumed numbers a figure hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from deterrence.arguments import (
    Case,
    Format,
    Scenario,
    Sets,
    Without,
    command_line,
    interruptible,
    read_case,
    read_range,
    watch,
)
from deterrence.errors import SweepError
from deterrence.output import emit, reading_width, wrapped

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sensitivity.question import Sensitivity

Design = Literal["tornado", "morris", "sobol", "derivatives"]

#: Designs to what is said under their tables.
_NOTES = {
    "tornado": "Each parameter is moved alone, from end to end of its range; interactions are not seen.",
    "morris": "mu_star: mean size of the effect of the whole range; sigma: how far that depends on the others.",
    "sobol": "Shares of the variance over assumed ranges; low and high are the ends of 95% bootstrap intervals.",
    "derivatives": "At the model's own values; over_range is the derivative times the length of the range.",
}


def sensitivity(
    case: Case,
    game: Annotated[str, typer.Option("--game", "-g", help="Id of the game.")],
    measure: Annotated[str, typer.Option("--measure", "-m", help="The figure, as p_war or p_top.border.")],
    player: Annotated[str | None, typer.Option(help="Actor, for measures that belong to players.")] = None,
    option: Annotated[
        str | None, typer.Option("--option", "-o", help="Analyse the effect of this portfolio, as 'a+b=0.5'.")
    ] = None,
    absolute: Annotated[
        bool, typer.Option("--absolute", help="Analyse the figure under the option, not what it changes.")
    ] = False,
    statistic: Annotated[
        Literal["selected", "lowest", "highest", "exists"],
        typer.Option(help="Over the equilibria; 'exists' is 1 where the figure is a finite number, else 0."),
    ] = "selected",
    design: Annotated[Design, typer.Option(help="How it is analysed; derivatives are for ladders.")] = "tornado",
    n: Annotated[
        int | None, typer.Option("--n", "-n", help="Base draws of sobol (a power of two), trajectories of morris.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same table.")] = 0,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="Vary this one, as ID or ID=LOW:HIGH; repeat; all by default."),
    ] = None,
    hold: Annotated[list[str] | None, typer.Option(help="Keep this parameter at its value; repeat.")] = None,
    distribution: Annotated[
        Literal["uniform", "triangular"], typer.Option(help="Even, or with the top at the case's value.")
    ] = "uniform",
    horizon: Annotated[int | None, typer.Option(help="Periods ahead on a ladder; 24 by default.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; for ladders one per processor by default.")] = None,
    rows: Annotated[int, typer.Option(help="Rows of the table; csv and json have all.", min=1)] = 15,
    set_: Sets = None,
    scenario: Scenario = None,
    without: Without = None,
    format: Format = "table",
) -> None:  # fmt: skip
    """Say which of the assumed numbers a figure hangs on: end to end, screening, shares of variance, derivatives."""
    from deterrence.study.sensitivity.asking import sensitivity as ask

    if n is not None and design in ("tornado", "derivatives"):
        raise SweepError("--n", f"saw it with the design {design}", "morris or sobol, which draw")
    with interruptible("a design is analysed whole or not at all, so nothing is shown"):
        model = read_case(case, set_, scenario, without)
        ranges = None if parameter is None else dict(map(read_range, parameter))
        question = ask(
            model, game, measure, player=player, option=option, absolute=absolute, statistic=statistic,
            parameters=ranges, hold=hold or (), distribution=distribution, horizon=horizon,
        )  # fmt: skip
        table, sentence = _answer(question, design, n, seed, workers)
    _show(question, design, table, sentence, rows, seed, format)


def _answer(
    question: Sensitivity, design: Design, n: int | None, seed: int, workers: int | None
) -> tuple[pd.DataFrame, str]:
    from deterrence.study.sensitivity import words
    from deterrence.study.sensitivity.designs import BASE_DRAWS, TRAJECTORIES

    if design == "derivatives":
        table = question.derivatives()
        return table, words.derivative_sentence(question, table)
    with watch("draws") as progress:
        if design == "sobol":
            table = question.sobol(BASE_DRAWS if n is None else n, seed=seed, workers=workers, progress=progress)
            return table, words.sobol_sentence(question, table)
        if design == "morris":
            table = question.morris(TRAJECTORIES if n is None else n, seed=seed, workers=workers, progress=progress)
            return table, words.morris_sentence(question, table)
        table = question.tornado(workers=workers, progress=progress)
        return table, words.tornado_sentence(question, table)


def _show(
    question: Sensitivity, design: Design, table: pd.DataFrame, sentence: str, rows: int, seed: int, format: Format
) -> None:
    from deterrence.study.runcard import run_card
    from deterrence.study.sensitivity.words import figure_words, told

    about: dict[str, Any] = {
        "game": question.outcome.game,
        "measure": question.outcome.measure,
        "player": question.outcome.player,
        "statistic": question.statistic,
        "option": question.option or None,
        "is_effect": question.is_effect,
        "design": design,
        "plan": question.plan.digest,
    }
    card = run_card(question.model, command_line(), seed=seed, sensitivity=about)
    if format != "table":
        emit(table, format, card, value=question.value, sentence=sentence)
        return
    shown = table.head(rows).copy()
    for column in shown.columns[1:]:
        shown[column] = [f"{value:.3f}" if design == "sobol" else told(value) for value in shown[column]]
    left = f", the first {rows} of" if len(table) > rows else " over"
    title = f"{question.model.title}: {figure_words(question)}, {design}{left} {len(table)} parameters"
    emit(shown, format, card, title=title)
    for note in (sentence, _NOTES[design]):
        typer.echo(wrapped(note, reading_width()))
