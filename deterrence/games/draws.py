"""Arguments of a form that may carry draws: read them, check them, and blank the draws that are at fault.

A number outside its range is an error at the door, because nobody meant it. Among draws it is one setting of many: the
draw is blanked (NaN in every measure) and the others go on. SymPy expressions stand for any value and are not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, SolverError, shorten, show
from deterrence.numerics import Number, as_numbers, choose, is_array, is_symbolic, nan

#: Which draws are sound: None when all are, else an array of booleans ``(n_draws,)``.
Validity = NDArray[np.bool_] | None

#: Numbers of this size and above are refused, so that products of two stay finite as floats.
MAX_NUMBER = 1e150
_BOUNDED = f"numbers below {MAX_NUMBER:g} in size"


class _Drawn(Protocol):
    @property
    def valid(self) -> Validity: ...


_Game = TypeVar("_Game", bound=_Drawn)
_Result = TypeVar("_Result")


def spread(value: object, n_entries: int, where: str) -> tuple[object, ...]:
    """Return one entry per player or front: a tuple or list as it stands, anything else repeated.

    Raises
    ------
    GameError
        If a tuple has another number of entries.
    """
    if not isinstance(value, tuple | list):
        return (value,) * n_entries
    if len(value) != n_entries:
        raise GameError(where, f"saw {len(value)} entries", f"{n_entries}, or one number for all")
    return tuple(value)


def read_numbers(entries: Mapping[str, object], form: str) -> tuple[Number, ...]:
    """Turn named entries into numbers, exact together or floats together.

    Parameters
    ----------
    entries
        Values by the name that an error message gives them.
    form
        The form's name, for messages.

    Raises
    ------
    GameError
        If an entry is not a number, a list or too large, arrays of draws differ in length, or draws and SymPy
        expressions meet. Draws that are too large become NaN.
    """
    refuse_lists(entries, form)
    for where, value in entries.items():
        try:
            (number,) = as_numbers((value,))
        except (TypeError, ValueError, OverflowError, MemoryError):
            saw = f"saw {show(value) if isinstance(value, int) else shorten(repr(value), 100)}"
            raise GameError(f"{form}, {where}", saw, "a number, draws or an expression") from None
        if not is_array(number) and not is_symbolic(number) and MAX_NUMBER <= abs(number) < np.inf:
            raise GameError(f"{form}, {where}", f"saw {float(number):g}", _BOUNDED, "change the unit")
        if is_array(number) and number.ndim != 1:
            raise GameError(f"{form}, {where}", f"saw an array of shape {number.shape}", "shape (n_draws,)")
    numbers = tuple(_bounded(number) for number in as_numbers(entries.values()))
    lengths = {len(number) for number in numbers if is_array(number)}
    if len(lengths) > 1:
        raise GameError(form, f"saw draws of lengths {sorted(lengths)}", "one number of draws for all arguments")
    if lengths and any(is_symbolic(number) for number in numbers):
        raise GameError(form, "saw draws and SymPy expressions together", "either of them, with plain numbers")
    return numbers


def _bounded(number: Number) -> Number:
    return np.where((abs(number) < MAX_NUMBER) | np.isinf(number), number, nan) if is_array(number) else number


def refuse_lists(entries: Mapping[str, object], form: str) -> None:
    """Refuse a tuple or list where one number, or one array of draws, serves all players.

    Raises
    ------
    GameError
        For the first one; draws come as NumPy arrays, so that nobody's numbers are taken for draws.
    """
    for where, value in entries.items():
        if isinstance(value, tuple | list):
            shown = f"saw {len(cast('tuple[object, ...]', value))} entries"
            raise GameError(f"{form}, {where}", shown, "one number, or an array of draws")


def admit(condition: Any, where: str, saw: object, allowed: str) -> Any:
    """Return which draws meet a condition, or raise when a plain number does not.

    Raises
    ------
    GameError
        If the condition is not about draws or expressions, and does not hold.
    """
    if is_symbolic(condition):
        return True
    if not isinstance(condition, np.ndarray) and not condition:
        raise GameError(where, f"saw {saw}", allowed)
    return condition


def is_finite(number: Number) -> Any:
    """Say whether a number of any kind is finite; expressions count as finite."""
    return True if is_symbolic(number) else np.isfinite(number) if is_array(number) else abs(number) < np.inf


def blank(valid: Validity, number: Number) -> Number:
    """Return the number with NaN at the draws that are not valid."""
    return number if valid is None else np.where(valid, number, nan)


def choose_label(cases: Sequence[tuple[Any, str]], otherwise: str, valid: Validity) -> Any:
    """Return the label of the first case that holds: a text, or an array ``(n_draws,)``, empty at draws at fault."""
    if not any(is_array(condition) for condition, _ in cases):
        return choose(cases, otherwise)
    fault = np.zeros(1, dtype=np.bool_) if valid is None else ~valid
    conditions = np.broadcast_arrays(fault, *(condition for condition, _ in cases))
    return np.select(conditions, ["", *(label for _, label in cases)], default=otherwise)


def refuse_symbols(
    measure: str, numbers: Iterable[object], *, saw: str = "symbolic payoffs", remedy: str = "substitute values first"
) -> None:
    """Refuse SymPy expressions where a measure has no formula.

    Raises
    ------
    SolverError
        If there is one among the numbers.
    """
    if any(is_symbolic(number) for number in numbers):
        raise SolverError(measure, f"saw {saw}", "numbers", remedy)


def on_sound_draws(measure: Callable[[_Game], _Result]) -> Callable[[_Game], _Result]:
    """Make a measure, a number or a tuple of them, NaN at the draws whose arguments are at fault."""

    @wraps(measure)
    def sound(game: _Game) -> _Result:
        result = measure(game)
        if game.valid is None:
            return result
        if isinstance(result, tuple):
            numbers = cast("tuple[Number, ...]", result)
            return cast("_Result", tuple(blank(game.valid, number) for number in numbers))
        return cast("_Result", blank(game.valid, result))

    return sound
