"""The finished sweeps beneath a folder that the owner of the machine names: plain names, and where each lies within it.

Links are resolved, and none leads out of the folder. At most so many folders are looked into that a page stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from deterrence.study.sweeps.storage import MANIFEST, PLAN

#: Runs that are listed, folders that are looked into for them, how deep, and names in a folder that are looked at.
MOST_RUNS, MOST_FOLDERS, DEPTH, MOST_NAMES = 200, 2_000, 4, 5_000

#: Letters of a name that are shown.
MAX_NAME = 80


@dataclass(frozen=True)
class RunList:
    """The runs beneath a folder: what each is called, and its path within the folder.

    Parameters
    ----------
    paths
        Name to path.
    is_all
        Whether everything beneath the folder was looked through.
    """

    paths: Mapping[str, str]
    is_all: bool


def find_runs(folder: Path) -> RunList:
    """Return the sweeps beneath a folder, finished or not, in alphabetical order."""
    root = folder.resolve()
    found = list[str]()
    for looked, (path, is_run) in enumerate(_folders(root), start=1):
        if is_run:
            found.append(path)
        if len(found) == MOST_RUNS or looked == MOST_FOLDERS:
            return RunList(_named(found, root), is_all=False)
    return RunList(_named(found, root), is_all=True)


def _folders(root: Path) -> Iterator[tuple[str, bool]]:
    """Yield the folders beneath one, nearest first, with whether each is that of a sweep; none twice, none outside."""
    waiting, seen = [("", 0)], {root}
    while waiting:
        path, depth = waiting.pop(0)
        try:
            with os.scandir(root / path) as there:
                entries = sorted(islice(there, MOST_NAMES), key=lambda entry: entry.name)
        except OSError:
            continue
        is_run = bool({PLAN, MANIFEST} & {entry.name for entry in entries})
        yield path or ".", is_run
        if is_run or depth == DEPTH:
            continue
        for entry in entries:
            try:
                target = Path(entry.path).resolve()
                is_new = entry.is_dir() and target not in seen and target.is_relative_to(root)
            except (OSError, RuntimeError):
                continue
            if is_new and not entry.name.startswith("."):
                seen.add(target)
                waiting.append((os.path.join(path, entry.name), depth + 1))


def _named(paths: list[str], root: Path) -> dict[str, str]:
    """Return what each path is called: plain text, none twice."""
    names: dict[str, str] = {}
    for path in sorted(paths):
        text = shown_name(root.name if path == "." else path)
        again = sum(known == text or known.startswith(f"{text} (") for known in names)
        names[f"{text} ({again + 1})" if again else text] = path
    return names


def shown_name(text: str) -> str:
    """Return a name as plain text of one line.

    Examples
    --------
    >>> shown_name("a" + chr(10) + "b" + chr(0x202E))
    'a b '
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= MAX_NAME else f"{plain[: MAX_NAME - 1]}…"
