"""What happens on a ladder when strategies are given: one draw, one start, period by period.

The chain over states is written as a sparse matrix, because from any state at most 3 ** n_fronts others follow. A
front's top counts as reached when it is first reached, whatever ``exit`` does afterwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, show
from deterrence.games.chains import first_passage, likeliest_path, surely_reaches
from deterrence.games.form import read_sequence
from deterrence.games.front import POSTURES
from deterrence.games.ladder import Ladder
from deterrence.games.markov_strategies import MarkovStrategies

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Relative error of a wait at which the iteration counts as exact.
_EXACT = 1e-11


@dataclass(frozen=True, eq=False)
class Course:
    """Hold the course of a ladder under given strategies.

    Parameters
    ----------
    ladder
        The ladder.
    strategies
        What every seat does; of this ladder, or of one with the same fronts and seats, so that strategies can be frozen
        while the world changes.
    start
        Rungs at period 0, one per front.
    horizon
        Number of periods.
    draw
        Which draw, where there are draws.

    Examples
    --------
    >>> from deterrence.games.front import Front
    >>> calm = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0,
    ...              hazard=[0.02, 0.2, 0.3], postures=("hold", "escalate"))
    >>> ladder = Ladder([calm], None, discount=0.9, precision=1)
    >>> course = Course(ladder, ladder.pure("hold"), (0,), 24)
    >>> round(float(course.p_top(0)[24]), 6)  # 1 - 0.98 ** 24
    0.38422
    """

    ladder: Ladder
    strategies: MarkovStrategies
    start: tuple[int, ...]
    horizon: int
    draw: int = 0

    @cached_property
    def probabilities(self) -> Floats:
        """Posture probabilities, (n_seats, 3, n_states)."""
        table = self.strategies.probabilities
        return table if table.ndim == 3 else table[min(self.draw, len(table) - 1)]

    @cached_property
    def transition(self) -> Any:
        """The chain over states as a sparse matrix, ``[from, to]``."""
        from scipy import sparse  # deferred: heavy

        moves = self._situation.moves
        n_fronts, _, n_states = moves.shape
        strides = self.ladder.shape.strides
        sources: list[NDArray[np.int64]] = []
        targets: list[NDArray[np.int64]] = []
        chances: list[Floats] = []
        for steps in itertools.product((0, 1, 2), repeat=n_fronts):
            chance = np.prod([moves[f, step] for f, step in enumerate(steps)], axis=0)
            used = np.flatnonzero(chance > 0)
            shift = sum((step - 1) * int(stride) for step, stride in zip(steps, strides, strict=True))
            sources.append(used)
            targets.append(used + shift)
            chances.append(chance[used])
        places = (np.concatenate(sources), np.concatenate(targets))
        return sparse.csr_matrix((np.concatenate(chances), places), shape=(n_states, n_states))

    @cached_property
    def occupancy(self) -> Floats:
        """Probability of each state at each period, (horizon + 1, n_states)."""
        return self._moving.spread(self.ladder.state(self.start), self.horizon)

    def rungs(self, front: int) -> Floats:
        """Return the probability of each rung of a front at each period, (horizon + 1, n_rungs)."""
        places = self.ladder.shape.rungs[front]
        chances = [self.occupancy[:, places == rung].sum(axis=1) for rung in range(self.ladder.fronts[front].n_rungs)]
        return np.stack(chances, axis=1)

    def expected_rung(self, front: int) -> Floats:
        """Return a front's expected rung at each period, (horizon + 1,)."""
        return self.occupancy @ self.ladder.shape.rungs[front]

    def p_reached(self, front: int, rung: int) -> Floats:
        """Return the probability that a front has stood on a rung or above by each period, (horizon + 1,)."""
        if (front, rung) not in self._reached:
            chances = self._moving.reach(front, rung, self.start, self.horizon)
            chances.setflags(write=False)
            self._reached[front, rung] = chances
        return self._reached[front, rung]

    @cached_property
    def _reached(self) -> dict[tuple[int, int], Floats]:
        """What was asked of ``p_reached`` before: tables, figures and lines ask for the same fronts."""
        return {}

    def p_top(self, front: int) -> Floats:
        """Return the probability that a front has reached its top by each period, (horizon + 1,)."""
        return self.p_reached(front, self.ladder.fronts[front].top)

    def p_any_top(self) -> Floats:
        """Return the probability that any front has reached its top by each period, (horizon + 1,)."""
        tops = [self.at_least(f, front.top) for f, front in enumerate(self.ladder.fronts)]
        goals = np.logical_or.reduce(tops)
        return self._moving.follow(goals.astype(np.float64), goals, self.ladder.state(self.start), self.horizon)

    def first_passage(self, front: int, rung: int) -> float:
        """Return the expected periods until a front first stands on a rung or above; ``inf`` if it may never."""
        goals, place = self.at_least(front, rung), self.ladder.state(self.start)
        certain = surely_reaches(self._moving, goals)
        if not certain[place]:
            return np.inf
        periods, error = self._moving.wait(certain & ~goals)
        # Where moves are so rare that the iteration loses digits, the matrix is factorised.
        return float(periods[place] if error <= _EXACT else first_passage(self.transition, goals)[place])

    def wait(self, front: int, rung: int) -> float:
        """Return the expected periods until then or the horizon, whichever comes first; finite always."""
        return float((1 - self.p_reached(front, rung)[:-1]).sum())

    def at_least(self, front: int, rung: int) -> Flags:
        """Return in which states a front stands on a rung or above, (n_states,)."""
        return self.ladder.shape.rungs[front] >= rung

    def payoffs(self) -> tuple[float, ...]:
        """Return each player's discounted payoff from the start, payoff units."""
        place = self.ladder.state(self.start)
        return tuple(float(self._situation.values(i)[0][place]) for i in range(len(self.ladder.players)))

    def postures(self, seat: int) -> Floats:
        """Return how often a seat picks each posture on each rung of its front, (n_rungs, 3).

        Averaged over the states that the course visits within the horizon; NaN where it visits none or no posture is
        offered.
        """
        place = self.ladder.seats[seat][0]
        front, rungs = self.ladder.fronts[place], self.ladder.shape.rungs[place]
        weight = np.bincount(rungs, self._visits, front.n_rungs)
        weight[list(front.absorbing)] = 0
        picked = [np.bincount(rungs, self._visits * chance, front.n_rungs) for chance in self.probabilities[seat]]
        found = np.full((front.n_rungs, len(POSTURES)), np.nan)
        weight = weight[:, np.newaxis]
        return np.divide(np.stack(picked, axis=1), weight, where=weight > 0, out=found)

    def likeliest(self, reaching: int | None = None) -> tuple[list[tuple[int, ...]], float]:
        """Return the likeliest path of rungs by period, and its probability.

        Parameters
        ----------
        reaching
            A front: only paths on which it reaches its top within the horizon count.
        """
        goals = None if reaching is None else self.at_least(reaching, self.ladder.fronts[reaching].top)
        states, chance = likeliest_path(self.transition, self.ladder.state(self.start), self.horizon, goals)
        return [self.ladder.rungs(state) for state in states], chance

    @cached_property
    def _visits(self) -> Floats:
        """Expected periods in each state within the horizon, (n_states,)."""
        return self.occupancy[:-1].sum(axis=0)

    @cached_property
    def _situation(self) -> Any:
        from deterrence.kernels.ladder.deviations import Situation  # numba must not load with the package

        strategies = np.ascontiguousarray(np.swapaxes(self.probabilities, 0, 1))
        return Situation(self.ladder.shape, self.ladder.expanded(self.draw), strategies)

    @cached_property
    def _moving(self) -> Any:
        from deterrence.kernels.ladder.passages import Moving  # numba must not load with the package

        return Moving(self.ladder.shape.tops, self._situation.moves)


def check_start(ladder: Ladder, rungs: Sequence[int] | None) -> tuple[int, ...]:
    """Return a start, rung 0 everywhere when None.

    Raises
    ------
    GameError
        If there is not one rung per front, or a rung does not exist.
    """
    if rungs is None:
        return tuple(0 for _ in ladder.fronts)
    start = read_sequence(rungs, "start", "one rung per front")
    for rung in start:
        if isinstance(rung, bool) or not isinstance(rung, int | np.integer):
            raise GameError("start", f"saw {show(rung)}", "one rung per front, whole numbers from 0")
    ladder.state(start)
    return tuple(int(rung) for rung in start)
