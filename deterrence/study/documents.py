"""Games and sets of equilibria as documents for programs: JSON that reads back to equal records."""

from __future__ import annotations

from typing import Any

from deterrence.games.form import Form
from deterrence.interchange.json_text import read_json, write_json
from deterrence.solvers.solution import Equilibrium, EquilibriumSet

_RECORDS = (Equilibrium, EquilibriumSet)


def write_document(record: Form | Equilibrium | EquilibriumSet) -> str:
    """Return a game, an equilibrium or a set of them as JSON; numbers keep their kind and every digit.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = dt.solve(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> read_document(write_document(found)) == found
    True
    """
    return write_json(record, records=_RECORDS)


def read_document(text: str, *, file: str = "json") -> Any:
    """Return what ``write_document`` wrote.

    Raises
    ------
    GameError
        For the first fault, with its line and column.
    """
    return read_json(text, file=file, records=_RECORDS)
