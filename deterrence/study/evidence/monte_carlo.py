"""A sequential Monte Carlo sampler on the unit cube, from a uniform prior to the posterior by tempering.

Points x are in [0, 1]^k, where the prior is uniform; l(x) is the log likelihood. The target at temperature t is
proportional to exp(t l(x)): the prior at 0, the posterior at 1.

1. Draw n points from the prior.
2. Raise t by as much as leaves the effective sample size of the new weights exp((t' - t) l) at ``SHARE`` of n.
   Their mean adds its logarithm to that of the evidence.
3. Resample systematically by these weights.
4. Move every point by Metropolis steps: a normal proposal with the points' covariance, reflected at the walls of the
   cube, so that it stays symmetric. Its size follows the rate of acceptance. Steps go on until a typical point has
   been accepted ``MOVED`` times, within bounds on their number.
5. Go on with 2 until t is 1.

References
----------
Chopin, N. (2002). "A Sequential Particle Filter Method for Static Models." Biometrika 89: 539-551.
Del Moral, P., A. Doucet, and A. Jasra (2006). "Sequential Monte Carlo Samplers." Journal of the Royal Statistical
Society B 68: 411-436.
Jasra, A., D. Stephens, A. Doucet, and T. Tsagaris (2011). "Inference for Levy-Driven Stochastic Volatility Models via
Adaptive Sequential Monte Carlo." Scandinavian Journal of Statistics 38: 1-22.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Effective sample size, as a share of the points, at which the temperature is raised.
SHARE = 0.5

#: Acceptances of a typical point between two temperatures, and the bounds on the steps that are made for them.
MOVED, LEAST_STEPS, MOST_STEPS = 2.0, 3, 12

#: The rate of acceptance that the size of proposals aims at.
_WANTED = 0.35


@dataclass(frozen=True)
class Stage:
    """Hold what happened at one temperature: its effective sample size, its steps, the share of moves accepted."""

    temperature: float
    effective: float
    steps: int
    accepted: float


@dataclass(frozen=True)
class Sampled:
    """Hold equally weighted draws from a posterior on the unit cube.

    Parameters
    ----------
    points
        (n, k).
    log_likelihood
        (n,).
    log_evidence
        Logarithm of the mean likelihood under the prior, estimated.
    stages
        One per temperature above 0.
    n_points
        Points at which the likelihood was computed.
    """

    points: Floats
    log_likelihood: Floats
    log_evidence: float
    stages: tuple[Stage, ...]
    n_points: int


def sample_posterior(
    log_likelihood: Callable[[Floats], Floats],
    n_axes: int,
    n_points: int,
    rng: np.random.Generator,
    progress: Callable[[float], None] | None = None,
) -> Sampled | None:
    """Return draws from the posterior, or None where the likelihood is zero at every draw from the prior.

    One set of draws, approximate: exact as the number of points grows. It assumes a likelihood that is bounded and can
    be computed for many points at once; a call costs one evaluation for every point. Modes far apart need many points.

    Parameters
    ----------
    log_likelihood
        From points (m, k) to their log likelihoods (m,); minus infinity where a point is impossible.
    n_axes, n_points
        k and n.
    rng
        Where chance comes from.
    progress
        Called with the temperature, and between temperatures with a little more.
    """
    points = rng.random((n_points, n_axes))
    level = log_likelihood(points)
    called = n_points
    if not np.isfinite(level).any():
        return None
    temperature, log_evidence, size = 0.0, 0.0, 2.38 / math.sqrt(n_axes)
    stages: list[Stage] = []
    while temperature < 1:
        raised = _next_temperature(level, temperature)
        weights, log_mean = _weights((raised - temperature) * np.where(np.isfinite(level), level, -np.inf))
        log_evidence += log_mean
        effective = 1 / float(np.sum(weights**2))
        spread = np.cov(points, rowvar=False, aweights=weights).reshape(n_axes, n_axes)
        root = np.linalg.cholesky(spread + 1e-10 * np.eye(n_axes))
        kept = _resample(weights, rng)
        points, level = points[kept], level[kept]
        accepted, steps = 0.0, 0
        while steps < LEAST_STEPS or (accepted < MOVED and steps < MOST_STEPS):
            proposal = _reflect(points + size * rng.standard_normal(points.shape) @ root.T)
            there = log_likelihood(proposal)
            called += n_points
            with np.errstate(invalid="ignore"):
                better = raised * (there - level)
            is_taken = np.log(rng.random(n_points)) < np.where(np.isnan(better), -np.inf, better)
            points = np.where(is_taken[:, np.newaxis], proposal, points)
            level = np.where(is_taken, there, level)
            rate = float(is_taken.mean())
            accepted, steps = accepted + rate, steps + 1
            size *= math.exp(rate - _WANTED)
            if progress is not None:
                progress(temperature + (raised - temperature) * min(1.0, steps / MOST_STEPS))
        stages.append(Stage(raised, effective, steps, accepted / steps))
        temperature = raised
        if progress is not None:
            progress(temperature)
    return Sampled(points, level, log_evidence, tuple(stages), called)


def _next_temperature(level: Floats, now: float) -> float:
    """Return the temperature at which the effective sample size falls to its share, at most 1: step 2."""
    target = SHARE * len(level)

    def effective(raised: float) -> float:
        return 1 / float(np.sum(_weights((raised - now) * level)[0] ** 2))

    if effective(1.0) >= target:
        return 1.0
    low, high = now, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if effective(middle) >= target:
            low = middle
        else:
            high = middle
    # Where many points are impossible no small step keeps the share; the step that loses them is taken all the same.
    return low if low > now else min(1.0, now + 1e-3)


def _weights(logs: Floats) -> tuple[Floats, float]:
    """Return normalised weights, and the logarithm of the mean of what they were."""
    with np.errstate(invalid="ignore"):
        clean = np.where(np.isnan(logs), -np.inf, logs)
    top = clean.max()
    raw = np.exp(clean - top)
    return raw / raw.sum(), float(top + np.log(raw.mean()))


def _resample(weights: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return the places of systematically resampled points: step 3."""
    n = len(weights)
    ticks = (rng.random() + np.arange(n)) / n
    return np.minimum(np.searchsorted(np.cumsum(weights), ticks), n - 1)


def _reflect(points: Floats) -> Floats:
    """Fold points back into the unit cube at its walls."""
    folded = np.abs(points) % 2.0
    return np.where(folded > 1, 2 - folded, folded)
