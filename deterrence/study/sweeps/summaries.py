"""How a sweep's figures are spread over the draws, and how often an option moves them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import SweepError, shorten, suggest
from deterrence.study.effects import effect_shares

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sweeps.results import Sweep

#: Shares of the draws below the values that a summary gives.
QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


def summarise(sweep: Sweep, options: Collection[str] | None, measures: Collection[str] | None) -> pd.DataFrame:
    """Return the table of ``Sweep.summary``, read game by game so that little is in memory at a time."""
    import pandas as pd

    known = {name for figure in sweep.figures for name in figure.names}
    wanted = None if measures is None else [measures] if isinstance(measures, str) else list(measures)
    for name in wanted or ():
        if name not in known:
            saw = "the sweep does not have it"
            raise SweepError(f"measure '{shorten(str(name))}'", saw, "", suggest(str(name), known))
    rows = [row for game in sweep.plan.games for row in _rows(sweep, game, options, wanted)]
    return pd.DataFrame(rows)


def _rows(
    sweep: Sweep, game: str, options: Collection[str] | None, measures: Collection[str] | None
) -> Iterator[dict[str, Any]]:
    baseline = sweep.plan.portfolios[0]
    chosen = None if options is None else [options] if isinstance(options, str) else list(options)
    kinds = measures
    if measures is not None:
        kinds = [name for name in measures if any(f.game == game and f.is_of([name]) for f in sweep.figures)]
        if not kinds:
            return
    wide = sweep.outcomes(
        options=None if chosen is None else dict.fromkeys((baseline, *chosen)), games=[game], measures=kinds
    )
    for key in wide.columns:
        option, _, statistic, measure, player = key
        values = wide[key].to_numpy()
        base = (baseline, *key[1:])
        before = wide[base].to_numpy() if base in wide.columns else np.full(len(values), np.nan)
        there = np.sort(values[~np.isnan(values)])
        # A value of the draws themselves, never one between two: some are infinite.
        places = {name: max(0, int(np.ceil(share * len(there))) - 1) for name, share in QUANTILES.items()}
        yield {
            "game": game,
            "option": option,
            "statistic": statistic,
            "measure": measure,
            "player": player or None,
            "applies": len(there) / len(values),
            **{name: float(there[place]) if len(there) else np.nan for name, place in places.items()},
            **effect_shares(values, before),
        }
