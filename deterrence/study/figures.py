"""Numbers as people read them."""

from __future__ import annotations

import math
from typing import Any


def number(value: Any) -> str:
    """Return a number for reading: three digits, ``none suffices`` for infinity, ``not applicable`` for NaN."""
    figure = float(value)
    if math.isnan(figure):
        return "not applicable"
    if math.isinf(figure):
        return "none suffices" if figure > 0 else "out of reach"
    return f"{figure:.3f}".rstrip("0").rstrip(".") if abs(figure) < 1000 else f"{figure:,.0f}"


def precise(value: Any) -> str:
    """Return a number with six digits; what is none in the words of ``number``."""
    return f"{float(value):.6g}" if math.isfinite(float(value)) else number(value)


def figure(value: float, is_share: bool, sign: str = "") -> str:
    """Return a headline figure in words: shares in per cent, counts as they are."""
    if not is_share or not math.isfinite(value):
        return number(value)
    if value != 0 and abs(value) < 0.0005:
        return f"{'-' if value < 0 else sign}<0.1%"
    return f"{100 * value:{sign if value else ''}.1f}%"
