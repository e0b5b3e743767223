"""Collecting submissions: every file is either taken or set aside with a reason; none is lost and none is fatal."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deterrence.errors import ExerciseError
from deterrence.teaching.bundle import Bundle
from deterrence.teaching.roster import Entry
from deterrence.teaching.submission import Submission, load_submission


@dataclass(frozen=True)
class Flag:
    """Something that an instructor should look at.

    Parameters
    ----------
    flag
        A short name: ``set-aside`` (the file is not marked), ``duplicate``, ``unknown-code``, ``receipt``, ``draft``,
        ``unreadable``, ``unsolved``, ``to-read``, ``note``.
    reason
        One sentence.
    file, code, question
        What it is about; empty where it does not apply.
    """

    flag: str
    reason: str
    file: str = ""
    code: str = ""
    question: str = ""


@dataclass(frozen=True)
class Taken:
    """A submission that will be marked."""

    file: str
    submission: Submission
    receipt: str


def find_files(patterns: Iterable[str | Path]) -> list[Path]:
    """Return the files that paths, folders and patterns with ``*`` stand for, each once, sorted by name.

    Of a folder and the folders in it those count whose name says json, in whatever case and wherever in its endings. A
    path that leads nowhere is returned all the same, so that it ends in the flags.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern).expanduser()
        if path.is_dir():
            matches = sorted(one for one in path.rglob("*") if ".json" in map(str.lower, one.suffixes))
        elif not path.exists() and glob.has_magic(str(path)):
            matches = sorted(map(Path, glob.glob(str(path), recursive=True)))
        else:
            matches = [path]
        found.update(dict.fromkeys(matches))
    return list(found)


def collect(paths: Sequence[Path], bundle: Bundle, roster: Sequence[Entry] = ()) -> tuple[list[Taken], list[Flag]]:
    """Read submissions and choose the one that counts for every code.

    Where several files carry one code, the one whose receipt stands in the roster counts, else a finished one before a
    draft, else the one with the shortest name; the others are flagged as duplicates.

    Parameters
    ----------
    paths
        The files.
    bundle
        The assignment that they must belong to.
    roster
        Who may hand in; everybody when empty.
    """
    flags: list[Flag] = []
    by_code: dict[str, list[Taken]] = {}
    entries = {entry.code: entry for entry in roster}
    for path in paths:
        try:
            submission, receipt = load_submission(path, bundle=bundle)
        except ExerciseError as error:
            flags.append(Flag("set-aside", str(error), path.name))
            continue
        if entries and submission.code not in entries:
            flags.append(Flag("unknown-code", "The code is not in the roster.", path.name, submission.code))
            continue
        by_code.setdefault(submission.code, []).append(Taken(path.name, submission, receipt))
    taken = [_choose(several, entries, flags) for _, several in sorted(by_code.items())]
    return taken, flags


def _choose(several: list[Taken], entries: Mapping[str, Entry], flags: list[Flag]) -> Taken:
    """Return the submission that counts; the others, and what is odd about this one, go to the flags."""
    code = several[0].submission.code
    told = entries[code].receipt if code in entries else ""

    def rank(one: Taken) -> tuple[bool, bool, int, str]:
        # Browsers call a second download 'name (1)'.
        return one.receipt != told, one.submission.state == "draft", len(one.file), one.file

    best = min(several, key=rank)
    for other in several:
        if other is not best:
            is_same = other.receipt == best.receipt
            reason = f"{'The same as' if is_same else 'Another submission for the code of'} {best.file}, which counts."
            flags.append(Flag("duplicate", reason, other.file, code))
    if told and best.receipt != told:
        reason = f"Its receipt is {best.receipt}, not the {told} that was handed in."
        flags.append(Flag("receipt", reason, best.file, code))
    if best.submission.state == "draft":
        flags.append(Flag("draft", "A draft was handed in; it was marked as it stands.", best.file, code))
    return best
