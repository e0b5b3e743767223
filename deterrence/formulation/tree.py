"""From a specification to an extensive game, written as a flat list of nodes.

A model file lists the nodes one by one, each before what follows from it::

    [games.labels]
    nodes = [
        # id,       kind,       player,       information set, parent,   branch
        ["resolve", "chance",   "",           "",              "",       ""],
        ["strong",  "decision", "challenger", "challenger",    "resolve", "strong"],
        ["weak",    "decision", "challenger", "challenger",    "resolve", "weak"],
        ["s_wait",  "end",      "",           "status_quo",    "strong", "wait"],
        ...
    ]
    [games.arguments]
    probabilities = ["p", "1 - p"]
    payoffs = [["challenger.status_quo", "defender.status_quo"], ...]

- *id* names the node; beliefs are reported by it. *parent* is the id of the node before, empty for the first row alone,
  and *branch* the action, or the move of chance, that leads here.
- *kind* is ``decision``, ``chance`` or ``end``. A decision names its *player*, an actor of the game, and its
  *information set*: nodes of one set carry one name, and their player cannot tell them apart. Of an end the fourth
  entry is the outcome. What does not apply is left empty, ``""``.
- ``probabilities`` holds one formula for each branch of chance, and ``payoffs`` one formula per player for each end,
  both in the order of the rows. A game without chance leaves ``probabilities`` out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from deterrence.errors import ModelError, shorten, suggest
from deterrence.formulation.reading import Reading
from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree

_KINDS = ("decision", "chance", "end")
_COLUMNS = "id, kind, player, information set or outcome, parent, branch"


@dataclass
class _Row:
    """One row of the list with the rows that follow it."""

    id: str
    kind: str
    player: str
    name: str
    parent: str
    branch: str
    follows: list[_Row] = field(default_factory=list["_Row"])
    probability: Any = None
    payoffs: tuple[Any, ...] = ()


def formulate_tree(reading: Reading) -> Tree:
    """Build a ``Tree`` from a list of nodes, probabilities of chance and payoffs at the ends."""
    reading.allow(("probabilities", "payoffs"), ("nodes",))
    rows = _rows(reading)
    _give_numbers(reading, rows)
    return Tree(_node(rows[0]), players=reading.spec.players, name=reading.spec.id)


def _rows(reading: Reading) -> list[_Row]:
    """Return the rows, each linked to the row before it in the tree."""
    found: dict[str, _Row] = {}
    given = reading.labels("nodes")
    where = reading.where("labels, nodes")
    if not isinstance(given, tuple):
        raise ModelError(where, "saw no list", f"one row per node: {_COLUMNS}")
    for number, entry in enumerate(given):  # pyright: ignore[reportUnknownArgumentType]
        here = f"{where}[{number}]"
        if not isinstance(entry, tuple) or len(entry) != 6:  # pyright: ignore[reportUnknownArgumentType]
            raise ModelError(here, "saw a row of another length", f"six entries: {_COLUMNS}")
        row = _Row(*(str(cell) for cell in entry))  # pyright: ignore[reportUnknownArgumentType]
        if not row.id or row.id in found:
            raise ModelError(here, f"saw the id '{shorten(row.id)}'", "an id that no earlier row has")
        if row.kind not in _KINDS:
            raise ModelError(here, f"saw the kind '{shorten(row.kind)}'", "", suggest(row.kind, _KINDS))
        if (row.parent == "") != (number == 0):
            raise ModelError(
                here, f"saw the parent '{shorten(row.parent)}'", "no parent in the first row, one in others"
            )
        if row.parent:
            if row.parent not in found or found[row.parent].kind == "end":
                ids = [id for id, earlier in found.items() if earlier.kind != "end"]
                raise ModelError(
                    here,
                    f"no decision or chance before it is called '{shorten(row.parent)}'",
                    "",
                    suggest(row.parent, ids),
                )
            before = found[row.parent]
            if any(row.branch == other.branch for other in before.follows):
                raise ModelError(here, f"saw the branch '{shorten(row.branch)}' of '{row.parent}' twice", "each once")
            before.follows.append(row)
        found[row.id] = row
    for row in found.values():
        if row.kind != "end" and not row.follows:
            raise ModelError(f"{where}, '{shorten(row.id)}'", f"nothing follows the {row.kind}", "one branch or more")
    return list(found.values())


def _give_numbers(reading: Reading, rows: Sequence[_Row]) -> None:
    """Hand each branch of chance its probability and each end its payoffs."""
    kinds = {row.id: row.kind for row in rows}
    chances = [row for row in rows if row.parent and kinds[row.parent] == "chance"]
    ends = [row for row in rows if row.kind == "end"]
    for row, value in _paired(reading, "probabilities", chances, () if not chances else None, "branch of chance"):
        row.probability = value
    for row, value in _paired(reading, "payoffs", ends, None, "end"):
        if not isinstance(value, tuple):
            raise ModelError(reading.where("payoffs"), f"saw one number for '{row.id}'", "a list, one per player")
        row.payoffs = value


def _paired(
    reading: Reading, argument: str, rows: Sequence[_Row], default: Any, kind: str
) -> Iterator[tuple[_Row, Any]]:
    values = reading.value(argument) if default is None else reading.value(argument, default)
    if not isinstance(values, tuple) or len(values) != len(rows):  # pyright: ignore[reportUnknownArgumentType]
        count = len(values) if isinstance(values, tuple) else 1  # pyright: ignore[reportUnknownArgumentType]
        raise ModelError(reading.where(argument), f"saw {count} entries", f"{len(rows)}, one for each {kind}")
    yield from zip(rows, values, strict=True)  # pyright: ignore[reportUnknownArgumentType]


def _node(row: _Row) -> Node:
    if row.kind == "end":
        return Terminal(row.name or row.id, row.payoffs)
    follows = [(each.branch, _node(each)) for each in row.follows]
    if row.kind == "decision":
        return Decision(row.player, row.name or row.id, follows, name=row.id)
    return Chance(
        [(branch, (each.probability, node)) for (branch, node), each in zip(follows, row.follows, strict=True)],
        name=row.id,
    )
