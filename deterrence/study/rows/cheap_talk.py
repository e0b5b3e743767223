"""What is read off cheap talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deterrence.games import cheap_talk
from deterrence.study.effects import effect
from deterrence.study.figures import moved, number
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure, figure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_LOSS = "squared distance, negative"

MEASURES: Mapping[str, Measure] = {
    "max_messages": Measure(
        cheap_talk.max_messages, "game", "messages", "how many messages can be told apart at most", better="higher"
    ),
    "best_receiver_value": Measure(
        cheap_talk.best_receiver_value,
        "game",
        _LOSS,
        "the listener's payoff with as many messages as can be told apart",
        better="higher",
    ),
    "mediated_value": Measure(
        cheap_talk.mediated_value, "game", _LOSS, "the listener's payoff with the best mediator", better="higher"
    ),
    "mediation_gain": Measure(
        cheap_talk.mediation_gain, "game", _LOSS, "what the best mediator adds to plain talk for the listener"
    ),
    "n_messages": figure("messages", "how many messages are told apart in the equilibrium", better="higher"),
    "cut_point": figure("share of the states", "a state at which one message gives way to the next"),
    "receiver_value": figure(_LOSS, "the listener's payoff in the equilibrium", better="higher"),
}


def _value(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("best_receiver_value", None)])


def _clause(before: Evaluation, after: Evaluation) -> str:
    then, now = _value(before), _value(after)
    count = float(after.properties[("max_messages", None)])
    told = (
        "every state can be told apart" if count == float("inf") else f"at most {count:.0f} messages can be told apart"
    )
    loss = "the listener's expected loss at best"
    mediated = f"({number(-float(after.properties[('mediated_value', None)]))} with the best mediator)"
    if effect(now, then) == "none":
        return f"{told}, and {loss} {'stays at' if after.model.applied else 'is'} {number(-now)} {mediated}"
    return f"{told}, and {loss} {moved(-then, -now)} {mediated}"


def _reason(_: Evaluation) -> str:
    return "not how much can be told"


HEADLINE = Headline(
    "cheap talk",
    "best_receiver_value",
    "count",
    _value,
    _clause,
    _reason,
    "how much a messenger with an interest of its own can tell and be believed",
)
