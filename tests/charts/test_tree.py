import pytest

from deterrence.charts.tree import MAX_LEAVES, draw_tree
from deterrence.charts.tree_layout import TreeNode, lay_out_tree
from tests.charts.pictures import HOSTILE, check_is_harmless, check_is_heard, check_words, parse, text_boxes, values


def fan(n, **more):
    """Return one move with so many ends."""
    ends = [TreeNode(f"e{k}", "end", 0, f"end {k}", branch=f"go {k}", payoffs=("1", "-2"), **more) for k in range(n)]
    return [TreeNode("root", "decision", -1, "Alpha", "first", "first", reached=more.get("reached")), *ends]


def test_every_node_is_in_the_picture_and_can_be_heard():
    root = parse(draw_tree(fan(3), ["Alpha", "Beta"], title="Fan"))
    assert values(root, "data-node") == ["root", "e0", "e1", "e2"]
    check_is_heard(root)


@pytest.mark.parametrize("n", [1, 2, 7, MAX_LEAVES])
def test_words_of_a_fan_stay_inside_and_apart(n):
    check_words(draw_tree(fan(n), ["Alpha", "Beta"], title="Fan", subtitle="A fan of ends"))


def test_words_of_an_uneven_tree_stay_inside_and_apart():
    nodes = [TreeNode("n0", "decision", -1, "Alpha", "first", "s0")]
    for depth in range(1, 11):
        before = next(k for k, node in enumerate(nodes) if node.label == f"n{depth - 1}")
        nodes.append(
            TreeNode(f"e{depth}", "end", before, "stopped", branch="stop", probability="33.3%", payoffs=("0",))
        )
        nodes.append(
            TreeNode(f"n{depth}", "decision", before, "Beta", "later", f"s{depth % 3}", "10% to 25%", "go on", "66.7%")
        )
    nodes.append(TreeNode("last", "end", len(nodes) - 1, "the end", branch="stop", payoffs=("4",)))
    check_words(draw_tree(nodes, ["Alpha"], title="Long"))


def test_a_tree_with_too_many_ends_is_not_drawn_and_says_so():
    picture = draw_tree(fan(MAX_LEAVES + 1), ["Alpha", "Beta"], title="Fan")
    assert f"{MAX_LEAVES + 1} ends" in picture and "the table lists them" in picture
    assert values(parse(picture), "data-node") == []
    check_words(picture)


def test_nodes_that_cannot_be_told_apart_are_joined_by_a_dashed_line():
    nodes = [TreeNode("root", "chance", -1, "chance")]
    for k in (1, 4):
        nodes.append(TreeNode(f"b{k}", "decision", 0, "Beta", "blind", "blind", "50%", f"way {k}", "50%"))
        nodes += [TreeNode(f"b{k}{j}", "end", k, "out", branch=f"act {j}", payoffs=("1",)) for j in (0, 1)]
    root = parse(draw_tree(nodes, ["Beta"], title="Blind"))
    dashed = [e for e in root.iter() if e.attrib.get("data-information-set") == "blind"]
    assert len(dashed) == 1 and dashed[0].attrib["stroke-dasharray"] != "none"
    words = [text for text, _ in text_boxes(root)]
    assert words.count("blind") == words.count("belief 50%") == 2


def test_what_is_played_is_thicker_the_likelier_it_is_and_says_how_likely():
    layout = {}
    for reached in (0.0, 0.4, 1.0):
        root = parse(draw_tree(fan(1, reached=reached), ["Alpha", "Beta"], title="Fan"))
        layout[reached] = max(float(e.attrib["stroke-width"]) for e in root.iter() if "stroke-linejoin" in e.attrib)
        assert f"reached {reached:.0%}" in [text for text, _ in text_boxes(root)]
    assert layout[0.0] < layout[0.4] < layout[1.0]


def test_words_of_any_length_are_broken_into_lines_that_stay_apart_in_a_narrow_picture():
    nodes = [TreeNode("root", "chance", -1, "chance")]
    for k in (1, 3, 5):
        words = "weak, challenged after an unexpected threat"
        nodes.append(
            TreeNode(f"b{k}", "decision", 0, "Northern Alliance", words, f"s{k}", "62.5% to 100%", words, "33.3%")
        )
        nodes.append(TreeNode(f"e{k}", "end", k, "prize to the Northern Alliance", branch="give in and go home",
                              probability="100%", payoffs=("-1.25",), reached=0.25))  # fmt: skip
    picture = draw_tree(nodes, ["Northern Alliance"], title="Long words", subtitle="Words " * 20)
    check_words(picture)
    assert lay_out_tree(nodes, ["Northern Alliance"]).width < 640


def test_hostile_names_are_words_and_no_more():
    nodes = [TreeNode(HOSTILE[0], "decision", -1, HOSTILE[1], HOSTILE[2], HOSTILE[3], HOSTILE[2])]
    nodes += [
        TreeNode(f"{k}{name}", "end", 0, name, branch=name, payoffs=(name, "1")) for k, name in enumerate(HOSTILE)
    ]
    picture = draw_tree(nodes, [HOSTILE[0], HOSTILE[2]], title=HOSTILE[2], subtitle=HOSTILE[1], prefix=HOSTILE[0])
    check_is_harmless(picture)
    check_words(picture)


def test_a_move_stands_in_the_middle_of_what_follows():
    layout = lay_out_tree(fan(3), ["Alpha", "Beta"])
    assert layout.heights[0] == layout.heights[2]
