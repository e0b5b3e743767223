"""The course of one front as SVG text: a line per world, each named at its end, for files that must stand alone.

The chart of the page, ``front_lines``, is drawn by a library in the browser; this one needs nothing but the file it is
in. Lines keep the colours and dashes that they have there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deterrence.charts.front_lines import LINE_COLOURS, LINE_DASHES
from deterrence.charts.svg import Pen, Theme, clean, element, shorten_to, wrap

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 62, 250, 62, 54
#: Sizes of type: of the title, of what stands at the ends of lines, of the axes.
TITLE_SIZE, LABEL_SIZE, AXIS_SIZE = 17, 14, 13
#: Least distance of two labels, and the length of the sample of a line beside its label.
LABEL_GAP, SAMPLE = 21, 24

_TICKS = 4


def draw_front(
    courses: Mapping[str, Sequence[float]],
    *,
    lines: Sequence[str],
    title: str,
    axis: str,
    period: str,
    description: str,
    prefix: str,
    theme: Theme = "auto",
) -> str:
    """Draw the chance of something on one front, period by period, a line per world.

    Parameters
    ----------
    courses
        World to its probabilities in [0, 1], one per period from 0 on.
    lines
        Every line that there can be, in order; a line keeps its colour and dashes whichever others are drawn.
    title, axis
        Above the chart, and above the vertical axis.
    period
        What a period is called, in the plural.
    description
        The chart in a sentence, for those who cannot see it.
    prefix
        Of the ids in the picture, unique in the file that will hold it.
    theme
        Colours.
    """
    pen = Pen(theme)
    last = max((len(course) - 1 for course in courses.values()), default=0)
    content = [
        pen.text(row, LEFT, 20 + 19 * k, size=TITLE_SIZE, colour="ink", anchor="start", bold=True)
        for k, row in enumerate(wrap(clean(title), WIDTH - LEFT - 10, TITLE_SIZE, lines=1, bold=True))
    ]
    heading = shorten_to(clean(axis), WIDTH - LEFT, AXIS_SIZE)
    content.append(pen.text(heading, LEFT, 43, size=AXIS_SIZE, colour="quiet", anchor="start"))
    content += _axes(pen, last, period)
    content += [_line(line, lines, course, last) for line, course in courses.items()]
    content += _labels(pen, courses, lines, last)
    return pen.picture(content, width=WIDTH, height=HEIGHT, title=title, description=description, prefix=prefix)


def _x(period: float, last: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * period / max(last, 1)


def _y(chance: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(chance, 0.0), 1.0))


def _axes(pen: Pen, last: int, period: str) -> list[str]:
    drawn: list[str] = []
    for k in range(_TICKS + 1):
        y = _y(k / _TICKS)
        rule = {"x1": LEFT, "y1": y, "x2": WIDTH - RIGHT, "y2": y, "stroke-width": 1, "stroke-opacity": 0.35}
        drawn.append(element("line", {**rule, **pen.paint(stroke="quiet")}))
        drawn.append(pen.text(f"{k / _TICKS:.0%}", LEFT - 8, y, size=AXIS_SIZE, colour="quiet", anchor="end"))
    for tick in sorted({round(last * k / _TICKS) for k in range(_TICKS + 1)}):
        drawn.append(pen.text(str(tick), _x(tick, last), HEIGHT - BOTTOM + 18, size=AXIS_SIZE, colour="quiet"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    drawn.append(pen.text(clean(period), middle, HEIGHT - 14, size=AXIS_SIZE, colour="quiet"))
    return drawn


def _stroke(line: str, lines: Sequence[str]) -> dict[str, object]:
    """Return the look of a line; colours that are readable on light and on dark ground alike."""
    k = list(lines).index(line)
    dash = LINE_DASHES[k]
    look: dict[str, object] = {"fill": "none", "stroke": LINE_COLOURS[k], "stroke-width": 3}
    return look if dash == (1, 0) else {**look, "stroke-dasharray": " ".join(str(2 * part) for part in dash)}


def _line(line: str, lines: Sequence[str], course: Sequence[float], last: int) -> str:
    points = " ".join(f"{_x(period, last):.1f},{_y(chance):.1f}" for period, chance in enumerate(course))
    dot = element(
        "circle", {"cx": _x(last, last), "cy": _y(course[-1]), "r": 4, "fill": _stroke(line, lines)["stroke"]}
    )
    return element("polyline", {"points": points, **_stroke(line, lines)}) + dot


def _labels(pen: Pen, courses: Mapping[str, Sequence[float]], lines: Sequence[str], last: int) -> list[str]:
    """Name the lines at their ends, apart from one another, with a sample of each."""
    ends = sorted(((course[-1], line) for line, course in courses.items()), key=lambda end: -end[0])
    heights: list[float] = []
    for chance, _ in ends:
        heights.append(max(_y(chance), heights[-1] + LABEL_GAP) if heights else _y(chance))
    excess = max(0.0, heights[-1] - (HEIGHT - BOTTOM)) if heights else 0.0
    heights = [height - excess for height in heights]
    start = _x(last, last)
    drawn: list[str] = []
    for (chance, line), y in zip(ends, heights, strict=True):
        leader = {"x1": start + 5, "y1": _y(chance), "x2": start + 20, "y2": y, "stroke-width": 1}
        drawn.append(element("line", {**leader, **pen.paint(stroke="quiet")}))
        sample = {"x1": start + 22, "y1": y, "x2": start + 22 + SAMPLE, "y2": y}
        drawn.append(element("line", {**sample, **_stroke(line, lines)}))
        x = start + 28 + SAMPLE
        words = shorten_to(f"{chance:.1%} {line}", WIDTH - x, LABEL_SIZE)
        drawn.append(pen.text(words, x, y, size=LABEL_SIZE, colour="ink", anchor="start"))
    return drawn
