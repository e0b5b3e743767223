"""What a ladder says of moves: the probability of every posture at the state of each move, for many draws at once.

Moves of one scenario share a solution. Every draw is followed from precision 0, never from a neighbouring draw: where
there are several equilibria a warm start may lead to another one, and the likelihood would depend on the way by which
a draw was reached.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import EvidenceError, shorten, suggest
from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.study.evidence.moves import Move
from deterrence.world.model import Model, check_is_model
from deterrence.world.options import with_scenario

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

#: Residual at which a draw counts as solved.
TOLERANCE = 1e-8


def read_ladder(model: Model, game: str | None) -> Ladder:
    """Return the ladder that moves are made on; the model's only one when no id is given.

    Raises
    ------
    EvidenceError
        If there is no such ladder, options are in force, or a scenario is: each move names its own.
    """
    check_is_model(model)
    known = [id for id, spec in model.games.items() if spec.form == "ladder"]
    if game is None and len(known) != 1:
        saw = "no game is a ladder" if not known else f"{len(known)} games are ladders"
        raise EvidenceError(f"model '{shorten(model.id)}'", saw, "the id of one ladder")
    id = known[0] if game is None else game
    if id not in known:
        raise EvidenceError("game", f"saw '{shorten(id)}', which is no ladder", "", suggest(id, known))
    if model.applied or model.scenario:
        saw = "options are in force" if model.applied else f"the scenario '{shorten(model.scenario)}' is in force"
        raise EvidenceError(f"model '{shorten(model.id)}'", saw, "the case as it is loaded, with values set at most")
    found = formulate(model, id)
    assert isinstance(found, Ladder)
    if found.n_draws is not None:
        raise EvidenceError(f"model '{shorten(model.id)}'", "its parameters hold draws", "single values")
    return found


@dataclass(frozen=True)
class Choices:
    """Hold moves with the worlds in which they were made.

    Parameters
    ----------
    game
        Id of the ladder.
    moves
        The moves.
    worlds
        The model of each scenario that moves name, and the places of its moves.
    """

    game: str
    moves: tuple[Move, ...]
    worlds: tuple[tuple[Model, tuple[int, ...]], ...]

    def chances(
        self, precision: Floats, values: Mapping[str, Floats] | None = None, progress: Progress | None = None
    ) -> Floats:
        """Return the probability of every posture at every move, shape (n_draws, n_moves, 3).

        A draw that is not solved is NaN.

        Parameters
        ----------
        precision
            Logit precision of every draw, (n_draws,).
        values
            Parameter id to its draws, (n_draws,); they stand in all scenarios alike.
        progress
            Called with (solves done, solves in all).
        """
        from deterrence.kernels.ladder.batch import solve_batch  # numba must not load with the package

        n_draws = len(precision)
        found = np.full((n_draws, len(self.moves), 3), np.nan)
        for k, (world, places) in enumerate(self.worlds):
            ladder = formulate(world.with_values(values) if values else world, self.game)
            assert isinstance(ladder, Ladder)
            tell = None
            if progress is not None:
                done_before, total, report = k * n_draws, len(self.worlds) * n_draws, progress
                tell = lambda done, _, b=done_before, t=total, r=report: r(b + done, t)  # noqa: E731
            batch = solve_batch(
                ladder.shape, ladder.numbers, n_draws, precision, tolerance=TOLERANCE, progress=tell
            )  # fmt: skip
            if batch.n_done < n_draws:
                raise KeyboardInterrupt
            for place in places:
                move = self.moves[place]
                found[:, place] = batch.strategies[:, :, move.seat, move.state]
        return found


def set_in_worlds(model: Model, game: str, moves: Sequence[Move]) -> Choices:
    """Return moves with the model at the scenario that each names; values set by hand stand in every scenario."""
    by_hand = {id: model.parameters[id].value for id in model.overridden}
    worlds: list[tuple[Model, tuple[int, ...]]] = []
    for scenario in dict.fromkeys(move.scenario for move in moves):
        world = with_scenario(model, scenario).with_values(by_hand) if scenario else model
        worlds.append((world, tuple(k for k, move in enumerate(moves) if move.scenario == scenario)))
    return Choices(game, tuple(moves), tuple(worlds))
