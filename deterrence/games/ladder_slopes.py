"""How a figure of a ladder's equilibrium answers to every number of the ladder: exact derivatives.

Strategies are a logit Markov equilibrium, so they move with the numbers; the implicit function theorem says how, by one
linear solve (``kernels.ladder.implicit``). Here stands how each figure depends on the moves of the fronts, on the
strategies and on the values, all else given. A chance or a mean after some periods changes, with the moves of period t,
by who is there in period t times what the change is worth for the periods that are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError, shorten, suggest
from deterrence.games.chains import surely_reaches
from deterrence.games.front import POSTURES
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course
from deterrence.games.profile import Player

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Residual of the linear solve, relative to its right-hand side, up to which a derivative is believed.
MAX_RESIDUAL = 1e-8

#: Figures that have derivatives; those of a front carry its name after a dot.
FIGURES = ("p_top", "p_any_top", "expected_rung", "first_passage", "p_escalate", "payoff")


@dataclass(frozen=True, eq=False)
class FigureSlopes:
    """Hold the derivative of one figure by every number of a ladder without draws.

    Parameters
    ----------
    ladder
        The ladder.
    slopes
        From the kernels: by the numbers of each state, and by precision.
    """

    ladder: Ladder
    slopes: Any

    def along(self, other: Ladder) -> Floats:
        """Return what the derivative makes of the step to each draw of another ladder with the same fronts, (n_draws,).

        NaN in draws whose numbers are none.
        """
        from deterrence.kernels.ladder.expansion import fill_draw, is_sound, new_draw  # numba must not load

        shape, numbers, n_draws = other.shape, other.numbers, other.n_draws or 1
        here, there = new_draw(shape, self.ladder.numbers), new_draw(shape, numbers)
        fill_draw(shape, self.ladder.numbers, 0, here)
        precision = np.broadcast_to(numbers.precision, n_draws) - self.ladder.numbers.precision[0]
        found = self.slopes.precision * precision
        sound = is_sound(numbers, n_draws, numbers.precision)
        weights = self.slopes.numbers._replace(offer=np.zeros_like(here.offer))
        for d in range(n_draws):
            if not sound[d]:
                found[d] = np.nan
                continue
            fill_draw(shape, numbers, d, there)
            for weight, before, after in zip(weights, here, there, strict=True):
                found[d] += float((weight * (after - before)).sum())
        return found


def figure_slopes(
    course: Course, values: Floats, figure: str, player: Player | None = None, *, precision: float | None = None
) -> FigureSlopes:
    """Differentiate a figure of an equilibrium by every number of the ladder.

    Parameters
    ----------
    course
        The equilibrium's course from a start over a horizon; its ladder has no draws.
    values
        What the equilibrium is worth to each player from each state, (n_players, n_states).
    figure
        ``"p_top.border"`` and the like, see ``FIGURES``.
    player
        For ``p_escalate`` and ``payoff``: whose.
    precision
        At which the strategies are an equilibrium; the ladder's own when None.

    Raises
    ------
    SolverError
        If there is no such figure, it is infinite, or the equilibrium is so near a fold that the linear system cannot
        be solved.

    Notes
    -----
    Exact but for rounding, and for the distance of the strategies from the equilibrium. The derivative is that of the
    equilibrium's branch: where several equilibria are near one another, of the one that is given.
    """
    from deterrence.kernels.ladder.expansion import fill_draw, new_draw  # numba must not load with the package
    from deterrence.kernels.ladder.implicit import Seeds, differentiate
    from deterrence.kernels.ladder.point import Point

    ladder = course.ladder
    draw = new_draw(ladder.shape, ladder.numbers)
    fill_draw(ladder.shape, ladder.numbers, 0, draw)
    sharp = float(ladder.numbers.precision[0]) if precision is None else precision
    strategies = np.ascontiguousarray(np.swapaxes(course.probabilities, 0, 1))
    point = Point(ladder.shape, draw, sharp, strategies, np.asarray(values, dtype=np.float64))
    seeds = Seeds(np.zeros_like(point.fronts.moves), np.zeros(course.probabilities.shape), np.zeros(point.values.shape))
    _seed(course, figure, player, seeds, point.fronts.moves)
    slopes = differentiate(point, seeds)
    if not slopes.residual <= MAX_RESIDUAL:
        saw = f"the equilibrium's equations are nearly singular (residual {slopes.residual:.1e})"
        raise SolverError(f"derivative of '{shorten(figure)}'", saw, "", "it is near a fold: change the precision")
    return FigureSlopes(ladder, slopes)


def _seed(course: Course, figure: str, player: Player | None, seeds: Any, moves: Floats) -> None:
    """Write how a figure depends on moves, strategies and values."""
    kind, _, name = figure.partition(".")
    ladder = course.ladder
    fronts = {front.name: f for f, front in enumerate(ladder.fronts)}
    where = f"derivative of '{shorten(figure)}'"
    if kind not in FIGURES:
        raise SolverError(where, "there is no such figure", "", suggest(kind, FIGURES))
    if (kind in ("p_any_top", "payoff")) == bool(name) or (name and name not in fronts):
        known = [kind] if kind in ("p_any_top", "payoff") else [f"{kind}.{front}" for front in fronts]
        raise SolverError(where, "there is no such figure", " or ".join(known))
    if kind in ("p_escalate", "payoff") and player not in ladder.players:
        raise SolverError(where, "saw no player of the game", ", ".join(map(str, ladder.players)))
    if kind == "payoff":
        seeds.values[ladder.players.index(player), ladder.state(course.start)] = 1.0
    elif kind == "p_escalate":
        _seed_escalation(course, fronts[name], player, seeds.strategies)
    elif kind == "first_passage":
        seeds.moves[:] = _wait(course, fronts[name], moves)
    else:
        rungs = ladder.shape.rungs
        stops = np.zeros(ladder.n_states, dtype=np.bool_)
        if kind == "p_top":
            stops = course.at_least(fronts[name], ladder.fronts[fronts[name]].top)
        elif kind == "p_any_top":
            stops = np.logical_or.reduce([course.at_least(f, front.top) for f, front in enumerate(ladder.fronts)])
        last = rungs[fronts[name]] if kind == "expected_rung" else stops
        seeds.moves[:] = _followed(course, last.astype(np.float64), stops, moves)


def _seed_escalation(course: Course, front: int, player: Any, out: Floats) -> None:
    """Write the slopes of 1 - product over the player's seats of (1 - chance to escalate), at the start."""
    ladder = course.ladder
    place, up = ladder.state(course.start), POSTURES.index("escalate")
    seats = [k for k, (f, i) in enumerate(ladder.seats) if f == front and ladder.players[i] == player]
    for k in seats:
        others = [1 - course.probabilities[other, up, place] for other in seats if other != k]
        out[k, up, place] = np.prod(others)


