"""Draw the uncertain parameters many times, and follow every option over the same draws."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import numpy as np

from deterrence.errors import OptionError, SweepError, show, suggest
from deterrence.formulation import formulate
from deterrence.study.draw_statistics import ONE_BY_ONE
from deterrence.study.evaluation import BASELINE, check_games, portfolio_text, read_list
from deterrence.study.ladder_figures import HORIZON, check_horizon, start_of
from deterrence.study.readers import formula_reads, readers
from deterrence.study.rows import MEASURES
from deterrence.study.runcard import package_version, run_card
from deterrence.study.sweeps.chunks import ChunkTable, pack
from deterrence.study.sweeps.executors import Executor, check_executor, run_here, run_on, scheduler
from deterrence.study.sweeps.plan import SweepPlan, check_choice, check_count
from deterrence.study.sweeps.results import Sweep
from deterrence.study.sweeps.sampling import Design, Distribution, Drawn, Floats, Range, choose_drawn
from deterrence.study.sweeps.storage import SweepFolder, need_pyarrow
from deterrence.study.sweeps.worker_pool import WorkerPool
from deterrence.world.model import Model
from deterrence.world.options import Portfolio, apply, read_portfolio

#: Draws of a chunk: of games that are measured for all draws at once, and of those that are solved one by one. Powers
#: of two, so that every chunk of a Sobol sequence is balanced.
QUICK_CHUNK, SLOW_CHUNK = 2048, 64

#: Draws on which options are tried before a sweep begins.
N_TRIED = 1000

#: Measures that take longer than the solution, and are computed when they are asked for.
SLOW_MEASURES = ("first_passage",)


def sweep(
    model: Model,
    *,
    options: Iterable[Portfolio] | Portfolio | None = None,
    games: Iterable[str] | None = None,
    n: int = 1000,
    seed: int = 0,
    out: str | Path | None = None,
    parameters: Mapping[str, Range] | Iterable[str] | None = None,
    hold: Iterable[str] = (),
    design: Design = "independent",
    distribution: Distribution = "uniform",
    measures: Iterable[str] | None = None,
    horizon: int | None = None,
    chunk: int | None = None,
    executor: Executor | str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> Sweep:
    """Draw the uncertain parameters of a model, and follow every option over the same draws.

    Parameters
    ----------
    model
        The baseline world, at a scenario and with values set by hand if you like. No option may be applied to it yet.
    options
        A list of portfolios as in ``compare``; None means each option alone.
    games
        Ids of games; None means all.
    n
        Number of draws.
    seed
        Whole number; the same seed gives the same draws.
    out
        Folder for the parts, made if it is not there. A folder in which the same sweep was begun is gone on with; one
        with another sweep is refused. None takes a folder that is removed with the returned object.
    parameters
        Ids of the parameters to draw, or a mapping from id to a range (low, high) of one's own. None means all that a
        game reads, over the ranges that the file declares, but for those set by hand or by the scenario, and those
        that give a game its shape, such as whole numbers of periods, of which a sweep takes one at a time.
    hold
        Ids of parameters that keep their value.
    design
        ``"independent"``, ``"latin"`` (a Latin hypercube in every chunk) or ``"sobol"`` (scrambled).
    distribution
        ``"uniform"``, or ``"triangular"`` with the top at the model's value.
    measures
        Names of measures to keep; None means all but the wait until a ladder's front reaches its top
        (``first_passage``), which takes longer than the solution.
    horizon
        Periods within which figures of a ladder are counted; 24 when None.
    chunk
        Draws per part; it decides how often work is saved, and what is lost when it is interrupted.
    executor
        None for worker processes on this machine; an object with ``submit(function, *arguments)`` that returns futures;
        or the address of a dask.distributed scheduler, ``"tcp://host:port"``.
    workers
        Number of processes; None means one per processor, and 1 works in this process. For an executor of your own, how
        many it has.
    progress
        Called with (draws done, draws in all) after every part.
    command
        A line that repeats the sweep, for the run card.

    Returns
    -------
    Sweep

    Raises
    ------
    SweepError
        If nothing can be drawn, a range is empty, the folder cannot be used, the disk is full, or the executor gives
        up. Finished parts are kept.
    OptionError, GameError, ModelError
        For an unknown option, game or parameter, or draws from which an option or a game cannot be made.

    Notes
    -----
    Draws come first and options act on them, so in any draw an option and the baseline differ by the option alone. The
    result does not depend on who computes it: ``result_hash`` is the same for one process, many, or many machines of
    one kind, interrupted or not. Ctrl-C leaves finished parts in ``out``.

    Examples
    --------
    >>> import deterrence as dt
    >>> run = dt.sweep(dt.load("textbook/prisoners_dilemma"), games=["patience_test"], n=100, workers=1)
    >>> run.summary(measures=["is_sustained"])[["option", "applies", "q95"]].values.tolist()
    [['baseline', 1.0, 1.0]]
    """
    need_pyarrow()
    check_executor(executor)
    plan = make_plan(
        model,
        options=options,
        games=games,
        n=n,
        seed=seed,
        parameters=parameters,
        hold=hold,
        design=design,
        distribution=distribution,
        measures=measures,
        horizon=horizon,
        chunk=chunk,
    )
    if workers is not None:
        check_count("workers", workers, 1, 1024)
    path = Path(tempfile.mkdtemp(prefix="deterrence-sweep-") if out is None else out).expanduser()
    result = Sweep(plan, path)
    if out is None:
        weakref.finalize(result, shutil.rmtree, path, ignore_errors=True)
    folder = SweepFolder(path, plan)
    with folder.alone():
        missing = folder.begin(model)
        done = sum(plan.size(number) for number in set(range(plan.n_chunks)).difference(missing))
        with chunk_tables(plan, model, missing, executor, workers) as tables:
            for table in tables:
                folder.write(table)
                done += plan.size(table.chunk)
                if progress is not None:
                    progress(done, plan.n)
        if missing or not result.is_complete:
            folder.finish(run_card(model, command, seed=seed, plan=plan.digest))
            result.__dict__.pop("result_hash", None)
    return result


@contextmanager
def chunk_tables(
    plan: SweepPlan,
    model: Model,
    missing: Sequence[int],
    executor: Executor | str | None,
    workers: int | None,
    points: Floats | None = None,
) -> Generator[Iterator[ChunkTable]]:
    """Yield the tables of the missing chunks, in order, from whoever works on them; draws may be given as points."""
    job = pack(plan, model, points)
    n_workers = min(workers or os.cpu_count() or 1, max(len(missing), 1))
    if isinstance(executor, str):
        with scheduler(executor) as (client, in_flight):
            yield run_on(client, job, missing, in_flight)
    elif executor is not None:
        with nullcontext(executor) as given:
            yield run_on(given, job, missing, 2 * (workers or os.cpu_count() or 1))
    elif n_workers == 1:
        yield run_here(job, missing)
    else:
        with WorkerPool(n_workers) as pool:
            yield run_on(pool, job, missing, 2 * n_workers)


def make_plan(
    model: Model,
    *,
    options: Iterable[Portfolio] | Portfolio | None,
    games: Iterable[str] | None,
    n: int,
    seed: int,
    parameters: Mapping[str, Range] | Iterable[str] | None,
    hold: Iterable[str],
    design: Design,
    distribution: Distribution,
    measures: Iterable[str] | None,
    horizon: int | None,
    chunk: int | None,
) -> SweepPlan:
    """Return the plan of a sweep after checking everything that can be checked before the first draw."""
    chosen = check_games(model, games)
    if model.applied:
        saw = f"the option '{next(iter(model.applied))}' is applied to it"
        raise SweepError("model", saw, "a baseline", "hand the options to the sweep, which applies them to the draws")
    if any(isinstance(parameter.value, np.ndarray) for parameter in model.parameters.values()):
        raise SweepError("model", "it holds draws already", "a model of single numbers")
    portfolios = _portfolios(model, options)
    drawn = choose_drawn(model, chosen, portfolios.values(), parameters, hold)
    _try_options(model, portfolios, drawn)
    ladders = {game: formulate(model, game) for game in chosen if model.games[game].form == "ladder"}
    kept = _measures(model, chosen, measures)
    is_slow = ladders or any(model.games[game].form in ONE_BY_ONE for game in chosen)
    return SweepPlan(
        version=package_version(),
        model=model.id,
        digest_of_model=model.digest,
        scenario=model.scenario,
        portfolios=(BASELINE, *portfolios),
        games=tuple(chosen),
        moved={
            text: tuple(game for game in readers(model, portfolio) if game in chosen)
            for text, portfolio in portfolios.items()
        },
        measures=kept,
        left_out=() if kept else SLOW_MEASURES,
        drawn=drawn,
        design=check_choice("design", design, Design),
        distribution=check_choice("distribution", distribution, Distribution),
        seed=check_count("seed", seed, 0, 2**63 - 1),
        n=check_count("n", n, 1, 100_000_000),
        chunk=check_count("chunk", (SLOW_CHUNK if is_slow else QUICK_CHUNK) if chunk is None else chunk, 1, 1_000_000),
        starts={game: start_of(model, ladder) for game, ladder in ladders.items()},
        horizon=check_horizon(HORIZON if horizon is None else horizon),
        orderings=_orderings(model, drawn),
    )


def _portfolios(model: Model, options: Iterable[Portfolio] | Portfolio | None) -> dict[str, dict[str, float]]:
    singles = [{id: 1.0} for id in model.options]
    wanted = singles if options is None else read_list(options, OptionError, "options", "a list of portfolios")
    read = [read_portfolio(model, item) for item in wanted]
    return {portfolio_text(portfolio): portfolio for portfolio in read if portfolio}


def _try_options(model: Model, portfolios: Mapping[str, Mapping[str, float]], drawn: Sequence[Drawn]) -> None:
    """Apply every portfolio to a few draws and to the ends of all ranges, so that what cannot be is told at once."""
    rng = np.random.default_rng(0)
    tried = {
        each.id: np.concatenate(([each.low, each.high], rng.uniform(each.low, each.high, N_TRIED))) for each in drawn
    }
    there = model.with_values(tried)
    for portfolio in portfolios.values():
        apply(there, portfolio)


def _measures(model: Model, games: Sequence[str], measures: Iterable[str] | None) -> tuple[str, ...]:
    if measures is None:
        return ()
    given = [measures] if isinstance(measures, str) else list(measures)
    known = {"payoff", "equilibria", *(name for game in games for name in MEASURES[model.games[game].form])}
    for name in given:
        if name not in known:
            raise SweepError("measures", f"saw {show(name)}", "measures of the games", suggest(str(name), known))
    if not given:
        raise SweepError("measures", "saw an empty list", "names of measures", "leave it out to keep all")
    return tuple(sorted(set(given)))


def _orderings(model: Model, drawn: Sequence[Drawn]) -> dict[str, bool]:
    """Return the declared orderings that the draws may violate, and whether each is contested."""
    ids = {each.id for each in drawn}
    return {
        id: ordering.contested
        for id, ordering in model.orderings.items()
        if ids & (formula_reads(model, ordering.descending) - set(ordering.values))
    }
