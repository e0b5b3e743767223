"""A tree laid out as a list of nodes, and the checks that it is a game of perfect recall.

Nodes are numbered in preorder: a node comes before what follows from it, and its subtree is the run of numbers from the
node to ``end``. Information sets are numbered in the order in which they are met, and the children of a node stand in
the order of its set's actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deterrence.errors import GameError, shorten
from deterrence.games.payoffs import MAX_PAYOFF
from deterrence.games.profile import Player
from deterrence.games.tree_nodes import Chance, Decision, Node, Terminal
from deterrence.games.tree_numbers import read_number, read_probabilities
from deterrence.numerics import is_exact

#: A larger or deeper tree is refused.
MAX_NODES = 20_000
MAX_DEPTH = 100

#: Label of the first node when it has no name.
START = "start"


@dataclass(frozen=True)
class Place:
    """One node of the list.

    Parameters
    ----------
    label
        Name of the node, unique in its tree.
    parent, branch
        Number of the node before, -1 for the first, and the place of this node among its children.
    branches, children
        Labels of the branches and numbers of the nodes that they lead to, in the same order; empty at an end.
    end
        One more than the last number of the subtree.
    information_set
        Number of the information set, -1 for chance and ends.
    probabilities
        Of each branch of a chance node; empty elsewhere.
    outcome, payoffs
        Of an end; empty elsewhere.
    """

    label: str
    parent: int
    branch: int
    branches: tuple[str, ...]
    children: tuple[int, ...]
    end: int
    information_set: int = -1
    probabilities: tuple[Any, ...] = ()
    outcome: str = ""
    payoffs: tuple[Any, ...] = ()


@dataclass(frozen=True)
class InformationSet:
    """Nodes that a player cannot tell apart.

    Parameters
    ----------
    label
        Its name.
    seat
        Number of the player.
    actions
        Labels of the actions.
    nodes
        Numbers of the nodes.
    history
        The player's own earlier moves, first to last, as pairs (information set, action). Perfect recall makes them
        the same at every node.
    """

    label: str
    seat: int
    actions: tuple[str, ...]
    nodes: tuple[int, ...]
    history: tuple[tuple[int, int], ...]


@dataclass
class _Draft:
    """A node while its subtree is still being read."""

    node: Node
    label: str
    parent: int
    branch: int
    children: list[int]
    information_set: int = -1


def lay_out(
    root: Node, players: Sequence[Player], where: str
) -> tuple[tuple[Place, ...], tuple[InformationSet, ...], bool]:
    """Return the nodes and information sets of a tree, and whether all its numbers are exact.

    Raises
    ------
    GameError
        For the first thing that keeps the records from being a game of perfect recall, named in one sentence.
    """
    drafts: list[_Draft] = []
    labels: dict[str, int] = {}  # of information sets
    sets: list[tuple[int, tuple[str, ...], list[int]]] = []
    pending: list[tuple[Node, str, int, int, int]] = [(root, "", -1, -1, 0)]
    while pending:
        node, path, parent, branch, depth = pending.pop()
        number = len(drafts)
        if number >= MAX_NODES:
            raise _too_large(where)
        if depth > MAX_DEPTH:
            raise GameError(
                where, f"saw more than {MAX_DEPTH} moves in a row", f"at most {MAX_DEPTH}", "check for a circle"
            )
        if not isinstance(node, Decision | Chance | Terminal):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise GameError(
                f"{where}, node '{shorten(path or START)}'",
                f"saw a {type(node).__name__}",
                "a Decision, a Chance or a Terminal",
            )
        label = path or START if isinstance(node, Terminal) or not node.name else node.name
        draft = _Draft(node, label, parent, branch, [])
        drafts.append(draft)
        if parent >= 0:
            drafts[parent].children.append(number)
        if isinstance(node, Terminal):
            continue
        if number + len(pending) + len(node.branches) > MAX_NODES:
            raise _too_large(where)
        branches = _branch_labels(node, f"{where}, node '{shorten(label)}'")
        if isinstance(node, Decision):
            draft.information_set = _enter(node, number, branches, players, labels, sets, where)
            branches = sets[draft.information_set][1]
        for place in reversed(range(len(branches))):
            follows: Any = node.branches[branches[place]]
            step = f"{path}/{branches[place]}" if path else branches[place]
            pending.append((follows if isinstance(node, Decision) else follows[1], step, number, place, depth + 1))
    _refuse_shared_labels(drafts, where)
    exact = all(is_exact(value) for draft in drafts for value in _numbers(draft.node))
    places = _places(drafts, sets, len(players), exact, where)
    names = list(labels)
    return places, tuple(_recalled(k, names, sets, places, where) for k in range(len(sets))), exact


def _too_large(where: str) -> GameError:
    return GameError(where, f"saw more than {MAX_NODES} nodes", f"at most {MAX_NODES}", "merge moves")


def _branch_labels(node: Decision | Chance, where: str) -> tuple[str, ...]:
    labels = tuple(node.branches)
    if not labels:
        raise GameError(where, "saw no branch", "one or more")
    for label in labels:
        if not isinstance(label, str) or not label or "/" in label or "," in label:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise GameError(where, f"saw the branch {label!r}", "non-empty text without a slash or a comma")
    if isinstance(node, Chance):
        for value in node.branches.values():
            if not isinstance(value, tuple) or len(value) != 2:  # pyright: ignore[reportUnnecessaryIsInstance]
                raise GameError(where, "saw a branch of chance without a pair", "{label: (probability, node)}")
    return labels


def _enter(
    node: Decision,
    number: int,
    branches: tuple[str, ...],
    players: Sequence[Player],
    labels: dict[str, int],
    sets: list[tuple[int, tuple[str, ...], list[int]]],
    where: str,
) -> int:
    """Put a node into its information set and return the set's number."""
    name = node.information_set
    if not isinstance(name, str) or not name:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise GameError(where, f"saw the information set {name!r}", "non-empty text")
    here = f"{where}, information set '{shorten(name)}'"
    if node.player not in players:
        raise GameError(here, f"saw the player {node.player!r}", f"one of {list(players)[:12]}")
    seat = list(players).index(node.player)
    if name not in labels:
        labels[name] = len(sets)
        sets.append((seat, branches, [number]))
        return labels[name]
    owner, actions, nodes = sets[labels[name]]
    if owner != seat:
        raise GameError(here, f"saw the players {players[owner]!r} and {node.player!r}", "one player")
    if set(actions) != set(branches):
        raise GameError(
            here, f"saw the actions {list(actions)[:12]} and {list(branches)[:12]}", "the same actions at every node"
        )
    nodes.append(number)
    return labels[name]


