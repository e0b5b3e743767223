"""From a specification to bargaining with a private cost of war."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.bargain import Bargain


def formulate_bargain(reading: Reading) -> Bargain:
    """Build a ``Bargain`` in which the first player of a specification proposes to the second."""
    reading.allow(("power", "own_cost", "cost_low", "cost_high", "own_gain", "other_gain"))
    return Bargain(
        reading.value("power"),
        reading.value("own_cost"),
        reading.value("cost_low"),
        reading.value("cost_high"),
        reading.value("own_gain", 0),
        reading.value("other_gain", 0),
        players=reading.spec.players,
        name=reading.spec.id,
    )
