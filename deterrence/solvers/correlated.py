"""Correlated equilibria of a matrix by linear programming.

A *device* draws an outcome from a joint distribution and tells each player, in private, only its own action: a mediator
who makes proposals one side at a time. The device is a correlated equilibrium when obeying is a best reply to the
others' obeying, recommendation by recommendation: for every player i and all its actions a, b

    sum over a_-i of device(a, a_-i) (u_i(a, a_-i) - u_i(b, a_-i)) >= 0.

Notation and axis order: ``device[action_0, action_1, ...]``, probabilities that sum to one. The inequalities are linear
in the device, so the equilibria form a convex polytope, which contains every Nash equilibrium as a product.

References
----------
Aumann, R. J. (1974). "Subjectivity and correlation in randomized strategies." Journal of Mathematical Economics 1(1):
67-96, doi 10.1016/0304-4068(74)90037-8.
Aumann, R. J. (1987). "Correlated equilibrium as an expression of Bayesian rationality." Econometrica 55(1): 1-18.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError, SolverError
from deterrence.games.matrix import Matrix
from deterrence.numerics import REGRET_TOLERANCE, is_simplex
from deterrence.solvers.solution import Equilibrium, EquilibriumSet

#: Entries of the programme's matrix beyond which it is not built: it is dense, and 160 MB at this size.
MAX_ENTRIES = 20_000_000

#: The lesser of outcomes and rows beyond which the programme is not started: some ten seconds for both ends.
MAX_BREADTH = 1_000


def solve_correlated(game: Matrix, *, weights: Sequence[float] | None = None) -> EquilibriumSet:
    """Find the correlated equilibria with the greatest and the least weighted sum of payoffs.

    - *One or all?* Two, the ends of a convex set: every other correlated equilibrium has a sum between theirs. Where
      several devices attain an end, one of them.
    - *Exact or approximate?* Floats, from the simplex method (HiGHS); certified by the gain from disobeying, which is
      computed from the device itself.
    - *What does it assume?* Nothing but a finite number of players and actions. Mixed strategies need not be observed.
    - *What does it cost?* One variable per outcome and one row per pair of a player's actions; the time grows with the
      cube of the lesser number. A tenth of a second at six players with three actions each or 15 x 15, ten seconds at
      31 x 31; the number of outcomes grows exponentially with the players. Beyond ``MAX_BREADTH`` or ``MAX_ENTRIES`` it
      refuses before it starts.

    Parameters
    ----------
    game
        A matrix with any number of players.
    weights
        What a payoff unit of each player counts, in player order; one each when omitted. ``(1, 0)`` gives the best and
        the worst that player 0 can have in a correlated equilibrium.

    Returns
    -------
    EquilibriumSet
        Members ``best_sum`` (selected, rule ``best``) and ``worst_sum``. ``strategies`` are the probabilities with
        which each action is recommended, ``outcomes`` the joint distribution, ``details["device"]`` the same as an
        array of shape ``n_actions``. Recommendations drawn independently are in general no equilibrium: the regret is
        that of obeying the device (``disobedience``).

    Raises
    ------
    SolverError
        If the weights do not fit the players, or the game is too large.

    Examples
    --------
    >>> chicken = Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], actions=[["restrain", "attack"]] * 2)
    >>> best, worst = solve_correlated(chicken).members
    >>> {outcome: round(p, 6) for outcome, p in best.outcomes.items()}
    {'restrain,restrain': 0.5, 'restrain,attack': 0.25, 'attack,restrain': 0.25}
    >>> round(sum(best.payoffs), 6), round(sum(worst.payoffs), 6)
    (10.5, 7.2)
    """
    weighted = [1.0] * game.n_players if weights is None else [float(weight) for weight in weights]
    if len(weighted) != game.n_players or not all(map(math.isfinite, weighted)):
        raise SolverError("weights", f"saw {list(weighted)[:12]}", f"{game.n_players} finite numbers, one per player")
    _check_size(game)
    payoffs = np.array([_relative(table) for table in game.payoffs])
    # The weighted sum is that of the payoffs as they stand, so the ranges come back in.
    ranges = np.array([float(width) for width in game.payoff_ranges]) * weighted
    objective = np.tensordot(ranges / max(float(np.abs(ranges).max()), 1e-300), payoffs, axes=(0, 0)).ravel()
    obedience = _obedience(payoffs)
    members: list[Equilibrium] = []
    for name, direction in (("best_sum", -1.0), ("worst_sum", 1.0)):
        device = _optimum(direction * objective, obedience)
        if device is None:
            return _failed(game, "The linear programme did not solve: round off payoffs that differ very little.")
        gains = disobedience(payoffs, device.reshape(game.n_actions))
        if max(gains) > REGRET_TOLERANCE:
            return _failed(
                game,
                f"The linear programme's device leaves a gain of {max(gains):.3g} of a player's payoff range from "
                "disobeying: round off payoffs that differ very little.",
            )
        members.append(_member(game, name, payoffs, device.reshape(game.n_actions), gains))
    kind = "sum of payoffs" if weights is None else "weighted sum of payoffs"
    sentence = (
        f"The correlated equilibria form a convex set; these are the devices with the greatest and the least {kind}, "
        "by linear programming, and every other one lies between."
    )
    return EquilibriumSet(tuple(members), "exhausted", sentence, "correlated", game.players, "best", 0)


def disobedience(payoffs: NDArray[np.float64], device: NDArray[np.float64]) -> tuple[float, ...]:
    """Return the most that each player gains by its best plan of disobeying, in player order, payoff units.

    A plan says, for every recommendation, which action to take instead, while the others obey; its gain is expected
    before the device draws. Zero for all players exactly at the correlated equilibria. For a device that draws the
    players' actions independently it is the regret of that mixed profile.

    Parameters
    ----------
    payoffs
        Shape ``(n_players, *n_actions)``.
    device
        Shape ``n_actions``, probabilities that sum to one.

    Raises
    ------
    GameError
        If the device does not fit the payoffs.

    Examples
    --------
    >>> chicken = np.array([[[6.0, 2.0], [7.0, 0.0]], [[6.0, 7.0], [2.0, 0.0]]])
    >>> disobedience(chicken, np.array([[0.5, 0.25], [0.25, 0.0]]))
    (0.0, 0.0)
    >>> disobedience(chicken, np.array([[1.0, 0.0], [0.0, 0.0]]))
    (1.0, 1.0)
    """
    if device.shape != payoffs.shape[1:] or not is_simplex(device.ravel()):
        raise GameError("device", f"saw shape {device.shape}", f"probabilities of shape {payoffs.shape[1:]}")
    found: list[float] = []
    for player, table in enumerate(payoffs):
        # Both with one row per own action; row a of the product: what each action earns when a is recommended.
        drawn = np.moveaxis(device, player, 0).reshape(device.shape[player], -1)
        earned = np.moveaxis(table, player, 0).reshape(device.shape[player], -1)
        replies = drawn @ (earned - earned.flat[0]).T
        found.append(float((replies.max(axis=1) - np.diag(replies)).sum()))
    return tuple(found)


def _check_size(game: Matrix) -> None:
    """Refuse a programme that would take far more than ten seconds, or more memory than a small machine has."""
    n_outcomes, n_rows = math.prod(game.n_actions), sum(count * (count - 1) for count in game.n_actions)
    if min(n_outcomes, n_rows) > MAX_BREADTH or n_outcomes * n_rows > MAX_ENTRIES:
        raise SolverError(
            "concept 'correlated'",
            f"'{game.name}' makes a programme of {n_outcomes} outcomes by {n_rows} rows",
            f"at most {MAX_BREADTH} of the fewer and {MAX_ENTRIES:,} in the product: about 31 x 31, or 15 x 15 x 15",
            "merge players or drop actions",
        )


def _relative(table: NDArray[Any]) -> NDArray[np.float64]:
    """Return one player's payoffs from zero to one; all zero when they are all the same."""
    width = table.max() - table.min()
    return np.array((table - table.min()) / width if width > 0 else table * 0, dtype=np.float64)


