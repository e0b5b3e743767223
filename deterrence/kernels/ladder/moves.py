"""How fronts move, given what every seat does: three numbers per front and state, and what one seat's posture changes.

Per front, with e, h, d the probabilities that a seat escalates, holds, de-escalates, and products over its seats:

- up = 1 - quiet * prod(1 - e * push), or the expected hazard of the number of escalating seats;
- down = exit + (1 - exit) * quiet * [calm * prod(d) + ease * (prod(1 - e) - prod(h) - prod(d))].

Each product without one seat is a running product from the left times one from the right. Loops run over states
innermost, on contiguous rows, because that is what a compiler turns into vector instructions.
"""

from __future__ import annotations

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Shape
from deterrence.kernels.ladder.compilation import copy, fill, inner, kernel

#: States worked on at a time, so that the running products stay in the nearest cache.
_BLOCK = 320


def new_products(shape: Shape, draw: Draw) -> Floats:
    """Allocate the running products that ``fill_moves`` needs."""
    most = draw.hazard.shape[1]
    n_states = shape.rungs.shape[1]
    return np.empty((most + 1, max(4, most), n_states if shape.counted.any() else min(n_states, _BLOCK)))


@kernel
def fill_moves(shape: Shape, draw: Draw, strategies: Floats, moves: Floats, turns: Floats, products: Floats) -> None:
    """Compute how every front moves, and how each seat's postures would move it.

    Parameters
    ----------
    strategies
        (3, K, S).
    moves
        Filled: probabilities of moving down, staying, moving up, (F, 3, S).
    turns
        Filled: for each seat the probability of moving up if it does not escalate and if it does, and of moving down if
        it de-escalates and if it holds, others as given, (K, 4, S).
    products
        Scratch from ``new_products``.
    """
    for f in range(len(shape.tops)):
        fill_front(shape, draw, strategies, f, moves[f], turns, products)


@kernel
def fill_front(
    shape: Shape, draw: Draw, strategies: Floats, f: int, move: Floats, turns: Floats, products: Floats
) -> None:
    """Compute how one front moves, (3, S), and how each of its seats' postures would move it; as ``fill_moves``."""
    n_states = shape.rungs.shape[1]
    first, last = shape.first_seat[f], shape.first_seat[f + 1]
    n_seats = last - first
    after = products[:n_seats]
    before = products[n_seats]
    for start in range(0, n_states, _BLOCK):
        stop = min(start + _BLOCK, n_states)
        # ``after[j]`` are the products over the seats behind seat j.
        for i in range(4):
            fill(after[n_seats - 1, i], 1.0)
            fill(before[i], 1.0)
        for j in range(n_seats - 2, -1, -1):
            _multiply(after[j], after[j + 1], strategies, first + j + 1, draw.push, start, stop)
        for j in range(n_seats):
            k = first + j
            _fill_turn(
                turns[k],
                before,
                after[j],
                draw.quiet[f],
                draw.calm[f],
                draw.ease[f],
                draw.exit[f],
                draw.push[k],
                start,
                stop,
            )
            _multiply(before, before, strategies, first + j, draw.push, start, stop)
        _fill_stays(move, before, draw.quiet[f], draw.calm[f], draw.ease[f], draw.exit[f], start, stop)
    if shape.counted[f]:
        _count(draw.hazard[f], first, last, strategies, move, turns, products)


@inner
def _multiply(out: Floats, table: Floats, strategies: Floats, k: int, pushes: Floats, start: int, stop: int) -> None:
    """Multiply a seat into the products: not carried up, not escalating, holding, de-escalating."""
    lower, hold, raised = strategies[0, k, start:stop], strategies[1, k, start:stop], strategies[2, k, start:stop]
    push = pushes[k, start:stop]
    carried, quiet, held, lowered = out[0], out[1], out[2], out[3]
    a, b, c, d = table[0], table[1], table[2], table[3]
    size = stop - start
    # One result per loop: with more, the compiler's checks for overlapping arrays run out and it stays scalar.
    for s in range(size):
        carried[s] = a[s] * (1.0 - raised[s] * push[s])
    for s in range(size):
        quiet[s] = b[s] * (1.0 - raised[s])
    for s in range(size):
        held[s] = c[s] * hold[s]
    for s in range(size):
        lowered[s] = d[s] * lower[s]


