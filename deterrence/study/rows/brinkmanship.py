"""What is read off brinkmanship, with costs of disaster that all know or that each side keeps to itself."""

from __future__ import annotations

from deterrence.games import brinkmanship as known
from deterrence.games import private_brinkmanship as private
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure

MEASURES = {
    "resolve": Measure(
        known.resolve, "player", "probability", "the greatest risk of disaster that the player runs for a sure prize"
    ),
    "highest_rung": Measure(
        known.highest_rung, "player", "rungs", "the highest rung whose risk the player runs for a sure prize"
    ),
    "winner": Measure(known.winner, "game", "", "who gets the prize unless disaster comes first", "seat"),
    "climbs": Measure(known.climbs, "member", "rungs", "how many rungs are climbed", better="lower"),
    "p_disaster": Measure(known.p_disaster, "member", "probability", "the chance of disaster", better="lower"),
}

PRIVATE = {"p_disaster": Measure(private.p_disaster, "member", "probability", "the chance of disaster", better="lower")}

HEADLINE = figure_headline(
    "brinkmanship",
    "p_disaster",
    "chance of disaster",
    "who dares run the larger risk of a disaster that nobody would choose",
)
PRIVATE_HEADLINE = figure_headline(
    "private brinkmanship",
    "p_disaster",
    "chance of disaster",
    "how much risk of disaster is run when neither side knows what it would cost the other",
)
