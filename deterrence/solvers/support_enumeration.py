"""Nash equilibria of a matrix with any number of players, one support after another.

A support profile names, for each player, the actions that it plays with positive probability. Given the supports, the
probabilities must make every player indifferent over its own support: one equation per action beyond the first, and one
that the probabilities sum to one. With at most two players mixing the system is linear and solved in fractions; with
three and more it is polynomial and solved by Newton's method from several starts.

Notation: S_i is the support of player i and s_i its size; "mixing" players are those with s_i > 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.matrix import STAGE, Matrix
from deterrence.kernels.indifference import newton_solutions, solve_exactly
from deterrence.numerics import resolve_rng
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified, select

#: Support profiles tried before the game counts as too large.
MAX_SUPPORTS = 5_000
#: Actions of one player whose subsets can still be listed.
MAX_ACTIONS = 15

#: Regret, relative to the payoff range, up to which a solution by Newton's method counts as an equilibrium. Near double
#: precision: a looser one would accept profiles that a small payoff difference rules out.
NEWTON_TOLERANCE = 1e-11

#: Solutions by Newton's method whose probabilities all differ by less are taken for one.
SAME_SOLUTION = 1e-8

#: Above this condition number a solution is not isolated: a continuum of equilibria, or a degenerate one.
MAX_CONDITION = 1e9

Support = tuple[tuple[int, ...], ...]


def solve_support_enumeration(
    game: Matrix,
    *,
    n_starts: int = 8,
    rng: np.random.Generator | int | None = 0,
    rule: Literal["worst", "best"] = "worst",
) -> EquilibriumSet:
    """Find Nash equilibria of a matrix by solving the indifference equations of every support profile.

    - *One or all?* As many as the search finds; the status is ``exhausted``, never ``complete``. With two players it
      finds all equilibria of a nondegenerate game; ``nash`` proves it and serves degenerate games. With three and more
      mixing players Newton's method can miss solutions.
    - *Exact or approximate?* Fractions where at most two players mix in an exact game, otherwise floats, certified by
      the game's own regret.
    - *What does it assume?* Equilibria are isolated. Supports that allow only a continuum are skipped; of a continuum
      that Newton's method meets, one point is kept, with ``details["isolated"]`` False.
    - *What does it cost?* The number of support profiles, the product of 2^n_actions - 1 over players; it gives up at
      ``MAX_SUPPORTS``, about 7 x 7, 4 x 4 x 4 or four players with three actions.

    Steps, for each support profile in order of total size: (1) skip it when some player mixes over more actions than
    the others can make it indifferent between; (2) skip it when an action in it is strictly dominated given the other
    supports; (3) solve the equations; (4) keep solutions with positive probabilities that the game certifies.

    Parameters
    ----------
    game
        A matrix.
    n_starts
        Starts of Newton's method per support profile, at least 1: the uniform mixture and random ones.
    rng
        Generator or seed of the random starts.
    rule
        Which member is selected for a headline: the least or greatest sum of payoffs.

    Returns
    -------
    EquilibriumSet
        Status ``exhausted``, or ``failed`` when nothing was found.

    Raises
    ------
    SolverError
        If there are more than ``MAX_SUPPORTS`` support profiles, or ``n_starts`` is below 1.

    References
    ----------
    Porter, R., E. Nudelman and Y. Shoham (2008). "Simple search methods for finding a Nash equilibrium." Games and
    Economic Behavior 63(2): 642-662: the order and the dominance test.
    McKelvey, R. D., and A. McLennan (1997). "The maximal number of regular totally mixed Nash equilibria." Journal of
    Economic Theory 72(2): 411-425: the size condition of step 1.

    Examples
    --------
    >>> pennies = Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> solve_support_enumeration(pennies).selected.strategies[0]["stage"]
    {'0': Fraction(1, 2), '1': Fraction(1, 2)}
    """
    if n_starts < 1:
        raise SolverError("n_starts", f"saw {n_starts}", "1 or more")
    listable = max(game.n_actions) <= MAX_ACTIONS
    supports = list(itertools.islice(_supports(game.n_actions), MAX_SUPPORTS + 1)) if listable else []
    if not listable or len(supports) > MAX_SUPPORTS:
        raise SolverError(
            "concept 'support_enumeration'",
            f"saw more than {MAX_SUPPORTS} support profiles in '{game.name}'",
            "about 7 x 7, 4 x 4 x 4 or four players with three actions",
            "drop dominated actions, or use 'pure_nash' or 'logit'",
        )
    supports.sort(key=lambda support: (sum(map(len, support)), max(map(len, support))))
    exact = game if game.is_exact else Matrix(_as_fractions(game.payoffs), players=game.players, actions=game.actions)
    better = [_better(table, seat) for seat, table in enumerate(exact.payoffs)]
    generator = resolve_rng(rng)
    members: list[Equilibrium] = []
    for support in supports:
        if _has_dominated_action(better, support):
            continue
        mixing = [seat for seat, actions in enumerate(support) if len(actions) > 1]
        if len(mixing) <= 2:
            members.extend(_linear(game, exact, support, mixing, len(members)))
        else:
            members.extend(_polynomial(game, support, mixing, n_starts, generator, members))
    if not members:
        sentence = "The search found no equilibrium although one exists: raise n_starts, or use 'nash' or 'logit'."
        return EquilibriumSet((), "failed", sentence, "support_enumeration", game.players)
    found = EquilibriumSet(tuple(members), "exhausted", _sentence(game, members), "support_enumeration", game.players)
    return select(found, rule)


def _sentence(game: Matrix, members: Sequence[Equilibrium]) -> str:
    if game.n_players == 2:
        return (
            "Every pair of supports of equal size was solved; a degenerate game can have more equilibria: use 'nash'."
        )
    continuum = any(not member.details["isolated"] for member in members)
    return (
        "Every support profile was searched from several starts: equilibria can be missed; raise n_starts to search on."
        + (" Some members stand for a continuum of equilibria." if continuum else "")
    )


def _supports(n_actions: tuple[int, ...]) -> Iterator[Support]:
    """Yield the support profiles in which nobody mixes over more actions than the others can keep it indifferent."""
    choices = [
        [chosen for size in range(1, count + 1) for chosen in itertools.combinations(range(count), size)]
        for count in n_actions
    ]
    for support in itertools.product(*choices):
        freedom = sum(len(actions) - 1 for actions in support)
        if all(2 * (len(actions) - 1) <= freedom for actions in support):
            yield support


def _as_fractions(payoffs: NDArray[Any]) -> list[Any]:
    """Return float payoffs at their exact binary value, as nested lists of fractions."""

    def convert(value: Any) -> Any:
        return [convert(item) for item in value] if isinstance(value, list) else Fraction(value)

    return convert(payoffs.tolist())


def _better(table: NDArray[Any], seat: int) -> NDArray[np.bool_]:
    """Return, at [a, b, cells of the others], whether action a of a seat beats action b there."""
    own = np.moveaxis(table, seat, 0)
    return np.asarray(own[:, None] > own[None, :], dtype=np.bool_)


def _has_dominated_action(better: Sequence[NDArray[np.bool_]], support: Support) -> bool:
    """Say whether an action in a support is strictly dominated when the others keep to theirs."""
    for seat, table in enumerate(better):
        others = [actions for other, actions in enumerate(support) if other != seat]
        cells = table[np.ix_(range(len(table)), support[seat], *others)]
        if cells.all(axis=tuple(range(2, cells.ndim))).any():
            return True
    return False


def _linear(game: Matrix, exact: Matrix, support: Support, mixing: Sequence[int], n_found: int) -> list[Equilibrium]:
    """Solve a support profile with nobody or two players mixing, in fractions; a singular system yields nothing."""
    weights = [
        [Fraction(int(action in actions)) for action in range(n)]
        for n, actions in zip(game.n_actions, support, strict=True)
    ]
    for player, other in (mixing, mixing[::-1]) if mixing else ():
        axes = [actions if seat in mixing else actions[0] for seat, actions in enumerate(support)]
        cells = _cells(exact.payoffs[player], axes, mixing)
        # Rows are the actions of `player`, to be made indifferent by the weights of `other` on the columns.
        rows = (cells if player < other else cells.T).tolist()
        system = [
            [upper - lower for upper, lower in zip(row, rows[0], strict=True)] + [Fraction(0)] for row in rows[1:]
        ]
        solution = solve_exactly([*system, [Fraction(1)] * (len(support[other]) + 1)])
        if solution is None or min(solution) <= 0:
            return []
        for action, weight in zip(support[other], solution, strict=True):
            weights[other][action] = weight
    if exact.regret(exact.profile(weights)) != 0:
        return []
    profile = game.profile(weights if game.is_exact else [[float(w) for w in row] for row in weights])
    return [certified(game, str(n_found + 1), profile, details={"isolated": True})]


def _cells(table: NDArray[Any], axes: Sequence[Any], mixing: Sequence[int]) -> NDArray[Any]:
    """Return the cells of the mixing players' supports, the others' single actions taken out."""
    for seat in reversed(range(len(axes))):
        table = table.take(axes[seat], axis=seat)
    assert table.ndim == len(mixing)
    return table


def _polynomial(
    game: Matrix,
    support: Support,
    mixing: Sequence[int],
    n_starts: int,
    rng: np.random.Generator,
    known: Sequence[Equilibrium],
) -> list[Equilibrium]:
    """Solve a support profile with three or more players mixing, by Newton's method from several starts."""
    sizes = [len(support[seat]) for seat in mixing]
    axes = [actions if seat in mixing else actions[0] for seat, actions in enumerate(support)]
    differences: list[NDArray[np.float64]] = []
    for place, seat in enumerate(mixing):
        cells = np.moveaxis(_cells(game.payoffs[seat], axes, mixing), place, 0)
        scale = game.payoff_ranges[seat] or 1
        differences.append(np.moveaxis(((cells[1:] - cells[0]) / scale).astype(np.float64), 0, place))
    starts = [np.vstack([np.full(size, 1 / size), rng.dirichlet(np.ones(size), n_starts - 1)]) for size in sizes]
    found: list[Equilibrium] = []
    points, conditions = newton_solutions(differences, np.hstack(starts))
    for solution, condition in zip(points, conditions, strict=True):
        if solution.min() <= 0:
            continue
        weights = [
            np.isin(np.arange(n), actions).astype(np.float64)
            for n, actions in zip(game.n_actions, support, strict=True)
        ]
        for seat, part in zip(mixing, np.split(solution, np.cumsum(sizes)[:-1]), strict=True):
            weights[seat][list(support[seat])] = part / part.sum()
        isolated = bool(condition <= MAX_CONDITION)
        if not isolated and any(not member.details["isolated"] for member in found):
            continue
        name = str(len(known) + len(found) + 1)
        member = certified(game, name, game.profile(weights), details={"isolated": isolated})
        regrets = zip(game.regrets(member.profile), game.payoff_ranges, strict=True)
        if all(regret <= NEWTON_TOLERANCE * span for regret, span in regrets) and not any(
            _is_same(member, other) for other in [*known, *found]
        ):
            found.append(member)
    return found


def _is_same(one: Equilibrium, other: Equilibrium) -> bool:
    """Say whether two members differ by less than ``SAME_SOLUTION`` in every probability."""
    return all(
        abs(weight - other.strategies[player][STAGE][action]) < SAME_SOLUTION
        for player, strategy in one.strategies.items()
        for action, weight in strategy[STAGE].items()
    )
