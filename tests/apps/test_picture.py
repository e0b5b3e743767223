import pytest
from lab import picture
from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from lab import picture

svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g data-actor="a" tabindex="0"/></svg>'
st.text(repr(picture.draw(svg, key="p", said="told")))
"""


def test_what_is_sent_with_every_run_is_small():
    # A text without a line's end inside would be taken for the path of a file.
    assert len(picture._JS + picture._CSS + picture._HTML) < 10_000 and "\n" in picture._JS.strip()


def test_nothing_is_chosen_at_first_and_a_choice_from_elsewhere_stays():
    page = AppTest.from_string(SCRIPT, default_timeout=30).run()
    assert page.text[0].value == "None"
    page.session_state["p.chosen"] = picture.Mark("actor", "a")
    for _ in range(2):
        assert page.run().text[0].value == "Mark(kind='actor', id='a')"


def test_a_part_that_the_browser_names_is_read():
    assert picture.read_mark(["channel", "us_oman"]) == picture.Mark("channel", "us_oman")


@pytest.mark.parametrize(
    "sent", [None, "actor a", ["actor"], ["actor", 3], ["script", "a"], ["actor", ""], ["actor", "a" * 201], {"a": 1}]
)
def test_what_no_picture_sends_is_not_taken(sent):
    assert picture.read_mark(sent) is None
