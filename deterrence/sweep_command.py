"""The command that sweeps: arguments, progress with the time left, and what to do after an interrupt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from deterrence.arguments import (
    Case,
    Format,
    Games,
    Options,
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

    from deterrence.study.sweeps.results import Sweep


def sweep(
    case: Case,
    out: Annotated[str, typer.Option(help="Folder for the results; an unfinished sweep in it is gone on with.")],
    game: Games = None,
    option: Options = None,
    n: Annotated[int, typer.Option("--n", "-n", help="Number of draws.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    workers: Annotated[int | None, typer.Option(help="Processes; one per processor by default.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask.distributed scheduler, as tcp://host:port.")
    ] = None,
    design: Annotated[
        Literal["independent", "latin", "sobol"], typer.Option(help="How the draws are spread over the ranges.")
    ] = "independent",
    distribution: Annotated[
        Literal["uniform", "triangular"], typer.Option(help="Even, or with the top at the case's value.")
    ] = "uniform",
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="Draw this one, as ID or ID=LOW:HIGH; repeat; all by default."),
    ] = None,
    hold: Annotated[list[str] | None, typer.Option(help="Keep this parameter at its value; repeat.")] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", "-m", help="Keep this measure; repeat; nearly all by default.")
    ] = None,
    horizon: Annotated[int | None, typer.Option(help="Periods ahead on a ladder; 24 by default.")] = None,
    chunk: Annotated[int | None, typer.Option(help="Draws per file of results.")] = None,
    set_: Sets = None,
    scenario: Scenario = None,
    without: Without = None,
    format: Format = "table",
) -> None:  # fmt: skip
    """Draw the uncertain parameters many times, and follow every option over the same draws."""
    from deterrence.study.sweeps.sweep import sweep as run_sweep

    if scheduler is not None and workers is not None:
        raise SweepError("--workers", "saw it together with --scheduler", "one of them")
    model = read_case(case, set_, scenario, without)
    ranges = None if parameter is None else dict(map(read_range, parameter))
    kept = f"finished parts are in {out}; the same command goes on from there"
    with interruptible(kept), watch("draws") as progress:
        found = run_sweep(
            model, options=option or None, games=game, n=n, seed=seed, out=out, parameters=ranges,
            hold=hold or (), design=design, distribution=distribution, measures=measure, horizon=horizon,
            chunk=chunk, executor=scheduler, workers=workers, progress=progress, command=command_line(),
        )  # fmt: skip
    _show(found, model, format)


def _show(found: Sweep, model: Any, format: Format) -> None:
    from deterrence.study.sweeps.storage import read_manifest

    table = found.summary()
    card = read_manifest(found.folder)["run_card"]
    if format != "table":
        emit(table, format, card, result=found.result_hash, orderings=found.violations())
        return
    n_options = len(found.plan.portfolios) - 1
    title = f"{model.title}: {found.plan.n:,} draws of {len(found.plan.drawn)} parameters, {n_options} options"
    emit(_readable(found, table), format, card, title=title, group="option")
    for note in _notes(found):
        typer.echo(wrapped(note, reading_width()))


def _readable(found: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each game's headline figure, shares in per cent; games that an option moves come with it."""
    import pandas as pd

    from deterrence.study.figures import number
    from deterrence.study.rows import HEADLINES
    from deterrence.world.files import load

    forms = {id: spec.form for id, spec in load(found.folder / "model.toml").games.items()}
    rows: list[dict[str, str]] = []
    order = {option: place for place, option in enumerate(found.plan.portfolios)}
    for row in sorted(table.to_dict("records"), key=lambda row: order[row["option"]]):
        headline = HEADLINES[forms[row["game"]]].measure
        is_shown = row["statistic"] in ("selected", "count") and row["measure"].partition(".")[0] == headline
        if not is_shown or row["game"] not in found.plan.solved(row["option"]):
            continue
        is_baseline = row["option"] == found.plan.portfolios[0]
        moved = {key: "" if is_baseline else f"{row[key]:.0%}" for key in ("lower", "none", "higher")}
        rows.append(
            {
                "option": row["option"],
                "game": row["game"],
                "measure": row["measure"],
                "player": row["player"] if isinstance(row["player"], str) else "",
                "median": number(row["median"]),
                "5% to 95%": f"{number(row['q05'])} to {number(row['q95'])}",
                "lower": moved["lower"],
                "same": moved["none"],
                "higher": moved["higher"],
            }
        )
    return pd.DataFrame(rows)


def _notes(found: Sweep) -> Iterator[str]:
    plan = found.plan
    still = [option for option in plan.portfolios[1:] if not plan.moved[option]]
    if still:
        yield f"No effect on any of these games, whatever is drawn: {', '.join(still)}."
    violated = found.violations()
    violated = violated[(violated["share"] > 0) & ~violated["contested"]]
    if len(violated):
        worst = violated.sort_values("share").iloc[-1]
        yield (
            f"Draws violate {len(violated)} of the orderings that the case declares, most often {worst['ordering']} "
            f"(in {worst['share']:.0%} of them); they are kept."
        )
    yield (
        "lower, same, higher: shares of the draws, in which only the option differs. The ranges are assumptions, so a "
        "share of them is no probability."
    )
    yield f"Results in {found.folder}, hash {found.result_hash[:12]}. In Python: dt.Sweep.open({str(found.folder)!r})."
