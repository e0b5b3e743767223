"""From a specification to a standoff before two audiences."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.standoff import Standoff

ARGUMENTS = ("audience_cost", "max_war_cost", "prize")


def formulate_standoff(reading: Reading) -> Standoff:
    """Build a ``Standoff`` between the two players of a specification."""
    reading.allow(ARGUMENTS)
    return Standoff(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
