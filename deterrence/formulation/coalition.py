"""From a specification to a coalition of senders."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.coalition import Coalition

ARGUMENTS = ("weights", "cost", "benefit", "target_value", "leakage")


def formulate_coalition(reading: Reading) -> Coalition:
    """Build a ``Coalition`` from the senders of a specification; the target is not among the players."""
    reading.allow(ARGUMENTS)
    return Coalition(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
