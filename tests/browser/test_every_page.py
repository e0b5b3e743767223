"""Promises that every page keeps: whatever ``apps/app.py`` lists is held to them."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.reading import is_nameless, pages, tracebacks, untranslated

#: Options, a start and a payoff are set, so that every page has three lines and a change to tell of.
QUERY = (
    "?v=1&case=levant_2024&start=air_war&options=backchannels%3D0.35%2Bmissile_defence&set=direct.israel.gain%3D2.25"
)

PAGES = [pytest.param(page, id=page.path or "options") for page in pages()]


def test_the_sidebar_leads_to_every_page_of_the_list(visit):
    reader = visit()
    links = reader.page.get_by_test_id("stSidebarNavLink")
    assert links.all_inner_texts() == [page.title for page in pages()]
    for page in pages():
        reader.go(page.title)
        assert page.path in reader.page.url


@pytest.mark.parametrize("page", PAGES)
def test_keyboard_axe_and_commands_do_on_a_page_and_no_view_shows_an_id_or_a_nameless_probability(visit, answer, page):
    reader = visit(f"{page.path}{QUERY}")
    missed = reader.unreached()
    assert not missed
    # The keyboard has scrolled, and axe says nothing of what lies under the header.
    reader.page.evaluate(
        "() => {document.activeElement.blur();"
        " document.querySelectorAll('*').forEach(one => {one.scrollTop = 0; one.scrollLeft = 0})}"
    )
    reader.unfold()
    check_contrast_and_roles(reader)
    read(reader)
    for group in range(reader.radios.count()):
        choices = reader.radios.nth(group).get_by_test_id("stRadioOption")
        for choice in range(choices.count()):
            if choices.nth(choice).locator("input").is_checked():
                continue  # What it shows has just been read.
            choices.nth(choice).click()
            read(reader.rerun().unfold())
        # Back to the first view, which may have groups of its own.
        choices.first.click()
        reader.rerun()
    if page.path == "exercises":
        begin_the_starter(reader)
        read(reader.unfold())
    printed = reader.unfold().commands()
    assert printed
    for line in dict.fromkeys(printed):
        assert answer(line)


def begin_the_starter(reader):
    """Choose an exercise and give the code of a student, as its commands have them."""
    reader.choose("Exercise", "Fifteen minutes: patience and restraint")
    code = reader.page.get_by_label("Your code (eight letters and digits)")
    code.fill("ABCD2345")
    code.press("Enter")
    reader.page.get_by_role("heading", name="1. A guess first").wait_for()
    reader.settle()


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_serious_on_a_dark_page_with_everything_unfolded(visit, page):
    check_contrast_and_roles(visit(f"{page.path}{QUERY}", theme="dark").unfold())


def check_contrast_and_roles(reader):
    """Hold the page as it stands to what axe finds serious, and its charts to the contrast that is wanted."""
    found = Axe().run(reader.page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert not grave
    assert not reader.faint(4.5)


def read(reader):
    """Hold what the page shows now to its promises."""
    blocks = reader.blocks()
    assert len(blocks) > 20
    assert {word for block in blocks for word in untranslated(block.text)} == set()
    spoken = [block for block in blocks if block.kind in ("text", "table", "chart")]
    assert [block.text for block in spoken if is_nameless(block.text, block.around)] == []
    assert [block.text for block in blocks if tracebacks(block.text)] == []
