"""Games as text that Gambit reads: the strategic form (.nfg) and, for a one-shot game, the extensive form (.efg).

The formats are those of the Gambit documentation, "The strategic game (.nfg) file format, payoff version" and "The
extensive game (.efg) file format". Numbers are written as integers, fractions or the shortest decimals that read back
to the same float.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from deterrence.games.matrix import Matrix


def write_nfg(game: Matrix) -> str:
    """Return a matrix game in Gambit's .nfg format, payoff version; the first player's action varies fastest.

    Examples
    --------
    >>> print(write_nfg(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], name="dilemma")))
    NFG 1 R "dilemma" { "0" "1" }
    { { "0" "1" } { "0" "1" } }
    <BLANKLINE>
    3 3 5 0 0 5 1 1
    """
    players = " ".join(_quote(str(player)) for player in game.players)
    actions = " ".join("{ " + " ".join(_quote(label) for label in labels) + " }" for labels in game.actions)
    cells = [_number(game.payoffs[(seat, *cell)]) for cell in _cells(game) for seat in range(game.n_players)]
    return f"NFG 1 R {_quote(game.name)} {{ {players} }}\n{{ {actions} }}\n\n{' '.join(cells)}"


def write_efg(game: Matrix) -> str:
    """Return a matrix game in Gambit's .efg format: players move in order, nobody sees an earlier move."""
    players = " ".join(_quote(str(player)) for player in game.players)
    lines = [f"EFG 2 R {_quote(game.name)} {{ {players} }}", '""', ""]
    outcomes = 0

    def visit(cell: tuple[int, ...]) -> None:
        nonlocal outcomes
        seat = len(cell)
        if seat == game.n_players:
            outcomes += 1
            payoffs = ", ".join(_number(value) for value in game.payoffs[(slice(None), *cell)])
            label = ",".join(game.actions[i][action] for i, action in enumerate(cell))
            lines.append(f't "" {outcomes} {_quote(label)} {{ {payoffs} }}')
            return
        actions = " ".join(_quote(label) for label in game.actions[seat])
        lines.append(f'p "" {seat + 1} 1 "stage" {{ {actions} }} 0')
        for action in range(game.n_actions[seat]):
            visit((*cell, action))

    visit(())
    return "\n".join(lines)


def _cells(game: Matrix) -> list[tuple[int, ...]]:
    """Return the cells with player 0's action fastest, which is the order of the file format."""
    return [tuple(reversed(index)) for index in np.ndindex(*reversed(game.n_actions))]


def _number(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    return repr(float(value)).removesuffix(".0")


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
