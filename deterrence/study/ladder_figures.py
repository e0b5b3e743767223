"""The figures of a ladder's equilibria: what happens from a start, within a horizon."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from deterrence.errors import SolverError
from deterrence.games.candidate import Figure
from deterrence.games.form import Form
from deterrence.games.front import POSTURES
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course, check_start
from deterrence.games.markov_strategies import MarkovStrategies
from deterrence.solvers.solution import Equilibrium, EquilibriumSet
from deterrence.world.model import Model

#: Periods looked ahead unless somebody says otherwise.
HORIZON = 24


def attach_figures(
    game: Form, found: EquilibriumSet, start: Sequence[int] | None = None, horizon: int | None = None
) -> EquilibriumSet:
    """Return equilibria with the figures that depend on a start and a horizon; those of other forms as they are.

    Raises
    ------
    SolverError
        If a start or a horizon is given for a game that is no ladder, or the horizon is not a whole number of periods.
    GameError
        If the start does not fit the ladder.
    """
    if not isinstance(game, Ladder):
        for key, value in (("start", start), ("horizon", horizon)):
            if value is not None:
                raise SolverError(key, f"saw one for a {game.form}", "a ladder, which starts on rungs")
        return found
    begin, periods = check_start(game, start), check_horizon(HORIZON if horizon is None else horizon)
    members = tuple(_with_figures(game, member, begin, periods) for member in found.members)
    return replace(found, members=members)


def check_horizon(horizon: Any) -> int:
    """Return a horizon after checking it.

    Raises
    ------
    SolverError
        If it is not a whole number from 1 to 1,000.
    """
    if isinstance(horizon, bool) or not isinstance(horizon, int | np.integer) or not 1 <= horizon <= 1000:
        raise SolverError("horizon", f"saw {horizon!r}", "a whole number of periods from 1 to 1000")
    return int(horizon)


def start_of(model: Model, game: Ladder) -> tuple[int, ...]:
    """Return the rungs at which a model starts a ladder.

    Those of its scenario, or else of its default start; a front that neither places starts on rung 0.
    """
    names = [front.name for front in game.fronts]
    scenario = model.scenarios[model.scenario] if model.scenario else default_start(model, names)
    rungs: Mapping[str, int] = {} if scenario is None else scenario.rungs
    return check_start(game, [rungs.get(name, 0) for name in names])


def default_start(model: Model, fronts: Sequence[str]) -> Any:
    """Return the first scenario of a model that changes no value and places all fronts, or None."""
    for scenario in model.scenarios.values():
        if not scenario.values and all(front in scenario.rungs for front in fronts):
            return scenario
    return None


def start_title(model: Model, game: Ladder) -> str:
    """Return the title of the scenario at which a model starts a ladder, or words for rung 0 where none places it."""
    scenario = model.scenarios[model.scenario] if model.scenario else None
    scenario = scenario or default_start(model, [front.name for front in game.fronts])
    return "rung 0 on every front" if scenario is None else str(scenario.title)


def ladder_strategies(member: Equilibrium) -> MarkovStrategies:
    """Return the Markov strategies of a member of a ladder's equilibrium set."""
    return cast("MarkovStrategies", member.details["strategies"])


def _with_figures(game: Ladder, member: Equilibrium, start: tuple[int, ...], horizon: int) -> Equilibrium:
    strategies = ladder_strategies(member)
    if game.n_draws is None:
        course = Course(game, strategies, start, horizon)
        return replace(member, payoffs=course.payoffs(), details={**member.details, "figures": course_figures(course)})
    figures = draw_figures(game, strategies, start, horizon)
    payoffs = cast("Mapping[Any, Any]", figures.pop("payoff", {}))
    columns = tuple(payoffs.get(player, np.full(game.n_draws, np.nan)) for player in game.players)
    return replace(member, payoffs=columns, details={**member.details, "figures": figures})


def draw_figures(
    game: Ladder,
    strategies: MarkovStrategies,
    start: tuple[int, ...],
    horizon: int,
    *,
    left_out: Collection[str] = (),
) -> dict[str, Figure]:
    """Return ``payoff`` and the figures of every draw of a ladder, (n_draws,) each; NaN in draws that are not solved.

    Those of the measures left out are not computed.
    """
    rows: list[dict[str, Any]] = []
    for draw in range(game.n_draws or 1):
        course = Course(game, strategies, start, horizon, draw)
        is_solved = not np.isnan(course.probabilities).any()
        row = course_figures(course, left_out=left_out) if is_solved else {}
        if row and "payoff" not in left_out:
            row["payoff"] = dict(zip(game.players, course.payoffs(), strict=True))
        rows.append(row)
    model_row = next((row for row in rows if row), {})
    figures: dict[str, Figure] = {}
    for name, value in model_row.items():
        if isinstance(value, Mapping):
            figures[name] = {
                player: np.array([row[name][player] if row else np.nan for row in rows]) for player in value
            }
        else:
            figures[name] = np.array([row[name] if row else np.nan for row in rows])
    return figures


def course_figures(course: Course, *, left_out: Collection[str] = ()) -> dict[str, Any]:
    """Return the figures of one course, by measure and front; those of the measures left out are not computed."""
    wanted = {"p_escalate", "p_top", "expected_rung", "first_passage", "p_any_top"}.difference(left_out)
    ladder = course.ladder
    place = ladder.state(course.start)
    figures: dict[str, Any] = {}
    for f, front in enumerate(ladder.fronts):
        by_player: dict[Any, float] = {}
        for seat, (of, player) in enumerate(ladder.seats) if "p_escalate" in wanted else ():
            if of == f and front.offered(course.start[f]) != ("hold",):
                chance = float(course.probabilities[seat, POSTURES.index("escalate"), place])
                label = ladder.players[player]
                # A player with several seats on a front escalates when any of them does.
                by_player[label] = 1 - (1 - by_player.get(label, 0.0)) * (1 - chance)
        if by_player:
            figures[f"p_escalate.{front.name}"] = by_player
        if "p_top" in wanted:
            figures[f"p_top.{front.name}"] = float(course.p_top(f)[-1])
        if "expected_rung" in wanted:
            figures[f"expected_rung.{front.name}"] = float(course.expected_rung(f)[-1])
        if "first_passage" in wanted:
            figures[f"first_passage.{front.name}"] = course.first_passage(f, front.top)
    if "p_any_top" in wanted:
        figures["p_any_top"] = float(course.p_any_top()[-1])
    return figures
