"""What is read off bargaining with a private cost of war."""

from __future__ import annotations

from deterrence.games import bargain
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure

_SHARE = "share of the stake"

MEASURES = {
    "range_low": Measure(bargain.range_low, "game", _SHARE, "the least share that the proposer prefers to war"),
    "range_high": Measure(
        bargain.range_high, "game", _SHARE, "the greatest share of the proposer that no responder fights over"
    ),
    "range_width": Measure(
        bargain.range_width,
        "game",
        _SHARE,
        "the width of the range of settlements that every responder prefers to war",
        better="higher",
    ),
    "demand": Measure(bargain.demand, "member", _SHARE, "the share that the proposer demands"),
    "p_war": Measure(bargain.p_war, "member", "probability", "the chance of war", better="lower"),
}

HEADLINE = figure_headline(
    "bargaining",
    "p_war",
    "chance of war",
    "whether a demand goes so far that war is risked although a deal would serve both",
)
