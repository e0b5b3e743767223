"""Finite Markov chains: where they end, how long that takes, and the one path that is likeliest.

Notation: T is the transition matrix, ``transition[from, to]``, rows summing to one; Q its part among transient states.
A chain may be a dense array or a SciPy sparse matrix.

References
----------
J. G. Kemeny and J. L. Snell (1960), Finite Markov Chains, Van Nostrand, chapter 3 (the fundamental matrix).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deterrence.errors import GameError, show
from deterrence.games.form import read_sequence

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Rows may miss a sum of one by this much.
_SLACK = 1e-9

#: Residual of equations with ones on the right at which an iteration counts as exact.
_EXACT = 1e-12

#: Chances found by factorisation may miss a sum of one by this much; else they are found by elimination.
_ROUNDING = 1e-13


def absorption(transition: ArrayLike, absorbing: Sequence[int]) -> tuple[Floats, Floats]:
    """Return where a finite chain ends and how long that takes, for every start.

    Parameters
    ----------
    transition
        Probabilities, ``[from, to]``, (n_states, n_states). Rows of absorbing states are not read.
    absorbing
        The states in which the chain stops, at least one.

    Returns
    -------
    tuple
        Probability of ending in each absorbing state, (n_states, n_absorbing), in the order given; and expected periods
        until then, (n_states,), ``inf`` where some probability of never ending is left. Solved directly with the
        fundamental matrix (I - Q)^-1, or by elimination where that loses digits.

    Raises
    ------
    GameError
        If the matrix is not square, its rows are no probabilities, or a state does not exist.

    Examples
    --------
    Two rungs below war; from rung 1 the crisis settles with probability .7, from rung 2 it settles with .2 or ends in
    war with .3.

    >>> chain = [[0, 0.3, 0.7, 0], [0.5, 0, 0.2, 0.3], [0, 0, 1, 0], [0, 0, 0, 1]]
    >>> chances, periods = absorption(chain, [2, 3])
    >>> chances[:2, 1].round(6).tolist()
    [0.105882, 0.352941]
    """
    table = _read_square(transition)
    ends = _read_states(absorbing, len(table))
    _check_rows(np.delete(table, ends, axis=0), [row for row in range(len(table)) if row not in ends])
    goals = np.zeros(len(table), dtype=np.bool_)
    goals[ends] = True
    certain = surely_reaches(table, goals)
    # States that never end make I - Q singular; they are left out, and reached they end nowhere.
    ending = np.flatnonzero(can_reach(table, goals) & ~goals)
    chances = np.zeros((len(table), len(ends)))
    chances[ends, np.arange(len(ends))] = 1.0
    periods = np.zeros(len(table))
    if len(ending):
        lost = np.ones(len(table), dtype=np.bool_)
        lost[ending], lost[ends] = False, False
        out = np.column_stack([table[ending][:, ends], table[ending][:, lost].sum(axis=1)])
        found = _settle(table[np.ix_(ending, ending)], out)
        chances[ending], periods[ending] = found[:, :-2], found[:, -1]
    periods[~certain] = np.inf
    return np.clip(chances, 0.0, 1.0), periods


def _settle(among: Floats, out: Floats) -> Floats:
    """Return chances by column of ``out``, with a last column of periods; rows lead to one another or out."""
    among = among * (1 - np.eye(len(among)))
    # What leaves a state is summed: 1 less what stays would lose the digits of rare moves.
    leaves = among.sum(axis=1) + out.sum(axis=1)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        known = np.column_stack([out / leaves[:, np.newaxis], 1 / leaves])
        try:
            found: Floats = np.linalg.solve(np.eye(len(among)) - among / leaves[:, np.newaxis], known)
        except np.linalg.LinAlgError:
            return _eliminate(among, np.column_stack([out, np.ones(len(out))]))
        if (abs(found[:, :-1].sum(axis=1) - 1) <= _ROUNDING).all():
            return found
        return _eliminate(among, np.column_stack([out, np.ones(len(out))]))


def _eliminate(among: Floats, known: Floats) -> Floats:
    """Solve without one subtraction, so that states which leave one another's company rarely cost no digits.

    Grassmann, Taksar and Heyman (1985), Operations Research 33: 1107-1116: states are left out one by one, and their
    moves passed on to those that remain.
    """
    last = len(among) - 1
    for k in range(last, -1, -1):
        leaves = among[k, :k].sum() + known[k, :-1].sum()
        among[k, :k] /= leaves
        known[k] /= leaves
        known[:k] += np.outer(among[:k, k], known[k])
        among[:k, :k] += np.outer(among[:k, k], among[k, :k])
    for k in range(last + 1):
        known[k] += among[k, :k] @ known[:k]
    return known


def can_reach(transition: Any, goals: Flags) -> Flags:
    """Return from which states some path leads to a goal, (n_states,)."""
    reached = goals.copy()
    while True:
        wider = reached | (transition @ reached.astype(np.float64) > 0)
        if (wider == reached).all():
            return reached
        reached = wider


def surely_reaches(transition: Any, goals: Flags) -> Flags:
    """Return from which states a goal is reached with probability one, (n_states,)."""
    lost = ~can_reach(transition, goals)
    astray = lost.copy()
    while True:
        wider = astray | ((transition @ astray.astype(np.float64) > 0) & ~goals)
        if (wider == astray).all():
            return ~astray
        astray = wider


def first_passage(transition: Any, goals: Flags) -> Floats:
    """Return the expected periods until a goal is first reached, (n_states,), ``inf`` where it may never be.

    Parameters
    ----------
    transition
        Dense or sparse, ``[from, to]``.
    goals
        The states to be reached, (n_states,); from them it takes 0 periods.
    """
    from scipy import sparse  # deferred: heavy

    certain = surely_reaches(transition, goals)
    periods = np.where(certain, 0.0, np.inf)
    inside = np.flatnonzero(certain & ~goals)
    if len(inside):
        moves = sparse.csr_matrix(transition)
        # What leaves a state is summed: 1 less what stays would lose the digits of rare moves.
        moves = sparse.csr_matrix(moves - sparse.diags(moves.diagonal()))[inside]
        leaves = np.asarray(moves.sum(axis=1)).ravel()
        periods[inside] = _solve(sparse.csr_matrix(sparse.diags(leaves) - moves[:, inside]))
    return periods


def _solve(equations: Any) -> Floats:
    """Return the solution of sparse linear equations with ones on the right.

    The factors of a ladder's chain fill up, so iteration is tried first. The equations are those of an M-matrix, whose
    inverse is as large as the solution: a residual bounds the relative error, and one that is too large is not taken.
    """
    from scipy.sparse.linalg import bicgstab, spsolve

    ones = np.ones(equations.shape[0])
    with np.errstate(all="ignore"):
        found, _ = bicgstab(equations, ones, rtol=1e-14, atol=0.0, maxiter=200)
        missed = np.abs(equations @ found - ones).max()
    return found if missed <= _EXACT else spsolve(equations.tocsc(), ones)


def likeliest_path(transition: Any, start: int, periods: int, goals: Flags | None = None) -> tuple[list[int], float]:
    """Return the likeliest path from a state and its probability, by dynamic programming on logarithms.

    Parameters
    ----------
    transition
        Dense or sparse, ``[from, to]``.
    start
        The state at period 0.
    periods
        Number of steps, so that the path has one state more.
    goals
        Where given, only paths that visit a goal by the end count.

    Returns
    -------
    tuple
        States by period, and the probability; an empty path and 0 where none exists. Among paths equally likely the one
        through lower-numbered states is taken, counted from the end.
    """
    from scipy import sparse  # deferred: heavy

    arrivals = sparse.csc_matrix(transition)
    arrivals.eliminate_zeros()
    sources, targets = arrivals.indices, np.repeat(np.arange(arrivals.shape[1]), np.diff(arrivals.indptr))
    weights = np.log(arrivals.data)
    n_states = arrivals.shape[1]
    is_goal = np.zeros(n_states, dtype=np.bool_) if goals is None else goals
    # Layer 0 has not visited a goal yet, layer 1 has.
    scores = np.full((2, n_states), -np.inf)
    scores[int(is_goal[start]), start] = 0.0
    steps: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for _ in range(periods):
        plain, from_plain = _best_arrival(scores[0][sources] + weights, sources, targets, n_states)
        done, from_done = _best_arrival(scores[1][sources] + weights, sources, targets, n_states)
        enters = is_goal & (plain > done)
        origins = np.stack([from_plain, np.where(enters, from_plain, from_done)])
        layers = np.stack([np.zeros(n_states, dtype=np.int64), np.where(enters, 0, 1)])
        steps.append((origins, layers))
        scores = np.stack([np.where(is_goal, -np.inf, plain), np.where(enters, plain, done)])
    layer = 0 if goals is None else 1
    state = int(scores[layer].argmax())
    score = float(scores[layer, state])
    if score == -np.inf:
        return [], 0.0
    path = [state]
    for origins, layers in reversed(steps):
        layer, state = int(layers[layer, state]), int(origins[layer, state])
        path.append(state)
    return path[::-1], float(np.exp(score))


def _best_arrival(
    scores: Floats, sources: NDArray[Any], targets: NDArray[np.int64], n_states: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Return for each target the best score over its arrivals, and the first source that has it."""
    best = np.full(n_states, -np.inf)
    np.maximum.at(best, targets, scores)
    origin = np.zeros(n_states, dtype=np.int64)
    hits = np.flatnonzero(scores == best[targets])
    # Written from the last to the first, so that the lowest source stays.
    origin[targets[hits[::-1]]] = sources[hits[::-1]]
    return best, origin


