"""Between profiles, which carry labels, and the lists of numbers that arithmetic on a tree works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deterrence.errors import GameError, suggest
from deterrence.games.behaviour import given_row
from deterrence.games.payoffs import as_fraction
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import is_exact

if TYPE_CHECKING:
    from deterrence.games.tree import Tree


def read_mix(tree: Tree, profile: StrategyProfile) -> list[list[Any]]:
    """Return the probabilities of a profile, one list per information set, after checking them.

    Fractions when the tree and the whole profile are exact, floats otherwise.

    Raises
    ------
    GameError
        If a player or an information set is missing or unknown, or a mixture does not hold probabilities.
    """
    where = f"profile of '{tree.name}'"
    if set(profile.strategies) != set(tree.players):
        raise GameError(where, f"saw players {list(profile.strategies)}", f"players {list(tree.players)}")
    rows: list[list[Any]] = []
    for one in tree.information_sets:
        strategy = profile.strategies[tree.players[one.seat]]
        here = f"information set '{one.label}' in the {where}"
        if one.label not in strategy:
            raise GameError(here, "it is missing", "a mixture of actions for every information set")
        rows.append(_row(strategy[one.label], one.actions, here, "action"))
    for seat, player in enumerate(tree.players):
        known = [one.label for one in tree.information_sets if one.seat == seat]
        for label in profile.strategies[player]:
            if label not in known:
                raise GameError(f"strategy of player {player!r} in '{tree.name}'", f"saw {label!r}", str(known[:12]))
    exact = tree.is_exact and all(is_exact(value) for row in rows for value in row)
    return [_scaled(row, exact) for row in rows]


def write_profile(tree: Tree, mix: Iterable[Iterable[Any]]) -> StrategyProfile:
    """Return lists of probabilities as a profile with labels."""
    strategies: dict[Player, dict[str, dict[str, Any]]] = {player: {} for player in tree.players}
    rows = [list(row) for row in mix]
    if [len(row) for row in rows] != [len(one.actions) for one in tree.information_sets]:
        raise GameError(
            f"profile of '{tree.name}'",
            f"saw lists of lengths {[len(row) for row in rows]}",
            f"lengths {[len(one.actions) for one in tree.information_sets]}",
        )
    for one, row in zip(tree.information_sets, rows, strict=True):
        values = [as_fraction(value) if is_exact(value) else float(value) for value in row]
        strategies[tree.players[one.seat]][one.label] = dict(zip(one.actions, values, strict=True))
    found = StrategyProfile(strategies)
    read_mix(tree, found)
    return found


def read_beliefs(tree: Tree, beliefs: Mapping[str, Mapping[str, Any]], weights: Sequence[Any]) -> list[dict[int, Any]]:
    """Return what is believed at each information set, as ``{node: probability}`` without the nodes ruled out.

    Parameters
    ----------
    beliefs
        As ``Tree.regret_by_information_set`` takes them.
    weights
        Probability with which each node is reached, for the sets that are left out.
    """
    known = [one.label for one in tree.information_sets]
    for label in beliefs:
        if label not in known:
            raise GameError(f"beliefs in '{tree.name}'", f"saw {label!r}", "", suggest(str(label), known))
    found: list[dict[int, Any]] = []
    for one in tree.information_sets:
        where = f"belief at information set '{one.label}' in '{tree.name}'"
        if one.label in beliefs:
            labels = tuple(tree.places[node].label for node in one.nodes)
            given = {node: _point(value, where) for node, value in beliefs[one.label].items()}
            row = _row(given, labels, where, "node")
            row = _scaled(row, tree.is_exact and all(is_exact(value) for value in row))
        else:
            row = [weights[node] for node in one.nodes]
            if len(row) == 1:
                row = [1]
            elif not (total := sum(row)):
                raise GameError(where, "the set is not reached, and no belief is given", "a probability for each node")
            else:
                row = [value / total for value in row]
        found.append({node: value for node, value in zip(one.nodes, row, strict=True) if value})
    return found


def _point(value: Any, where: str) -> Any:
    """Return a belief given as a number, or as a pair (lowest, highest) that is one point."""
    if not isinstance(value, tuple):
        return value
    if len(value) != 2 or value[0] != value[1]:  # pyright: ignore[reportUnknownArgumentType]
        raise GameError(where, "saw a range", "one probability per node", "pick a belief in the range")
    return value[0]


def _row(mixed: Mapping[str, Any], labels: tuple[str, ...], where: str, kind: str) -> list[Any]:
    """Return probabilities in the order of the labels; what is left out has probability zero."""
    for label in mixed:
        if label not in labels:
            raise GameError(where, f"saw the {kind} {label!r}", str(list(labels)[:12]), suggest(str(label), labels))
    return given_row(mixed, labels, where)


def _scaled(row: list[Any], exact: bool) -> list[Any]:
    """Return checked probabilities as fractions, or as floats that sum to one as nearly as they can."""
    if exact:
        return [as_fraction(value) for value in row]
    floats = [max(float(value), 0.0) for value in row]
    total = sum(floats)
    return [value / total for value in floats]
