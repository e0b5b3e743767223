"""From a specification to trust between two actors."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.trust import Trust


def formulate_trust(reading: Reading) -> Trust:
    """Build a ``Trust``; payoffs are (reward, temptation, punishment, sucker) of each type."""
    reading.allow(("trustworthy", "untrustworthy", "prior", "first_stake"))
    return Trust(
        reading.value("trustworthy"),
        reading.value("untrustworthy"),
        reading.value("prior"),
        first_stake=reading.value("first_stake", None),
        players=reading.spec.players,
        name=reading.spec.id,
    )
