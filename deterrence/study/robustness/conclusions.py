"""Conclusions that can flip, and the worlds in which they are tried.

A conclusion is what a figure does at the file's values: an option lowers it, raises it or leaves it, compared with the
baseline; or it lies above a number, or not. It is tried at other values of the parameters by solving the game again
there, at the baseline and under the option, as a sweep does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, shorten, show, suggest
from deterrence.games.profile import Player
from deterrence.study.draw_statistics import ONE_BY_ONE
from deterrence.study.effects import effect_flags
from deterrence.study.evaluation import BASELINE, portfolio_text
from deterrence.study.sweeps.chunks import draw_columns
from deterrence.study.sweeps.columns import Outcome, read_outcome
from deterrence.study.sweeps.plan import SweepPlan
from deterrence.study.sweeps.sampling import Range
from deterrence.study.sweeps.sweep import make_plan
from deterrence.world.model import Model
from deterrence.world.options import Portfolio, read_portfolio

Floats = NDArray[np.float64]

#: Points that are evaluated at once, of games that are measured for all at once and of those solved one by one.
BATCH, SLOW_BATCH = 1024, 32

#: Points that a search tries at most, about, unless somebody says otherwise.
POINTS, SLOW_POINTS = 20_000, 800


@dataclass(frozen=True)
class Conclusion:
    """Hold what is said of a figure.

    Parameters
    ----------
    option
        The portfolio as text, ``"baseline"`` for none.
    game, statistic, measure, player
        The figure; the player is None where the measure belongs to none.
    boundary
        None: how the option moves the figure. A number: on which side of it the figure lies.
    """

    option: str
    game: str
    measure: str
    player: Player | None = None
    statistic: str = "selected"
    boundary: float | None = None


@dataclass
class Worlds:
    """Try a conclusion at points of the parameters' ranges; counts how many points were tried.

    Parameters
    ----------
    model
        The baseline.
    plan
        The plan that says what can be moved, and how games are solved.
    conclusion
        What is tried.
    progress
        Called with (points tried, points at most).
    most
        How many points may be tried.
    """

    model: Model
    plan: SweepPlan
    conclusion: Conclusion
    progress: Callable[[int, int], None] | None
    most: int
    tried: int = field(default=0, init=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The parameters that can be moved."""
        return tuple(each.id for each in self.plan.drawn)

    @property
    def is_slow(self) -> bool:
        """Whether the game is solved point by point."""
        form = self.model.games[self.conclusion.game].form
        return form == "ladder" or form in ONE_BY_ONE

    def figures(self, points: Floats) -> tuple[Floats, Floats]:
        """Return the figure under the option and at the baseline, (n_points,) each.

        points is (n_points, n_parameters).
        """
        batch = SLOW_BATCH if self.is_slow else BATCH
        parts: list[tuple[Floats, Floats]] = []
        for first in range(0, len(points), batch):
            rows = points[first : first + batch]
            draws = {id: np.ascontiguousarray(rows[:, k]) for k, id in enumerate(self.ids)}
            parts.append(self._pair(draw_columns(self.plan, self.model, draws, len(rows)), len(rows)))
            self.tried += len(rows)
            if self.progress is not None:
                self.progress(min(self.tried, self.most), self.most)
        after, before = (np.concatenate(column) for column in zip(*parts, strict=True))
        return after, before

    def present(self) -> tuple[str, float, float]:
        """Return what holds at the file's values, and the figure there, at the baseline and under the option."""
        here = np.array([[float(self.model.parameters[id].value) for id in self.ids]])
        after, before = self.figures(here)
        return str(self.verdicts(after, before)[0]), float(before[0]), float(after[0])

    def _pair(self, columns: Mapping[str, Floats], n: int) -> tuple[Floats, Floats]:
        one = self.conclusion
        key = Outcome(one.option, one.game, one.statistic, one.measure, one.player)
        base = key._replace(option=self.plan.portfolios[0])
        found = [columns.get(each.column) for each in (key, base)]
        after, before = (np.full(n, np.nan) if values is None else np.asarray(values) for values in found)
        is_solved = one.option != self.plan.portfolios[0] and one.game in self.plan.solved(one.option)
        return (after if is_solved else before), before

    def verdicts(self, after: Floats, before: Floats) -> NDArray[np.str_]:
        """Return what holds at each point, in one word; empty where the figure does not exist."""
        if self.conclusion.boundary is not None:
            said = np.where(after > self.conclusion.boundary, "above", "not above")
            return np.where(np.isnan(after), "", said)
        flags = effect_flags(after, before)
        said = np.select(list(flags.values()), list(flags), default="")
        return np.where(np.isnan(after) & np.isnan(before), "", said)

    def margin(self, after: Floats, before: Floats) -> Floats:
        """Return how far the conclusion is from the boundary between its two sides, with a sign."""
        with np.errstate(invalid="ignore"):
            gap = after - (before if self.conclusion.boundary is None else self.conclusion.boundary)
        return np.where(np.isnan(gap), 0.0, np.clip(gap, -1e300, 1e300))


