"""The best that a player can do alone: a decision process over the joint postures of all its seats.

The others' strategies given, policy improvement (Howard 1960) alternates

1. evaluation of the present plan (``evaluation.solve_values``): to a few digits until step 2 changes nothing, from
   then on exactly;
2. in every state, the joint posture with the largest payment plus discounted expected value
   (``joint_postures.compare_all``), kept as it is unless another is better by more than rounding.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Integers, Numbers, Shape
from deterrence.kernels.ladder.evaluation import Krylov, new_krylov, solve_values
from deterrence.kernels.ladder.expansion import expand, fill_draw, is_sound, new_draw
from deterrence.kernels.ladder.joint_postures import adopt, compare_all, fill_choices, follow_plan
from deterrence.kernels.ladder.moves import fill_moves, new_products
from deterrence.kernels.ladder.replies import fill_pay

#: Accuracy of values, relative to the largest payment over (1 - discount).
_ACCURACY = 1e-13

#: The same while the plan still changes.
_ROUGH = 1e-3

#: A joint posture replaces the present one when it is better by this, in the same units.
_BETTER = 1e-12

_ROUNDS = 200


def regrets(shape: Shape, numbers: Numbers, strategies: Floats, n_draws: int, guess: Floats | None = None) -> Floats:
    """Return what each player gains at most by deviating alone, in payoff units, (D, P).

    Parameters
    ----------
    strategies
        (D or 1, 3, K, S). Draws with NaN give NaN.
    n_draws
        Number of draws D.
    guess
        About the values of the strategies, finite, (D, P, S): their evaluation starts there and is sooner done, to the
        same accuracy.
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
            found[d, player] = situation.regret(int(player), None if guess is None else guess[d, player])
    return found


def values(shape: Shape, numbers: Numbers, strategies: Floats) -> Floats:
    """Return every player's expected discounted payoff from each state, (P, S), for a ladder without draws."""
    situation = Situation(shape, expand(shape, numbers, 0), np.ascontiguousarray(strategies))
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
        self._moves = np.empty((n_fronts, 3, n_states))
        self._turns = np.empty((len(shape.seat_front), 4, n_states))
        self._products = new_products(shape, draw)
        fill_moves(shape, draw, strategies, self._moves, self._turns, self._products)

    @cached_property
    def _krylov(self) -> Krylov:
        return new_krylov(self._shape.strides, self._moves.shape[2])

    @cached_property
    def _rows(self) -> Floats:
        """Workspace of ``compare_all``; kept, because its pages cost more to get than the comparison takes."""
        n_fronts, _, n_states = self._moves.shape
        return np.empty((sum(3**n for n in range(1, n_fronts + 1)), n_states))

    @property
    def moves(self) -> Floats:
        """Probabilities of each front moving down, staying, moving up, (F, 3, S)."""
        return self._moves

    def regret(self, player: int, guess: Floats | None = None) -> float:
        """Return what the player gains from the state where that is most."""
        values, unit = self.values(player, guess)
        best = self.best_values(player, values, unit)
        return max(float((best - values).max()), 0.0)

    def values(self, player: int, guess: Floats | None = None) -> tuple[Floats, float]:
        """Return the player's values of the profile, (S,), and the size of its payments."""
        pay = np.empty(self._moves.shape[2])
        fill_pay(self._shape.seat_player, self._draw.bonus, self._draw.flow, player, self._strategies, pay)
        seats = self._shape.seat_player == player
        unit = float(
            np.abs(pay).max()
            + np.abs(self._draw.flow[player]).max()
            + np.abs(self._draw.bonus[:, seats]).max(initial=0.0)
        )
        row = self._padded(guess)
        self._evaluate(player, self._moves, pay, _ACCURACY * unit, row)
        return self._inside(row), unit

    def best_values(self, player: int, values: Floats, unit: float) -> Floats:
        """Return the values of the best joint Markov plan, (S,), by policy improvement from the profile's values."""
        if unit == 0.0:
            return values
        choices, flow = self._list_choices(player), self._draw.flow[player]
        slack = _BETTER * unit / (1.0 - float(self._draw.discount[player]))
        row, plan = self._padded(values), np.full(values.shape, -1, dtype=np.int64)
        moves, pay = self._moves.copy(), np.empty(values.shape)
        accuracy = _ROUGH
        for number in range(_ROUNDS):
            best, code, present = self._appraise(player, choices, row, plan)
            if not adopt(best, code, present, values, slack, plan):
                if accuracy == _ACCURACY or number == 0:
                    break
                accuracy = _ACCURACY
            # The plan says how all the player's fronts move, so that nothing is left of the last one.
            pay[:] = flow
            follow_plan(choices.own, choices.counts, choices.moves, choices.pay, plan, moves, pay)
            self._evaluate(player, moves, pay, accuracy * unit, row)
        return self._inside(row)

    def _evaluate(self, player: int, moves: Floats, pay: Floats, tolerance: float, row: Floats) -> None:
        """Replace a guess, one padded row, by the player's values."""
        delta = float(self._draw.discount[player])
        solve_values(self._shape.strides, moves, delta, pay, row, tolerance, self._krylov)

    def _list_choices(self, player: int) -> _Choices:
        shape, n_states = self._shape, self._moves.shape[2]
        # Seats are numbered front by front, so that the fronts ascend.
        held = zip(shape.seat_front.tolist(), shape.seat_player.tolist(), strict=True)
        seats = Counter(front for front, owner in held if owner == player)
        own, counts = np.array(list(seats)), np.array([3**n for n in seats.values()])
        moves = np.empty((len(own), max(counts), 3, n_states))
        pay = np.empty((len(own), max(counts), n_states))
        fixed = self._strategies.copy()
        fill_choices(shape, self._draw, fixed, player, own, counts, moves, pay, self._turns, self._products)
        return _Choices(own, counts, moves, pay)

    def _appraise(self, player: int, choices: _Choices, row: Floats, plan: Integers) -> tuple[Floats, Integers, Floats]:
        """Return the best payoff of a joint posture in each state, which it is, and the payoff of the plan's.

        The values, ``row``, are padded.
        """
        n_states = len(plan)
        sums = np.empty((len(choices.own) + 1, n_states))
        best, code, present = np.empty(n_states), np.zeros(n_states, dtype=np.int64), np.zeros(n_states)
        compare_all(
            self._shape.strides, self._moves, choices.own, choices.counts, choices.moves, choices.pay,
            self._draw.flow[player], float(self._draw.discount[player]), row, plan, self._rows,
            sums, best, code, present,
        )  # fmt: skip
        return best, code, present

    def _padded(self, values: Floats | None) -> Floats:
        """Return a padded row that holds values, or zeros."""
        row = np.zeros(self._moves.shape[2] + 2 * self._pad)
        if values is not None:
            self._inside(row)[:] = values
        return row

    def _inside(self, row: Floats) -> Floats:
        return row[self._pad : len(row) - self._pad]
