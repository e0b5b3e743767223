"""The order in which a value function is contracted over the moves of the fronts, worked out once per ladder.

A seat compares its postures through its player's expected value at each move of its own front, the moves of all other
fronts averaged out: three rows of numbers per player and front. Starting from the 3**F neighbours of a state, each step
averages one front out and leaves a third as many rows. Own fronts come last; a player with several of them shares the
early steps between them by halving the list of fronts that are still wanted. A step takes two fronts where it can,
which saves passes over memory.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from deterrence.kernels.ladder.arrays import Integers, Shape


class Plan(NamedTuple):
    """Hold the steps of a contraction.

    Parameters
    ----------
    steps
        One row per step: mover whose values are read, or -1 to read the workspace; target row; whether the target is
        a kept row; one or two fronts averaged out (the second -1 for none) and how far apart their moves lie, in
        states or in rows; the first of the step's centres, and their number.
    centers
        For every row that a step writes, where it reads: a distance in states, or a row of the workspace.
    kept
        ``kept[mover, front]`` is the first of three kept rows, or -1 where none are wanted.
    n_rows, n_kept
        Rows of the workspace, and kept rows.
    """

    steps: Integers
    centers: Integers
    kept: Integers
    n_rows: int
    n_kept: int


@lru_cache(maxsize=64)
def plan_contraction(strides: tuple[int, ...], wanted: tuple[tuple[int, ...], ...]) -> Plan:
    """Plan the contraction for players who want the rows of some fronts each.

    Ladders of one layout share the plan, which nobody writes to.

    Parameters
    ----------
    strides
        States per rung of each of at least two fronts.
    wanted
        For each mover the fronts, ascending and not empty, whose rows it wants.
    """
    steps: list[tuple[int, ...]] = []
    centers: list[int] = []
    kept = np.full((len(wanted), len(strides)), -1, dtype=np.int64)
    n_kept = n_rows = 0

    def contract(mover: int, source: int, free: int, left: Sequence[int], dropped: Sequence[int]) -> tuple[int, int]:
        """Average some fronts out, two at a time; return the row where the result begins, and the next free row."""
        nonlocal n_kept, n_rows
        for first in range(0, len(dropped), 2):
            pair = dropped[first : first + 2]
            if source < 0:
                distance = dict(zip(left, (strides[front] for front in left), strict=True))
            else:
                distance = {front: 3 ** (len(left) - place - 1) for place, front in enumerate(left)}
            middle = 0 if source < 0 else source + sum(distance.values())
            rest = [front for front in left if front not in pair]
            spots = [
                middle + sum(move * distance[front] for move, front in zip(moves, rest, strict=True))
                for moves in itertools.product((-1, 0, 1), repeat=len(rest))
            ]
            is_kept = len(rest) == 1
            target = n_kept if is_kept else free
            ends = (pair[0], pair[-1] if len(pair) == 2 else -1)
            apart = (distance[pair[0]], distance[pair[-1]])
            steps.append((mover if source < 0 else -1, target, int(is_kept), *ends, *apart, len(centers), len(spots)))
            centers.extend(spots)
            if is_kept:
                kept[mover, rest[0]] = n_kept
                n_kept += 3
            else:
                free += len(spots)
                n_rows = max(n_rows, free)
            source, left = target, rest
        return source, free

    def visit(mover: int, source: int, free: int, fronts: Sequence[int], targets: Sequence[int]) -> None:
        source, free = contract(mover, source, free, fronts, [f for f in fronts if f not in targets])
        if len(targets) > 1:
            half = len(targets) // 2
            for part in (targets[:half], targets[half:]):
                visit(mover, source, free, targets, part)

    for mover, targets in enumerate(wanted):
        visit(mover, -1, 0, range(len(strides)), targets)
    return Plan(np.array(steps, dtype=np.int64).reshape(-1, 9), np.array(centers, dtype=np.int64), kept, n_rows, n_kept)


def count_strides(tops: Integers) -> Integers:
    """Return how many states lie between two rungs of each front, the last front moving fastest, (F,)."""
    lengths = (tops + 1).tolist()
    return np.array([math.prod(lengths[front + 1 :]) for front in range(len(lengths))], dtype=np.int64)


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
    whole = np.int64
    n_fronts, longest = len(tops), max(tops) + 1
    lengths = [top + 1 for top in tops]
    strides = count_strides(np.array(tops, dtype=whole))
    is_closed = np.zeros((n_fronts, longest), dtype=np.bool_)
    is_open = np.zeros((n_fronts, longest, 3), dtype=np.bool_)
    for f, rungs in enumerate(closed):
        is_closed[f, list(rungs)] = True
        is_open[f, : lengths[f]] = offered[f]
    movers = sorted({player for _, player in seats})
    wanted = tuple(tuple(sorted({front for front, player in seats if player == mover})) for mover in movers)
    if n_fronts == 1:
        plan = Plan(
            np.zeros((0, 9), dtype=whole), np.zeros(0, dtype=whole), np.zeros((len(movers), 1), dtype=whole), 0, 0
        )
    else:
        plan = plan_contraction(tuple(strides.tolist()), wanted)
    counts = [sum(front == f for front, _ in seats) for f in range(n_fronts)]
    return Shape(
        tops=np.array(tops, dtype=whole),
        strides=strides,
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
        centers=plan.centers,
        kept=plan.kept,
        rows=np.array([plan.n_rows, plan.n_kept], dtype=whole),
    )
