"""What is read off a crisis that a mediator may coordinate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from deterrence.games.mediator import is_credible
from deterrence.solvers import mediation_values as values
from deterrence.study.effects import effect
from deterrence.study.figures import moved, number
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_SUM = "payoff units, summed over players"

MEASURES: Mapping[str, Measure] = {
    "mediated_value": Measure(
        values.mediated_value, "game", _SUM, "the greatest sum of payoffs that a trusted mediator can bring about"
    ),
    "best_unmediated_value": Measure(
        values.best_unmediated_value, "game", _SUM, "the greatest sum of payoffs in equilibrium without a mediator"
    ),
    "gain": Measure(
        values.gain,
        "game",
        _SUM,
        "what a trusted mediator adds to the best that is reached without one",
        better="higher",
    ),
    "is_credible": Measure(
        is_credible,
        "game",
        "yes or no",
        "whether a mediator with this interest of its own is believed",
        better="higher",
    ),
    "credible_gain": Measure(
        values.credible_gain,
        "game",
        _SUM,
        "the gain where the mediator is believed, 0 where it is not",
        better="higher",
    ),
}


def _figure(evaluation: Evaluation, name: str) -> float:
    return float(evaluation.properties.get((name, None), math.nan))


def _value(evaluation: Evaluation) -> float:
    return _figure(evaluation, "credible_gain")


def _clause(before: Evaluation, after: Evaluation) -> str:
    then, now = _value(before), _value(after)
    believed = _figure(after, "is_credible")
    verdict = "" if math.isnan(believed) else f"; a mediator with this interest is {'' if believed else 'not '}believed"
    levels = (
        f" ({number(_figure(after, 'mediated_value'))} with one, "
        f"{number(_figure(after, 'best_unmediated_value'))} without)"
    )
    what = "what mediation adds to the best sum of payoffs"
    if effect(now, then) == "none":
        return f"{what} {'stays at' if after.model.applied else 'is'} {number(now)}{levels}{verdict}"
    return f"{what} {moved(then, now)}{levels}{verdict}"


def _reason(after: Evaluation) -> str:
    if _figure(after, "is_credible") == 0:
        return "the mediator is not believed, because its own interest speaks against it"
    return "not what a mediator adds"


HEADLINE = Headline(
    "mediated crisis",
    "credible_gain",
    "count",
    _value,
    _clause,
    _reason,
    "whether a go-between can steer both sides by messages that they have reason to follow",
)
