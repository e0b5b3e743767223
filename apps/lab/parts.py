"""Parts of a page that are drawn again alone: a reader who moves a lever waits for what it changes, and no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

import deterrence as dt
from deterrence.page.words import marked
from lab import state


def part(key: str, *, reads: Callable[[], Any] = state.setup) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function draw a part of a page that can be drawn again by itself.

    Parameters
    ----------
    key
        Of the part; unique on the page.
    reads
        Returns what the part shows, apart from its arguments. The part is drawn again when that is no longer what it
        was: the whole setup unless something else is named.
    """

    def decorate(draw: Callable[..., None]) -> Callable[..., None]:
        @st.fragment(key=key)
        @wraps(draw)
        def drawn(*given: Any, **named: Any) -> None:
            st.session_state["parts"][key] = (reads, reads())
            try:
                draw(*given, **named)
            except dt.DeterrenceError as error:
                st.error(marked(str(error)))

        return drawn

    return decorate


def when_open(fold: str) -> Callable[[], Any]:
    """Return what a part shows that is all in a fold: the setup if the fold is open, else nothing."""
    return lambda: state.setup() if st.session_state.get(f"fold.{fold}") else None


def nothing() -> None:
    """Say that a part shows nothing that anything else on the page can change."""


def begin() -> None:
    """Forget the parts that were drawn, since the whole page is about to be."""
    st.session_state["parts"] = {}


def redrawn(act: Callable[..., None]) -> Callable[..., None]:
    """Let a callback be followed by the parts that show something else by now.

    Where there is something to be told that belongs to no part, or no part has changed, the whole page is drawn.
    """

    @wraps(act)
    def acted(*given: Any) -> None:
        act(*given)
        drawn: dict[str, tuple[Callable[[], Any], Any]] = st.session_state["parts"]
        changed = [key for key, (reads, shown) in drawn.items() if reads() != shown]
        if changed and not st.session_state["notice"]:
            st.rerun(changed)

    return acted


def whole(act: Callable[..., None]) -> Callable[..., None]:
    """Let a callback be followed by the whole page, wherever its widget stands."""

    @wraps(act)
    def acted(*given: Any) -> None:
        act(*given)
        st.rerun()

    return acted
