"""A student's walk: do the starter on the page, leave and return, download, have it marked on the command line."""

import csv

from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

from deterrence.cli import app


def taken(reader, label):
    """Download what a button offers, and return its name and content."""
    with reader.page.expect_download() as coming:
        reader.page.get_by_role("button", name=label).click()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def grave(page):
    """Return what axe finds serious on the page as it stands."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


def test_the_starter_is_done_left_returned_to_downloaded_and_marked(visit, tmp_path):
    reader = visit("exercises")
    page = reader.page
    reader.choose("Exercise", "Fifteen minutes: patience and restraint")
    code = page.get_by_label("Your code (eight letters and digits)")
    code.fill("ABCD2345")
    code.press("Enter")
    page.get_by_role("heading", name="1. A guess first").wait_for()
    levers = page.get_by_role("spinbutton", name="Temptation")
    levers.first.wait_for()
    assert levers.count() == 1, "the first lever waits for the prediction"
    assert not grave(page)
    page.get_by_text("It rises", exact=True).click()
    reader.rerun()
    page.get_by_role("button", name="Lock this prediction").click()
    page.get_by_role("heading", name="2. One lever").wait_for()
    levers.nth(1).wait_for()
    lever, change = levers.nth(0), levers.nth(1)
    for field, value, most in ((lever, "4", 1), (change, "3.6", 2)):
        field.fill(value)
        field.press("Enter")
        page.get_by_text(f"Numbers changed: 1, at most {most}.").wait_for()
    reason = page.get_by_label("Your reason (at most 100 words)")
    reason.fill("Early warning leaves less to gain.")
    reason.press("Tab")
    page.get_by_text("6 of at most 100 words").wait_for()
    reader.go("Timeline").go("Exercises")
    assert reason.input_value() == "Early warning leaves less to gain."
    assert (float(lever.input_value()), float(change.input_value())) == (4.0, 3.6)
    assert page.get_by_text("Answered: 3 of 3 questions.").is_visible()

    assert not grave(page)

    name, content = taken(reader, "Finish: download the submission")
    assert name == "starter_ABCD2345.json"
    file = tmp_path / name
    file.write_bytes(content)
    words = ["exercise", "grade", str(file), "--key", "starter", "--out", str(tmp_path / "out")]
    assert "1 file: 1 marked" in CliRunner().invoke(app, words).output
    (row,) = csv.DictReader((tmp_path / "out" / "grades.csv").read_text().splitlines())
    # Half sure and right, with a quarter left to each of two others: 1 - (0.5^2 + 2 * 0.25^2) / 2.
    assert (row["first-guess"], row["one-lever"], row["restore-restraint"]) == ("0.8125", "2", "4")
    assert row["receipt"] in page.get_by_test_id("stMain").get_by_test_id("stCode").all_inner_texts()

    # A new session, with the draft of the old one.
    name, content = taken(reader, "Download a draft")
    reader = visit("exercises")
    reader.unfold()
    reader.page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": content}
    )
    reader.page.get_by_role("button", name="Open this file").click()
    reader.page.get_by_text("Answered: 3 of 3 questions.").wait_for()
    reader.settle()
    assert float(reader.page.get_by_role("spinbutton", name="Temptation").first.input_value()) == 4.0
