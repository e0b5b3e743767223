"""The comparison as people read it: short columns, and a note for what the rows cannot say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deterrence.study.effects import effect
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.figures import number
from deterrence.study.headlines import HEADLINES, headline_value, name
from deterrence.study.words import NOT_A_FORECAST, why_nothing_changed
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd


def comparison_table(model: Model, headlines: pd.DataFrame) -> pd.DataFrame:
    """Return the headline rows with names and figures for reading.

    For the forms of restraint the figure is the binding player's incentive to hold back, in per cent of its payoff
    range; negative means that restraint is not an equilibrium. For a matrix it is the number of equilibria.
    """
    table = headlines.copy()
    shares = {row.measure for row in HEADLINES.values() if row.unit == "share"}
    is_share = [measure in shares for measure in table["measure"]]
    for column, sign in (("baseline", ""), ("value", ""), ("change", "+")):
        table[column] = [figure(v, share, sign) for v, share in zip(table[column], is_share, strict=True)]
    table["binding"] = [name(model, player) for player in table["binding"]]
    order = ["option", "game", "baseline", "value", "change", "effect", "restraint", "binding", "class"]
    renamed = {"value": "with it"}
    return table[order].rename(columns=renamed)


def figure(value: float, is_share: bool, sign: str = "") -> str:
    """Return a headline figure in words: shares in per cent, counts as they are."""
    if not is_share or not math.isfinite(value):
        return number(value)
    rounded = f"{100 * value:{sign}.1f}%"
    return "0%" if sign and value == 0 else rounded


def comparison_notes(model: Model, evaluations: Sequence[Evaluation]) -> list[str]:
    """Return what the rows cannot say: how to read them, and why options without effect have none."""
    base = {e.game.name: e for e in evaluations if e.option == BASELINE}
    notes = [
        "",
        "Figures: what the binding player gains by holding back rather than attacking once, per period, in per cent",
        "of its payoff range. Below 0, restraint is not an equilibrium of that game. For a matrix: the number of",
        "equilibria.",
        f"Payoffs are assumed. {NOT_A_FORECAST}",
        "",
        "Without effect on the figures above:",
    ]
    still: dict[str, list[Evaluation]] = {}
    moving: set[str] = set()
    for evaluation in evaluations:
        if evaluation.option != BASELINE:
            before = base[evaluation.game.name]
            if effect(headline_value(evaluation), headline_value(before)) == "none":
                still.setdefault(evaluation.option, []).append(evaluation)
            else:
                moving.add(evaluation.option)
    idle = [option for option in still if option not in moving]
    for option in idle:
        reasons: dict[str, list[str]] = {}
        for evaluation in still[option]:
            reasons.setdefault(why_nothing_changed(base[evaluation.game.name], evaluation), []).append(
                evaluation.game.name
            )
        notes += [f"- {option} on {', '.join(games)}: {reason}" for reason, games in reasons.items()]
    if not idle:
        notes.append("- every option moves at least one game; rows marked 'none' are games that it leaves as they are.")
    return notes
