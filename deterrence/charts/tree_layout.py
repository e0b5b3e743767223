"""Where the nodes of a tree stand in its picture, and what is written on them.

Every end has a row of its own and every move stands in the middle of what follows from it. A branch leaves its node
slanted and arrives level, and its label stands on the level part, the action above and its probability below: so no
two labels can meet, however the tree grows. Words are broken into lines, so that five moves in a row fit a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deterrence.charts.svg import clean, shorten_to, text_width, wrap

SIZE = 13.0
SMALL = 11.5
#: Height of an end; a tree with longer words takes what it needs.
ROW = 50.0
RIM = 12.0
TOP = 92.0
SLANT = 16.0
#: From line to line of a text that was broken.
LINE = 14.0
#: Widest line of a node, of a branch label, of an outcome, and of a player's name at the head of a column.
MAX_NODE, MAX_LABEL, MAX_OUTCOME, MAX_HEAD = 100.0, 90.0, 112.0, 80.0
COLUMN_SPACE = 12.0
#: Room between two nodes, one above the other, and beside the words on a branch.
GAP, BESIDE = 10.0, 11.0

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

    @property
    def share_reached(self) -> str:
        """How likely play is to come here, as it is written at an end; empty when no profile is shown."""
        return "" if self.reached is None else f"reached {self.reached:.0%}"


@dataclass(frozen=True)
class TreeLayout:
    """Where nodes stand: their middle heights, the columns of moves, the columns of the table.

    The table's first column is given by its left rim, the others by their right rims.
    """

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


def title_lines(node: TreeNode) -> tuple[str, ...]:
    """Return who moves at a node, or the outcome of an end, in lines."""
    width = MAX_OUTCOME if node.kind == "end" else MAX_NODE
    return wrap(clean(node.title), width, SIZE, lines=2, bold=True)


def small_lines(node: TreeNode) -> tuple[str, ...]:
    """Return what stands below: at a move the information set and the belief, at an end how often it is reached."""
    if node.kind == "end":
        return (node.share_reached,) if node.share_reached else ()
    note = wrap(clean(node.note), MAX_NODE, SMALL, lines=3) if node.note else ()
    return (*note, *wrap(f"belief {clean(node.belief)}", MAX_NODE, SMALL, lines=2)) if node.belief else note


def branch_lines(node: TreeNode) -> tuple[str, ...]:
    """Return the action on the branch that leads to a node, in lines that stand above it."""
    return wrap(clean(node.branch), MAX_LABEL, SMALL, lines=2, bold=True)


def head_lines(name: str) -> tuple[str, ...]:
    """Return the name of a player at the head of a column, in lines."""
    return wrap(clean(name), MAX_HEAD, SMALL, lines=2, bold=True)


def node_height(node: TreeNode) -> float:
    """Return the height of a node's box."""
    return LINE * (len(title_lines(node)) + len(small_lines(node))) + 10


def lay_out_tree(nodes: Sequence[TreeNode], players: Sequence[str]) -> TreeLayout:
    """Return where everything stands."""
    depths = depths_of(nodes)
    rows, count = _rows(nodes)
    row = _row_height(nodes, depths, rows)
    moves = max((d for d, node in zip(depths, nodes, strict=True) if node.kind != "end"), default=0)
    widths = [0.0] * (moves + 1)
    labels = [0.0] * (moves + 2)
    for d, node in zip(depths, nodes, strict=True):
        if node.kind != "end":
            widths[d] = max(widths[d], _words_width(node) + 14)
        labels[d] = max(labels[d], _branch_width(node) + BESIDE if d else 0.0)
    lefts = [RIM]
    for d in range(moves):
        lefts.append(lefts[-1] + widths[d] + SLANT + labels[d + 1])
    table = lefts[-1] + widths[-1] + SLANT + max(labels[moves + 1], 30.0) + 4
    outcomes = [_words_width(node) for node in nodes if node.kind == "end"]
    columns = [table]
    x = table + max([*outcomes, text_width("outcome", SMALL)]) + COLUMN_SPACE
    for seat, player in enumerate(players):
        cells = [node.payoffs[seat] for node in nodes if node.kind == "end" and seat < len(node.payoffs)]
        wide = max([*(text_width(line, SMALL, bold=True) for line in head_lines(player)), 34.0]
                   + [min(text_width(cell, SIZE), MAX_HEAD) for cell in cells])  # fmt: skip
        columns.append(x + wide)
        x += wide + COLUMN_SPACE
    return TreeLayout(
        tuple(TOP + (middle + 0.5) * row for middle in rows),
        tuple(depths),
        tuple(lefts),
        tuple(widths),
        tuple(columns),
        max(x - COLUMN_SPACE + RIM, 420.0),
        TOP + max(count, 1) * row + RIM,
    )


def _rows(nodes: Sequence[TreeNode]) -> tuple[list[float], int]:
    """Return the row of each node, a move's in the middle of what follows from it, and the number of rows."""
    spans: list[tuple[float, float]] = [(0.0, 0.0)] * len(nodes)
    count = 0
    for k, node in enumerate(nodes):
        if node.kind == "end":
            spans[k] = (count, count)
            count += 1
    for k in reversed(range(len(nodes))):
        children = [j for j in range(k + 1, len(nodes)) if nodes[j].parent == k]
        if children:
            spans[k] = (min(spans[j][0] for j in children), max(spans[j][1] for j in children))
    return [sum(span) / 2 for span in spans], count


def _row_height(nodes: Sequence[TreeNode], depths: Sequence[int], rows: Sequence[float]) -> float:
    """Return the least height of a row at which neither nodes nor the words on branches meet."""
    needed = ROW + LINE * (max((len(branch_lines(node)) for node in nodes if node.parent >= 0), default=1) - 1)
    lowest: dict[int, tuple[float, float]] = {}
    for node, depth, row in sorted(zip(nodes, depths, rows, strict=True), key=lambda one: one[2]):
        column = -1 if node.kind == "end" else depth
        tall = node_height(node)
        if column in lowest:
            before, other = lowest[column]
            needed = max(needed, ((tall + other) / 2 + GAP) / (row - before))
        lowest[column] = row, tall
    return needed


def _words_width(node: TreeNode) -> float:
    wide = [text_width(line, SIZE, bold=True) for line in title_lines(node)]
    return max([*wide, *(text_width(line, SMALL) for line in small_lines(node))])


def _branch_width(node: TreeNode) -> float:
    return max(text_width(words, SMALL, bold=True) for words in (*branch_lines(node), node.probability))
