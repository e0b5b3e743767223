"""The command line: arguments in, text out. Exit codes: 0 fine, 2 bad input, 3 no equilibrium, 130 interrupted."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer

from deterrence.arguments import (
    BAD_INPUT,
    INTERRUPTED,
    NO_EQUILIBRIUM,
    All,
    Case,
    Format,
    Games,
    Objective,
    Options,
    Scenario,
    Sets,
    Without,
    command_line,
    read_case,
    show_progress,
)
from deterrence.errors import DeterrenceError
from deterrence.evidence_command import evidence
from deterrence.exchange import export, solve_file, timeline
from deterrence.exercise_command import exercise
from deterrence.map_command import map_
from deterrence.output import check_streams, emit, formula_text, reading_width, show_table, wrapped, write_json
from deterrence.robustness_command import robustness
from deterrence.run_command import run
from deterrence.sensitivity_command import sensitivity
from deterrence.sweep_command import sweep

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Games of deterrence: what is an equilibrium under your assumptions, and what does an option change?",
)


@app.command("list")
def list_models(format: Format = "table") -> None:
    """List the models that can be loaded by name."""
    import pandas as pd

    from deterrence.world.files import available, load

    rows = [
        (name, m.title, len(m.games), len(m.options))
        for name, m in ((name, load(path)) for name, path in available().items())
    ]
    emit(pd.DataFrame(rows, columns=["model", "title", "games", "options"]), format, {"command": "deterrence list"})


@app.command()
def show(
    case: Case,
    element: Annotated[
        str | None, typer.Argument(help="Id of one actor, channel, game, option, parameter or scenario.")
    ] = None,
    format: Format = "table",
) -> None:
    """Show what a case contains, or everything about one element of it."""
    from deterrence.study.listing import contents, describe
    from deterrence.world.files import load

    model = load(case)
    if element is None:
        emit(
            contents(model),
            format,
            {"command": command_line()},
            title=f"{model.title}\n{model.about.strip()}\n",
            group="kind",
        )
    else:
        emit(describe(model, element), format, {"command": command_line()}, title=f"{element} of {model.title}")


@app.command()
def check(file: Annotated[str, typer.Argument(help="Path of a model file, or name of a model.")]) -> None:
    """Check a model file: keys, formulas, references, ranges, orderings, and every game."""
    from deterrence.study.listing import check_model
    from deterrence.world.files import load

    model = load(file)
    for line in check_model(model):
        typer.echo(line)


@app.command()
def coverage(case: Case, format: Format = "table") -> None:
    """List the rows of a case's requirements, with the elements that claim them and those that nothing claims."""
    import deterrence as dt

    table = dt.coverage(dt.load(case))
    unclaimed = table[table["claimed_by"] == ""]
    emit(table.drop(columns="left_out") if format == "table" else table, format, {"command": command_line()})
    if format == "table":
        typer.echo(f"{len(table) - len(unclaimed)} of {len(table)} rows claimed.")
        for row in unclaimed.itertuples():
            typer.echo(f"Unclaimed: {row.id} {row.item}. {row.left_out or 'No reason is given.'}")


app.command()(run)
app.command("map")(map_)


@app.command()
def compare(
    case: Case, option: Options = None, game: Games = None, set_: Sets = None, scenario: Scenario = None,
    without: Without = None, all_: All = False, objective: Objective = None, format: Format = "table",
) -> None:  # fmt: skip
    """Compare options with the baseline, each --option by itself: a row per game, or every measure with --all."""
    import deterrence as dt
    from deterrence.study.evaluation import evaluate_portfolios
    from deterrence.study.report import (
        comparison_notes,
        ranking_notes,
        ranking_table,
        readable_table,
        start_words,
        terse_table,
    )
    from deterrence.study.runcard import run_card

    model = read_case(case, set_, scenario, without)
    if objective is not None or all_ or format != "table":
        table = dt.compare(model, option or None, game, objective=objective, progress=show_progress)
        if format == "table" and objective is not None:
            show_table(ranking_table(table), title=f"{objective}: {dt.OBJECTIVES[objective].meaning}. Not a forecast.")
            for note in ranking_notes(model, table):
                typer.echo(wrapped(note, reading_width()))
            return
        shown = readable_table(model, table) if format == "table" else table
        emit(shown, format, run_card(model, command_line(), objective=objective), group="option")
        return
    evaluations = list(evaluate_portfolios(model, option or None, game, progress=show_progress))
    title = f"{model.title}: options against the baseline"
    emit(terse_table(model, evaluations), format, {}, title=title, group="option")
    for note in (*comparison_notes(evaluations), "", start_words(model)):
        typer.echo(wrapped(note, reading_width()))


