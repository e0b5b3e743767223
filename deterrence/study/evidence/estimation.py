"""Precision and payoffs estimated from moves: a posterior by sequential Monte Carlo, beside the prior.

The likelihood of a move is the probability that the logit Markov equilibrium on the principal branch gives to the
posture that was taken, in the state in which it was taken; moves are independent given the states. Every draw is
solved from precision 0, so the likelihood is a function of the parameters alone. A draw that cannot be solved has
likelihood 0; how many did is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import EvidenceError
from deterrence.numerics import resolve_rng
from deterrence.study.evidence.backtest import read_freeze
from deterrence.study.evidence.choices import Choices, Floats, Progress, read_ladder, set_in_worlds
from deterrence.study.evidence.monte_carlo import Sampled, sample_posterior
from deterrence.study.evidence.moves import read_moves
from deterrence.study.evidence.priors import PRECISION, Given, Prior, read_priors, values_at
from deterrence.study.sweeps.plan import check_count
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: A parameter is called barely identified if its posterior keeps this share of the prior's spread, or overlaps so far.
BARELY = 0.8

#: Bins in which the overlap is counted, and points of the densities that are drawn.
_BINS, _GRID = 10, 61

#: Standard deviation of a uniform share.
_EVEN_SD = 12**-0.5

QUANTILES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}


@dataclass(frozen=True)
class Estimate:
    """Hold a posterior with the prior that it came from.

    Parameters
    ----------
    model, game
        Ids.
    freeze
        Only moves before it were used; None for all.
    n_moves
        How many moves, all of them coded clear.
    priors
        By name of the parameter, ``precision`` among them unless it was held.
    held
        The precision where it was held.
    draws
        A row per draw from the posterior: ``weight`` (they are equal), ``log_likelihood``, and a column by parameter.
    table
        A row per parameter: ``parameter``; ``prior_mean``, ``prior_sd``, ``prior_q05``, ``prior_q50``, ``prior_q95``;
        the same of the posterior; ``sd_ratio`` (spread of the posterior over that of the prior, both counted in
        shares of the prior), ``overlap`` (area that the two densities share), ``is_identified``.
    correlations
        Of the draws, a column per parameter.
    log_evidence
        Logarithm of the mean likelihood under the prior.
    log_random
        Log likelihood of random choice, for comparison with it.
    stages
        A row per temperature: ``temperature``, ``effective`` (sample size), ``steps``, ``accepted`` (share).
    n_solved, n_unsolved
        Draws that were solved for, and that could not be.
    n_particles, seed
        As given.
    """

    model: str
    game: str
    freeze: date | None
    n_moves: int
    priors: Mapping[str, Prior]
    held: float | None
    draws: pd.DataFrame
    table: pd.DataFrame
    correlations: pd.DataFrame
    log_evidence: float
    log_random: float
    stages: pd.DataFrame
    n_solved: int
    n_unsolved: int
    n_particles: int
    seed: int | None

    @property
    def barely_identified(self) -> tuple[str, ...]:
        """The parameters on which the data leave the posterior close to the prior."""
        return tuple(self.table[~self.table["is_identified"]]["parameter"])

    def densities(self) -> pd.DataFrame:
        """Return prior and posterior densities, as ``charts.plot_posterior`` draws them."""
        import pandas as pd

        rows: list[pd.DataFrame] = []
        grid = np.linspace(0, 1, _GRID)
        for name, prior in self.priors.items():
            shares = _shares(prior, self.draws[name].to_numpy())
            before, value = 1 / prior.slope(grid), prior.value(grid)
            for when, density in (("prior", before), ("posterior", before * _density(shares, grid))):
                rows.append(pd.DataFrame({"parameter": name, "value": value, "density": density, "when": when}))
        return pd.concat(rows, ignore_index=True)


def estimate(
    model: Model,
    game: str | None = None,
    moves: str | Path | pd.DataFrame | None = None,
    *,
    parameters: Mapping[str, Given] | Iterable[str] = (),
    precision_prior: Given | float = None,
    freeze: date | str | None = None,
    particles: int = 256,
    seed: int | np.random.Generator | None = 0,
    progress: Progress | None = None,
) -> Estimate:
    """Estimate the precision of choices, and chosen parameters, from moves.

    Parameters
    ----------
    model, game, moves, freeze
        As for ``back_test``; only moves coded clear are used.
    parameters
        Ids of parameters that the ladder reads: with a range or a ``Prior`` each, or the range of the file. A
        parameter that scenarios set takes the estimated value in all of them.
    precision_prior
        Range of the precision (even in its logarithm), a ``Prior``, one number to hold it, or None for the file's
        range.
    particles
        Points of the sampler; a few hundred for one or two parameters, more for more.
    seed
        The same seed gives the same draws.
    progress
        Called with (per cent of the way from prior to posterior, 100).

    Raises
    ------
    EvidenceError
        If moves, parameters or priors do not fit, or no draw from the prior could be solved.

    Notes
    -----
    Approximate: a Monte Carlo sample, exact as ``particles`` grows. Each particle costs some ten solutions of the
    ladder and more for sharp data: seconds for a ladder of one front, minutes for the ``region`` of levant_2024.
    What the data say of a parameter depends on all others that are held: precision and the size of payoffs trade off.

    Examples
    --------
    >>> import deterrence as dt
    >>> from deterrence.study.evidence.simulation import simulate_moves
    >>> model = dt.load("textbook/ladder")
    >>> moves = simulate_moves(model, n_periods=60, precision=10, rng=1)
    >>> found = estimate(model, moves=moves, particles=64)
    >>> found.table["parameter"].tolist(), found.n_moves
    (['precision'], 72)
    """
    ladder = read_ladder(model, game)
    check_count("particles", particles, 16, 100_000)
    limit = read_freeze(freeze)
    coded = [m for m in read_moves(model, ladder, moves) if m.is_clear and (limit is None or m.last < limit)]
    if not coded:
        raise EvidenceError("moves", "none that is coded clear is left", "one or more", "take a later date")
    priors, held = read_priors(model, ladder.name, parameters, precision_prior)
    choices = set_in_worlds(model, ladder.name, coded)
    likelihood = _Likelihood(choices, priors, held)
    tell = None if progress is None else lambda share, report=progress: report(round(100 * share), 100)
    sampled = sample_posterior(likelihood, len(priors), particles, resolve_rng(seed), tell)
    if sampled is None:
        saw = "the ladder could be solved at no draw from the prior"
        raise EvidenceError("precision_prior", saw, "a range in which it can", "lower the precision")
    return _report(model, ladder.name, limit, choices, sampled, likelihood, seed if isinstance(seed, int) else None)


class _Likelihood:
    """Compute the log likelihood of moves at shares of the priors, and count the draws that could not be solved."""

    def __init__(self, choices: Choices, priors: Mapping[str, Prior], held: float | None) -> None:
        self.choices = choices
        self.priors = priors
        self.held = held
        self.n_unsolved = 0

    def __call__(self, shares: Floats) -> Floats:
        values = values_at(self.priors, shares)
        own = values.pop(PRECISION, None)
        precision = np.full(len(shares), self.held) if own is None else own
        chances = self.choices.chances(precision, values)
        taken = [move.posture for move in self.choices.moves]
        with np.errstate(divide="ignore"):
            level = np.log(chances[:, np.arange(len(taken)), taken]).sum(axis=1)
        self.n_unsolved += int(np.isnan(level).sum())
        return np.where(np.isnan(level), -np.inf, level)


def _report(
    model: Model, game: str, limit: date | None, choices: Choices, sampled: Sampled, likelihood: _Likelihood,
    seed: int | None,
) -> Estimate:  # fmt: skip
    import pandas as pd

    priors, n = likelihood.priors, len(sampled.points)
    values = values_at(priors, sampled.points)
    rows = [_row(name, prior, sampled.points[:, k], values[name]) for k, (name, prior) in enumerate(priors.items())]
    draws = pd.DataFrame({"weight": np.full(n, 1 / n), "log_likelihood": sampled.log_likelihood, **values})
    return Estimate(
        model=model.id, game=game, freeze=limit, n_moves=len(choices.moves), priors=priors, held=likelihood.held,
        draws=draws, table=pd.DataFrame(rows), correlations=_correlations(values), log_evidence=sampled.log_evidence,
        log_random=-float(sum(np.log(len(move.offered)) for move in choices.moves)),
        stages=pd.DataFrame([vars(stage) for stage in sampled.stages]), n_solved=sampled.n_points,
        n_unsolved=likelihood.n_unsolved, n_particles=n, seed=seed,
    )  # fmt: skip


def _correlations(values: Mapping[str, Floats]) -> pd.DataFrame:
    import pandas as pd

    # A parameter without any spread among the draws has no correlation.
    with np.errstate(invalid="ignore", divide="ignore"):
        table = np.atleast_2d(np.corrcoef(np.array(list(values.values()))))
    return pd.DataFrame(table, index=list(values), columns=list(values))


def _row(name: str, prior: Prior, shares: Floats, values: Floats) -> dict[str, Any]:
    ratio = float(np.std(shares)) / _EVEN_SD
    counts, _ = np.histogram(shares, bins=_BINS, range=(0, 1))
    overlap = float(np.minimum(counts / len(shares), 1 / _BINS).sum())
    before: dict[str, float] = {"prior_mean": prior.mean, "prior_sd": prior.sd}
    before |= {f"prior_{key}": float(prior.value(level)) for key, level in QUANTILES.items()}
    after = {"posterior_mean": float(values.mean()), "posterior_sd": float(values.std())}
    after |= {f"posterior_{key}": float(np.quantile(values, level)) for key, level in QUANTILES.items()}
    is_identified = ratio <= BARELY and overlap <= BARELY
    return {"parameter": name, **before, **after, "sd_ratio": ratio, "overlap": overlap, "is_identified": is_identified}


def _shares(prior: Prior, values: Floats) -> Floats:
    if prior.scale == "log":
        return np.log(values / prior.low) / np.log(prior.high / prior.low)
    return (values - prior.low) / (prior.high - prior.low)


def _density(shares: Floats, grid: Floats) -> Floats:
    """Return a kernel density of shares on a grid, reflected at 0 and 1 so that no mass leaves."""
    width = max(1.06 * float(shares.std()) * len(shares) ** -0.2, 1e-3)
    mirrored = np.concatenate([shares, -shares, 2 - shares])
    gaps = (grid[:, np.newaxis] - mirrored) / width
    return np.exp(-(gaps**2) / 2).sum(axis=1) / (len(shares) * width * np.sqrt(2 * np.pi))
