"""From a specification to trust between two actors."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.trust import Trust

REQUIRED = ("trustworthy", "untrustworthy", "prior")
OPTIONAL = ("first_stake",)


def formulate_trust(reading: Reading) -> Trust:
    """Build a ``Trust``; payoffs are (reward, temptation, punishment, sucker) of each type."""
    reading.allow((*REQUIRED, *OPTIONAL))
    return Trust(**reading.values(REQUIRED, OPTIONAL), players=reading.spec.players, name=reading.spec.id)
