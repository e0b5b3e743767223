"""From a specification to a patron and its proxy."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.delegation import ARGUMENTS, Delegation


def formulate_delegation(reading: Reading) -> Delegation:
    """Build a ``Delegation`` from the players of a specification, patron first."""
    reading.allow(ARGUMENTS)
    return Delegation(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
