"""What is read off an extensive game: the chance of each of its outcomes, in every equilibrium."""

from __future__ import annotations

from deterrence.study.rows.headline import count_headline
from deterrence.study.rows.measure import figure

MEASURES = {
    "p_outcome": figure("probability", "the chance that the game ends in the outcome named after the dot"),
}

HEADLINE = count_headline("extensive game", "where reasoned play leads, move by move")
