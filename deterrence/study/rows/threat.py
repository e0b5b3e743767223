"""What is read off a threat that costs something."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.games import threat_measures as own
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

_CHANCE = "probability"
_COST = "payoff units"

MEASURES: Mapping[str, Measure] = {
    "deterring_belief": Measure(
        own.deterring_belief, "game", _CHANCE, "the least belief in a strong sender that deters a challenge"
    ),
    "least_credible_cost": Measure(
        own.least_credible_cost, "game", _COST, "the least cost at which a threat that is made deters for sure"
    ),
    "greatest_credible_cost": Measure(
        own.greatest_credible_cost, "game", _COST, "the greatest cost that a strong sender would pay to be believed"
    ),
    "kind": figure("", "what threats show: separating, semi_separating, pooling, babbling or perverse", gives="label"),
    "bluff": figure(_CHANCE, "the chance that a weak sender makes a threat that it would not carry out"),
    "challenge": figure(_CHANCE, "the chance that a threat is challenged, made or not", better="lower"),
    "p_challenge": figure(_CHANCE, "the chance that the sender is challenged", better="lower"),
    "p_concession": figure(_CHANCE, "the chance that the sender is challenged and concedes"),
    "p_war": figure(_CHANCE, "the chance that the sender is challenged and fights", better="lower"),
}

HEADLINE = figure_headline(
    "costly threat", "p_war", "chance of war", "whether a costly threat tells a resolved sender from one that bluffs"
)
