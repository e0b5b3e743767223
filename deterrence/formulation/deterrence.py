"""From a specification to unilateral deterrence."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.deterrence import Deterrence

ARGUMENTS = ("challenger", "defender", "challenger_credibility", "defender_credibility")


def formulate_deterrence(reading: Reading) -> Deterrence:
    """Build a ``Deterrence`` from the players of a specification, challenger first."""
    reading.allow(ARGUMENTS)
    return Deterrence(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
