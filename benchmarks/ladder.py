"""The escalation ladder: logit Markov equilibria per CPU-second at residual 1e-8, and how many draws converge.

Three sizes: one front of seven rungs with six seats; four fronts of five rungs with two seats each; and the game
``region`` of levant_2024, four fronts of five rungs of which two have three seats. The first two are random ladders,
the third draws every parameter of the game over its range. Precision is 3. A warm start is the solution of a draw
whose numbers differ by about one percent, as in a sweep along a line.

``survey`` counts, at several precisions, the share of draws that converge and the share in which five starts find
more than one equilibrium, for the game of the case. It takes any ladder with draws.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

import deterrence as dt
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.solvers.solution import Equilibrium
from deterrence.study.readers import reads

SEED = 20240901
PRECISION = 3.0
N_PLAYERS = 6

#: Seats of each of four fronts, held by these players.
TWO_EACH = ((0, 1), (0, 2), (0, 3), (4, 1))

#: Draws that the survey counts.
SURVEYED = 300
PRECISIONS = (1.0, 3.0, 10.0, 30.0)


def random_ladder(
    seats: Sequence[Sequence[int]],
    n_rungs: int,
    n_draws: int,
    *,
    seed: int = SEED,
    precision: float = PRECISION,
    drift: float = 1.0,
) -> Ladder:
    """Return a ladder of random draws: costs that rise with the rung, small accidents and spill, moderate pushes.

    Parameters
    ----------
    seats
        The players on each front.
    n_rungs
        Rungs of each front.
    n_draws
        Draws.
    drift
        Spread of the draws around the first, from 0 (all alike) to 1 (independent of it).
    """
    rng = np.random.default_rng(seed)
    rungs = np.arange(n_rungs) / (n_rungs - 1)

    def spread(low: float, high: float, *core: int) -> np.ndarray:
        numbers = rng.uniform(low, high, (n_draws, *core))
        return numbers[:1] + drift * (numbers - numbers[:1])

    fronts = []
    for f, held in enumerate(seats):
        stake = spread(0.5, 3.0, N_PLAYERS, 1)
        flow = -stake * rungs ** spread(1.0, 2.5, N_PLAYERS, 1)
        fronts.append(
            Front(
                f"front {f}",
                n_rungs - 1,
                held,
                accident=spread(0.0, 0.08, n_rungs),
                ease=spread(0.1, 0.3),
                calm=spread(0.3, 0.6),
                push=spread(0.1, 0.5, len(held), n_rungs),
                flow=flow,
                gain=spread(0.0, 0.6, len(held), n_rungs),
                backdown=spread(0.0, 0.3, len(held), n_rungs),
                restraint_cost=spread(0.0, 0.1, len(held), n_rungs),
            )
        )
    spill = spread(0.0, 0.05, len(seats), len(seats))
    discount = spread(0.9, 0.97, N_PLAYERS)
    # As if each player's stored payoff range were one unit per front.
    scale = len(seats) / (1.0 - discount)
    return Ladder(fronts, spill, discount, precision, scale)


def _rate(ladder: Ladder, warm: Equilibrium | None = None) -> tuple[float, float]:
    """Return draws per CPU-second, from a start where one is given, and the share that converged."""
    n_draws = ladder.n_draws or 1
    start = time.process_time()
    found = solve_logit_markov(ladder, precision=PRECISION, start=warm, n_starts=0)
    spent = time.process_time() - start
    share = np.mean(found.members[0].details["residual"] < 1e-8) if found.members else 0.0
    return n_draws / spent, float(share)


def region(n_draws: int, seed: int = SEED) -> Ladder:
    """Return the case's own ladder, every parameter that it reads drawn evenly over its range."""
    model = dt.load("levant_2024")
    rng = np.random.default_rng(seed)
    read = reads(model, "region")
    free = {id: p for id, p in model.parameters.items() if id in read and p.low < p.high}
    drawn = {id: rng.uniform(p.low, p.high, n_draws) for id, p in free.items()}
    return dt.formulate(model.with_values(drawn), "region")


def nudged(ladder: Ladder, share: float = 0.01, seed: int = SEED + 1) -> Ladder:
    """Return a ladder whose payoffs and pushes differ from another's by about a share."""
    rng = np.random.default_rng(seed)

    def move(numbers: np.ndarray, high: float = np.inf) -> np.ndarray:
        return np.minimum(numbers * rng.uniform(1 - share, 1 + share, numbers.shape), high)

    fronts = [
        Front(
            front.name,
            front.top,
            front.seats,
            accident=move(front.accident, 1),
            ease=move(front.ease, 1),
            calm=move(front.calm, 1),
            push=move(front.push, 1),
            flow=move(front.flow),
            gain=move(front.gain),
            backdown=move(front.backdown),
            restraint_cost=move(front.restraint_cost),
            hazard=None if front.hazard is None else move(front.hazard, 1),
            postures=front.postures,
            absorbing=front.absorbing,
            exit=move(front.exit, 1),
        )
        for front in ladder.fronts
    ]
    return Ladder(
        fronts,
        ladder.spill,
        ladder.discount,
        ladder.precision,
        ladder.payoff_scale,
        players=ladder.players,
        name=ladder.name,
    )


def sizes() -> list[tuple[str, Ladder, int, int]]:
    """Return the sizes: name, draws, and the least rates asked for, cold and warm."""
    return [
        ("1 front x 7 rungs, 6 seats", random_ladder(((0, 1, 2, 3, 4, 5),), 7, 3000), 10_000, 10_000),
        ("4 fronts x 5 rungs, two seats each", random_ladder(TWO_EACH, 5, 100), 100, 200),
        ("levant_2024's region, two fronts with three seats", region(100), 50, 100),
    ]


def report() -> list[str]:
    """Return the rates beside their budgets, and the surveys."""
    lines: list[str] = []
    for name, ladder, least_cold, least_warm in sizes():
        first = solve_logit_markov(ladder, precision=PRECISION, n_starts=0).members[0]
        other = nudged(ladder)
        cold, share = max(_rate(ladder), _rate(ladder))
        warm, warm_share = max(_rate(other, first), _rate(other, first))
        for word, rate, least, solved in (("cold", cold, least_cold, share), ("warm", warm, least_warm, warm_share)):
            verdict = "met" if rate >= least else "MISSED"
            lines.append(f"{name}, {word}: {rate:,.0f} solves/s, {solved:.1%} converged, budget {least:,} {verdict}")
    return lines + [f"levant_2024's region, {line}" for line in survey(region(SURVEYED))]


def survey(ladder: Ladder, precisions: Sequence[float] = PRECISIONS, n_starts: int = 5) -> list[str]:
    """Say, for each precision, in what share of the draws a solution, and more than one, was found."""
    lines: list[str] = []
    for precision in precisions:
        start = time.process_time()
        found = solve_logit_markov(ladder, precision=precision, n_starts=n_starts)
        residual = np.atleast_1d(found.members[0].details["residual"]) if found.members else np.full(1, np.nan)
        several = np.zeros(len(residual), dtype=bool)
        for member in found.members[1:]:
            several |= np.atleast_1d(member.details["residual"]) < 1e-8
        failed = int(np.sum(~(residual < 1e-8)))
        lines.append(
            f"precision {precision:g}: {np.mean(residual < 1e-8):.1%} of {len(residual)} draws converged"
            f"{f' ({failed} did not and are NaN)' if failed else ''}, {several.mean():.1%} with several equilibria "
            f"({time.process_time() - start:.0f} CPU-seconds)"
        )
    return lines
