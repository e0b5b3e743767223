"""Equilibrium escalation paths: what a ladder does from a start under each portfolio, and what each portfolio changes.

For every comparison the change of a figure is split in two. The *mechanical* part keeps the baseline's strategies and
moves only the world: fewer accidents, easier ways down. The *strategic* part is the rest, what changed choices add or
take away. Two references stand beside it: everybody holds (accidents and spill only), and everybody picks at random
(precision 0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deterrence.errors import GameError, OptionError, SolverError, show, suggest
from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course, check_start
from deterrence.solvers import solve
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.evaluation import BASELINE, portfolio_text, read_list
from deterrence.study.ladder_figures import HORIZON, attach_figures, check_horizon, ladder_strategies, start_of
from deterrence.study.path_tables import TABLES, Solved, fill_tables
from deterrence.world.model import Model, check_is_model
from deterrence.world.options import Portfolio, apply, read_portfolio, with_scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EscalationPaths:
    """Hold the paths of one ladder under the baseline and each portfolio.

    Parameters
    ----------
    game
        Id of the game.
    start
        Front to its rung at period 0.
    horizon, precision
        Periods ahead, and the logit precision.
    rungs
        ``option, equilibrium, front, period, rung, name, probability``.
    tops
        ``option, equilibrium, front, period, p_top`` (reached by then), ``expected_rung``.
    passages
        ``option, equilibrium, front, rung, name, p_reached`` (by the horizon), ``first_passage`` (periods, ``inf``
        where it may never come), ``wait`` (until then or the horizon).
    payoffs
        ``option, equilibrium, player, payoff`` (discounted, payoff units), ``baseline, change, effect``.
    pushers
        ``option, equilibrium, front, rung, name, player, escalate, hold, deescalate``: how often, over the states
        visited.
    likeliest
        ``option, equilibrium, reaching`` (a front whose top the path reaches, or empty for any path), ``probability,
        period, front, rung, name``.
    effects
        ``option, front, measure`` (``p_top`` and ``expected_rung`` at the horizon), ``baseline, value, change,
        mechanical, strategic, effect, accidents_only, random_choice, lowest, highest`` (over the equilibria found).
    solved
        Portfolio in text to its world, game and equilibria; failed solves stay here and have no rows.
    is_interrupted
        Whether the work was stopped before the last portfolio.
    """

    game: str
    start: Mapping[str, int]
    horizon: int
    precision: float
    rungs: pd.DataFrame
    tops: pd.DataFrame
    passages: pd.DataFrame
    payoffs: pd.DataFrame
    pushers: pd.DataFrame
    likeliest: pd.DataFrame
    effects: pd.DataFrame
    solved: Mapping[str, Solved]
    is_interrupted: bool = False

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in TABLES}


def escalation_paths(
    model: Model,
    game: str | None = None,
    options: Iterable[Portfolio] = (),
    *,
    scenario: str | None = None,
    start: Mapping[str, int] | None = None,
    horizon: int = HORIZON,
    precision: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> EscalationPaths:
    """Solve a ladder under the baseline and each portfolio, and follow it period by period.

    Parameters
    ----------
    model
        The baseline world.
    game
        Id of a ladder; the model's only one when None.
    options
        Portfolios, each an id, a text such as ``"a+b=.5"`` or a mapping from id to strength.
    scenario
        Where to start, with its parameter values; None takes the model's own, or else the first that changes no value.
    start
        Front to rung, in place of the scenario's.
    horizon
        Periods ahead.
    precision
        Logit precision, in place of the game's.
    progress
        Called with (portfolios done, portfolios in all).

    Returns
    -------
    EscalationPaths
        An interrupt (Ctrl-C) after the baseline ends the work and keeps what is finished.

    Raises
    ------
    GameError
        If there is no such ladder or start.
    OptionError, ModelError
        For an unknown option, strength or scenario.
    SolverError
        If the horizon or precision does not fit, or the baseline cannot be solved.

    Examples
    --------
    >>> import deterrence as dt
    >>> paths = dt.escalation_paths(dt.load("textbook/ladder"), options=["hotline"], scenario="skirmishes")
    >>> effects = paths.effects[paths.effects.measure == "p_top"]
    >>> bool(effects.mechanical.iloc[-1] < 0)  # fewer accidents, choices as before
    True
    """
    check_is_model(model)
    world = model if scenario is None else with_scenario(model, scenario)
    id = _find_ladder(world, game)
    periods = check_horizon(horizon)
    wanted = read_list(options, OptionError, "options", "a list of portfolios")
    portfolios = [{}, *(read_portfolio(world, option) for option in wanted)]
    begin: tuple[int, ...] | None = None
    solved: dict[str, Solved] = {}
    is_interrupted = False
    for done, portfolio in enumerate(portfolios):
        try:
            changed = apply(world, portfolio) if portfolio else world
            ladder: Ladder = formulate(changed, id)
            if begin is None:
                begin = start_of(world, ladder) if start is None else _read_start(ladder, start)
            solved[portfolio_text(portfolio)] = _solve(changed, ladder, begin, periods, precision)
            if progress is not None:
                progress(done + 1, len(portfolios))
        except KeyboardInterrupt:
            if len(portfolios) == 1 or not solved:
                raise
            is_interrupted = True
            break
    base = solved[BASELINE]
    base.found.raise_if_failed()
    assert begin is not None
    names = [front.name for front in base.ladder.fronts]
    lam = float(base.ladder.precision) if precision is None else float(precision)
    tables = fill_tables(solved, begin, periods)
    where = dict(zip(names, begin, strict=True))
    return EscalationPaths(id, where, periods, lam, **tables, solved=solved, is_interrupted=is_interrupted)


def _solve(world: Model, ladder: Ladder, start: tuple[int, ...], horizon: int, precision: float | None) -> Solved:
    if ladder.n_draws is not None:
        raise SolverError(f"game '{ladder.name}'", "saw draws", "single numbers", "use dt.measure on the game")
    keywords: dict[str, Any] = {} if precision is None else {"precision": precision}
    found: EquilibriumSet = attach_figures(ladder, solve(ladder, rungs=start, **keywords), start, horizon)
    courses = {member.name: Course(ladder, ladder_strategies(member), start, horizon) for member in found.members}
    return Solved(world, ladder, found, courses)


def _find_ladder(model: Model, game: str | None) -> str:
    ladders = [spec.id for spec in model.games.values() if spec.form == "ladder"]
    if game is None:
        if len(ladders) == 1:
            return ladders[0]
        saw = f"it has {'no ladder' if not ladders else 'several ladders'}"
        raise GameError(f"model '{model.id}'", saw, "one game of the form ladder", ", ".join(ladders))
    if game not in ladders:
        raise GameError(f"game {show(game)}", "there is no ladder of that id", "", suggest(str(game), ladders))
    return game


def _read_start(ladder: Ladder, start: Mapping[str, int]) -> tuple[int, ...]:
    names = [front.name for front in ladder.fronts]
    if not isinstance(start, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        remedy = f"as in {{'{names[0]}': 1}}"
        raise GameError("start", f"saw {show(start)}", "a mapping from fronts to rungs", remedy)
    for name in start:
        if name not in names:
            raise GameError(f"start, '{name}'", "there is no such front", "", suggest(str(name), names))
    return check_start(ladder, [start.get(name, 0) for name in names])
