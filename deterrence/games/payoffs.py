"""Reading the payoff table of a matrix: exact where it can be, a read-only copy always.

A table has shape ``(n_players, *n_actions)``. Integers and fractions become an object array of ``Fraction``; one float
among them makes the whole table float64.
"""

from __future__ import annotations

import math
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.numerics import is_exact

#: A larger table is refused: exact entries take some hundred bytes each.
MAX_ENTRIES = 5_000_000

#: Payoffs of this size and above are refused, so that products of two stay finite as floats.
MAX_PAYOFF = 1e150

_WHERE = "payoffs of the matrix"


def read_payoffs(payoffs: object) -> NDArray[Any]:
    """Return a read-only table of payoffs, never the caller's own array.

    Parameters
    ----------
    payoffs
        Nested sequences or an array of numbers, shape ``(n_players, *n_actions)``.

    Returns
    -------
    NDArray
        Object array of ``Fraction`` when every entry is an integer or a fraction, otherwise float64.

    Raises
    ------
    GameError
        If the shape is not one table per player, the table is too large, or an entry is not a finite number.

    Examples
    --------
    >>> read_payoffs([[1, Fraction(1, 2)]])
    array([[Fraction(1, 1), Fraction(1, 2)]], dtype=object)
    >>> read_payoffs([[1, 0.5]])
    array([[1. , 0.5]])
    """
    given = payoffs if isinstance(payoffs, np.ndarray) else _nested(payoffs)
    if given.ndim < 2 or given.ndim != len(given) + 1 or 0 in given.shape:
        raise GameError(
            _WHERE, f"saw shape {given.shape}", "shape (n_players, *n_actions) with an axis of actions for each player"
        )
    if given.size > MAX_ENTRIES:
        raise GameError(_WHERE, f"saw {given.size} entries", f"at most {MAX_ENTRIES}", "merge or drop actions")
    table = _exact(given) if given.dtype.kind in "iuO" else None
    if table is None:
        table = _floats(given)
    table.flags.writeable = False
    return table


def as_fraction(value: Rational) -> Fraction:
    """Return an exact number as a fraction of Python integers: NumPy's would overflow silently."""
    return Fraction(int(value.numerator), int(value.denominator))


def _nested(payoffs: object) -> NDArray[Any]:
    try:
        # As objects, so that large integers and fractions are not rounded on the way in.
        return np.array(payoffs, dtype=object)
    except ValueError:
        raise GameError(_WHERE, "saw rows of different lengths", "a table with equal rows") from None


def _exact(given: NDArray[Any]) -> NDArray[Any] | None:
    """Return the table as fractions, or None when an entry is not a rational number."""
    entries: list[Any] = given.ravel().tolist()
    if not all(is_exact(entry) for entry in entries):
        return None
    # One fraction per distinct payoff: large tables repeat few.
    fractions = {entry: as_fraction(entry) for entry in set(entries)}
    if not all(-MAX_PAYOFF < fraction < MAX_PAYOFF for fraction in fractions.values()):
        raise GameError(_WHERE, "saw a payoff of 1e150 or more in size", "smaller payoffs", "change the unit")
    table = np.empty(given.shape, dtype=object)
    table.ravel()[:] = [fractions[entry] for entry in entries]
    return table


def _floats(given: NDArray[Any]) -> NDArray[np.float64]:
    for entry in given.ravel().tolist() if given.dtype.kind not in "fiu" else ():
        if isinstance(entry, bool) or not isinstance(entry, Real):
            raise GameError(_WHERE, f"saw the entry {entry!r}", "integers, fractions and floats, in equal rows")
    try:
        table = np.array(given, dtype=np.float64)
    except OverflowError:
        table = np.array([math.inf])
    if not np.all(np.abs(table) < MAX_PAYOFF):  # also false for NaN
        raise GameError(_WHERE, "saw a payoff that is NaN, infinite or 1e150 and more in size", "finite payoffs")
    return table
