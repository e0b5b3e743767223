"""Gambit's strategic form (.nfg), both versions, read and written as ``Matrix``.

The payoff version lists the payoffs of every cell, the first player's action varying fastest. The outcome version lists
outcomes once and names one for every cell; 0 is the null outcome, which pays nothing. Comments and the names of
outcomes have no place in a matrix and are dropped.

Reading what was written gives the same game, and writing what was read gives the same text from then on.

References
----------
Gambit documentation, "The strategic game (.nfg) file format", payoff version and outcome version.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.matrix import Matrix
from deterrence.games.payoffs import MAX_ENTRIES
from deterrence.interchange.gambit_text import FLOATS, Scanner, quote, write_number, write_prologue

#: NumPy's arrays have at most 64 axes, and one is for the payoffs' owners.
MAX_PLAYERS = 63


def read_nfg(text: str, *, file: str = "nfg") -> Matrix:
    """Return the game that a text in .nfg format describes.

    Parameters
    ----------
    text
        The file's content, payoff or outcome version.
    file
        What messages call it.

    Returns
    -------
    Matrix
        Exact, or of floats where the file says so (see ``gambit_text``). Unlabelled strategies are numbered from 1.

    Raises
    ------
    GameError
        For the first fault, with its line and column.

    Examples
    --------
    >>> game = read_nfg('NFG 1 R "dilemma" { "row" "column" } { 2 2 } 3 3 5 0 0 5 1 1')
    >>> game.payoffs[0].tolist()
    [[Fraction(3, 1), Fraction(0, 1)], [Fraction(5, 1), Fraction(1, 1)]]
    """
    scanner = Scanner(text, file)
    is_exact, title, players = scanner.prologue("NFG", "1")
    start = scanner.next
    if len(players) > MAX_PLAYERS:
        raise scanner.fault(f"saw {len(players)} players", f"at most {MAX_PLAYERS}")
    actions = _read_actions(scanner, len(players))
    shape = tuple(len(labels) for labels in actions)
    if len(players) * math.prod(shape) > MAX_ENTRIES:
        raise scanner.fault(
            f"saw {math.prod(shape)} cells for {len(players)} players", f"at most {MAX_ENTRIES} payoffs", token=start
        )
    is_exact = scanner.comment(is_exact)
    payoffs = np.empty((len(players), *shape), dtype=object if is_exact else np.float64)
    if scanner.is_mark("{"):
        _read_outcome_cells(scanner, payoffs, is_exact)
    else:
        _read_payoff_cells(scanner, payoffs, is_exact)
    if scanner.next.kind != "end":
        raise scanner.fault(f"saw {scanner.next.shown}", f"the end after {math.prod(shape)} cells")
    try:
        return Matrix(payoffs, players=players, actions=actions, name=title)
    except GameError as error:  # a payoff too large: the tokens are read, so the place is that of the table
        raise GameError(f"{scanner.place(start)}, {error.where}", error.saw, error.allowed, error.remedy) from None


def write_nfg(game: Matrix) -> str:
    """Return a matrix game in .nfg format, payoff version.

    Examples
    --------
    >>> print(write_nfg(Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], name="dilemma")))
    NFG 1 R "dilemma" { "0" "1" }
    { { "0" "1" } { "0" "1" } }
    <BLANKLINE>
    3 3 5 0 0 5 1 1
    """
    cells = [write_number(game.payoffs[(seat, *cell)]) for cell in _cells(game) for seat in range(game.n_players)]
    return f"{_head(game)}\n\n{' '.join(cells)}"


def write_nfg_outcomes(game: Matrix) -> str:
    """Return a matrix game in .nfg format, outcome version: one numbered outcome for each different list of payoffs."""
    numbers: dict[tuple[Any, ...], int] = {}
    cells: list[str] = []
    for cell in _cells(game):
        payoffs = tuple(game.payoffs[(slice(None), *cell)].tolist())
        cells.append(str(numbers.setdefault(payoffs, len(numbers) + 1)))
    outcomes = [
        f'{{ "{number}" {", ".join(write_number(value) for value in payoffs)} }}' for payoffs, number in numbers.items()
    ]
    listed = "\n".join(outcomes)
    return f"{_head(game)}\n\n{{\n{listed}\n}}\n{' '.join(cells)}"


def _head(game: Matrix) -> str:
    actions = " ".join("{ " + " ".join(quote(label) for label in labels) + " }" for labels in game.actions)
    comment = "" if game.is_exact else f"\n{quote(FLOATS)}"
    return f"{write_prologue('NFG', 1, game.name, game.players)}\n{{ {actions} }}{comment}"


def _cells(game: Matrix) -> list[tuple[int, ...]]:
    """Return the cells with player 0's action fastest, which is the order of the file format."""
    return [tuple(reversed(index)) for index in np.ndindex(*reversed(game.n_actions))]


def _read_actions(scanner: Scanner, n_players: int) -> list[tuple[str, ...]]:
    """Read how many strategies each player has, or what they are called."""
    start = scanner.expect("{", "before the strategies")
    actions: list[tuple[str, ...]] = []
    while not scanner.is_mark("}"):
        if scanner.is_mark("{"):
            tokens = scanner.texts("label", MAX_ENTRIES)
            if not tokens:
                raise scanner.fault("saw a player without strategies", "one or more strategies")
            actions.append(scanner.labels(tokens, "strategy", ","))
        else:
            number = scanner.next
            count = scanner.count("a number of strategies")
            if count > MAX_ENTRIES:
                raise scanner.fault(f"saw {count} strategies", f"at most {MAX_ENTRIES}", token=number)
            actions.append(tuple(str(place) for place in range(1, count + 1)))
    scanner.take()
    if len(actions) != n_players:
        raise scanner.fault(
            f"saw strategies of {len(actions)} players", f"{n_players}, one list per player", token=start
        )
    return actions


def _read_payoff_cells(scanner: Scanner, payoffs: NDArray[Any], is_exact: bool) -> None:
    n_players, *shape = payoffs.shape
    total = n_players * math.prod(shape)
    for number, index in enumerate(np.ndindex(*reversed(shape))):
        for seat in range(n_players):
            what = f"payoff {number * n_players + seat + 1} of {total}"
            payoffs[(seat, *reversed(index))] = scanner.number(what, is_exact)


def _read_outcome_cells(scanner: Scanner, payoffs: NDArray[Any], is_exact: bool) -> None:
    n_players, *shape = payoffs.shape
    outcomes: list[tuple[Any, ...]] = [(0,) * n_players]
    scanner.take()
    while not scanner.is_mark("}"):
        scanner.expect("{", f"before outcome {len(outcomes)}")
        scanner.text("the name of an outcome")
        if scanner.is_mark(","):
            scanner.take()
        outcomes.append(scanner.payoffs(n_players, is_exact))
    scanner.take()
    for number, index in enumerate(np.ndindex(*reversed(shape))):
        token = scanner.next
        chosen = scanner.count(f"the outcome of cell {number + 1} of {math.prod(shape)}", least=0)
        if chosen >= len(outcomes):
            raise scanner.fault(f"saw outcome {chosen}", f"0 to {len(outcomes) - 1}", token=token)
        for seat, value in enumerate(outcomes[chosen]):
            payoffs[(seat, *reversed(index))] = value
