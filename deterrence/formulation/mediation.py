"""From a specification to a crisis that a mediator may coordinate."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.mediation import Mediation


def formulate_mediation(reading: Reading) -> Mediation:
    """Build a ``Mediation``; labels name actions and types, one list per player."""
    reading.allow(("payoffs", "prior", "mediator"), ("actions", "types"))
    return Mediation(
        reading.value("payoffs"),
        reading.value("prior", None),
        reading.value("mediator", None),
        actions=reading.labels("actions", None),
        types=reading.labels("types", None),
        players=reading.spec.players,
        name=reading.spec.id,
    )
