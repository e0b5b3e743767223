"""What is read off a standoff before two audiences."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.games import standoff
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

_CHANCE = "probability"

MEASURES: Mapping[str, Measure] = {
    "horizon": Measure(standoff.horizon, "game", "periods", "the time after which nobody concedes"),
    "p_concede_at_once": Measure(
        standoff.p_concede_at_once, "player", _CHANCE, "the chance that the player concedes before any cost has mounted"
    ),
    "p_stay": Measure(standoff.p_stay, "player", _CHANCE, "the chance that the player never concedes", better="lower"),
    "p_concede": figure(_CHANCE, "the chance that the player concedes, at once or later"),
    "p_war": figure(_CHANCE, "the chance that neither player concedes", better="lower"),
}

HEADLINE = figure_headline(
    "audience-cost standoff",
    "p_war",
    "chance of war",
    "who backs down first when backing down costs more the longer it takes",
)
