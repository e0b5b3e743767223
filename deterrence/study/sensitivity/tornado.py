"""Each parameter from end to end of its range, the others at their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from deterrence.study.sweeps.sampling import Drawn, Floats

if TYPE_CHECKING:
    import pandas as pd


def tornado_table(drawn: Sequence[Drawn], present: Floats, figure: Callable[[Floats], Floats]) -> pd.DataFrame:
    """Return a function at the ends of every range, see ``Sensitivity.tornado``.

    Parameters
    ----------
    drawn
        The parameters.
    present
        Their own values, (n_parameters,).
    figure
        Takes points (m, n_parameters) and returns the function there, (m,).
    """
    import pandas as pd

    n = len(drawn)
    points = np.tile(present, (2 * n + 1, 1))
    for k, each in enumerate(drawn):
        points[1 + k, k], points[1 + n + k, k] = each.low, each.high
    values = figure(points)
    centre, lows, highs = values[0], values[1 : 1 + n], values[1 + n :]
    three = np.stack([np.full(n, centre), lows, highs])
    with np.errstate(invalid="ignore"):  # between equal infinities there is no distance
        width = np.where(np.ptp(three, axis=0) == 0, 0.0, three.max(axis=0) - three.min(axis=0))
    width[(three == three[0]).all(axis=0)] = 0.0
    # Of endless bars the one whose finite part is widest comes first.
    finite = np.where(np.isfinite(three), three, np.nan)
    part = np.nan_to_num(np.fmax.reduce(finite) - np.fmin.reduce(finite))
    table = pd.DataFrame(
        {
            "parameter": [each.id for each in drawn],
            "low": [each.low for each in drawn],
            "high": [each.high for each in drawn],
            "at_low": lows,
            "at_high": highs,
            "width": width,
        }
    )
    order = np.lexsort((-part, np.where(np.isnan(width), np.inf, -width)))
    return table.iloc[order].reset_index(drop=True)
