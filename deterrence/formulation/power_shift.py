"""From a specification to bargaining in the shadow of a shift of power."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.power_shift import PowerShift


def formulate_power_shift(reading: Reading) -> PowerShift:
    """Build a ``PowerShift`` in which the first player of a specification rises and the second declines."""
    reading.allow(("power_now", "power_later", "decliner_cost", "discount", "enforcement", "rent"))
    return PowerShift(
        reading.value("power_now"),
        reading.value("power_later"),
        reading.value("decliner_cost"),
        reading.value("discount"),
        reading.value("enforcement", 0),
        reading.value("rent", 0),
        players=reading.spec.players,
        name=reading.spec.id,
    )
