"""From a specification to cheap talk between two actors."""

from __future__ import annotations

from deterrence.formulation.reading import Reading
from deterrence.games.cheap_talk import CheapTalk


def formulate_cheap_talk(reading: Reading) -> CheapTalk:
    """Build a ``CheapTalk``; the first player speaks, the second listens and acts."""
    reading.allow(("bias",))
    return CheapTalk(reading.value("bias"), players=reading.spec.players, name=reading.spec.id)
