"""What is read off bargaining in the shadow of a shift of power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games import power_shift_measures as measures
from deterrence.study.effects import effect
from deterrence.study.figures import moved, number
from deterrence.study.names import name
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_GAIN = "gain_from_war"

MEASURES = {
    "is_war": Measure(
        measures.is_war,
        "game",
        "yes or no",
        "whether the declining side fights although it is offered the whole stake",
        better="lower",
    ),
    _GAIN: Measure(
        measures.gain_from_war,
        "game",
        "stakes of one period",
        "what the declining side gains by fighting now rather than taking all that it can be offered",
        better="lower",
    ),
    "critical_power": Measure(
        measures.critical_power,
        "game",
        "probability of winning",
        "the rising side's greatest later power that leads to no war",
        better="higher",
    ),
    "critical_enforcement": Measure(
        measures.critical_enforcement,
        "game",
        "share of the shift",
        "the least part of the shift that a deal must hold off to prevent war",
        better="lower",
    ),
    "critical_rent": Measure(
        measures.critical_rent,
        "game",
        "stakes per period",
        "the least rent of peace to the declining side that prevents war",
        better="lower",
    ),
}


def _value(evaluation: Evaluation) -> float:
    return float(evaluation.properties[(_GAIN, None)])


def _clause(before: Evaluation, after: Evaluation) -> str:
    then, now = _value(before), _value(after)
    decliner = name(after.model, after.game.players[1])
    what = f"what {decliner} would gain by fighting now, over the most that it can be offered,"
    if effect(now, then) == "none":
        course = f"{what} {'stays at' if after.model.applied else 'is'} {number(now)}"
    else:
        course = f"{what} {moved(then, now)}"
    verdict = "so preventive war is an equilibrium" if now > 0 else "so peace is an equilibrium"
    changed = (then > 0) != (now > 0)
    return f"{course}, {verdict}{', which it was not before' if changed else ''}"


def _reason(after: Evaluation) -> str:
    decliner = name(after.model, after.game.players[1])
    return f"not what {decliner} would gain by fighting now"


HEADLINE = Headline(
    "power shift",
    _GAIN,
    "count",
    _value,
    _clause,
    _reason,
    "whether a side that will be weaker later has reason to fight now",
)
