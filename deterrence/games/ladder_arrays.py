"""A ladder as the kernels read it: its structure, and its numbers with a leading axis of draws."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from deterrence.games.front import POSTURES, Front
from deterrence.kernels.ladder.arrays import Numbers, Shape
from deterrence.kernels.ladder.plan import make_shape

#: The arrays of a front that may carry draws, and their number of axes without.
FRONT_AXES = {
    "accident": 1,
    "ease": 0,
    "calm": 0,
    "exit": 0,
    "push": 2,
    "flow": 2,
    "gain": 2,
    "backdown": 2,
    "restraint_cost": 2,
    "hazard": 2,
}


def lay_out(fronts: Sequence[Front], seats: tuple[tuple[int, int], ...]) -> Shape:
    """Return what all draws of a ladder share; ladders of one layout share it too.

    Parameters
    ----------
    fronts
        The fronts.
    seats
        Front and player of every seat, front by front.
    """
    offered = tuple(tuple(front.offered(rung) for rung in range(front.n_rungs)) for front in fronts)
    absorbing = tuple(front.absorbing for front in fronts)
    return _lay_out(offered, absorbing, tuple(front.hazard is not None for front in fronts), seats)


# Few, because a large ladder's takes megabytes; whoever moves a lever asks for the same one again and again.
@lru_cache(maxsize=8)
def _lay_out(
    offered: tuple[tuple[tuple[str, ...], ...], ...],
    absorbing: tuple[tuple[int, ...], ...],
    counted: tuple[bool, ...],
    seats: tuple[tuple[int, int], ...],
) -> Shape:
    """Return the structure of fronts that offer these postures on their rungs."""
    return make_shape(
        tops=[len(rungs) - 1 for rungs in offered],
        seats=seats,
        closed=list(absorbing),
        offered=[[[posture in given for posture in POSTURES] for given in rungs] for rungs in offered],
        counted=list(counted),
    )


def pack(
    fronts: Sequence[Front],
    n_players: int,
    spill: NDArray[np.float64],
    discount: NDArray[np.float64],
    precision: NDArray[np.float64],
    payoff_scale: NDArray[np.float64],
) -> Numbers:
    """Return all numbers of a ladder with a leading axis of draws, of length 1 for those without draws."""
    longest = max(front.n_rungs for front in fronts)
    crowd = max(front.n_seats for front in fronts)
    hazards = [np.zeros((front.n_rungs, 1)) if front.hazard is None else front.hazard for front in fronts]
    flows = [np.broadcast_to(f.flow, (*f.flow.shape[:-2], n_players, f.n_rungs)) for f in fronts]
    return Numbers(
        accident=_stack([front.accident for front in fronts], 1, (longest,)),
        ease=_stack([front.ease for front in fronts], 0, ()),
        calm=_stack([front.calm for front in fronts], 0, ()),
        exit=_stack([front.exit for front in fronts], 0, ()),
        hazard=_stack(hazards, 2, (longest, crowd + 1)),
        spill=_lead(spill, 2),
        push=_join([front.push for front in fronts], longest),
        gain=_join([front.gain for front in fronts], longest),
        backdown=_join([front.backdown for front in fronts], longest),
        restraint=_join([front.restraint_cost for front in fronts], longest),
        flow=np.array(np.swapaxes(_stack(flows, 2, (n_players, longest)), 1, 2), order="C"),
        discount=_lead(discount, 1),
        scale=_lead(payoff_scale, 1),
        precision=_lead(precision, 0),
    )


def _lead(array: NDArray[np.float64], ndim: int) -> NDArray[np.float64]:
    """Return an array with a leading axis of draws, of length 1 where there are none."""
    return np.array(array if array.ndim > ndim else array[np.newaxis], order="C")


def _stack(arrays: Sequence[NDArray[np.float64]], ndim: int, core: tuple[int, ...]) -> NDArray[np.float64]:
    """Stack the fronts' arrays on axis 1, padded with zeros to ``core``: (D, F, *core)."""
    led = [_lead(array, ndim) for array in arrays]
    found = np.zeros((max(len(array) for array in led), len(led), *core))
    for f, array in enumerate(led):
        found[(slice(None), f, *(slice(0, size) for size in array.shape[1:]))] = array
    return found


def _join(arrays: Sequence[NDArray[np.float64]], longest: int) -> NDArray[np.float64]:
    """Join the fronts' seat tables on the axis of seats, padded with zeros to the longest front: (D, K, R)."""
    led = [_lead(array, 2) for array in arrays]
    found = np.zeros((max(len(array) for array in led), sum(array.shape[1] for array in led), longest))
    first = 0
    for array in led:
        found[:, first : first + array.shape[1], : array.shape[2]] = array
        first += array.shape[1]
    return found
