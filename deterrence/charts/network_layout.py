"""Where things stand in the picture of a network: boxes that keep apart, lines that go round them, labels with room.

Everything follows from the positions in the model file by fixed rules, so the same model gives the same picture.

1. Boxes start at their positions and push each other apart; a canvas that is too small grows; where that does not
   help, they stand in a grid.
2. A line is a curve with one bend. The bend is the one, of a fixed list, under which the line meets the fewest boxes
   and keeps away from other lines between the same two.
3. A label stands on its line, at the place, of a fixed list, where it covers no box and no label, and as few other
   lines as can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deterrence.charts.svg import Box

#: Least distance between two boxes, and from the rim.
GAP = 16.0
RIM = 10.0
#: Above this number boxes stand in a grid at once: pushing takes time with the square of it.
MAX_PUSHED = 80
ROUNDS = 150
#: Bends to try, in units of distance from the straight line, smallest first.
BENDS = (0.0, 26.0, -26.0, 52.0, -52.0, 84.0, -84.0, 120.0, -120.0, 165.0, -165.0, 220.0, -220.0)
SAMPLES = 40
#: How many places of a label are compared with one another.
MAX_COMPARED = 40
#: Places of a label along its line, and distances from it, in the order of preference.
ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
ASIDE = (0.0, 12.0, -12.0, 24.0, -24.0, 38.0, -38.0, 54.0, -54.0, 72.0, -72.0)

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A line with one bend: its first point, the point that bends it, its last point."""

    first: Point
    bend: Point
    last: Point

    def at(self, t: float) -> Point:
        """Return the point at a share of the way."""
        u = 1 - t
        x, y = (u * u * a + 2 * u * t * b + t * t * c for a, b, c in zip(self.first, self.bend, self.last, strict=True))
        return x, y

    def piece(self, start: float, end: float) -> Curve:
        """Return the part between two shares of the way, as a curve (de Casteljau)."""
        middle = (
            (1 - start) * ((1 - end) * a + end * b) + start * ((1 - end) * b + end * c)
            for a, b, c in zip(self.first, self.bend, self.last, strict=True)
        )
        x, y = middle
        return Curve(self.at(start), (x, y), self.at(end))

    def points(self) -> NDArray[np.float64]:
        """Return points along the curve, its ends included, shape (SAMPLES + 1, 2)."""
        t = np.linspace(0.0, 1.0, SAMPLES + 1)[:, None]
        first, bend, last = np.array([self.first, self.bend, self.last])
        return (1 - t) ** 2 * first + 2 * t * (1 - t) * bend + t**2 * last


def spread(wanted: Mapping[str, Box], width: float, height: float) -> tuple[dict[str, Box], float]:
    """Return boxes near to where they are wanted, none touching another, and the height that this takes."""
    if len(wanted) <= MAX_PUSHED:
        tall = height
        for _ in range(6):
            start = {id: replace(box, y=box.y * tall / height) for id, box in wanted.items()}
            found = _pushed(start, width, tall)
            if found is not None:
                return found, tall
            tall *= 1.25
    return _grid(wanted, width)


def _pushed(boxes: Mapping[str, Box], width: float, height: float) -> dict[str, Box] | None:
    """Move overlapping boxes apart by turns; None when they still overlap after many rounds."""
    ids = list(boxes)
    found = {id: _inside(box, width, height) for id, box in boxes.items()}
    for _ in range(ROUNDS):
        is_settled = True
        for k, one in enumerate(ids):
            for other in ids[k + 1 :]:
                a, b = found[one], found[other]
                if not a.overlaps(b, gap=GAP / 2):
                    continue
                is_settled = False
                across = (a.width + b.width) / 2 + GAP - abs(a.x - b.x)
                down = (a.height + b.height) / 2 + GAP - abs(a.y - b.y)
                if down <= across:
                    move = math.copysign(down / 2 + 0.1, b.y - a.y)
                    a, b = replace(a, y=a.y - move), replace(b, y=b.y + move)
                else:
                    move = math.copysign(across / 2 + 0.1, b.x - a.x)
                    a, b = replace(a, x=a.x - move), replace(b, x=b.x + move)
                found[one], found[other] = _inside(a, width, height), _inside(b, width, height)
        if is_settled:
            return found
    return None


