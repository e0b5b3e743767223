import pytest

from deterrence.charts.svg import COLOURS, TEXT_ON, Box, Pen, clean, contrast, shorten_to, text_width, wrap
from tests.charts.pictures import HOSTILE, parse


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The darkest grey that fails and the lightest that passes on white, as WCAG's documents give them.
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_all_words_can_be_read_on_their_ground(theme):
    figures = {pair: contrast(COLOURS[pair[0]][theme], COLOURS[pair[1]][theme]) for pair in TEXT_ON}
    assert {pair: figure for pair, figure in figures.items() if figure < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_all_lines_can_be_seen_on_paper_and_on_the_mark_of_a_route(theme):
    paper, route = COLOURS["paper"][theme], COLOURS["route"][theme]
    for name in ("ink", "quiet", "channel", "tie", "added", "removed"):
        assert contrast(COLOURS[name][theme], paper) >= 3
    assert contrast(route, COLOURS["ink"][theme]) >= 3
    for name in ("channel", "added"):
        assert contrast(COLOURS[name][theme], route) >= 3


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cleaned_text_is_one_line_that_xml_can_hold(text):
    found = clean(text)
    assert found and found == " ".join(found.split()) and found.isprintable()
    picture = Pen("auto").picture([], width=10, height=10, title=text, description=text, prefix=text)
    assert parse(picture)[0].text == found


@pytest.mark.parametrize("text", HOSTILE)
def test_a_shortened_text_fits(text):
    for width in (20.0, 60.0, 200.0):
        assert text_width(shorten_to(clean(text), width, 12), 12) <= width
        rows = wrap(clean(text), width, 12, lines=2, bold=True)
        assert 1 <= len(rows) <= 2 and all(text_width(row, 12, bold=True) <= width for row in rows)


def test_text_that_fits_is_left_alone_and_lost_text_is_marked():
    assert shorten_to("Iran", 100, 12) == "Iran"
    assert wrap("Lebanese state and public", 120, 13, lines=2) == ("Lebanese state", "and public")
    assert wrap("Lebanese state and public", 60, 13, lines=2)[-1].endswith("…")


def test_boxes_know_when_they_meet():
    box = Box(10, 10, 10, 4)
    assert box.overlaps(Box(19, 13, 10, 4)) and not box.overlaps(Box(21, 10, 10, 4))
    assert box.overlaps(Box(21, 10, 10, 4), gap=2)
    assert box.is_within(20, 20) and not box.is_within(14, 20)
    assert box.contains(14, 11) and not box.contains(16, 11)


def test_themes_differ_in_colours_only_and_auto_holds_both():
    light, dark, auto = (
        Pen(theme).picture(
            [Pen(theme).text("x", 1, 1, size=2, colour="ink")],
            width=9,
            height=9,
            title="t",
            description="d",
            prefix="p",
        )
        for theme in ("light", "dark", "auto")
    )
    assert "prefers-color-scheme" in auto and "prefers-color-scheme" not in light + dark
    assert COLOURS["ink"][0] in light and COLOURS["ink"][1] in dark
    assert COLOURS["ink"][0] in auto and COLOURS["ink"][1] in auto
