import re
from itertools import pairwise

import pytest

from deterrence.charts.network import HIT, ActorShape, ConnectionLine, draw_network
from tests.charts.pictures import HOSTILE, check_is_harmless, check_is_heard, check_words, parse, text_boxes, values

ACTORS = [
    ActorShape("a", "Alpha", "strategic", (0.1, 0.5)),
    ActorShape("m", "Middle", "mediator", (0.5, 0.2)),
    ActorShape("b", "Beta", "strategic", (0.9, 0.5)),
    ActorShape("o", "Observers", "monitor", (0.5, 0.9)),
]
LINES = [
    ConnectionLine("am", ("a", "m"), "backchannel", 0.8),
    ConnectionLine("mb", ("m", "b"), "mediation", 0.5, is_on_route=True),
    ConnectionLine("ab", ("a", "b"), "hotline", 0.9, "added"),
    ConnectionLine("old", ("a", "b"), "public", 0.3, "removed"),
    ConnectionLine("more", ("b", "m"), "forum", 0.6, "changed", 0.2),
    ConnectionLine("tie.r", ("a", "b"), "rivalry"),
    ConnectionLine("tie.p", ("a", "o"), "patron"),
]


def test_every_actor_and_every_line_is_in_the_picture_once():
    root = parse(draw_network(ACTORS, LINES, title="Four"))
    assert sorted(values(root, "data-actor")) == ["a", "b", "m", "o"]
    assert sorted(values(root, "data-channel")) == ["ab", "am", "mb", "more", "old"]
    assert sorted(values(root, "data-tie")) == ["tie.p", "tie.r"]
    check_is_heard(root)


def test_what_changed_is_said_in_words():
    words = [text for text, _ in text_boxes(parse(draw_network(ACTORS, LINES, title="Four")))]
    assert {"added: hotline 90%", "removed: public 30%", "forum 20% to 60%", "rivalry", "backchannel 80%"} <= set(words)
    assert {"added since the baseline", "removed since the baseline", "the chosen route"} <= set(words)


def test_reliability_is_width_and_kind_is_dash():
    root = parse(draw_network(ACTORS, LINES, title="Four", theme="light"))
    groups = {g.attrib["data-channel"]: g for g in root.iter() if "data-channel" in g.attrib}
    drawn = {id: next(p for p in group if "stroke-dasharray" in p.attrib) for id, group in groups.items()}
    widths = {id: float(path.attrib["stroke-width"]) for id, path in drawn.items()}
    assert widths["ab"] > widths["am"] > widths["more"] > widths["mb"] > widths["old"] > 1.4
    assert len({path.attrib["stroke-dasharray"] for path in drawn.values()}) == 5


def test_every_line_can_be_hit_from_afar():
    root = parse(draw_network(ACTORS, LINES, title="Four"))
    wide = [e for e in root.iter() if e.attrib.get("stroke") == "transparent"]
    assert len(wide) == len(LINES) and all(float(e.attrib["stroke-width"]) >= HIT for e in wide)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_words_stay_inside_and_apart(theme):
    check_words(draw_network(ACTORS, LINES, title="Four", theme=theme))


def test_hostile_names_are_words_and_no_more():
    actors = [
        ActorShape(f"i{k}<&\"'", name, "mediator", (0.1 + 0.09 * k, 0.2 + 0.6 * (k % 2)))
        for k, name in enumerate(HOSTILE)
    ]
    lines = [
        ConnectionLine(f"l{k}<\"'", (one.id, other.id), HOSTILE[k], 0.5, words=HOSTILE[k] * 2)
        for k, (one, other) in enumerate(pairwise(actors))
    ]
    picture = draw_network(actors, lines, title=HOSTILE[0], description=HOSTILE[1], prefix=HOSTILE[1])
    check_is_harmless(picture)
    check_words(picture)
    assert len(values(parse(picture), "data-actor")) == len(HOSTILE)


@pytest.mark.parametrize("n", [0, 1, 30, 90])
def test_any_number_of_actors_at_one_place_can_be_drawn(n):
    actors = [ActorShape(str(k), f"Actor number {k}", "supplier", (0.5, 0.5)) for k in range(n)]
    lines = [ConnectionLine(f"c{k}", (str(k), str((k * 7 + 1) % n)), "hotline", k / n) for k in range(min(n, 40))]
    picture = draw_network(actors, lines, title="Many")
    check_words(picture)
    assert len(values(parse(picture), "data-actor")) == n


def test_the_same_network_gives_the_same_picture():
    assert draw_network(ACTORS, LINES, title="Four") == draw_network(list(ACTORS), list(LINES), title="Four")


def test_a_line_to_nobody_is_left_out():
    lines = [*LINES, ConnectionLine("lost", ("a", "nobody"), "hotline", 0.5)]
    assert draw_network(ACTORS, lines, title="Four") == draw_network(ACTORS, LINES, title="Four")


def test_labels_beside_their_line_are_tied_to_it_by_a_thread():
    picture = draw_network(ACTORS, LINES * 1, title="Four")
    root = parse(picture)
    for group in (g for g in root.iter() if "data-label" in g.attrib):
        tags = [re.sub(r"\{.*\}", "", child.tag) for child in group]
        assert tags in (["rect", "text"], ["path", "circle", "rect", "text"])
