"""How moves and replies answer to what one seat does, and to each number: exact slopes at given strategies.

How a front moves is affine in the strategy of each of its seats, and in each of its numbers (``moves``). So a slope is
no limit but a difference: of the moves when the seat surely picks a posture, or when the number is 1 and when it is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Shape
from deterrence.kernels.ladder.moves import fill_front, fill_moves, new_products

#: Which of a seat's four turns is its chance of moving up, and down, by posture; escalating, a front only exits.
UP_TURN, DOWN_TURN = (0, 0, 1), (2, 3, None)


@dataclass(frozen=True)
class Fronts:
    """Hold how the fronts of one draw move under given strategies, and how each seat alone would move them.

    Parameters
    ----------
    moves
        Probabilities of each front moving down, staying, moving up, (F, 3, S).
    turns
        What each seat's postures change, (K, 4, S), as ``fill_moves`` has it.
    moves_if
        The moves of a seat's front if it surely picks a posture, (K, 3 postures, 3, S).
    turns_if
        The turns of the seats of its front then, for each seat (3 postures, n_seats of the front, 4, S).
    """

    moves: Floats
    turns: Floats
    moves_if: Floats
    turns_if: tuple[Floats, ...]


def respond(shape: Shape, draw: Draw, strategies: Floats) -> Fronts:
    """Return how the fronts move under strategies (3, K, S)."""
    n_fronts, n_states = shape.rungs.shape
    n_seats = len(shape.seat_front)
    products = new_products(shape, draw)
    moves, turns = np.zeros((n_fronts, 3, n_states)), np.zeros((n_seats, 4, n_states))
    fill_moves(shape, draw, strategies, moves, turns, products)
    moves_if = np.zeros((n_seats, 3, 3, n_states))
    turns_if: list[Floats] = []
    scratch = np.zeros_like(turns)
    for k in range(n_seats):
        f = int(shape.seat_front[k])
        mates = slice(int(shape.first_seat[f]), int(shape.first_seat[f + 1]))
        by_posture: list[Floats] = []
        for a in range(3):
            sure = strategies.copy()
            sure[:, k] = 0.0
            sure[a, k] = 1.0
            fill_front(shape, draw, sure, f, moves_if[k, a], scratch, products)
            by_posture.append(scratch[mates].copy())
        turns_if.append(np.stack(by_posture))
    return Fronts(moves, turns, moves_if, tuple(turns_if))


def number_slopes(
    shape: Shape, draw: Draw, strategies: Floats, move_weights: Floats, turn_weights: Floats
) -> Iterator[tuple[str, tuple[int, ...], Floats]]:
    """Yield the slope of a weighted sum of moves and turns by each number of a draw that moves fronts.

    Parameters
    ----------
    move_weights, turn_weights
        (F, 3, S) and (K, 4, S).

    Yields
    ------
    tuple
        Field of ``Draw``, place before the axis of states, slopes (S,).
    """
    n_states = shape.rungs.shape[1]
    products = new_products(shape, draw)
    numbers = Draw(*(table.copy() for table in draw))
    for f in range(len(shape.tops)):
        seats = range(int(shape.first_seat[f]), int(shape.first_seat[f + 1]))
        places = [(key, (f,)) for key in ("quiet", "ease", "calm", "exit")]
        places += [("push", (k,)) for k in seats]
        places += [("hazard", (f, m)) for m in range(len(seats) + 1) if shape.counted[f]]
        for key, place in places:
            row = getattr(numbers, key)[place]
            kept, found = row.copy(), np.zeros(n_states)
            for value, sign in ((1.0, 1.0), (0.0, -1.0)):
                row[:] = value
                move, turns = np.zeros((3, n_states)), np.zeros_like(turn_weights)
                fill_front(shape, numbers, strategies, f, move, turns, products)
                found += sign * ((move_weights[f] * move).sum(axis=0) + (turn_weights * turns).sum(axis=(0, 1)))
            row[:] = kept
            yield key, place, found