def _obedience(payoffs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows of ``rows @ device <= 0``: obedience, one per player and ordered pair of actions."""
    rows: list[NDArray[np.float64]] = []
    for player, table in enumerate(payoffs):
        for told, taken in itertools.permutations(range(table.shape[player]), 2):
            row = np.zeros(table.shape)
            place = (slice(None),) * player
            row[(*place, told)] = table[(*place, taken)] - table[(*place, told)]
            rows.append(row.ravel())
    return np.array(rows).reshape(-1, payoffs[0].size)


def _optimum(cost: NDArray[np.float64], obedience: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return a device of least cost among the obeyed ones, or None when the programme fails."""
    from scipy.optimize import linprog  # half a second to load: not before it is needed

    # The dual simplex ends at a vertex, so what is zero is zero; an interior point would spread over a whole face.
    found = linprog(
        cost,
        A_ub=obedience if len(obedience) else None,
        b_ub=np.zeros(len(obedience)) if len(obedience) else None,
        A_eq=np.ones((1, cost.size)),
        b_eq=np.ones(1),
        bounds=(0, None),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if not found.success:
        return None
    device = np.clip(np.asarray(found.x, dtype=np.float64), 0.0, None)
    return device / device.sum()


def _failed(game: Matrix, sentence: str) -> EquilibriumSet:
    return EquilibriumSet((), "failed", sentence, "correlated", game.players)


def _member(
    game: Matrix, name: str, payoffs: NDArray[np.float64], device: NDArray[np.float64], gains: Sequence[float]
) -> Equilibrium:
    """Return a device as a member, given payoffs and gains from disobeying relative to each player's range."""
    device.flags.writeable = False
    axes = range(game.n_players)
    marginals = [device.sum(axis=tuple(axis for axis in axes if axis != player)) for player in axes]
    least = [float(table.min()) for table in game.payoffs]
    ranges = [float(width) for width in game.payoff_ranges]
    shares = [float((device * table).sum()) for table in payoffs]
    labels = itertools.product(*game.actions)
    return Equilibrium(
        name=name,
        strategies=game.profile([marginal / marginal.sum() for marginal in marginals]).strategies,
        payoffs=tuple(low + width * share for low, width, share in zip(least, ranges, shares, strict=True)),
        outcomes={",".join(label): float(p) for label, p in zip(labels, device.ravel(), strict=True) if p > 0},
        regret=max(width * gain for width, gain in zip(ranges, gains, strict=True)),
        details={"device": device},
    )
