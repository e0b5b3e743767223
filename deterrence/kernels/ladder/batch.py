"""Logit Markov equilibria of all draws of a ladder, in portions, with a second method where the first fails.

Each draw is followed from precision 0 (or started from a given point) by compiled code (``draws``); where the branch
turns on the way, or the corrections fail, it is followed by arc length (``arclength``). Between portions the caller
hears of progress and an interrupt is honoured: what is finished stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from deterrence.kernels.ladder.arclength import Gaps, follow_arc
from deterrence.kernels.ladder.arrays import Draw, Flags, Floats, Integers, Numbers, Shape
from deterrence.kernels.ladder.branch import Trail, new_trail
from deterrence.kernels.ladder.draws import N_FIGURES, REACHED, RESIDUAL, STEPS, SWEEPS, rescale, solve_draws
from deterrence.kernels.ladder.expansion import expand, is_sound, new_draw
from deterrence.kernels.ladder.fixed_point import Memory, new_memory
from deterrence.kernels.ladder.replies import Work, new_work, point_size

#: Seconds between two reports.
_PORTION = 0.2

#: Steps allowed along the arc.
_STEPS = 1000


@dataclass(frozen=True)
class Batch:
    """Hold the equilibria of D draws; a draw that failed or was not reached is NaN.

    Parameters
    ----------
    strategies
        (D, 3, K, S).
    values
        Expected discounted payoff of each player from each state, payoff units, (D, P, S).
    residual
        Largest difference between a probability and its logit reply, (D,).
    reached
        Precision to which the branch was followed, (D,).
    sweeps
        Applications of the reply map, evaluations along an arc included, (D,).
    is_converged
        Whether the residual is within the tolerance at the precision asked for, (D,).
    is_traced
        Whether the draw was followed from precision 0, (D,); else it was reached from a start.
    folds
        Precisions at which the branch turned, for the draws where it did.
    n_done
        Draws worked on before an interrupt, or D.
    """

    strategies: Floats
    values: Floats
    residual: Floats
    reached: Floats
    sweeps: Integers
    is_converged: Flags
    is_traced: Flags
    folds: dict[int, tuple[float, ...]]
    n_done: int


def solve_batch(
    shape: Shape,
    numbers: Numbers,
    n_draws: int,
    precision: Floats,
    *,
    tolerance: float,
    starts: Floats | None = None,
    start_values: Floats | None = None,
    fall_back: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Solve all draws.

    Parameters
    ----------
    precision
        (D,) or (1,).
    tolerance
        Residual at which a draw counts as solved.
    starts, start_values
        Strategies to start from, (D or 1, 3, K, S), and their values, (D or 1, P, S), in payoff units; None follows
        the branch.
    fall_back
        Whether a draw whose start leads nowhere is followed from precision 0.
    progress
        Called with (done, total) about five times a second.
    """
    n_seats, n_states, n_players = len(shape.seat_front), shape.rungs.shape[1], numbers.flow.shape[1]
    strategies = np.full((n_draws, 3, n_seats, n_states), np.nan)
    values = np.full((n_draws, n_players, n_states), np.nan)
    figures = np.full((n_draws, N_FIGURES), np.nan)
    folds: dict[int, tuple[float, ...]] = {}
    given = np.zeros((0, 3, n_seats, n_states)) if starts is None else np.array(starts, order="C")
    guess = np.zeros((1, n_players, n_states)) if start_values is None else np.array(start_values, order="C")
    # A writable copy, as the other arguments are: for a read-only one the kernels would be compiled a second time.
    precision = np.array(precision, dtype=np.float64)
    sound = is_sound(numbers, n_draws, precision)
    draw = new_draw(shape, numbers)
    work = new_work(shape, draw)
    memory = new_memory(point_size(shape))
    scratch = (draw, work, memory, new_trail(work, point_size(shape)))
    done = 0
    size = 1
    try:
        while done < n_draws:
            began = time.perf_counter()
            last = min(done + size, n_draws)
            solve_draws(
                shape,
                numbers,
                done,
                last,
                sound,
                precision,
                given,
                guess,
                fall_back,
                tolerance,
                strategies,
                values,
                figures,
                *scratch,
            )
            if fall_back:
                for d in range(done, last):
                    if sound[d] and not figures[d, RESIDUAL] < tolerance:
                        folds.update(
                            _follow(shape, numbers, d, precision, tolerance, strategies, values, figures, scratch)
                        )
            done = last
            if progress is not None:
                progress(done, n_draws)
            spent = time.perf_counter() - began
            size = max(1, min(2 * size, int(size * _PORTION / max(spent, 1e-6))))
    except KeyboardInterrupt:
        if n_draws == 1:
            raise
    figures[done:] = np.nan
    is_converged = figures[:, RESIDUAL] < tolerance
    strategies[~is_converged] = np.nan
    values[~is_converged] = np.nan
    return Batch(
        strategies=strategies,
        values=values,
        residual=figures[:, RESIDUAL],
        reached=figures[:, REACHED],
        sweeps=np.nan_to_num(figures[:, SWEEPS]).astype(np.int64),
        is_converged=is_converged,
        is_traced=(figures[:, STEPS] > 0) | (precision == 0.0),
        folds=folds,
        n_done=done,
    )


def scaled_draw(shape: Shape, numbers: Numbers, d: int) -> Draw:
    """Return one draw with payments in units of the payoff scale."""
    draw = expand(shape, numbers, d)
    rescale(shape.seat_player, draw.scale, draw.bonus, draw.offer, draw.flow)
    return draw


def _follow(
    shape: Shape,
    numbers: Numbers,
    d: int,
    precision: Floats,
    tolerance: float,
    strategies: Floats,
    values: Floats,
    figures: Floats,
    scratch: tuple[Draw, Work, Memory, Trail],
) -> dict[int, tuple[float, ...]]:
    """Follow one draw by arc length, in place of what is there; return its folds."""
    target = float(precision[min(d, len(precision) - 1)])
    arc = follow_arc(Gaps(shape, scaled_draw(shape, numbers, d)), target, tolerance=0.1 * tolerance, most_steps=_STEPS)
    swept = figures[d, SWEEPS]
    if arc.precision == target and arc.residual < tolerance:
        start = arc.strategies[np.newaxis]
        guess = np.zeros((1, *values.shape[1:]))
        sound = np.ones(len(strategies), dtype=np.bool_)
        solve_draws(
            shape,
            numbers,
            d,
            d + 1,
            sound,
            precision,
            start,
            guess,
            False,
            tolerance,
            strategies,
            values,
            figures,
            *scratch,
        )
    else:
        figures[d, RESIDUAL] = np.inf
    figures[d, REACHED] = arc.precision
    figures[d, SWEEPS] = swept + arc.calls
    figures[d, STEPS] = max(arc.steps, 1)
    return {d: arc.folds} if arc.folds else {}
