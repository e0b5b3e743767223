"""Options against the baseline: the full table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from deterrence.games.profile import Player
from deterrence.numerics import nan
from deterrence.study.effects import change, effect
from deterrence.study.evaluation import BASELINE, Evaluation, evaluate_portfolios
from deterrence.study.measures import figure_cells, tidy
from deterrence.study.ranking import check_objective, rank
from deterrence.study.rows import MEASURES
from deterrence.world.model import Model
from deterrence.world.options import Portfolio

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["game", "option", "statistic", "measure", "player", "value", "baseline", "change", "effect", "unit"]
_KEY = ["game", "statistic", "measure", "player"]


def compare(
    model: Model,
    options: Iterable[Portfolio] | Portfolio | None = None,
    games: Iterable[str] | None = None,
    *,
    objective: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Compare options with the baseline over the games of a model.

    Parameters
    ----------
    model
        The baseline world.
    options
        A list of portfolios, each an id, a text such as ``"a+b=.5"`` or a mapping from id to strength; None means each
        option alone. A text or a mapping by itself is one portfolio. Portfolios that come to the same, and games named
        twice, are compared once.
    games
        Ids of games; None means all of the model's.
    objective
        None for the plain table. A name in ``OBJECTIVES`` returns options ranked by it instead, see ``rank``.
    progress
        Called with (portfolios done, portfolios in all).

    Returns
    -------
    DataFrame
        Columns ``game``, ``option`` (the baseline first), ``statistic`` (``count``, ``lowest``, ``highest`` and
        ``selected`` over the equilibria; a property of the game counts as ``selected``), ``measure``, ``player``,
        ``value``, ``baseline``, ``change``, ``effect`` (``lower``, ``higher``, ``none``, ``appears``, ``disappears``)
        and ``unit``. Members of equilibrium sets are never matched by place.

    Raises
    ------
    OptionError
        For an unknown option, strength or objective.
    GameError
        For an unknown game, or numbers that make no game.

    Examples
    --------
    >>> import deterrence as dt
    >>> table = dt.compare(dt.load("levant_2024"), ["hotline_network"], ["direct"])
    >>> table.option.unique().tolist()
    ['baseline', 'hotline_network']
    """
    if objective is not None:
        check_objective(objective)
    evaluations = list(evaluate_portfolios(model, options, games, progress=progress))
    if objective is not None:
        return rank(model, evaluations, objective)
    rows = [row for evaluation in evaluations for row in _rows(evaluation)]
    table = tidy(rows, ["game", "option", *_KEY[1:], "value", "unit"])
    base = table[table["option"] == BASELINE][[*_KEY, "value"]].rename(columns={"value": "baseline"})
    table = table.merge(base, on=_KEY, how="left", sort=False)
    pairs = list(zip(table["value"], table["baseline"], strict=True))
    table["change"] = [change(value, baseline) for value, baseline in pairs]
    table["effect"] = [effect(value, baseline) for value, baseline in pairs]
    return table[COLUMNS]


def statistics(evaluation: Evaluation) -> dict[tuple[str, str, Player | None], float]:
    """Return (statistic, measure, player) to value: what the rows of ``compare`` hold for one game of one portfolio."""
    return {(statistic, measure, player): value for *_, statistic, measure, player, value, _ in _rows(evaluation)}


def _rows(evaluation: Evaluation) -> list[tuple[Any, ...]]:
    head = (evaluation.game.name, evaluation.option)
    rows: list[tuple[Any, ...]] = []
    for (name, player), value in evaluation.properties.items():
        row = MEASURES[evaluation.game.form][name]
        if row.gives == "number":
            rows.append((*head, "selected", name, player, float(value), row.unit))
    found = evaluation.found
    rows.append((*head, "count", "equilibria", None, float(len(found.members)), "count"))
    cells: dict[tuple[str, Player | None, str], dict[str, float]] = {}
    for member in found.members:
        figures = figure_cells(evaluation.game.form, member.details.get("figures", {}))
        payoffs = (("payoff", p, v, "payoff units") for p, v in zip(found.players, member.payoffs, strict=True))
        for name, player, value, unit in (*payoffs, *figures):
            if isinstance(value, str):  # categories have no lowest and no highest
                continue
            cells.setdefault((name, player, unit), {})[member.name] = float(value)
    for (name, player, unit), values in cells.items():
        picked = nan if found.selected is None else values.get(found.selected.name, nan)
        shown = (("lowest", min(values.values())), ("highest", max(values.values())), ("selected", picked))
        rows += [(*head, statistic, name, player, value, unit) for statistic, value in shown]
    return rows
