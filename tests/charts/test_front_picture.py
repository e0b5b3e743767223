import itertools

import pytest

from deterrence.charts.front_lines import LINE_COLOURS
from deterrence.charts.front_picture import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, draw_front
from deterrence.charts.svg import COLOURS, contrast
from tests.charts.pictures import HOSTILE, SVG, parse, size, text_boxes

LINES = ("baseline", "my assumptions", "my options")


def drawn(courses, **more):
    words = {"title": "Border", "axis": "chance", "period": "weeks", "description": "What it shows.", "prefix": "f"}
    return parse(draw_front(courses, lines=LINES, **{**words, **more}))


def points(root):
    return [
        [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
        for line in root.iter(f"{SVG}polyline")
    ]


def test_the_lines_pass_through_the_probabilities():
    ((first, middle, last),) = points(drawn({"baseline": [0.0, 0.5, 1.0]}))
    assert first == (LEFT, HEIGHT - BOTTOM) and last == (WIDTH - RIGHT, TOP)
    assert middle[1] == pytest.approx((first[1] + last[1]) / 2, abs=0.1)


def test_a_line_keeps_its_look_whichever_others_are_drawn():
    def look(courses):
        line = list(drawn(courses).iter(f"{SVG}polyline"))[-1]
        return line.attrib["stroke"], line.attrib.get("stroke-dasharray")

    assert look({"my options": [0.0, 0.1]}) == look({line: [0.0, 0.1] for line in LINES})
    assert len({look({line: [0.0, 0.1]}) for line in LINES}) == 3


@pytest.mark.parametrize("last", [(0.5, 0.5, 0.5), (0.0, 0.0, 0.001), (1.0, 1.0, 0.99)])
def test_labels_of_lines_that_end_together_keep_apart_and_on_the_canvas(last):
    root = drawn({line: [0.0, chance] for line, chance in zip(LINES, last, strict=True)})
    width, height = size(root)
    boxes = [box for words, box in text_boxes(root) if any(line in words for line in LINES)]
    assert len(boxes) == 3 and all(box.is_within(width, height) for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_only_names(text):
    root = drawn({"baseline": [0.0, 0.2]}, title=text, axis=text, period=text, description=text, prefix=text)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "line", "polyline", "circle"}


@pytest.mark.parametrize("colour", LINE_COLOURS)
def test_lines_can_be_seen_on_light_and_on_dark_paper(colour):
    assert all(contrast(colour, paper) >= 3 for paper in COLOURS["paper"])
