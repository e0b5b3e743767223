"""Reading a logit precision that a caller gives."""

from __future__ import annotations

from deterrence.errors import SolverError, show


def read_precision(precision: object, highest: float, remedy: str) -> float:
    """Return a logit precision as a float.

    Parameters
    ----------
    precision
        What was given, inverse payoff units.
    highest
        The largest that is allowed.
    remedy
        What to do for a larger one.

    Raises
    ------
    SolverError
        If it is no number, negative, NaN or too large.
    """
    # NumPy's floats are floats, its integers have __index__.
    is_number = isinstance(precision, float) or hasattr(precision, "__index__")
    if isinstance(precision, bool) or not is_number or not 0 <= precision <= highest:  # type: ignore[operator]
        allowed = "a number from 0 up" if highest > 1e300 else f"a number from 0 to {highest:.6g}"
        raise SolverError("precision", f"saw {show(precision)}", allowed, remedy)
    return float(precision)  # type: ignore[arg-type]
