"""Files that a reader takes away, and files that a reader brings."""

import io
import json
import re

import pandas as pd
import pytest

from deterrence.page import ladder_lines
from deterrence.page.setup import OPTIONS, Setup, changed_model
from deterrence.world.files import read
from tests.reading import pages, tracebacks
from tests.shipped import shipped

MODEL = shipped("levant_2024")
SETUP = Setup("levant_2024", options=(("backchannels", 0.35),), values=(("direct.israel.gain", 2.25),))
QUERY = "?v=1&case=levant_2024&options=backchannels%3D0.35&set=direct.israel.gain%3D2.25"
CHICKEN = shipped("textbook/chicken").path.read_bytes()


def taken(reader, label):
    """Download the first file that is offered under a label, and return its name and content."""
    button = reader.page.get_by_test_id("stDownloadButton").get_by_role("button", name=re.compile(f"^{label}"))
    with reader.page.expect_download() as coming:
        button.first.click()
    download = coming.value
    return download.suggested_filename, download.path().read_bytes()


def bring(reader, name, content):
    """Upload a model file and use it as the case."""
    reader.page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "application/toml", "buffer": content}
    )
    reader.page.get_by_role("button", name="Use this file as the case").click()
    return reader.rerun()


def await_case(reader, case):
    """Wait until a file that was brought is the case."""
    script = "name => [...document.querySelectorAll('input')].some(one => one.value.startsWith(name))"
    reader.page.wait_for_function(script, arg=case)
    reader.settle()


def test_the_csv_of_a_chart_holds_the_numbers_of_the_library_in_full(visit):
    reader = visit(QUERY).unfold()
    name, content = taken(reader, "CSV")
    assert name == "p_top.border.csv"
    table = pd.read_csv(io.BytesIO(content))
    told = ladder_lines.line_table({OPTIONS: ladder_lines.solve_ladder(changed_model(MODEL, SETUP), "region")})
    told = told[told["front"] == "Border"]
    shown = table[table["line"] == OPTIONS]
    assert shown["p_top"].tolist() == pytest.approx(told["p_top"].tolist(), abs=1e-12)
    assert set(table["line"]) == {"baseline", "my assumptions", "my options"}


def test_the_picture_of_a_chart_is_a_png_that_is_not_empty(visit):
    reader = visit(QUERY).unfold()
    name, content = taken(reader, "PNG")
    assert name == "p_top.border.png" and content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 10_000


def test_the_report_is_one_html_file_with_the_readers_figures_that_loads_and_runs_nothing(visit, tmp_path):
    reader = visit(QUERY)
    name, content = taken(reader, "Download the report")
    assert name == "levant_2024_report.html"
    file = tmp_path / name
    file.write_bytes(content)
    page = reader.page.context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    active = page.locator("script:not([type='application/json']), img:not([src^='data:']), iframe, link")
    assert asked == [file.as_uri()] and not active.count()
    text = page.locator("body").inner_text()
    figures = re.findall(r"\d+\.\d+%", reader.page.get_by_text("In the ladder model, the chance of").first.inner_text())
    assert len(figures) == 3 and all(figure in text for figure in figures)
    assert "Not a forecast" in text and not tracebacks(text)
    page.close()


def test_the_model_file_comes_back_as_the_case_with_what_was_set_in_force(visit):
    reader = visit(f"assumptions{QUERY}")
    name, content = taken(reader, "Download the model file")
    assert name.endswith(".toml")
    brought = read(content.decode())
    assert brought.parameters["direct.israel.gain"].value == 2.25
    assert brought.channels == changed_model(MODEL, SETUP).channels
    bring(reader, "mine.toml", content)
    await_case(reader, "mine.toml")
    field = reader.keyed("value.direct.israel.gain")
    reader.choose("Number", "Direct front: Israel: gain")
    assert float(field.locator("input").input_value()) == 2.25
    reader.go("Options lab")
    assert reader.page.get_by_text("In the ladder model, the chance of").first.inner_text()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.toml", b"schema = "),
        ("binary.toml", b"\xff\xfe\x00\x01"),
        ("hostile.toml", CHICKEN.replace(b'"yielding"', b"\"__import__('os').system('touch /tmp/hostile')\"")),
        ("script.toml", b'"<img src=x onerror=alert(1)>" = 1\n' + CHICKEN),
        ("deep.toml", b"a = " + b"[" * 100_000),
    ],
)
def test_a_broken_or_hostile_file_gets_one_sentence_and_the_page_keeps_its_state(visit, name, content):
    reader = visit(f"assumptions{QUERY}")
    before = reader.link()
    bring(reader, name, content)
    alert = reader.page.get_by_test_id("stAlert")
    alert.wait_for()
    said = alert.inner_text()
    assert "The page keeps what it had." in said and len(said) < 500 and "\n" not in said.strip()
    assert reader.link() == before and not reader.dialogs
    assert not reader.page.get_by_test_id("stException").count()


def test_a_title_with_markup_in_it_is_shown_as_it_stands_and_runs_nothing(visit):
    markup = "<img src=x onerror=alert(1)> [a](javascript:alert(2)) **b**"
    reader = visit("assumptions")
    bring(reader, "marked.toml", CHICKEN.replace(b'title = "', f'title = "{markup}'.encode(), 1))
    reader.go("Options lab")
    assert markup in reader.text() and not reader.dialogs
    assert not reader.page.locator('img[src="x"], a[href^="javascript"]').count()


def test_texts_of_a_file_with_pictures_in_them_ask_no_other_host(visit):
    bait = "![x](http://198.51.100.7/x.png) <img src=http://198.51.100.7/y.png> "
    text = shipped("levant_2024").path.read_text()
    for key in ("title", "name", "meaning", "about", "rationale", "backfires", "cost_bearer", "unit"):
        text = re.sub(rf'(?m)(^|[{{,] *){key} = "', rf"\g<0>{bait}", text)
    assert text.count(bait) > 200
    reader = visit("assumptions")
    bring(reader, "bait.toml", text.encode())
    await_case(reader, "bait.toml")
    for page in pages():
        reader.go(page.title).unfold()
        assert "198.51.100.7" in reader.text()
        assert not reader.page.locator('img[src*="198.51.100.7"]').count()


def test_the_link_is_plain_text_that_another_reader_can_paste(visit):
    link = visit(QUERY).link()
    assert "backchannels" in link and json.dumps(link).isascii() and " " not in link
