"""What is read off a game, as a tidy table.

A measure is a property of the game (a threshold, a class) or a figure of one member of its equilibrium set (a payoff, a
chance of war). It is plain arithmetic in ``games/``, so the same function serves floats, arrays of draws, fractions and
SymPy symbols.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import SolverError, suggest
from deterrence.games.candidate import Candidate, Figure, Listed
from deterrence.games.form import Form, check_is_form
from deterrence.games.ladder import Ladder
from deterrence.games.profile import Player
from deterrence.numerics import is_array, is_symbolic, nan
from deterrence.solvers import solve
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.ladder_figures import attach_figures
from deterrence.study.rows import MEASURES
from deterrence.study.rows.measure import Measure

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["game", "equilibrium", "measure", "player", "value", "label", "unit"]


def find_measure(form: str, name: str) -> Measure:
    """Return a row of MEASURES.

    Raises
    ------
    SolverError
        If the form has no such measure; near names are suggested.
    """
    rows = MEASURES.get(form, {})
    if name not in rows:
        raise SolverError(f"measure '{name}' of a {form}", "there is no such measure", "", suggest(name, rows))
    return rows[name]


def measure(
    game: Form, *, concept: str | None = None, start: Sequence[int] | None = None, horizon: int | None = None
) -> pd.DataFrame:
    """Lay out everything that is read off a game as a tidy table.

    Parameters
    ----------
    game
        A game of any form. With draws the table has a column ``draw`` and one row per draw; equilibria are listed there
        for forms that list them in closed form, NaN in draws where they do not exist. A symbolic game has no
        equilibria, and its values are SymPy expressions.
    concept
        Solution concept for the equilibria; None takes the form's default.
    start
        Of a ladder: a rung per front from which its figures are counted; rung 0 everywhere when None.
    horizon
        Of a ladder: how many periods ahead; 24 when None.

    Returns
    -------
    DataFrame
        Columns ``game``, ``equilibrium`` (None for properties of the game), ``measure``, ``player`` (None where the
        measure belongs to no player), ``value`` (inf: no value suffices; NaN: not applicable), ``label`` (categories),
        ``unit``. Fractions stay fractions.

    Examples
    --------
    >>> import deterrence as dt
    >>> table = dt.measure(dt.Restraint(5, 3, 1, 0, discount=0.9))
    >>> table[table.measure == "grim_critical_discount"].value.tolist()
    [0.5, 0.5]
    """
    check_is_form(game)
    rows: list[dict[str, Any]] = []
    n_draws = 0
    for name, row, player, value in read_properties(game):
        n_draws = max(n_draws, len(value) if is_array(value) else 0)
        rows.append(_row(game, None, name, player, value, row))
    if isinstance(game, Listed) and (n_draws := max(n_draws, _count_draws(game))):
        rows.extend(_candidate_rows(game, n_draws))
    if isinstance(game, Ladder):
        n_draws = game.n_draws or 0
        rows.extend(equilibrium_rows(game, attach_figures(game, solve(game, concept), start, horizon)))
    if n_draws:
        return _long(rows, n_draws)
    if not isinstance(game, Ladder) and not any(is_symbolic(row["value"]) for row in rows) and not _has_symbols(game):
        rows.extend(equilibrium_rows(game, attach_figures(game, solve(game, concept), start, horizon)))
    return tidy(rows, COLUMNS)


def tidy(rows: Sequence[Any], columns: list[str]) -> pd.DataFrame:
    """Return rows as a table whose empty cells are None and whose values are floats where all of them are."""
    import pandas as pd

    table = pd.DataFrame(rows, columns=columns, dtype=object)
    if all(isinstance(value, float) for value in table["value"]):
        table["value"] = table["value"].astype(float)
    return table


def read_properties(game: Form) -> Iterator[tuple[str, Measure, Player | None, Any]]:
    """Yield every property of a game as (name, row of MEASURES, player or None, value)."""
    for name, row in MEASURES[game.form].items():
        if row.per == "member":
            continue
        try:
            value = row.compute(game)
        except SolverError:
            continue  # symbols have no class and, for a punishment of several periods, no closed form
        if row.per == "player":
            for player, item in zip(game.players, value, strict=False):
                yield name, row, player, item
        elif row.gives == "seat":
            yield name, row, None, seat_labels(game, value)
        else:
            yield name, row, None, value


def seat_labels(game: Form, seats: Any) -> Any:
    """Return the label of a seat's player, or an array of labels for draws; NaN gives an empty label."""
    if is_array(seats):
        labels = np.array(["", *(str(player) for player in game.players)], dtype=object)
        return labels[np.where(np.isfinite(seats), seats, -1).astype(int) + 1]
    if is_symbolic(seats) or not np.isfinite(float(seats)):
        return ""
    return str(game.players[int(seats)])


