"""Subgame perfect equilibrium payoffs of a two-player game repeated for ever.

The stage game is a matrix; each period both players see what both did (perfect monitoring) and then a public coin, and
play one pure action each. They share the discount factor delta, and payoffs are normalised: the average per period, in
the units of the stage game. V* is the set of pairs of payoffs over all subgame perfect equilibria.

Notation, for an action profile a: g(a) are its payoffs, r_i(a) is the most that player i earns by replying to the
other's part of a, h(a) = r(a) - g(a) its gain from that. P(W) is the least payoff of each player in a set W: the
threat. A pair v is *decomposed* by a and a continuation w in W when

    v = (1 - delta) g(a) + delta w,        delta (w_i - P_i(W)) >= (1 - delta) h_i(a) for both players,

and V* is the largest bounded set in which every extreme point is decomposed by the set itself (Abreu, Pearce and
Stacchetti 1990). Abreu and Sannikov (2014) show that at an extreme point of V* either w = v = g(a) or some player's
inequality holds with equality, so that V* has at most three extreme points per action profile.

References
----------
Abreu, D. and Y. Sannikov (2014). "An algorithm for two-player repeated games with perfect monitoring." Theoretical
Economics 9(2): 313-338, doi 10.3982/TE1302.
Abreu, D., D. Pearce and E. Stacchetti (1990). "Toward a theory of discounted repeated games with imperfect monitoring."
Econometrica 58(5): 1041-1063.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.kernels.polygon import Point, Polygon, clip_from, convex_hull, distance_to
from deterrence.numerics import REGRET_TOLERANCE
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, select

#: Slack of the incentive constraints, per payoff range: a discount factor on a threshold, but for rounding, counts as
#: patient enough.
SLACK = 1e-12

#: Movement of a vertex, per payoff range, below which the sets have settled.
SETTLED = 1e-14

#: Rounds of the iteration. A hundred are many; very patient players in a game with little to punish can need thousands.
MAX_ROUNDS = 10_000


def solve_repeated_payoffs(game: Matrix, *, discount: float) -> EquilibriumSet:
    """Find the vertices of the set of subgame perfect equilibrium payoffs of the repeated game.

    - *One or all?* All: the set is the convex hull of the members, with public randomisation between them.
    - *Exact or approximate?* Floats. The iteration shrinks a set that contains V*; when it has settled, a separate
      check decomposes every vertex (the member's regret), which shows that the set lies in V* too. Errors of the size
      of the regret divided by 1 - discount remain.
    - *What does it assume?* Two players, one discount factor, perfect monitoring, a public coin, and pure actions in
      each period: without a pure equilibrium of the stage game the set can be empty for impatient players.
    - *What does it cost?* A round clips a polygon once per action profile; usually ten to a hundred rounds, some
      milliseconds for two actions each and a second for ten.

    Parameters
    ----------
    game
        The stage game, with two players.
    discount
        The discount factor, 0 <= discount < 1.

    Returns
    -------
    EquilibriumSet
        Members ``vertex 1``, ``vertex 2``, ... counter-clockwise from the least payoff of player 0. ``payoffs`` is the
        vertex; ``strategies`` and ``outcomes`` are the first period's pure actions; ``details`` holds the
        ``continuation`` that follows if nobody deviates, a pair of payoffs, and the ``discount``. ``regret`` is the
        shortfall of the decomposition: the most that a player gains by one deviation, followed by its least payoff in
        the set, or, if larger, how far the continuation lies outside the set. Status ``complete`` when every vertex is
        decomposed, ``none`` when the set is empty, ``failed`` when the iteration did not settle.

    Raises
    ------
    SolverError
        If there are not two players, or the discount factor is out of range.

    Examples
    --------
    >>> dilemma = Matrix([[[9, 1], [10, 3]], [[9, 10], [1, 3]]], actions=[["restrain", "attack"]] * 2)
    >>> found = solve_repeated_payoffs(dilemma, discount=0.15)
    >>> [(round(float(m.payoffs[0]), 6), list(m.outcomes)) for m in found.members]
    [(3.0, ['attack,attack']), (9.0, ['restrain,restrain'])]
    """
    stage = _Stage.read(game, discount)
    vertices, rounds = _largest_set(stage)
    if not vertices:
        sentence = (
            f"No subgame perfect equilibrium in pure actions exists at discount factor {discount:.6g}: every action "
            "profile tempts somebody more than any continuation can make up for. A higher discount factor may help; "
            "mixed actions in the stage game are found by the concept 'nash'."
        )
        return EquilibriumSet((), "none", sentence, "repeated_payoffs", game.players)
    members = tuple(_member(game, stage, place, vertices) for place in range(len(vertices)))
    worst = max(float(member.regret) for member in members)
    if worst > REGRET_TOLERANCE * stage.unit:
        sentence = (
            f"The iteration did not settle within {rounds} rounds: a vertex still falls {worst:.3g} payoff units short "
            "of being an equilibrium payoff. Move the discount factor away from a threshold, or from 1."
        )
        return EquilibriumSet((), "failed", sentence, "repeated_payoffs", game.players)
    sentence = (
        "The convex hull of the members is the set of all subgame perfect equilibrium payoffs with pure actions, "
        f"perfect monitoring and a public coin, at discount factor {discount:.6g}."
    )
    return select(EquilibriumSet(members, "complete", sentence, "repeated_payoffs", game.players), "best")


def repeated_payoff_vertices(game: Matrix, *, discount: float) -> NDArray[np.float64]:
    """Return the vertices of the set of subgame perfect equilibrium payoffs, counter-clockwise, shape ``(k, 2)``.

    Parameters
    ----------
    game, discount
        As for ``solve_repeated_payoffs``.

    Returns
    -------
    NDArray
        Payoff units. No row when no equilibrium in pure actions exists, one for a point, two for a segment.

    Raises
    ------
    SolverError
        If the game or the discount factor does not fit, or the iteration did not settle.

    Examples
    --------
    >>> dilemma = Matrix([[[9, 1], [10, 3]], [[9, 10], [1, 3]]])
    >>> repeated_payoff_vertices(dilemma, discount=0.9).round(6).tolist()
    [[3.0, 3.0], [9.75, 3.0], [9.0, 9.0], [3.0, 9.75]]
    """
    found = solve_repeated_payoffs(game, discount=discount).raise_if_failed()
    return np.array([member.payoffs for member in found.members], dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True)
class _Stage:
    """The stage game in units of the larger of the two payoff ranges, from each player's least payoff up.

    ``payoffs[a]`` is g(a) and ``replies[a]`` is r(a), for ``actions[a]`` a pair of action numbers.
    """

    discount: float
    unit: float
    least: Point
    actions: list[tuple[int, ...]]
    payoffs: list[Point]
    replies: list[Point]

    @classmethod
    def read(cls, game: Matrix, discount: float) -> _Stage:
        """Check the arguments and take the payoffs of a game."""
        if game.n_players != 2:
            raise SolverError(
                "concept 'repeated_payoffs'", f"saw {game.n_players} players in '{game.name}'", "2 players"
            )
        if not 0 <= discount < 1:
            raise SolverError("discount", f"saw {discount}", "a number from 0 up to, but not including, 1")
        unit = max(game.payoff_ranges)
        least = [table.min() for table in game.payoffs]
        first, second = (
            np.array((table - low) / (unit if unit > 0 else 1), dtype=np.float64)
            for table, low in zip(game.payoffs, least, strict=True)
        )
        best_first, best_second = first.max(axis=0).tolist(), second.max(axis=1).tolist()
        actions = list(itertools.product(*(range(count) for count in game.n_actions)))
        return cls(
            discount=float(discount),
            unit=float(unit) if unit > 0 else 1.0,
            least=(float(least[0]), float(least[1])),
            actions=actions,
            payoffs=[(float(first[a]), float(second[a])) for a in actions],
            replies=[(best_first[j], best_second[i]) for i, j in actions],
        )

    def bounds(self, number: int, threat: Point) -> Point:
        """Return the least continuation payoff of each player that keeps it from deviating."""
        pairs = zip(threat, self.replies[number], self.payoffs[number], strict=True)
        # No temptation, no bound beyond the threat: also at discount 0, where any temptation is too much.
        share = (1 - self.discount) / self.discount if self.discount > 0 else float("inf")
        low, other = (u + share * (r - g) if r > g else u for u, r, g in pairs)
        return low, other


def _largest_set(stage: _Stage) -> tuple[Polygon, int]:
    """Iterate on sets that contain V* until they settle; return the last one and the number of rounds.

    1. Start from all feasible payoffs, with the pure minmax as threat.
    2. For each action profile whose payoff g(a) is itself a sufficient continuation, take g(a).
    3. For each other one that some point of the set makes worth while, join g(a) to the set, clip by the two incentive
       constraints and take (1 - delta) g(a) + delta w for the corners w of the remainder at which a constraint binds.
    4. The hull of all these is the next set; the threat rises to its least payoffs.
    5. Stop when nothing moves, or nothing is left.

    Every set contains V*. Let v be the extreme point of V* farthest in some direction, decomposed by a and w. Then g(a)
    is at least as far, and w at most. In step 2, g(a) is taken. In step 3, the segment from w to g(a) leaves the
    constraints at a binding point no nearer than w, so that something no nearer than v is taken. (Abreu and Sannikov
    clip the set without g(a). The limit is the same: where nothing moves, a corner in step 3 lies between two points
    of the set, and so in it.)
    """
    delta = stage.discount
    current = convex_hull(stage.payoffs)
    threat = min(r[0] for r in stage.replies), min(r[1] for r in stage.replies)
    for rounds in range(1, MAX_ROUNDS + 1):
        points: list[Point] = []
        for number, g in enumerate(stage.payoffs):
            bounds = stage.bounds(number, threat)
            if g[0] >= bounds[0] - SLACK and g[1] >= bounds[1] - SLACK:
                points.append(g)
            elif _clip(current, bounds):
                points.extend(
                    ((1 - delta) * g[0] + delta * w[0], (1 - delta) * g[1] + delta * w[1])
                    for w in _clip(convex_hull([*current, g]), bounds)
                    if min(abs(w[0] - bounds[0]), abs(w[1] - bounds[1])) <= 2 * SLACK
                )
        following = convex_hull(points)
        if not following:
            return [], rounds
        raised = max(threat[0], min(v[0] for v in following)), max(threat[1], min(v[1] for v in following))
        moved = max(abs(raised[0] - threat[0]), abs(raised[1] - threat[1]), _movement(current, following))
        current, threat = following, raised
        if moved <= SETTLED:
            return current, rounds
    return current, MAX_ROUNDS


def _clip(polygon: Polygon, bounds: Point) -> Polygon:
    """Return the part of a polygon where both payoffs reach their bounds."""
    return clip_from(clip_from(polygon, 0, bounds[0], tolerance=SLACK), 1, bounds[1], tolerance=SLACK)


def _movement(before: Polygon, after: Polygon) -> float:
    """Return the largest move of a vertex, infinity when their number changed."""
    if len(before) != len(after):
        return float("inf")
    return max(max(abs(p[0] - q[0]), abs(p[1] - q[1])) for p, q in zip(before, after, strict=True))


def _member(game: Matrix, stage: _Stage, place: int, vertices: Polygon) -> Equilibrium:
    """Decompose one vertex of a set by the set itself, from the definition and not from the iteration's figures."""
    delta, v = stage.discount, vertices[place]
    worst = min(w[0] for w in vertices), min(w[1] for w in vertices)
    shortfalls: list[float] = []
    for g, r in zip(stage.payoffs, stage.replies, strict=True):
        gains = ((1 - delta) * r[i] + delta * worst[i] - v[i] for i in (0, 1))
        reachable = [((1 - delta) * g[0] + delta * w[0], (1 - delta) * g[1] + delta * w[1]) for w in vertices]
        shortfalls.append(max(0.0, *gains, distance_to(v, convex_hull(reachable))))
    number = min(range(len(shortfalls)), key=shortfalls.__getitem__)
    g = stage.payoffs[number]
    follows = tuple((v[i] - (1 - delta) * g[i]) / delta if delta > 0 else v[i] for i in (0, 1))
    played = [np.eye(count)[action] for count, action in zip(game.n_actions, stage.actions[number], strict=True)]
    profile = game.profile(played)
    return Equilibrium(
        name=f"vertex {place + 1}",
        strategies=profile.strategies,
        payoffs=tuple(stage.least[i] + stage.unit * v[i] for i in (0, 1)),
        outcomes=game.outcomes(profile),
        regret=stage.unit * shortfalls[number],
        details={
            "continuation": tuple(stage.least[i] + stage.unit * follows[i] for i in (0, 1)),
            "discount": stage.discount,
        },
    )
