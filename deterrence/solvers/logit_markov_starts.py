"""Further starts of the search for logit Markov equilibria, away from the principal branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deterrence.games.ladder import Ladder

if TYPE_CHECKING:
    from deterrence.kernels.ladder.batch import Batch

#: Equilibria closer than this in every probability count as one.
SAME = 1e-5


def find_others(
    game: Ladder,
    principal: Batch,
    precision: NDArray[np.float64],
    count: int,
    rng: np.random.Generator,
    tolerance: float,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[Batch], int]:
    """Return the equilibria other than the principal one that the starts lead to, draw by draw, and the starts tried.

    An interrupt ends the search; a start that was not tried on every draw is dropped.
    """
    from deterrence.kernels.ladder.batch import solve_batch

    held: list[Batch] = [principal]
    n_draws = game.n_draws or 1
    tried = 0
    try:
        for table in _starts(game, count, rng):
            batch = solve_batch(
                game.shape,
                game.numbers,
                n_draws,
                precision,
                tolerance=tolerance,
                starts=table[np.newaxis],
                fall_back=False,
            )
            if batch.n_done < n_draws:
                break
            tried += 1
            is_new = batch.is_converged & principal.is_converged
            for known in held:
                distance = np.abs(batch.strategies - known.strategies).max(axis=(1, 2, 3))
                is_new &= ~(distance <= SAME)
            if is_new.any():
                batch.strategies[~is_new] = np.nan
                batch.values[~is_new] = np.nan
                batch.residual[~is_new] = np.nan
                held.append(batch)
            if progress is not None:
                progress(n_draws * (1 + tried), n_draws * (1 + count))
    except KeyboardInterrupt:
        pass  # what is finished stays; the sentence tells
    return held[1:], tried


def _starts(game: Ladder, count: int, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Return start strategies (3, K, S): pure ones, the same mixture for all, and random ones in turn."""
    uniform = game.uniform().probabilities
    found = [game.pure(posture).probabilities for posture in ("hold", "escalate", "de-escalate")][:count]
    while len(found) < count:
        if len(found) % 2:
            weights = rng.dirichlet(np.full(3, 0.5))[np.newaxis, :, np.newaxis] * np.ones(uniform.shape)
        else:
            weights = rng.gamma(0.5, size=uniform.shape)
        weights = np.maximum(weights, 1e-12) * (uniform > 0)
        found.append(weights / weights.sum(axis=1, keepdims=True))
    return [np.ascontiguousarray(np.swapaxes(table, 0, 1)) for table in found]
