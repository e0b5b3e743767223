"""Moves made up by the model itself, and whether the estimator's intervals cover the truth on them as stated.

References
----------
Cook, S., A. Gelman, and D. Rubin (2006). "Validation of Software for Bayesian Models Using Posterior Quantiles."
Journal of Computational and Graphical Statistics 15: 675-692.
Talts, S., M. Betancourt, D. Simpson, A. Vehtari, and A. Gelman (2018). "Validating Bayesian Inference Algorithms with
Simulation-Based Calibration." arXiv:1804.06788.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import EvidenceError
from deterrence.games.front import POSTURES
from deterrence.numerics import resolve_rng
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.study.evidence.choices import Progress, read_ladder
from deterrence.study.evidence.estimation import estimate
from deterrence.study.evidence.moves import seats_by_name
from deterrence.study.evidence.priors import PRECISION, Given, read_priors, values_at
from deterrence.study.sweeps.plan import check_count
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: The first day of made-up moves; nothing depends on it.
_FIRST = date(2001, 1, 1)


def simulate_moves(
    model: Model,
    game: str | None = None,
    *,
    n_periods: int,
    precision: float | None = None,
    rng: np.random.Generator | int | None = 0,
) -> pd.DataFrame:
    """Return moves that the ladder itself makes, in states drawn evenly: every seat that can act picks a posture.

    Parameters
    ----------
    model, game
        As for ``back_test``.
    n_periods
        States drawn, each on a day of its own.
    precision
        In place of the ladder's own.
    rng
        Where chance comes from.

    Raises
    ------
    EvidenceError
        If the ladder cannot be solved.
    """
    import pandas as pd

    ladder, chance = read_ladder(model, game), resolve_rng(rng)
    check_count("n_periods", n_periods, 1, 50_000)
    found = solve_logit_markov(ladder, precision=precision, n_starts=0)
    if found.selected is None:
        raise EvidenceError(f"game '{ladder.name}'", found.sentence)
    table = found.selected.details["strategies"].probabilities
    seats = seats_by_name(ladder)
    rows: list[dict[str, Any]] = []
    for period in range(n_periods):
        rungs = ladder.rungs(int(chance.integers(ladder.n_states)))
        heights = dict(zip((f.name for f in ladder.fronts), zip(ladder.fronts, rungs, strict=True), strict=True))
        for (name, player), seat in seats.items():
            front, rung = heights[name]
            if rung in front.absorbing:
                continue
            shares = table[seat, :, ladder.state(rungs)]
            rows.append(
                {
                    "move": f"{period}:{name}:{player}",
                    "date_start": (_FIRST + timedelta(days=period)).isoformat(),
                    "date_end": "",
                    "front": name,
                    "player": player,
                    "action": POSTURES[int(chance.choice(3, p=shares / shares.sum()))],
                    **{f"rung.{f.name}": r for f, r in zip(ladder.fronts, rungs, strict=True)},
                    "scenario": "",
                    "coding": "clear",
                    "timeline": "",
                    "note": "simulated",
                }
            )
    return pd.DataFrame(rows)


def calibrate(
    model: Model,
    game: str | None = None,
    *,
    parameters: Mapping[str, Given] | Iterable[str] = (),
    precision_prior: Given | float = None,
    n_repetitions: int = 100,
    n_periods: int = 60,
    particles: int = 128,
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Draw truths from the prior and moves from the model at each, estimate them again, and say where the truth lies.

    Returns
    -------
    pandas.DataFrame
        A row per repetition and parameter: ``repetition``, ``parameter``, ``truth``, ``posterior_mean``, ``rank``
        (share of the posterior's draws below the truth). If the sampler is right, ranks are uniform, so central
        intervals of any level cover the truth at that level.
    """
    import pandas as pd

    ladder = read_ladder(model, game)
    named = parameters if isinstance(parameters, Mapping) else tuple(parameters)
    priors, held = read_priors(model, ladder.name, named, precision_prior)
    rows: list[dict[str, Any]] = []
    for repetition in range(n_repetitions):
        rng = np.random.default_rng((seed, repetition))
        truth = {name: float(v[0]) for name, v in values_at(priors, rng.random((1, len(priors)))).items()}
        own = truth.get(PRECISION, held)
        world = model.with_values({name: value for name, value in truth.items() if name != PRECISION})
        moves = simulate_moves(world, game, n_periods=n_periods, precision=own, rng=rng)
        found = estimate(
            model, game, moves, parameters=named, precision_prior=precision_prior, particles=particles, seed=rng
        )  # fmt: skip
        for name, value in truth.items():
            draws = found.draws[name].to_numpy()
            rows.append(
                {
                    "repetition": repetition,
                    "parameter": name,
                    "truth": value,
                    "posterior_mean": float(draws.mean()),
                    "rank": float((draws < value).mean()),
                }
            )
        if progress is not None:
            progress(repetition + 1, n_repetitions)
    return pd.DataFrame(rows)


def coverage_table(ranks: pd.DataFrame, levels: Iterable[float] = (0.5, 0.8, 0.9)) -> pd.DataFrame:
    """Count how often central intervals cover the truth, with the bounds that chance leaves once in ten thousand.

    Parameters
    ----------
    ranks
        As ``calibrate`` returns them.
    levels
        Stated rates of cover.

    Returns
    -------
    pandas.DataFrame
        ``parameter``, ``level``, ``n`` (repetitions), ``covered`` (a count), ``least`` and ``most`` (counts within
        which a right sampler stays but for one time in ten thousand), ``is_within``.
    """
    import pandas as pd
    from scipy.stats import binom  # deferred: heavy

    rows: list[dict[str, Any]] = []
    for name, own in ranks.groupby("parameter", sort=False):
        for level in levels:
            n, covered = len(own), int((abs(own["rank"] - 0.5) <= level / 2).sum())
            least, most = (int(binom.ppf(tail, n, level)) for tail in (5e-5, 1 - 5e-5))
            rows.append({"parameter": name, "level": level, "n": n, "covered": covered, "least": least, "most": most,
                         "is_within": least <= covered <= most})  # fmt: skip
    return pd.DataFrame(rows)
