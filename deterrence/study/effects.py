"""How a value stands to its baseline."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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


def effect_flags(values: NDArray[np.float64], baseline: NDArray[np.float64]) -> dict[Effect, NDArray[np.bool_]]:
    """Return for each effect whether a draw has it, as ``effect`` has it draw by draw; every draw has one."""
    gone, new = np.isnan(values) & ~np.isnan(baseline), ~np.isnan(values) & np.isnan(baseline)
    with np.errstate(invalid="ignore"):  # infinite values differ by NaN
        gap = values - baseline
        is_near = np.abs(gap) <= EFFECT_TOLERANCE * np.maximum(np.abs(values), np.abs(baseline))
        is_same = (values == baseline) | (is_near & np.isfinite(gap)) | (np.isnan(values) & np.isnan(baseline))
        lower, higher = ~is_same & (values < baseline), ~is_same & (values > baseline)
    return {"lower": lower, "none": is_same, "higher": higher, "appears": new, "disappears": gone}


def effect_shares(values: NDArray[np.float64], baseline: NDArray[np.float64]) -> dict[Effect, float]:
    """Return the share of draws with each effect, as ``effect`` has it draw by draw.

    Examples
    --------
    >>> import numpy as np
    >>> effect_shares(np.array([1.0, 2.0, np.inf, np.nan]), np.array([2.0, 2.0, np.inf, 1.0]))
    {'lower': 0.25, 'none': 0.5, 'higher': 0.0, 'appears': 0.0, 'disappears': 0.25}
    """
    return {name: float(np.mean(flag)) for name, flag in effect_flags(values, baseline).items()}