def make_worlds(
    model: Model,
    game: str,
    measure: str,
    *,
    option: Portfolio | None,
    player: Player | None,
    statistic: str,
    boundary: float | None,
    parameters: Mapping[str, Range] | Collection[str] | None,
    hold: Sequence[str],
    horizon: int | None,
    most: int | None,
    progress: Callable[[int, int], None] | None,
) -> Worlds:
    """Return the worlds in which a conclusion can be tried, after checking it.

    Raises
    ------
    SweepError
        For a figure that the game does not have, or a conclusion without an option and without a boundary.
    """
    text = BASELINE if option is None else portfolio_text(read_portfolio(model, option))
    if text == BASELINE and boundary is None:
        raise SweepError("option", "saw none", "an option, or a boundary on one side of which the figure lies")
    if boundary is not None and (isinstance(boundary, bool) or not np.isfinite(boundary)):
        raise SweepError("boundary", f"saw {show(boundary)}", "a finite number")
    plan = make_plan(
        model, options=[] if text == BASELINE else [text], games=[game], n=1, seed=0, parameters=parameters, hold=hold,
        design="independent", distribution="uniform", measures=[measure.partition(".")[0]], horizon=horizon, chunk=None,
    )  # fmt: skip
    worlds = Worlds(model, plan, Conclusion(text, game, measure, player, statistic, boundary), progress, most or 0)
    here = {each.id: np.array([float(model.parameters[each.id].value)]) for each in plan.drawn}
    names = [figure for name in draw_columns(plan, model, here, 1) if (figure := read_outcome(name)) is not None]
    worlds.conclusion = _checked(worlds.conclusion, names, plan.portfolios[0])
    worlds.most = most or (SLOW_POINTS if worlds.is_slow else POINTS)
    return worlds


def _checked(one: Conclusion, figures: Sequence[Outcome], baseline: str) -> Conclusion:
    """Return the conclusion with its player filled in, after checking that there is such a figure."""
    where = f"figure '{shorten(one.measure)}' of '{shorten(one.game)}'"
    own = [figure for figure in figures if figure.option == baseline]
    same = [figure for figure in own if figure.measure == one.measure]
    if not same:
        raise SweepError(where, "the game has none by this name", "", suggest(one.measure, {f.measure for f in own}))
    fits = [figure for figure in same if figure.statistic == one.statistic]
    if not fits:
        known = {figure.statistic for figure in same}
        raise SweepError(where, f"it has no '{shorten(str(one.statistic))}'", "", suggest(str(one.statistic), known))
    players = [figure.player for figure in fits]
    if one.player is None and len(players) > 1:
        raise SweepError(where, "it belongs to several players", f"one of {', '.join(map(str, players))}", "name one")
    player = players[0] if one.player is None else str(one.player)
    if player not in players and not any(players):
        raise SweepError(where, f"saw the player '{shorten(str(player))}'", "none: it belongs to no player")
    if player not in players:
        remedy = suggest(str(player), map(str, players))
        raise SweepError(where, f"it does not belong to '{shorten(str(player))}'", "", remedy)
    return Conclusion(one.option, one.game, one.measure, player, one.statistic, one.boundary)
