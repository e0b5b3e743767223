"""Walks that a reader takes through the page, from the keyboard where that is what a reader would use."""

import re

import pytest

from deterrence.page import ladder_lines
from deterrence.page.setup import OPTIONS, Setup, changed_model
from tests.shipped import shipped

MODEL = shipped("levant_2024")
SETUP = "?v=1&case=levant_2024&start=air_war&options=backchannels%3D0.35&set=direct.israel.gain%3D2.25&game=direct"


def p_top(setup, front):
    """Return the chance that the library gives for the top of a front at the horizon."""
    one = ladder_lines.solve_ladder(changed_model(MODEL, setup), "region")
    table = ladder_lines.line_table({OPTIONS: one})
    return table[table["front"] == front]["p_top"].iloc[-1]


def test_a_newcomer_moves_one_lever_and_reads_one_comparison(visit):
    reader = visit()
    sentence = reader.page.get_by_text("In the ladder model, the chance of").first
    before = f"{p_top(Setup('levant_2024'), 'Border'):.1%} at the baseline"
    assert before in sentence.inner_text() and "with your options" not in sentence.inner_text()
    lever = reader.page.get_by_test_id("stSlider").first
    assert lever.get_by_test_id("stMarkdownContainer").first.inner_text() == MODEL.options["backchannels"].title
    reader.press("backchannels", "End")
    after = f"{p_top(Setup('levant_2024', options=(('backchannels', 1.0),)), 'Border'):.1%} with your options"
    assert before in sentence.inner_text() and after in sentence.inner_text()
    assert "Not a forecast" in sentence.inner_text()
    comparison = reader.page.get_by_text("What your options change, in words")
    comparison.wait_for()


def test_a_family_of_levers_stays_open_and_keeps_the_focus_while_its_levers_are_moved(visit):
    reader = visit()
    reader.page.get_by_text("Channels: ways to talk").click()
    reader.press("hotline_network", "ArrowRight")
    reader.page.get_by_text("(moved: 1 in channels)").wait_for()
    reader.page.keyboard.press("ArrowRight")
    reader.page.get_by_text("Hotlines among Israel, Egypt, the Gulf states and Iran at 10%").first.wait_for()
    assert reader.strength("hotline_network") == "10%"


def test_after_many_quick_moves_lever_text_and_address_are_those_of_the_last_and_old_news_is_gone(visit):
    reader = visit("?options=backchannels")
    news = reader.page.get_by_text("You see the baseline instead")
    assert news.count() == 1
    reader.keyed("option.backchannels").locator("input").focus()
    for key in (*["ArrowRight"] * 6, *["ArrowLeft"] * 2):
        reader.page.keyboard.press(key)
        reader.page.wait_for_timeout(60)
    reader.page.get_by_role("heading", name="backchannels at 20%").wait_for()
    reader.page.wait_for_url("**backchannels%3D0.2")
    reader.settle()
    assert reader.strength("backchannels") == "20%" and reader.page.url.endswith("backchannels%3D0.2")
    assert news.count() == 0


def test_the_first_screen_has_three_levers_a_chart_and_its_sentence_without_scrolling(visit):
    reader = visit()
    seen = [*reader.page.get_by_test_id("stSlider").all()[:3], reader.page.get_by_test_id("stVegaLiteChart").first]
    seen.append(reader.page.get_by_text("In the ladder model, the chance of").first)
    height = reader.page.viewport_size["height"]
    for element in seen:
        box = element.bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


def test_an_edit_that_changes_the_class_of_the_game_warns_and_undo_takes_it_back(visit):
    reader = visit("payoffs?v=1&case=levant_2024&game=border")
    table = reader.page.get_by_role("table").first
    before = table.inner_text()
    reader.choose("What to change", "Israel: both attack (P, punishment)")
    field = (
        reader.keyed("value.border.israel.rung3")
        .get_by_role("textbox")
        .or_(reader.keyed("value.border.israel.rung3").get_by_role("spinbutton"))
    )
    field.fill("3")
    field.press("Enter")
    warning = reader.page.get_by_text("changed its class for Israel: from a dilemma to a deadlock")
    warning.wait_for()
    reader.settle()
    assert table.inner_text() != before
    reader.page.get_by_role("button", name="Undo").click()
    warning.wait_for(state="detached")
    reader.settle()
    assert table.inner_text() == before


@pytest.mark.parametrize("path", ["", "payoffs", "assumptions"])
def test_a_link_shows_the_same_page_levers_and_numbers_in_a_fresh_session(visit, path):
    first = visit(f"{path}{SETUP}")
    shared = first.link()
    assert shared.partition("?")[0].rstrip("/") == f"{first.address}/{path}".rstrip("/")
    second = visit(shared.removeprefix(first.address).lstrip("/"), is_apart=True)
    assert second.link() == shared
    assert second.page.url == first.page.url
    assert second.text() == first.text()
    assert "air war" in first.text().lower()


def test_a_link_keeps_levers_and_payoffs_that_were_set_by_hand(visit):
    first = visit()
    first.press("backchannels", "ArrowRight", times=3)
    first.press("sanctions_enforcement", "End")
    first.go("Payoffs")
    link = first.link()
    second = visit(link.removeprefix(first.address).lstrip("/"), is_apart=True)
    assert second.page.get_by_role("heading", level=1).inner_text() == "Payoffs"
    second.go("Options lab")
    assert second.strength("backchannels") == "15%" and second.strength("sanctions_enforcement") == "100%"
    first.go("Options lab")
    assert _figures(first) == _figures(second) and _figures(first)


def test_two_sessions_side_by_side_never_see_each_others_changes(visit):
    first, second = visit(is_apart=True), visit(is_apart=True)
    untouched = second.text()
    first.press("backchannels", "End")
    first.page.get_by_text("Named scenarios").click()
    first.page.get_by_label("Name", exact=True).fill("only mine")
    first.page.get_by_role("button", name="Keep what is shown").click()
    first.page.get_by_role("button", name="Show “only mine”").wait_for()
    asked = second.page.get_by_text("Move a lever, say what you expect")
    for state in ("visible", "detached"):
        second.page.get_by_text("Predict before you look").click()
        asked.wait_for(state=state)
        second.settle()
    assert second.text() == untouched and "only mine" not in untouched
    second.press("sanctions_enforcement", "End")
    assert first.strength("sanctions_enforcement") == "0%" and second.strength("backchannels") == "0%"
    assert "sanctions" not in first.link() and "backchannels" not in second.link()


def _figures(reader):
    return re.findall(r"\d+\.\d%", reader.text())
