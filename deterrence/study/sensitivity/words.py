"""Sensitivities in a sentence: which of the assumed numbers moves the figure most, and by how much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.study.evaluation import portfolio_words
from deterrence.study.figures import figure_words as measured
from deterrence.study.figures import measure_words, precise, share
from deterrence.study.ladder_figures import start_title
from deterrence.study.names import name, period_word
from deterrence.study.rows import HEADLINES
from deterrence.study.words import NOT_A_FORECAST, starting, starting_point
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sensitivity.question import Sensitivity


#: Figures of a ladder in words.
_LADDER = {
    "p_top": "the chance that {where} reaches its top rung within {horizon} {period}s",
    "p_any_top": "the chance that any front reaches its top rung within {horizon} {period}s",
    "expected_rung": "the expected rung of {where} after {horizon} {period}s",
    "first_passage": "the mean wait until {where} reaches its top rung",
    "p_escalate": "the chance that {who} escalates on {where} at the start",
}


def figure_words(question: Sensitivity) -> str:
    """Say what is analysed: ``the effect of Lebanon first at 100% on the chance of war``."""
    outcome, model = question.outcome, question.model
    kind, _, front = outcome.measure.partition(".")
    who = "" if outcome.player is None else name(model, outcome.player)
    where = f"the front '{front.replace('_', ' ')}'" if front else "a front"
    words = _LADDER.get(kind, "").format(where=where, who=who, horizon=question.plan.horizon, period=period_word(model))
    called = f"figure '{measure_words(kind)}' (1 or 0)" if kind.startswith("is_") else measured(kind)
    words = words or f"the {called}" + (f" of {who}" if who else "")
    if question.statistic == "exists":
        words = f"whether {words} exists"
    elif question.statistic != "selected":
        words += f", {question.statistic} over the equilibria"
    if not question.option:
        return words
    option = portfolio_words(model, read_portfolio(model, question.option))
    return f"the effect of {option} on {words}" if question.is_effect else f"{words} with {option}"


def tornado_sentence(question: Sensitivity, table: pd.DataFrame) -> str:
    """Say which parameter, moved alone over its range, moves the figure most."""
    rows = _rows(table)
    moving = [row for row in rows if row["width"] > 0]
    if not moving:
        said = f"no parameter, moved alone over its range, moves {figure_words(question)} from {_at(question)}"
        return _sentence(question, said)
    first = moving[0]
    said = (
        f"{first['parameter']}, moved alone over its range, moves {figure_words(question)} most: it is "
        f"{told(first['at_low'])} at {precise(first['low'])} and {told(first['at_high'])} at "
        f"{precise(first['high'])}, against {_at(question)} at the model's own values"
    )
    return _sentence(question, said + _next(moving))


def sobol_sentence(question: Sensitivity, table: pd.DataFrame) -> str:
    """Say which parameter has a part in the largest share of the variance."""
    rows = _rows(table)
    first, together = rows[0], sum(row["first_order"] for row in rows)
    said = (
        f"{first['parameter']} has a part in {_part(first, 'total')} of the variance of {figure_words(question)} over "
        f"the assumed ranges, and explains {_part(first, 'first_order')} alone{_next(rows)}. Each alone, all of "
        f"them explain {share(min(max(together, 0.0), 1.0))} of it together, and the rest is theirs jointly. These are "
        "estimates of shares over ranges that are assumed, no probabilities"
    )
    return _sentence(question, said)


def morris_sentence(question: Sensitivity, table: pd.DataFrame) -> str:
    """Say which parameter's elementary effects are largest, and whether they depend on the others."""
    rows = [row for row in _rows(table) if row["mu_star"] > 0]
    if not rows:
        return _sentence(question, f"no parameter moves {figure_words(question)} at the points that were tried")
    first = rows[0]
    depends = "depends" if first["sigma"] > 0.5 * first["mu_star"] else "hardly depends"
    said = (
        f"{first['parameter']} moves {figure_words(question)} most, by {precise(first['mu_star'])} on average over the "
        f"whole of its range, and that {depends} on the others{_next(rows)}"
    )
    return _sentence(question, said)


def derivative_sentence(question: Sensitivity, table: pd.DataFrame) -> str:
    """Say which parameter the figure answers to most at the model's own values."""
    rows = [row for row in _rows(table) if row["over_range"] != 0 and not math.isnan(row["over_range"])]
    if not rows:
        return _sentence(question, f"{figure_words(question)} answers to no parameter at the model's own values")
    first = rows[0]
    said = (
        f"at the model's own values {figure_words(question)}, {_at(question)}, answers most to {first['parameter']}: "
        f"the derivative is {precise(first['derivative'])}, along a straight line {precise(first['over_range'])} over "
        f"the whole range{_next(rows)}"
    )
    return _sentence(question, said)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _at(question: Sensitivity) -> str:
    return told(question.value)


def told(value: float) -> str:
    """Return a figure with six digits, or say that it is infinite or undefined."""
    return "undefined" if math.isnan(value) else "infinite" if math.isinf(value) else precise(value)


def _part(row: dict[str, Any], key: str) -> str:
    """Return a share with its interval, as far as shares go."""
    middle, low, high = (min(max(row[f"{key}{end}"], 0.0), 1.0) for end in ("", "_low", "_high"))
    return f"{share(middle)} ({share(low)} to {share(high)})"


def _next(rows: list[dict[str, Any]]) -> str:
    others = [row["parameter"] for row in rows[1:3]]
    return f"; next {'come' if len(others) > 1 else 'comes'} {' and '.join(others)}" if others else ""


def _sentence(question: Sensitivity, said: str) -> str:
    spec = question.model.games[question.outcome.game]
    game = formulate(question.model, question.outcome.game)
    start = starting_point(question.model, *([start_title(question.model, game)] if isinstance(game, Ladder) else []))
    opening = f"In the {HEADLINES[spec.form].words} model of {spec.title}, {starting(start)}"
    return f"{opening}: {said}. {NOT_A_FORECAST}"
