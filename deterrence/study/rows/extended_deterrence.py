"""What is read off extended deterrence."""

from __future__ import annotations

from deterrence.games import extended_deterrence_measures as measures
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

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
    "p_attack": figure(_CHANCE, "chance that the challenger attacks", better="lower"),
    "p_resist": figure(_CHANCE, "chance that an attacked protege resists"),
    "p_intervention": figure(_CHANCE, "chance that the patron intervenes when the protege resists"),
    "p_status_quo": figure(_CHANCE, "chance that nobody attacks", better="higher"),
    "p_yield": figure(_CHANCE, "chance that the protege is attacked and yields"),
    "p_lone_fight": figure(_CHANCE, "chance that the protege fights alone"),
    "p_joint_fight": figure(_CHANCE, "chance that protege and patron fight together"),
    "p_conflict": figure(_CHANCE, "chance of a fight, with or without the patron", better="lower"),
}

HEADLINE = figure_headline("extended deterrence", "p_attack", "chance of an attack")
