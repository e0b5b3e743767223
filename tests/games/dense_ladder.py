"""A slow ladder, straight from the definition: all joint postures and all next states, one after the other.

It shares no code with the package but the record ``Front``; states are listed in row-major order.
"""

import itertools
import math

import numpy as np

LOWER, HOLD, RAISE = 0, 1, 2
NAMES = ("de-escalate", "hold", "escalate")


class DenseLadder:
    def __init__(self, fronts, spill, discount, n_players, scale=1.0):
        self.fronts = fronts
        self.spill = np.zeros((len(fronts), len(fronts))) if spill is None else np.asarray(spill, dtype=float)
        self.discount = np.broadcast_to(np.asarray(discount, dtype=float), (n_players,))
        self.scale = np.broadcast_to(np.asarray(scale, dtype=float), (n_players,))
        self.n_players = n_players
        self.states = list(itertools.product(*(range(front.top + 1) for front in fronts)))
        self.seats = [(f, player, j) for f, front in enumerate(fronts) for j, player in enumerate(front.seats)]

    def offered(self, k, state):
        """The postures on offer to a seat; a single one, without effect or payment, at an absorbing rung."""
        front, rung = self.fronts[self.seats[k][0]], state[self.seats[k][0]]
        if rung in front.absorbing:
            return [HOLD]
        return [a for a in (LOWER, HOLD, RAISE) if NAMES[a] in front.postures and (a != LOWER or rung > 0)]

    def move(self, f, state, postures):
        """Probabilities of going down, staying and going up, given the postures of the front's own seats."""
        front, rung = self.fronts[f], state[f]
        if rung in front.absorbing:
            down = float(front.exit) if rung == front.top else 0.0
            return down, 1.0 - down, 0.0
        n_raising, n_lowering = postures.count(RAISE), postures.count(LOWER)
        if rung == front.top:
            up = 0.0
        elif front.hazard is not None:
            up = front.hazard[rung, n_raising]
        else:
            stay = 1.0 - front.accident[rung]
            for g, other in enumerate(self.fronts):
                if g != f:
                    stay *= 1.0 - self.spill[g, f] * state[g] / other.top
            for j, posture in enumerate(postures):
                if posture == RAISE:
                    stay *= 1.0 - front.push[j, rung]
            up = 1.0 - stay
        down = 0.0
        if rung > 0:
            if n_lowering == len(postures):
                down = (1.0 - up) * float(front.calm)
            elif n_lowering > 0 and n_raising == 0:
                down = (1.0 - up) * float(front.ease)
            if rung == front.top:
                down = float(front.exit) + (1.0 - float(front.exit)) * down
        return down, 1.0 - up - down, up

    def outcome(self, state, joint):
        """Distribution over next states and payment of every player, given all postures."""
        pay = np.array(
            [sum(front.flow[i, state[f]] for f, front in enumerate(self.fronts)) for i in range(self.n_players)]
        )
        for k, (f, player, j) in enumerate(self.seats):
            front, rung = self.fronts[f], state[f]
            if rung in front.absorbing:
                continue
            if joint[k] == RAISE:
                pay[player] += front.gain[j, rung]
            elif joint[k] == HOLD:
                pay[player] -= front.restraint_cost[j, rung]
            else:
                pay[player] -= front.backdown[j, rung]
        moves = []
        for f in range(len(self.fronts)):
            own = [joint[k] for k, seat in enumerate(self.seats) if seat[0] == f]
            moves.append(self.move(f, state, own))
        following = np.zeros(len(self.states))
        for steps in itertools.product((-1, 0, 1), repeat=len(self.fronts)):
            chance = math.prod(move[step + 1] for move, step in zip(moves, steps, strict=True))
            if chance > 0:
                following[self.states.index(tuple(r + step for r, step in zip(state, steps, strict=True)))] += chance
        return following, pay

    def tabulate(self):
        """All joint postures of every state with their outcomes; worked out once."""
        if not hasattr(self, "_table"):
            self._table = []
            for state in self.states:
                joints = list(itertools.product(*(self.offered(k, state) for k in range(len(self.seats)))))
                self._table.append([(joint, *self.outcome(state, joint)) for joint in joints])
        return self._table

    def chain(self, strategies, fixed=None):
        """Transition (S, S) and payments (S, players) of strategies (K, 3, S); ``fixed`` sets seats' postures."""
        fixed = fixed or {}
        transition = np.zeros((len(self.states), len(self.states)))
        pay = np.zeros((len(self.states), self.n_players))
        for s, rows in enumerate(self.tabulate()):
            for joint, following, paid in rows:
                if any(joint[k] != posture for k, posture in fixed.items()):
                    continue
                chance = math.prod(strategies[k, joint[k], s] for k in range(len(joint)) if k not in fixed)
                transition[s] += chance * following
                pay[s] += chance * paid
        return transition, pay

    def values(self, strategies):
        """Discounted payoffs (players, S)."""
        transition, pay = self.chain(strategies)
        eye = np.eye(len(self.states))
        return np.array([np.linalg.solve(eye - d * transition, pay[:, i]) for i, d in enumerate(self.discount)])

    def payoffs(self, strategies):
        """What each posture earns the seat's player, (K, 3, S); NaN where it is not on offer."""
        values = self.values(strategies)
        found = np.full(strategies.shape, np.nan)
        for k, (_, player, _) in enumerate(self.seats):
            for posture in (LOWER, HOLD, RAISE):
                transition, pay = self.chain(strategies, {k: posture})
                earned = pay[:, player] + self.discount[player] * transition @ values[player]
                for s, state in enumerate(self.states):
                    if posture in self.offered(k, state):
                        found[k, posture, s] = earned[s]
        return found

    def residual(self, strategies, precision):
        """Largest difference between a probability and its logit reply."""
        worst = 0.0
        payoffs = self.payoffs(strategies)
        for k, (_, player, _) in enumerate(self.seats):
            for s, state in enumerate(self.states):
                offered = self.offered(k, state)
                scores = precision * payoffs[k, offered, s] / self.scale[player]
                reply = np.exp(scores - scores.max())
                worst = max(worst, np.abs(reply / reply.sum() - strategies[k, offered, s]).max())
        return worst

    def regret(self, strategies, player):
        """Gain of the player's best joint Markov deviation, by value iteration over all its joint postures."""
        own = [k for k, seat in enumerate(self.seats) if seat[1] == player]
        rows = []
        for s, state in enumerate(self.states):
            found = {}
            for joint, following, paid in self.tabulate()[s]:
                chance = math.prod(strategies[k, joint[k], s] for k in range(len(joint)) if k not in own)
                key = tuple(joint[k] for k in own)
                before = found.get(key, (np.zeros(len(self.states)), 0.0))
                found[key] = (before[0] + chance * following, before[1] + chance * paid[player])
            assert len(found) == math.prod(len(self.offered(k, state)) for k in own)
            rows.append((np.array([p for p, _ in found.values()]), np.array([u for _, u in found.values()])))
        start = self.values(strategies)[player]
        best = start.copy()
        for _ in range(100_000):
            new = np.array([(u + self.discount[player] * p @ best).max() for p, u in rows])
            change = np.abs(new - best).max()
            best = new
            if change < 1e-13 * (1 + np.abs(best).max()):
                break
        return max((best - start).max(), 0.0)
