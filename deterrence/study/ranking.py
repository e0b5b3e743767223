"""Options ranked by an objective that the reader chose; none is chosen by default."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deterrence.errors import OptionError, show, suggest
from deterrence.games.restraint import Restraint
from deterrence.study.effects import Effect, change, effect
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.headlines import headline_value
from deterrence.study.ladder_figures import HORIZON as LADDER_HORIZON
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd


#: Periods over which restraint is counted: a year of weeks.
HORIZON = 52


@dataclass(frozen=True)
class Objective:
    """What a reader wants more of, or less: how one game counts (None where it does not), and words for it."""

    value: Callable[[Evaluation], float | None]
    meaning: str
    forms: str = "restraint"
    is_lower_better: bool = False


def _settlement(evaluation: Evaluation) -> float | None:
    return headline_value(evaluation) if evaluation.game.form == "restraint" else None


def _calm(evaluation: Evaluation) -> float | None:
    game = evaluation.game
    if not isinstance(game, Restraint):  # linked games would count the same fronts again
        return None
    if not evaluation.properties[("is_sustained", None)]:
        return 0.0
    return periods_in_restraint(float(game.noise), game.punishment_periods, HORIZON)


def _all_out_war(evaluation: Evaluation) -> float | None:
    if evaluation.game.form != "ladder":
        return None
    member = evaluation.found.selected
    return math.nan if member is None else float(member.details["figures"]["p_any_top"])


def periods_in_restraint(noise: float, punishment_periods: float, horizon: int) -> float:
    """Return how many of the first periods are spent in restraint, on average, while all keep to the automaton.

    A limited horizon, because a punishment without end takes the whole long run however rarely false alarms come.

    Parameters
    ----------
    noise
        epsilon, the probability of a false alarm per period.
    punishment_periods
        N, an integer or ``inf``.
    horizon
        The number of periods, from a start in restraint.

    Examples
    --------
    >>> periods_in_restraint(0.5, float("inf"), 3), periods_in_restraint(0.5, 1, 3)
    (1.75, 2.25)
    """
    chances: list[float] = []
    for period in range(horizon):
        back = period - 1 - punishment_periods  # an alarm then would be forgiven now
        stays = (1 - noise) * chances[-1] if period else 1.0
        chances.append(stays + (noise * chances[int(back)] if back >= 0 else 0.0))
    return math.fsum(chances)


#: Name of an objective to what it counts.
OBJECTIVES: Mapping[str, Objective] = {
    "settlement": Objective(
        _settlement, "the binding player's incentive to hold back, summed over fronts, all of which weigh alike"
    ),
    "weeks_in_restraint": Objective(
        _calm,
        f"expected periods in restraint among the first {HORIZON}, 0 where it is no equilibrium, summed over "
        "fronts; no measure of harm",
    ),
    "least_chance_of_all_out_war": Objective(
        _all_out_war,
        f"the chance that any front of the ladder reaches its top rung within {LADDER_HORIZON} periods, in the "
        "equilibrium shown and from the ladder's start, summed over ladders; lower is better; no measure of harm",
        forms="ladder",
        is_lower_better=True,
    ),
}


def check_objective(objective: object) -> None:
    """Refuse what is no name in ``OBJECTIVES``, before anything is solved for it.

    Raises
    ------
    OptionError
        With the names there are.
    """
    if not isinstance(objective, str) or objective not in OBJECTIVES:
        where = f"objective {show(objective)}"
        raise OptionError(where, "there is no such objective", "", suggest(str(objective), OBJECTIVES))


def rank(model: Model, evaluations: Iterable[Evaluation], objective: str) -> pd.DataFrame:
    """Rank options by an objective; uses of force are evaluated but never ranked.

    Returns
    -------
    DataFrame
        Columns ``rank`` (ties share one; None for the baseline, for options that are not ranked and for those whose
        games could not be solved, which follow in the model's order), ``option``, ``objective``,
        ``value``, ``baseline``, ``change``, ``effect``, ``games`` (in how many the objective applies).

    Raises
    ------
    OptionError
        For an unknown objective, or one that no chosen game measures.
    """
    import pandas as pd

    check_objective(objective)
    values: dict[str, list[float]] = {}
    for evaluation in evaluations:
        value = OBJECTIVES[objective].value(evaluation)
        if value is not None:
            values.setdefault(evaluation.option, []).append(value)
    if not values:
        forms = OBJECTIVES[objective].forms
        raise OptionError(f"objective '{objective}'", "no chosen game measures it", f"games of the form {forms}")
    better: Effect = "lower" if OBJECTIVES[objective].is_lower_better else "higher"
    base = math.fsum(values[BASELINE])
    rows = [
        (option, objective, (total := math.fsum(parts)), base, change(total, base), effect(total, base), len(parts))
        for option, parts in values.items()
    ]
    held = [option for option, _, value, *_ in rows if _is_ranked(model, option) and not math.isnan(value)]
    sign = 1 if better == "lower" else -1
    rows.sort(key=lambda row: (row[0] not in held, sign * row[2] if row[0] in held else 0))
    table = pd.DataFrame(rows, columns=["option", "objective", "value", "baseline", "change", "effect", "games"])
    ranked = [row[2] for row in rows if row[0] in held]
    ranks = [_rank(row[2], ranked, better) if row[0] in held else None for row in rows]
    table.insert(0, "rank", pd.Series(ranks, dtype=object))
    return table


def _rank(value: float, values: list[float], better: Effect) -> int:
    """Return one more than the number of options that do better; those that tie share a rank."""
    return 1 + sum(effect(other, value) == better for other in values)


def _is_ranked(model: Model, option: str) -> bool:
    return option != BASELINE and all(model.options[id].ranked for id in read_portfolio(model, option))
