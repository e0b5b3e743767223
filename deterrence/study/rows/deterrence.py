"""What is read off unilateral deterrence."""

from __future__ import annotations

from deterrence.games import deterrence_measures as measures
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

_CHANCE = "probability"

MEASURES = {
    "region": Measure(
        measures.region, "game", "", "the region of credibilities, named by its equilibrium after a challenge", "label"
    ),
    "c_hard": Measure(
        measures.c_hard, "game", _CHANCE, "the chance of resistance that stops a hard challenger", better="lower"
    ),
    "c_soft": Measure(
        measures.c_soft, "game", _CHANCE, "the chance of resistance that stops a soft challenger", better="lower"
    ),
    "d_threshold": Measure(
        measures.d_threshold,
        "game",
        _CHANCE,
        "the belief that a challenger is hard above which a soft defender concedes",
    ),
    "untested_resistance": Measure(
        measures.untested_resistance,
        "game",
        _CHANCE,
        "the least chance that a soft defender would resist at which nobody challenges",
        better="lower",
    ),
    "p_status_quo": figure(_CHANCE, "chance that nobody challenges", better="higher"),
    "p_concession": figure(_CHANCE, "chance that the defender concedes"),
    "p_retreat": figure(_CHANCE, "chance that a challenger is resisted and retreats"),
    "p_conflict": figure(_CHANCE, "chance of conflict", better="lower"),
    "p_challenge": figure(_CHANCE, "chance of a challenge", better="lower"),
    "soft_challenge": figure(_CHANCE, "chance that a soft challenger challenges", better="lower"),
    "soft_resistance": figure(_CHANCE, "chance that a soft defender resists a challenge"),
}

HEADLINE = figure_headline(
    "unilateral deterrence",
    "p_conflict",
    "chance of conflict",
    "whether a challenger expects resistance that the defender may have no reason to offer",
)
