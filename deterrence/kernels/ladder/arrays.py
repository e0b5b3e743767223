"""The arrays that describe a ladder to the kernels.

Axis order, everywhere in this folder: fronts F, seats K, players P, states S, draws D. A state is one rung per front,
numbered in row-major order with the last front moving fastest, so that one rung up on front f is ``strides[f]`` states
further. Postures are numbered 0 (de-escalate), 1 (hold), 2 (escalate); moves of a front 0 (down), 1 (stay), 2 (up).
Strategies have shape ``(3, K, S)``, so that one posture's
probabilities are contiguous, moves ``(F, 3, S)``, values ``(P, S)``.

A ladder of D draws keeps its numbers with a leading axis of length D or 1; row ``min(d, length - 1)`` serves draw d.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: The payoff of a posture that is not on offer.
NEVER = -1e250


class Shape(NamedTuple):
    """Hold what all draws of a ladder share.

    ``R`` is the number of rungs of the longest front.

    Parameters
    ----------
    tops, strides
        Highest rung of each front, and states per rung, (F,).
    rungs
        Rung of each front in each state, (F, S).
    first_seat
        Seats of front f are ``first_seat[f]`` up to ``first_seat[f + 1]``, (F + 1,).
    seat_front, seat_player, seat_mover
        Front, player and mover of each seat, (K,).
    movers
        The players who hold a seat; a mover is a place in this list.
    closed
        Whether a rung of a front is absorbing, (F, R).
    open
        Whether a posture is offered at a rung, (F, R, 3).
    counted
        Whether the front climbs by a hazard table, (F,).
    steps, centers
        The plan of contraction, see ``plan.Plan``.
    kept
        Row where the contracted values of a mover on a front begin, or -1, (M, F).
    rows
        Rows of the workspace and kept rows, (2,).
    """

    tops: Integers
    strides: Integers
    rungs: Integers
    first_seat: Integers
    seat_front: Integers
    seat_player: Integers
    seat_mover: Integers
    movers: Integers
    closed: Flags
    open: Flags
    counted: Flags
    steps: Integers
    centers: Integers
    kept: Integers
    rows: Integers


class Numbers(NamedTuple):
    """Hold the numbers of a ladder, each with a leading axis of draws (length D or 1).

    Parameters
    ----------
    accident
        Probability of climbing without any push, (D, F, R).
    ease, calm, exit
        Probabilities of moving down, (D, F).
    hazard
        Probability of climbing by rung and number of escalating seats, (D, F, R, largest number of seats + 1).
    spill
        Weight of another front's rung, [from, to], (D, F, F).
    push, gain, backdown, restraint
        Per seat and rung, (D, K, R).
    flow
        Payoff per period, (D, P, F, R).
    discount, scale
        Discount factor and payoff scale of each player, (D, P).
    precision
        Logit precision, (D,).
    """

    accident: Floats
    ease: Floats
    calm: Floats
    exit: Floats
    hazard: Floats
    spill: Floats
    push: Floats
    gain: Floats
    backdown: Floats
    restraint: Floats
    flow: Floats
    discount: Floats
    scale: Floats
    precision: Floats


class Draw(NamedTuple):
    """Hold one draw with one entry per state.

    Parameters
    ----------
    quiet
        Probability that the front does not climb when nobody escalates, (F, S); 1 where it cannot climb.
    ease, calm, exit
        Probabilities of moving down, (F, S); 0 where the front cannot.
    hazard
        Probability of climbing by number of escalating seats, (F, largest number of seats + 1, S).
    push
        Probability that an escalating seat carries the front up, (K, S); 0 where it cannot climb.
    bonus
        What a posture pays at once, (3, K, S).
    offer
        ``bonus``, or ``NEVER`` where a posture is not on offer, (3, K, S).
    flow
        Payoff per period summed over fronts, (P, S).
    discount, scale
        Per player, (P,).
    """

    quiet: Floats
    ease: Floats
    calm: Floats
    exit: Floats
    hazard: Floats
    push: Floats
    bonus: Floats
    offer: Floats
    flow: Floats
    discount: Floats
    scale: Floats
