"""The best that a player can do alone: a decision process over the joint postures of all its seats.

The others' strategies given, policy improvement (Howard 1960) alternates

1. evaluation of the present plan, exactly (``evaluation.solve_values``);
2. in every state, the joint posture with the largest payment plus discounted expected value, kept as it is unless
another is
   better by more than rounding.

Own fronts are averaged out one after the other, for one posture on each after the other, so that joint postures
share the work on the fronts before the first that differs.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Integers, Numbers, Shape
from deterrence.kernels.ladder.compilation import copy, kernel
from deterrence.kernels.ladder.contraction import average, padding
from deterrence.kernels.ladder.evaluation import Krylov, new_krylov, offset, solve_values
from deterrence.kernels.ladder.expansion import fill_draw, is_sound, new_draw
from deterrence.kernels.ladder.moves import fill_front, fill_moves, new_products
from deterrence.kernels.ladder.replies import fill_pay

#: Accuracy of values, relative to the largest payment over (1 - discount).
_ACCURACY = 1e-13

#: A joint posture replaces the present one when it is better by this, in the same units.
_BETTER = 1e-12

_ROUNDS = 200


def regrets(shape: Shape, numbers: Numbers, strategies: Floats, n_draws: int) -> Floats:
    """Return what each player gains at most by deviating alone, in payoff units, (D, P).

    Parameters
    ----------
    strategies
        (D or 1, 3, K, S). Draws with NaN give NaN.
    n_draws
        Number of draws D.
    """
    found = np.zeros((n_draws, numbers.flow.shape[1]))
    draw = new_draw(shape, numbers)
    sound = is_sound(numbers, n_draws, np.zeros(1))
    for d in range(n_draws):
        table = np.ascontiguousarray(strategies[min(d, len(strategies) - 1)])
        if not sound[d] or np.isnan(table).any():
            found[d] = np.nan
            continue
        fill_draw(shape, numbers, d, draw)
        situation = Situation(shape, draw, table)
        for player in shape.movers:
            found[d, player] = situation.regret(int(player))
    return found


def values(shape: Shape, numbers: Numbers, strategies: Floats) -> Floats:
    """Return every player's expected discounted payoff from each state, (P, S), for a ladder without draws."""
    draw = new_draw(shape, numbers)
    fill_draw(shape, numbers, 0, draw)
    situation = Situation(shape, draw, np.ascontiguousarray(strategies))
    return np.array([situation.values(player)[0] for player in range(numbers.flow.shape[1])])


@dataclass(frozen=True)
class _Choices:
    """Hold what every joint posture of a player does on each of its fronts, the others mixing.

    Parameters
    ----------
    own
        The player's fronts.
    counts
        Joint postures on each.
    moves
        (own front, joint posture, 3, S).
    pay
        What a joint posture pays at once; very low where it is not on offer, (own front, joint posture, S).
    """

    own: Integers
    counts: Integers
    moves: Floats
    pay: Floats


