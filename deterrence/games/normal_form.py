"""An extensive game as a matrix: every player picks a whole plan before the game.

A *plan* names an action at each information set of a player that its own earlier picks do not rule out; plans that
differ only where they could never matter are one (the reduced normal form). A plan's label lists its picks in the order
of the tree, ``"first move: challenge; last move: fight"``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.matrix import STAGE, Matrix
from deterrence.games.profile import StrategyProfile
from deterrence.games.tree import Tree
from deterrence.games.tree_play import values

#: A matrix with more cells is refused: each cell takes a walk through the tree.
MAX_CELLS = 50_000

#: Information set -> action, both as numbers.
Plan = Mapping[int, int]


def plans(tree: Tree, seat: int) -> tuple[Plan, ...]:
    """Return the plans of a player, the picks at earlier information sets changing slowest.

    Raises
    ------
    GameError
        If there are more than ``MAX_CELLS``.
    """
    own = sorted(
        (h for h, one in enumerate(tree.information_sets) if one.seat == seat),
        key=lambda h: len(tree.information_sets[h].history),
    )
    found: list[dict[int, int]] = [{}]
    for h in own:
        one = tree.information_sets[h]
        longer: list[dict[int, int]] = []
        for plan in found:
            possible = all(plan.get(earlier) == action for earlier, action in one.history)
            longer.extend({**plan, h: action} for action in range(len(one.actions))) if possible else longer.append(
                plan
            )
        found = longer
        if len(found) > MAX_CELLS:
            _refuse(tree, f"saw more than {MAX_CELLS} plans of player {tree.players[seat]!r}")
    return tuple(found)


def normal_form(tree: Tree) -> Matrix:
    """Return the reduced normal form of a tree.

    Raises
    ------
    GameError
        If it has more than ``MAX_CELLS`` cells.

    Examples
    --------
    >>> from deterrence.games.tree import Decision, Terminal
    >>> ends = {"yield": Terminal("concession", (5, 1)), "resist": Terminal("conflict", (-2, -3))}
    >>> first = {"wait": Terminal("status_quo", (3, 5)), "challenge": Decision(1, "reply", ends)}
    >>> matrix = normal_form(Tree(Decision(0, "first move", first)))
    >>> matrix.actions
    (('first move: wait', 'first move: challenge'), ('reply: yield', 'reply: resist'))
    """
    choices = [plans(tree, seat) for seat in range(tree.n_players)]
    if math.prod(map(len, choices)) > MAX_CELLS:
        _refuse(tree, f"saw a normal form of shape {tuple(map(len, choices))}")
    table = np.empty((tree.n_players, *map(len, choices)), dtype=object if tree.is_exact else np.float64)
    for cell in itertools.product(*(range(len(each)) for each in choices)):
        played = {h: action for each, k in zip(choices, cell, strict=True) for h, action in each[k].items()}
        table[(slice(None), *cell)] = values(tree.places, pure_mix(tree, played))[0]
    labels = [[_label(tree, plan) for plan in each] for each in choices]
    return Matrix(table, players=tree.players, actions=labels, name=tree.name)


def pure_mix(tree: Tree, played: Plan) -> list[list[Any]]:
    """Return certainty of the played action at each information set, of the first where none is named."""
    return [
        [Fraction(int(action == played.get(h, 0))) for action in range(len(one.actions))]
        for h, one in enumerate(tree.information_sets)
    ]


def behaviour(tree: Tree, profile: StrategyProfile) -> list[list[Any]]:
    """Return the behaviour strategies that play like a profile of the reduced normal form (Kuhn 1953).

    Where a player's own moves rule an information set out, its first action is played there.
    """
    mix: list[list[Any]] = []
    for h, one in enumerate(tree.information_sets):
        weights = list(profile.strategies[tree.players[one.seat]][STAGE].values())
        totals: list[Any] = [0] * len(one.actions)
        for plan, weight in zip(plans(tree, one.seat), weights, strict=True):
            if h in plan:
                totals[plan[h]] += weight
        mass = sum(totals)
        mix.append([total / mass for total in totals] if mass else [1, *[0] * (len(totals) - 1)])
    return mix


def _label(tree: Tree, plan: Plan) -> str:
    sets = tree.information_sets
    picks = [f"{sets[h].label}: {sets[h].actions[action]}" for h, action in sorted(plan.items())]
    return "; ".join(picks).replace(",", " ") or "no move"


def _refuse(tree: Tree, saw: str) -> None:
    raise GameError(f"normal form of '{tree.name}'", saw, f"at most {MAX_CELLS} cells", "merge or drop moves")


def active_seats(tree: Tree) -> Sequence[int]:
    """Return the seats that have a move."""
    return sorted({one.seat for one in tree.information_sets})
