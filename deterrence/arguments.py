"""What several commands share: their arguments, the case they act on, progress, and the line that repeats them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from deterrence.errors import SweepError, shorten

if TYPE_CHECKING:
    from deterrence.world.model import Model

#: Exit codes of commands.
BAD_INPUT, NO_EQUILIBRIUM, INTERRUPTED = 2, 3, 130

Case = Annotated[
    str, typer.Argument(metavar="CASE", help="Name of a model (see 'deterrence list') or path of a model file.")
]
Games = Annotated[
    list[str] | None, typer.Option("--game", "-g", help="Game to evaluate; repeat for several; all by default.")
]
Options = Annotated[
    list[str] | None,
    typer.Option("--option", "-o", help="Option with strength, as 'id', 'id=0.5' or 'a+b=0.5'; repeat for several."),
]
Sets = Annotated[
    list[str] | None, typer.Option("--set", "-s", help="Parameter value, as 'israel.patience=0.9'; repeat for several.")
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", "-w", help="Channel that is closed, as 'us_oman'; repeat for several."),
]
Scenario = Annotated[str | None, typer.Option("--scenario", help="Named start of the case.")]
Format = Annotated[
    Literal["table", "json", "csv"],
    typer.Option("--format", "-f", help="json carries the run card; csv sends it to standard error."),
]
All = Annotated[bool, typer.Option("--all", "-a", help="Every measure instead of the headline.")]

Refinement = Annotated[
    str | None, typer.Option("--refinement", help="Leave out equilibria that fail it: intuitive or d1.")
]
Pick = Annotated[
    str | None,
    typer.Option("--equilibrium", "-e", help="The equilibrium to show, by name, move by move; of one --game."),
]
Objective = Annotated[
    str | None,
    typer.Option(
        help="Rank the options by an objective of your choice: settlement, weeks_in_restraint or "
        "least_chance_of_all_out_war."
    ),
]
Report = Annotated[
    str | None, typer.Option("--report", help="HTML file for the report of the run; one that is there is replaced.")
]


def read_case(case: str, sets: list[str] | None, scenario: str | None, without: list[str] | None = None) -> Model:
    """Return the case at a scenario, with overrides, without some channels."""
    import deterrence as dt
    from deterrence.world.settings import close_channels, read_settings

    model = dt.load(case)
    if scenario is not None:
        model = dt.with_scenario(model, scenario)
    values = read_settings(sets or [])
    changed = model.with_values(values)
    for id, value in values.items():
        low, high = model.parameters[id].low, model.parameters[id].high
        if not low <= value <= high:
            typer.echo(f"note: {id} = {value:g} is outside its range, {low:g} to {high:g}", err=True)
    return close_channels(changed, without or ())


def show_progress(done: int, total: int) -> None:
    """Show progress on standard error when somebody watches."""
    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {total} portfolios" + ("\n" if done == total else ""), err=True, nl=False)


def command_line() -> str:
    """Return the command that was given, as one line that repeats it."""
    return "deterrence " + shlex.join(sys.argv[1:])


def read_range(text: str) -> tuple[str, tuple[float, float] | None]:
    """Read a parameter to draw, ``ID`` or ``ID=LOW:HIGH``.

    Raises
    ------
    SweepError
        If the range is none.
    """
    id, equals, span = text.partition("=")
    if not equals:
        return id.strip(), None
    try:
        low, high = (float(part) for part in span.split(":"))
    except ValueError:
        allowed = "ID or ID=LOW:HIGH, as in --parameter israel.patience=0.6:0.9"
        raise SweepError(f"--parameter {shorten(text)}", f"saw the range '{shorten(span)}'", allowed) from None
    return id.strip(), (low, high)


@contextmanager
def interruptible(remedy: str) -> Generator[None]:
    """Let Ctrl-C end a command with a sentence that says what is left of its work."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"interrupted: {remedy}", err=True)
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def watch(things: str) -> Generator[Callable[[int, int], None]]:
    """Show how many things are done and the time left on standard error while somebody watches."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(things), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(things, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
