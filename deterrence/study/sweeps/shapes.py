"""A sweep in the shapes that other software takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError
from deterrence.study.sweeps.columns import DRAW, parameter_column

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sweeps.results import Sweep


def ema_shape(sweep: Sweep) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """Return experiments and outcomes as the EMA workbench has them, option by option."""
    import pandas as pd

    wide, draws = sweep.outcomes(), sweep.experiments()
    plan = sweep.plan
    blocks = [draws.assign(scenario=draws.index, policy=option, model=plan.model) for option in plan.portfolios]
    outcomes = {
        name: np.concatenate([wide[column].to_numpy() for column in columns])
        for name, columns in _by_option(sweep).items()
    }
    return pd.concat(blocks, ignore_index=True), outcomes


def xarray_shape(sweep: Sweep) -> Any:
    """Return a Dataset with figures over option and draw, and parameters over draw.

    Raises
    ------
    SweepError
        If xarray is not installed.
    """
    try:
        import xarray  # pyright: ignore[reportMissingImports] - an extra that few have
    except ImportError:
        remedy = "install it with: pip install xarray"
        raise SweepError("to_xarray", "xarray is not installed", "", remedy) from None
    wide, draws = sweep.outcomes(), sweep.experiments()
    figures = {
        name: (("option", DRAW), np.stack([wide[column].to_numpy() for column in columns]))
        for name, columns in _by_option(sweep).items()
    }
    over = {parameter_column(id): (DRAW, draws[id].to_numpy()) for id in draws.columns}
    coordinates = {"option": list(sweep.plan.portfolios), DRAW: draws.index.to_numpy(), **over}
    return xarray.Dataset(figures, coords=coordinates, attrs={"plan": sweep.plan.digest, "result": sweep.result_hash})


def _by_option(sweep: Sweep) -> dict[str, list[tuple[str, ...]]]:
    """Return, for every figure of the baseline, the columns of ``outcomes`` with it, option by option."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for figure in sweep.figures:
        if figure.option == sweep.plan.portfolios[0]:
            _, *rest = figure.key
            found[" | ".join(rest)] = [(option, *rest) for option in sweep.plan.portfolios]
    return found
