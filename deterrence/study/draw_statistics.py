"""What is read off a game with draws, as arrays: the statistics of ``compare``, one number per draw.

Properties of the game count as ``selected``; figures of equilibria have ``lowest``, ``highest`` and ``selected`` over
those that exist in the draw, and ``count`` says how many do. Forms that list their equilibria, restraint and the ladder
are computed for all draws at once; of a ladder only the equilibrium on the principal branch is followed, so it has no
``lowest`` and ``highest``. Equilibria are those of the closed forms: their regret is not computed draw by draw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.games.candidate import Listed
from deterrence.games.form import Form
from deterrence.games.ladder import Ladder
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.profile import Player
from deterrence.games.restraint import Restraint
from deterrence.solvers.logit_markov import UNIQUE_BELOW, solve_logit_markov
from deterrence.solvers.perfect_public import named_plays
from deterrence.solvers.solution import Equilibrium, Rule, select_draws
from deterrence.study.ladder_figures import draw_figures
from deterrence.study.measures import candidate_cells, figure_cells, read_properties

Floats = NDArray[np.float64]

#: (statistic, measure, player or None).
Key = tuple[str, str, Player | None]

#: Forms that take no draws, or are not solved with draws: they are solved one draw after another.
ONE_BY_ONE = frozenset({"matrix", "mediation", "tree"})


@dataclass(frozen=True)
class _Member:
    """One equilibrium: where it exists, (n_draws,), its sum of payoffs, and its cells."""

    exists: NDArray[np.bool_]
    total: Floats
    cells: dict[tuple[str, Player | None], Floats]


def game_statistics(game: Form, n_draws: int, wanted: Callable[[str], bool]) -> dict[Key, Floats]:
    """Return every number that is read off a game that lists its equilibria, or of restraint.

    Parameters
    ----------
    game
        A game of any form but a ladder and those of ``ONE_BY_ONE``, with draws or without.
    n_draws
        Length of every array returned; what has no draws is repeated.
    wanted
        Says of a measure whether it is kept.
    """

    def spread(value: Any) -> Floats:
        return np.broadcast_to(np.asarray(value, dtype=np.float64), n_draws)

    found: dict[Key, Floats] = {}
    for name, row, player, value in read_properties(game):
        if row.gives == "number" and wanted(name):
            found["selected", name, player] = spread(value)
    if isinstance(game, Restraint | LinkedRestraint):
        listed, rule = _restraint_members(game, spread), "best"
    elif isinstance(game, Listed):
        listed, rule = _listed_members(game, spread), "worst"
    else:
        return found
    found.update(_over_members(list(listed), rule, wanted))
    return found


def ladder_statistics(
    game: Ladder,
    n_draws: int,
    start: tuple[int, ...],
    horizon: int,
    *,
    near: Equilibrium | None = None,
    left_out: Collection[str] = (),
) -> tuple[dict[Key, Floats], Equilibrium | None]:
    """Return every number that is read off a ladder, and the equilibrium that they belong to.

    Parameters
    ----------
    game, n_draws
        The ladder, and the length of every array returned.
    start, horizon
        Rungs from which, and periods within which, figures are counted.
    near
        The equilibrium of a neighbouring ladder with the same draws, to start from. It is used only where precision is
        so low in all draws that the equilibrium is unique, so that it cannot decide which one is found.
    left_out
        Measures that are not computed.
    """
    done = 0

    def count(solves: int, _: int) -> None:
        nonlocal done
        done = solves

    is_unique = float(np.max(game.numbers.precision)) <= UNIQUE_BELOW
    is_alike = near is not None and np.ndim(near.payoffs[0]) == (game.n_draws is not None)
    solved = solve_logit_markov(
        game, rungs=start, start=near if is_unique and is_alike else None, n_starts=0, progress=count
    )
    if done < (game.n_draws or 1):
        raise KeyboardInterrupt  # the solver keeps what is finished; half a chunk is none
    if not solved.members:
        return {("count", "equilibria", None): np.zeros(n_draws)}, None
    member = solved.members[0]
    exists = np.broadcast_to(np.isfinite(np.asarray(member.payoffs[0])), n_draws)
    found: dict[Key, Floats] = {}
    if "equilibria" not in left_out:
        found["count", "equilibria", None] = exists.astype(np.float64)
    if "payoff" not in left_out:
        for player, value in zip(game.players, member.payoffs, strict=True):
            found["selected", "payoff", player] = np.broadcast_to(np.asarray(value, dtype=np.float64), n_draws)
    figures = draw_figures(game, member.details["strategies"], start, horizon, left_out={*left_out, "payoff"})
    for name, player, value, _ in figure_cells(game.form, figures):
        found["selected", name, player] = np.broadcast_to(value, n_draws)
    return found, member


def _restraint_members(game: Restraint | LinkedRestraint, spread: Callable[[Any], Floats]) -> Iterator[_Member]:
    for play in named_plays(game):
        payoffs = [spread(value) for value in play.payoffs]
        cells = {("payoff", player): value for player, value in zip(game.players, payoffs, strict=True)}
        yield _Member(spread(play.exists).astype(bool), np.sum(payoffs, axis=0), dict(cells))


def _listed_members(game: Listed, spread: Callable[[Any], Floats]) -> Iterator[_Member]:
    for candidate in game.candidates():
        cells = {
            (name, player): spread(value)
            for name, player, value, _ in candidate_cells(game, candidate)
            if not isinstance(value, str)  # categories have no lowest and no highest
        }
        total = np.sum([spread(value) for value in candidate.payoffs], axis=0)
        yield _Member(spread(candidate.exists).astype(bool), total, cells)


def _over_members(members: Sequence[_Member], rule: Rule, wanted: Callable[[str], bool]) -> dict[Key, Floats]:
    """Return how many members exist, and the lowest, the highest and the selected value of each cell."""
    exists = np.stack([member.exists for member in members])
    picked = select_draws(np.stack([member.total for member in members]), exists, rule)
    found: dict[Key, Floats] = {}
    if wanted("equilibria"):
        found["count", "equilibria", None] = exists.sum(axis=0).astype(np.float64)
    for name, player in dict.fromkeys(cell for member in members for cell in member.cells):
        if not wanted(name):
            continue
        values = [np.where(m.exists, m.cells.get((name, player), np.nan), np.nan) for m in members]
        selected = np.full(exists.shape[1], np.nan)
        for place, value in enumerate(values):
            selected = np.where(picked == place, value, selected)
        found["lowest", name, player] = np.fmin.reduce(values)
        found["highest", name, player] = np.fmax.reduce(values)
        found["selected", name, player] = selected
    return found
