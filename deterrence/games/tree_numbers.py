"""Reading the numbers of a tree: exact where they all are, finite floats otherwise."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from deterrence.errors import GameError, shorten
from deterrence.games.payoffs import as_fraction
from deterrence.games.tree_nodes import Chance

#: Largest distance from one of a sum of probabilities given as floats.
SUM_TOLERANCE = 1e-9


def read_number(value: Any, exact: bool, limit: float, where: str) -> Any:
    """Return a number as a fraction where the tree is exact, else as a float.

    Raises
    ------
    GameError
        If it is not a number below the limit in size.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise GameError(where, f"saw {shorten(repr(value))}", "integers, fractions and floats")
    size: Any = abs(value)
    if exact and size < limit:
        return as_fraction(value)  # pyright: ignore[reportArgumentType]
    number = float(value) if size < limit else math.nan
    if math.isnan(number):
        raise GameError(where, f"saw {shorten(repr(value))}", f"numbers below {limit:g} in size")
    return number


def read_probabilities(node: Chance, exact: bool, where: str) -> tuple[Any, ...]:
    """Return the probabilities of a move of chance, floats scaled to sum to one without rest.

    Raises
    ------
    GameError
        If one is negative, or they do not sum to one: exactly when they are exact.
    """
    values = tuple(read_number(value, exact, 2.0, f"{where}, probabilities") for value, _ in node.branches.values())
    total = sum(values)
    if min(values) < 0 or (total != 1 if exact else abs(total - 1) > SUM_TOLERANCE):
        raise GameError(
            where, f"saw the probabilities {[str(value) for value in values[:12]]}", "numbers from 0 that sum to 1"
        )
    return values if exact else tuple(value / total for value in values)
