"""Logit Markov equilibria of an escalation ladder.

In a logit Markov equilibrium with precision lambda every seat, in every state, picks each posture with probability
proportional to exp(lambda Q / payoff scale), where Q is what the posture earns its player from there on, against
what all other seats do. At lambda = 0 all pick at random; the *principal branch* is the curve of equilibria that
starts there.

References
----------
R. D. McKelvey and T. R. Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic
Behavior 10, 6-38. S. Eibelshaeuser and D. Poensgen (2019), Markov quantal response equilibrium and a homotopy method
for computing and selecting Markov perfect equilibria of dynamic stochastic games, working paper, Goethe
University Frankfurt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.ladder import Ladder
from deterrence.games.markov_strategies import MarkovStrategies
from deterrence.numerics import resolve_rng
from deterrence.solvers.logit_markov_sentence import describe
from deterrence.solvers.logit_markov_starts import find_others
from deterrence.solvers.precision import read_precision
from deterrence.solvers.solution import Equilibrium, EquilibriumSet

if TYPE_CHECKING:
    from deterrence.kernels.ladder.batch import Batch

#: Above this precision several equilibria are common, and other starts are tried unless the caller says how many.
UNIQUE_BELOW = 5.0

#: Starts tried above it.
DEFAULT_STARTS = 5

Progress = Callable[[int, int], None]


def solve_logit_markov(
    game: Ladder,
    *,
    precision: float | None = None,
    rungs: Sequence[int] | None = None,
    start: MarkovStrategies | Equilibrium | None = None,
    n_starts: int | None = None,
    rng: np.random.Generator | int | None = 0,
    tolerance: float = 1e-8,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Solve a ladder for its logit Markov equilibrium on the principal branch, and for others from further starts.

    Finds one equilibrium for sure, the first that the principal branch meets at the precision, and of the others
    those that the starts lead to; none is proved to be the last. Numerical: a member's ``residual`` is the largest
    difference between any probability and its logit reply, undamped, and is below the tolerance. Any number of
    fronts, rungs, seats and players. A state costs about 3 ** n_fronts operations per player; four fronts of five
    rungs take about ten milliseconds at precision 3, and some seconds where the branch folds. A draw that does not
    converge is NaN, never a wrong profile.

    Parameters
    ----------
    game
        A ladder, with or without draws.
    precision
        Logit precision, in place of the ladder's own.
    rungs
        Where payoffs are counted from, one rung per front; rung 0 everywhere when omitted.
    start
        Strategies to start from, one set or one per draw: those of a neighbouring ladder make a sweep faster. The
        member is then the equilibrium they lead to, and ``branch`` says ``"from start"``.
    n_starts
        Further starts, for other equilibria: everyone holds, escalates, de-escalates, and then random ones. When
        omitted, 5 above precision 5 in a ladder without draws, else none.
    rng
        Where random starts come from.
    tolerance
        Residual at which a draw counts as solved.
    progress
        Called with (solves done, solves in all): one per draw, and one more per draw for each further start.

    Returns
    -------
    EquilibriumSet
        The first member is on the principal branch, with rule ``logit_branch``. With draws, payoffs and figures are
        arrays (n_draws,), a later member is NaN in draws where fewer were found. ``details`` of a member:
        ``precision``, ``residual``, ``sweeps``, ``branch``, ``folds`` (precisions at which the branch turned; by
        draw where there are draws), ``strategies``
        (a ``MarkovStrategies``), ``values`` (payoff of each player from each state, (n_players, n_states)), and
        ``regret_by_player``, the gain from the best joint Markov deviation, positive at a finite precision; with
        draws it is not computed (``game.regret`` does). An interrupt (Ctrl-C) between draws, or between further
        starts, ends the search and keeps what is finished; the sentence says so.

    Raises
    ------
    SolverError
        If an argument does not fit.

    Examples
    --------
    >>> from deterrence.games.front import Front
    >>> calm = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0,
    ...              hazard=[0.02, 0.2, 0.3], postures=("hold", "escalate"))
    >>> found = solve_logit_markov(Ladder([calm], None, discount=0.9, precision=1))
    >>> round(found.selected.strategies[0]["border at 0"]["escalate"], 6)
    0.469369
    """
    wanted = game.numbers.precision if precision is None else np.array([_check_precision(precision)])
    n_draws = game.n_draws or 1
    starts = _count_starts(n_starts, game, wanted)
    total = n_draws * (1 + starts)
    tell = None if progress is None else lambda done, _: progress(done, total)
    batch = _solve(game, wanted, start, tolerance, tell, fall_back=True)
    members = [_member(game, "principal", batch, wanted, rungs)] if batch.is_converged.any() else []
    tried = 0
    if members and starts > 0 and batch.n_done == n_draws:
        others, tried = find_others(game, batch, wanted, starts, resolve_rng(rng), tolerance, progress)
        numbered = enumerate(others, start=2)
        members += [_member(game, str(number), other, wanted, rungs) for number, other in numbered]
    sentence = describe(game, batch, wanted, (tried, starts), len(members), tolerance)
    if not members:
        return EquilibriumSet((), "failed", sentence, "logit_markov", game.players)
    status = "exhausted" if tried > 0 else "one"
    return EquilibriumSet(tuple(members), status, sentence, "logit_markov", game.players, "logit_branch", 0)


