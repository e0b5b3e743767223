import re

import pytest
from lab.paged import ROWS

import deterrence as dt
from deterrence.page.assumptions import model_file
from deterrence.page.setup import changed_model
from deterrence.world.files import read

MODEL = dt.load("levant_2024")
CHICKEN = dt.load("textbook/chicken").path.read_bytes()


def listed(page, table):
    return table(page, "number", "value", "meaning", "grounds")


def n_listed(page):
    return next(int(one.value.split()[0]) for one in page.markdown if re.match(r"\d+ of \d+ numbers", one.value))


def bring(page, name, content):
    page.file_uploader(key="assumptions.upload").set_value((name, content, "application/toml")).run()
    return page.button(key="assumptions.use").click().run()


def test_every_parameter_stands_on_the_page_with_its_grounds(session, table):
    page = session("assumptions")
    assert n_listed(page) == len(MODEL.parameters)
    last = list(range(0, len(MODEL.parameters), ROWS))[-1]
    for first in (0, last):
        shown = listed(page.selectbox(key="part.assumptions").set_value(first).run(), table)
        assert len(shown) == min(ROWS, len(MODEL.parameters) - first)
        assert (shown["grounds"].str.len() > 0).all() and (shown["meaning"].str.len() > 0).all()


def test_the_page_says_whose_view_the_sources_take_and_which_are_absent(session, said):
    text = said(session("assumptions"))
    assert "standpoint of US policy" in text and "Iranian, Lebanese, Palestinian and Yemeni views are absent" in text


def test_filters_leave_the_rows_that_hold_the_words_and_are_read_by_the_game(session, table):
    page = session("assumptions")
    page.text_input(key="assumptions.text").set_value("overflights").run()
    assert 0 < n_listed(page) < 20 and len(listed(page, table))
    page.text_input(key="assumptions.text").set_value("").run()
    page.selectbox(key="assumptions.game").set_value("border").run()
    assert 0 < n_listed(page) < len(MODEL.parameters)


def test_a_changed_number_is_marked_and_can_be_undone(session, said, table):
    page = session("assumptions")
    page.selectbox(key="assumptions.edit").set_value("direct.noise").run()
    page.number_input(key="value.direct.noise").set_value(0.9).run()
    page.checkbox(key="assumptions.changed").set_value(True).run()
    (row,) = listed(page, table).to_dict("records")
    assert row["value"].startswith("0.9 (range") and row["number"].endswith("(outside its range)")
    assert "--set direct.noise=0.9" in page.main.code[-1].value
    page.button(key="frame.undo").click().run()
    assert page.number_input(key="value.direct.noise").value == MODEL.parameters["direct.noise"].value


def test_requirement_rows_and_what_stands_for_them_are_listed(session, said, table):
    page = session("assumptions")
    assert f"of {len(dt.coverage(MODEL))} things" in said(page)
    assert len(table(page, "item", "stands in the model as")) == ROWS


def test_a_model_file_that_was_handed_out_can_be_brought_back(session, said):
    page = session("assumptions", v="1", case="levant_2024", options="backchannels=0.5", set="direct.noise=0.2")
    (button,) = [b for b in page.main.get("download_button") if b.proto.label.startswith("Download the model file")]
    assert button is not None
    text = model_file(changed_model(MODEL, page.session_state["history"].now))
    changed = dt.apply(MODEL.with_values({"direct.noise": 0.2}), "backchannels=0.5")
    assert read(text).parameters["direct.noise"].value == 0.2 and read(text).channels == changed.channels
    page = bring(session("assumptions"), "mine.toml", text.encode())
    assert not page.exception and not page.error
    assert page.session_state["history"].now.case == "mine.toml" and "the case that you see" in said(page)
    page.switch_page("lab/pages/options.py").run()
    assert not page.exception and not page.error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.toml", b"schema = "),
        ("binary.toml", b"\xff\xfe\x00"),
        ("empty.toml", b""),
        ("other.toml", b'schema = "something-else/9"'),
        ("hostile.toml", CHICKEN.replace(b'"yielding"', b"\"__import__('os').system('true')\"")),
        ("../../etc/passwd.toml", b"[[["),
    ],
)
def test_a_broken_or_hostile_file_gets_one_sentence_and_the_page_keeps_its_state(session, name, content):
    page = session("assumptions", v="1", case="levant_2024", options="backchannels=0.5")
    before = page.session_state["history"]
    bring(page, name, content)
    assert not page.exception
    (error,) = page.error
    assert "\n" not in error.value and "keeps what it had" in error.value
    assert page.session_state["history"] == before and not page.session_state["files"]
    # The box goes on listing the file, so the sentence stands there whatever else is done.
    page.text_input(key="assumptions.text").set_value("noise").run()
    (same,) = page.error
    assert same.value == error.value


def test_a_brought_file_is_seen_by_its_own_session_only(session):
    first, second = session("assumptions"), session("assumptions")
    bring(first, "mine.toml", CHICKEN)
    second.run()
    assert "mine.toml" not in second.session_state["files"]
    assert first.selectbox(key="frame.case").value == "mine.toml"
    assert second.selectbox(key="frame.case").value == "levant_2024"
