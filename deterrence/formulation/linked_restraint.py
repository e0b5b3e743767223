"""From a specification to restraint over several fronts that punish together."""

from __future__ import annotations

import math

from deterrence.errors import ModelError, suggest
from deterrence.formulation.reading import Reading
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.restraint import Restraint


def formulate_linked_restraint(reading: Reading) -> LinkedRestraint:
    """Build a ``LinkedRestraint`` from restraint games of the same model, named under ``labels.fronts``."""
    reading.allow(("weights", "discount", "punishment_periods"), ("fronts",))
    fronts: list[Restraint] = []
    for id in reading.labels("fronts"):
        where = reading.where("labels, fronts")
        if id not in reading.model.games:
            raise ModelError(where, f"there is no game '{id}'", "", suggest(id, reading.model.games))
        front = reading.other(id) if reading.model.games[id].form == "restraint" else None
        if not isinstance(front, Restraint):
            raise ModelError(
                where, f"game '{id}' has the form {reading.model.games[id].form}", "games of the form restraint"
            )
        fronts.append(front)
    players = reading.spec.players
    strangers = sorted({str(player) for front in fronts for player in front.players} - set(players))
    if strangers:
        raise ModelError(
            reading.where("players"),
            f"{strangers[0]} plays on a front but is not listed",
            "every player of every front",
        )
    return LinkedRestraint(
        tuple(fronts),
        reading.value("weights", tuple(1.0 for _ in fronts)),
        seats=[(players.index(str(front.players[0])), players.index(str(front.players[1]))) for front in fronts],
        discount=reading.value("discount", None),
        punishment_periods=reading.number("punishment_periods", math.inf),
        players=players,
        name=reading.spec.id,
    )
