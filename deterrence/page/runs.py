"""A finished sweep opened for the page: checked, bounded, and read by the same work as the page's own.

Only what lies in the folder of runs is read, links resolved. Of a large run the first draws are read, so that memory
stays bounded whatever lies there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deterrence.errors import DeterrenceError, ModelError, SweepError
from deterrence.page.jobs import Work
from deterrence.page.robustness import Asked, Figure, Findings, findings, headline_first
from deterrence.study.sweeps.plan import SweepPlan
from deterrence.study.sweeps.sampling import choose_drawn
from deterrence.study.sweeps.storage import MANIFEST, MODEL, PARTS, PLAN, SweepFolder, read_manifest, result_hash
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    from deterrence.study.sweeps.results import Sweep

#: Bytes of a plan or a manifest.
MAX_BYTES = 16 * 2**20

#: Draws of a run that are read, and files with them; of a larger run the first.
MOST_DRAWS, MOST_PARTS = 131_072, 4_096


@dataclass(frozen=True)
class FinishedRun:
    """A sweep that was run before.

    Parameters
    ----------
    name
        What its folder is called.
    path
        Of its folder, within the folder of all runs.
    sweep
        Its plan and parts, of a large run the first.
    model
        The model in its folder.
    manifest
        What its manifest says.
    n
        Draws of the whole run.
    date
        Day on which its manifest was written.
    is_same_model
        Whether the model is the very one that was swept.
    """

    name: str
    path: str
    sweep: Sweep
    model: Model
    manifest: Mapping[str, Any]
    n: int
    date: str
    is_same_model: bool

    @property
    def plan(self) -> SweepPlan:
        """The plan of what is read of it."""
        return self.sweep.plan

    @property
    def card(self) -> Mapping[str, Any]:
        """Its run card."""
        card = self.manifest.get("run_card")
        return card if isinstance(card, dict) else {}


def open_run(folder: Path, path: str, name: str) -> FinishedRun:
    """Return a run of a folder.

    Raises
    ------
    SweepError
        In one sentence, where it is unfinished, damaged, of another kind, or reaches out of the folder.
    """
    from deterrence.study.sweeps.results import Sweep

    root = folder.resolve()
    where = f"run '{name}'"
    try:
        place = _inside(root, root / path, where, "its folder")
        for file in (PLAN, MANIFEST, MODEL):
            if not os.path.lexists(place / file):
                raise SweepError(where, _MISSING[file])
            at = _inside(root, place / file, where, f"its {file}")
            if not at.is_file() or at.stat().st_size > MAX_BYTES:
                raise SweepError(where, f"its {file} is no file of a sweep")
        if _inside(root, place / PARTS, where, "the folder of its parts") != place / PARTS:
            raise SweepError(where, "the folder of its parts is a link, which the page does not follow")
        sweep, manifest = Sweep.open(place), read_manifest(place)
        plan = sweep.plan
        if not (_is_count(plan.n) and _is_count(plan.chunk)):
            raise SweepError(where, f"its {PLAN} is damaged")
        if plan.chunk > MOST_DRAWS:
            raise SweepError(where, f"its parts hold more than {MOST_DRAWS:,} draws each, too many for the page")
        hashes = manifest.get("parts", {})
        is_whole = len(hashes) == plan.n_chunks and manifest.get("plan") == plan.digest
        if not is_whole or manifest.get("result") != result_hash({str(k): str(v) for k, v in hashes.items()}):
            raise SweepError(where, f"its {MANIFEST} does not fit its {PLAN}; the sweep is unfinished or damaged")
        model = sweep.model
        _check_fits(plan, model, where)
        n_parts = min(plan.n_chunks, MOST_PARTS, MOST_DRAWS // plan.chunk)
        read = Sweep(replace(plan, n=min(plan.n, n_parts * plan.chunk)), place)
        read.__dict__["model"] = model
        _check_parts(place, n_parts, where)
        written = datetime.fromtimestamp((place / MANIFEST).stat().st_mtime, UTC)
        is_same = model.digest == plan.digest_of_model
    except ModelError as error:
        saw = f"its {MODEL} is no model that this version reads ({error.where}: {error.saw})"
        raise SweepError(where, saw) from None
    except DeterrenceError as error:
        raise SweepError(where, error.saw.rstrip(".")) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, OverflowError):
        raise SweepError(where, "its files cannot be read as those of a sweep") from None
    return FinishedRun(name, path, read, model, manifest, plan.n, f"{written:%Y-%m-%d}", is_same)


_MISSING = {
    PLAN: f"it has no {PLAN}, so it is the folder of no sweep",
    MANIFEST: "it is unfinished: the same command again goes on with it",
    MODEL: f"its {MODEL} is missing, without which nothing in it has a name",
}


def _is_count(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 100_000_000


def _inside(root: Path, path: Path, where: str, what: str) -> Path:
    """Return where a path leads, after checking that it stays beneath the root."""
    target = path.resolve()
    if not target.is_relative_to(root):
        raise SweepError(where, f"{what} lies outside the folder whose runs are shown")
    return target


def _check_fits(plan: SweepPlan, model: Model, where: str) -> None:
    """Check that a plan speaks of what the model has."""
    named = [*(each.id for each in plan.drawn if each.id not in model.parameters)]
    named += [game for game in plan.games if game not in model.games]
    if named or not plan.games or not plan.drawn:
        raise SweepError(where, f"its {PLAN} and its {MODEL} do not belong together")
    for option in plan.portfolios[1:]:
        read_portfolio(model, option)
        if not set(plan.moved[option]) <= set(plan.games):
            raise SweepError(where, f"its {PLAN} is damaged")


def _check_parts(place: Path, n_parts: int, where: str) -> None:
    from deterrence.study.sweeps.storage import part_name

    for number in range(n_parts):
        part = place / PARTS / part_name(number)
        if not os.path.lexists(part) or not stat.S_ISREG(os.lstat(part).st_mode):
            raise SweepError(where, f"its part {part.name} is missing")


def run_games(run: FinishedRun) -> tuple[str, ...]:
    """Return the games of which a run holds figures."""
    held = {one.game for one in run.sweep.figures}
    return tuple(game for game in run.plan.games if game in held)


def run_figures(run: FinishedRun, game: str) -> tuple[Figure, ...]:
    """Return the figures of a game that a run holds, the headline first."""
    baseline = run.plan.portfolios[0]
    return headline_first(
        run.model, game, [one for one in run.sweep.figures if one.game == game and one.option == baseline]
    )


def own_ranges(run: FinishedRun, asked: Asked, option: str) -> dict[str, tuple[float, float]] | None:
    """Return the ranges that a run's command must name; None where they are those that the model declares itself."""
    ranges = asked.ranges(run.model, option)
    usual = choose_drawn(run.model, [asked.game], [read_portfolio(run.model, option)], None, ())
    return None if ranges == {each.id: (each.low, each.high) for each in usual} else ranges


def run_work(run: FinishedRun, asked: Asked) -> Work:
    """Return the work of reading a run, every part held against its hash first; it yields ``Findings``."""

    def work(step: Callable[[int, int], None]) -> Findings:
        plan, hashes = run.plan, run.manifest["parts"]
        total = plan.n_chunks + len(asked.options)
        folder = SweepFolder(run.sweep.folder, plan)
        for number in range(plan.n_chunks):
            step(number, total)
            if not folder.is_sound(number, hashes):
                raise SweepError(f"run '{run.name}'", f"its part {number} is damaged")
        try:
            return findings(
                run.model, run.sweep, asked, lambda done: step(plan.n_chunks + done, total),
                is_same_model=run.is_same_model,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError):
            raise SweepError(f"run '{run.name}'", "its parts do not hold what its plan says") from None

    return work
