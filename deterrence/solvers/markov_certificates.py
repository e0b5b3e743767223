"""Markov equilibria of a ladder from a nearby profile: make it exact, then have the game certify it.

A profile near an equilibrium is cut to its support. Where a seat keeps several postures they must earn the same;
these indifference conditions are solved by Newton's method for the probabilities. The game then says what each
player gains by its best joint deviation, and that decides what the member is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.games.ladder import Ladder
from deterrence.games.markov_strategies import MarkovStrategies
from deterrence.solvers.solution import Equilibrium

if TYPE_CHECKING:
    from deterrence.kernels.ladder.arclength import Gaps

Floats = NDArray[np.float64]

#: Largest regret of a Markov perfect equilibrium, as a share of the player's payoff scale.
REGRET = 1e-6

#: Largest gain of a seat from one deviation, as a share of its player's payoff scale.
SEAT_GAIN = 1e-9

#: Probabilities solved for at most: each costs one evaluation per Newton step.
MAX_MIXED = 150

_NEWTONS = 30


@dataclass(frozen=True)
class Bench:
    """Hold a ladder without draws together with what evaluates its seats' payoffs.

    Strategies are arrays (3, n_seats, n_states) here, as the kernels have them.
    """

    ladder: Ladder
    gaps: Gaps = field(init=False)

    def __post_init__(self) -> None:
        from deterrence.kernels.ladder.arclength import Gaps  # numba must not load with the package
        from deterrence.kernels.ladder.batch import scaled_draw

        gaps = Gaps(self.ladder.shape, scaled_draw(self.ladder.shape, self.ladder.numbers, 0))
        object.__setattr__(self, "gaps", gaps)

    @property
    def offered(self) -> NDArray[np.bool_]:
        """Whether a posture is on offer, (3, n_seats, n_states)."""
        shape = self.ladder.shape
        return np.array([shape.open[f, shape.rungs[f]].T for f, _ in self.ladder.seats]).swapaxes(0, 1)

    def payoffs(self, strategies: Floats) -> Floats:
        """Return what each posture earns, in payoff scales and from an origin of its own per seat and state."""
        self.gaps.at(strategies)
        return np.where(self.offered, self.gaps.work.payoffs, -np.inf)

    def seat_gain(self, strategies: Floats) -> float:
        """Return the most that one seat gains in one state by one deviation, in payoff scales."""
        payoffs = self.payoffs(strategies)
        earned = np.where(strategies > 0, payoffs, 0.0)
        return max(float((payoffs.max(axis=0) - (strategies * earned).sum(axis=0)).max()), 0.0)

    def settle(self, strategies: Floats, support: NDArray[np.bool_]) -> Floats | None:
        """Return the profile nearby in which all postures of each support earn the same, or None.

        Parameters
        ----------
        strategies
            The start.
        support
            The postures kept, at least one per seat and state, (3, n_seats, n_states).
        """
        table = np.where(support, strategies, 0.0)
        table /= table.sum(axis=0)
        base = table.argmax(axis=0)[np.newaxis]
        is_free = support.copy()
        np.put_along_axis(is_free, base, False, axis=0)
        free = np.nonzero(is_free)
        if len(free[0]) == 0:
            return table
        if len(free[0]) > MAX_MIXED:
            return None

        def spread(chances: Floats) -> Floats:
            found = table.copy()
            found[free] = chances
            np.put_along_axis(found, base, 0.0, axis=0)
            np.put_along_axis(found, base, 1.0 - found.sum(axis=0)[np.newaxis], axis=0)
            return found

        def error(chances: Floats) -> Floats:
            payoffs = self.payoffs(spread(chances))
            return payoffs[free] - np.take_along_axis(payoffs, base, axis=0)[0][free[1:]]

        found = _newton(error, table[free])
        if found is None:
            return None
        result = spread(found)
        if result.min() < -1e-10:
            return None
        result = np.clip(result, 0.0, 1.0)
        return result / result.sum(axis=0)


def _newton(error: Any, start: Floats) -> Floats | None:
    """Solve for a zero by Newton's method with differences, shortening steps that do not help; None if it stalls.

    Least squares leaves probabilities alone that make no difference, such as those of seats that are indifferent
    anyway.
    """
    point, here = start, error(start)
    for _ in range(_NEWTONS):
        size = float(np.abs(here).max())
        if size < 1e-14:
            return point
        slope = np.empty((len(point), len(point)))
        for j in range(len(point)):
            moved = point.copy()
            move = 1e-6 if point[j] < 0.5 else -1e-6
            moved[j] += move
            slope[:, j] = (error(moved) - here) / move
        step = np.linalg.lstsq(slope, here, rcond=1e-10)[0]
        for share in (1.0, 0.5, 0.25, 0.1):
            ahead = point - share * step
            if ahead.min() < -0.5 or ahead.max() > 1.5:
                continue
            there = error(ahead)
            if float(np.abs(there).max()) < size:
                point, here = ahead, there
                break
        else:
            return point if size < 0.1 * SEAT_GAIN else None
    return None


def certify(bench: Bench, name: str, strategies: Floats, details: Mapping[str, Any]) -> Equilibrium | None:
    """Return a profile as a member with the game's regret, or None where some seat gains by one deviation.

    The name becomes ``seat equilibrium`` where each seat is content but a player with several gains by moving them
    together.

    Parameters
    ----------
    bench
        The ladder.
    name
        What to call a Markov perfect equilibrium.
    strategies
        (3, n_seats, n_states).
    details
        Figures of the method worth keeping; strategies, values and regrets are added.
    """
    from deterrence.kernels.ladder.deviations import regrets, values

    ladder = bench.ladder
    gain = bench.seat_gain(strategies)
    if gain > SEAT_GAIN:
        return None
    worth = values(ladder.shape, ladder.numbers, strategies)
    by_player = regrets(ladder.shape, ladder.numbers, strategies[np.newaxis], 1, worth[np.newaxis])[0]
    is_perfect = bool((by_player <= REGRET * ladder.payoff_scale).all())
    held = MarkovStrategies(ladder, np.ascontiguousarray(strategies.swapaxes(0, 1)))
    kind = "Markov perfect" if is_perfect else "seat equilibrium"
    return Equilibrium(
        name=name if is_perfect else f"seat equilibrium{'' if name == 'markov_perfect' else ' ' + name}",
        strategies=held.by_player(),
        payoffs=tuple(float(value) for value in worth[:, 0]),
        outcomes={},
        regret=float(by_player.max()),
        details={
            "kind": kind,
            "strategies": held,
            "values": worth,
            "regret_by_player": tuple(float(value) for value in by_player),
            "seat_gain": gain,
            **details,
        },
    )
