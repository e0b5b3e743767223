"""What stands beside every page: case and start, undo and redo, named scenarios, the link."""

from __future__ import annotations

from functools import partial

import streamlit as st

from deterrence.page.links import write_link, write_query
from deterrence.page.setup import Setup, describe, with_start
from deterrence.page.words import marked
from deterrence.world.files import available
from lab import cache, handouts, parts, shown, state, tour

#: How the case's own start is called where no scenario is chosen.
OWN_START = "The case's own start"


def draw() -> None:
    """Draw the frame in the sidebar, and write the link into the address."""
    with st.sidebar:
        _notice()
        _case()
        _what()
        _steps()
        _named()
        tour.draw_opener()


def draw_link() -> None:
    """Show the link that restores the present page, below the page's own part of the frame."""
    with st.sidebar:
        _link()


@parts.part("frame.link", reads=parts.when_open("frame.link"))
def _link() -> None:
    with shown.folded("Link to this", name="frame.link") as is_open:
        if not is_open:
            return
        now = state.setup()
        address = st.context.url or "http://127.0.0.1:8501/"
        st.markdown("It restores this page with every lever, payoff and assumption.")
        st.code(write_link(address, now, cache.digest(now.case, state.text())), language=None, wrap_lines=True)


@parts.part("frame.notice", reads=lambda: st.session_state["notice"])
def _notice() -> None:
    """Say once what could not be done, or how what is shown came about."""
    notice = st.session_state["notice"]
    if notice:
        st.warning(marked(notice))
        st.session_state["notice"] = ""


def _case() -> None:
    now = state.setup()
    brought = frozenset(st.session_state["files"])
    cases = [*available(), *sorted(brought)]
    state.show_value("frame.case", now.case)
    st.selectbox(
        "Case", cases, key="frame.case", format_func=lambda case: _case_title(case, brought),
        on_change=state.choose, args=("frame.case", lambda _, case: Setup(case)),
    )  # fmt: skip
    model = state.model()
    if model.scenarios:
        state.show_value("frame.start", now.scenario)
        st.selectbox(
            "Start", ["", *model.scenarios], key="frame.start",
            format_func=lambda id: model.scenarios[id].title if id else OWN_START,
            on_change=state.choose, args=("frame.start", with_start),
            help="The situation from which every result starts: rungs, and some values.",
        )  # fmt: skip


def _case_title(case: str, brought: frozenset[str]) -> str:
    if case in brought:
        return f"{case} (your file)"
    folder, _, name = case.rpartition("/")
    words = name.replace("_", " ")
    return f"{words.capitalize()} ({folder})" if folder else words.capitalize()


@parts.part("frame.what")
def _what() -> None:
    """Say what is shown, write it into the address, and offer it as a report."""
    now = state.setup()
    st.markdown(f"**Shown:** {marked(describe(state.model(), now))}")
    query = write_query(now, cache.digest(now.case, state.text()))
    # A browser tells the address that it has. Where moves follow each other closely, one that it was sent before may
    # still be on its way.
    if st.query_params.to_dict() != query or st.session_state.get("address") != query:
        st.query_params.from_dict(query)
        st.session_state["address"] = query
    _keep()


def _keep() -> None:
    """Hand out all that is shown as one file; it is made when it is asked for."""
    if state.is_predicting():
        st.markdown("The report is to be had once you have said what you expect: it tells what your options change.")
        return
    now, text = state.setup(), state.text()
    name = now.case.removesuffix(".toml").replace("/", "_")
    st.download_button(
        "Download the report", partial(handouts.report_file, now, text), f"{name}_report.html",
        "text/html", key="frame.report", on_click="ignore", width="stretch",
        help="One file for reading and printing, offline: the result, the three lines, what each model says, who bears "
        "it, every changed assumption, the equilibria, and the run card that repeats it.",
    )  # fmt: skip


def _ways() -> tuple[bool, bool, bool]:
    """Return whether there is something to undo, to do again, and to reset."""
    history = st.session_state["history"]
    return bool(history.past), bool(history.future), history.now != Setup(history.now.case)


@parts.part("frame.steps", reads=_ways)
def _steps() -> None:
    back, forward, reset = st.columns(3)
    can_undo, can_redo, can_reset = _ways()
    back.button("Undo", key="frame.undo", on_click=parts.whole(state.step_back), disabled=not can_undo, width="stretch")
    forward.button(
        "Redo", key="frame.redo", on_click=parts.whole(state.step_forward), disabled=not can_redo, width="stretch"
    )
    reset.button("Reset", key="frame.reset", on_click=_reset, disabled=not can_reset, width="stretch")


@parts.whole
def _reset() -> None:
    state.change(Setup(state.setup().case))


def _named() -> None:
    with shown.folded("Named scenarios", name="frame.named") as is_open:
        if not is_open:
            return
        st.text_input("Name", key="frame.name", max_chars=60)
        # The name is read when the button is pressed: what was typed just before is not on the page of the last run.
        st.button("Keep what is shown", key="frame.keep", on_click=state.keep, args=("frame.name",))
        for kept, setup in st.session_state["named"].items():
            st.button(f"Show “{kept}”", key=f"frame.named.{kept}", on_click=state.change, args=(setup,))
