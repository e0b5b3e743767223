"""An extensive game as an SVG picture: moves from left to right, ends and payoffs as a table on the right.

What is played is thick, and its probability is written; nodes that a player cannot tell apart are joined by a dashed
line, and carry the name of their information set and the belief held there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from deterrence.charts.svg import Pen, Theme, clean, element, focusable, wrap
from deterrence.charts.tree_layout import (
    LINE,
    MAX_HEAD,
    RIM,
    SIZE,
    SLANT,
    SMALL,
    TOP,
    TreeLayout,
    TreeNode,
    branch_lines,
    depths_of,
    fit,
    head_lines,
    lay_out_tree,
    node_height,
    small_lines,
    title_lines,
)

#: Larger trees are not drawn: nobody reads them.
MAX_LEAVES = 40
#: Width of the strip along a branch that takes clicks.
HIT = 16.0
#: Deeper trees do not fit a screen either.
MAX_MOVES_DRAWN = 12


def draw_tree(
    nodes: Sequence[TreeNode],
    players: Sequence[str],
    *,
    title: str,
    subtitle: str = "",
    description: str = "",
    theme: Theme = "auto",
    prefix: str = "tree",
) -> str:
    """Return the picture of an extensive game as SVG text.

    Nodes that play reaches under the profile shown, and the branches that lead there, are thick, and the share is
    written; every node is a group that the keyboard reaches, with ``data-node`` holding its label.

    Parameters
    ----------
    nodes
        The tree, each node before what follows from it.
    players
        Names at the heads of the columns of payoffs, in the order of ``payoffs``.
    title, subtitle
        Two lines above the picture.
    description
        The picture in sentences, for those who cannot see it.
    theme
        Colours: ``light``, ``dark``, or ``auto`` for the reader's system.
    prefix
        Beginning of the ids of elements, different for each picture on a page.

    Returns
    -------
    str
        Above ``MAX_LEAVES`` ends, or ``MAX_MOVES_DRAWN`` moves in a row, a picture that only says so.
    """
    pen = Pen(theme)
    ends = sum(node.kind == "end" for node in nodes)
    depth = max(depths_of(nodes), default=0)
    if ends > MAX_LEAVES or depth > MAX_MOVES_DRAWN:
        return _too_large(pen, ends, depth, title=title, prefix=prefix)
    layout = lay_out_tree(nodes, players)
    content = [
        pen.text(fit(title, layout.width - 2 * RIM, 17, bold=True), RIM, 22, size=17, colour="ink", anchor="start",
                 bold=True),
        *(pen.text(line, RIM, 43 + LINE * n, size=SIZE, colour="quiet", anchor="start")
          for n, line in enumerate(wrap(clean(subtitle), layout.width - 2 * RIM, SIZE, lines=2) if subtitle else ())),
        *_heads(pen, players, layout),
        *_sets(pen, nodes, layout),
        # A branch and what it leads to stand together, as the keyboard goes from one to the next.
        *(draw(pen, nodes, k, players, layout) for k in range(len(nodes)) for draw in (_branch, _node)),
    ]  # fmt: skip
    return pen.picture(
        [part for part in content if part],
        width=layout.width,
        height=layout.height,
        title=title,
        description=description or subtitle,
        prefix=prefix,
    )


def _heads(pen: Pen, names: Sequence[str], layout: TreeLayout) -> list[str]:
    """Write the heads of the table: the outcome at its left, figures at their right."""
    y = TOP - 6
    parts = [pen.text("outcome", layout.columns[0], y, size=SMALL, colour="quiet", anchor="start")]
    for name, right in zip(names, layout.columns[1:], strict=True):
        for up, words in enumerate(reversed(head_lines(name))):
            parts.append(pen.text(words, right, y - LINE * up, size=SMALL, colour="ink", anchor="end", bold=True))
    return parts


def _sets(pen: Pen, nodes: Sequence[TreeNode], layout: TreeLayout) -> list[str]:
    """Draw a dashed line through the nodes of each information set that has more than one."""
    found: dict[str, list[int]] = {}
    for k, node in enumerate(nodes):
        if node.information_set:
            found.setdefault(node.information_set, []).append(k)
    parts: list[str] = []
    for lane, (label, members) in enumerate((label, ks) for label, ks in found.items() if len(ks) > 1):
        # Lines of different sets in one column stand side by side, and dots show which nodes a line is fast to.
        points: list[tuple[float, float]] = []
        for k in members:
            left, width = layout.lefts[layout.depths[k]], layout.widths[layout.depths[k]]
            points.append((left + 12 + (lane * 26) % max(width - 24, 1.0), layout.heights[k]))
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        half = {layout.heights[k]: node_height(nodes[k]) / 2 + 1 for k in members}
        line = {"d": path, "stroke-width": 2.0, "stroke-dasharray": "5 4", **pen.paint(stroke="ink")}
        parts.append(element("path", {**line, "data-information-set": clean(label)}))
        for (x, y), (x2, y2) in pairwise(points):
            if x == x2:
                ends = y + half[y], y2 - half[y2]
                parts += [element("circle", {"cx": x, "cy": end, "r": 4.0, **pen.paint(fill="ink")}) for end in ends]
    return parts


def _branch(pen: Pen, nodes: Sequence[TreeNode], k: int, players: Sequence[str], layout: TreeLayout) -> str:
    node, before = nodes[k], nodes[k].parent
    if before < 0:
        return ""
    depth = layout.depths[before]
    x = layout.lefts[depth] + layout.widths[depth]
    right = layout.columns[0] - 8 if node.kind == "end" else layout.lefts[layout.depths[k]]
    y, own = layout.heights[before], layout.heights[k]
    is_reached = bool(node.reached)
    width = 1.4 if not node.reached else 2.5 + 4.5 * node.reached
    path = f"M{x:.1f} {y:.1f}L{x + SLANT:.1f} {own:.1f}H{right:.1f}"
    # What takes a click lies below what is seen, so that it can be coloured where the line is in focus.
    hit = {"d": path, "fill": "none", "stroke": "transparent", "stroke-width": HIT, "pointer-events": "stroke"}
    line = {"d": path, "stroke-width": width, "stroke-linejoin": "round"}
    stroke = element("path", {**line, **pen.paint(stroke="channel" if is_reached else "quiet")})
    colour = "ink" if is_reached else "quiet"
    start = x + SLANT + 5
    words = [
        pen.text(line, start, own - 12 - LINE * up, size=SMALL, colour=colour, anchor="start", bold=is_reached)
        for up, line in enumerate(reversed(branch_lines(node)))
    ]
    if node.probability:
        likely = node.probability
        words.append(pen.text(likely, start, own + 12, size=SMALL, colour=colour, anchor="start", bold=is_reached))
    said = [f"branch {node.branch} {node.probability}".rstrip(), f"of {nodes[before].title}"]
    said.append("" if node.reached is None else f"reached {node.reached:.0%}")
    parts = [element("path", {**hit, "class": "hit"}), stroke, *words]
    known = {"data-branch": clean(node.label), "class": "line"}
    return focusable(", ".join(part for part in said if part), parts, known)


def _node(pen: Pen, nodes: Sequence[TreeNode], k: int, players: Sequence[str], layout: TreeLayout) -> str:
    node, y = nodes[k], layout.heights[k]
    said = [node.title if node.kind == "chance" else f"{node.title}, {node.kind}", node.second_line]
    said.append(f"after {node.branch} {node.probability}".rstrip() if node.branch else "the first move")
    said += [f"{player} {payoff}" for player, payoff in zip(players, node.payoffs, strict=False)]
    said.append("" if node.reached is None else f"reached {node.reached:.0%}")
    name = ", ".join(part for part in said if part)
    if node.kind == "end":
        return focusable(name, _end(pen, node, y, layout), {"data-node": clean(node.label)})
    left, width = layout.lefts[layout.depths[k]], layout.widths[layout.depths[k]]
    height = node_height(node)
    place = {"x": left, "y": y - height / 2, "width": width, "height": height}
    corner = height / 2 if node.kind == "chance" else 5.0
    outline = pen.paint(fill="panel", stroke="channel" if node.reached else "ink")
    parts = [element("rect", {**place, "rx": corner, "stroke-width": 3.0 if node.reached else 1.2, **outline})]
    parts += _lines(pen, node, left + width / 2, y, anchor="middle", bold=True)
    return focusable(name, parts, {"data-node": clean(node.label)})


def _lines(pen: Pen, node: TreeNode, x: float, y: float, *, anchor: str, bold: bool) -> list[str]:
    """Write the lines of a node or an end, one below the other around a height."""
    first, small = title_lines(node), small_lines(node)
    top = y - LINE * (len(first) + len(small) - 1) / 2
    parts = [pen.text(line, x, top + LINE * n, size=SIZE, colour="ink", anchor=anchor, bold=bold)
             for n, line in enumerate(first)]  # fmt: skip
    return parts + [pen.text(line, x, top + LINE * n, size=SMALL, colour="ink", anchor=anchor)
                    for n, line in enumerate(small, start=len(first))]  # fmt: skip


def _end(pen: Pen, node: TreeNode, y: float, layout: TreeLayout) -> list[str]:
    parts = _lines(pen, node, layout.columns[0], y, anchor="start", bold=bool(node.reached))
    for cell, right in zip(node.payoffs, layout.columns[1:], strict=False):
        shown = fit(cell, MAX_HEAD, SIZE)
        parts.append(pen.text(shown, right, y, size=SIZE, colour="ink", anchor="end"))
    return parts


def _too_large(pen: Pen, ends: int, depth: int, *, title: str, prefix: str) -> str:
    words = f"This tree has {ends} ends and {depth} moves in a row: too many to draw; the table lists them."
    content = [
        pen.text(fit(title, 760, 17, bold=True), RIM, 24, size=17, colour="ink", anchor="start", bold=True),
        pen.text(words, RIM, 54, size=SIZE, colour="ink", anchor="start"),
    ]
    return pen.picture(content, width=800.0, height=80.0, title=title, description=words, prefix=prefix)