def _inside(box: Box, width: float, height: float) -> Box:
    x = min(max(box.x, RIM + box.width / 2), width - RIM - box.width / 2)
    y = min(max(box.y, RIM + box.height / 2), height - RIM - box.height / 2)
    return replace(box, x=x, y=y)


def _grid(wanted: Mapping[str, Box], width: float) -> tuple[dict[str, Box], float]:
    cell = max((box.width for box in wanted.values()), default=1.0) + 4 * GAP
    row = max((box.height for box in wanted.values()), default=1.0) + 4 * GAP
    columns = max(1, int((width - 2 * RIM) // cell))
    found = {
        id: replace(box, x=RIM + (k % columns + 0.5) * cell, y=RIM + (k // columns + 0.5) * row)
        for k, (id, box) in enumerate(wanted.items())
    }
    return found, 2 * RIM + row * math.ceil(len(wanted) / columns)


def draw_curve(
    ends: tuple[str, str], boxes: Mapping[str, Box], taken: Sequence[float], width: float, height: float
) -> tuple[Curve, float]:
    """Return the curve between two boxes, cut at their rims, and the bend that it has.

    Parameters
    ----------
    ends
        Ids of the two boxes.
    boxes
        All boxes by id.
    taken
        Bends of the lines that the same two have already, seen from the id that sorts first.
    width, height
        The canvas.
    """
    low, high = sorted(ends)
    others = _rows(box for id, box in boxes.items() if id not in ends)
    best: tuple[float, Curve, float] | None = None
    for bend in BENDS:
        whole = _bent(boxes[low], boxes[high], bend)
        points = whole.points()
        met = int(_contained(points, others, gap=6).sum())
        outside = int(np.any((points < 4) | (points > (width - 4, height - 4)), axis=1).sum())
        near = sum(abs(bend - used) < 24 for used in taken)
        cost = 8 * met + 40 * outside + 60 * near + abs(bend) / 12
        if best is None or cost < best[0] - 1e-9:
            best = cost, whole, bend
    assert best is not None
    curve = best[1] if ends[0] == low else Curve(best[1].last, best[1].bend, best[1].first)
    return _cut(curve, boxes[ends[0]], boxes[ends[1]]), best[2]


def _bent(one: Box, other: Box, bend: float) -> Curve:
    across, down = other.x - one.x, other.y - one.y
    length = math.hypot(across, down) or 1.0
    # The point that bends the curve lies twice as far out as the curve itself comes.
    x = (one.x + other.x) / 2 - 2 * bend * down / length
    y = (one.y + other.y) / 2 + 2 * bend * across / length
    return Curve((one.x, one.y), (x, y), (other.x, other.y))


def _cut(curve: Curve, first: Box, last: Box) -> Curve:
    steps = [k / 200 for k in range(201)]
    start = next((t for t in steps if not first.contains(*curve.at(t), gap=1.5)), 0.0)
    end = next((t for t in reversed(steps) if not last.contains(*curve.at(t), gap=1.5)), 1.0)
    return curve.piece(start, end) if start < end else curve


def _rows(boxes: Iterable[Box]) -> NDArray[np.float64]:
    """Return boxes as rows of x, y, width, height."""
    return np.array([(box.x, box.y, box.width, box.height) for box in boxes], dtype=np.float64).reshape(-1, 4)


def _contained(points: NDArray[np.float64], boxes: NDArray[np.float64], *, gap: float = 0.0) -> NDArray[np.bool_]:
    """Say which points lie in which boxes, shape (n_boxes, n_points)."""
    across = np.abs(points[None, :, 0] - boxes[:, None, 0]) < boxes[:, None, 2] / 2 + gap
    return across & (np.abs(points[None, :, 1] - boxes[:, None, 1]) < boxes[:, None, 3] / 2 + gap)


def _touching(boxes: NDArray[np.float64], others: NDArray[np.float64], *, gap: float) -> NDArray[np.bool_]:
    """Say which boxes come nearer than a gap to any of the others, shape (n_boxes,)."""
    away = 2 * np.abs(boxes[:, None, :2] - others[None, :, :2])
    return np.any(np.all(away < boxes[:, None, 2:] + others[None, :, 2:] + 2 * gap, axis=2), axis=1)


@dataclass(frozen=True)
class Label:
    """Where a label stands, and the point of its line that it belongs to."""

    box: Box
    anchor: Point


def place_labels(
    sizes: Mapping[str, tuple[float, float]],
    curves: Mapping[str, Curve],
    boxes: Sequence[Box],
    width: float,
    height: float,
) -> dict[str, Label]:
    """Return where the labels of lines stand, in the order given; those without room are left out.

    Parameters
    ----------
    sizes
        Width and height of each label by the id of its line; who comes first chooses first.
    curves
        The line of every id, those without a label included.
    boxes
        What no label may cover.
    width, height
        The canvas.
    """
    points = {id: curve.points() for id, curve in curves.items()}
    actors = _rows(boxes)
    placed: dict[str, Label] = {}
    threads: list[Point] = []
    for id, size in sizes.items():
        anchors, spots, cost = _candidates(curves[id], size)
        rows = np.hstack([spots, np.broadcast_to(size, spots.shape)])
        near, far = rows[:, :2] - rows[:, 2:] / 2, rows[:, :2] + rows[:, 2:] / 2
        others = _rows(label.box for label in placed.values())
        allowed = np.all((near >= 2) & (far <= (width - 2, height - 2)), axis=1)
        allowed &= ~_touching(rows, actors, gap=3) & ~_touching(rows, others, gap=1.5)
        # To count what is covered takes time, so only places that are liked anyway are looked at.
        liked = np.flatnonzero(allowed)
        liked = liked[np.argsort(cost[liked], kind="stable")][:MAX_COMPARED]
        if not len(liked):
            continue
        cost = cost[liked]
        lines = [line for other, line in points.items() if other != id]
        if lines:
            cost = cost + 0.9 * _contained(np.concatenate(lines), rows[liked]).sum(axis=1)
        for share in (0.25, 0.5, 0.75):
            thread = anchors[liked] + share * (spots[liked] - anchors[liked])
            cost = cost + 7 * _contained(thread, others).sum(axis=0)
        if threads:
            cost = cost + 7 * _contained(np.array(threads), rows[liked]).sum(axis=1)
        best = liked[int(np.argmin(np.round(cost, 6)))]
        anchor = float(anchors[best, 0]), float(anchors[best, 1])
        box = Box(float(spots[best, 0]), float(spots[best, 1]), *size)
        placed[id] = Label(box, anchor)
        if not box.contains(*anchor):
            # What comes later shall not cover the thread that ties this label to its line.
            parts = (0.0, 0.25, 0.5, 0.75)
            threads += [(anchor[0] + t * (box.x - anchor[0]), anchor[1] + t * (box.y - anchor[1])) for t in parts]
    return placed


def _candidates(
    curve: Curve, size: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the points of a line at which its label may stand, the label's centres, and how little each is liked.

    A label aside of its line is moved far enough not to touch it: by more along a steep line than along a flat one.
    """
    anchors: list[Point] = []
    spots: list[Point] = []
    cost: list[float] = []
    for t in ALONG:
        (x, y), before, after = curve.at(t), curve.at(max(0.0, t - 0.02)), curve.at(min(1.0, t + 0.02))
        length = math.hypot(after[0] - before[0], after[1] - before[1]) or 1.0
        across, down = (before[1] - after[1]) / length, (after[0] - before[0]) / length
        reach = abs(across) * size[0] / 2 + abs(down) * size[1] / 2
        for aside in ASIDE:
            away = math.copysign(abs(aside) - 12 + reach + 3, aside) if aside else 0.0
            anchors.append((x, y))
            spots.append((x + away * across, y + away * down))
            cost.append(3 * abs(t - 0.5) + (2 + abs(aside) / 9 if aside else 0))
    return np.array(anchors), np.array(spots), np.array(cost)
