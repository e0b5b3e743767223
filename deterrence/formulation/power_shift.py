"""From a specification to bargaining in the shadow of a shift of power."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.power_shift import PowerShift

REQUIRED = ("power_now", "power_later", "decliner_cost", "discount")
OPTIONAL = ("enforcement", "rent")


def formulate_power_shift(reading: Reading) -> PowerShift:
    """Build a ``PowerShift`` in which the first player of a specification rises and the second declines."""
    reading.allow((*REQUIRED, *OPTIONAL))
    return PowerShift(**reading.values(REQUIRED, OPTIONAL), players=reading.spec.players, name=reading.spec.id)
