"""What is read off a patron and its proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games import delegation_measures as measures
from deterrence.study.effects import effect
from deterrence.study.figures import number
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
    "interior": "too little to move the proxy's effort",
    "self_motivated": "the proxy is driven by itself, so what changes what the patron pays does not reach it",
    "full_effort": "the proxy makes full effort before and after",
    "none": "the proxy makes no effort before or after",
}


def _effort(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("effort", None)])


def _clause(before: Evaluation, after: Evaluation) -> str:
    then, now = _effort(before), _effort(after)
    if effect(now, then) == "none":
        return f"the proxy's effort {'stays at' if after.model.applied else 'is'} {number(now)}"
    return f"the proxy's effort goes from {number(then)} to {number(now)}"


def _reason(after: Evaluation) -> str:
    return _REASONS[str(after.properties[("corner", None)])]


HEADLINE = Headline(
    "delegation",
    "effort",
    "share",
    _effort,
    _clause,
    _reason,
    "what a patron pays for and what its proxy does of its own accord",
)
