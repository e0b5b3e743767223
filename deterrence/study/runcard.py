"""The run card: everything that is needed to repeat a result, attached to every export."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from deterrence.games.form import Form
from deterrence.numerics import EFFECT_TOLERANCE, REGRET_TOLERANCE
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.evaluation import Evaluation
from deterrence.world.model import Model, check_is_model

_ROOT = Path(__file__).resolve().parent.parent.parent


def run_card(
    model: Model, command: str, *, evaluations: Iterable[Evaluation] = (), seed: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return the card of a run as plain data.

    Parameters
    ----------
    model
        The world that was run, with its options, overrides, closed channels and scenario.
    command
        The one-line command that repeats the run.
    evaluations
        Solved games, whose method, status, selection rule and largest regret go on the card.
    seed
        The seed, where chance was used.
    more
        Further entries of the kind of run.
    """
    check_is_model(model)
    solved = [_solved(e.game, e.found, option=e.option) for e in evaluations]
    return {
        "package": {"name": "deterrence", "version": package_version(), "commit": commit()},
        "model": {"id": model.id, "title": model.title, "digest": model.digest},
        "scenario": model.scenario or None,
        "options": dict(model.applied),
        "without": list(model.closed),
        "overrides": {id: _plain(model.parameters[id].value) for id in model.overridden},
        "tolerances": {"regret": REGRET_TOLERANCE, "effect": EFFECT_TOLERANCE},
        "seed": seed,
        "solves": solved,
        "platform": _platform(),
        "command": command,
        **more,
    }


def game_card(game: Form, found: EquilibriumSet, command: str, *, file: str, digest: str) -> dict[str, Any]:
    """Return the card of a solve of a game from a file.

    Parameters
    ----------
    game, found
        The game and what was found.
    command
        The one-line command that repeats it.
    file
        The file's name.
    digest
        The SHA-256 of its content.
    """
    return {
        "package": {"name": "deterrence", "version": package_version(), "commit": commit()},
        "file": {"name": file, "digest": digest},
        "tolerances": {"regret": REGRET_TOLERANCE},
        "solves": [_solved(game, found)],
        "platform": _platform(),
        "command": command,
    }


def data_card(file: str, command: str, *, seed: int | None, **more: Any) -> dict[str, Any]:
    """Return the card of a fit to a file of data: its name and the SHA-256 of its content among the rest."""
    path = Path(file)
    return {
        "package": {"name": "deterrence", "version": package_version(), "commit": commit()},
        "file": {"name": path.name, "digest": hashlib.sha256(path.read_bytes()).hexdigest()},
        "seed": seed,
        "platform": _platform(),
        "command": command,
        **more,
    }


def _solved(game: Form, found: EquilibriumSet, **more: Any) -> dict[str, Any]:
    regret = max((float(member.regret) for member in found.members), default=None)
    result = {"method": found.method, "status": found.status, "rule": found.rule, "regret": regret}
    # Of a search in numbers also how sharp choices were, and how far the replies are from being met.
    searched = {
        key: max(values)
        for key in ("precision", "residual")
        if (values := [float(m.details[key]) for m in found.members if np.ndim(m.details.get(key, [])) == 0])
    }
    return {"game": game.name, **more, **result, **searched}


def _platform() -> dict[str, str]:
    python, system = sys.version.split()[0], platform.platform(terse=True)
    return {"python": python, "system": system, "machine": platform.machine()}


def package_version() -> str:
    """Return the version of the installed package, or ``unknown``."""
    try:
        return version("deterrence")
    except PackageNotFoundError:
        return "unknown"


def commit() -> str | None:
    """Return the commit of the checkout that this package runs from, or None outside a checkout."""
    git = _ROOT / ".git"
    if not (_ROOT / "pyproject.toml").is_file() or not git.exists():
        return None
    try:
        if git.is_file():  # of a linked worktree: it says where HEAD is, and "commondir" there where the refs are
            git = _ROOT / git.read_text().strip().removeprefix("gitdir: ")
        common = git / (git / "commondir").read_text().strip() if (git / "commondir").is_file() else git
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        ref = common / head[5:]
        if ref.is_file():
            return ref.read_text().strip()
        packed = (common / "packed-refs").read_text().splitlines()
        return next((line.split()[0] for line in packed if line.endswith(" " + head[5:])), None)
    except OSError:
        return None


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | Mapping) else [float(item) for item in value]
