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
