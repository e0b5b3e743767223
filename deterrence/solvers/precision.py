"""Logit precisions: reading one that a caller gives, and telling what happened along a branch of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.errors import SolverError, show

if TYPE_CHECKING:
    from deterrence.kernels.continuation import Branch


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


def branch_figures(branch: Branch, unit: float) -> dict[str, Any]:
    """Return the precisions at which a branch turned or was crossed, and to which it was followed.

    Parameters
    ----------
    branch
        As it was traced, with payoffs divided by the unit.
    unit
        The payoff unit; figures are in its inverse.
    """
    return {
        "folds": [value / unit for value in branch.folds],
        "bifurcations": [value / unit for value in branch.bifurcations],
        "traced_to": float(branch.end[-1]) / unit,
    }


def branch_words(branch: Branch, unit: float) -> str:
    """Say where a branch turned or was crossed, to follow a sentence; nothing when neither happened."""
    text = ""
    if branch.folds:
        text += "; it turns at precision " + ", ".join(f"{value / unit:.4g}" for value in branch.folds)
    if branch.bifurcations:
        places = ", ".join(f"{value / unit:.4g}" for value in branch.bifurcations)
        text += f"; another branch crosses at precision {places}, and this one was followed straight on"
    return text
