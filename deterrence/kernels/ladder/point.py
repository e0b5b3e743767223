"""An equilibrium of the ladder and the exact slopes of its equations there.

Notation: seats k and l, postures a, b and c, fronts f and g, states s. Replies answer to payoffs

    Q_k(a) = bonus(a) + delta * [up(a) * rise + down(a) * fall]

where rise and fall are what moving up and down is worth against staying, next period, other fronts averaged out.
Everything that couples states goes through the values; given these, all slopes are local to a state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from deterrence.kernels.ladder.arrays import Draw, Floats, Shape
from deterrence.kernels.ladder.neighbours import average_others, gather
from deterrence.kernels.ladder.responses import DOWN_TURN, UP_TURN, Fronts, respond


@dataclass(frozen=True)
class Point:
    """Hold an equilibrium of one draw, payments in payoff units.

    Parameters
    ----------
    shape, draw
        The ladder.
    precision
        Logit precision.
    strategies, values
        (3, K, S) and (P, S).
    """

    shape: Shape
    draw: Draw
    precision: float
    strategies: Floats
    values: Floats

    @cached_property
    def fronts(self) -> Fronts:
        """How the fronts move."""
        return respond(self.shape, self.draw, self.strategies)

    @cached_property
    def seats(self) -> tuple[tuple[int, int], ...]:
        """Player and front of each seat."""
        return tuple((int(i), int(f)) for i, f in zip(self.shape.seat_player, self.shape.seat_front, strict=True))

    @cached_property
    def delta(self) -> Floats:
        """Discount factor of each seat's player, (K, 1)."""
        return self.draw.discount[self.shape.seat_player][:, np.newaxis]

    @cached_property
    def unit(self) -> Floats:
        """Payoff scale of each seat's player, (K, 1, 1)."""
        return self.draw.scale[self.shape.seat_player][:, np.newaxis, np.newaxis]

    @cached_property
    def chances(self) -> Floats:
        """Probability of each posture by seat, (K, 3, S)."""
        return np.ascontiguousarray(np.moveaxis(self.strategies, 0, 1))

    @cached_property
    def ahead(self) -> Floats:
        """Next period's values by player and by the move of one front, the others averaged out, (P, F, 3, S)."""
        n_fronts = len(self.shape.tops)
        found = np.empty((len(self.values), n_fronts, 3, self.values.shape[1]))
        for i, values in enumerate(self.values):
            tensor = gather(self.shape.strides, values)
            for f in range(n_fronts):
                found[i, f] = average_others(tensor, self.fronts.moves, (f,))
        return found

    @cached_property
    def crossings(self) -> dict[tuple[int, int, int], Floats]:
        """Next period's values by player and by the moves of two fronts, (3 of the first, 3 of the second, S)."""
        found: dict[tuple[int, int, int], Floats] = {}
        for i in sorted({i for i, _ in self.seats}):
            tensor = gather(self.shape.strides, self.values[i])
            for f in sorted({f for player, f in self.seats if player == i}):
                for g in range(len(self.shape.tops)):
                    if g != f:
                        pair = average_others(tensor, self.fronts.moves, (min(f, g), max(f, g)))
                        found[i, f, g] = pair if f < g else np.swapaxes(pair, 0, 1)
        return found

    @cached_property
    def lures(self) -> Floats:
        """Rise and fall by seat, before discounting, (K, 2, S)."""
        seen = self.ahead[self.shape.seat_player, self.shape.seat_front]
        return np.stack([seen[:, 2] - seen[:, 1], seen[:, 0] - seen[:, 1]], axis=1)

    @cached_property
    def steps(self) -> Floats:
        """Probability of the front moving up, and down, by seat and posture, (K, 3, 2, S)."""
        turns, leave = self.fronts.turns, self.draw.exit[self.shape.seat_front]
        down = [leave if turn is None else turns[:, turn] for turn in DOWN_TURN]
        return np.stack([np.stack([turns[:, UP_TURN[a]], down[a]], axis=1) for a in range(3)], axis=1)

    @cached_property
    def payoffs(self) -> Floats:
        """Payoff of each posture, less what all have in common, (K, 3, S)."""
        moved = np.einsum("kaus,kus->kas", self.steps, self.lures)
        return np.moveaxis(self.draw.bonus, 0, 1) + self.delta[:, :, np.newaxis] * moved

    @cached_property
    def influence(self) -> Floats:
        """Slope of seat k's payoff of posture a by seat l's probability of b, values given, (K, 3, K, 3, S)."""
        n_seats, _, n_states = self.chances.shape
        found = np.zeros((n_seats, 3, n_seats, 3, n_states))
        for k, (i, f) in enumerate(self.seats):
            rise, fall = self.lures[k]
            for other, (_, g) in enumerate(self.seats):
                if other == k:
                    continue
                if g == f:
                    turns = self.fronts.turns_if[other][:, k - int(self.shape.first_seat[f])]
                    for a, down in enumerate(DOWN_TURN):
                        found[k, a, other] = turns[:, UP_TURN[a]] * rise
                        if down is not None:
                            found[k, a, other] += turns[:, down] * fall
                else:
                    seen = np.einsum("bcs,mcs->mbs", self.fronts.moves_if[other], self.crossings[i, f, g])
                    up, down = self.steps[k, :, :1], self.steps[k, :, 1:]
                    found[k, :, other] = up * (seen[2] - seen[1]) + down * (seen[0] - seen[1])
            found[k] *= self.delta[k, 0]
        return found

    @cached_property
    def settling(self) -> Floats:
        """The matrix by which adjoints of strategies in one state settle, (S, 3K, 3K): (I - reply * influence)^-T."""
        n_seats, _, n_states = self.chances.shape
        slope = -self.chances[:, :, np.newaxis] * self.chances[:, np.newaxis]
        slope[:, range(3), range(3)] += self.chances
        slope *= self.precision / self.unit[..., np.newaxis]
        size = 3 * n_seats
        table = np.einsum("kalbs,kacs->slbkc", self.influence, slope, optimize=True)
        return np.linalg.inv(np.eye(size) - table.reshape(n_states, size, size))

    def soften(self, weights: Floats) -> Floats:
        """Multiply weights (K, 3, S) by the slope of the softmax, which is symmetric."""
        return self.chances * (weights - (self.chances * weights).sum(axis=1, keepdims=True))

    def settle(self, weights: Floats) -> Floats:
        """Return the adjoint of strategies (K, 3, S) once those of each state have answered one another."""
        flat = weights.reshape(-1, weights.shape[-1]).T
        return np.matmul(self.settling, flat[:, :, np.newaxis])[:, :, 0].T.reshape(weights.shape)

    def replies(self, weights: Floats) -> Floats:
        """Return the adjoint of postures' payoffs for one of strategies, (K, 3, S)."""
        return self.precision / self.unit * self.soften(weights)

    def pulls(self, replies: Floats) -> Floats:
        """Return the adjoint of ``ahead``, (P, F, 3, S), for one of postures' payoffs, (K, 3, S)."""
        moved = self.delta[:, :, np.newaxis] * np.einsum("kas,kaus->kus", replies, self.steps)
        found = np.zeros_like(self.ahead)
        for k, (i, f) in enumerate(self.seats):
            up, down = moved[k]
            found[i, f, 2] += up
            found[i, f, 0] += down
            found[i, f, 1] -= up + down
        return found

    def move_weights(self, y: Floats) -> Floats:
        """Return the adjoint of moves, (F, 3, S), when the equations of values are weighed by y (P, S)."""
        return np.einsum("is,ifbs->fbs", y * self.draw.discount[:, np.newaxis], self.ahead)

    def by_moves(self, weights: Floats) -> Floats:
        """Return the adjoint of strategies, (K, 3, S), for one of moves, (F, 3, S)."""
        return np.einsum("kabs,kbs->kas", self.fronts.moves_if, weights[self.shape.seat_front])
