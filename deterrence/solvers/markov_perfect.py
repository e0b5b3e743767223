"""The Markov perfect equilibrium to which the principal branch of logit equilibria leads.

As precision grows without bound, logit Markov equilibria approach Markov perfect equilibria, where no seat gains in
any state. Steps:

1. follow the principal branch from precision 0 to a large precision, past folds (``logit_markov``);
2. drop postures that have become rare, and solve the indifference conditions of those that stay
(``markov_certificates``);
3. have the game certify the result; if it fails, or if a larger precision leads elsewhere, go on from step 1.

References
----------
S. Eibelshaeuser and D. Poensgen (2019), Markov quantal response equilibrium and a homotopy method for computing and
selecting Markov perfect equilibria of dynamic stochastic games, working paper, Goethe University Frankfurt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from deterrence.errors import SolverError
from deterrence.games.ladder import Ladder
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.solvers.markov_certificates import Bench, Floats, certify
from deterrence.solvers.solution import Equilibrium, EquilibriumSet

#: A posture stays in the support while its probability is at least this; the second is tried where the first fails.
_CUTS = (1e-3, 1e-2, 1e-5)

#: How far a probability may be from that of the logit equilibrium.
_NEAR = 0.25

#: Precision grows by this from one attempt to the next.
_GROWTH = 10.0


def solve_markov_perfect(
    game: Ladder,
    *,
    rungs: Sequence[int] | None = None,
    first_precision: float = 30.0,
    last_precision: float = 3e5,
) -> EquilibriumSet:
    """Solve a ladder for the Markov perfect equilibrium to which the principal branch leads.

    Finds one equilibrium, exact but for rounding: every member is certified by the game's own regret, not by its
    nearness to a logit equilibrium. Mixed postures are solved for. It assumes no ties in the limit beyond those that
    make no difference, and at most ``MAX_MIXED`` mixed probabilities. It costs several logit solves, and some
    seconds more per fold at four fronts of five rungs.

    Parameters
    ----------
    game
        A ladder without draws.
    rungs
        Where payoffs are counted from, one rung per front; rung 0 everywhere when omitted.
    first_precision, last_precision
        Precisions between which the branch is followed until two in a row, ten times apart, lead to the same
        equilibrium.

    Returns
    -------
    EquilibriumSet
        One member, rule ``logit_branch``. ``details``: ``kind``, ``"Markov perfect"``, or ``"seat equilibrium"``
        where every seat does its best but a player with several seats gains by moving them together; ``precision``
        from which it was found; ``seat_gain``, ``regret_by_player``, ``strategies``, ``values`` as in
        ``solve_logit_markov``. Status ``failed`` with a sentence where nothing was certified.

    Raises
    ------
    SolverError
        If the ladder carries draws, or an argument does not fit.

    Examples
    --------
    >>> from deterrence.games.front import Front
    >>> calm = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0,
    ...              hazard=[0.02, 0.2, 0.3], postures=("hold", "escalate"))
    >>> found = solve_markov_perfect(Ladder([calm], None, discount=0.9, precision=1))
    >>> found.selected.strategies[0]["border at 0"]["escalate"], round(found.selected.payoffs[0], 6)
    (0.0, 8.474576)
    """
    check_single(game, "markov_perfect")
    if not 0 < first_precision <= last_precision < math.inf:
        seen = f"saw {first_precision} and {last_precision}"
        raise SolverError("first_precision and last_precision", seen, "positive numbers, the first not above the last")
    place = 0 if rungs is None else game.state(rungs)
    bench = Bench(game)
    found: Equilibrium | None = None
    precision, followed = first_precision, 0.0
    trouble, is_same = "", False
    while precision <= last_precision * (1 + 1e-12):
        logit = solve_logit_markov(game, precision=precision, n_starts=0)
        if logit.selected is None:
            trouble = logit.sentence
            break
        followed = precision
        near = logit.selected.details["strategies"].probabilities.swapaxes(0, 1)
        member = _purify(bench, near, precision)
        is_same = found is not None and member is not None and _distance(found, member) < 1e-6
        found = member if member is not None else found
        if is_same:
            break
        precision *= _GROWTH
    players = game.players
    if found is None:
        why = trouble or (
            f"The branch was followed to precision {followed:.6g}, but no profile near it could be certified: "
            "raise last_precision, or look for ties between postures."
        )
        return EquilibriumSet((), "failed", why, "markov_perfect", players)
    payoffs = tuple(float(value) for value in found.details["values"][:, place])
    member = replace(found, payoffs=payoffs)
    what = f"a {member.name}" if member.name == "seat equilibrium" else "a Markov perfect equilibrium"
    doubt = "" if is_same else " (not confirmed at a larger precision)"
    sentence = f"The principal branch, followed to precision {followed:.6g}, leads to {what}{doubt}; others may exist."
    return EquilibriumSet((member,), "one", sentence, "markov_perfect", players, "logit_branch", 0)


def check_single(game: Ladder, concept: str) -> None:
    """Refuse a ladder with draws.

    Raises
    ------
    SolverError
        If the ladder carries draws.
    """
    if game.n_draws is not None:
        saw = f"'{game.name}' carries {game.n_draws} draws"
        raise SolverError(
            f"concept '{concept}'", saw, "a ladder without draws", "solve draws one by one, or use 'logit_markov'"
        )


def _purify(bench: Bench, near: Floats, precision: float) -> Equilibrium | None:
    """Return the certified equilibrium near a logit equilibrium, or None."""
    for cut in _CUTS:
        # A support too large for exact ties to settle is cut to the likeliest posture first.
        for support in (near >= cut, near == near.max(axis=0)):
            strategies = bench.settle(near, support)
            if strategies is None or np.abs(strategies - near).max() > _NEAR:
                continue
            found = certify(bench, "markov_perfect", strategies, {"precision": precision})
            if found is not None:
                return found
    return None


def _distance(a: Equilibrium, b: Equilibrium) -> float:
    return float(np.abs(a.details["strategies"].probabilities - b.details["strategies"].probabilities).max())
