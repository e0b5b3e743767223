"""Words and figures that the benchmarks of the page share."""

from __future__ import annotations

from collections.abc import Iterable


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value below which a share of the values lies, one of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def verdict(is_met: bool) -> str:
    """Say whether a goal is met."""
    return "met" if is_met else "missed"
