"""Logit equilibria on the principal branch, and the Nash equilibrium to which the branch leads.

In a logit equilibrium with precision lambda every player picks each action with probability proportional to
exp(lambda u), where u is what the action earns against the others' mixed actions. At lambda = 0 all pick at random;
the *principal branch* is the curve of logit equilibria that starts there. As lambda grows it leads, in almost every
game, to one Nash equilibrium. That makes it a rule of selection: the equilibrium reached by players who become ever
less noisy.

References
----------
McKelvey, R. D. and T. R. Palfrey (1995). "Quantal response equilibria for normal form games." Games and Economic
Behavior 10(1): 6-38, doi 10.1006/game.1995.1023.
Turocy, T. L. (2005). "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence."
Games and Economic Behavior 51(2): 243-263, doi 10.1016/j.geb.2004.04.003.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.games.matrix import Matrix
from deterrence.games.profile import StrategyProfile
from deterrence.kernels.logit_tracing import Branch, expected_payoffs, logit_residual, trace
from deterrence.solvers.precision import branch_figures, branch_words, read_precision
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified

#: Precision, per payoff range, to which the branch is followed when its limit is wanted.
LIMIT_PRECISION = 1e8

#: Precision, per payoff range, short of which the end of the branch says too little about its limit.
LEAST_PRECISION = 1e4

#: Precision, per payoff range, to which the branch is followed at least, lest it come back to the one asked for.
SETTLED_PRECISION = 1e6

#: Highest precision, per payoff range, that can be asked for: above it rounding decides.
HIGHEST_PRECISION = 1e9

#: Probabilities above one of these, tried in turn, are taken to belong to the support of the limit.
SUPPORT_THRESHOLDS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)

#: Regret, per payoff range, up to which the limit counts as a Nash equilibrium: near rounding, since a looser one would
#: let pass profiles that a small difference of payoffs rules out.
LIMIT_TOLERANCE = 1e-13

#: Farthest that the limit may lie from the last point of the branch, in probability.
LONGEST_POLISH = 1e-2


def solve_logit(game: Matrix, *, precision: float | None = None) -> EquilibriumSet:
    """Solve for the logit equilibrium at a precision on the principal branch, or for the branch's Nash limit.

    - *One or all?* One. Where the branch folds and passes the precision several times, all those points are members
      and the first reached is selected. Logit equilibria off the branch are not looked for.
    - *Exact or approximate?* Floats. A logit equilibrium solves its equations to rounding; the limit is put on its
      support, where it solves the indifference equations, and certified by the game.
    - *What does it assume?* Any number of players, generic payoffs or not. In a game with a symmetry other branches can
      cross this one; it is then followed straight on, as symmetric as it began. Payoffs within about a millionth of
      their range of a symmetric game count as symmetric.
    - *What does it cost?* Some fifty to two hundred steps, each of which contracts the payoff table once per pair of
      players: hundredths of a second for two players, seconds for six with three actions each.

    Parameters
    ----------
    game
        A matrix with any number of players.
    precision
        The precision lambda >= 0, in inverse payoff units, applied to the payoffs as they stand; None for the limit.

    Returns
    -------
    EquilibriumSet
        Members in the order of the branch, rule ``logit_branch``. The regret at a finite precision is that of a Nash
        equilibrium, in payoff units, and so positive. ``details`` of every member: ``precision`` (infinite for the
        limit); ``residual``, the largest distance of a probability from the logit reply (for the limit, at the last
        point of the branch); ``folds``, the precisions at which the branch turned; ``bifurcations``, those at which
        another branch crosses; ``traced_to``, the precision to which it was followed. Status ``failed``, without
        members, when the branch could not be followed far enough or no Nash equilibrium lies at its end.

    Raises
    ------
    SolverError
        If the precision is negative, or so high that rounding would decide.

    Examples
    --------
    >>> hunt = Matrix([[[10, 1], [8, 5]], [[10, 8], [1, 5]]], actions=[["stag", "hare"]] * 2)
    >>> solve_logit(hunt).selected.outcomes
    {'hare,hare': 1.0}
    >>> noisy = solve_logit(hunt, precision=0.5).selected
    >>> round(noisy.strategies[0]["stage"]["hare"], 4)
    0.8042
    """
    scaled = _Scaled.read(game)
    if precision is None:
        return _limit(scaled, trace(scaled.payoffs, stop=LIMIT_PRECISION))
    highest = HIGHEST_PRECISION / scaled.unit
    target = read_precision(precision, highest, "use None for the limit of the branch") * scaled.unit
    return _crossings(scaled, trace(scaled.payoffs, stop=max(SETTLED_PRECISION, 10 * target), target=target), target)


@dataclass(frozen=True)
class _Scaled:
    """A game with its payoffs from zero to one at most, and their unit: the largest payoff range of a player.

    One unit serves all players: dividing each by its own range would bend the branch into that of another game.
    """

    game: Matrix
    payoffs: NDArray[np.float64]
    unit: float

    @classmethod
    def read(cls, game: Matrix) -> _Scaled:
        unit: Any = max(game.payoff_ranges)
        if unit == 0:
            return cls(game, np.zeros(game.payoffs.shape), 1.0)
        # The subtraction comes first, so that exact payoffs that differ little are not rounded into each other.
        return cls(game, np.array([(t - t.min()) / unit for t in game.payoffs], dtype=np.float64), float(unit))

    def profile(self, probabilities: NDArray[np.float64]) -> StrategyProfile:
        """Label a vector of all players' probabilities, made non-negative and summing to one."""
        pieces = np.split(np.clip(probabilities, 0.0, None), np.cumsum(self.game.n_actions)[:-1])
        return self.game.profile([piece / piece.sum() for piece in pieces])

    def member(self, name: str, profile: StrategyProfile, point: NDArray[np.float64], branch: Branch) -> Equilibrium:
        """Return a profile with the game's certificate and the figures of its point on the branch, in payoff units."""
        details = {
            "precision": math.inf if point is branch.end else float(point[-1]) / self.unit,
            "residual": logit_residual(self.payoffs, point),
        }
        details |= branch_figures(branch, self.unit)
        return certified(self.game, name, profile, details=details)

    def failed(self, sentence: str) -> EquilibriumSet:
        return EquilibriumSet((), "failed", sentence, "logit", self.game.players)


