"""All Nash equilibria of a two-player matrix, in exact arithmetic.

Notation: A and B are the payoffs of player 0 and player 1, shape (m, n); x and y are their mixed actions. After a shift
that makes every payoff positive, the best-response polytopes are

    P = {x >= 0, B^T x <= 1},    Q = {y >= 0, A y <= 1}.

An inequality that holds with equality is a label: label i < m is "player 0 does not use action i" in P and "action i is
a best reply" in Q; label m + j is the same for action j of player 1, the other way round. A pair of vertices other than
the origins that carries all m + n labels between them is, scaled to probabilities, an equilibrium; every equilibrium is
a mixture of such *extreme* equilibria (Mangasarian 1964).

Two extreme equilibria are interchangeable when swapping their x or their y gives equilibria again. A largest set U x V
of interchangeable ones is a maximal Nash subset, whose mixtures are all equilibria; subsets that share a point form one
connected component (Avis, Rosenberg, Savani and von Stengel 2010). In a nondegenerate game each equilibrium stands
alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from deterrence.errors import SolverError
from deterrence.games.dominance import risk_dominant_equilibrium
from deterrence.games.matrix import STAGE, Matrix
from deterrence.kernels.vertices import Vertex, polytope_vertices
from deterrence.solvers.solution import EquilibriumSet, certified, select

#: Actions of the player with fewer of them beyond which the solver does not start: of games drawn at random, almost
#: none beyond it has few enough vertices for the work allowed below.
MAX_ACTIONS = 14

#: Work per polytope before the solver gives up, in operations on integers: some ten seconds.
MAX_WORK = 6_000_000

#: Maximal Nash subsets listed per component; their number can grow exponentially.
MAX_SUBSETS = 1_000


def solve_nash(game: Matrix, *, rule: Literal["worst", "best", "risk_dominant"] = "worst") -> EquilibriumSet:
    """Find every Nash equilibrium of a two-player matrix.

    - *One or all?* All: every extreme equilibrium, degenerate games included; the rest are mixtures of them.
    - *Exact or approximate?* Exact. Float payoffs are taken at their exact binary value; the probabilities of a float
      game are rounded once, at the end.
    - *What does it assume?* Two players; nothing else.
    - *What does it cost?* In the worst case exponential in the lesser number of actions: milliseconds at 4 x 4, a tenth
      of a second at 7 x 7, some ten seconds at 12 x 12. Beyond ``MAX_ACTIONS`` it refuses before it starts, and it
      gives up after ``MAX_WORK`` operations on a polytope.

    Steps: (1) scale payoffs to positive integers; (2) enumerate the vertices of P and Q by pivoting; (3) pair vertices
    whose labels are complete; (4) group the pairs into components and maximal Nash subsets.

    Parameters
    ----------
    game
        A matrix with two players.
    rule
        Which member is selected for a headline: the least or greatest sum of payoffs, or, in a two-by-two game, the
        risk-dominant equilibrium. When there is more than one member and risk dominance picks none of them, nothing is
        selected and the status sentence says so.

    Returns
    -------
    EquilibriumSet
        Members ordered by their probabilities, the first action's largest first. ``details["component"]`` numbers the
        connected component, ``details["subsets"]`` the maximal Nash subsets that the member belongs to (empty when a
        component has more than ``MAX_SUBSETS`` of them).

    Raises
    ------
    SolverError
        If there are not two players, the game is too large, or the rule does not apply.

    References
    ----------
    Mangasarian, O. L. (1964). "Equilibrium points of bimatrix games." Journal of SIAM 12(4): 778-780.
    Avis, D., G. D. Rosenberg, R. Savani and B. von Stengel (2010). "Enumeration of Nash equilibria for two-player
    games." Economic Theory 42(1): 9-37, doi 10.1007/s00199-009-0449-x.

    Examples
    --------
    >>> chicken = Matrix([[[3, 1], [4, 0]], [[3, 4], [1, 0]]], actions=[["hold", "attack"]] * 2)
    >>> found = solve_nash(chicken)
    >>> [dict(member.outcomes) for member in found.members if len(member.outcomes) == 1]
    [{'hold,attack': Fraction(1, 1)}, {'attack,hold': Fraction(1, 1)}]
    >>> found.members[1].strategies[0]["stage"]["hold"], found.members[1].regret
    (Fraction(1, 2), Fraction(0, 1))
    """
    if game.n_players != 2:
        raise SolverError(
            "concept 'nash'",
            f"saw {game.n_players} players in '{game.name}'",
            "2 players",
            "use 'pure_nash', 'support_enumeration' or 'logit'",
        )
    if rule not in ("worst", "best", "risk_dominant"):
        raise SolverError("rule", f"saw '{rule}'", "'worst', 'best' or 'risk_dominant'")
    if rule == "risk_dominant" and game.n_actions != (2, 2):
        raise SolverError(
            "rule 'risk_dominant'", f"saw a game of {game.n_actions} actions", "2 x 2", "use 'worst' or 'best'"
        )
    m, n = game.n_actions
    if min(m, n) > MAX_ACTIONS:
        raise _too_large(game, "there are too many actions")
    a, b = (_positive_integers(table.tolist()) for table in game.payoffs)
    # In Q the own actions of player 1 come after the labels of player 0, hence the rotation.
    first = _vertices([list(column) for column in zip(*b, strict=True)], game)
    second = [Vertex(_rotate(vertex.labels, n, m), vertex.weights) for vertex in _vertices(a, game)]
    pairs = _complete_pairs(first, second, m + n)
    groups = _group(pairs)
    members = tuple(
        certified(game, str(number), game.profile(_rounded(game, first[i], second[j])), details=groups[i, j])
        for number, (i, j) in enumerate(pairs, start=1)
    )
    assert members, "a finite game has an equilibrium"
    found = EquilibriumSet(members, "complete", _sentence(groups), "nash", game.players)
    return _select_risk_dominant(game, found) if rule == "risk_dominant" else select(found, rule)


def _rounded(game: Matrix, *vertices: Vertex) -> list[list[Any]]:
    """Return the weights of vertices as fractions for an exact game and as floats for another."""
    return [[w if game.is_exact else float(w) for w in vertex.weights] for vertex in vertices]


def _positive_integers(table: list[list[Any]]) -> list[list[int]]:
    """Scale and shift a table of payoffs to positive integers, as small as they go."""
    exact = [[Fraction(value) for value in row] for row in table]
    least = min(map(min, exact))
    scale = math.lcm(*(value.denominator for row in exact for value in row), least.denominator)
    raised = [[int((value - least) * scale) for value in row] for row in exact]
    divisor = math.gcd(*(value for row in raised for value in row)) or 1
    return [[value // divisor + 1 for value in row] for row in raised]


def _vertices(rows: list[list[int]], game: Matrix) -> list[Vertex]:
    n, d = len(rows), len(rows[0])
    # Entries of a tableau are determinants; those of many digits count as several operations.
    n_words = 1 + min(n, d) * max(value.bit_length() for row in rows for value in row) // 1_024
    vertices = polytope_vertices(rows, max_bases=max(1, MAX_WORK // (n * (n + 2 * d) * n_words)))
    if vertices is None:
        raise _too_large(game, "a best-response polytope has too many vertices to list in about ten seconds")
    return vertices


def _too_large(game: Matrix, why: str) -> SolverError:
    return SolverError(
        "concept 'nash'",
        f"{why} in '{game.name}' ({' x '.join(map(str, game.n_actions))})",
        "about 12 x 12, or 3 x 60",
        "drop dominated actions, or use 'pure_nash' or 'logit'",
    )


def _rotate(labels: int, own: int, replies: int) -> int:
    """Move the first ``own`` labels behind the ``replies`` that follow them."""
    return (labels >> own) | ((labels & ((1 << own) - 1)) << replies)


def _complete_pairs(first: Sequence[Vertex], second: Sequence[Vertex], n_labels: int) -> list[tuple[int, int]]:
    """Return the pairs of vertices that carry all labels between them."""
    carriers = [sum(1 << j for j, vertex in enumerate(second) if vertex.labels >> k & 1) for k in range(n_labels)]
    pairs: list[tuple[int, int]] = []
    for i, vertex in enumerate(first):
        fitting = (1 << len(second)) - 1
        for k in range(n_labels):
            if not vertex.labels >> k & 1:
                fitting &= carriers[k]
        pairs.extend((i, j) for j in _bits(fitting))
    return pairs


def _bits(mask: int) -> list[int]:
    """Return the positions of the ones, in rising order."""
    return [k for k, bit in enumerate(reversed(bin(mask)[2:])) if bit == "1"]


def _group(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the numbers, from 1, of the connected component and the maximal Nash subsets of each pair."""
    partners: dict[int, int] = {}
    for i, j in pairs:
        partners[i] = partners.get(i, 0) | 1 << j
    groups: dict[tuple[int, int], dict[str, Any]] = {pair: {"component": 0, "subsets": ()} for pair in pairs}
    n_components = n_subsets = 0
    left = set(partners)
    while left:
        n_components += 1
        members, reached = set[int](), partners[min(left)]
        while touching := {i for i in left - members if partners[i] & reached}:
            members |= touching
            for i in touching:
                reached |= partners[i]
        left -= members
        for i in members:
            for j in _bits(partners[i]):
                groups[i, j]["component"] = n_components
        for subset in _intersections({partners[i] for i in members}):
            n_subsets += 1
            for i in members:
                if subset & ~partners[i] == 0:
                    for j in _bits(subset):
                        groups[i, j]["subsets"] += (n_subsets,)
    return groups