def _refuse_shared_labels(drafts: Sequence[_Draft], where: str) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.label in seen:
            raise GameError(f"{where}, node '{shorten(draft.label)}'", "saw two nodes of this name", "different names")
        seen.add(draft.label)


def _numbers(node: Node) -> tuple[Any, ...]:
    if isinstance(node, Terminal):
        return node.payoffs
    return tuple(probability for probability, _ in node.branches.values()) if isinstance(node, Chance) else ()


def _places(
    drafts: Sequence[_Draft],
    sets: Sequence[tuple[int, tuple[str, ...], list[int]]],
    n_players: int,
    exact: bool,
    where: str,
) -> tuple[Place, ...]:
    ends = [0] * len(drafts)
    found: list[Place] = []
    for number in reversed(range(len(drafts))):
        draft = drafts[number]
        ends[number] = ends[draft.children[-1]] if draft.children else number + 1
        here = f"{where}, node '{shorten(draft.label)}'"
        branches: tuple[str, ...] = ()
        probabilities = payoffs = ()
        outcome = ""
        if isinstance(draft.node, Terminal):
            outcome = draft.node.outcome
            if not isinstance(outcome, str) or not outcome:  # pyright: ignore[reportUnnecessaryIsInstance]
                raise GameError(here, f"saw the outcome {outcome!r}", "non-empty text")
            if len(draft.node.payoffs) != n_players:
                raise GameError(here, f"saw {len(draft.node.payoffs)} payoffs", f"{n_players}, one per player")
            payoffs = tuple(read_number(value, exact, MAX_PAYOFF, f"{here}, payoffs") for value in draft.node.payoffs)
        elif isinstance(draft.node, Chance):
            branches = tuple(draft.node.branches)
            probabilities = read_probabilities(draft.node, exact, here)
        else:
            branches = sets[draft.information_set][1]
        place = Place(
            draft.label,
            draft.parent,
            draft.branch,
            branches,
            tuple(draft.children),
            ends[number],
            draft.information_set,
            probabilities,
            outcome,
            payoffs,
        )
        found.append(place)
    return tuple(reversed(found))


def _recalled(
    number: int,
    names: Sequence[str],
    sets: Sequence[tuple[int, tuple[str, ...], list[int]]],
    places: Sequence[Place],
    where: str,
) -> InformationSet:
    """Return an information set with the moves that its player remembers.

    Raises
    ------
    GameError
        If its nodes follow different moves of the player: it would have to forget what it did or knew.
    """
    seat, actions, nodes = sets[number]
    histories: set[tuple[tuple[int, int], ...]] = set()
    for node in nodes:
        history: list[tuple[int, int]] = []
        at = node
        while (parent := places[at].parent) >= 0:
            if (earlier := places[parent].information_set) >= 0 and sets[earlier][0] == seat:
                history.append((earlier, places[at].branch))
            at = parent
        histories.add(tuple(reversed(history)))
    if len(histories) > 1:
        raise GameError(
            f"{where}, information set '{shorten(names[number])}'",
            "saw nodes that follow different moves of its own player",
            "perfect recall: a player knows what it did and knew before",
            "give the nodes different information sets",
        )
    return InformationSet(names[number], seat, actions, tuple(nodes), histories.pop())
