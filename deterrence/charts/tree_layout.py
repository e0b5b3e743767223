"""Where the nodes of a tree stand in its picture, and what is written on them.

Every end has a row of its own and every move stands in the middle of what follows from it. A branch leaves its node
slanted and arrives level, and its label stands on the level part: so no two labels can meet, however the tree grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deterrence.charts.svg import clean, shorten_to, text_width

SIZE = 13.0
SMALL = 11.5
ROW = 50.0
RIM = 20.0
TOP = 84.0
SLANT = 30.0
NODE_HEIGHT = 36.0
#: Widest node, branch label, outcome and name of a player at the head of a column.
MAX_NODE, MAX_LABEL, MAX_OUTCOME, MAX_HEAD = 230.0, 190.0, 210.0, 110.0
COLUMN_SPACE = 22.0

Kind = Literal["decision", "chance", "end"]


@dataclass(frozen=True)
class TreeNode:
    """A node of the picture; nodes stand in a list, each before what follows from it.

    Parameters
    ----------
    label
        Its name, unique in the tree.
    kind
        A decision, a move of chance, or an end.
    parent
        Number of the node before; -1 for the first.
    title
        Who moves; at an end, the outcome.
    note
        A second, smaller line: the information set in words.
    information_set
        Its label; empty for chance and ends.
    belief
        How likely the player thinks it that play is here, as it is written; empty when there is nothing to say.
    branch
        What leads here from the node before; empty for the first.
    probability
        Of that branch, as it is written; empty when none is known.
    payoffs
        At an end, one text per player.
    reached
        Probability that play comes here under the profile shown, in [0, 1]; None when no profile is shown.
    """

    label: str
    kind: Kind
    parent: int
    title: str
    note: str = ""
    information_set: str = ""
    belief: str = ""
    branch: str = ""
    probability: str = ""
    payoffs: tuple[str, ...] = ()
    reached: float | None = None

    @property
    def second_line(self) -> str:
        """The information set, with the belief at this node."""
        return f"{self.note} · belief {self.belief}" if self.belief else self.note


@dataclass(frozen=True)
class TreeLayout:
    """Where nodes stand: their middle heights, the columns of moves, the left rims of the table's columns."""

    heights: tuple[float, ...]
    depths: tuple[int, ...]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    columns: tuple[float, ...]
    width: float
    height: float


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text as one line that fits a width."""
    return shorten_to(clean(text), width, size, bold=bold)


def depths_of(nodes: Sequence[TreeNode]) -> list[int]:
    """Return how many moves lie before each node."""
    depths: list[int] = []
    for node in nodes:
        depths.append(0 if node.parent < 0 else depths[node.parent] + 1)
    return depths


def branch_label(node: TreeNode) -> str:
    """Return what is written on the branch that leads to a node: the action and its probability."""
    words = fit(node.branch, MAX_LABEL, SMALL, bold=True)
    return f"{words} {node.probability}" if node.probability else words


def lay_out_tree(nodes: Sequence[TreeNode], players: Sequence[str]) -> TreeLayout:
    """Return where everything stands."""
    depths = depths_of(nodes)
    spans: list[tuple[float, float]] = [(0.0, 0.0)] * len(nodes)
    heights = [0.0] * len(nodes)
    row = 0
    for k, node in enumerate(nodes):
        if node.kind == "end":
            spans[k] = (row, row)
            row += 1
    for k in reversed(range(len(nodes))):
        children = [j for j in range(k + 1, len(nodes)) if nodes[j].parent == k]
        if children:
            spans[k] = (min(spans[j][0] for j in children), max(spans[j][1] for j in children))
        heights[k] = TOP + (sum(spans[k]) / 2 + 0.5) * ROW
    moves = max((d for d, node in zip(depths, nodes, strict=True) if node.kind != "end"), default=0)
    widths = [0.0] * (moves + 1)
    labels = [0.0] * (moves + 2)
    for d, node in zip(depths, nodes, strict=True):
        if node.kind != "end":
            widths[d] = max(widths[d], _node_width(node))
        labels[d] = max(labels[d], text_width(branch_label(node), SMALL, bold=True) + 16 if d else 0.0)
    lefts = [RIM]
    for d in range(moves):
        lefts.append(lefts[-1] + widths[d] + SLANT + labels[d + 1])
    table = lefts[-1] + widths[-1] + SLANT + max(labels[moves + 1], 30.0)
    outcomes = [text_width(fit(node.title, MAX_OUTCOME, SIZE, bold=True), SIZE, bold=True)
                for node in nodes if node.kind == "end"]  # fmt: skip
    columns = [table]
    x = table + max([*outcomes, text_width("outcome", SMALL)]) + COLUMN_SPACE
    has_reached = any(node.reached is not None for node in nodes)
    for seat in range(len(players) + has_reached):
        head = players[seat] if seat < len(players) else "reached"
        cells = [node.payoffs[seat] for node in nodes if node.kind == "end" and seat < len(node.payoffs)]
        wide = max([text_width(fit(head, MAX_HEAD, SMALL, bold=True), SMALL, bold=True), 46.0]
                   + [min(text_width(cell, SIZE), MAX_HEAD) for cell in cells])  # fmt: skip
        columns.append(x + wide)
        x += wide + COLUMN_SPACE
    return TreeLayout(
        tuple(heights),
        tuple(depths),
        tuple(lefts),
        tuple(widths),
        tuple(columns),
        max(x - COLUMN_SPACE + RIM, 420.0),
        TOP + max(row, 1) * ROW + RIM,
    )


def _node_width(node: TreeNode) -> float:
    first = text_width(fit(node.title, MAX_NODE, SIZE, bold=True), SIZE, bold=True)
    second = text_width(fit(node.second_line, MAX_NODE, SMALL), SMALL) if node.note else 0.0
    return max(first, second) + 22
