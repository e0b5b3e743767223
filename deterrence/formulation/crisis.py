"""From a specification to a crisis with private information on both sides."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.crisis import Crisis

ARGUMENTS = ("status_quo", "demand", "concession", "war", "backdown", "resist", "target_war")


def formulate_crisis(reading: Reading) -> Crisis:
    """Build a ``Crisis`` between the first player of a specification, who challenges, and the second, the target."""
    reading.allow(ARGUMENTS)
    return Crisis(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
