"""The table of the numbers behind the channels, in which values can be changed."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

import deterrence as dt
from deterrence.page import channels
from deterrence.page.setup import Setup, start_model, with_value
from deterrence.page.table_widths import fit_columns
from deterrence.page.words import marked
from deterrence.world.model import Model
from lab import shown, state

SOURCE = "channels.source"
#: Pixels of the table, which scrolls from row to row.
HEIGHT = 480


class Source(NamedTuple):
    """What an editor was given: the setup that it knows of, the table, and how often it was made anew."""

    told: tuple[object, ...] | None
    table: pd.DataFrame
    n_made: int


def draw(assumed: Model, now: Setup) -> None:
    """Draw the table; a changed value is an assumption like any other."""
    table = channels.parameter_table(assumed)
    if not len(table):
        st.markdown("The channels of this case are plain numbers of its file; no parameter can be moved here.")
        return
    st.markdown(
        "Each is assumed or quoted, with a range; the column *value* is yours to change. Some numbers belong to "
        "several channels at once: a change of these changes all of them. The same numbers stand as fields under the "
        "channel that you chose."
    )
    source = _source(table, now)
    key = f"channels.edit.{source.n_made}"
    given = source.table.drop(columns="id")
    widths, height = fit_columns(given, {}, shown.ROOM)
    st.data_editor(
        given, key=key, hide_index=True, width="stretch", height=HEIGHT, num_rows="fixed", row_height=height,
        disabled=["number", "low", "high", "unit", "sets"],
        column_config={
            column: st.column_config.Column(width=width) for column, width in widths.items()
        } | {"value": st.column_config.NumberColumn(format="%g", required=True, width=widths.get("value"))},
        on_change=_take, args=(key,),
    )  # fmt: skip
    for id, value in now.values:
        if id in set(table["id"]):
            low, high = assumed.parameters[id].low, assumed.parameters[id].high
            if not low <= value <= high:
                name = table.loc[table["id"] == id, "number"].iloc[0]
                st.warning(marked(f"{name}: {value:g} is outside its range, {low:g} to {high:g}."))


def _source(table: pd.DataFrame, now: Setup) -> Source:
    """Return what the editor was given: the same until a value is changed elsewhere.

    An editor keeps what was changed apart from the frame that it was given, and puts it on top; a frame that holds the
    change already would lose every second edit.
    """
    told = (now.case, now.scenario, now.values)
    kept: Source | None = st.session_state.get(SOURCE)
    if kept is None or kept.told != told:
        kept = Source(told, table, 0 if kept is None else kept.n_made + 1)
        st.session_state[SOURCE] = kept
    return kept


def _take(key: str) -> None:
    """Take every value that was changed in the table; where one is refused, the table is made anew."""
    kept: Source = st.session_state[SOURCE]
    st.session_state[SOURCE] = kept._replace(told=None)
    start, new = start_model(state.model(), state.setup()), state.setup()
    try:
        # A cell that was set back to what the editor was given is no longer among the edited ones.
        edited = {int(row): cells.get("value") for row, cells in st.session_state[key]["edited_rows"].items()}
        for row, (id, given) in enumerate(zip(kept.table["id"], kept.table["value"], strict=True)):
            value = edited.get(row)
            new = with_value(new, id, given if value is None else value, start=start)
    except dt.DeterrenceError as error:
        st.session_state["notice"] = str(error)
        return
    state.change(new)
    if state.setup() == new:
        st.session_state[SOURCE] = kept._replace(told=(new.case, new.scenario, new.values))
