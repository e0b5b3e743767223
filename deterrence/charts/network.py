"""The network of actors, channels and ties as an SVG picture.

What a reader must know is said in words or by shape, never by colour alone: the kind of a channel by its label and the
style of its line, its reliability by a figure and its width, what an option adds or removes by these very words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deterrence.charts.network_key import KEY_SIZE, lay_out_key
from deterrence.charts.network_layout import Curve, Label, draw_curve, place_labels, spread
from deterrence.charts.network_marks import (
    ACTOR_SIZE,
    DASHES,
    LABEL_SIZE,
    LINE_HEIGHT,
    actor_outline,
    line_width,
)
from deterrence.charts.svg import Box, Pen, Theme, clean, element, focusable, shorten_to, text_width, wrap

WIDTH = 1120.0
HEIGHT = 820.0
TOP = 44.0
#: Widest line of an actor's name, and its most lines.
NAME_WIDTH = 128.0
NAME_LINES = 2
#: Widest kind of a line in its label.
MAX_KIND = 110.0
#: Width of the invisible line that takes a click.
HIT = 16.0

State = Literal["", "added", "removed", "changed"]


@dataclass(frozen=True)
class ActorShape:
    """An actor in the picture.

    Parameters
    ----------
    id, name, role
        As in the model.
    position
        From the left and from the top, each in [0, 1].
    step
        Its place on the highlighted route, from 1; 0 when it is not on it.
    """

    id: str
    name: str
    role: str
    position: tuple[float, float]
    step: int = 0


@dataclass(frozen=True)
class ConnectionLine:
    """A channel or a tie in the picture.

    Parameters
    ----------
    id
        Of the channel or the tie, unique in the picture.
    ends
        Ids of two actors; a tie of the kind patron runs from the first.
    kind
        In a word: hotline, backchannel, ... or rivalry, patron, ...
    reliability
        In [0, 1]; None for a tie.
    state
        What happened to it since the baseline.
    reliability_before
        At the baseline, of a channel that changed.
    is_on_route
        Whether it lies on the highlighted route.
    words
        All that is known of it in a sentence, for those who hear the picture.
    """

    id: str
    ends: tuple[str, str]
    kind: str
    reliability: float | None = None
    state: State = ""
    reliability_before: float | None = None
    is_on_route: bool = False
    words: str = ""

    @property
    def is_tie(self) -> bool:
        """Whether this is no channel."""
        return self.reliability is None

    @property
    def label(self) -> str:
        """What is written on the line."""
        kind = shorten_to(clean(self.kind), MAX_KIND, LABEL_SIZE)
        if self.reliability is None:
            return kind
        figure = f"{kind} {self.reliability:.0%}"
        if self.state == "changed" and self.reliability_before is not None:
            return f"{kind} {self.reliability_before:.0%} to {self.reliability:.0%}"
        return f"{self.state}: {figure}" if self.state in ("added", "removed") else figure


def draw_network(
    actors: Sequence[ActorShape],
    lines: Sequence[ConnectionLine],
    *,
    title: str,
    description: str = "",
    width: float = WIDTH,
    theme: Theme = "auto",
    prefix: str = "network",
) -> str:
    """Return the picture of a network as SVG text.

    Every actor and every line is a group that the keyboard reaches, with ``data-actor`` or ``data-channel`` (of a tie
    ``data-tie``) holding its id, and a name that is read out.

    Parameters
    ----------
    actors, lines
        What there is. Lines whose ends are no actor of the picture are left out.
    title
        One line above the picture.
    description
        The picture in sentences, for those who cannot see it.
    width
        Of the picture; names and labels keep their size.
    theme
        Colours: ``light``, ``dark``, or ``auto`` for the reader's system.
    prefix
        Beginning of the ids of elements, different for each picture on a page.
    """
    pen = Pen(theme)
    names = {actor.id: _name(actor) for actor in actors}
    wanted = {actor.id: _box(actor, names[actor.id], width) for actor in actors}
    boxes, height = spread(wanted, width, HEIGHT)
    drawn = [line for line in lines if line.ends[0] in boxes and line.ends[1] in boxes and line.ends[0] != line.ends[1]]
    curves = _curves(drawn, boxes, width, height)
    sizes = {line.id: (text_width(line.label, LABEL_SIZE, bold=_is_bold(line)) + 8, LABEL_SIZE + 5) for line in drawn}
    order = sorted(drawn, key=lambda line: (not line.is_on_route, not line.state, line.is_tie))
    labels = place_labels({line.id: sizes[line.id] for line in order}, curves, list(boxes.values()), width, height)
    connected = {end for line in drawn if line.state != "removed" for end in line.ends}
    body = [
        *(_line(pen, line, curves[line.id]) for line in sorted(drawn, key=lambda line: not line.is_tie)),
        *(_label(pen, line, labels[line.id]) for line in drawn if line.id in labels),
        *(_actor(pen, actor, boxes[actor.id], names[actor.id], actor.id in connected) for actor in actors),
    ]
    key, key_height = lay_out_key(
        pen,
        kinds=tuple(dict.fromkeys(line.kind for line in drawn if not line.is_tie)),
        ties=tuple(dict.fromkeys(line.kind for line in drawn if line.is_tie)),
        roles=tuple(dict.fromkeys(actor.role for actor in actors)),
        has_route=any(line.is_on_route for line in drawn),
        states=tuple(dict.fromkeys(line.state for line in drawn if line.state)),
        has_unconnected=any(actor.id not in connected for actor in actors),
        n_without_label=len(drawn) - len(labels),
        width=width,
    )
    heading = pen.text(
        shorten_to(clean(title), width - 40, 18, bold=True), 20, 24, size=18, colour="ink", anchor="start", bold=True
    )
    content = [
        heading,
        element("g", {"transform": f"translate(0 {TOP:g})"}, "\n".join(body)),
        element("g", {"transform": f"translate(0 {TOP + height + KEY_SIZE:g})"}, "\n".join(key)),
    ]
    total = TOP + height + KEY_SIZE + key_height
    return pen.picture(content, width=width, height=total, title=title, description=description, prefix=prefix)


def _is_bold(line: ConnectionLine) -> bool:
    return line.is_on_route or bool(line.state)


def _name(actor: ActorShape) -> tuple[str, ...]:
    return wrap(clean(actor.name), NAME_WIDTH, ACTOR_SIZE, lines=NAME_LINES, bold=True)


def _box(actor: ActorShape, name: Sequence[str], across: float) -> Box:
    width = max(text_width(row, ACTOR_SIZE, bold=True) for row in name) + 26
    x, y = actor.position
    return Box(x * across, y * HEIGHT, max(width, 64.0), len(name) * LINE_HEIGHT + 14)


def _curves(lines: Sequence[ConnectionLine], boxes: Mapping[str, Box], width: float, height: float) -> dict[str, Curve]:
    taken: dict[tuple[str, ...], list[float]] = {}
    curves: dict[str, Curve] = {}
    for line in sorted(lines, key=lambda line: line.is_tie):
        used = taken.setdefault(tuple(sorted(line.ends)), [])
        curves[line.id], bend = draw_curve(line.ends, boxes, used, width, height)
        used.append(bend)
    return curves


def _line(pen: Pen, line: ConnectionLine, curve: Curve) -> str:
    (x0, y0), (x1, y1), (x2, y2) = curve.first, curve.bend, curve.last
    path = f"M{x0:.1f} {y0:.1f}Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}"
    colour = line.state if line.state in ("added", "removed") else "tie" if line.is_tie else "channel"
    width = line_width(line.reliability)
    # What takes a click lies below what is seen, so that it can be coloured where the line is in focus.
    hit = {"d": path, "fill": "none", "stroke": "transparent", "stroke-width": HIT, "pointer-events": "stroke"}
    drawn = [element("path", {**hit, "class": "hit"})]
    if line.is_on_route:
        drawn.append(element("path", {"d": path, "stroke-width": width + 9, **pen.paint(stroke="route")}))
    drawn.append(
        element(
            "path",
            {"d": path, "stroke-width": width, "stroke-dasharray": DASHES.get(line.kind, "none")}
            | pen.paint(stroke=colour),
        )
    )
    if line.kind == "patron":
        drawn.append(_arrow(pen, curve, colour))
    if line.state == "removed":
        drawn.append(_cross(pen, curve))
    key = "data-tie" if line.is_tie else "data-channel"
    known = {key: line.id, "data-state": line.state or "unchanged", "class": "line"}
    return focusable(line.words or line.label, drawn, known)


def _arrow(pen: Pen, curve: Curve, colour: str) -> str:
    (x, y), (bx, by) = curve.last, curve.at(0.9)
    length = ((x - bx) ** 2 + (y - by) ** 2) ** 0.5 or 1.0
    ux, uy = (x - bx) / length, (y - by) / length
    corners = [(x, y), (x - 11 * ux + 5 * uy, y - 11 * uy - 5 * ux), (x - 11 * ux - 5 * uy, y - 11 * uy + 5 * ux)]
    return element("polygon", {"points": " ".join(f"{a:.1f},{b:.1f}" for a, b in corners), **pen.paint(fill=colour)})


def _cross(pen: Pen, curve: Curve) -> str:
    strokes: list[str] = []
    for t in (0.25, 0.75):
        x, y = curve.at(t)
        strokes.append(f"M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12")
    return element("path", {"d": "".join(strokes), "stroke-width": 2.5, **pen.paint(stroke="removed")})


def _label(pen: Pen, line: ConnectionLine, label: Label) -> str:
    box, (x, y) = label.box, label.anchor
    colour = line.state if line.state in ("added", "removed") else "tie" if line.is_tie else "channel"
    ground = {"x": box.x - box.width / 2, "y": box.y - box.height / 2, "width": box.width, "height": box.height}
    parts = [
        element("rect", {**ground, "rx": 3, **pen.paint(fill="paper")}),
        pen.text(line.label, box.x, box.y, size=LABEL_SIZE, colour=colour, bold=_is_bold(line)),
    ]
    if not box.contains(x, y):
        # A thread and a dot say which line a label beside it belongs to.
        thread = {"d": f"M{box.x:.1f} {box.y:.1f}L{x:.1f} {y:.1f}", "stroke-width": 1.0}
        dot = {"cx": x, "cy": y, "r": 3.2, **pen.paint(fill=colour, stroke="paper")}
        parts = [element("path", {**thread, **pen.paint(stroke=colour)}), element("circle", dot), *parts]
    # A label is no place of its own for the keyboard: its line says the same and more.
    return element("g", {"aria-hidden": "true", "pointer-events": "none", "data-label": line.id}, "".join(parts))


def _actor(pen: Pen, actor: ActorShape, box: Box, name: Sequence[str], is_connected: bool) -> str:
    colour = "on_strategic" if actor.role == "strategic" else "ink"
    parts = [actor_outline(pen, actor.role, box, is_on_route=actor.step > 0, is_connected=is_connected)]
    first = box.y - (len(name) - 1) * LINE_HEIGHT / 2
    parts += [
        # A space ends every row but the last, so that a name that is read from its rows keeps its words apart.
        pen.text(
            row + " " * (k < len(name) - 1), box.x, first + k * LINE_HEIGHT, size=ACTOR_SIZE, colour=colour, bold=True
        )
        for k, row in enumerate(name)
    ]
    said = f"{actor.name}, {actor.role}" + (f", step {actor.step} of the route" if actor.step else "")
    said += "" if is_connected else ", no channel or tie"
    return focusable(said, parts, {"data-actor": actor.id})
