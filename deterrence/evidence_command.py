"""The commands that hold models against data: back-test, estimation from moves, crises fitted to outcomes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Annotated

import typer

from deterrence.arguments import INTERRUPTED, Case, Format, Sets, Without, command_line, read_case
from deterrence.output import emit, reading_width, show_table, wrapped, write_json

evidence = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Hold models against data: what moves and outcomes say of a model, and what they cannot say.",
)

Moves = Annotated[str | None, typer.Option("--moves", help="CSV file of coded moves; the case's own by default.")]
Freeze = Annotated[str | None, typer.Option("--freeze", help="Only moves before this date, as 2024-09-01.")]
Ladder = Annotated[str | None, typer.Option("--game", "-g", help="The ladder, where there are several.")]


@evidence.command()
def backtest(
    case: Case, game: Ladder = None, moves: Moves = None, freeze: Freeze = None,
    precision: Annotated[
        list[float] | None, typer.Option("--precision", help="Precision of the ladder; repeat; 1, 3, 10, 30 by default.")
    ] = None,
    table: Annotated[str, typer.Option(help="The table that csv writes: totals, scores, misses or moves.")] = "totals",
    set_: Sets = None, without: Without = None, format: Format = "table",
) -> None:  # fmt: skip
    """Score the ladder, random choice and persistence on dated moves, and list every miss."""
    from deterrence.study.evidence.backtest import PRECISIONS, back_test
    from deterrence.study.evidence.backtest_words import backtest_sentences, miss_sentence
    from deterrence.study.runcard import run_card

    _check_table(table, ("totals", "scores", "misses", "moves"))
    model = read_case(case, set_, None, without)
    with progress_bar("solves") as progress:
        found = back_test(model, game, moves, freeze=freeze, precisions=precision or PRECISIONS, progress=progress)
    tables = {"totals": found.totals, "scores": found.scores, "misses": found.misses, "moves": found.moves}
    card = run_card(model, command_line(), game=found.game, freeze=None if freeze is None else str(found.freeze))
    if format == "json":
        typer.echo(write_json(card, sentences=backtest_sentences(found), **tables))
    elif format == "csv":
        emit(tables[table], format, card)
    else:
        show_table(found.totals.drop(columns="precision"), title=f"{model.title}: log scores")
        _say(backtest_sentences(found))
        _say(["", miss_sentence(found)])
        columns = ["model", "move", "coding", "player", "action", "probability", "likeliest", "likeliest_probability"]
        misses = found.misses[columns]
        show_table(misses.assign(move=misses["move"].str.replace("_", " ")), title="Misses")


def _check_table(name: str, tables: Iterable[str]) -> None:
    from deterrence.errors import EvidenceError, shorten, suggest

    if name not in tables:
        raise EvidenceError("--table", f"saw '{shorten(name)}'", "", suggest(name, tables))


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        typer.echo(wrapped(sentence, reading_width()))


@contextmanager
def progress_bar(thing: str) -> Generator[Callable[[int, int], None]]:
    """Show what is done and the time left on standard error while somebody watches; Ctrl-C ends with exit code 130."""
    try:
        if not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(thing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(thing, total=None)
            yield lambda done, total: shown.update(task, completed=done, total=total)
    except KeyboardInterrupt:
        typer.echo("interrupted: nothing was kept", err=True)
        raise typer.Exit(INTERRUPTED) from None
