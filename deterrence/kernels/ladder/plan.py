"""The order in which a value function is contracted over the moves of the fronts, worked out once per ladder.

A seat compares its postures through its player's expected value at each move of its own front, the moves of all other
fronts averaged out: three rows of numbers per player and front. Starting from the 3**F neighbours of a state, each step
averages one front out and leaves a third as many rows. Own fronts come last; a player with several of them shares the
early steps between them by halving the list of fronts that are still wanted.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import Integers, Shape


class Plan(NamedTuple):
    """Hold the steps of a contraction.

    Parameters
    ----------
    steps
        One row per step: mover whose values are read (or -1 to read the workspace), source row, target row, whether the
        target is a kept row, front averaged out, number of rows before and after that front's digit.
    kept
        ``kept[mover, front]`` is the first of three kept rows, or -1 where none are wanted.
    n_rows, n_kept
        Rows of the workspace, and kept rows.
    """

    steps: Integers
    kept: Integers
    n_rows: int
    n_kept: int


def plan_contraction(n_fronts: int, wanted: list[list[int]]) -> Plan:
    """Plan the contraction for players who want the rows of some fronts each.

    Parameters
    ----------
    n_fronts
        Number of fronts, at least 2.
    wanted
        For each mover the fronts, ascending and not empty, whose rows it wants.
    """
    steps: list[tuple[int, ...]] = []
    kept = np.full((len(wanted), n_fronts), -1, dtype=np.int64)
    n_kept = n_rows = 0

    def contract(mover: int, source: int, free: int, fronts: list[int], dropped: list[int]) -> tuple[int, int]:
        """Average some fronts out; return the row where the result begins, and the next free row."""
        nonlocal n_kept, n_rows
        left = list(fronts)
        for front in dropped:
            place = left.index(front)
            high, low = 3**place, 3 ** (len(left) - place - 1)
            left.remove(front)
            is_kept = len(left) == 1
            target = n_kept if is_kept else free
            steps.append((mover if source < 0 else -1, source, target, int(is_kept), front, high, low))
            if is_kept:
                kept[mover, left[0]] = n_kept
                n_kept += 3
            else:
                free += 3 ** len(left)
                n_rows = max(n_rows, free)
            source = target
        return source, free

    def visit(mover: int, source: int, free: int, fronts: list[int], targets: list[int]) -> None:
        source, free = contract(mover, source, free, fronts, [f for f in fronts if f not in targets])
        if len(targets) > 1:
            middle = len(targets) // 2
            for half in (targets[:middle], targets[middle:]):
                visit(mover, source, free, targets, half)

    for mover, targets in enumerate(wanted):
        visit(mover, -1, 0, list(range(n_fronts)), targets)
    table = np.array(steps, dtype=np.int64).reshape(-1, 7)
    return Plan(table, kept, n_rows, n_kept)


def move_offsets(strides: list[int]) -> Integers:
    """Return the distance in states of each joint move of all fronts but one, shape (F, 3**(F-1))."""
    n_fronts = len(strides)
    found = np.zeros((n_fronts, 3 ** (n_fronts - 1)), dtype=np.int64)
    for front in range(n_fronts):
        others = [stride for f, stride in enumerate(strides) if f != front]
        for column, moves in enumerate(itertools.product((-1, 0, 1), repeat=n_fronts - 1)):
            found[front, column] = sum(move * stride for move, stride in zip(moves, others, strict=True))
    return found


def make_shape(
    tops: list[int],
    seats: tuple[tuple[int, int], ...],
    closed: list[tuple[int, ...]],
    offered: list[list[list[bool]]],
    counted: list[bool],
) -> Shape:
    """Lay out the structure of a ladder.

    Parameters
    ----------
    tops
        Highest rung of each front.
    seats
        Front and player of each seat, front by front.
    closed
        Absorbing rungs of each front.
    offered
        For each front and rung, whether each posture is on offer.
    counted
        Whether each front climbs by a hazard table.
    """
    n_fronts, longest = len(tops), max(tops) + 1
    lengths = [top + 1 for top in tops]
    strides = [int(np.prod(lengths[f + 1 :])) for f in range(n_fronts)]
    is_closed = np.zeros((n_fronts, longest), dtype=np.bool_)
    is_open = np.zeros((n_fronts, longest, 3), dtype=np.bool_)
    for f, rungs in enumerate(closed):
        is_closed[f, list(rungs)] = True
        is_open[f, : lengths[f]] = offered[f]
    movers = sorted({player for _, player in seats})
    wanted = [sorted({front for front, player in seats if player == mover}) for mover in movers]
    if n_fronts == 1:
        plan = Plan(np.zeros((0, 7), dtype=np.int64), np.zeros((len(movers), 1), dtype=np.int64), 0, 3)
    else:
        plan = plan_contraction(n_fronts, wanted)
    counts = [sum(front == f for front, _ in seats) for f in range(n_fronts)]
    whole = np.int64
    return Shape(
        tops=np.array(tops, dtype=whole),
        strides=np.array(strides, dtype=whole),
        rungs=np.ascontiguousarray(np.indices(lengths, dtype=whole).reshape(n_fronts, -1)),
        first_seat=np.array([0, *itertools.accumulate(counts)], dtype=whole),
        seat_front=np.array([front for front, _ in seats], dtype=whole),
        seat_player=np.array([player for _, player in seats], dtype=whole),
        seat_mover=np.array([movers.index(player) for _, player in seats], dtype=whole),
        movers=np.array(movers, dtype=whole),
        closed=is_closed,
        open=is_open,
        counted=np.array(counted, dtype=np.bool_),
        steps=plan.steps,
        offsets=move_offsets(strides),
        kept=plan.kept,
        rows=np.array([plan.n_rows, plan.n_kept], dtype=whole),
    )