@inner
def _fill_turn(
    turn: Floats,
    before: Floats,
    after: Floats,
    quiets: Floats,
    calms: Floats,
    eases: Floats,
    exits: Floats,
    pushes: Floats,
    start: int,
    stop: int,
) -> None:
    """Fill what one seat's posture does, from the products over the others."""
    b0, b1, b2, b3 = before[0], before[1], before[2], before[3]
    a0, a1, a2, a3 = after[0], after[1], after[2], after[3]
    t0, t1, t2, t3 = turn[0, start:stop], turn[1, start:stop], turn[2, start:stop], turn[3, start:stop]
    quiet, calm, ease = quiets[start:stop], calms[start:stop], eases[start:stop]
    leave, push = exits[start:stop], pushes[start:stop]
    size = stop - start
    for s in range(size):
        t0[s] = 1.0 - quiet[s] * b0[s] * a0[s]
    for s in range(size):
        t1[s] = t0[s] + (1.0 - t0[s]) * push[s]
    for s in range(size):
        t2[s] = ease[s] * b1[s] * a1[s] + (calm[s] - ease[s]) * b3[s] * a3[s]
    for s in range(size):
        t2[s] = leave[s] + (1.0 - leave[s]) * quiet[s] * t2[s]
    for s in range(size):
        t3[s] = ease[s] * (b1[s] * a1[s] - b2[s] * a2[s])
    for s in range(size):
        t3[s] = leave[s] + (1.0 - leave[s]) * quiet[s] * t3[s]


@inner
def _fill_stays(
    move: Floats, product: Floats, quiets: Floats, calms: Floats, eases: Floats, exits: Floats, start: int, stop: int
) -> None:
    """Fill how the front moves from the products over all its seats."""
    down, stay, up = move[0, start:stop], move[1, start:stop], move[2, start:stop]
    quiet, calm, ease, leave = quiets[start:stop], calms[start:stop], eases[start:stop], exits[start:stop]
    p0, p1, p2, p3 = product[0], product[1], product[2], product[3]
    size = stop - start
    for s in range(size):
        up[s] = 1.0 - quiet[s] * p0[s]
    for s in range(size):
        down[s] = ease[s] * max(p1[s] - p2[s] - p3[s], 0.0) + calm[s] * p3[s]
    for s in range(size):
        down[s] = leave[s] + (1.0 - leave[s]) * quiet[s] * down[s]
    for s in range(size):
        stay[s] = 1.0 - up[s] - down[s]


@inner
def _count(
    hazard: Floats, first: int, last: int, strategies: Floats, move: Floats, turns: Floats, products: Floats
) -> None:
    """Replace the chances of climbing by the expected hazard of the number of escalating seats.

    ``tail[j, m]`` is the expected hazard when m of the first j seats escalate, ``head[m]`` the probability of that.
    """
    n_seats = last - first
    tail, head = products[: n_seats + 1], products[n_seats + 1]
    for m in range(n_seats + 1):
        copy(hazard[m], tail[n_seats, m])
    for j in range(n_seats - 1, -1, -1):
        raised = strategies[2, first + j]
        for m in range(j + 1):
            _blend(tail[j, m], tail[j + 1, m], tail[j + 1, m + 1], raised)
    fill(head[0], 1.0)
    for j in range(n_seats):
        k = first + j
        fill(turns[k, 0], 0.0)
        fill(turns[k, 1], 0.0)
        for m in range(j + 1):
            _add_product(turns[k, 0], head[m], tail[j + 1, m])
            _add_product(turns[k, 1], head[m], tail[j + 1, m + 1])
        raised = strategies[2, k]
        fill(head[j + 1], 0.0)
        for m in range(j, -1, -1):
            _shift(head[m], head[m + 1], raised)
    copy(tail[0, 0], move[2])
    for s in range(len(move[2])):
        move[1, s] = 1.0 - move[2, s] - move[0, s]


@inner
def _blend(out: Floats, low: Floats, high: Floats, weight: Floats) -> None:
    for s in range(len(out)):
        out[s] = low[s] + weight[s] * (high[s] - low[s])


@inner
def _add_product(out: Floats, a: Floats, b: Floats) -> None:
    for s in range(len(out)):
        out[s] += a[s] * b[s]


@inner
def _shift(low: Floats, high: Floats, weight: Floats) -> None:
    """Move the escalating share of one count to the next."""
    for s in range(len(low)):
        moved = weight[s] * low[s]
        high[s] += moved
        low[s] -= moved
