"""The best that a player can do alone: a decision process over the joint postures of all its seats.

The others' strategies given, policy improvement (Howard 1960) alternates

1. evaluation of the present plan, exactly (``evaluation.solve_values``);
2. in every state, the joint posture with the largest payment plus discounted expected value, kept as it is unless another is
   better by more than rounding.

Own fronts are averaged out one after the other, for one posture on each after the other, so that joint postures share the
work on the fronts before the first that differs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from deterrence.kernels.ladder.arrays import Draw, Floats, Integers, Numbers, Shape
from deterrence.kernels.ladder.contraction import average, padding
from deterrence.kernels.ladder.evaluation import Krylov, new_krylov, solve_values
from deterrence.kernels.ladder.expansion import fill_draw, new_draw
from deterrence.kernels.ladder.moves import fill_moves, new_products
from deterrence.kernels.ladder.replies import fill_pay

#: Accuracy of values, relative to the largest payment over (1 - discount).
_ACCURACY = 1e-13

#: A joint posture replaces the present one when it is better by this, in the same units.
_BETTER = 1e-12

_PRODUCTS = 5000
_ROUNDS = 200


class Choices(NamedTuple):
    """Hold one player's fronts, and what each of its postures there does to their moves.

    Parameters
    ----------
    fronts
        The player's own fronts, and then the others.
    n_own
        How many are its own, as an array of one entry.
    counts
        Joint postures on each own front.
    moves
        (own front, joint posture, 3, S).
    pay
        (own front, joint posture, S).
    """

    fronts: Integers
    n_own: Integers
    counts: Integers
    moves: Floats
    pay: Floats


@njit(nogil=True, cache=True)
def regrets(shape: Shape, numbers: Numbers, strategies: Floats, n_draws: int) -> Floats:
    """Return what each player gains at most by deviating alone, in payoff units, (D, P).

    Parameters
    ----------
    strategies
        (D or 1, 3, K, S). Draws with NaN give NaN.
    n_draws
        Number of draws D.
    """
    n_players = numbers.flow.shape[1]
    found = np.zeros((n_draws, n_players))
    draw = new_draw(shape, numbers)
    n_fronts, n_states = shape.rungs.shape
    moves = np.zeros((n_fronts, 3, n_states))
    turns = np.zeros((len(shape.seat_front), 4, n_states))
    products = new_products(shape, draw)
    krylov = new_krylov(shape)
    for d in range(n_draws):
        fill_draw(shape, numbers, d, draw)
        table = strategies[min(d, len(strategies) - 1)]
        fill_moves(shape, draw, table, moves, turns, products)
        for player in shape.movers:
            found[d, player] = _regret(shape, draw, player, table, moves, turns, products, krylov)
        if np.isnan(table.sum()):
            found[d] = np.nan
    return found


@njit(nogil=True, cache=True)
def _regret(
    shape: Shape, draw: Draw, player: int, table: Floats, moves: Floats, turns: Floats, products: Floats, krylov: Krylov
) -> float:
    n_states = moves.shape[2]
    pad = padding(shape.strides)
    delta = draw.discount[player]
    pay = np.zeros(n_states)
    fill_pay(shape, draw, player, table, pay)
    unit = np.abs(draw.flow[player]).max() + np.abs(pay).max()
    for k in range(len(shape.seat_front)):
        if shape.seat_player[k] == player:
            unit += np.abs(draw.bonus[:, k]).max()
    if not unit > 0.0:
        return 0.0 if unit == 0.0 else np.nan
    values = np.zeros(n_states + 2 * pad)
    inner = values[pad : pad + n_states]
    residual, _ = solve_values(shape, moves, delta, pay, values, _ACCURACY * unit, _PRODUCTS, krylov)
    held = inner.copy()
    choices = _list_choices(shape, draw, player, table, turns, products)
    plan = np.full((len(choices.counts), n_states), -1, dtype=np.int64)
    chosen = moves.copy()
    slack = _BETTER * unit / (1.0 - delta)
    for _ in range(_ROUNDS):
        if not _improve(shape, choices, delta, draw.flow[player], values, moves, plan, chosen, pay, slack):
            break
        solve_values(shape, chosen, delta, pay, values, _ACCURACY * unit, _PRODUCTS, krylov)
    most = 0.0
    for s in range(n_states):
        most = max(most, inner[s] - held[s])
    return most if residual == residual else np.nan


@njit(nogil=True, cache=True)
def _list_choices(
    shape: Shape, draw: Draw, player: int, table: Floats, turns: Floats, products: Floats
) -> Choices:
    """List what every joint posture of a player on each of its fronts does there, the others mixing."""
    n_fronts, n_states = shape.rungs.shape
    held = np.zeros(n_fronts, dtype=np.int64)
    for k in range(len(shape.seat_front)):
        if shape.seat_player[k] == player:
            held[shape.seat_front[k]] += 1
    own = np.flatnonzero(held > 0)
    others = np.flatnonzero(held == 0)
    counts = 3 ** held[own]
    most = counts.max()
    moves = np.zeros((len(own), most, 3, n_states))
    pay = np.zeros((len(own), most, n_states))
    fixed = table.copy()
    scratch = np.zeros((n_fronts, 3, n_states))
    for i in range(len(own)):
        f = own[i]
        for joint in range(counts[i]):
            code = joint
            for k in range(shape.first_seat[f], shape.first_seat[f + 1]):
                if shape.seat_player[k] != player:
                    continue
                a = code % 3
                code //= 3
                fixed[:, k] = 0.0
                fixed[a, k] = 1.0
                for s in range(n_states):
                    pay[i, joint, s] += draw.offer[a, k, s]
            fill_moves(shape, draw, fixed, scratch, turns, products)
            moves[i, joint] = scratch[f]
        for k in range(shape.first_seat[f], shape.first_seat[f + 1]):
            fixed[:, k] = table[:, k]
    return Choices(np.concatenate((own, others)), np.array([len(own)]), counts, moves, pay)


@njit(nogil=True, cache=True)
def _improve(
    shape: Shape,
    choices: Choices,
    delta: float,
    flow: Floats,
    values: Floats,
    moves: Floats,
    plan: Integers,
    chosen: Floats,
    pay: Floats,
    slack: float,
) -> bool:
    """Replace the plan by the best joint posture in each state; say whether anything changed.

    Parameters
    ----------
    moves
        How the fronts move under the profile; read for fronts without an own seat.
    plan
        Joint posture on each own front, or -1 for the profile's mixture, (own fronts, S).
    chosen, pay
        Moves and payments of the plan.
    slack
        What counts as better.
    """
    n_fronts, n_states = shape.rungs.shape
    n_own = choices.n_own[0]
    pad = padding(shape.strides)
    # Other fronts are averaged out first; own ones follow, the last own front innermost.
    tensors = [np.zeros((0, 0))]
    left = np.sort(choices.fronts)
    size = 3**n_fronts
    current = np.zeros((size, n_states))
    for j in range(size):
        at = pad
        code = j
        for f in range(n_fronts - 1, -1, -1):
            at += (code % 3 - 1) * shape.strides[f]
            code //= 3
        current[j] = values[at : at + n_states]
    for f in choices.fronts[n_own:]:
        place = np.searchsorted(left, f)
        current = _drop(current, moves[f], place, len(left))
        left = left[left != f]
    tensors.append(current)
    best = np.full(n_states, -np.inf)
    best_code = np.zeros(n_states, dtype=np.int64)
    present = np.zeros(n_states)
    total = 1
    for i in range(n_own):
        total *= choices.counts[i]
    for i in range(n_own - 1):
        tensors.append(np.zeros((0, 0)))
    digits = np.full(n_own, -1)
    for code in range(total):
        changed = _set_digits(code, choices.counts, digits)
        for i in range(changed, n_own - 1):
            tensors[i + 2] = _drop(tensors[i + 1], choices.moves[i, digits[i]], 0, n_own - i)
        last = tensors[n_own]
        move = choices.moves[n_own - 1, digits[n_own - 1]]
        for s in range(n_states):
            score = flow[s] + delta * (move[0, s] * last[0, s] + move[1, s] * last[1, s] + move[2, s] * last[2, s])
            is_plan = True
            for i in range(n_own):
                score += choices.pay[i, digits[i], s]
                is_plan = is_plan and plan[i, s] == digits[i]
            if is_plan:
                present[s] = score
            if score > best[s]:
                best[s] = score
                best_code[s] = code
    any_change = False
    for s in range(n_states):
        now = present[s] if plan[0, s] >= 0 else values[pad + s]
        if best[s] > now + slack or plan[0, s] < 0:
            any_change = any_change or best[s] > now + slack
            _set_digits(best_code[s], choices.counts, digits)
            pay[s] = flow[s]
            for i in range(n_own):
                plan[i, s] = digits[i]
                chosen[choices.fronts[i], :, s] = choices.moves[i, digits[i], :, s]
                pay[s] += choices.pay[i, digits[i], s]
    return any_change


@njit(nogil=True, cache=True)
def _set_digits(code: int, counts: Integers, digits: Integers) -> int:
    """Write a joint posture as one number per front, the last moving fastest; return the first that changed."""
    changed = len(counts)
    for i in range(len(counts) - 1, -1, -1):
        digit = code % counts[i]
        code //= counts[i]
        if digit != digits[i]:
            digits[i] = digit
            changed = i
    return changed


@njit(nogil=True, cache=True)
def _drop(current: Floats, move: Floats, place: int, n_left: int) -> Floats:
    """Average out the front at a place among those left."""
    n_states = current.shape[1]
    low = 3 ** (n_left - place - 1)
    out = np.zeros((len(current) // 3, n_states))
    source = current.ravel()
    for j in range(len(out)):
        middle = (3 * (j // low) + 1) * low + j % low
        average(out[j], move, 0, source, middle * n_states, low * n_states)
    return out