def _intersections(sets: set[int]) -> list[int]:
    """Return every non-empty intersection of the sets: the second halves of the maximal subsets U x V."""
    found = set(sets)
    pending = list(sets)
    while pending:
        one = pending.pop()
        fresh = {one & other for other in sets} - found - {0}
        found |= fresh
        pending.extend(fresh)
        if len(found) > MAX_SUBSETS:
            return []
    return sorted(found)


def _sentence(groups: dict[tuple[int, int], dict[str, Any]]) -> str:
    components = {group["component"] for group in groups.values()}
    if len(components) == len(groups):
        return "All equilibria, by exact vertex enumeration."
    return (
        f"All equilibria, by exact vertex enumeration: the members are the extreme points of {len(components)} "
        "component(s), and mixtures within a maximal Nash subset are equilibria too."
    )


def _select_risk_dominant(game: Matrix, found: EquilibriumSet) -> EquilibriumSet:
    """Select the risk-dominant member of a two-by-two game, or the only member."""
    if len(found.members) == 1:
        return replace(found, rule="risk_dominant", index=0)
    actions = risk_dominant_equilibrium(game)
    if actions is None:
        return replace(found, sentence=f"{found.sentence} Risk dominance picks none of them.")
    for index, member in enumerate(found.members):
        if all(member.strategies[p][STAGE][action] == 1 for p, action in zip(game.players, actions, strict=True)):
            return replace(found, rule="risk_dominant", index=index)
    raise AssertionError("a strict pure equilibrium is extreme")
