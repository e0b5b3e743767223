"""From a specification to mutual restraint in a repeated game."""

from __future__ import annotations

import math

from deterrence.formulation.reading import Reading
from deterrence.games.restraint import Restraint

REQUIRED = ("temptation", "reward", "punishment", "sucker", "discount")
OPTIONAL = ("false_alarm", "detection")


def formulate_restraint(reading: Reading) -> Restraint:
    """Build a ``Restraint`` between the players of a specification."""
    reading.allow((*REQUIRED, *OPTIONAL, "punishment_periods"))
    return Restraint(
        **reading.values(REQUIRED, OPTIONAL),
        punishment_periods=reading.number("punishment_periods", math.inf),
        players=reading.spec.players,
        name=reading.spec.id,
    )
