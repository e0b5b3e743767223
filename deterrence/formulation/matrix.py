"""From a specification to a game in matrix form."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.matrix import Matrix


def formulate_matrix(reading: Reading) -> Matrix:
    """Build a ``Matrix`` from nested payoffs, ``payoffs[player][action_0][action_1]``, and action labels."""
    reading.allow(("payoffs",), ("actions",))
    return Matrix(
        reading.value("payoffs"),
        players=reading.spec.players,
        actions=reading.labels("actions", None),
        name=reading.spec.id,
    )
