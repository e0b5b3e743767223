"""The page: its frame, and the pages that are finished."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import streamlit as st
from lab import cache, frame, parts, state, tour

import deterrence as dt
from deterrence.page.words import marked

PAGES = [
    # It answers at the bare address alone, yet takes this name away from all others.
    st.Page("lab/pages/options.py", title="Options lab", url_path="lab", default=True),
    st.Page("lab/pages/payoffs.py", title="Payoffs", url_path="payoffs"),
    st.Page("lab/pages/crisis.py", title="Crisis", url_path="crisis"),
    st.Page("lab/pages/channels.py", title="Channels", url_path="channels"),
    st.Page("lab/pages/timeline.py", title="Timeline", url_path="timeline"),
    st.Page("lab/pages/robustness.py", title="Robustness", url_path="robustness"),
    st.Page("lab/pages/exercises.py", title="Exercises", url_path="exercises"),
    st.Page("lab/pages/assumptions.py", title="Assumptions and sources", url_path="assumptions"),
    st.Page("lab/pages/reference.py", title="Models and methods", url_path="reference"),
]


def to_lab() -> None:
    """Lead to the first page whoever writes its name into the address, as for any other page."""
    st.switch_page(PAGES[0], query_params=st.query_params.to_dict())


def from_nowhere() -> None:
    """Lead to the first page whoever follows an address that is no page's, and say so."""
    st.session_state["notice"] = "The address that you followed is no page of this model; you see the first page."
    to_lab()


HIDDEN = [st.Page(to_lab, title="Options lab", url_path="options", visibility="hidden")]
# For an unknown address Streamlit would open a dialog about files of the server.
asked = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
if re.fullmatch(r"[\w.~%-]+", asked) and asked not in {page.url_path for page in [*PAGES, *HIDDEN]}:
    HIDDEN.append(st.Page(from_nowhere, title="Options lab", url_path=asked, visibility="hidden"))

st.set_page_config(page_title="deterrence", layout="wide", initial_sidebar_state="expanded")
# Streamlit leaves room for a taller head than this page has; a first screen can use it. A section's heading is one step
# below the page's, as those who hear the page need it, and no larger for that. Tables to be read stand in narrow
# columns too, and show every word. What is chosen of several is written white on the accent, which in the dark theme is
# too light for that.
st.html(
    "<style>.stMainBlockContainer{padding-top:3.5rem}"
    ".stMain .stHeading h2{font-size:1.75rem;line-height:1.2}"
    "[class*=st-key-read-] table{font-size:.8125rem;line-height:1.35}"
    "[class*=st-key-read-] :is(td,th){padding:.3rem .45rem;vertical-align:top}"
    ".stMultiSelect [data-tag]{background:transparent;border:1px solid currentColor;color:inherit}"
    ".stMultiSelect [data-tag] *{color:inherit}</style>"
)
cache.preload(state.CASE)
state.begin()
parts.begin()
page = st.navigation([*PAGES, *HIDDEN])
tour.draw(page.url_path, [one.url_path for one in PAGES])
frame.draw()
try:
    page.run()
except dt.DeterrenceError as error:
    st.error(marked(str(error)))
frame.draw_link()
