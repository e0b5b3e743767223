"""Gambit's extensive form (.efg), read and written as ``Tree``; one-shot games can be written as well.

A file lists the nodes, each before what follows from it: ``c`` for chance, ``p`` for a player, ``t`` for an end. An
outcome at a node on the way adds to the payoffs of every end below it; 0 is the null outcome, which pays nothing.

What a tree does not keep: comments, numbers of information sets and outcomes, and the names of nodes that share one.
Information sets without a name, or with another's, are called ``player:number``.

References
----------
Gambit documentation, "The extensive game (.efg) file format".
"""

from __future__ import annotations

from typing import Any

from deterrence.games.matrix import Matrix
from deterrence.games.tree import Chance, Node, Terminal, Tree
from deterrence.interchange.efg_nodes import read_nodes
from deterrence.interchange.gambit_text import FLOATS, quote, write_chances, write_number, write_prologue


def read_efg(text: str, *, file: str = "efg") -> Tree:
    """Return the game that a text in .efg format describes.

    Parameters
    ----------
    text
        The file's content.
    file
        What messages call it.

    Returns
    -------
    Tree
        Exact, or of floats where the file says so (see ``gambit_text``).

    Raises
    ------
    GameError
        For the first fault, with its line and column; also for a game that a ``Tree`` cannot hold, such as one of
        imperfect recall.

    Examples
    --------
    >>> game = read_efg('EFG 2 R "" { "A" } p "" 1 1 "turn" { "in" "out" } 0 t "" 1 "won" { 1/2 } t "" 0')
    >>> game.payoff(game.profile({"turn": "in"}))
    (Fraction(1, 2),)
    """
    return read_nodes(text, file)


def write_efg(game: Tree) -> str:
    """Return a tree in .efg format; reading it gives the same tree.

    Examples
    --------
    >>> from deterrence.games.tree import Decision
    >>> print(write_efg(Tree(Decision("A", "turn", {"in": Terminal("won", (1,)), "out": Terminal("lost", (0,))}),
    ...                      players=["A"], name="one")))
    EFG 2 R "one" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "turn" { "in" "out" } 0
    t "" 1 "won" { 1 }
    t "" 2 "lost" { 0 }
    """
    lines = [write_prologue("EFG", 2, game.name, game.players), quote("" if game.is_exact else FLOATS), ""]
    sets: dict[str, int] = {}
    outcomes: dict[tuple[str, tuple[Any, ...]], int] = {}
    counts = dict.fromkeys(game.players, 0)
    n_chance = 0
    pending: list[Node] = [game.root]
    while pending:
        node = pending.pop()
        if isinstance(node, Terminal):
            number = outcomes.setdefault((node.outcome, node.payoffs), len(outcomes) + 1)
            payoffs = ", ".join(_number(value, game.is_exact) for value in node.payoffs)
            lines.append(f't "" {number} {quote(node.outcome)} {{ {payoffs} }}')
        elif isinstance(node, Chance):
            n_chance += 1
            chances = [chance for chance, _ in node.branches.values()]
            texts = map(str, chances) if game.is_exact else write_chances([float(chance) for chance in chances])
            branches = " ".join(f"{quote(label)} {text}" for label, text in zip(node.branches, texts, strict=True))
            lines.append(f'c {quote(node.name)} {n_chance} "" {{ {branches} }} 0')
            pending.extend(follows for _, follows in reversed(list(node.branches.values())))
        else:
            if node.information_set not in sets:
                counts[node.player] += 1
                sets[node.information_set] = counts[node.player]
            actions = next(one.actions for one in game.information_sets if one.label == node.information_set)
            listed = " ".join(quote(label) for label in actions)
            seat = game.players.index(node.player) + 1
            place = f"{seat} {sets[node.information_set]} {quote(node.information_set)}"
            lines.append(f"p {quote(node.name)} {place} {{ {listed} }} 0")
            pending.extend(node.branches[label] for label in reversed(actions))
    return "\n".join(lines)


def write_matrix_efg(game: Matrix) -> str:
    """Return a one-shot game in .efg format: players move in order, and nobody sees an earlier move."""
    lines = [write_prologue("EFG", 2, game.name, game.players), quote("" if game.is_exact else FLOATS), ""]
    outcomes = 0

    def visit(cell: tuple[int, ...]) -> None:
        nonlocal outcomes
        seat = len(cell)
        if seat == game.n_players:
            outcomes += 1
            payoffs = ", ".join(write_number(value) for value in game.payoffs[(slice(None), *cell)])
            label = ",".join(game.actions[i][action] for i, action in enumerate(cell))
            lines.append(f't "" {outcomes} {quote(label)} {{ {payoffs} }}')
            return
        actions = " ".join(quote(label) for label in game.actions[seat])
        lines.append(f'p "" {seat + 1} 1 "stage" {{ {actions} }} 0')
        for action in range(game.n_actions[seat]):
            visit((*cell, action))

    visit(())
    return "\n".join(lines)


def _number(value: Any, is_exact: bool) -> str:
    """Return a number of an exact tree as it is, and any number of another as the float that the tree reads."""
    return str(value) if is_exact else write_number(float(value))
