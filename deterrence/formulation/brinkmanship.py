"""From a specification to brinkmanship under complete information."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.brinkmanship import Brinkmanship

ARGUMENTS = ("risks", "value", "disaster_cost")


def formulate_brinkmanship(reading: Reading) -> Brinkmanship:
    """Build a ``Brinkmanship`` between the two players of a specification; ``first_player`` is 0 or 1, their place."""
    reading.allow((*ARGUMENTS, "first_player"))
    return Brinkmanship(
        **reading.values(ARGUMENTS),
        first_player=reading.number("first_player"),
        players=reading.spec.players,
        name=reading.spec.id,
    )
