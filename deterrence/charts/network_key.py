"""The key under the picture of a network: what lines, widths, shapes and marks stand for."""

from __future__ import annotations

from collections.abc import Sequence

from deterrence.charts.network_marks import DASHES, actor_outline, line_width
from deterrence.charts.svg import Box, Pen, clean, element, shorten_to, text_width

KEY_SIZE = 12.0
ROW = 24.0
LEFT = 20.0
#: Width of a drawn sample, and of the space after an item.
SAMPLE = 40.0
SPACE = 24.0

TIES = {"patron": "patron (arrow from the patron)"}
#: What the roles of actors mean.
ROLES = {
    "strategic": "strategic: moves in a game",
    "mediator": "mediator: passes messages on",
    "monitor": "monitor: watches and reports",
    "audience": "audience: counts, yet makes no move",
    "supplier": "supplier: acts from outside",
}
STATES = {
    "added": "added since the baseline",
    "removed": "removed since the baseline",
    "changed": "reliability changed: before to after",
}


def lay_out_key(
    pen: Pen,
    *,
    kinds: Sequence[str],
    ties: Sequence[str],
    roles: Sequence[str],
    has_route: bool,
    states: Sequence[str],
    has_unconnected: bool,
    n_without_label: int,
    width: float,
) -> tuple[list[str], float]:
    """Return the elements of the key, and the height that they take."""
    rows: list[tuple[str, list[tuple[str, str]]]] = [
        ("Channels", [(_stroke(pen, kind, "channel", line_width(0.5)), kind) for kind in kinds]),
        ("Reliability", [(_stroke(pen, "", "channel", line_width(r)), f"{r:.0%}") for r in (0.25, 0.6, 0.95)]),
        ("Ties, no channels", [(_stroke(pen, kind, "tie", line_width(None)), TIES.get(kind, kind)) for kind in ties]),
        ("Actors", [(_shape(pen, role), ROLES.get(role, role)) for role in roles]),
    ]
    if not kinds:
        del rows[1]
    marks: list[tuple[str, str]] = [(_stroke(pen, "", "route", 10.0), "the chosen route")] if has_route else []
    marks += [
        (_stroke(pen, "", state if state != "changed" else "channel", 3.0), STATES[state])
        for state in states
        if state in STATES
    ]
    if has_unconnected:
        marks.append((_shape(pen, "", is_connected=False), "no channel or tie"))
    rows.append(("Marks", marks))
    if n_without_label:
        counted = (
            "1 line has no room for its label" if n_without_label == 1 else f"{n_without_label} lines have no room"
        )
        rows.append((f"{counted}; the table lists all.", []))
    return _rows(pen, [row for row in rows if row[1] or row[0].endswith(".")], width)


def _rows(pen: Pen, rows: Sequence[tuple[str, list[tuple[str, str]]]], width: float) -> tuple[list[str], float]:
    """Set items in rows, a new row for every heading and wherever one is full."""
    drawn: list[str] = []
    y = ROW / 2
    for heading, items in rows:
        drawn.append(pen.text(heading, LEFT, y, size=KEY_SIZE, colour="ink", anchor="start", bold=True))
        start = LEFT + 140
        x = start
        for sample, words in items:
            words = shorten_to(clean(words), 250, KEY_SIZE)
            wide = SAMPLE + 8 + text_width(words, KEY_SIZE)
            if x + wide > width - LEFT and x > start:
                x, y = start, y + ROW
            drawn.append(element("g", {"transform": f"translate({x:.1f} {y:.1f})"}, sample))
            drawn.append(pen.text(words, x + SAMPLE + 8, y, size=KEY_SIZE, colour="ink", anchor="start"))
            x += wide + SPACE
        y += ROW
    return drawn, y


def _stroke(pen: Pen, kind: str, colour: str, width: float) -> str:
    dashes = DASHES.get(kind, "none")
    return element(
        "path", {"d": f"M0 0h{SAMPLE:g}", "stroke-width": width, "stroke-dasharray": dashes, **pen.paint(stroke=colour)}
    )


def _shape(pen: Pen, role: str, *, is_connected: bool = True) -> str:
    return actor_outline(pen, role, Box(SAMPLE / 2, 0.0, SAMPLE - 6, 16.0), is_connected=is_connected)
