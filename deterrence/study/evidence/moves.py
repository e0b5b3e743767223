"""Coded moves: who, on which front of a ladder and from which rungs, took which posture, as a checked table.

One row is one posture of one seat in one period. The columns are in ``COLUMNS``, and ``rung.FRONT`` for every front of
the ladder. A move that can be read in several ways has one row per reading, all with the same ``move`` and marked
``ambiguous``; a move that cannot has one row marked ``clear``. How rows come from sources is the coder's work, to be
written down beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deterrence.errors import EvidenceError, ModelError, shorten, suggest
from deterrence.games.front import POSTURES
from deterrence.games.ladder import Ladder
from deterrence.study.evidence.rows import read_rows
from deterrence.study.timeline import read_day, read_timeline
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("move", "date_start", "date_end", "front", "player", "action", "scenario", "coding", "timeline", "note")
CODINGS = ("clear", "ambiguous")


@dataclass(frozen=True)
class Move:
    """Hold one reading of one move.

    Parameters
    ----------
    name
        What the coder calls it; readings of one move share it.
    first, last
        The days that its date may mean.
    front, player, action
        Where, who (a label of the ladder) and what, one of ``front.POSTURES``.
    rungs
        The rungs of all fronts before it, in the ladder's order.
    seat, posture, state
        The same as numbers of the ladder.
    offered
        The postures that the seat could have taken.
    scenario
        The scenario whose parameter values held; empty for the model's own.
    is_clear
        Whether it can be read in one way only.
    lines
        Lines of the timeline that it comes from.
    note
        Why it was coded so.
    """

    name: str
    first: date
    last: date
    front: str
    player: str
    action: str
    rungs: tuple[int, ...]
    seat: int
    posture: int
    state: int
    offered: tuple[str, ...]
    scenario: str
    is_clear: bool
    lines: tuple[int, ...]
    note: str


def moves_file(model: Model) -> Path:
    """Return the file of moves beside a case.

    Raises
    ------
    EvidenceError
        If there is none.
    """
    path = None if model.path is None else model.path.parent / "moves.csv"
    if path is None or not path.is_file() or not (path.parent / "timeline.csv").is_file():
        where = f"moves of '{shorten(model.id)}'"
        raise EvidenceError(where, "no moves.csv lies beside its model file", "a file of moves of your own")
    return path


def read_moves(model: Model, ladder: Ladder, source: str | Path | pd.DataFrame | None = None) -> tuple[Move, ...]:
    """Return the moves of a file or table in the order of their dates, those of one date as they stand.

    Parameters
    ----------
    model
        The case, for its scenarios and its timeline.
    ladder
        Its ladder.
    source
        Path of a CSV file or a table; the ``moves.csv`` beside the case when omitted.

    Raises
    ------
    EvidenceError
        For the first cell at fault, with its line and column.
    """
    own = moves_file(model) if source is None else source
    needed = [*COLUMNS, *(f"rung.{front.name}" for front in ladder.fronts)]
    name, rows = read_rows(own, needed)
    dates = _timeline_dates(model)
    moves = [_move(row, f"{name}, line {line}", model, ladder, dates) for line, row in rows]
    _check_readings(moves, name)
    # A span stands where its middle is: the figure of ten months is no news of their last week.
    return tuple(sorted(moves, key=lambda move: move.first.toordinal() + move.last.toordinal()))


def move_table(moves: Sequence[Move], ladder: Ladder) -> pd.DataFrame:
    """Return moves as a tidy table, with the columns of a file of moves that it can be saved to."""
    import pandas as pd

    rows = [
        {
            "move": move.name,
            "date_start": move.first.isoformat(),
            "date_end": move.last.isoformat(),
            "front": move.front,
            "player": move.player,
            "action": move.action,
            **{f"rung.{front.name}": rung for front, rung in zip(ladder.fronts, move.rungs, strict=True)},
            "scenario": move.scenario,
            "coding": CODINGS[not move.is_clear],
            "timeline": ";".join(map(str, move.lines)),
            "note": move.note,
        }
        for move in moves
    ]
    return pd.DataFrame(rows)


def seats_by_name(ladder: Ladder) -> dict[tuple[str, str], int]:
    """Return the number of the seat that a player holds on a front; of several there, the first."""
    found: dict[tuple[str, str], int] = {}
    for k, (f, i) in enumerate(ladder.seats):
        found.setdefault((ladder.fronts[f].name, str(ladder.players[i])), k)
    return found


def _timeline_dates(model: Model) -> dict[int, tuple[date, date]] | None:
    """Return the days of every dated line of the case's timeline; None where there is no timeline."""
    if model.path is None or not (model.path.parent / "timeline.csv").is_file():
        return None
    table = read_timeline(model)
    dated = table[table["start"].notna()]
    return {
        int(row["row"]): (row["start"].date(), row["end"].date()) for row in dated.to_dict("records")
    }  # fmt: skip


