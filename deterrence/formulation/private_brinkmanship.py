"""From a specification to brinkmanship with private costs."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.private_brinkmanship import PrivateBrinkmanship

ARGUMENTS = ("value", "max_disaster_cost")


def formulate_private_brinkmanship(reading: Reading) -> PrivateBrinkmanship:
    """Build a ``PrivateBrinkmanship`` between the two players of a specification, who are alike."""
    reading.allow(ARGUMENTS)
    return PrivateBrinkmanship(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
