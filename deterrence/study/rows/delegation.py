"""What is read off a patron and its proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games import delegation_measures as measures
from deterrence.study.effects import effect
from deterrence.study.figures import figure, moved, number
from deterrence.study.names import name
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

MEASURES = {
    "transfer": Measure(
        measures.transfer,
        "game",
        "payoff units per unit of effort",
        "what the patron pays the proxy in equilibrium",
        better="lower",
    ),
    "effort": Measure(
        measures.effort, "game", "share of full effort", "the proxy's effort in equilibrium", better="lower"
    ),
    "corner": Measure(measures.corner, "game", "", "what bounds the bargain between patron and proxy", "label"),
    "critical_sanction": Measure(
        measures.critical_sanction,
        "game",
        "surcharge on transfers",
        "the least sanction at which the patron pays nothing",
        better="lower",
    ),
}

_REASONS = {
    "interior": "too little to move the effort of {proxy}",
    "self_motivated": "{proxy} would make this effort unpaid, so what {patron} would pay decides nothing",
    "full_effort": "the effort of {proxy} is full before and after",
    "none": "{proxy} would make no effort before or after",
}


def _effort(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("effort", None)])


def _clause(before: Evaluation, after: Evaluation) -> str:
    patron, proxy = (name(after.model, player) for player in after.game.players)
    then, now = _effort(before), _effort(after)
    if effect(now, then) == "none":
        course = f"{'stays at' if after.model.applied else 'is'} {figure(now, True)}"
    else:
        course = moved(then, now, True)
    paid = float(after.properties[("transfer", None)])
    pays = (
        f"{patron} pays {number(paid)} payoff units per unit of effort" if paid > 0 else f"{patron} pays nothing for it"
    )
    return f"the effort of {proxy} {course} of full effort, and {pays}"


def _reason(after: Evaluation) -> str:
    patron, proxy = (name(after.model, player) for player in after.game.players)
    return _REASONS[str(after.properties[("corner", None)])].format(patron=patron, proxy=proxy)


HEADLINE = Headline(
    "delegation",
    "effort",
    "share",
    _effort,
    _clause,
    _reason,
    "what a patron pays for and what its proxy does of its own accord",
)
