"""What a sweep found: tables read from its folder when they are asked for, a few columns at a time."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, shorten, suggest
from deterrence.study.robustness.discovery import Discovery, discover
from deterrence.study.robustness.regret import option_regret
from deterrence.study.sweeps.columns import DRAW, Outcome, ordering_column, parameter_column, read_outcome
from deterrence.study.sweeps.plan import SweepPlan
from deterrence.study.sweeps.shapes import ema_shape, xarray_shape
from deterrence.study.sweeps.storage import MODEL, PARTS, need_pyarrow, part_name, read_manifest, read_plan
from deterrence.study.sweeps.summaries import summarise
from deterrence.world.files import load
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Sweep:
    """Hold a sweep: its plan, and the folder with its parts.

    A row of every table is a draw, numbered from 0; the parts that are there are read, all of them when the sweep is
    complete. Nothing is read before a table is asked for.

    Parameters
    ----------
    plan
        Everything that decides its numbers.
    folder
        Where its parts are.
    """

    plan: SweepPlan
    folder: Path

    @classmethod
    def open(cls, folder: str | Path) -> Sweep:
        """Return the sweep in a folder, complete or not.

        Raises
        ------
        SweepError
            If the folder holds none.
        """
        path = Path(folder).expanduser()
        return cls(read_plan(path), path)

    @cached_property
    def result_hash(self) -> str:
        """SHA-256 of all parts, as the manifest has it; empty while parts are missing."""
        return str(read_manifest(self.folder).get("result", ""))

    @cached_property
    def model(self) -> Model:
        """The model that was swept, from its file in the folder."""
        return load(self.folder / MODEL)

    @property
    def is_complete(self) -> bool:
        """Whether every part is there and the manifest is written."""
        return bool(self.result_hash)

    def experiments(self, parameters: Collection[str] | None = None) -> pd.DataFrame:
        """Return the draws: a column per parameter, a row per draw; the same for every option.

        Parameters are named by id; None means all that were drawn.
        """
        ids = _checked(parameters, [each.id for each in self.plan.drawn], "parameter")
        table = self._read([parameter_column(id) for id in ids])
        table.columns = ids
        return table

    def outcomes(
        self,
        *,
        options: Collection[str] | None = None,
        games: Collection[str] | None = None,
        measures: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Return figures, a row per draw and a column per figure.

        Parameters
        ----------
        options, games, measures
            What to read; None means all. A measure is named as in ``measure``, ``p_top.border`` or just ``p_top``.

        Returns
        -------
        DataFrame
            Columns in five levels: ``option`` (the baseline first), ``game``, ``statistic`` (``count``, ``lowest``,
            ``highest`` and ``selected`` over the equilibria; a property of the game counts as ``selected``),
            ``measure`` and ``player`` (empty where it belongs to none). Where an option cannot move a game, its
            columns repeat the baseline's.

        Raises
        ------
        SweepError
            For an option, a game or a measure that the sweep does not have.
        """
        import pandas as pd

        chosen = self._chosen(options, games, measures)
        stored = [self._source(outcome).column for outcome in chosen]
        table = self._read(list(dict.fromkeys(stored)))
        levels = ["option", "game", "statistic", "measure", "player"]
        columns = pd.MultiIndex.from_tuples([outcome.key for outcome in chosen], names=levels)
        return pd.DataFrame(table[stored].to_numpy(), index=table.index, columns=columns)

    def table(
        self,
        *,
        options: Collection[str] | None = None,
        games: Collection[str] | None = None,
        measures: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Return figures as a tidy table.

        Columns ``draw``, ``option``, ``game``, ``statistic``, ``measure``, ``player`` and ``value``. It has a row per
        draw and figure, so name the games or measures you want of a large sweep.
        """
        import pandas as pd

        wide = self.outcomes(options=options, games=games, measures=measures)
        keys = pd.DataFrame(wide.columns.to_list(), columns=list(wide.columns.names))
        keys["player"] = keys["player"].replace("", None)
        long = keys.loc[np.repeat(np.arange(len(keys)), len(wide))].reset_index(drop=True)
        long.insert(0, DRAW, np.tile(wide.index.to_numpy(), len(keys)))
        long["value"] = wide.to_numpy().T.ravel()
        return long

    def summary(
        self, *, options: Collection[str] | None = None, measures: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Return how each figure is spread over the draws, and how often an option moves it.

        Returns
        -------
        DataFrame
            Columns ``game``, ``option``, ``statistic``, ``measure``, ``player``; ``applies``, the share of draws in
            which the figure exists; ``q05`` to ``q95`` among these; and the shares of draws in which it is ``lower``,
            the same (``none``), ``higher``, or there for one of the two only (``appears``, ``disappears``) than at the
            baseline of the same draw. Shares are of the draws, of assumed ranges: no probabilities of anything.
        """
        return summarise(self, options, measures)

    def violations(self) -> pd.DataFrame:
        """Return the share of draws that violate each ordering of the model: ``ordering``, ``contested``, ``share``.

        Draws are kept whether or not they violate one: each parameter is drawn by itself over its declared range. Of a
        contested ordering the model expects both.
        """
        import pandas as pd

        table = self._read([ordering_column(id) for id in self.plan.orderings])
        shares = 1 - table.mean().to_numpy(dtype=float)
        contested = list(self.plan.orderings.values())
        return pd.DataFrame({"ordering": list(self.plan.orderings), "contested": contested, "share": shares})

    def regret(self, **wanted: Any) -> pd.DataFrame:
        """Return how much worse each option does than the best one in the same draw; see ``option_regret``.

        Keywords are a figure (``game``, ``measure``, ``player``, ``statistic``) with ``better="lower"`` or
        ``"higher"``, or an ``objective``; nothing is ranked by default. ``options`` narrows the choice.
        """
        return option_regret(self, **wanted)

    def discover(self, option: str, game: str, measure: str, **wanted: Any) -> Discovery:
        """Return the boxes of the draws in which an option has, or fails to have, an effect; see ``discover``.

        Keywords are ``player``, ``statistic``, ``outcome`` (``"not lower"`` by default), ``least_density`` and
        ``most_boxes``.
        """
        return discover(self, option, game, measure, **wanted)

    def ema(self) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
        """Return the sweep in the shape of the EMA workbench: (experiments, outcomes).

        Experiments are rows of parameters with the columns ``scenario`` (the draw), ``policy`` (the option) and
        ``model``, option by option; outcomes are arrays with one entry per experiment, by ``game | statistic | measure
        | player``.
        """
        return ema_shape(self)

    def to_xarray(self) -> Any:
        """Return the sweep as an xarray Dataset: figures over ``option`` and ``draw``, parameters over ``draw``.

        Raises
        ------
        SweepError
            If xarray is not installed.
        """
        return xarray_shape(self)

    @cached_property
    def _paths(self) -> tuple[Path, ...]:
        """The parts that are there, in order."""
        paths = (self.folder / PARTS / part_name(chunk) for chunk in range(self.plan.n_chunks))
        found = tuple(path for path in paths if path.is_file())
        if not found:
            raise SweepError(f"folder '{shorten(str(self.folder), 150)}'", "no part is finished", "", "sweep first")
        return found

    @cached_property
    def figures(self) -> tuple[Outcome, ...]:
        """The figures that the parts hold, each once; one that a part lacks is NaN there."""
        names = dict.fromkeys(name for columns in dict.fromkeys(self._stored.values()) for name in columns)
        return tuple(outcome for name in names if (outcome := read_outcome(name)) is not None)

    @cached_property
    def _stored(self) -> dict[Path, tuple[str, ...]]:
        """The columns of each part; those of most parts are the same, and are held once."""
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        return {path: known.setdefault(names, names) for path in self._paths if (names := _columns(path))}

    def _chosen(
        self, options: Iterable[str] | None, games: Iterable[str] | None, measures: Iterable[str] | None
    ) -> list[Outcome]:
        """Return the figures to read, those that repeat the baseline's included, option by option."""
        wanted = [_checked(options, self.plan.portfolios, "option"), _checked(games, self.plan.games, "game")]
        kinds = _checked(measures, {name for outcome in self.figures for name in outcome.names}, "measure")
        baseline, found = self.plan.portfolios[0], list[Outcome]()
        for option in wanted[0]:
            for outcome in self.figures:
                is_own = outcome.option == option
                is_repeated = outcome.option == baseline and outcome.game not in self.plan.solved(option)
                if (is_own or is_repeated) and outcome.game in wanted[1] and outcome.is_of(kinds):
                    found.append(outcome._replace(option=option))
        return found

    def _source(self, outcome: Outcome) -> Outcome:
        """Return the stored figure behind one: the baseline's where the option cannot move the game."""
        is_solved = outcome.game in self.plan.solved(outcome.option)
        return outcome if is_solved else outcome._replace(option=self.plan.portfolios[0])

    def _read(self, columns: list[str]) -> pd.DataFrame:
        import pandas as pd

        parquet = need_pyarrow()
        parts: list[pd.DataFrame] = []
        for path, there in self._stored.items():
            with _readable(path):
                part = parquet.read_table(path, columns=[DRAW, *(name for name in columns if name in there)])
            parts.append(part.to_pandas().set_index(DRAW).reindex(columns=columns))
        return pd.concat(parts)


@contextmanager
def _readable(path: Path) -> Generator[None]:
    """Say that a part is damaged, where it cannot be read."""
    import pyarrow

    try:
        yield
    except (OSError, pyarrow.ArrowException):
        remedy = "sweep into its folder once more, which computes that part anew"
        raise SweepError(f"part {path.name}", "it is damaged", "", remedy) from None


def _columns(path: Path) -> tuple[str, ...]:
    parquet = need_pyarrow()
    with _readable(path):
        return tuple(parquet.read_schema(path).names)


def _checked(given: Iterable[str] | None, known: Collection[str], kind: str) -> list[str]:
    if given is None:
        return list(known)
    names = [given] if isinstance(given, str) else [str(name) for name in given]
    for name in names:
        if name not in known:
            raise SweepError(f"{kind} '{shorten(name)}'", "the sweep does not have it", "", suggest(name, known))
    return names
