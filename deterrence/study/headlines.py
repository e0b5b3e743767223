"""The headline figures as a table: one row per option and game."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from deterrence.games.ladder import Ladder
from deterrence.games.profile import Player
from deterrence.study.effects import change, effect
from deterrence.study.evaluation import Evaluation
from deterrence.study.rows import HEADLINES

if TYPE_CHECKING:
    import pandas as pd


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
    player = headline_player(before, after)
    if player is None or ("incentive", player) not in after.properties:
        return headline_value(before), headline_value(after)
    return float(before.properties[("incentive", player)]), float(after.properties[("incentive", player)])


def headline_player(before: Evaluation, after: Evaluation) -> Player | None:
    """Return whose figure ``headline_pair`` follows, None for forms whose figure belongs to nobody."""
    was, now = (e.properties.get(("binding_player", None)) for e in (before, after))
    if was == now or ("incentive", was) not in after.properties:
        return now
    new = float(before.properties[("incentive", now)]), float(after.properties[("incentive", now)])
    return now if new[1] < new[0] else was


def headline_figure(before: Evaluation, after: Evaluation) -> tuple[str, str, Player | None]:
    """Return the figure that stands for a game as sweeps name it: statistic, measure, player."""
    measure = HEADLINES[after.game.form].measure
    if isinstance(after.game, Ladder):
        return "selected", f"{measure}.{after.game.fronts[0].name}", None
    return "count" if measure == "equilibria" else "selected", measure, headline_player(before, after)


def _holds(before: Evaluation, after: Evaluation) -> str:
    key = ("is_sustained", None)
    if key not in after.properties:
        return ""
    then, now = ("yes" if e.properties[key] else "no" for e in (before, after))
    return now if then == now else f"{then} to {now}"
