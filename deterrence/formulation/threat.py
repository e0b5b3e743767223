"""From a specification to a threat that costs something."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.threat import Threat

ARGUMENTS = (
    "prior_strong",
    "value_strong",
    "value_weak",
    "win_probability",
    "war_cost",
    "challenger_gain",
    "challenger_war_cost",
    "signal_cost",
)


def formulate_threat(reading: Reading) -> Threat:
    """Build a ``Threat`` by the first player of a specification against the second.

    The label ``kind`` says whether the cost of a threat is ``"sunk"``, as it is when left out, or ``"tied"``.
    """
    reading.allow(ARGUMENTS, ("kind",))
    return Threat(
        **{name: reading.value(name) for name in ARGUMENTS},
        kind=reading.labels("kind", "sunk"),
        players=reading.spec.players,
        name=reading.spec.id,
    )
