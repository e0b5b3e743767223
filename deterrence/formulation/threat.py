"""From a specification to a threat that costs something."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.threat import ARGUMENTS, Threat


def formulate_threat(reading: Reading) -> Threat:
    """Build a ``Threat`` by the first player of a specification against the second.

    The label ``kind`` says whether the cost of a threat is ``"sunk"``, as it is when left out, or ``"tied"``.
    """
    reading.allow(ARGUMENTS, ("kind",))
    return Threat(
        **reading.values(ARGUMENTS),
        kind=reading.labels("kind", "sunk"),
        players=reading.spec.players,
        name=reading.spec.id,
    )
