"""What is read off extended deterrence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games import extended_deterrence_measures as measures
from deterrence.numerics import nan
from deterrence.study.effects import effect
from deterrence.study.figures import figure, moved
from deterrence.study.names import name
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure
from deterrence.study.rows.measure import figure as member_figure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_CHANCE = "probability"

MEASURES = {
    "patron_threshold": Measure(
        measures.patron_threshold, "game", _CHANCE, "the chance of intervention from which on the protege resists"
    ),
    "challenger_threshold": Measure(
        measures.challenger_threshold,
        "game",
        _CHANCE,
        "the chance of intervention from which on a challenger that would be resisted waits",
        better="lower",
    ),
    "p_attack": member_figure(_CHANCE, "the chance that the challenger attacks", better="lower"),
    "p_resist": member_figure(_CHANCE, "the chance that an attacked protege resists"),
    "p_intervention": member_figure(_CHANCE, "the chance that the patron intervenes when the protege resists"),
    "p_status_quo": member_figure(_CHANCE, "the chance that nobody attacks", better="higher"),
    "p_yield": member_figure(_CHANCE, "the chance that the protege is attacked and yields"),
    "p_lone_fight": member_figure(_CHANCE, "the chance that the protege fights alone"),
    "p_joint_fight": member_figure(_CHANCE, "the chance that protege and patron fight together"),
    "p_conflict": member_figure(_CHANCE, "the chance of a fight, with or without the patron", better="lower"),
}


def _attack(evaluation: Evaluation) -> float:
    member = evaluation.found.selected
    return nan if member is None else float(member.details["figures"]["p_attack"])


def _clause(before: Evaluation, after: Evaluation) -> str:
    challenger, protege, patron = (name(after.model, player) for player in after.game.players)
    then, now = _attack(before), _attack(after)
    which = "" if len(after.found.members) < 2 else " in the equilibrium shown"
    if effect(now, then) == "none":
        course = f"{'stays at' if after.model.applied else 'is'} {figure(now, True)}"
    else:
        course = moved(then, now, True)
    sentence = f"the chance that {challenger} attacks{which} {course}"
    member = after.found.selected
    if member is None:
        return sentence
    chances = member.details["figures"]
    reply = "resist" if chances["p_resist"] else "yield"
    return (
        f"{sentence}; attacked, {protege} would {reply}, and {patron} would join a fight with a chance of "
        f"{figure(float(chances['p_intervention']), True)}"
    )


def _reason(after: Evaluation) -> str:
    return f"not whether {name(after.model, after.game.players[0])} attacks"


HEADLINE = Headline(
    "extended deterrence",
    "p_attack",
    "share",
    _attack,
    _clause,
    _reason,
    "whether a patron that may help deters a challenger, or emboldens the one it protects",
)
