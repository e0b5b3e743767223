"""Walks through pictures whose parts can be chosen: the network by keyboard alone, and the equilibria of a crisis."""

import re

import deterrence as dt
from deterrence.page import crisis
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_the_oman_channel_is_removed_and_put_back_by_keyboard_alone(visit):
    reader = visit("channels")
    page = reader.page
    reader.tab_to("one.matches('[data-mark]')")
    for _ in range(80):
        if reader.focused().evaluate("one => one.dataset.channel") == "us_oman":
            break
        page.keyboard.press("ArrowRight")
    assert reader.focused().evaluate("one => one.dataset.channel") == "us_oman"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove this channel").wait_for()
    reader.settle()
    assert not any("--without" in one for one in reader.commands())
    reader.tab_to("one.matches('button') && one.textContent.includes('Remove this channel')")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What changes without it").wait_for()
    reader.settle()
    assert all("--without us_oman" in one for one in reader.commands()) and "without=us_oman" in page.url
    assert "In the network model" in reader.text()
    reader.tab_to("one.matches('button') && one.textContent.includes('Put it back')")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What changes without it").wait_for(state="detached")
    reader.settle()
    assert not any("--without" in one for one in reader.commands())


def test_the_second_equilibrium_of_a_crisis_is_picked_and_a_link_keeps_it(visit):
    games = crisis.crisis_games(MODEL)
    game = next(id for id in games if len(dt.solve(dt.formulate(MODEL, id)).members) >= 2)
    reader = visit(f"crisis?v=1&case=levant_2024&game={game}")
    choices = reader.page.get_by_role("radiogroup", name=re.compile("^Equilibrium$")).get_by_role("radio")
    assert choices.count() >= 2
    before = reader.commands()
    chosen = [one.is_checked() for one in choices.all()].index(True)
    choices.nth(chosen).focus()
    reader.page.keyboard.press("ArrowDown" if chosen == 0 else "ArrowUp")
    reader.page.wait_for_function("before => !document.body.innerText.includes(before)", arg=before[0])
    reader.settle()
    picked = [one.is_checked() for one in choices.all()].index(True)
    assert picked != chosen
    second = visit(reader.link().removeprefix(reader.address).lstrip("/"), is_apart=True)
    assert second.text().replace("\n", "") and second.commands() == reader.commands()
    shown = second.page.get_by_role("radiogroup", name=re.compile("^Equilibrium$")).get_by_role("radio")
    assert [one.is_checked() for one in shown.all()].index(True) == picked
