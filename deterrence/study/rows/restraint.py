"""What is read off repeated restraint, on one front or on several that punish together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from deterrence.games import linked_measures, single_front
from deterrence.games import restraint_measures as shared
from deterrence.games.profile import Player
from deterrence.study.effects import effect
from deterrence.study.figures import moved, number
from deterrence.study.names import name
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_PATIENCE = "discount factor"
_PAYOFF = "payoff units per period"

#: Measures that one front and several fronts share.
_SHARED: Mapping[str, Measure] = {
    "critical_discount": Measure(
        shared.critical_discount,
        "player",
        _PATIENCE,
        "the least patience at which the player holds back under this threat",
        better="lower",
    ),
    "is_sustained": Measure(
        shared.is_sustained, "game", "yes or no", "whether restraint is an equilibrium", better="higher"
    ),
    "margin": Measure(
        shared.margin, "game", _PATIENCE, "patience of the binding player above its threshold", better="higher"
    ),
    "binding_player": Measure(
        shared.binding_player, "game", "", "the player nearest to breaking, or furthest beyond it", "seat"
    ),
    "incentive": Measure(
        shared.incentive,
        "player",
        "share of the payoff range per period",
        "what the player gains by keeping to restraint and its threat rather than leaving them once; below 0 it pays "
        "to leave them",
        better="higher",
    ),
    "value": Measure(
        shared.value, "player", _PAYOFF, "average discounted payoff while restraint is sustained", better="higher"
    ),
    "shortest_punishment": Measure(
        shared.shortest_punishment, "game", "periods", "the shortest punishment that deters everybody", better="lower"
    ),
    "expected_periods_to_breakdown": Measure(
        shared.expected_periods_to_breakdown, "game", "periods", "mean wait for a false alarm", better="higher"
    ),
    "restraint_share": Measure(
        shared.restraint_share, "game", "share of periods", "long-run share of periods in restraint", better="higher"
    ),
}

SINGLE: Mapping[str, Measure] = {
    **_SHARED,
    "grim_critical_discount": Measure(
        single_front.grim_critical_discount,
        "player",
        _PATIENCE,
        "the least patience when monitoring is perfect and punishment is for ever",
        better="lower",
    ),
    "tft_critical_discount": Measure(
        single_front.tft_critical_discount,
        "player",
        _PATIENCE,
        "the least patience at which tit-for-tat is a Nash equilibrium",
        better="lower",
    ),
    "max_false_alarm": Measure(
        single_front.max_false_alarm,
        "player",
        "probability per period",
        "the largest rate of false alarms that restraint survives",
        better="higher",
    ),
    "best_symmetric_value": Measure(
        single_front.best_symmetric_value,
        "player",
        _PAYOFF,
        "the most that strongly symmetric strategies with public randomisation can give",
        better="higher",
    ),
    "is_dilemma": Measure(
        single_front.is_dilemma, "game", "yes or no", "whether the stage game is a dilemma for everybody"
    ),
    "class": Measure(single_front.class_labels, "player", "", "the kind of stage game that the player faces", "label"),
}

LINKED: Mapping[str, Measure] = {
    **_SHARED,
    "separate_critical_discount": Measure(
        linked_measures.separate_critical_discount,
        "player",
        _PATIENCE,
        "the least patience at which the player holds back when every front punishes alone",
        better="lower",
    ),
    "binding_subset": Measure(
        linked_measures.binding_subset, "player", "", "the fronts on which attacking together tempts most", "label"
    ),
}


def _incentive(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("incentive", evaluation.properties[("binding_player", None)])])


def _restraint_clause(before: Evaluation, after: Evaluation) -> str:
    binding = after.properties[("binding_player", None)]
    key = ("critical_discount", binding)
    then, now = float(before.properties[key]), float(after.properties[key])
    sustained, was = (bool(e.properties[("is_sustained", None)]) for e in (after, before))
    verdict = "restraint is an equilibrium" if sustained else "restraint is not an equilibrium"
    also = "" if was == sustained else ", which it was not before" if sustained else ", which it was before"
    return f"{_demand(after, binding, then, now)}, so {verdict}{also}"


def _demand(after: Evaluation, player: Player, then: float, now: float) -> str:
    """Say how much patience restraint asks of a player, as a clause that suits one and many."""
    who, game = name(after.model, player), cast("Any", after.game)
    has = f"assumed {number(game.discount[game.players.index(player)])}"
    is_still = effect(now, then) == "none"
    if math.isinf(now):
        before = "" if not after.model.applied else ", as before" if is_still else f", where {number(then)} was enough"
        return f"no patience of {who} makes restraint pay{before}"
    asked = f"the least patience that restraint asks of {who}"
    if is_still:
        return f"{asked} {'stays at' if after.model.applied else 'is'} {number(now)} ({has})"
    if math.isinf(then):
        return f"{asked} is {number(now)} ({has}), where none was enough"
    return f"{asked} {moved(then, now)} ({has})"


def _restraint_reason(after: Evaluation) -> str:
    binding = after.properties[("binding_player", None)]
    who, threshold = name(after.model, binding), float(after.properties[("critical_discount", binding)])
    if math.isinf(threshold):
        kind = str(after.properties.get(("class", binding), "")).replace("_", " ")
        because = f"the stage game there is a {kind}" if kind not in ("", "dilemma") else "the threat costs too little"
        return f"no patience of {who} makes restraint pay: {because}"
    if threshold == 0:
        return f"restraint asks no patience of {who}"
    return f"not the incentive of {who}, the player nearest to breaking"


SINGLE_HEADLINE = Headline(
    "repeated restraint",
    "incentive",
    "share",
    _incentive,
    _restraint_clause,
    _restraint_reason,
    "whether the threat of lasting answers makes holding back pay, false alarms included",
)
LINKED_HEADLINE = Headline(
    "linked restraint",
    "incentive",
    "share",
    _incentive,
    _restraint_clause,
    _restraint_reason,
    "whether answering on every front at once makes holding back pay",
)