def _read_square(transition: ArrayLike) -> Floats:
    try:
        table = np.array(transition, dtype=np.float64)
    except (TypeError, ValueError):
        raise GameError("transition", "saw entries that are no numbers", "a square matrix of probabilities") from None
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not len(table):
        raise GameError("transition", f"saw shape {table.shape}", "a square matrix, (n_states, n_states)")
    return table


def _check_rows(rows: Floats, names: list[int]) -> None:
    fits = (rows >= 0).all(axis=1) & (abs(rows.sum(axis=1) - 1) <= _SLACK)
    for row, name in zip(rows[~fits], np.array(names)[~fits], strict=True):
        saw = f"saw {[float(value) for value in row[:6]]}"
        raise GameError(f"transition, row {name}", saw, "probabilities that sum to 1")


def _read_states(states: Sequence[Any], n_states: int) -> list[int]:
    given = list(read_sequence(states, "absorbing", "the states in which the chain stops"))
    for state in given:
        if isinstance(state, bool) or not isinstance(state, int | np.integer) or not 0 <= state < n_states:
            raise GameError("absorbing", f"saw {show(state)}", f"states from 0 to {n_states - 1}")
    if not given or len(set(given)) < len(given):
        raise GameError("absorbing", f"saw {given}", "one state or more, each once")
    return [int(state) for state in given]
