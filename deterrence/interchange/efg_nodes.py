"""Reading the nodes of an .efg file: from a flat list, each node before its subtree, to the records of a ``Tree``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from deterrence.errors import GameError, shorten
from deterrence.games.profile import Player
from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree
from deterrence.games.tree_layout import MAX_DEPTH, MAX_NODES
from deterrence.games.tree_numbers import SUM_TOLERANCE
from deterrence.interchange.gambit_text import Scanner, Token

#: Largest common denominator of the probabilities of one move; sums of fractions without a limit take no end.
MAX_DENOMINATOR = 10**1000

#: What joins the names of several outcomes met on one path.
JOIN = " + "


@dataclass
class _Set:
    """An information set as first declared: player 0 is chance."""

    name: str
    token: Token
    actions: tuple[str, ...]
    chances: tuple[Any, ...]


@dataclass
class _Draft:
    """A node of the file while its branches are still being filled."""

    kind: str
    name: str
    key: tuple[int, int]
    follows: list[_Draft] = field(default_factory=list["_Draft"])
    outcome: str = ""
    payoffs: tuple[Any, ...] = ()


@dataclass
class _Reader:
    scanner: Scanner
    players: tuple[Player, ...]
    is_exact: bool
    sets: dict[tuple[int, int], _Set] = field(default_factory=dict[tuple[int, int], _Set])
    outcomes: dict[int, tuple[str, tuple[Any, ...]]] = field(default_factory=dict[int, tuple[str, tuple[Any, ...]]])
    n_nodes: int = 0

    def draft(self, depth: int, names: tuple[str, ...], earned: tuple[Any, ...]) -> _Draft:
        """Read one node and all that follows from it."""
        token = self.scanner.next
        self.n_nodes += 1
        if self.n_nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self.scanner.fault(
                f"saw node {self.n_nodes}, {depth} moves down", f"at most {MAX_NODES} nodes and {MAX_DEPTH} moves"
            )
        kind = self.scanner.word("the kind of a node", ("c", "p", "t"))
        name = self.scanner.text("the name of the node").value
        key = (0, 0)
        if kind != "t":
            key = self._information_set(kind)
        label, payoffs = self._outcome()
        names = (*names, label) if label else names
        earned = tuple(total + own for total, own in zip(earned, payoffs, strict=True)) if payoffs else earned
        if kind == "t":
            return _Draft(kind, name, key, [], JOIN.join(names) or "nothing", earned)
        draft = _Draft(kind, name, key)
        for action in self.sets[key].actions:
            if self.scanner.next.kind == "end":
                raise self.scanner.fault(
                    "saw the end of the text", f"what follows from {action!r} at {self.scanner.place(token)}"
                )
            draft.follows.append(self.draft(depth + 1, names, earned))
        return draft

    def _information_set(self, kind: str) -> tuple[int, int]:
        start = self.scanner.next
        seat = self.scanner.count("the number of the player") if kind == "p" else 0
        if seat > len(self.players):
            raise self.scanner.fault(f"saw player {seat}", f"1 to {len(self.players)}", token=start)
        token = self.scanner.next
        key = (seat, self.scanner.count("the number of the information set"))
        name = self.scanner.take().value if self.scanner.next.kind == "text" else ""
        if not self.scanner.is_mark("{"):
            if key not in self.sets:
                raise self.scanner.fault(f"saw {self.scanner.next.shown}", "'{' before the actions of a new set")
            return key
        declared = self._actions(name, token, is_chance=kind == "c")
        known = self.sets.setdefault(key, declared)
        if (known.actions, known.chances) != (declared.actions, declared.chances):
            raise self.scanner.fault(
                f"saw other actions than at {self.scanner.place(known.token)}", "the same for one set", token=token
            )
        return key

    def _actions(self, name: str, token: Token, *, is_chance: bool) -> _Set:
        self.scanner.expect("{", "before the actions")
        labels: list[Token] = []
        chances: list[Any] = []
        total: Any = 0
        while not self.scanner.is_mark("}"):
            labels.append(self.scanner.text("an action"))
            if is_chance:
                chances.append(self.scanner.number(f"the probability of {labels[-1].shown}", self.is_exact))
                total += chances[-1]
                if self.is_exact and total.denominator > MAX_DENOMINATOR:
                    raise self.scanner.fault("saw fractions whose common denominator is too long", "shorter fractions")
                if self.scanner.is_mark(","):
                    self.scanner.take()
        if not labels:
            raise self.scanner.fault("saw no action", "one or more")
        if is_chance and (min(chances) < 0 or abs(total - 1) > (0 if self.is_exact else SUM_TOLERANCE)):
            saw = f"saw probabilities that sum to {shorten(str(total))}"
            raise self.scanner.fault(saw, "numbers from 0 that sum to 1")
        self.scanner.take()
        return _Set(name, token, self.scanner.labels(labels, "action", "/,"), tuple(chances))

    def _outcome(self) -> tuple[str, tuple[Any, ...]]:
        """Read the outcome at a node: its label and payoffs, nothing for the null outcome."""
        token = self.scanner.next
        number = self.scanner.count("the number of the outcome", least=0)
        name = self.scanner.take().value if self.scanner.next.kind == "text" else ""
        if number == 0:
            if self.scanner.is_mark("{"):
                self.scanner.take()
                if any(self.scanner.payoffs(len(self.players), self.is_exact)):
                    raise self.scanner.fault("saw payoffs of outcome 0", "none: it pays nothing", token=token)
            return "", ()
        if self.scanner.is_mark("{"):
            self.scanner.take()
            payoffs = self.scanner.payoffs(len(self.players), self.is_exact)
            known = self.outcomes.setdefault(number, (name or f"outcome {number}", payoffs))
            if known[1] != payoffs:
                raise self.scanner.fault(f"saw other payoffs of outcome {number}", "the same everywhere", token=token)
        elif number not in self.outcomes:
            saw = f"saw outcome {number} without payoffs"
            raise self.scanner.fault(saw, "payoffs where it first stands", token=token)
        return self.outcomes[number]


def read_nodes(text: str, file: str) -> Tree:
    """Return the tree that an .efg text describes."""
    scanner = Scanner(text, file)
    is_exact, title, players = scanner.prologue("EFG", "2")
    is_exact = scanner.comment(is_exact)
    reader = _Reader(scanner, players, is_exact)
    nothing: Any = 0 if is_exact else 0.0
    start = scanner.next
    draft = reader.draft(0, (), (nothing,) * len(players))
    if scanner.next.kind != "end":
        raise scanner.fault(f"saw {scanner.next.shown}", "the end: every branch is filled")
    labels = _set_labels(reader)
    names = Counter(name for name in _names(draft))
    root = _record(draft, reader, labels, names)
    try:
        return Tree(root, players=players, name=title)
    except GameError as error:
        token = next(
            (reader.sets[key].token for key, label in labels.items() if f"information set '{label}'" in error.where),
            start,
        )
        raise GameError(f"{scanner.place(token)}, {error.where}", error.saw, error.allowed, error.remedy) from None


def _set_labels(reader: _Reader) -> dict[tuple[int, int], str]:
    """Return a label for every information set of a player, its name where no other has it."""
    owned = {key: one for key, one in reader.sets.items() if key[0]}
    uses = Counter(one.name for one in owned.values())
    found: dict[tuple[int, int], str] = {}
    for (seat, number), one in owned.items():
        is_own = one.name and uses[one.name] == 1
        found[seat, number] = one.name if is_own else f"{reader.players[seat - 1]}:{number}"
    return found


def _names(draft: _Draft) -> list[str]:
    return [draft.name, *(name for follows in draft.follows for name in _names(follows))]


def _record(draft: _Draft, reader: _Reader, labels: dict[tuple[int, int], str], names: Counter[str]) -> Node:
    if draft.kind == "t":
        return Terminal(draft.outcome, draft.payoffs)
    one = reader.sets[draft.key]
    follows = [_record(follow, reader, labels, names) for follow in draft.follows]
    name = draft.name if names[draft.name] == 1 else ""
    if draft.kind == "c":
        pairs = zip(one.chances, follows, strict=True)
        return Chance(zip(one.actions, pairs, strict=True), name=name)
    player = reader.players[draft.key[0] - 1]
    return Decision(player, labels[draft.key], zip(one.actions, follows, strict=True), name=name)
