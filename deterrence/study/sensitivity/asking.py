"""The door of a sensitivity analysis: a question is checked, and its figure found, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from deterrence.errors import SweepError, shorten, suggest
from deterrence.study.rows import MEASURES
from deterrence.study.sensitivity.question import Sensitivity, Statistic
from deterrence.study.sweeps.chunks import ChunkTable
from deterrence.study.sweeps.columns import Outcome, read_outcome
from deterrence.study.sweeps.plan import check_choice
from deterrence.study.sweeps.sampling import Distribution, Range
from deterrence.study.sweeps.sweep import chunk_tables, make_plan
from deterrence.world.model import Model
from deterrence.world.options import Portfolio


def sensitivity(
    model: Model,
    game: str,
    measure: str,
    *,
    player: str | None = None,
    option: Portfolio | None = None,
    absolute: bool = False,
    statistic: Statistic = "selected",
    parameters: Mapping[str, Range] | Iterable[str] | None = None,
    hold: Iterable[str] = (),
    distribution: Distribution = "uniform",
    horizon: int | None = None,
) -> Sensitivity:
    """Ask which of the assumed numbers a figure hangs on.

    Parameters
    ----------
    model
        The baseline world, at a scenario and with values set by hand if you like.
    game
        Id of a game.
    measure
        A measure as tables name it, such as ``critical_discount`` or ``p_top.border``.
    player
        The actor, for measures that belong to players.
    option
        A portfolio, such as ``"a+b=.5"``. What is analysed is then its effect: the figure under it less the figure at
        the baseline of the same draw.
    absolute
        With an option: analyse the figure under it, instead of the difference.
    statistic
        ``"selected"``, ``"lowest"`` or ``"highest"`` over the equilibria, or ``"exists"``: 1 where the selected figure
        is a finite number, else 0.
    parameters, hold, distribution, horizon
        As in ``dt.sweep``: what is varied over which ranges, what is held, and the periods that a ladder's figures
        count.

    Returns
    -------
    Sensitivity
        With the methods ``sobol``, ``morris``, ``tornado`` and, for ladders, ``derivatives``.

    Raises
    ------
    SweepError
        If the game has no such figure, nothing can be varied, or the option moves nothing that the game reads.
    OptionError, GameError, ModelError
        For an unknown option, game or parameter.

    Examples
    --------
    >>> import deterrence as dt
    >>> question = dt.sensitivity(dt.load("textbook/prisoners_dilemma"), "patience_test", "critical_discount",
    ...                           player="row", parameters={"temptation": (4, 6)})
    >>> question.tornado()[["parameter", "at_low", "at_high"]].round(3).values.tolist()
    [['temptation', 0.333, 0.6]]
    """
    check_choice("statistic", statistic, Statistic)
    name = str(measure)
    plan = make_plan(
        model,
        options=[] if option is None else [option],
        games=[game],
        n=1,
        seed=0,
        parameters=parameters,
        hold=hold,
        design="independent",
        distribution=distribution,
        measures=[name.partition(".")[0]],
        horizon=horizon,
        chunk=None,
    )
    row = MEASURES[model.games[game].form].get(name.partition(".")[0])
    if row is not None and row.gives != "number":
        allowed = "a measure that is a number"
        raise SweepError(f"measure '{shorten(name)}'", "it is a label", allowed, "map it with 'deterrence map'")
    for portfolio in plan.portfolios[1:]:
        if not plan.moved[portfolio]:
            saw = f"it moves nothing that the game '{game}' reads"
            raise SweepError(f"option '{shorten(portfolio)}'", saw, "an option that the game can feel")
    wanted = "selected" if statistic == "exists" else statistic
    blank = Outcome(plan.portfolios[0], game, wanted, name, player)
    question = Sensitivity(
        model, replace(plan, orderings={}), blank, statistic, len(plan.portfolios) > 1 and not absolute, np.nan
    )
    with chunk_tables(question.plan, model, [0], None, 1, question.present[np.newaxis]) as parts:
        (part,) = parts
    question = replace(question, outcome=_find(part, blank))
    return replace(question, value=float(question.read(part)[0]))


def _find(part: ChunkTable, wanted: Outcome) -> Outcome:
    """Return the figure that is asked for, of those that a game has.

    Raises
    ------
    SweepError
        If it has none such; what it has is listed.
    """
    found = [one for one in map(read_outcome, part.names) if one is not None and one.option == wanted.option]
    where = f"measure '{shorten(wanted.measure)}'"
    named = [one for one in found if one.measure == wanted.measure]
    if not named:
        known = sorted({one.measure for one in found})
        saw = f"game '{wanted.game}' has no such number" if known else f"game '{wanted.game}' gives none at its values"
        raise SweepError(where, saw, "", suggest(wanted.measure, known) if known else "")
    statistics = [one for one in named if one.statistic == wanted.statistic]
    if not statistics and {one.statistic for one in named} == {"count"} and wanted.statistic == "selected":
        statistics = named
    if not statistics:
        has = sorted({one.statistic for one in named})
        raise SweepError(where, f"it has no '{wanted.statistic}' over equilibria", " or ".join(has))
    players = {one.player: one for one in statistics}
    if wanted.player not in players:
        labels = [str(label) for label in players if label is not None]
        if not labels:
            raise SweepError(where, f"saw the player '{shorten(str(wanted.player))}'", "none: it belongs to no player")
        saw = "no player is named" if wanted.player is None else f"there is no player '{shorten(str(wanted.player))}'"
        remedy = "" if wanted.player is None else suggest(str(wanted.player), labels)
        raise SweepError(where, saw, f"one of {', '.join(labels)}", remedy)
    return players[wanted.player]
