"""The intuitive criterion and D1: which beliefs after an unexpected message are sensible, in signalling games.

A *signalling game* here is a tree in which, once moves settled by dominance are put aside, one player (the sender)
moves at information sets that chance alone leads to, its *types*; one other player (the receiver) replies at most once
on every path; and each set of the receiver is reached by one action at most of every type. A set of the receiver that
play never reaches stands for an unexpected message.

Both refinements look only at what types earn in equilibrium and could earn after the message, against replies that are
best for some belief (Cho and Kreps 1987):

- *Intuitive criterion.* Types that would lose by the message against every such reply are ruled out. The equilibrium
  fails when some type then gains against every reply that is best for a belief on the types left.
- *D1.* A type is ruled out when another gains against every reply against which it would not lose. The equilibrium
  fails when no belief on the types left has a best reply that keeps all types from sending the message.

References
----------
Cho, I.-K., and D. M. Kreps (1987). "Signaling games and stable equilibria." Quarterly Journal of Economics 102(2):
179-221.
Banks, J. S., and J. Sobel (1987). "Equilibrium selection in signaling games." Econometrica 55(3): 647-661.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeGuard

from deterrence.games.tree import Tree
from deterrence.games.tree_play import reach, values
from deterrence.kernels.exact_programme import maximise
from deterrence.solvers.tree_supports import Support

#: Name of a refinement to how a sentence calls it.
REFINEMENTS: Mapping[str, str] = {"intuitive": "The intuitive criterion", "d1": "D1"}


@dataclass(frozen=True)
class Signalling:
    """Hold how a tree is a signalling game.

    Parameters
    ----------
    sender, receiver
        Their seats.
    messages
        ``messages[h][t]`` is the action by which type t, an information set of the sender, leads to the receiver's
        set h.
    replies
        ``replies[h]``: the receiver's actions at h that dominance leaves.
    """

    sender: int
    receiver: int
    messages: Mapping[int, Mapping[int, int]]
    replies: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Verdict:
    """Whether an equilibrium survives a refinement, and why it does not."""

    survives: bool
    why: str = ""


@dataclass(frozen=True)
class _Message:
    """An unexpected message, in numbers: what types earn without and with it, and what the receiver earns.

    ``usual[t]``, ``sent[t][b]`` and ``received[t][b]``, by type and by reply.
    """

    usual: Mapping[int, Any]
    sent: Mapping[int, Mapping[int, Any]]
    received: Mapping[int, Mapping[int, Any]]
    replies: tuple[int, ...]


def is_signalling(found: Signalling | str) -> TypeGuard[Signalling]:
    """Say whether ``read_signalling`` found a signalling game."""
    return isinstance(found, Signalling)


def read_signalling(tree: Tree, kept: Support) -> Signalling | str:
    """Return how a tree is a signalling game once dominance leaves only the kept actions, or why it is none."""
    open_sets = [h for h, actions in enumerate(kept) if len(actions) > 1]
    reasons: list[str] = []
    for sender, receiver in itertools.permutations(range(tree.n_players), 2):
        replying = [h for h in open_sets if tree.information_sets[h].seat == receiver]
        if replying:
            found = _read_pair(tree, kept, sender, receiver, replying)
            types = {t for senders in found.messages.values() for t in senders} if isinstance(found, Signalling) else ()
            if isinstance(found, str):
                reasons.append(found)
            elif any(h not in types for h in open_sets if h not in replying):
                reasons.append("a player who is neither sender nor receiver has a choice")
            else:
                return found
    return reasons[0] if reasons else "no move is left open by dominance"


def _read_pair(tree: Tree, kept: Support, sender: int, receiver: int, replying: Sequence[int]) -> Signalling | str:
    """Return how two seats are sender and receiver, or why they are not."""
    messages: dict[int, dict[int, int]] = {}
    for h in replying:
        name = tree.information_sets[h].label
        for node in tree.information_sets[h].nodes:
            path = [(k, action) for k, action in _path(tree, node) if len(tree.information_sets[k].actions) > 1]
            own = [(k, action) for k, action in path if tree.information_sets[k].seat == sender]
            others = [(k, action) for k, action in path if tree.information_sets[k].seat != sender]
            if any(action not in kept[k] for k, action in others):
                continue
            if len(own) != 1 or any(len(kept[k]) > 1 for k, _ in others):
                return f"not exactly one open move leads to '{name}'"
            if messages.setdefault(h, {}).setdefault(*own[0]) != own[0][1]:
                return f"a type can reach '{name}' by several actions"
    return Signalling(sender, receiver, messages, {h: kept[h] for h in replying})


def _path(tree: Tree, node: int) -> list[tuple[int, int]]:
    """Return the moves that lead to a node, as (information set, action)."""
    found: list[tuple[int, int]] = []
    while (parent := tree.places[node].parent) >= 0:
        if (h := tree.places[parent].information_set) >= 0:
            found.append((h, tree.places[node].branch))
        node = parent
    return found


def verdict(tree: Tree, game: Signalling, mix: Sequence[Sequence[Any]], refinement: str) -> Verdict:
    """Say whether an equilibrium survives a refinement after every unexpected message."""
    weights = reach(tree.places, mix)
    for h in game.messages:
        if any(weights[node] for node in tree.information_sets[h].nodes):
            continue
        message = _message(tree, game, mix, h)
        left, survives = (_intuitive if refinement == "intuitive" else _d1)(message)
        if not survives:
            names = [f"'{tree.information_sets[t].label}'" for t in left]
            return Verdict(
                False,
                f"at '{tree.information_sets[h].label}', where play never comes, only {' or '.join(names)} could be "
                "thought to move, and then somebody would",
            )
    return Verdict(True)


def _message(tree: Tree, game: Signalling, mix: Sequence[Sequence[Any]], h: int) -> _Message:
    senders = game.messages[h]
    usual: dict[int, Any] = {}
    sent: dict[int, dict[int, Any]] = {t: {} for t in senders}
    received: dict[int, dict[int, Any]] = {t: {} for t in senders}
    before = reach(tree.places, mix)
    plain = values(tree.places, mix)
    for t in senders:
        usual[t] = _average(tree.information_sets[t].nodes, before, plain, game.sender)
    for reply in game.replies[h]:
        for t, action in senders.items():
            changed = [list(row) for row in mix]
            changed[h] = [Fraction(int(a == reply)) for a in range(len(mix[h]))]
            changed[t] = [Fraction(int(a == action)) for a in range(len(mix[t]))]
            after = values(tree.places, changed)
            weights = reach(tree.places, changed)
            sent[t][reply] = _average(tree.information_sets[t].nodes, weights, after, game.sender)
            own = [node for node in tree.information_sets[h].nodes if (t, action) in _path(tree, node)]
            received[t][reply] = _average(own, weights, after, game.receiver)
    return _Message(usual, sent, received, game.replies[h])


def _average(nodes: Sequence[int], weights: Sequence[Any], payoffs: Sequence[Sequence[Any]], seat: int) -> Any:
    total = sum(weights[node] for node in nodes)
    if not total:  # a type of probability zero: its nodes count alike
        return sum(payoffs[node][seat] for node in nodes) / Fraction(len(nodes))
    return sum(weights[node] * payoffs[node][seat] for node in nodes) / total


def _intuitive(message: _Message) -> tuple[list[int], bool]:
    """Return the types left by the intuitive criterion, and whether the equilibrium survives."""
    anything = [reply for (reply,) in _faces(message, list(message.sent), largest=1)]
    left = [t for t in message.sent if message.usual[t] <= max(message.sent[t][reply] for reply in anything)]
    if not left:
        return left, True
    sensible = [reply for (reply,) in _faces(message, left, largest=1)]
    gains = any(message.usual[t] < min(message.sent[t][reply] for reply in sensible) for t in left)
    return left, not gains


def _d1(message: _Message) -> tuple[list[int], bool]:
    """Return the types left by D1, and whether the equilibrium survives."""
    faces = list(_faces(message, list(message.sent)))
    ruled_out = {t for t, other in itertools.permutations(message.sent, 2) if _gains_whenever(message, faces, other, t)}
    left = [t for t in message.sent if t not in ruled_out] or list(message.sent)
    for face in _faces(message, left):
        deterring = [[*(message.sent[t][b] for b in face), message.usual[t]] for t in message.sent]
        if maximise([0] * len(face), deterring, [[1] * (len(face) + 1)]) is not None:
            return left, True
    return left, False


def _gains_whenever(message: _Message, faces: Sequence[tuple[int, ...]], other: int, one: int) -> bool:
    """Say whether ``other`` gains against every best reply against which ``one`` would not lose, and against some."""
    if all(message.sent[other][b] <= message.usual[other] for face in faces for b in face):
        return False
    for face in faces:
        rows = [
            [*(-message.sent[one][b] for b in face), -message.usual[one]],
            [*(message.sent[other][b] for b in face), message.usual[other]],
        ]
        if maximise([0] * len(face), rows, [[1] * (len(face) + 1)]) is not None:
            return False
    return True


def _faces(message: _Message, types: Sequence[int], *, largest: int | None = None) -> Iterator[tuple[int, ...]]:
    """Yield the sets of replies that are all best for one and the same belief on some types."""
    for size in range(1, (largest or len(message.replies)) + 1):
        for face in itertools.combinations(message.replies, size):
            gaps = [
                [message.received[t][b] - message.received[t][face[0]] for t in types] + [0]
                for b in message.replies
                if b != face[0]
            ]
            tied = [[message.received[t][b] - message.received[t][face[0]] for t in types] + [0] for b in face[1:]]
            if maximise([0] * len(types), gaps, [[1] * (len(types) + 1), *tied]) is not None:
                yield face