def _move(
    row: Mapping[str, str], where: str, model: Model, ladder: Ladder, dates: dict[int, tuple[date, date]] | None
) -> Move:
    if not row["move"]:
        raise EvidenceError(f"{where}, move", "it is empty", "a name, the same for all readings of one move")
    first, last = _days(row, where)
    seats = seats_by_name(ladder)
    _check_word(row["front"], [front.name for front in ladder.fronts], f"{where}, front")
    own = [player for front, player in seats if front == row["front"]]
    _check_word(row["player"], own, f"{where}, player")
    _check_word(row["action"], POSTURES, f"{where}, action")
    _check_word(row["coding"], CODINGS, f"{where}, coding")
    if row["scenario"]:
        _check_word(row["scenario"], list(model.scenarios), f"{where}, scenario")
    rungs = tuple(_rung(row[f"rung.{f.name}"], f.top, f"{where}, rung.{f.name}") for f in ladder.fronts)
    (front,) = (f for f in ladder.fronts if f.name == row["front"])
    own_rung = rungs[ladder.fronts.index(front)]
    offered = front.offered(own_rung)
    if own_rung in front.absorbing:
        saw = f"saw rung {own_rung}, on which no posture is picked"
        raise EvidenceError(f"{where}, rung.{front.name}", saw, "a rung below, or leave the move out")
    if row["action"] not in offered:
        saw = f"saw '{row['action']}', which is not on offer at rung {own_rung}"
        raise EvidenceError(f"{where}, action", saw, " or ".join(offered))
    return Move(
        name=row["move"], first=first, last=last, front=front.name, player=row["player"], action=row["action"],
        rungs=rungs, seat=seats[front.name, row["player"]], posture=POSTURES.index(row["action"]),
        state=ladder.state(rungs), offered=offered, scenario=row["scenario"], is_clear=row["coding"] == CODINGS[0],
        lines=_lines(row["timeline"], (first, last), f"{where}, timeline", dates), note=row["note"],
    )  # fmt: skip


def _days(row: Mapping[str, str], where: str) -> tuple[date, date]:
    try:
        first, last, _ = read_day(row["date_start"], f"{where}, date_start")
        if row["date_end"]:
            _, last, _ = read_day(row["date_end"], f"{where}, date_end")
    except ModelError as error:
        raise EvidenceError(error.where, error.saw, error.allowed) from None
    if last < first:
        raise EvidenceError(f"{where}, date_end", f"saw {row['date_end']}, before {row['date_start']}", "a later date")
    return first, last


def _check_word(word: str, known: Sequence[str], where: str) -> None:
    if word not in known:
        raise EvidenceError(where, f"saw '{shorten(word)}'", "", suggest(word, known))


def _rung(text: str, top: int, where: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or int(text) > top:
        raise EvidenceError(where, f"saw '{shorten(text)}'", f"a whole number from 0 to {top}")
    return int(text)


def _lines(
    text: str, days: tuple[date, date], where: str, dates: dict[int, tuple[date, date]] | None
) -> tuple[int, ...]:
    """Return the lines of the timeline that a move names; each must have a date that fits the move's."""
    found: list[int] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        line = int(part) if part.isascii() and part.isdecimal() and len(part) < 7 else 0
        if line == 0 or (dates is not None and line not in dates):
            raise EvidenceError(where, f"saw '{shorten(part)}'", "numbers of dated lines of timeline.csv, as in 9;24")
        if dates is not None and (dates[line][1] < days[0] or days[1] < dates[line][0]):
            saw = f"line {line} of the timeline is of {dates[line][0]} to {dates[line][1]}, at another time"
            raise EvidenceError(where, saw, "lines whose dates overlap the move's")
        found.append(line)
    return tuple(found)


def _check_readings(moves: Sequence[Move], name: str) -> None:
    """Check that a clear move has one row, that readings of one move share their seat, and that none stands twice."""
    for move in moves:
        alike = [other for other in moves if other.name == move.name]
        where = f"{name}, move '{shorten(move.name)}'"
        if len(alike) > 1 and any(other.is_clear for other in alike):
            raise EvidenceError(where, "it has several rows, and one of them is marked clear", "ambiguous on all")
        if len({(other.front, other.player, other.first, other.last) for other in alike}) > 1:
            raise EvidenceError(where, "its readings differ in front, player or date", "other actions or rungs only")
        if len({(other.action, other.rungs) for other in alike}) < len(alike):
            raise EvidenceError(where, "two of its readings are the same", "each reading once")