def _crossings(scaled: _Scaled, branch: Branch, target: float) -> EquilibriumSet:
    """Return the points of the branch at a precision."""
    reached, asked = f"{branch.end[-1] / scaled.unit:.3g}", f"{target / scaled.unit:.6g}"
    if not branch.crossings:
        return scaled.failed(
            f"The principal branch could be followed only to precision {reached}, short of {asked}: ask for a smaller "
            "precision, or round off payoffs that differ very little."
        )
    members = tuple(
        scaled.member(str(number), scaled.profile(np.exp(point[:-1])), point, branch)
        for number, point in enumerate(branch.crossings, start=1)
    )
    times = "once" if len(members) == 1 else f"{len(members)} times, and the first reached is selected"
    sentence = (
        f"The principal branch, followed to precision {reached}, passes precision {asked} {times}"
        f"{branch_words(branch, scaled.unit)}; logit equilibria off the branch were not looked for."
    )
    status = "one" if len(members) == 1 else "exhausted"
    return EquilibriumSet(members, status, sentence, "logit", scaled.game.players, "logit_branch", 0)


def _limit(scaled: _Scaled, branch: Branch) -> EquilibriumSet:
    """Return the Nash equilibrium at the end of the branch, certified by the game."""
    reached = f"{branch.end[-1] / scaled.unit:.3g}"
    if branch.end[-1] < LEAST_PRECISION:
        return scaled.failed(
            f"The principal branch could be followed only to precision {reached}, too low to tell where it leads: ask "
            "for a finite precision, round off payoffs that differ very little, or use the concept 'nash'."
        )
    end = np.exp(branch.end[:-1])
    slacks = [LIMIT_TOLERANCE * float(width) for width in scaled.game.payoff_ranges]
    for candidate in _candidates(scaled.payoffs, end):
        profile = scaled.profile(candidate)
        regrets = scaled.game.regrets(profile)
        if all(regret <= slack for regret, slack in zip(regrets, slacks, strict=True)):
            member = scaled.member("limit", profile, branch.end, branch)
            sentence = (
                f"The principal branch, followed to precision {reached}, leads to this Nash equilibrium"
                f"{branch_words(branch, scaled.unit)}."
            )
            return EquilibriumSet((member,), "one", sentence, "logit", scaled.game.players, "logit_branch", 0)
    regret = float(scaled.game.regret(scaled.profile(end)))
    return scaled.failed(
        f"The profile at the end of the principal branch, at precision {reached}, has a regret of {regret:.3g} payoff "
        "units, and no Nash equilibrium was found beside it: ask for a finite precision, or use the concept 'nash'."
    )


def _candidates(payoffs: NDArray[np.float64], end: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return profiles beside the end of a branch, each indifferent on its support; the end itself comes last."""
    found: list[NDArray[np.float64]] = []
    tried: set[bytes] = set()
    for threshold in SUPPORT_THRESHOLDS:
        support = end > threshold
        if support.tobytes() not in tried:
            tried.add(support.tobytes())
            polished = _indifferent(payoffs, end, support)
            if polished.min() >= -1e-12 and np.abs(polished - end).max() <= LONGEST_POLISH:
                found.append(polished)
    return [*found, end]


def _indifferent(
    payoffs: NDArray[np.float64], start: NDArray[np.float64], support: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the profile near a start in which all actions of a support earn their player the same.

    Gauss-Newton steps of least length, since in a degenerate game such profiles form a continuum.
    """
    point = np.where(support, start, 0.0)
    owner = np.repeat(np.arange(len(payoffs)), payoffs.shape[1:])
    for _ in range(30):
        expected, pairs = expected_payoffs(payoffs, point)
        values: list[float] = []
        rows: list[NDArray[np.float64]] = []
        for player in range(len(payoffs)):
            used = np.flatnonzero(support & (owner == player))
            values.append(float(point[used].sum()) - 1.0)
            rows.append((owner == player).astype(np.float64))
            values.extend((expected[used[1:]] - expected[used[0]]).tolist())
            rows.extend(pairs[used[1:]] - pairs[used[0]])
        step = np.linalg.lstsq(np.array(rows)[:, support], -np.array(values), rcond=1e-10)[0]
        point[support] += step
        if np.abs(step).max() < 1e-15:
            break
    return point
