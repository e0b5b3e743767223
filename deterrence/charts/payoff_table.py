"""A payoff matrix as an HTML table: best responses by shape and by text, so that no colour is needed to read it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

#: The shape that marks a best response of the first player (who picks the row) and of the second.
MARKS = ("▲", "●")

_CELL = "border:1px solid currentColor;padding:0.6em 1em;text-align:center"


@dataclass(frozen=True)
class Cell:
    """One outcome: the payoff of each player as text, and whether it is a best response of each."""

    payoffs: tuple[str, str]
    is_best: tuple[bool, bool]


@dataclass(frozen=True)
class PayoffTable:
    """A matrix of two players: their names, their actions, and ``cells[row][column]``."""

    players: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def payoff_html(table: PayoffTable) -> str:
    """Return the matrix as an HTML table with a caption that explains the marks; every text is escaped.

    Examples
    --------
    >>> cell = Cell(("3", "3"), (False, True))
    >>> "● best reply of Column" in payoff_html(PayoffTable(("Row", "Column"), ("hold",), ("hold",), ((cell,),)))
    True
    """
    first, second = map(escape, table.players)
    heads = "".join(f'<th scope="col" style="{_CELL}">{escape(second_action)}</th>' for second_action in table.columns)
    body = "".join(
        f'<tr><th scope="row" style="{_CELL}">{escape(action)}</th>'
        + "".join(f'<td style="{_CELL}">{_cell(cell, (first, second))}</td>' for cell in row)
        + "</tr>"
        for action, row in zip(table.rows, table.cells, strict=True)
    )
    caption = (
        f"{first} picks the row and gets the first number; {second} picks the column and gets the second. "
        f"{MARKS[0]} marks a best reply of {first}, {MARKS[1]} one of {second}; a cell with both is an equilibrium of "
        "the game played once."
    )
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="caption-side:bottom;text-align:left;padding-top:0.5em">{caption}</caption>'
        f'<thead><tr><th scope="col" style="{_CELL}">{first} \\ {second}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _cell(cell: Cell, players: tuple[str, str]) -> str:
    figures = ", ".join(
        f"<strong>{escape(payoff)}</strong> {mark}" if is_best else escape(payoff)
        for payoff, is_best, mark in zip(cell.payoffs, cell.is_best, MARKS, strict=True)
    )
    replies = [
        f"{mark} best reply of {player}"
        for player, is_best, mark in zip(players, cell.is_best, MARKS, strict=True)
        if is_best
    ]
    both = "<br><strong>equilibrium</strong>" if all(cell.is_best) else ""
    return figures + "".join(f'<br><span style="font-size:0.85em">{reply}</span>' for reply in replies) + both