def equilibrium_rows(game: Form, found: EquilibriumSet) -> list[dict[str, Any]]:
    """Return rows for the number of equilibria, and payoff and regret of each."""
    rows = [_plain_row(game, None, "equilibria", None, float(len(found.members)), found.status, "count")]
    for member in found.members:
        for player, value in zip(found.players, member.payoffs, strict=True):
            rows.append(_plain_row(game, member.name, "payoff", player, value, "", "payoff units"))
        for name, player, value, unit in figure_cells(game.form, member.details.get("figures", {})):
            number, label = (nan, value) if isinstance(value, str) else (value, "")
            rows.append(_plain_row(game, member.name, name, player, number, label, unit))
        rows.append(_plain_row(game, member.name, "regret", None, member.regret, "", "payoff units"))
    return rows


def figure_cells(form: str, figures: Mapping[str, Figure]) -> Iterator[tuple[str, Player | None, Any, str]]:
    """Yield the figures of one equilibrium as (measure, player or None, value, unit)."""
    for name, figure in figures.items():
        unit = find_measure(form, name.partition(".")[0]).unit
        if isinstance(figure, Mapping):
            for player, value in figure.items():
                yield name, player, value, unit
        else:
            yield name, None, figure, unit


def _count_draws(game: Listed) -> int:
    lengths = [len(number) for c in game.candidates() for number in (c.exists, *c.payoffs) if is_array(number)]
    return max(lengths, default=0)


def _has_symbols(game: Form) -> bool:
    return isinstance(game, Listed) and any(is_symbolic(pay) for c in game.candidates() for pay in c.payoffs)


def candidate_cells(game: Listed, candidate: Candidate) -> Iterator[tuple[str, Player | None, Any, str]]:
    """Yield the payoffs and the figures of one candidate as (measure, player or None, value, unit)."""
    for player, value in zip(game.players, candidate.payoffs, strict=True):
        yield "payoff", player, value, "payoff units"
    yield from figure_cells(game.form, candidate.figures)


def _candidate_rows(game: Listed, n_draws: int) -> list[dict[str, Any]]:
    """Return rows with arrays of draws: how many equilibria exist, and the payoffs and figures of each."""
    count = np.zeros(n_draws)
    rows: list[dict[str, Any]] = []
    for candidate in game.candidates():
        exists = np.broadcast_to(np.asarray(candidate.exists, dtype=bool), n_draws)
        count += exists
        for name, player, value, unit in candidate_cells(game, candidate):
            number, label = (nan, np.where(exists, value, "")) if isinstance(value, str) else (value, "")
            rows.append(_plain_row(game, candidate.name, name, player, np.where(exists, number, nan), label, unit))
    return [_plain_row(game, None, "equilibria", None, count, "", "count"), *rows]


def _row(
    game: Form, equilibrium: str | None, name: str, player: Player | None, value: Any, row: Measure
) -> dict[str, Any]:
    number, label = (value, "") if row.gives == "number" else (nan, value)
    if isinstance(number, bool | np.bool_):  # yes or no is 1 or 0 in every table
        number = float(number)
    if is_array(label):
        number, label = np.full(len(label), nan), label
    return _plain_row(game, equilibrium, name, player, number, label, row.unit)


def _plain_row(
    game: Form, equilibrium: str | None, name: str, player: Player | None, value: Any, label: Any, unit: str
) -> dict[str, Any]:
    return dict(zip(COLUMNS, (game.name, equilibrium, name, player, value, label, unit), strict=True))


def _long(rows: list[dict[str, Any]], n_draws: int) -> pd.DataFrame:
    import pandas as pd

    draws = np.arange(n_draws)
    parts = [
        pd.DataFrame({**row, "value": np.broadcast_to(row["value"], n_draws), "label": row["label"], "draw": draws})
        for row in rows
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[[COLUMNS[0], "draw", *COLUMNS[1:]]]
