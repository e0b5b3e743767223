"""One chunk of a sweep: its draws, and every figure of every option over them.

1. The draws go into the model, then the options act on them: every option meets the same draws.
2. Each game is formulated once with an axis of draws, and measured for all draws at once.
3. A game that reads nothing on which an option acts is not solved again under it.
4. Forms that take no draws are solved draw by draw.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.solvers.solution import Equilibrium
from deterrence.study.comparison import statistics
from deterrence.study.draw_statistics import ONE_BY_ONE, Key, game_statistics, ladder_statistics
from deterrence.study.evaluation import evaluate_game
from deterrence.study.readers import reads
from deterrence.study.rows import MEASURES
from deterrence.study.sweeps.columns import Outcome, ordering_column, parameter_column
from deterrence.study.sweeps.plan import SweepPlan
from deterrence.world.evaluation import evaluate
from deterrence.world.model import Model
from deterrence.world.options import apply, read_portfolio

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ChunkTable:
    """Hold the numbers of one chunk: names of columns, and (n_columns, n_draws)."""

    chunk: int
    names: tuple[str, ...]
    values: Floats


def pack(plan: SweepPlan, model: Model, points: Floats | None = None) -> bytes:
    """Return a plan, its model and, where the draws are given, these as bytes that any process of ours opens."""
    return pickle.dumps((plan, model, points), protocol=5)


@lru_cache(maxsize=2)
def _unpack(job: bytes) -> tuple[SweepPlan, Model, Floats | None]:
    return pickle.loads(job)


def work(job: bytes, chunk: int) -> ChunkTable:
    """Return the table of a chunk: the one function that executors are given."""
    plan, model, points = _unpack(job)
    return chunk_table(plan, model, chunk, points)


def chunk_table(plan: SweepPlan, model: Model, chunk: int, points: Floats | None = None) -> ChunkTable:
    """Compute one chunk.

    Parameters
    ----------
    plan, model, chunk
        What is computed, and the number of the chunk.
    points
        The draws of the whole sweep, (n, n_parameters) in the order of ``plan.drawn``; None for those of the plan.

    Raises
    ------
    OptionError
        If an option takes a draw out of what a parameter or a channel allows.
    GameError
        If numbers make no game.
    """
    n_draws = plan.size(chunk)
    first = chunk * plan.chunk
    draws = plan.draws(chunk) if points is None else _given(plan, points[first : first + n_draws])
    columns = draw_columns(plan, model, draws, n_draws)
    return ChunkTable(chunk, tuple(columns), np.ascontiguousarray(np.stack(list(columns.values()))))


def draw_columns(plan: SweepPlan, model: Model, draws: Mapping[str, Floats], n_draws: int) -> dict[str, Floats]:
    """Return every column of a plan at draws of one's own, (n_draws,) each: parameters, orderings, figures.

    Raises as ``chunk_table`` does.
    """
    drawn = model.with_values(draws)
    columns: dict[str, Floats] = {parameter_column(id): values for id, values in draws.items()}
    for id in plan.orderings:
        columns[ordering_column(id)] = np.broadcast_to(_holds(drawn, id), n_draws)
    ladders: dict[str, Equilibrium | None] = {}
    for option in plan.portfolios:
        is_baseline = option == plan.portfolios[0]
        changed = drawn if is_baseline else apply(drawn, read_portfolio(drawn, option))
        for game in plan.solved(option):
            for (statistic, measure, player), values in _numbers(plan, changed, game, n_draws, ladders).items():
                columns[Outcome(option, game, statistic, measure, player).column] = values
    return columns


def _given(plan: SweepPlan, points: Floats) -> dict[str, Floats]:
    return {each.id: points[:, k] for k, each in enumerate(plan.drawn)}


def _holds(drawn: Model, id: str) -> Floats:
    """Return 1 for the draws in which an ordering holds as it is declared, else 0."""
    ordering = drawn.orderings[id]
    there = drawn.with_values(ordering.values)
    numbers = [np.asarray(evaluate(there, formula)) for formula in ordering.descending]
    return np.logical_and.reduce(np.broadcast_arrays(*(a > b for a, b in pairwise(numbers)))).astype(np.float64)


def _numbers(
    plan: SweepPlan, model: Model, game: str, n_draws: int, ladders: dict[str, Equilibrium | None]
) -> dict[Key, Floats]:
    form = model.games[game].form
    if form in ONE_BY_ONE:
        return _one_by_one(plan, model, game, n_draws)
    formed = formulate(model, game)
    if not isinstance(formed, Ladder):
        return game_statistics(formed, n_draws, plan.wants)
    left_out = {measure for measure in (*MEASURES[form], "payoff", "equilibria") if not plan.wants(measure)}
    found, ladders_member = ladder_statistics(
        formed, n_draws, plan.starts[game], plan.horizon, near=ladders.get(game), left_out=left_out
    )
    ladders.setdefault(game, ladders_member)  # the baseline comes first
    return found


def _one_by_one(plan: SweepPlan, model: Model, game: str, n_draws: int) -> dict[Key, Floats]:
    """Solve a game draw by draw; a figure that a draw does not have is NaN there."""
    read = [model.parameters[id] for id in reads(model, game) if id in model.parameters]
    arrays = {p.id: p.value for p in read if isinstance(p.value, np.ndarray)}
    found: dict[Key, Floats] = {}
    for draw in range(n_draws):
        single = model.with_values({id: float(values[draw]) for id, values in arrays.items()})
        for (statistic, measure, player), value in statistics(evaluate_game(single, game)).items():
            if plan.wants(measure):
                key = (statistic, measure, player)
                found.setdefault(key, np.full(n_draws, np.nan))[draw] = value
    return found
