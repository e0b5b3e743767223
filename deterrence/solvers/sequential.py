"""A sequential equilibrium of an extensive game, as the limit of players who become ever less noisy.

An assessment is a *sequential equilibrium* when nobody gains at any information set, given its belief, and the beliefs
are limits of those that Bayes's rule draws from profiles in which everything is played (Kreps and Wilson 1982). Agent
logit equilibria are such profiles: each information set picks better actions more often, the more so the higher the
precision. Followed from random choice on, they lead to one sequential equilibrium, beliefs included (McKelvey and
Palfrey 1998, theorem 4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.tree import Tree
from deterrence.kernels.agent_logit import Paths, agent_curve, beliefs_at, split
from deterrence.kernels.continuation import follow
from deterrence.solvers.limits import polish
from deterrence.solvers.precision import branch_figures, branch_words
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified
from deterrence.solvers.tree_members import described
from deterrence.solvers.tree_supports import Support

#: Entries of the table of actions by ends beyond which the game is refused.
MAX_ENTRIES = 250_000

#: Precision, per payoff range, to which the branch is followed, and short of which its end says too little.
LIMIT_PRECISION = 1e6
LEAST_PRECISION = 1e3

#: Probabilities above one of these, tried in turn, are taken to belong to the support of the limit.
SUPPORT_THRESHOLDS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)

#: Gain at an information set, per payoff range, up to which the limit counts as sequentially rational.
LIMIT_TOLERANCE = 1e-12

#: Farthest that the limit may lie from the last point of the branch, in probability.
LONGEST_POLISH = 1e-2

#: Probabilities, one row per information set.
Rows = Sequence[Sequence[float]]


def solve_sequential(game: Tree) -> EquilibriumSet:
    """Solve for the sequential equilibrium to which the principal branch of agent logit equilibria leads.

    - *One or all?* One. Other sequential equilibria are not looked for; ``perfect_bayesian`` lists the candidates.
    - *Exact or approximate?* Floats. The limit is put on its support, where it solves the indifference equations, and
      certified by the game at every information set. That its beliefs are limits is read off the branch's end, to a
      hundredth.
    - *What does it assume?* Any number of players. Every information set can be reached by moves of chance of positive
      probability. In a game with a symmetry other branches can cross this one; it is then followed straight on.
    - *What does it cost?* Some fifty to a few hundred steps, each of which multiplies a table of actions by ends.

    Parameters
    ----------
    game
        A tree.

    Returns
    -------
    EquilibriumSet
        One member, rule ``logit_branch``. ``beliefs`` are points, for every information set of several nodes.
        ``details``: ``off_path``, the information sets that play never reaches; ``sequential_regret``, the largest gain
        at any information set; ``residual``, the largest distance of a probability from the logit reply at the last
        point of the branch; ``folds``, the precisions, in inverse payoff units, at which the branch turned;
        ``bifurcations``, those at which another branch crosses; ``traced_to``, the precision to which it was followed.
        Status ``failed``, without members, when the branch could not be followed far enough or nothing that the game
        certifies lies at its end.

    Raises
    ------
    SolverError
        If the game is too large, or chance rules an information set out.

    References
    ----------
    Kreps, D. M., and R. Wilson (1982). "Sequential equilibria." Econometrica 50(4): 863-894.
    Turocy, T. L. (2010). "Computing sequential equilibria using agent quantal response equilibria." Economic Theory
    42(1): 255-269, doi 10.1007/s00199-009-0443-3.

    Examples
    --------
    >>> from deterrence.games.tree import Decision, Terminal
    >>> reply = Decision(1, "reply", {"yield": Terminal("concession", (5, 1)), "resist": Terminal("war", (-2, -3))})
    >>> game = Tree(Decision(0, "first move", {"wait": Terminal("status_quo", (3, 5)), "challenge": reply}))
    >>> solve_sequential(game).selected.outcomes
    {'concession': 1.0}
    """
    if not game.information_sets:
        return _one(game, certified(game, "limit", game.behaviour([])), "Nobody has a move.")
    unit = float(max(game.payoff_ranges)) or 1.0
    paths = _paths(game, unit)
    curve = agent_curve(paths)
    branch = follow(curve, stop=LIMIT_PRECISION)
    reached = f"{branch.end[-1] / unit:.3g}"
    if branch.end[-1] < LEAST_PRECISION:
        return _failed(
            game,
            f"The principal branch could be followed only to precision {reached}, too low to tell where it leads: "
            "round off payoffs that differ very little, or use the concept 'perfect_bayesian'.",
        )
    end: Rows = [np.exp(row).tolist() for row in split(paths.counts, branch.end[:-1])]
    held: Rows = [row.tolist() for row in beliefs_at(paths, branch.end[:-1])]
    exact = game.exact()
    for support in _supports(end):
        found = polish(exact, support, end, held)
        if found is None:
            continue
        mix, beliefs = found
        if _distance(mix, end) > LONGEST_POLISH or not _agree(game, beliefs, held):
            continue
        profile = game.behaviour(mix)
        named = {
            one.label: {game.places[node].label: beliefs[h][node] for node in one.nodes}
            for h, one in enumerate(game.information_sets)
        }
        gains = game.regret_by_information_set(profile, named)
        slack = {one.label: LIMIT_TOLERANCE * float(game.payoff_ranges[one.seat]) for one in game.information_sets}
        if all(float(gain) <= slack[label] for label, gain in gains.items()):
            known = game.beliefs(profile)
            details = {
                "off_path": tuple(one.label for one in game.information_sets if one.label not in known),
                "sequential_regret": max(gains.values()),
                "residual": curve.residual(branch.end),
            }
            details |= branch_figures(branch, unit)
            shown = {label: {n: (p, p) for n, p in row.items()} for label, row in named.items() if len(row) > 1}
            member = certified(game, "limit", profile, details=details, beliefs=shown)
            sentence = (
                f"The principal branch of agent logit equilibria, followed to precision {reached}, leads to this "
                f"sequential equilibrium{branch_words(branch, unit)}; others were not looked for."
            )
            return _one(game, member, sentence)
    return _failed(
        game,
        f"Beside the end of the principal branch, at precision {reached}, no assessment was found that the game "
        "certifies at every information set: round off payoffs that differ very little, or use 'perfect_bayesian'.",
    )


def _one(game: Tree, member: Equilibrium, sentence: str) -> EquilibriumSet:
    members = described(game, (member,))
    return EquilibriumSet(members, "one", sentence, "sequential", game.players, "logit_branch", 0)


def _failed(game: Tree, sentence: str) -> EquilibriumSet:
    return EquilibriumSet((), "failed", sentence, "sequential", game.players)


def _paths(game: Tree, unit: float) -> Paths:
    """Return a game as arrays, payoffs from zero to one at most."""
    counts = tuple(len(one.actions) for one in game.information_sets)
    first = np.cumsum((0, *counts)).tolist()
    ends = [number for number, place in enumerate(game.places) if not place.children]
    n = sum(counts)
    if n * len(ends) > MAX_ENTRIES:
        raise SolverError(
            "concept 'sequential'",
            f"saw {n} actions and {len(ends)} ends in '{game.name}'",
            f"a product of at most {MAX_ENTRIES}",
            "use 'subgame_perfect', or merge moves",
        )
    least = [min(game.places[end].payoffs[seat] for end in ends) for seat in range(game.n_players)]
    rows, chance = _ways(game, ends, first)
    payoffs = np.full((n, len(ends)), math.nan)
    for h, one in enumerate(game.information_sets):
        own = [float(game.places[end].payoffs[one.seat] - least[one.seat]) / unit for end in ends]
        block = slice(first[h], first[h + 1])
        payoffs[block] = np.where(rows[:, block].T > 0, own, math.nan)
    nodes = [_ways(game, one.nodes, first) for one in game.information_sets]
    for one, (_, weights) in zip(game.information_sets, nodes, strict=True):
        if not np.isfinite(weights).any():
            raise SolverError(
                "concept 'sequential'",
                f"chance never leads to information set '{one.label}' of '{game.name}'",
                "moves of chance of positive probability",
                "leave the branch out, or use 'perfect_bayesian'",
            )
    return Paths(counts, rows, chance, payoffs, [row for row, _ in nodes], [weights for _, weights in nodes])


def _ways(game: Tree, numbers: Sequence[int], first: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return which actions lie on the way to each node, and the logarithm of chance's part in it."""
    rows = np.zeros((len(numbers), first[-1]))
    chance = np.zeros(len(numbers))
    for row, number in enumerate(numbers):
        at = number
        while (parent := game.places[at].parent) >= 0:
            place, branch = game.places[parent], game.places[at].branch
            if place.information_set >= 0:
                rows[row, first[place.information_set] + branch] = 1.0
            else:
                probability = float(place.probabilities[branch])
                chance[row] += math.log(probability) if probability else -math.inf
            at = parent
    return rows, chance


def _supports(end: Rows) -> list[Support]:
    """Return the supports that the end of the branch suggests, each once."""
    found: list[Support] = []
    for threshold in SUPPORT_THRESHOLDS:
        support = tuple(tuple(a for a, value in enumerate(row) if value > threshold) for row in end)
        if support not in found:
            found.append(support)
    return found


def _distance(mix: Rows, end: Rows) -> float:
    return max(abs(a - b) for row, other in zip(mix, end, strict=True) for a, b in zip(row, other, strict=True))


def _agree(game: Tree, beliefs: dict[int, dict[int, float]], held: Rows) -> bool:
    """Say whether beliefs lie near those at the end of the branch."""
    return all(
        abs(beliefs[h][node] - value) <= LONGEST_POLISH
        for h, one in enumerate(game.information_sets)
        for node, value in zip(one.nodes, held[h], strict=True)
    )
