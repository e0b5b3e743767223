"""Names of the columns of a part: what is drawn, which orderings hold, and every figure of every option.

A part is wide: one row per draw, one column per number. A name is its pieces joined by `` | ``, so that a part can be
read without this package::

    draw
    parameter | israel.patience
    ordering | border_dilemma
    hotline_network | direct | selected | critical_discount | israel

The last kind is option, game, statistic, measure and player; the player is empty where a measure belongs to none.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from deterrence.games.profile import Player

_JOIN = " | "

DRAW = "draw"
PARAMETER = "parameter"
ORDERING = "ordering"


class Outcome(NamedTuple):
    """One figure: of which option and game, which statistic over equilibria, which measure, whose."""

    option: str
    game: str
    statistic: str
    measure: str
    player: Player | None

    @property
    def column(self) -> str:
        """The name of its column."""
        return _JOIN.join(self.key)

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Its five pieces as text, the player empty where there is none."""
        return (*self[:4], "" if self.player is None else str(self.player))

    @property
    def names(self) -> tuple[str, str]:
        """What its measure may be called: ``p_top.border`` in full, and ``p_top``."""
        return self.measure, self.measure.partition(".")[0]

    def is_of(self, measures: Collection[str]) -> bool:
        """Say whether its measure is among those named, in full or not."""
        return any(name in measures for name in self.names)


def parameter_column(id: str) -> str:
    """Return the name of the column with the draws of a parameter."""
    return f"{PARAMETER}{_JOIN}{id}"


def ordering_column(id: str) -> str:
    """Return the name of the column that says, draw by draw, whether an ordering holds."""
    return f"{ORDERING}{_JOIN}{id}"


def read_outcome(column: str) -> Outcome | None:
    """Return the figure that a column holds, or None for a column of another kind.

    Examples
    --------
    >>> read_outcome("baseline | border | selected | value | israel").player
    'israel'
    """
    pieces = column.split(_JOIN)
    if len(pieces) != 5:
        return None
    option, game, statistic, measure, player = pieces
    return Outcome(option, game, statistic, measure, player or None)
