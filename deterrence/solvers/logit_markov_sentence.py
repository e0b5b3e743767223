"""What the search for logit Markov equilibria did, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deterrence.games.ladder import Ladder

if TYPE_CHECKING:
    from deterrence.kernels.ladder.batch import Batch


def describe(
    game: Ladder,
    batch: Batch,
    precision: NDArray[np.float64],
    starts: tuple[int, int],
    n_members: int,
    tolerance: float,
) -> str:
    """Say how the search went and what to change where it failed; ``starts`` are those tried and those asked for."""
    n_draws = game.n_draws
    tried, asked = starts
    count = f"{tried} further starts" if tried == asked else f"{tried} of {asked} further starts, then interrupted,"
    if n_draws is None:
        if not batch.is_converged[0]:
            return (
                f"The principal branch could be followed only to precision {batch.reached[0]:.6g}, short of "
                f"{precision[0]:.6g}: ask for a smaller precision, or give a start."
            )
        how = "was followed" if batch.is_traced[0] else "was not followed; the start led to an equilibrium"
        bends = ", ".join(f"{value:.4g}" for value in batch.folds.get(0, ()))
        bends = f", turning at {bends}" if bends else ""
        others = (
            f"{count} led to {n_members - 1} other equilibria; more may exist"
            if asked
            else "no further starts were tried"
        )
        return f"The principal branch {how} to precision {precision[0]:.6g}{bends}; {others}."
    done = int(batch.is_converged.sum())
    text = f"{done} of {n_draws} draws converged to residual {tolerance:.3g}"
    if batch.n_done < n_draws:
        text += f"; interrupted after {batch.n_done}"
    failed = batch.n_done - int(batch.is_converged[: batch.n_done].sum())
    if failed:
        text += f"; {failed} did not and are NaN: lower their precision, or leave them out"
    others = (
        f"{count} led to up to {n_members - 1} other equilibria in a draw"
        if asked and batch.n_done == n_draws
        else "no further starts were tried"
    )
    return f"{text}; {others}."
