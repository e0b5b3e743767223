"""The roster: who has which code. It stays with the instructor; everything else knows codes only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deterrence.errors import ExerciseError, shorten
from deterrence.numerics import resolve_rng
from deterrence.teaching.tables import read_rows, write_table
from deterrence.teaching.variants import ALPHABET, CODE_LENGTH, read_code

#: Headings that a list of names may begin with.
HEADINGS = frozenset({"name", "names", "student", "students", "id", "lms id"})


@dataclass(frozen=True)
class Entry:
    """One student: a name or an id of the learning system, a code, the receipt that was pasted, if any, own columns."""

    name: str
    code: str
    receipt: str = ""
    others: tuple[tuple[str, str], ...] = ()


def make_roster(
    names: Iterable[str], *, known: Iterable[Entry] = (), rng: np.random.Generator | int | None = None
) -> tuple[Entry, ...]:
    """Give every name a random code of its own.

    Parameters
    ----------
    names
        Names, or ids of the learning system; each stands once.
    known
        Entries whose codes stay.
    rng
        Seed or generator; None draws codes that nobody can repeat.

    Raises
    ------
    ExerciseError
        If a name stands twice.

    Examples
    --------
    >>> first = make_roster(["one"], rng=0)
    >>> both = make_roster(["one", "two"], known=first)
    >>> both[0] == first[0], both[0].code == both[1].code
    (True, False)
    """
    generator = resolve_rng(rng)
    entries = {entry.name: entry for entry in known}
    taken = {entry.code for entry in entries.values()}
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ExerciseError(f"name '{shorten(name)}'", "it stands twice", "each name once", "tell the two apart")
        seen.add(name)
        if name in entries:
            continue
        code = ""
        while not code or code in taken:
            code = "".join(ALPHABET[int(k)] for k in generator.integers(len(ALPHABET), size=CODE_LENGTH))
        taken.add(code)
        entries[name] = Entry(name, code)
    return tuple(entries.values())


def read_names(path: str | Path) -> list[str]:
    """Return the names in a file: one on a line, or the first column of a CSV; a heading is left out.

    Raises
    ------
    ExerciseError
        If the file cannot be read, or holds no name.
    """
    names = [row[0] for row in read_rows(path) if row[0]]
    if names and names[0].lower() in HEADINGS:
        names = names[1:]
    if not names:
        raise ExerciseError(f"file '{shorten(Path(path).name)}'", "it holds no name", "one name on a line")
    return names


def write_roster(entries: Iterable[Entry], path: str | Path) -> Path:
    """Write a roster as CSV with the columns name and code, and what else its entries have: receipts, own columns."""
    entries = tuple(entries)
    columns = ["name", "code", *(["receipt"] if any(entry.receipt for entry in entries) else [])]
    columns += dict.fromkeys(column for entry in entries for column, _ in entry.others)
    own = ({"name": entry.name, "code": entry.code, "receipt": entry.receipt} for entry in entries)
    rows = [{**dict(entry.others), **known} for entry, known in zip(entries, own, strict=True)]
    return write_table(Path(path), columns, [{column: row.get(column, "") for column in columns} for row in rows])


def read_roster(path: str | Path) -> tuple[Entry, ...]:
    """Return the entries of a roster: a CSV with the columns ``name``, ``code``, perhaps ``receipt``, and your own.

    Raises
    ------
    ExerciseError
        If a column is missing or stands twice, a row has no name, a code is none, or a name or a code stands twice.
    """
    rows = read_rows(path)
    where = f"roster '{shorten(Path(path).name)}'"
    heading = [name.lower() for name in rows[0]] if rows else []
    if "name" not in heading or "code" not in heading:
        raise ExerciseError(where, "it has no columns name and code", "what 'deterrence exercise roster' writes")
    if len(set(heading)) < len(heading):
        raise ExerciseError(where, "a column stands twice in its heading", "each column once")
    entries = [_entry(heading, row, f"{where}, row {k}") for k, row in enumerate(rows[1:], 1)]
    for values in ([entry.name for entry in entries], [entry.code for entry in entries]):
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise ExerciseError(where, f"'{shorten(twice)}' stands twice", "each name and each code once")
    return tuple(entries)


def _entry(heading: list[str], row: list[str], where: str) -> Entry:
    fields = dict(zip(heading, [*row, *[""] * len(heading)], strict=False))
    if not fields["name"]:
        raise ExerciseError(where, "it has no name", "a name and a code")
    try:
        code = read_code(fields["code"])
    except ExerciseError as error:
        raise ExerciseError(where, str(error)) from None
    others = tuple((column, value) for column, value in fields.items() if column not in ("name", "code", "receipt"))
    return Entry(fields["name"], code, fields.get("receipt", "").lower(), others)
