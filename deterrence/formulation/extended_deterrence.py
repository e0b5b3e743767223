"""From a specification to extended deterrence."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.extended_deterrence import ExtendedDeterrence

ARGUMENTS = ("challenger", "protege", "patron_strong", "patron_weak", "prior_strong")


def formulate_extended_deterrence(reading: Reading) -> ExtendedDeterrence:
    """Build an ``ExtendedDeterrence`` from the players of a specification: challenger, protege, patron."""
    reading.allow(ARGUMENTS)
    return ExtendedDeterrence(**reading.values(ARGUMENTS), players=reading.spec.players, name=reading.spec.id)
