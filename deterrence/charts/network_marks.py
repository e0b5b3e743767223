"""How kinds of lines and roles of actors look in the picture of a network."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.charts.svg import Box, Pen, element

ACTOR_SIZE = 13.0
LABEL_SIZE = 11.5
LINE_HEIGHT = 16.0

#: Dashes by kind: solid lines are hotlines and rivalries, which differ in width and name.
DASHES: Mapping[str, str] = {
    "hotline": "none",
    "backchannel": "9 5",
    "mediation": "14 4 3 4",
    "forum": "20 5",
    "monitoring": "2 4",
    "public": "6 3 2 3 2 3",
    "rivalry": "none",
    "patron": "none",
    "alliance": "12 3",
    "linkage": "3 3",
    "agreement": "7 3 1 3",
}

TIE_WIDTH = 1.4


def line_width(reliability: float | None) -> float:
    """Return the width of a channel's line by its reliability, thin for a tie."""
    return TIE_WIDTH if reliability is None else 1.5 + 5 * min(max(reliability, 0.0), 1.0)


def actor_outline(pen: Pen, role: str, box: Box, *, is_on_route: bool = False, is_connected: bool = True) -> str:
    """Return the outline of an actor: its role by shape, thick on a route, dashed without any channel or tie."""
    fill = "strategic" if role == "strategic" else "panel"
    look: dict[str, object] = {
        **pen.paint(fill=fill, stroke="route" if is_on_route else "ink"),
        "stroke-width": 5.0 if is_on_route else 1.2,
    }
    if not is_connected:
        look["stroke-dasharray"] = "4 4"
    left, top = box.x - box.width / 2, box.y - box.height / 2
    if role in ("monitor", "audience"):
        cut = min(10.0, box.width / 4)
        right, bottom = left + box.width, top + box.height
        hexagon = [(left, box.y), (left + cut, top), (right - cut, top)]
        hexagon += [(right, box.y), (right - cut, bottom), (left + cut, bottom)]
        slanted = [(left + cut, top), (right, top), (right - cut, bottom), (left, bottom)]
        corners = hexagon if role == "monitor" else slanted
        return element("polygon", {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in corners), **look})
    corner = {"strategic": 5.0, "mediator": box.height / 2, "supplier": 0.0}.get(role, 10.0)
    place = {"x": left, "y": top, "width": box.width, "height": box.height, "rx": corner}
    outline = element("rect", {**place, **look})
    if role != "supplier":
        return outline
    # A bar on the left tells suppliers from other squares without colour.
    return outline + element("rect", {"x": left, "y": top, "width": 5.0, "height": box.height, **pen.paint(fill="ink")})
