"""Sobol's indices and Morris's elementary effects of any function of the parameters, by SALib.

Points are laid out in the unit cube and brought to each parameter's range by the inverse of its distribution, so that
SALib never hears of ranges. Neither design works with a part of its points, so a function that is undefined anywhere
is refused: what is left out, or put in its place, would decide the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import SweepError, show
from deterrence.numerics import EFFECT_TOLERANCE
from deterrence.study.sweeps.plan import check_count
from deterrence.study.sweeps.sampling import Distribution, Drawn, Floats, quantile

if TYPE_CHECKING:
    import pandas as pd

#: Base draws of Sobol's design and trajectories of Morris's, unless somebody says otherwise.
BASE_DRAWS, TRAJECTORIES = 256, 20

#: Resamples behind an interval.
RESAMPLES = 200

#: Most numbers in the points of a design, so that they fit into memory a few times.
MAX_NUMBERS = 100_000_000

#: Most base draws: behind every interval each is picked anew, a few hundred times over.
MAX_BASE = 131_072

Figure = Callable[[Floats], Floats]


def sobol_table(
    drawn: Sequence[Drawn], figure: Figure, n: int, seed: int, confidence: float, distribution: Distribution = "uniform"
) -> pd.DataFrame:
    """Return Sobol's indices of a function, see ``Sensitivity.sobol``.

    Parameters
    ----------
    drawn
        The parameters.
    figure
        Takes points (m, n_parameters) and returns the function there, (m,).
    n, seed, confidence
        Base sample, seed, level of the intervals.
    distribution
        How each parameter is drawn from its range.

    Raises
    ------
    SweepError
        If an argument does not fit, or the function is undefined or constant.
    """
    import pandas as pd

    check_count("n", n, 2, min(MAX_BASE, MAX_NUMBERS // (len(drawn) * (len(drawn) + 2))))
    if n & (n - 1):
        below = 1 << (n.bit_length() - 1)
        raise SweepError("n", f"saw {n}", "a power of two", f"take {below} or {2 * below}")
    _check_draws(seed, confidence)
    _, analyser = _salib("sobol")
    cube, problem = lay_out(len(drawn), n, seed), _problem(len(drawn))
    values = _defined(figure(_points(drawn, cube, distribution)))
    base = values.reshape(n, -1)[:, [0, -1]]  # the rows whose variance is shared out
    if np.ptp(base) <= EFFECT_TOLERANCE * np.abs(base).max():
        saw = f"it is {base[0, 0]:.6g} in all {base.size:,} draws of the base sample"
        raise SweepError("figure", saw, "one that varies", "widen the ranges, or take a larger n")
    # SALib takes seed 0 for none.
    found = analyser.analyze(
        problem, values, calc_second_order=False, num_resamples=RESAMPLES, conf_level=confidence, seed=seed + 1
    )
    columns: dict[str, Any] = {"parameter": [each.id for each in drawn]}
    for name, key in (("first_order", "S1"), ("total", "ST")):
        columns |= _interval(name, found[key], found[f"{key}_conf"])
    return pd.DataFrame(columns).sort_values("total", ascending=False, kind="stable", ignore_index=True)


def lay_out(n_axes: int, n: int, seed: int) -> Floats:
    """Return the points of Sobol's indices in the unit cube, (n * (n_axes + 2), n_axes).

    Two scrambled Sobol sequences give the base points a and b; then follow a, a with each number of b in turn, and b,
    as SALib's analysis reads them. The second is shuffled: everything that is estimated hangs on pairs of an axis of a
    and the same axis of b, and in one sequence of twice the length some pairs are laid out so unevenly that estimates
    scatter twice as far as their intervals say.
    """
    from scipy.stats import qmc  # deferred: heavy

    rng = np.random.default_rng(seed)
    base = qmc.Sobol(n_axes, scramble=True, seed=rng).random(n)
    other = rng.permutation(qmc.Sobol(n_axes, scramble=True, seed=rng).random(n))
    points = np.repeat(base[:, np.newaxis], n_axes + 2, axis=1)
    for k in range(n_axes):
        points[:, 1 + k, k] = other[:, k]
    points[:, -1] = other
    return points.reshape(-1, n_axes)


def morris_table(
    drawn: Sequence[Drawn],
    figure: Figure,
    n: int,
    levels: int,
    seed: int,
    confidence: float,
    distribution: Distribution = "uniform",
) -> pd.DataFrame:
    """Return the elementary effects of a function, see ``Sensitivity.morris`` and ``sobol_table``."""
    import pandas as pd

    check_count("n", n, 2, min(MAX_BASE, MAX_NUMBERS // (len(drawn) * (len(drawn) + 1))))
    check_count("levels", levels, 2, 1000)
    if levels % 2:
        raise SweepError("levels", f"saw {levels}", "an even number")
    _check_draws(seed, confidence)
    sampler, analyser = _salib("morris")
    problem = _problem(len(drawn))
    cube = np.asarray(sampler.sample(problem, n, num_levels=levels, seed=seed), dtype=np.float64)
    values = _defined(figure(_points(drawn, cube, distribution)))
    found = analyser.analyze(
        problem, cube, values, num_levels=levels, num_resamples=RESAMPLES, conf_level=confidence, seed=seed
    )
    columns: dict[str, Any] = {"parameter": [each.id for each in drawn]}
    columns |= _interval("mu_star", found["mu_star"], found["mu_star_conf"])
    columns |= {"mu": np.asarray(found["mu"], dtype=float), "sigma": np.asarray(found["sigma"], dtype=float)}
    return pd.DataFrame(columns).sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def _salib(name: str) -> tuple[Any, Any]:
    """Return SALib's sampler and analyser of a design.

    Raises
    ------
    SweepError
        If it is not installed.
    """
    import importlib

    try:
        return importlib.import_module(f"SALib.sample.{name}"), importlib.import_module(f"SALib.analyze.{name}")
    except ImportError:
        remedy = "install it with: pip install 'deterrence[sweeps]'"
        raise SweepError(name, "SALib, which lays out its points, is not installed", "", remedy) from None


def _problem(n_axes: int) -> dict[str, Any]:
    return {"num_vars": n_axes, "names": [f"x{k}" for k in range(n_axes)], "bounds": [[0.0, 1.0]] * n_axes}


def _check_draws(seed: Any, confidence: Any) -> None:
    check_count("seed", seed, 0, 2**63 - 2)
    if isinstance(confidence, bool) or not isinstance(confidence, float) or not 0 < confidence < 1:
        raise SweepError("confidence", f"saw {show(confidence)}", "a number between 0 and 1, such as 0.95")


def _points(drawn: Sequence[Drawn], cube: Floats, distribution: Distribution) -> Floats:
    return np.stack([quantile(each, cube[:, k], distribution) for k, each in enumerate(drawn)], axis=1)


def _defined(values: Floats) -> Floats:
    """Return the values of a function after checking that it has one everywhere.

    Raises
    ------
    SweepError
        Saying in how many draws it is infinite, and in how many it does not exist.
    """
    infinite, missing = int(np.isinf(values).sum()), int(np.isnan(values).sum())
    if not infinite + missing:
        return values
    saw = f"of {len(values):,} draws it is infinite in {infinite:,} and does not exist in {missing:,}"
    remedy = (
        "narrow the ranges, hold parameters, or ask what decides whether it exists: statistic 'exists', which is 1 or 0"
    )
    raise SweepError("figure", saw, "a number in every draw", remedy)


def _interval(name: str, values: Any, half: Any) -> dict[str, Floats]:
    centre, reach = np.asarray(values, dtype=float), np.asarray(half, dtype=float)
    return {name: centre, f"{name}_low": centre - reach, f"{name}_high": centre + reach}
