"""From a specification to mutual restraint in a repeated game."""

from __future__ import annotations

import math

from deterrence.formulation.reading import Reading
from deterrence.games.restraint import Restraint

ARGUMENTS = (
    "temptation",
    "reward",
    "punishment",
    "sucker",
    "discount",
    "false_alarm",
    "detection",
    "punishment_periods",
)


def formulate_restraint(reading: Reading) -> Restraint:
    """Build a ``Restraint`` between the players of a specification."""
    reading.allow(ARGUMENTS)
    return Restraint(
        **{name: reading.value(name) for name in ARGUMENTS[:5]},
        false_alarm=reading.value("false_alarm", 0),
        detection=reading.value("detection", 1),
        punishment_periods=reading.number("punishment_periods", math.inf),
        players=reading.spec.players,
        name=reading.spec.id,
    )