def _check_precision(precision: float) -> float:
    return read_precision(precision, math.nextafter(math.inf, 0), "use 'markov_perfect' for the limit")


def _count_starts(n_starts: int | None, game: Ladder, precision: NDArray[np.float64]) -> int:
    if n_starts is None:
        return DEFAULT_STARTS if game.n_draws is None and float(precision.max()) > UNIQUE_BELOW else 0
    if n_starts < 0:
        raise SolverError("n_starts", f"saw {n_starts}", "0 or more")
    return n_starts


def _solve(
    game: Ladder,
    precision: NDArray[np.float64],
    start: MarkovStrategies | Equilibrium | None,
    tolerance: float,
    progress: Progress | None,
    *,
    fall_back: bool,
) -> Batch:
    from deterrence.kernels.ladder.batch import solve_batch  # numba must not load with the package

    if not 0 < tolerance <= 1e-3:
        raise SolverError("tolerance", f"saw {tolerance}", "a number above 0 and up to 1e-3")
    table, values = _read_start(game, start)
    return solve_batch(
        game.shape,
        game.numbers,
        game.n_draws or 1,
        precision,
        tolerance=tolerance,
        starts=table,
        start_values=values,
        fall_back=fall_back,
        progress=progress,
    )


def _read_start(
    game: Ladder, start: MarkovStrategies | Equilibrium | None
) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Return the start's strategies (D or 1, 3, K, S) and, where known, values (D or 1, P, S)."""
    if start is None:
        return None, None
    values = None
    if isinstance(start, Equilibrium):
        held = start.details.get("values")
        values = None if held is None else np.asarray(held)
        start = start.details["strategies"]
    if not isinstance(start, MarkovStrategies):
        raise SolverError(
            "start", f"saw a {type(start).__name__}", "MarkovStrategies or a member of a ladder's equilibria"
        )
    table = MarkovStrategies.checked(game, start.probabilities).probabilities
    table = table if table.ndim == 4 else table[np.newaxis]
    if values is not None:
        values = values if values.ndim == 3 else values[np.newaxis]
        values = np.nan_to_num(values)
    # A start that failed in its own draw is no start; the branch is followed there.
    return np.nan_to_num(np.swapaxes(table, 1, 2), nan=1 / 3), values


def _member(
    game: Ladder, name: str, batch: Batch, precision: NDArray[np.float64], rungs: Sequence[int] | None
) -> Equilibrium:
    """Return one member of a set from a batch."""
    place = 0 if rungs is None else game.state(rungs)
    many = game.n_draws is not None
    table = np.swapaxes(batch.strategies, 1, 2)
    strategies = MarkovStrategies(game, table if many else table[0])
    by_player: Any = None
    if not many:
        from deterrence.kernels.ladder.deviations import regrets

        by_player = regrets(game.shape, game.numbers, batch.strategies, 1, batch.values)[0]

    def shown(array: NDArray[Any]) -> Any:
        return array if many else array[0].item()

    # With draws the gain is left to the caller: it costs as much as the solve.
    regret = np.full(len(batch.residual), np.nan) if many else float(by_player.max())
    details = {
        "precision": np.broadcast_to(precision, batch.residual.shape) if many else float(precision[0]),
        "residual": shown(batch.residual),
        "sweeps": shown(batch.sweeps),
        "branch": np.where(batch.is_traced, "principal", "from start")
        if many
        else ("principal" if batch.is_traced[0] else "from start"),
        "folds": batch.folds if many else batch.folds.get(0, ()),
        "strategies": strategies,
        "values": batch.values if many else batch.values[0],
        "regret_by_player": None if many else tuple(float(value) for value in by_player),
    }
    return Equilibrium(
        name=name,
        strategies=strategies.by_player(),
        payoffs=tuple(
            batch.values[:, i, place] if many else float(batch.values[0, i, place]) for i in range(len(game.players))
        ),
        outcomes={},
        regret=regret,
        details=details,
    )
