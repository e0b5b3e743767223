"""From a specification to brinkmanship with private costs."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.private_brinkmanship import PrivateBrinkmanship


def formulate_private_brinkmanship(reading: Reading) -> PrivateBrinkmanship:
    """Build a ``PrivateBrinkmanship`` between the two players of a specification, who are alike."""
    reading.allow(("value", "max_disaster_cost"))
    return PrivateBrinkmanship(
        reading.value("value"),
        reading.value("max_disaster_cost"),
        players=reading.spec.players,
        name=reading.spec.id,
    )
