import itertools

import numpy as np
import pytest

from deterrence.charts.network_layout import RIM, draw_curve, place_labels, spread
from deterrence.charts.svg import Box


def apart(boxes):
    return not any(a.overlaps(b) for a, b in itertools.combinations(boxes.values(), 2))


@pytest.mark.parametrize("n", [1, 2, 12, 30, 120])
def test_boxes_that_want_one_place_are_moved_apart(n):
    boxes, height = spread({str(k): Box(500, 300, 110, 40) for k in range(n)}, 1000, 600)
    assert apart(boxes) and all(box.is_within(1000, height, gap=RIM / 2) for box in boxes.values())


def test_boxes_at_random_places_keep_apart_and_stay_where_they_have_room():
    rng = np.random.default_rng(5)
    for _ in range(5):
        wanted = {str(k): Box(*rng.uniform(0, 1000, 2), 100, 40) for k in range(25)}
        boxes, height = spread(wanted, 1000, 1000)
        assert apart(boxes) and all(box.is_within(1000, height) for box in boxes.values())
    alone = {"a": Box(200, 200, 100, 40), "b": Box(700, 500, 100, 40)}
    assert spread(alone, 1000, 600) == (alone, 600)


def test_a_line_goes_round_a_box_in_its_way_and_is_straight_without_one():
    boxes = {"a": Box(100, 300, 80, 40), "b": Box(900, 300, 80, 40)}
    straight, bend = draw_curve(("a", "b"), boxes, [], 1000, 600)
    assert bend == 0 and straight.first[0] > 140 and straight.last[0] < 860
    boxes["c"] = Box(500, 300, 80, 40)
    round_it, bend = draw_curve(("b", "a"), boxes, [], 1000, 600)
    assert bend != 0 and not any(boxes["c"].contains(*point) for point in round_it.points())
    assert round_it.first[0] > round_it.last[0]


def test_a_second_line_between_the_same_two_keeps_away_from_the_first():
    boxes = {"a": Box(100, 300, 80, 40), "b": Box(900, 300, 80, 40)}
    _, second = draw_curve(("a", "b"), boxes, [0.0], 1000, 600)
    assert abs(second) >= 24


def test_labels_keep_off_boxes_and_off_one_another():
    boxes = {"a": Box(100, 100, 80, 40), "b": Box(500, 100, 80, 40)}
    curves = {str(k): draw_curve(("a", "b"), boxes, [], 700, 400)[0] for k in range(6)}
    placed = place_labels({id: (90.0, 16.0) for id in curves}, curves, list(boxes.values()), 700, 400)
    found = [label.box for label in placed.values()]
    assert len(found) >= 4
    assert not any(a.overlaps(b) for a, b in itertools.combinations([*found, *boxes.values()], 2))


def test_a_label_without_room_is_left_out():
    boxes = {"a": Box(50, 50, 80, 40), "b": Box(150, 50, 80, 40)}
    curve, _ = draw_curve(("a", "b"), boxes, [], 200, 100)
    assert place_labels({"x": (190.0, 90.0)}, {"x": curve}, list(boxes.values()), 200, 100) == {}
