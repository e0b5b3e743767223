"""The tour on the page: a strip beside every page, with what it points at framed; it blocks nothing."""

from __future__ import annotations

import streamlit as st

from deterrence.page import tour
from deterrence.page.words import marked
from lab import parts, state

#: Names of the pages that steps are taken on.
_PAGES = {tour.LAB: ("lab/pages/options.py", "Options lab"), tour.PAYOFFS: ("lab/pages/payoffs.py", "Payoffs")}


def draw(page: str, addresses: list[str]) -> None:
    """Draw the present step beside a page, unless the tour was closed.

    Parameters
    ----------
    page
        The address of the page that is open.
    addresses
        Of all pages.
    """
    now = st.session_state["tour"]
    if now is None:
        return
    steps = tour.tour(state.model())
    step = steps[now]
    st.html(tour.highlight(step, now + 1, page, addresses))
    words = f"**Step {now + 1} of {len(steps)}: {step.title}.** {marked(step.text)}"
    if step.anchor and page == step.page:
        words += f" [Take me to it](#{step.anchor})."
    with st.sidebar.container(border=True, key="tour"):
        _step(words)
        if page != step.page:
            path, name = _PAGES[step.page]
            st.page_link(path, label=f"Go to {name}")
        with st.container(horizontal=True):
            if now:
                st.button("Back", key="tour.back", on_click=_go, args=(now - 1,))
            if now + 1 < len(steps):
                st.button("Next step", key="tour.next", on_click=_go, args=(now + 1,))
            st.button("Close the tour", key="tour.close", on_click=_go, args=(None,))


def _is_done() -> bool:
    now = st.session_state["tour"]
    return now is not None and tour.is_done(now, state.setup())


@parts.part("tour.step", reads=_is_done)
def _step(words: str) -> None:
    st.markdown(words + (" **Done: go on to the next step.**" if _is_done() else ""))


def draw_opener() -> None:
    """Draw the button that opens the tour again."""
    if st.session_state["tour"] is None:
        st.button("Show the tour", key="tour.open", on_click=_go, args=(0,), width="stretch")


def _go(step: int | None) -> None:
    st.session_state["tour"] = step
