"""Subgame perfect equilibria of extensive games, by backward induction through the subgames.

A profile is subgame perfect when it is a Nash equilibrium of every subgame (Selten 1965): threats that would not be
carried out deter nobody. With perfect information each move is a subgame of its own, and the equilibria are found by
picking, from the last moves to the first, what is best for the player who moves.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from deterrence.games.matrix import Matrix
from deterrence.games.normal_form import active_seats, behaviour, normal_form
from deterrence.games.profile import StrategyProfile
from deterrence.games.subgame_piece import piece
from deterrence.games.tree import Tree
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.pure_nash import solve_pure_nash
from deterrence.solvers.solution import EquilibriumSet, certified, select
from deterrence.solvers.support_enumeration import solve_support_enumeration
from deterrence.solvers.tree_members import described

#: Equilibria kept per subgame; ties multiply.
MAX_MEMBERS = 1_000


@dataclass
class _Search:
    """What the search over the pieces of a game has to admit: bounds met, pieces not solved for certain."""

    truncated: bool = False
    uncertain: bool = False
    mixtures: bool = False


@dataclass(frozen=True)
class _Plan:
    """An equilibrium of a subgame: everybody's payoff and the probabilities at each of its information sets."""

    payoffs: tuple[Any, ...]
    mix: dict[str, dict[str, Any]]


def solve_subgame_perfect(game: Tree, *, rule: Literal["worst", "best"] = "worst") -> EquilibriumSet:
    """Find the subgame perfect equilibria of a tree.

    - *One or all?* With perfect information all pure ones, ties included, up to ``MAX_MEMBERS``; mixtures between tied
      actions are not listed. A part of the game in which moves are hidden contributes all its extreme Nash equilibria
      when two players move in it, its pure best plans when one does, and what ``support_enumeration`` finds when three
      or more do.
    - *Exact or approximate?* Exact: floats are taken at their exact binary value and probabilities rounded once, at the
      end, except where three or more players mix at once. Ties count only when they are exact; give fractions where
      ties matter.
    - *What does it assume?* Perfect recall, which every ``Tree`` has.
    - *What does it cost?* With perfect information one look at each node and tied plan. A part with hidden moves costs
      what its reduced normal form costs the matrix solvers.

    Steps, for each subgame, inner ones first: (1) for each combination of equilibria of the subgames inside it, put
    their payoffs in their place; (2) find the equilibria of what is left, by comparison where one node is left and by
    its reduced normal form otherwise; (3) join them to the inner ones.

    Parameters
    ----------
    game
        A tree.
    rule
        Which member is selected for a headline: the least or greatest sum of payoffs.

    Returns
    -------
    EquilibriumSet
        Status ``complete``, or ``exhausted`` when a bound was met or three or more players moved at once; the sentence
        says which.

    Raises
    ------
    SolverError, GameError
        If a part with hidden moves is too large for the matrix solvers.

    References
    ----------
    Selten, R. (1965). "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit." Zeitschrift für die
    gesamte Staatswissenschaft 121: 301-324 and 667-689.

    Examples
    --------
    >>> from deterrence.games.tree import Decision, Terminal
    >>> reply = Decision(1, "reply", {"yield": Terminal("concession", (5, 1)), "resist": Terminal("war", (-2, -3))})
    >>> game = Tree(Decision(0, "first move", {"wait": Terminal("status_quo", (3, 5)), "challenge": reply}))
    >>> solve_subgame_perfect(game).selected.outcomes
    {'concession': Fraction(1, 1)}
    """
    exact = game.exact()
    search = _Search()
    roots = exact.subgame_roots
    solved: dict[int, list[_Plan]] = {}
    for root in reversed(roots):
        inner = _inner(exact, root, roots)
        found: list[_Plan] = []
        for combination in itertools.product(*(solved[each] for each in inner)):
            found.extend(_solve_piece(exact, root, dict(zip(inner, combination, strict=True)), search))
            if len(found) > MAX_MEMBERS:
                search.truncated = True
                break
        solved[root] = found[:MAX_MEMBERS]
    plans = solved[0] if exact.places[0].children else [_Plan(exact.places[0].payoffs, {})]
    members = tuple(
        certified(game, str(number), _profile(game, plan.mix)) for number, plan in enumerate(plans, start=1)
    )
    if not members:
        sentence = (
            "The search found no equilibrium of some part with hidden moves although one exists: use 'sequential'."
        )
        return EquilibriumSet((), "failed", sentence, "subgame_perfect", game.players)
    status = "exhausted" if search.truncated or search.uncertain else "complete"
    found = described(game, members)
    return select(EquilibriumSet(found, status, _sentence(search), "subgame_perfect", game.players), rule)


