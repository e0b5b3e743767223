"""Which joint posture on all of a player's fronts is best in each state, the others mixing.

Own fronts are averaged out one after the other, for one posture on each after the other, so that joint postures
share the work on the fronts before the first that differs.
"""

from __future__ import annotations

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Integers, Shape
from deterrence.kernels.ladder.compilation import copy, fill, inner, kernel
from deterrence.kernels.ladder.contraction import average, padding
from deterrence.kernels.ladder.evaluation import offset
from deterrence.kernels.ladder.moves import fill_front


@kernel
def fill_choices(
    shape: Shape,
    draw: Draw,
    fixed: Floats,
    player: int,
    own: Integers,
    counts: Integers,
    moves: Floats,
    pay: Floats,
    turns: Floats,
    products: Floats,
) -> None:
    """Work out what every joint posture of a player does on each of its fronts, the last seat's moving fastest.

    Parameters
    ----------
    fixed
        What every seat does, (3, K, S); left with the player's seats at their last joint posture.
    own, counts
        The player's fronts, and the joint postures on each.
    moves, pay
        Filled: how the front moves, (own front, joint posture, 3, S), and what the player earns at once, (own front,
        joint posture, S).
    turns, products
        Scratch, see ``moves.fill_moves``.
    """
    for i in range(len(own)):
        first, last = shape.first_seat[own[i]], shape.first_seat[own[i] + 1]
        for joint in range(counts[i]):
            rest = joint
            fill(pay[i, joint], 0.0)
            for k in range(last - 1, first - 1, -1):
                if shape.seat_player[k] == player:
                    for a in range(3):
                        fill(fixed[a, k], 1.0 if a == rest % 3 else 0.0)
                    _add(pay[i, joint], draw.offer[rest % 3, k], pay[i, joint])
                    rest //= 3
            fill_front(shape, draw, fixed, own[i], moves[i, joint], turns, products)


@kernel
def compare_all(
    strides: Integers,
    moves: Floats,
    own: Integers,
    counts: Integers,
    own_moves: Floats,
    own_pay: Floats,
    flow: Floats,
    delta: float,
    row: Floats,
    plan: Integers,
    rows: Floats,
    sums: Floats,
    best: Floats,
    code: Integers,
    present: Floats,
) -> None:
    """Appraise every joint posture on the fronts ``own``, counted with the last front's posture moving fastest.

    Parameters
    ----------
    row
        Padded values.
    rows
        Workspace: values after the joint moves of all fronts, then of own fronts but the first, but the first two, and
        so on.
    sums
        Workspace: payments of no own front, the first, the first two, and so on.
    best, code, present
        Filled, see ``_compare``.
    """
    n_fronts, _, n_states = moves.shape
    n_own = len(own)
    pad = padding(strides)
    count = 3**n_fronts
    if n_own == n_fronts:
        for j in range(count):
            at = pad + offset(strides, 0, j)
            copy(row[at : at + n_states], rows[j])
    kept = 0
    for front in range(n_fronts):
        if kept < n_own and own[kept] == front:
            kept += 1
            continue
        low = 3 ** (n_fronts - front - 1)
        count //= 3
        if front > kept:
            # In place: a row is written only after all that it is read for.
            _drop(rows, 0, moves[front], low, 0, count)
        else:
            for j in range(count):
                at = pad + offset(strides, 0, _middle(j, low))
                average(rows[j], moves[front], 0, row, at, strides[front])
    copy(flow, sums[0])
    fill(best, -np.inf)
    digits = np.zeros(n_own, dtype=np.int64)
    changed, n_joint = 0, 1
    for i in range(n_own):
        n_joint *= counts[i]
    last = n_own - 1
    for number in range(n_joint):
        source, target = 0, 3**n_fronts
        for i in range(n_own):
            if i >= changed:
                _add(sums[i], own_pay[i, digits[i]], sums[i + 1])
            if i < last:
                size = 3 ** (last - i)
                if i >= changed:
                    _drop(rows, source, own_moves[i, digits[i]], size, target, size)
                source, target = target, target + size
        _compare(
            number, sums[n_own], delta, own_moves[last, digits[last]], rows[source : source + 3], plan, best, code,
            present,
        )  # fmt: skip
        changed = last
        while changed > 0 and digits[changed] + 1 == counts[changed]:
            digits[changed] = 0
            changed -= 1
        digits[changed] += 1


@kernel
def adopt(best: Floats, code: Integers, present: Floats, values: Floats, slack: float, plan: Integers) -> bool:
    """Let the plan take the best joint posture wherever it is better by more than the slack, and say if it is anywhere.

    A state without a plan, -1, is compared with the values and takes the best in any case.
    """
    is_better = False
    for s in range(len(plan)):
        is_new = plan[s] < 0
        gains = best[s] > (values[s] if is_new else present[s]) + slack
        if gains or is_new:
            plan[s] = code[s]
        is_better = is_better or gains
    return is_better


@kernel
def follow_plan(
    own: Integers, counts: Integers, own_moves: Floats, own_pay: Floats, plan: Integers, moves: Floats, pay: Floats
) -> None:
    """Let a player's fronts move as its plan, a joint posture in each state, has them, and add what that pays."""
    for s in range(len(plan)):
        rest = plan[s]
        for i in range(len(own) - 1, -1, -1):
            digit = rest % counts[i]
            rest //= counts[i]
            pay[s] += own_pay[i, digit, s]
            for step in range(3):
                moves[own[i], step, s] = own_moves[i, digit, step, s]


@inner
def _add(first: Floats, second: Floats, out: Floats) -> None:
    for s in range(len(out)):
        out[s] = first[s] + second[s]


@inner
def _drop(rows: Floats, source: int, move: Floats, low: int, target: int, count: int) -> None:
    """Average out the front whose moves lie ``low`` rows apart in the rows from ``source`` on."""
    n_states = rows.shape[1]
    flat = rows.ravel()
    for j in range(count):
        average(rows[target + j], move, 0, flat, (source + _middle(j, low)) * n_states, low * n_states)


@inner
def _middle(j: int, low: int) -> int:
    """Return which joint move it is that is j without a front whose moves lie ``low`` apart, when that front stays."""
    return (3 * (j // low) + 1) * low + j % low


@inner
def _compare(
    number: int,
    pay: Floats,
    delta: float,
    move: Floats,
    last: Floats,
    plan: Integers,
    best: Floats,
    code: Integers,
    present: Floats,
) -> None:
    """Appraise one joint posture in all states and keep it where it is the best so far."""
    for s in range(len(pay)):
        score = pay[s] + delta * (move[0, s] * last[0, s] + move[1, s] * last[1, s] + move[2, s] * last[2, s])
        if plan[s] == number:
            present[s] = score
        if score > best[s]:
            best[s] = score
            code[s] = number
