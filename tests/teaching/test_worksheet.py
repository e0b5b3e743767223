"""Worksheets: every prompt with its numbers, one file that loads nothing, no key."""

import xml.etree.ElementTree as ElementTree

from deterrence.teaching.preview import preview_codes
from deterrence.teaching.worksheet import worksheet_html


def test_worksheets_have_every_prompt_with_its_numbers_and_no_key(bundle, exercise):
    codes = preview_codes(2)
    html = worksheet_html(bundle, codes)
    assert html.count("<h1>") == 2 and all(f"Code {code}." in html for code in codes)
    assert "{T}" not in html and "Objective: Compute a critical discount factor." in html
    root = ElementTree.fromstring(html.removeprefix("<!DOCTYPE html>"))
    assert root.tag == "html" and "src=" not in html and "href=" not in html
    assert "________ Temptation (payoff units; now 5, from 3.5 to 8)" in html, "called as the page calls it"
    for secret in ("grim_critical", "One period", "still-a-dilemma", "Costs add up", "Gain against loss"):
        assert secret not in html