def _sentence(search: _Search) -> str:
    if search.truncated:
        return f"Backward induction through the subgames: ties give more than {MAX_MEMBERS} equilibria, cut off there."
    if search.uncertain:
        return (
            "Backward induction through the subgames; a part in which three or more players move at once was searched "
            "from several starts, so equilibria can be missed."
        )
    if search.mixtures:
        return (
            "All subgame perfect equilibria, by backward induction; of parts with hidden moves the members are the "
            "extreme points, and mixtures between members can be equilibria too."
        )
    return "All pure subgame perfect equilibria, by backward induction; mixtures between tied actions are not listed."


def _inner(tree: Tree, root: int, roots: Sequence[int]) -> list[int]:
    """Return the first nodes of the largest proper subgames inside a subgame."""
    found: list[int] = []
    for other in roots:  # in preorder, so the larger comes first
        if root < other < tree.places[root].end and (not found or other >= tree.places[found[-1]].end):
            found.append(other)
    return found


def _solve_piece(tree: Tree, root: int, inner: dict[int, _Plan], search: _Search) -> list[_Plan]:
    """Return the equilibria of a subgame, given one of each subgame inside it."""
    below = {label: mixed for plan in inner.values() for label, mixed in plan.mix.items()}
    place = tree.places[root]
    after = [inner[child].payoffs if child in inner else tree.places[child].payoffs for child in place.children]
    if all(after):  # one node is left
        if place.information_set < 0:
            return [_Plan(_expected(place.probabilities, after), below)]
        one = tree.information_sets[place.information_set]
        most = max(payoffs[one.seat] for payoffs in after)
        return [
            _Plan(payoffs, {**below, one.label: {action: Fraction(1)}})
            for action, payoffs in zip(one.actions, after, strict=True)
            if payoffs[one.seat] == most
        ]
    part = piece(tree, root, {number: plan.payoffs for number, plan in inner.items()})
    found: list[_Plan] = []
    for mix in _equilibria(part, search):
        profile = part.behaviour(mix)
        named = {label: dict(mixed) for one in profile.strategies.values() for label, mixed in one.items()}
        found.append(_Plan(part.payoff(profile), {**below, **named}))
    return found


def _expected(probabilities: Sequence[Any], payoffs: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple(
        sum(p * row[seat] for p, row in zip(probabilities, payoffs, strict=True)) for seat in range(len(payoffs[0]))
    )


def _equilibria(part: Tree, search: _Search) -> list[list[list[Any]]]:
    """Return the Nash equilibria of a piece with hidden moves, as behaviour strategies."""
    matrix = normal_form(part)
    seats = list(active_seats(part))
    small = Matrix(
        [matrix.payoffs[seat].reshape([matrix.n_actions[s] for s in seats]) for seat in seats],
        players=[part.players[seat] for seat in seats],
        actions=[matrix.actions[seat] for seat in seats],
        name=part.name,
    )
    if len(seats) == 1:
        members = solve_pure_nash(small).members
    elif len(seats) == 2:
        members = solve_nash(small).members
        search.mixtures = True
    else:
        members = solve_support_enumeration(small).members
        search.uncertain = True
    idle = {player: {"stage": {matrix.actions[seat][0]: 1}} for seat, player in enumerate(part.players)}
    return [behaviour(part, StrategyProfile({**idle, **member.strategies})) for member in members]


def _profile(game: Tree, mix: dict[str, dict[str, Any]]) -> StrategyProfile:
    """Return the plan as a profile of the game, rounded where the game is in floats."""
    rows = [[mix[one.label].get(action, Fraction(0)) for action in one.actions] for one in game.information_sets]
    if not game.is_exact:
        rows = [[float(value) for value in row] for row in rows]
    return game.behaviour(rows)
