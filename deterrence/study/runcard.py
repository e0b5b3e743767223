"""The run card: everything that is needed to repeat a result, attached to every export."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from deterrence.numerics import EFFECT_TOLERANCE, REGRET_TOLERANCE
from deterrence.study.evaluation import Evaluation
from deterrence.world.model import Model

_ROOT = Path(__file__).resolve().parent.parent.parent


def run_card(
    model: Model, command: str, *, evaluations: Iterable[Evaluation] = (), seed: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return the card of a run as plain data.

    Parameters
    ----------
    model
        The world that was run, with its options, overrides and scenario.
    command
        The one-line command that repeats the run.
    evaluations
        Solved games, whose method, status, selection rule and largest regret go on the card.
    seed
        The seed, where chance was used.
    more
        Further entries of the kind of run.
    """
    solved = [
        {
            "game": e.game.name, "option": e.option, "method": e.found.method, "status": e.found.status,
            "rule": e.found.rule, "regret": max((float(member.regret) for member in e.found.members), default=None),
        }
        for e in evaluations
    ]  # fmt: skip
    return {
        "package": {"name": "deterrence", "version": package_version(), "commit": commit()},
        "model": {"id": model.id, "title": model.title, "digest": model.digest},
        "scenario": model.scenario or None,
        "options": dict(model.applied),
        "overrides": {id: _plain(model.parameters[id].value) for id in model.overridden},
        "tolerances": {"regret": REGRET_TOLERANCE, "effect": EFFECT_TOLERANCE},
        "seed": seed,
        "solves": solved,
        "platform": {
            "python": sys.version.split()[0],
            "system": platform.platform(terse=True),
            "machine": platform.machine(),
        },
        "command": command,
        **more,
    }


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
