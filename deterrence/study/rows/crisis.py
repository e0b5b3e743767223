"""What is read off a crisis with private information on both sides."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

_CHANCE = "probability"

MEASURES: Mapping[str, Measure] = {
    "p_resist": figure(_CHANCE, "the chance that the target resists a challenge"),
    "p_challenge": figure(_CHANCE, "the chance that the challenger challenges", better="lower"),
    "p_fight": figure(_CHANCE, "the chance that the challenger fights when the target resists", better="lower"),
    "p_status_quo": figure(_CHANCE, "the chance that nobody challenges", better="higher"),
    "p_concession": figure(_CHANCE, "the chance that the target concedes to a challenge"),
    "p_war": figure(_CHANCE, "the chance that a challenge is resisted and ends in war", better="lower"),
    "p_backdown": figure(_CHANCE, "the chance that a challenge is resisted and withdrawn"),
}

HEADLINE = figure_headline(
    "crisis bargaining",
    "p_war",
    "chance of war",
    "whether a demand is made, resisted and fought over while each side is unsure of the other's stakes",
)