@app.command()
def path(
    case: Case, option: Options = None, set_: Sets = None, scenario: Scenario = None, without: Without = None,
    horizon: Annotated[int, typer.Option(help="Periods ahead.", min=1, max=1000)] = 24,
    precision: Annotated[float | None, typer.Option(help="How sharp choices are: 0 random, large best reply.")] = None,
    game: Annotated[str | None, typer.Option("--game", "-g", help="The ladder, where there are several.")] = None,
    table: Annotated[str, typer.Option(help="The table that csv writes; json has them all.")] = "rungs",
    format: Format = "table",
) -> None:  # fmt: skip
    """Follow the escalation ladder period by period, at the baseline and under each --option by itself."""
    import deterrence as dt
    from deterrence.errors import suggest
    from deterrence.study.path_tables import TABLES
    from deterrence.study.path_text import path_report, path_sentences
    from deterrence.study.runcard import run_card

    if table not in TABLES:
        raise dt.OptionError("--table", f"saw '{table}'", "", suggest(table, TABLES))
    model = read_case(case, set_, scenario, without)
    paths = dt.escalation_paths(model, game, option or (), horizon=horizon, precision=precision, progress=show_progress)
    card = run_card(model, command_line(), start=dict(paths.start), horizon=horizon, precision=paths.precision)
    if format == "json":
        sentences = {name: path_sentences(paths, name) for name in paths.solved}
        typer.echo(write_json(card, is_interrupted=paths.is_interrupted, sentences=sentences, **paths.tables()))
    elif format == "csv":
        emit(paths.tables()[table], format, card)
    else:
        typer.echo(path_report(paths, width=reading_width()))
        typer.echo(f"\nModel {model.id}, digest {model.digest[:12]}.")
    if paths.is_interrupted:
        typer.echo(f"interrupted: {len(paths.solved)} of {1 + len(option or ())} portfolios are done", err=True)
        raise typer.Exit(INTERRUPTED)
    failed = [one.found.sentence for one in paths.solved.values() if one.found.status == "failed"]
    if failed:
        raise typer.Exit(NO_EQUILIBRIUM)


@app.command()
def threshold(
    case: Case,
    game: Annotated[str, typer.Argument(help="Id of the game.")],
    measure: Annotated[str, typer.Argument(help="Measure, such as critical_discount.")],
    player: Annotated[str | None, typer.Argument(help="Actor, for measures that belong to players.")] = None,
    expand: Annotated[bool, typer.Option(help="Write reach out over the channels.")] = False,
    latex: Annotated[bool, typer.Option(help="Print LaTeX.")] = False,
    option: Options = None,
    set_: Sets = None,
    scenario: Scenario = None,
    without: Without = None,
) -> None:
    """Print a threshold as a formula in the parameters of the model file, and what it comes to."""
    import sympy

    import deterrence as dt
    from deterrence.study.figures import precise

    model = read_case(case, set_, scenario, without)
    model = dt.apply(model, "+".join(option)) if option else model
    formula = dt.threshold(model, game, measure, player, expand=expand)
    typer.echo(sympy.latex(formula) if latex else formula_text(formula))
    table = dt.measure(dt.formulate(model, game))
    chosen = table[
        (table["measure"] == measure) & (table["player"].isin([player]) if player else table["player"].isna())
    ]
    whose = "these" if option or set_ or scenario or without else "the file's"
    typer.echo(f"With {whose} values: {precise(chosen['value'].iloc[0])}")


app.command()(export)
app.command()(timeline)
app.command()(sweep)
app.command()(sensitivity)
app.add_typer(evidence, name="evidence")
app.command()(robustness)
app.add_typer(exercise, name="exercise")


@app.command()
def solve(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A game: .nfg or .efg of Gambit, or .json as 'export' writes it.")
    ],
    concept: Annotated[
        str | None, typer.Option("--concept", "-c", help="Solution concept; the form's own by default.")
    ] = None,
    format: Format = "table",
) -> None:
    """Solve a game from a file: every equilibrium found, its payoffs, its regret, and who plays what."""
    if not solve_file(file, concept=concept, format=format):
        raise typer.Exit(NO_EQUILIBRIUM)


@app.command()
def warm() -> None:
    """Compile the numerical kernels once, so that later runs start at full speed."""
    from deterrence.kernels import warm_up

    start = time.perf_counter()
    names = warm_up()
    typer.echo(f"{len(names)} kernels are ready after {time.perf_counter() - start:.1f} s: {', '.join(names)}")


@app.command("app")
def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
    runs: Annotated[
        str | None, typer.Option(help="Folder beneath which the page may open finished sweeps; else it opens none.")
    ] = None,
) -> None:
    """Serve the page on this machine."""
    from deterrence.page import serve_command

    command = serve_command(port, runs=runs)
    typer.echo(f"The page is at http://127.0.0.1:{port} (Ctrl-C stops it)")
    sys.stdout.flush()
    # In place of this process, so that whoever ends it ends the server.
    os.execv(command[0], command)


def main() -> None:
    """Run the command line; errors of the user become one sentence and exit code 2."""
    try:
        check_streams()
        app()
    except DeterrenceError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(BAD_INPUT) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except OSError as error:
        typer.echo(f"error: the output cannot be written: {error.strerror or error}.", err=True)
        raise SystemExit(BAD_INPUT) from None
