"""From a specification to bargaining with a private cost of war."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.bargain import Bargain

REQUIRED = ("power", "own_cost", "cost_low", "cost_high")
OPTIONAL = ("own_gain", "other_gain")


def formulate_bargain(reading: Reading) -> Bargain:
    """Build a ``Bargain`` in which the first player of a specification proposes to the second."""
    reading.allow((*REQUIRED, *OPTIONAL))
    return Bargain(**reading.values(REQUIRED, OPTIONAL), players=reading.spec.players, name=reading.spec.id)
