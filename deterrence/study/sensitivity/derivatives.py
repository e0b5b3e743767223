"""Derivatives of a ladder's figure by every parameter of the file, at the model's own values.

The way from the ladder's numbers through its equilibrium to the figure is differentiated exactly, by one linear solve
(``games.ladder_slopes``). The way from a parameter to the ladder's numbers, formulas, network and options, is cheap:
all parameters are moved a little, as draws of one formulation, and a difference over five points is taken, which is
exact for polynomials up to the fourth degree and of the fourth order in the step for other formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import ModelError, SweepError
from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course
from deterrence.games.ladder_slopes import FigureSlopes, figure_slopes
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.study.evaluation import BASELINE
from deterrence.study.ladder_figures import ladder_strategies
from deterrence.study.sweeps.sampling import Floats
from deterrence.world.model import Model, check_value
from deterrence.world.options import apply, read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sensitivity.question import Sensitivity

#: Residual of the equilibrium at which a derivative is taken.
TOLERANCE = 1e-10

#: Steps as shares of a range, the second where the first meets a kink near by.
_STEPS = (1e-3, 1e-5)

#: Places of the five points in steps, the value itself left out, and their weights: on both sides, above, below.
_CENTRAL = (np.array([-2.0, -1.0, 1.0, 2.0]), np.array([1.0, -8.0, 8.0, -1.0]) / 12)
_ABOVE = (np.array([1.0, 2.0, 3.0, 4.0]), np.array([48.0, -36.0, 16.0, -3.0]) / 12)
_BELOW = (-_ABOVE[0], -_ABOVE[1])

#: A line that bends by more than this share within a step has a kink there, not a slope.
_BEND = 1e-3

#: What rounding leaves of nothing, relative to the figure.
_ROUNDING = 1e-12

#: Takes points (m, n_parameters) and returns the change of a function from its value at the present, (m,).
Line = Callable[[Floats], Floats]


def derivative_table(question: Sensitivity) -> pd.DataFrame:
    """Return the derivative of a figure by every parameter, see ``Sensitivity.derivatives``."""
    import pandas as pd

    game = question.outcome.game
    form = question.model.games[game].form
    if form != "ladder":
        saw, remedy = f"game '{game}' is a {form}", "ask for a tornado, or dt.threshold for a formula"
        raise SweepError("derivatives", saw, "a ladder", remedy)
    if question.statistic != "selected":
        raise SweepError("derivatives", f"saw the statistic '{question.statistic}'", "selected")
    if question.outcome.statistic != "selected":
        raise SweepError("derivatives", f"'{question.outcome.measure}' is a count", "a figure that varies smoothly")
    last = question.plan.portfolios[-1]
    parts = [(1.0, last, _slopes(question, last))]
    if question.is_effect:
        first = question.plan.portfolios[0]
        parts.append((-1.0, first, _slopes(question, first)))
    ids = [each.id for each in question.drawn]

    def line(points: Floats) -> Floats:
        there = question.model.with_values({id: points[:, k] for k, id in enumerate(ids)})
        return np.sum([sign * slopes.along(_world(there, option, game)) for sign, option, slopes in parts], axis=0)

    lengths = np.array([each.high - each.low for each in question.drawn])
    size = _ROUNDING * max(1.0, abs(question.value)) if np.isfinite(question.value) else _ROUNDING
    found = slopes_at(line, question.present, lengths, _allowed(question.model, ids), size)
    table = pd.DataFrame(
        {"parameter": ids, "value": question.present, "derivative": found, "over_range": found * lengths}
    )
    order = np.argsort(-np.abs(table["over_range"].to_numpy()), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _world(model: Model, option: str, game: str) -> Ladder:
    portfolio = {} if option == BASELINE else read_portfolio(model, option)
    return cast("Ladder", formulate(apply(model, portfolio) if portfolio else model, game))


def _slopes(question: Sensitivity, option: str) -> FigureSlopes:
    """Return the derivative of the figure by the ladder's numbers, in the world of an option.

    Raises
    ------
    SweepError
        If the equilibrium was not found.
    SolverError
        If the figure has no derivative.
    """
    game, plan = question.outcome.game, question.plan
    ladder = _world(question.model, option, game)
    found = solve_logit_markov(ladder, rungs=plan.starts[game], n_starts=0, tolerance=TOLERANCE)
    if not found.members:
        raise SweepError("derivatives", found.sentence, "", "lower the precision")
    member = found.members[0]
    course = Course(ladder, ladder_strategies(member), plan.starts[game], plan.horizon)
    player = next((label for label in ladder.players if str(label) == question.outcome.player), None)
    return figure_slopes(course, member.details["values"], question.outcome.measure, player)


def slopes_at(
    line: Line, present: Floats, lengths: Floats, allowed: Callable[[int, float], bool], size: float
) -> Floats:
    """Return the slope of a function along every parameter; NaN where it has a kink.

    Parameters
    ----------
    line
        The function, as its change from the present.
    present, lengths
        Values of the parameters, and the lengths of their ranges, of which steps are shares.
    allowed
        Says whether a parameter, by its number, may take a value; where it may not, or the function is undefined, the
        slope is that of the other side.
    size
        Changes up to this are taken for none.
    """
    found = np.full(len(present), np.nan)
    is_open = np.ones(len(present), dtype=np.bool_)
    left = list(range(len(present)))
    for share in _STEPS:
        slopes, is_defined, is_straight = _along(line, present, share * lengths, _CENTRAL, left, allowed, size)
        found[left] = np.where(is_straight, slopes, np.nan)
        is_open[left] = is_defined
        left = [k for k, straight in zip(left, is_straight, strict=True) if not straight]
    for side in (_ABOVE, _BELOW):
        edges = [k for k in left if not is_open[k] and np.isnan(found[k])]
        slopes, _, is_straight = _along(line, present, _STEPS[0] * lengths, side, edges, allowed, size)
        found[edges] = np.where(is_straight, slopes, np.nan)
    return found


def _along(
    line: Line,
    present: Floats,
    steps: Floats,
    stencil: tuple[Floats, Floats],
    chosen: list[int],
    allowed: Callable[[int, float], bool],
    size: float,
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return, of the parameters chosen, the slopes, whether all points are defined, and whether they agree."""
    places, weights = stencil
    values = np.full((len(chosen), len(places)), np.nan)
    inside = [
        row
        for row, k in enumerate(chosen)
        if allowed(k, present[k] + places[0] * steps[k]) and allowed(k, present[k] + places[-1] * steps[k])
    ]
    if inside:
        points = np.tile(present, (len(inside) * len(places), 1))
        for place, row in enumerate(inside):
            k = chosen[row]
            points[place * len(places) : (place + 1) * len(places), k] += places * steps[k]
        values[inside] = line(points).reshape(len(inside), -1)
    slopes = values @ weights
    largest = np.abs(values).max(axis=1)
    if stencil is _CENTRAL:
        outer, inner = values[:, 3] + values[:, 0], values[:, 2] + values[:, 1]
        bend = np.maximum(
            np.abs(outer - 4 * inner),
            np.abs((values[:, 3] - values[:, 0]) / 4 - (values[:, 2] - values[:, 1]) / 2),
        )
    else:
        bend = np.abs(slopes - (4 * values[:, 0] - values[:, 1]) / 2 * np.sign(places[0]))
    is_straight = bend <= _BEND * largest + size
    return slopes / steps[chosen], ~np.isnan(largest), is_straight


def _allowed(model: Model, ids: list[str]) -> Callable[[int, float], bool]:
    def is_allowed(k: int, value: float) -> bool:
        try:
            check_value(model.parameters[ids[k]], value)
        except ModelError:
            return False
        return True

    return is_allowed
