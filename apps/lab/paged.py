"""Long tables that are read: a few rows at a time, every word in sight, and all of them in the file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from deterrence.page.words import marked
from lab import shown

#: Rows that stand beside their words at a time.
ROWS = 10


def draw(rows: pd.DataFrame, file: pd.DataFrame, *, name: str, sentence: str, n: int = ROWS) -> None:
    """Show a long table in parts, with buttons to the part before and after, and offer the whole as a file.

    Parameters
    ----------
    rows
        What is read: its cells are texts, in columns few enough to stand beside each other.
    file
        The same rows as they are written to the file.
    name
        Unique on the page.
    sentence
        How many rows there are, and of how many.
    n
        Rows in a part.
    """
    st.markdown(marked(sentence))
    starts = list(range(0, len(rows), n))
    first = 0
    if len(starts) > 1:
        key = f"part.{name}"
        # The part that was open may be gone when filters leave fewer rows.
        if st.session_state.get(key) not in starts:
            st.session_state[key] = 0
        before, part, after = st.columns([1, 2, 1], vertical_alignment="bottom")
        first = part.selectbox(
            "Rows", starts, format_func=lambda start: f"{start + 1} to {min(start + n, len(rows))} of {len(rows)}",
            key=key,
        )  # fmt: skip
        before.button("Rows before", key=f"{key}.before", on_click=_turn, args=(key, -n), disabled=first == 0,
                      width="stretch")  # fmt: skip
        after.button("Rows after", key=f"{key}.after", on_click=_turn, args=(key, n),
                     disabled=first == starts[-1], width="stretch")  # fmt: skip
    shown.read(rows.iloc[first : first + n], name=name, file=file)


def _turn(key: str, step: int) -> None:
    st.session_state[key] = max(int(st.session_state[key]) + step, 0)