def _followed(course: Course, last: Floats, stops: Flags, moves: Floats) -> Floats:
    """Return the slopes by moves, (F, 3, S), of the expected last value of a chain that stops in some states."""
    worth = [last]
    for _ in range(course.horizon - 1):
        worth.append(np.where(stops, worth[-1], course.transition @ worth[-1]))
    there = np.zeros(len(last))
    there[course.ladder.state(course.start)] = 1.0
    arrivals = course.transition.T
    pairs: list[tuple[Floats, Floats]] = []
    for value in reversed(worth):
        moving = np.where(stops, 0.0, there)
        pairs.append((moving, value))
        there = np.where(stops, there, 0.0) + arrivals @ moving
    return _by_moves(course, pairs, moves)


def _wait(course: Course, front: int, moves: Floats) -> Floats:
    """Return the slopes by moves of the expected periods until a front first stands on its top."""
    from scipy import sparse  # deferred: heavy
    from scipy.sparse.linalg import splu

    ladder = course.ladder
    goals, place = course.at_least(front, ladder.fronts[front].top), ladder.state(course.start)
    certain = surely_reaches(course.transition, goals)
    if not certain[place]:
        where = f"derivative of 'first_passage.{shorten(ladder.fronts[front].name)}'"
        raise SolverError(where, "the wait is infinite", "a front that surely reaches its top")
    inside = np.flatnonzero(certain & ~goals)
    waits, visits = np.zeros(ladder.n_states), np.zeros(ladder.n_states)
    if not goals[place]:
        chain = course.transition[inside][:, inside]
        solver: Any = splu(sparse.csc_matrix(sparse.identity(len(inside)) - chain))
        waits[inside] = solver.solve(np.ones(len(inside)))
        visits[inside] = solver.solve((inside == place).astype(np.float64), trans="T")
    return _by_moves(course, [(visits, waits)], moves)


def _by_moves(course: Course, pairs: list[tuple[Floats, Floats]], moves: Floats) -> Floats:
    """Return the slopes by moves, (F, 3, S), of a sum over pairs of visits times the value one period ahead."""
    from deterrence.kernels.ladder.neighbours import average_others, gather  # numba must not load with the package

    strides = course.ladder.shape.strides
    total = np.sum([visits * gather(strides, value) for visits, value in pairs], axis=0)
    return np.stack([average_others(total, moves, (f,)) for f in range(len(moves))])
