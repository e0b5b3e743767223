"""A back-test in sentences: what was scored, what sets the models apart, and what so few moves cannot say."""

from __future__ import annotations

import math
from typing import Any

from deterrence.errors import counted
from deterrence.study.evidence.backtest import PERSISTENCE, RANDOM, BackTest
from deterrence.study.words import NOT_A_FORECAST

#: Differences within so many standard errors are called no difference.
_ERRORS = 2.0


def takeaway(found: BackTest) -> str:
    """Say in one sentence how the models compare with random choice on the moves that are coded clear."""
    rows = [row for row in found.totals.to_dict("records") if row["model"] != RANDOM]
    apart = [row for row in rows if abs(row["above_random"]) > _ERRORS * row["standard_error"]]
    n_moves = int(found.totals["n_moves"].iloc[0])
    verdict = (
        f"only {' and '.join(_name(row) for row in apart)} scored more than two standard errors away from random choice"
        if apart
        else "no model scored more than two standard errors away from random choice"
    )
    return f"Over {counted(n_moves, 'move')} coded clear, {verdict}: {'; '.join(map(_difference, rows))}."


def backtest_sentences(found: BackTest) -> list[str]:
    """Say what a back-test holds, and everything that speaks against leaning on it."""
    total = found.totals
    n_moves = int(total["n_moves"].iloc[0])
    open_ = found.scores[found.scores["coding"] == "ambiguous"]["move"].nunique()
    until = "" if found.freeze is None else f" before {found.freeze}"
    said = [
        takeaway(found),
        f"Scored are {counted(n_moves, 'move')} on the ladder “{found.game}”{until}; the score of a move is the "
        "natural logarithm of the probability that a model gave to what was coded, 0 at the most; scores add up.",
    ]
    if open_:
        said.append(
            f"{counted(open_, 'further move')} can be read in several ways: every reading is listed, none counts in "
            "the totals, and the columns lowest and highest say what they could add."
        )
    actions = found.scores[(found.scores["model"] == RANDOM) & (found.scores["coding"] == "clear")]["action"]
    counts = ", ".join(f"{n} {action}" for action, n in actions.value_counts().items())
    said.append(
        f"Coded were {counts}: what sources thought worth telling. Weeks in which nothing was told are missing, so a "
        "model that expects more of the same kind gains by the choice of the sources."
    )
    said.append(
        f"{counted(n_moves, 'move')} can rule out a model that is sure and wrong; they cannot rank models that differ "
        "by a few points. Standard errors take moves as independent, which answers to one another are not, so the true "
        "uncertainty is larger."
    )
    unsolved = total[total["log_score"].isna()]["model"].tolist()
    if unsolved:
        said.append(f"Not solved, so without a score: {', '.join(unsolved)}.")
    said.append(
        "Whoever set the parameters knew of these moves, unless the model's own notes say otherwise: this is a test of "
        "fit with hindsight, not of foresight."
    )
    return [*said, NOT_A_FORECAST]


def miss_sentence(found: BackTest) -> str:
    """Say what the list of misses is."""
    if not len(found.misses):
        return "No model gave less to a coded move than to another posture."
    return (
        "Every move to which a model gave less probability than to another posture, the least likely first. Random "
        f"choice gives no posture more than another, so it misses nothing and knows nothing. {NOT_A_FORECAST}"
    )


def _difference(row: dict[Any, Any]) -> str:
    gain, error = float(row["above_random"]), float(row["standard_error"])
    if math.isnan(gain):
        return f"{_name(row)} was not solved"
    spread = "" if math.isnan(error) else f" (standard error {error:.2f})"
    return f"{_name(row)} by {gain:+.2f}{spread}"


def _name(row: dict[Any, Any]) -> str:
    if row["model"] == PERSISTENCE:
        return "persistence (the last posture again)"
    return f"the ladder model at precision {row['precision']:g}"
