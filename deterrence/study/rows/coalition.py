"""What is read off a coalition of senders."""

from __future__ import annotations

from deterrence.games import coalition_measures as measures
from deterrence.study.rows.headline import figure_headline
from deterrence.study.rows.measure import Measure, figure

MEASURES = {
    "full_pressure": Measure(
        measures.full_pressure,
        "game",
        "unit of the demand",
        "the pressure of all senders together, less what leaks",
        better="higher",
    ),
    "critical_leakage": Measure(
        measures.critical_leakage,
        "game",
        "share",
        "the largest leakage at which all senders together still suffice",
        better="higher",
    ),
    "is_sufficient_alone": Measure(
        measures.is_sufficient_alone, "player", "yes or no", "whether the target concedes to this sender alone"
    ),
    "least_net_benefit": Measure(
        measures.least_net_benefit,
        "game",
        "payoff units",
        "what a concession is worth, less the cost, to the sender who gains least from joining",
        better="higher",
    ),
    "p_concession": figure("probability", "the chance that the target concedes", better="higher"),
    "n_joined": figure("count", "how many senders join", better="higher"),
}

HEADLINE = figure_headline(
    "coalition of senders",
    "p_concession",
    "chance of a concession",
    "which sets of states have reason to join in pressure",
)
