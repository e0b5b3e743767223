"""What a session keeps: its history of setups, its named setups, its uploaded files, its guesses. Nothing is shared.

The setup is the one truth. A widget is set from it before it is drawn, and its callback, which runs before the next
run of the script, writes what the reader did back into it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import streamlit as st

import deterrence as dt
from deterrence.page.history import History, record, redo, undo
from deterrence.page.links import read_query
from deterrence.page.setup import Setup, check_names, start_model, with_option, with_value, world_of
from lab import cache

CASE = "levant_2024"

#: Named setups and uploaded files that one session may keep.
MAX_KEPT = 20


def begin() -> None:
    """Start a session: from the link in the address, or at the baseline."""
    if "history" in st.session_state:
        return
    start, notice = Setup(CASE), ""
    # Who was sent a link came for what it shows; all others begin with the first steps.
    st.session_state["tour"] = None if st.query_params else 0
    try:
        opened = read_query(st.query_params.to_dict(), lambda case: cache.load_case(case, ""))
        if opened is not None:
            start, notice = opened
    except dt.DeterrenceError as error:
        notice = f"{error} You see the baseline instead."
    st.session_state["history"] = History(start)
    st.session_state["named"] = {}
    st.session_state["files"] = {}
    st.session_state["guesses"] = {}
    st.session_state["notice"] = notice


def setup() -> Setup:
    """Return what the reader has set."""
    return st.session_state["history"].now


def is_predicting() -> bool:
    """Whether the reader wants to say what to expect of the present options, and has not yet said it."""
    now = world_of(setup())
    return bool(st.session_state.get("predict")) and bool(now.options) and now not in st.session_state["guesses"]


def model() -> dt.Model:
    """Return the case as its file has it."""
    return cache.load_case(setup().case, text())


def text() -> str:
    """Return the text of the model file that the reader brought, empty for a case that is shipped."""
    return st.session_state["files"].get(setup().case, "")


def change(new: Setup) -> None:
    """Take a new setup, or keep the old one and say why the new one cannot be."""
    try:
        text = st.session_state["files"].get(new.case, "")
        check_names(new, cache.load_case(new.case, text))
        cache.changed(new, text)
    except dt.DeterrenceError as error:
        st.session_state["notice"] = str(error)
        return
    st.session_state["history"] = record(st.session_state["history"], new)


def step_back() -> None:
    """Undo the last change."""
    st.session_state["history"] = undo(st.session_state["history"])


def step_forward() -> None:
    """Do again what was undone last."""
    st.session_state["history"] = redo(st.session_state["history"])


def show_value(key: str, value: Any) -> None:
    """Set a widget to what the setup says, before it is drawn."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def remember(key: str, choices: Container[Any]) -> None:
    """Let a widget that is about to be drawn keep its choice while the reader was on other pages."""
    kept = f"kept.{key}"
    if key in st.session_state:
        st.session_state[kept] = st.session_state[key]
    elif st.session_state.get(kept) in choices:
        st.session_state[key] = st.session_state[kept]


def move_option(id: str, key: str) -> None:
    """Take the strength that a lever was moved to."""
    change(with_option(setup(), id, st.session_state[key] / 100))


def move_value(id: str, key: str) -> None:
    """Take the value that a field was set to."""
    given = st.session_state[key]
    if given is None:
        return
    try:
        start = start_model(model(), setup())
        change(with_value(setup(), id, given, start=start))
    except dt.DeterrenceError as error:
        st.session_state["notice"] = str(error)


def choose(key: str, make: Callable[[Setup, Any], Setup]) -> None:
    """Take what a choice was set to."""
    change(make(setup(), st.session_state[key]))


def keep(key: str) -> None:
    """Keep the present setup under the name that stands in the field with a key."""
    named: dict[str, Setup] = dict(st.session_state["named"])
    name = str(st.session_state[key]).strip()[:60]
    if not name:
        st.session_state["notice"] = "A name is needed to keep a scenario."
    elif len(named) >= MAX_KEPT and name not in named:
        st.session_state["notice"] = f"At most {MAX_KEPT} named scenarios are kept."
    else:
        st.session_state["named"] = {**named, name: setup()}


def bring(case: str, content: str) -> None:
    """Take a checked model file as the case, from its baseline."""
    files: dict[str, str] = dict(st.session_state["files"])
    st.session_state["files"] = dict(list({**files, case: content}.items())[-MAX_KEPT:])
    # What was set before belongs to other files, perhaps to one of this very name.
    kept = tuple(one for one in st.session_state["history"].past if one.case != case)
    st.session_state["history"] = History(Setup(case), kept)
    st.session_state["named"] = {n: one for n, one in st.session_state["named"].items() if one.case != case}
