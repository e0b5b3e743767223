"""Regret across options: how much worse an option does than the best one in the same draw.

This is regret of a choice among options, after Savage (1951); the regret of a strategy profile, which certifies an
equilibrium, is another thing.

References
----------
L. J. Savage (1951), The theory of statistical decision, Journal of the American Statistical Association 46, 55-67.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import OptionError, SweepError, shorten, suggest
from deterrence.games.profile import Player
from deterrence.numerics import EFFECT_TOLERANCE
from deterrence.study.ranking import OBJECTIVES, check_objective
from deterrence.study.robustness.discovery import choose_player
from deterrence.study.sweeps.plan import check_choice
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sweeps.results import Sweep

Floats = NDArray[np.float64]
Better = Literal["lower", "higher"]

#: Share of the draws whose regret the column ``p90`` is not below.
HIGH = 0.9


def option_regret(
    sweep: Sweep,
    *,
    game: str | None = None,
    measure: str | None = None,
    better: Better | None = None,
    player: Player | None = None,
    statistic: str = "selected",
    objective: str | None = None,
    options: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return how much worse each option does than the best one in the same draw.

    What counts as better is for the reader to say: a figure with a direction, or one of the objectives.

    Parameters
    ----------
    sweep
        The sweep.
    game, measure, player, statistic
        The figure; the player may be left out where the measure belongs to none or to one only.
    better
        Whether a ``"lower"`` or a ``"higher"`` figure is better.
    objective
        Instead of a figure: ``least_chance_of_all_out_war``, summed over the ladders of the sweep. A sweep does not
        keep what the other objectives count.
    options
        Which to set against each other; None means all. The baseline, which takes no option, is always one of them;
        uses of force never are.

    Returns
    -------
    DataFrame
        In the order of the sweep, a row per option: ``option``; ``mean``, ``p90`` and ``max`` regret in the unit of the
        figure; ``best``, the share of draws in which nothing is better (ties count for each); ``draws``, the share of
        draws that count, which are those in which every option has the figure. Draws are of assumed ranges: shares are
        no probabilities, and a mean over draws is no expectation.

    Raises
    ------
    SweepError
        If neither a figure with a direction nor an objective is given, both are, or the sweep does not have it.
    OptionError
        For an unknown objective, or options that are not ranked.
    """
    import pandas as pd

    model = sweep.model
    chosen = _candidates(sweep, model, options)
    if objective is not None:
        if game is not None or measure is not None or better is not None:
            raise SweepError("objective", "saw it together with a figure", "an objective, or a figure with a direction")
        values, sign = _by_objective(sweep, model, chosen, objective)
    else:
        if game is None or measure is None or better is None:
            remedy = "say what is better; nothing is ranked by default"
            allowed = "a game, a measure and better='lower' or 'higher', or an objective"
            raise SweepError("regret", "saw no objective", allowed, remedy)
        check_choice("better", better, Better)
        wide = sweep.outcomes(options=chosen, games=[game], measures=[measure])
        who = choose_player(wide, game, measure, player, statistic)
        values = np.stack([wide[(option, game, statistic, measure, who)].to_numpy() for option in chosen])
        sign = 1.0 if better == "lower" else -1.0
    there = ~np.isnan(values).any(axis=0)
    regret = regrets(sign * values[:, there])
    scale = np.where(np.isfinite(values[:, there]), np.abs(values[:, there]), 0.0)
    is_best = regret <= EFFECT_TOLERANCE * np.max(scale, axis=0, initial=0.0)
    n = max(regret.shape[1], 1)
    place = int(np.ceil(HIGH * n)) - 1
    columns = {
        "option": chosen,
        "mean": regret.mean(axis=1) if there.any() else np.nan,
        "p90": np.sort(regret, axis=1)[:, place] if there.any() else np.nan,
        "max": regret.max(axis=1) if there.any() else np.nan,
        "best": is_best.mean(axis=1) if there.any() else np.nan,
        "draws": float(there.mean()),
    }
    return pd.DataFrame(columns)


def regrets(costs: Floats) -> Floats:
    """Return each option's cost less the least cost in the same draw, both (n_options, n_draws).

    Examples
    --------
    >>> regrets(np.array([[1.0, np.inf], [3.0, np.inf]])).tolist()
    [[0.0, 0.0], [2.0, 0.0]]
    """
    least = costs.min(axis=0, initial=np.inf)
    with np.errstate(invalid="ignore"):  # two infinite costs differ by NaN, and are the same
        return np.where(costs == least, 0.0, costs - least)


def _candidates(sweep: Sweep, model: Model, options: Iterable[str] | None) -> list[str]:
    baseline = sweep.plan.portfolios[0]
    given = None if options is None else [options] if isinstance(options, str) else list(map(str, options))
    for option in given or ():
        if option not in sweep.plan.portfolios:
            remedy = suggest(option, sweep.plan.portfolios)
            raise SweepError(f"option '{shorten(option)}'", "the sweep does not have it", "", remedy)
        if option != baseline and not _is_ranked(model, option):
            saw = "it is a use of force, which is shown with what it does and never set against others"
            raise OptionError(f"option '{option}'", saw, "options that are ranked")
    wanted = sweep.plan.portfolios[1:] if given is None else [option for option in given if option != baseline]
    return [baseline, *(option for option in wanted if _is_ranked(model, option))]


def _is_ranked(model: Model, option: str) -> bool:
    return all(model.options[id].ranked for id in read_portfolio(model, option))


def _by_objective(sweep: Sweep, model: Model, options: Sequence[str], objective: str) -> tuple[Floats, float]:
    """Return what an objective counts under each option in each draw, and the sign that makes it a cost."""
    check_objective(objective)
    one = OBJECTIVES[objective]
    games = [id for id in sweep.plan.games if model.games[id].form == one.forms]
    where = f"objective '{objective}'"
    if not games:
        raise SweepError(where, "no game of the sweep has it", f"games of the form {one.forms}")
    if objective != "least_chance_of_all_out_war":
        remedy = "name a game, a measure and what is better"
        raise SweepError(where, "a sweep does not keep what it counts", "least_chance_of_all_out_war", remedy)
    parts = [_figures(sweep, options, game, "p_any_top") for game in games]
    return np.sum(parts, axis=0), 1.0 if one.is_lower_better else -1.0


def _figures(sweep: Sweep, options: Sequence[str], game: str, measure: str) -> Floats:
    """Return a measure that belongs to no player, in the equilibrium shown, (n_options, n_draws)."""
    wide = sweep.outcomes(options=list(options), games=[game], measures=[measure])
    return np.stack([wide[(option, game, "selected", measure, "")].to_numpy() for option in options])
