"""The record of a headline: the one figure and the one clause that stand for a game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deterrence.numerics import nan
from deterrence.study.effects import effect
from deterrence.study.figures import moved, number

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation


@dataclass(frozen=True)
class Headline:
    """What stands for a form in one row and one sentence.

    Parameters
    ----------
    words
        What the form is called in a sentence.
    measure
        The name of the figure.
    unit
        ``share`` is shown in per cent, ``count`` as it is.
    value
        The figure of a solved game.
    clause
        How it moved between two evaluations, as a clause.
    reason
        Why it did not move although the game reads something that did, as a clause.
    lens
        What the form asks, in words that follow "it asks": what it sees that other forms leave out.
    """

    words: str
    measure: str
    unit: Literal["share", "count"]
    value: Callable[[Evaluation], float]
    clause: Callable[[Evaluation, Evaluation], str]
    reason: Callable[[Evaluation], str]
    lens: str


def count(evaluation: Evaluation) -> float:
    """Return the number of equilibria."""
    return float(len(evaluation.found.members))


def count_clause(before: Evaluation, after: Evaluation) -> str:
    """Say how the number of equilibria moved."""
    then, now = len(before.found.members), len(after.found.members)
    if then != now:
        return f"the number of equilibria goes from {then} to {now}"
    return f"the number of equilibria {'stays at' if after.model.applied else 'is'} {now}"


def count_reason(_: Evaluation) -> str:
    """Say why it did not."""
    return "too little to change the number of equilibria"


def count_headline(words: str, lens: str) -> Headline:
    """Return the headline of a form whose figure is the number of equilibria."""
    return Headline(words, "equilibria", "count", count, count_clause, count_reason, lens)


def figure_headline(
    words: str, measure: str, phrase: str, lens: str, *, unit: Literal["share", "count"] = "share"
) -> Headline:
    """Return the headline of a form whose figure is one of its selected equilibrium.

    Parameters
    ----------
    words
        What the form is called in a sentence.
    measure
        A figure of every equilibrium, a row of the form's measures.
    phrase
        The figure in words that follow "the": ``"chance of war"``.
    lens
        What the form asks, in words that follow "it asks".
    unit
        ``share`` is shown in per cent, ``count`` as it is.
    """

    def value(evaluation: Evaluation) -> float:
        member = evaluation.found.selected
        return nan if member is None else float(member.details["figures"][measure])

    def shown(figure: float) -> str:
        return f"{figure:.1%}" if unit == "share" else number(figure)

    def clause(before: Evaluation, after: Evaluation) -> str:
        then, now = value(before), value(after)
        which = "" if len(after.found.members) < 2 else " in the equilibrium shown"
        if effect(now, then) == "none":
            return f"the {phrase}{which} {'stays at' if after.model.applied else 'is'} {shown(now)}"
        return f"the {phrase}{which} {moved(then, now, unit == 'share')}"

    def reason(after: Evaluation) -> str:
        return f"not the {phrase}" + ("" if len(after.found.members) < 2 else " in the equilibrium shown")

    return Headline(words, measure, unit, value, clause, reason, lens)
