"""The one figure and the one clause that stand for a game: HEADLINES has a row for every form.

A form's row says what the figure is, how it moved in words, and why it did not move where it did not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from deterrence.games.profile import Player
from deterrence.solvers.solution import Equilibrium
from deterrence.study.effects import change, effect
from deterrence.study.evaluation import Evaluation
from deterrence.study.figures import number
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Headline:
    """One row of the table of headlines.

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
    """

    words: str
    measure: str
    unit: Literal["share", "count"]
    value: Callable[[Evaluation], float]
    clause: Callable[[Evaluation, Evaluation], str]
    reason: Callable[[Evaluation], str]


def name(model: Model, player: Player) -> str:
    """Return the name of an actor, or the label of a player that is none."""
    actor = model.actors.get(str(player))
    return str(player) if actor is None else actor.name


def play(model: Model, member: Equilibrium) -> str:
    """Say what an equilibrium is: its name, or, of a one-shot game, what each player does."""
    if any(set(strategy) != {"stage"} for strategy in member.strategies.values()):
        return member.name.replace("_", " ")
    parts: list[str] = []
    for player, strategy in member.strategies.items():
        mixed = {action: float(chance) for action, chance in strategy["stage"].items() if chance > 0}
        does = " or ".join(action if chance == 1 else f"{chance:.0%} {action}" for action, chance in mixed.items())
        parts.append(f"{name(model, player)}: {does}")
    return ", ".join(parts)


def _count(evaluation: Evaluation) -> float:
    return float(len(evaluation.found.members))


def _count_clause(before: Evaluation, after: Evaluation) -> str:
    then, now = len(before.found.members), len(after.found.members)
    if then != now:
        return f"the number of equilibria goes from {then} to {now}"
    return f"the number of equilibria {'stays at' if after.model.applied else 'is'} {now}"


def _count_reason(_: Evaluation) -> str:
    return "too little to change the number of equilibria"


def _incentive(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("incentive", evaluation.properties[("binding_player", None)])])


def _restraint_clause(before: Evaluation, after: Evaluation) -> str:
    binding = after.properties[("binding_player", None)]
    key = ("critical_discount", binding)
    then, now = float(before.properties[key]), float(after.properties[key])
    sustained, was = (bool(e.properties[("is_sustained", None)]) for e in (after, before))
    verdict = "restraint is an equilibrium" if sustained else "restraint is not an equilibrium"
    also = "" if was == sustained else ", which it was not before" if sustained else ", which it was before"
    return f"{_demand(after, binding, then, now)}, so {verdict}{also}"


def _demand(after: Evaluation, player: Player, then: float, now: float) -> str:
    """Say how much patience restraint asks of a player, as a clause that suits one and many."""
    who, game = name(after.model, player), cast("Any", after.game)
    has = f"assumed {number(game.discount[game.players.index(player)])}"
    is_still = effect(now, then) == "none"
    if math.isinf(now):
        before = "" if not after.model.applied else ", as before" if is_still else f", where {number(then)} was enough"
        return f"no patience of {who} makes restraint pay{before}"
    asked = f"the least patience that restraint asks of {who}"
    if is_still:
        return f"{asked} {'stays at' if after.model.applied else 'is'} {number(now)} ({has})"
    if math.isinf(then):
        return f"{asked} is {number(now)} ({has}), where none was enough"
    return f"{asked} goes from {number(then)} to {number(now)} ({has})"


def _restraint_reason(after: Evaluation) -> str:
    binding = after.properties[("binding_player", None)]
    who, threshold = name(after.model, binding), float(after.properties[("critical_discount", binding)])
    if math.isinf(threshold):
        kind = str(after.properties.get(("class", binding), "")).replace("_", " ")
        because = f"the stage game there is a {kind}" if kind not in ("", "dilemma") else "the threat costs too little"
        return f"no patience of {who} makes restraint pay: {because}"
    if threshold == 0:
        return f"restraint asks no patience of {who}"
    return f"not the incentive of {who}, the player nearest to breaking"


#: Form -> the figure and the words that stand for it.
HEADLINES: Mapping[str, Headline] = {
    "matrix": Headline("one-shot matrix", "equilibria", "count", _count, _count_clause, _count_reason),
    "restraint": Headline("repeated restraint", "incentive", "share", _incentive, _restraint_clause, _restraint_reason),
    "linked_restraint": Headline(
        "linked restraint", "incentive", "share", _incentive, _restraint_clause, _restraint_reason
    ),
}


def headline_value(evaluation: Evaluation) -> float:
    """Return the number that stands for a game in one row: for restraint, the binding player's incentive."""
    return HEADLINES[evaluation.game.form].value(evaluation)


def headline_table(evaluations: Iterable[Evaluation]) -> pd.DataFrame:
    """Return one row per option and game: the headline measure before and after, and who is nearest to breaking.

    Returns
    -------
    DataFrame
        Columns ``option``, ``game``, ``measure``, ``baseline``, ``value``, ``change``, ``effect``, ``restraint`` (holds
        before and after), ``binding`` (the player nearest to breaking), ``bound`` (the one before) and ``class`` (of
        the stage game, for the binding player).
    """
    import pandas as pd

    base: dict[str, Evaluation] = {}
    rows: list[dict[str, Any]] = []
    for evaluation in evaluations:
        game = evaluation.game.name
        before = base.setdefault(game, evaluation)
        baseline, value = headline_pair(before, evaluation)
        was, binding = (e.properties.get(("binding_player", None), "") for e in (before, evaluation))
        rows.append(
            {
                "option": evaluation.option,
                "game": game,
                "measure": HEADLINES[evaluation.game.form].measure,
                "baseline": baseline,
                "value": value,
                "change": change(value, baseline),
                "effect": effect(value, baseline),
                "restraint": _holds(before, evaluation),
                "binding": binding,
                "bound": was,
                "class": evaluation.properties.get(("class", binding), ""),
            }
        )
    return pd.DataFrame(rows)


def headline_pair(before: Evaluation, after: Evaluation) -> tuple[float, float]:
    """Return the figure before and after, of one and the same player.

    Payoffs of different players cannot be compared, so where the binding player changes, the new one's figure is
    followed if it fell, and the old one's otherwise.
    """
    was, now = (e.properties.get(("binding_player", None)) for e in (before, after))
    if was == now or ("incentive", was) not in after.properties:
        return headline_value(before), headline_value(after)
    key = "incentive"
    new = float(before.properties[(key, now)]), float(after.properties[(key, now)])
    old = float(before.properties[(key, was)]), float(after.properties[(key, was)])
    return new if new[1] < new[0] else old


def _holds(before: Evaluation, after: Evaluation) -> str:
    key = ("is_sustained", None)
    if key not in after.properties:
        return ""
    then, now = ("yes" if e.properties[key] else "no" for e in (before, after))
    return now if then == now else f"{then} to {now}"
