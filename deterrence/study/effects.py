"""How a value stands to its baseline."""

from __future__ import annotations

import math
from typing import Literal

from deterrence.numerics import EFFECT_TOLERANCE

Effect = Literal["lower", "higher", "none", "appears", "disappears"]


def effect(value: float, baseline: float) -> Effect:
    """Say how a value stands to its baseline; differences within 1e-9, relative, are none.

    NaN means not applicable, so a value can appear or disappear.

    Examples
    --------
    >>> effect(0.4, 0.5), effect(math.inf, math.inf), effect(0.5, math.nan)
    ('lower', 'none', 'appears')
    """
    if math.isnan(value) or math.isnan(baseline):
        return (
            "none" if math.isnan(value) and math.isnan(baseline) else "disappears" if math.isnan(value) else "appears"
        )
    is_near = math.isfinite(value - baseline) and abs(value - baseline) <= EFFECT_TOLERANCE * max(
        abs(value), abs(baseline)
    )
    if value == baseline or is_near:
        return "none"
    return "lower" if value < baseline else "higher"


def change(value: float, baseline: float) -> float:
    """Return value minus baseline; 0 for two equal infinities, NaN when either is not applicable."""
    return 0.0 if value == baseline else value - baseline
