"""What is read off a game: MEASURES is the one table of measures, ``measure`` lays them out as a tidy table.

A measure is a property of the game (a threshold, a class) or of one member of its equilibrium set (a payoff). It is
plain arithmetic in ``games/``, so the same function serves floats, arrays of draws, fractions and SymPy symbols.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from deterrence.errors import SolverError, suggest
from deterrence.games import dominance, linked_measures, single_front, stage
from deterrence.games import restraint_measures as shared
from deterrence.games.form import Form
from deterrence.games.matrix import Matrix
from deterrence.games.profile import Player
from deterrence.numerics import is_array, is_symbolic, nan
from deterrence.solvers import solve
from deterrence.solvers.solution import EquilibriumSet

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["game", "equilibrium", "measure", "player", "value", "label", "unit"]


@dataclass(frozen=True)
class Measure:
    """One row of the table of measures.

    Parameters
    ----------
    compute
        The function of ``games/`` that returns a number, a tuple of numbers per player, or labels.
    per
        ``player``: a tuple in player order; ``game``: one value.
    unit
        What it is counted in.
    meaning
        One sentence in plain words.
    gives
        ``number``; ``label`` for categories; ``seat`` for the number of a player, shown as its label.
    better
        Direction that means more restraint, ``lower`` or ``higher``; empty where neither does.
    """

    compute: Callable[[Any], Any]
    per: Literal["game", "player"]
    unit: str
    meaning: str
    gives: Literal["number", "label", "seat"] = "number"
    better: Literal["lower", "higher", ""] = ""


def _class(game: Matrix) -> tuple[str, ...]:
    return stage.player_classes(game) if game.n_actions == (2, 2) else ()


def _risk_dominant(game: Matrix) -> str:
    pair = dominance.risk_dominant_equilibrium(game) if game.n_actions == (2, 2) else None
    return "" if pair is None else ",".join(pair)


def _dominant(game: Matrix) -> tuple[str, ...]:
    return tuple(action or "" for action in dominance.dominant_actions(game))


_PATIENCE = "discount factor"
_PAYOFF = "payoff units per period"

#: Measures that one front and several fronts share.
_RESTRAINT: Mapping[str, Measure] = {
    "critical_discount": Measure(
        shared.critical_discount,
        "player",
        _PATIENCE,
        "the least patience at which the player holds back under this threat",
        better="lower",
    ),
    "is_sustained": Measure(
        shared.is_sustained, "game", "yes or no", "whether restraint is an equilibrium", better="higher"
    ),
    "margin": Measure(
        shared.margin, "game", _PATIENCE, "patience of the binding player above its threshold", better="higher"
    ),
    "binding_player": Measure(
        shared.binding_player, "game", "", "the player nearest to breaking, or furthest beyond it", "seat"
    ),
    "incentive": Measure(
        shared.incentive,
        "player",
        "share of the payoff range per period",
        "what the player gains by keeping to restraint and its threat rather than leaving them once",
        better="higher",
    ),
    "value": Measure(
        shared.value, "player", _PAYOFF, "average discounted payoff while restraint is sustained", better="higher"
    ),
    "shortest_punishment": Measure(
        shared.shortest_punishment, "game", "periods", "the shortest punishment that deters everybody", better="lower"
    ),
    "expected_periods_to_breakdown": Measure(
        shared.expected_periods_to_breakdown, "game", "periods", "mean wait for a false alarm", better="higher"
    ),
    "restraint_share": Measure(
        shared.restraint_share, "game", "share of periods", "long-run share of periods in restraint", better="higher"
    ),
}

#: Form -> measure -> how it is computed and read.
MEASURES: Mapping[str, Mapping[str, Measure]] = {
    "matrix": {
        "class": Measure(_class, "player", "", "the kind of stage game that the player faces", "label"),
        "dominant_action": Measure(_dominant, "player", "", "the action that is best whatever the others do", "label"),
        "risk_dominant": Measure(_risk_dominant, "game", "", "the safer of two strict equilibria", "label"),
    },
    "restraint": {
        **_RESTRAINT,
        "grim_critical_discount": Measure(
            single_front.grim_critical_discount,
            "player",
            _PATIENCE,
            "the least patience when monitoring is perfect and punishment is for ever",
            better="lower",
        ),
        "tft_critical_discount": Measure(
            single_front.tft_critical_discount,
            "player",
            _PATIENCE,
            "the least patience at which tit-for-tat is a Nash equilibrium",
            better="lower",
        ),
        "max_false_alarm": Measure(
            single_front.max_false_alarm,
            "player",
            "probability per period",
            "the largest rate of false alarms that restraint survives",
            better="higher",
        ),
        "best_symmetric_value": Measure(
            single_front.best_symmetric_value,
            "player",
            _PAYOFF,
            "the most that strongly symmetric strategies with public randomisation can give",
            better="higher",
        ),
        "is_dilemma": Measure(
            single_front.is_dilemma, "game", "yes or no", "whether the stage game is a dilemma for everybody"
        ),
        "class": Measure(
            single_front.class_labels, "player", "", "the kind of stage game that the player faces", "label"
        ),
    },
    "linked_restraint": {
        **_RESTRAINT,
        "separate_critical_discount": Measure(
            linked_measures.separate_critical_discount,
            "player",
            _PATIENCE,
            "the least patience at which the player holds back when every front punishes alone",
            better="lower",
        ),
        "binding_subset": Measure(
            linked_measures.binding_subset, "player", "", "the fronts on which attacking together tempts most", "label"
        ),
    },
}


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


def measure(game: Form, *, concept: str | None = None) -> pd.DataFrame:
    """Lay out everything that is read off a game as a tidy table.

    Parameters
    ----------
    game
        A game of any form. With draws the table has a column ``draw`` and one row per draw, and no equilibria; so has a
        symbolic game, whose values are SymPy expressions.
    concept
        Solution concept for the equilibria; None takes the form's default.

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
    rows: list[dict[str, Any]] = []
    n_draws = 0
    for name, row, player, value in read_properties(game):
        n_draws = max(n_draws, len(value) if is_array(value) else 0)
        rows.append(_row(game, None, name, player, value, row))
    if n_draws:
        return _long(rows, n_draws)
    if not any(is_symbolic(row["value"]) for row in rows):
        rows.extend(equilibrium_rows(game, solve(game, concept)))
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
        rows.append(_plain_row(game, member.name, "regret", None, member.regret, "", "payoff units"))
    return rows


def _row(
    game: Form, equilibrium: str | None, name: str, player: Player | None, value: Any, row: Measure
) -> dict[str, Any]:
    number, label = (value, "") if row.gives == "number" else (nan, value)
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