class Situation:
    """Hold one draw and the strategies of all, from which one player at a time deviates."""

    def __init__(self, shape: Shape, draw: Draw, strategies: Floats) -> None:
        n_fronts, n_states = shape.rungs.shape
        self._shape, self._draw, self._strategies = shape, draw, strategies
        self._pad = int(shape.strides.sum())
        self._moves = np.zeros((n_fronts, 3, n_states))
        self._turns = np.zeros((len(shape.seat_front), 4, n_states))
        self._products = new_products(shape, draw)
        self._krylov: Krylov = new_krylov(shape)
        fill_moves(shape, draw, strategies, self._moves, self._turns, self._products)

    @property
    def moves(self) -> Floats:
        """Probabilities of each front moving down, staying, moving up, (F, 3, S)."""
        return self._moves

    def regret(self, player: int) -> float:
        """Return what the player gains from the state where that is most."""
        values, unit = self.values(player)
        best = self.best_values(player, values, unit)
        return max(float((best - values).max()), 0.0)

    def values(self, player: int) -> tuple[Floats, float]:
        """Return the player's values of the profile, (S,), and the size of its payments."""
        pay = np.zeros(self._moves.shape[2])
        fill_pay(self._shape.seat_player, self._draw.bonus, self._draw.flow, player, self._strategies, pay)
        seats = self._shape.seat_player == player
        unit = float(
            np.abs(pay).max()
            + np.abs(self._draw.flow[player]).max()
            + np.abs(self._draw.bonus[:, seats]).max(initial=0.0)
        )
        return self._evaluate(player, self._moves, pay, unit, np.zeros(len(pay))), unit

    def best_values(self, player: int, values: Floats, unit: float) -> Floats:
        """Return the values of the best joint Markov plan, (S,), by policy improvement from the profile's values."""
        if unit == 0.0:
            return values
        choices = self._list_choices(player)
        delta = float(self._draw.discount[player])
        slack = _BETTER * unit / (1.0 - delta)
        plan = np.full(values.shape, -1, dtype=np.int64)
        for _ in range(_ROUNDS):
            best, code, present = self._appraise(player, choices, values, plan)
            now = np.where(plan >= 0, present, values)
            is_better = best > now + slack
            if not is_better.any():
                break
            plan = np.where(is_better | (plan < 0), code, plan)
            digits = np.array(np.unravel_index(plan, tuple(choices.counts)))
            moves, pay = self._moves.copy(), self._draw.flow[player].copy()
            states = np.arange(len(plan))
            for i, front in enumerate(choices.own):
                moves[front] = choices.moves[i, digits[i], :, states].T
                pay += choices.pay[i, digits[i], states]
            values = self._evaluate(player, moves, pay, unit, values)
        return values

    def _evaluate(self, player: int, moves: Floats, pay: Floats, unit: float, guess: Floats) -> Floats:
        row = np.pad(guess, self._pad)
        delta = float(self._draw.discount[player])
        solve_values(self._shape.strides, moves, delta, pay, row, _ACCURACY * unit, self._krylov)
        return row[self._pad : self._pad + len(pay)].copy()

    def _list_choices(self, player: int) -> _Choices:
        shape, draw = self._shape, self._draw
        n_states = self._moves.shape[2]
        seats = np.flatnonzero(shape.seat_player == player)
        own = np.unique(shape.seat_front[seats])
        held = [seats[shape.seat_front[seats] == front] for front in own]
        counts = np.array([3 ** len(group) for group in held])
        moves = np.zeros((len(own), counts.max(), 3, n_states))
        pay = np.zeros((len(own), counts.max(), n_states))
        for i, (front, group) in enumerate(zip(own, held, strict=True)):
            for joint, postures in enumerate(itertools.product(range(3), repeat=len(group))):
                fixed = self._strategies.copy()
                for k, posture in zip(group, postures, strict=True):
                    fixed[:, k] = 0.0
                    fixed[posture, k] = 1.0
                    pay[i, joint] += draw.offer[posture, k]
                fill_front(shape, draw, fixed, int(front), moves[i, joint], self._turns, self._products)
        return _Choices(own, counts, moves, pay)

    def _appraise(
        self, player: int, choices: _Choices, values: Floats, plan: Integers
    ) -> tuple[Floats, Integers, Floats]:
        """Return the best payoff of a joint posture in each state, which it is, and the payoff of the plan's."""
        n_fronts, _, n_states = self._moves.shape
        neighbours = np.empty((3**n_fronts, n_states))
        _gather(self._shape.strides, np.pad(values, self._pad), neighbours)
        left = list(range(n_fronts))
        for front in [f for f in left if f not in choices.own]:
            place = left.index(front)
            out = np.empty((len(neighbours) // 3, n_states))
            _drop(neighbours, self._moves[front], 3 ** (len(left) - place - 1), out)
            neighbours = out
            left.remove(front)
        tensors = [neighbours, *(np.empty((3**n, n_states)) for n in range(len(left) - 1, 0, -1))]
        delta, flow = float(self._draw.discount[player]), self._draw.flow[player]
        best = np.full(n_states, -np.inf)
        code = np.zeros(n_states, dtype=np.int64)
        present = np.zeros(n_states)
        before: tuple[int, ...] = ()
        for number, digits in enumerate(itertools.product(*(range(count) for count in choices.counts))):
            changed = next((i for i, (a, b) in enumerate(zip(digits, before, strict=False)) if a != b), 0)
            for i in range(changed, len(digits) - 1):
                _drop(tensors[i], choices.moves[i, digits[i]], 3 ** (len(digits) - i - 1), tensors[i + 1])
            pay = flow.copy()
            for i, digit in enumerate(digits):
                pay += choices.pay[i, digit]
            _compare(
                number, pay, delta, choices.moves[len(digits) - 1, digits[-1]], tensors[-1], plan, best, code, present
            )
            before = digits
        return best, code, present


@kernel
def _gather(strides: Integers, row: Floats, out: Floats) -> None:
    """Fill the values after each joint move, (3 ** F, S), the last front's moves next to one another."""
    pad = padding(strides)
    for j in range(len(out)):
        at = pad + offset(strides, 0, j)
        copy(row[at : at + out.shape[1]], out[j])


@kernel
def _drop(current: Floats, move: Floats, low: int, out: Floats) -> None:
    """Average out the front whose moves lie ``low`` rows apart."""
    n_states = current.shape[1]
    source = current.ravel()
    for j in range(len(out)):
        middle = (3 * (j // low) + 1) * low + j % low
        average(out[j], move, 0, source, middle * n_states, low * n_states)


@kernel
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
