"""Options against the baseline: the full table, one headline row per option and game, and a ranking by objective."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from deterrence.errors import OptionError, suggest
from deterrence.numerics import EFFECT_TOLERANCE, nan
from deterrence.study.evaluation import BASELINE, Evaluation, evaluate_portfolios
from deterrence.study.measures import MEASURES, tidy
from deterrence.world.model import Model
from deterrence.world.options import Portfolio, read_portfolio

if TYPE_CHECKING:
    import pandas as pd

Effect = Literal["lower", "higher", "none", "appears", "disappears"]
COLUMNS = ["game", "option", "statistic", "measure", "player", "value", "baseline", "change", "effect", "unit"]
_KEY = ["game", "statistic", "measure", "player"]


@dataclass(frozen=True)
class Objective:
    """What a reader wants more of: a measure, the direction that is better, and words for it."""

    measure: str
    better: Literal["lower", "higher"]
    meaning: str


#: Objectives that a reader can choose; none is chosen by default.
OBJECTIVES: Mapping[str, Objective] = {
    "settlement": Objective("margin", "higher", "restraint that holds with room to spare, summed over the games"),
    "least_harm": Objective(
        "restraint_share", "higher", "the largest long-run share of periods without fighting, averaged over the games"
    ),
}


def effect(value: float, baseline: float) -> Effect:
    """Say how a value stands to its baseline; differences within 1e-9, relative, are none.

    NaN means not applicable, so a value can appear or disappear.

    Examples
    --------
    >>> effect(0.4, 0.5), effect(math.inf, math.inf), effect(0.5, math.nan)
    ('lower', 'none', 'appears')
    """
    if math.isnan(value) or math.isnan(baseline):
        return (
            "none" if math.isnan(value) and math.isnan(baseline) else "disappears" if math.isnan(value) else "appears"
        )
    is_near = math.isfinite(value - baseline) and abs(value - baseline) <= EFFECT_TOLERANCE * max(
        abs(value), abs(baseline)
    )
    if value == baseline or is_near:
        return "none"
    return "lower" if value < baseline else "higher"


def change(value: float, baseline: float) -> float:
    """Return value minus baseline; 0 for two equal infinities, NaN when either is not applicable."""
    return 0.0 if value == baseline else value - baseline


def compare(
    model: Model,
    options: Iterable[Portfolio] | None = None,
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
        option alone.
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


def _rows(evaluation: Evaluation) -> list[tuple[Any, ...]]:
    head = (evaluation.game.name, evaluation.option)
    rows: list[tuple[Any, ...]] = []
    for (name, player), value in evaluation.properties.items():
        row = MEASURES[evaluation.game.form][name]
        if row.gives == "number":
            rows.append((*head, "selected", name, player, float(value), row.unit))
    found = evaluation.found
    rows.append((*head, "count", "equilibria", None, float(len(found.members)), "count"))
    for seat, player in enumerate(found.players):
        payoffs = [float(member.payoffs[seat]) for member in found.members]
        selected = nan if found.selected is None else float(found.selected.payoffs[seat])
        for statistic, value in (
            ("lowest", min(payoffs, default=nan)),
            ("highest", max(payoffs, default=nan)),
            ("selected", selected),
        ):
            rows.append((*head, statistic, "payoff", player, value, "payoff units"))
    return rows


#: The measure that stands for a form in one row.
HEADLINES: Mapping[str, str] = {"restraint": "incentive", "linked_restraint": "incentive", "matrix": "equilibria"}


def headlines(model: Model, evaluations: Iterable[Evaluation]) -> pd.DataFrame:
    """Return one row per option and game: the headline measure before and after, and who is nearest to breaking.

    Returns
    -------
    DataFrame
        Columns ``option``, ``game``, ``measure``, ``baseline``, ``value``, ``change``, ``effect``, ``restraint`` (holds
        before and after), ``binding`` (the player nearest to breaking) and ``class`` (of the stage game, for the
        binding player).
    """
    import pandas as pd

    base: dict[str, Evaluation] = {}
    rows: list[dict[str, Any]] = []
    for evaluation in evaluations:
        game = evaluation.game.name
        before = base.setdefault(game, evaluation)
        value, baseline = headline_value(evaluation), headline_value(before)
        binding = evaluation.properties.get(("binding_player", None), "")
        rows.append(
            {
                "option": evaluation.option,
                "game": game,
                "measure": HEADLINES[evaluation.game.form],
                "baseline": baseline,
                "value": value,
                "change": change(value, baseline),
                "effect": effect(value, baseline),
                "restraint": _holds(before, evaluation),
                "binding": binding,
                "class": evaluation.properties.get(("class", binding), ""),
            }
        )
    return pd.DataFrame(rows)


def headline_value(evaluation: Evaluation) -> float:
    """Return the number that stands for a game in one row: for restraint, the binding player's incentive."""
    name = HEADLINES[evaluation.game.form]
    if name == "equilibria":
        return float(len(evaluation.found.members))
    return float(evaluation.properties[(name, evaluation.properties[("binding_player", None)])])


def _holds(before: Evaluation, after: Evaluation) -> str:
    key = ("is_sustained", None)
    if key not in after.properties:
        return ""
    then, now = ("yes" if e.properties[key] else "no" for e in (before, after))
    return now if then == now else f"{then} to {now}"


def rank(model: Model, evaluations: Iterable[Evaluation], objective: str) -> pd.DataFrame:
    """Rank options by an objective that the reader chose; uses of force are evaluated but never ranked.

    Returns
    -------
    DataFrame
        Columns ``rank`` (None for the baseline and for options that are not ranked), ``option``, ``objective``,
        ``value``, ``baseline``, ``change``, ``effect``, ``games`` (in how many the measure applies). Where a threshold
        is infinite in a game the margin counts as -1, the worst that a finite patience can fall short.
    """
    import pandas as pd

    if objective not in OBJECTIVES:
        raise OptionError(f"objective '{objective}'", "there is no such objective", "", suggest(objective, OBJECTIVES))
    wanted = OBJECTIVES[objective]
    totals: dict[str, list[float]] = {}
    for evaluation in evaluations:
        if (wanted.measure, None) in evaluation.properties:
            value = float(evaluation.properties[(wanted.measure, None)])
            sustained = bool(evaluation.properties[("is_sustained", None)])
            held = max(value, -1.0) if wanted.measure == "margin" else value if sustained else 0.0
            totals.setdefault(evaluation.option, []).append(held)
    if not totals:
        raise OptionError(f"objective '{objective}'", "no chosen game measures it", "games of the form restraint")
    base = math.fsum(totals[BASELINE])
    rows = []
    for option, values in totals.items():
        total = math.fsum(values)
        is_ranked = option != BASELINE and all(model.options[id].ranked for id in read_portfolio(model, option))
        rows.append((is_ranked, option, objective, total, base, change(total, base), effect(total, base), len(values)))
    rows.sort(key=lambda row: (not row[0], -row[3] if wanted.better == "higher" else row[3]))
    table = pd.DataFrame(
        rows, columns=["is_ranked", "option", "objective", "value", "baseline", "change", "effect", "games"]
    )
    ranks = [position + 1 if is_ranked else None for position, is_ranked in enumerate(table.pop("is_ranked"))]
    table.insert(0, "rank", pd.Series(ranks, dtype=object))
    return table
