"""The question of a sensitivity analysis: which figure, of which game, over which ranges; and its value at any draws.

The figure is computed for all draws at once by what sweeps compute theirs with (``sweeps.chunks``), so it is the same
number that ``dt.sweep`` keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from deterrence.study.sensitivity.derivatives import derivative_table
from deterrence.study.sensitivity.designs import BASE_DRAWS, TRAJECTORIES, morris_table, sobol_table
from deterrence.study.sensitivity.tornado import tornado_table
from deterrence.study.sweeps.chunks import ChunkTable
from deterrence.study.sweeps.columns import Outcome
from deterrence.study.sweeps.executors import Executor, check_executor
from deterrence.study.sweeps.plan import SweepPlan, check_count
from deterrence.study.sweeps.sampling import Drawn, Floats
from deterrence.study.sweeps.sweep import QUICK_CHUNK, chunk_tables
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: ``exists`` is 1 in draws where the selected figure is a finite number, else 0.
Statistic = Literal["selected", "lowest", "highest", "exists"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Hold a question, checked: the methods answer it.

    Parameters
    ----------
    model
        The baseline.
    plan
        What is drawn, and how figures are computed.
    outcome
        The figure at the baseline.
    statistic
        Which statistic over equilibria.
    is_effect
        Whether it is the difference that the option makes, not the level.
    value
        The figure at the model's own values; NaN or infinite where it is none.
    """

    model: Model
    plan: SweepPlan
    outcome: Outcome
    statistic: Statistic
    is_effect: bool
    value: float

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """The parameters that are varied, with their ranges."""
        return self.plan.drawn

    @property
    def option(self) -> str:
        """The portfolio as text, empty where there is none."""
        return self.plan.portfolios[-1] if len(self.plan.portfolios) > 1 else ""

    @property
    def present(self) -> Floats:
        """The model's own values of the parameters, (n_parameters,)."""
        return np.array([float(self.model.parameters[each.id].value) for each in self.drawn])

    def at(
        self,
        points: Floats,
        *,
        executor: Executor | str | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> Floats:
        """Return the figure at given draws.

        Parameters
        ----------
        points
            Values of the parameters, (n, n_parameters) in the order of ``drawn``; the others keep theirs.
        executor, workers, progress
            As in ``dt.sweep``, but that closed forms are computed in this process unless workers are asked for.

        Returns
        -------
        ndarray
            (n,): NaN where the figure does not exist, inf where no value suffices. Of two equal infinities the
            difference is 0, as in ``dt.compare``.
        """
        check_executor(executor)
        if workers is not None:
            check_count("workers", workers, 1, 1024)
        elif executor is None and self.plan.chunk >= QUICK_CHUNK:
            workers = 1
        table = np.ascontiguousarray(points, dtype=np.float64)
        plan = replace(self.plan, n=len(table))
        found: list[Floats] = []
        with chunk_tables(plan, self.model, range(plan.n_chunks), executor, workers, table) as parts:
            for part in parts:
                found.append(self.read(part))
                if progress is not None:
                    progress(sum(map(len, found)), plan.n)
        return np.concatenate(found)

    def sobol(
        self,
        n: int = BASE_DRAWS,
        *,
        seed: int = 0,
        confidence: float = 0.95,
        executor: Executor | str | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Split the variance of the figure over the ranges among the parameters.

        Parameters
        ----------
        n
            Size of the base sample, a power of two; the figure is computed ``n * (n_parameters + 2)`` times.
        seed
            The same seed gives the same table.
        confidence
            Level of the intervals.
        executor, workers, progress
            As in ``dt.sweep``.

        Returns
        -------
        DataFrame
            A row per parameter, the largest total first: ``first_order``, the share of the variance that it explains
            alone; ``total``, the share that it has a part in, alone or with others; ``..._low`` and ``..._high``, the
            ends of bootstrap intervals. Estimates: small shares may come out below 0.

        Raises
        ------
        SweepError
            If the figure does not exist in some draw, does not vary, or an argument does not fit.

        Notes
        -----
        Shares of the variance over assumed ranges, each parameter drawn by itself: no probabilities, and other ranges
        give other shares. Exact as n grows; intervals shrink with the square root of n.

        References
        ----------
        I. M. Sobol' (2001), Global sensitivity indices for nonlinear mathematical models and their Monte Carlo
        estimates, Mathematics and Computers in Simulation 55, 271-280. A. Saltelli and others (2010), Variance based
        sensitivity analysis of model output, Computer Physics Communications 181, 259-270. Computed by SALib.
        """
        run = self._runner(executor, workers, progress)
        return sobol_table(self.drawn, run, n, seed, confidence, self.plan.distribution)

    def morris(
        self,
        n: int = TRAJECTORIES,
        *,
        levels: int = 4,
        seed: int = 0,
        confidence: float = 0.95,
        executor: Executor | str | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Screen the parameters by elementary effects: one step at a time, from many places of the ranges.

        Parameters
        ----------
        n
            Number of trajectories; the figure is computed ``n * (n_parameters + 1)`` times.
        levels
            Places on each range, an even number.
        seed, confidence, executor, workers, progress
            As in ``sobol``.

        Returns
        -------
        DataFrame
            A row per parameter, the largest ``mu_star`` first: ``mu_star``, the mean size of its effects, with
            ``mu_star_low`` and ``mu_star_high``; ``mu``, their mean with sign; ``sigma``, their spread: large beside
            ``mu_star`` where the effect depends on the others. In units of the figure, per whole range.

        Raises
        ------
        SweepError
            As ``sobol``; a figure that does not vary gives zeros.

        References
        ----------
        M. D. Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33,
        161-174; mu_star: F. Campolongo, J. Cariboni and A. Saltelli (2007), An effective screening design for
        sensitivity analysis of large models, Environmental Modelling and Software 22, 1509-1518. Computed by SALib.
        """
        run = self._runner(executor, workers, progress)
        return morris_table(self.drawn, run, n, levels, seed, confidence, self.plan.distribution)

    def tornado(
        self,
        *,
        executor: Executor | str | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Move each parameter from end to end of its range, the others at their values.

        Returns
        -------
        DataFrame
            A row per parameter, the widest first: ``low`` and ``high``, the ends of its range; ``at_low`` and
            ``at_high``, the figure there; ``width``, the distance between the largest and the smallest of these and
            the figure at the model's own values: inf where one of them is infinite, NaN where one does not exist.

        Notes
        -----
        It sees no interaction, and no turn between the ends but at the model's own value.
        """
        return tornado_table(self.drawn, self.present, self._runner(executor, workers, progress))

    def derivatives(self) -> pd.DataFrame:
        """Differentiate a figure of a ladder at the model's own values, exactly, by every parameter at once.

        Returns
        -------
        DataFrame
            A row per parameter, the largest ``over_range`` in size first: ``value``, ``derivative`` (units of the
            figure per unit of the parameter) and ``over_range``, the derivative times the length of the range: what a
            straight line would give. NaN where a formula of the file has a kink or an edge at the value.

        Raises
        ------
        SweepError
            If the game is no ladder, or its equilibrium was not found.
        """
        return derivative_table(self)

    def _runner(
        self, executor: Executor | str | None, workers: int | None, progress: Progress | None
    ) -> Callable[[Floats], Floats]:
        return lambda points: self.at(points, executor=executor, workers=workers, progress=progress)

    def read(self, part: ChunkTable) -> Floats:
        """Return the figure from a table: a level, or the difference that the option makes."""
        columns = dict(zip(part.names, part.values, strict=True))
        last = self._column(columns, self.plan.portfolios[-1])
        if not self.is_effect:
            return last
        first = self._column(columns, self.plan.portfolios[0])
        with np.errstate(invalid="ignore"):
            return np.where(last == first, 0.0, last - first)

    def _column(self, columns: Mapping[str, Floats], option: str) -> Floats:
        some = next(iter(columns.values()))
        # A figure of equilibria has no column in a part where none of them exists.
        values = columns.get(self.outcome._replace(option=option).column, np.full(len(some), np.nan))
        return np.isfinite(values).astype(np.float64) if self.statistic == "exists" else values
