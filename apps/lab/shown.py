"""How results stand on a page: a chart with its sentence, its table and files; commands; standing remarks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from deterrence.page import pictures
from deterrence.page.words import marked
from lab import picture


def exhibit(chart: Any, sentence: str, table: pd.DataFrame, *, name: str) -> None:
    """Draw a chart with a sentence that says what it shows, and offer its table, CSV and PNG.

    Parameters
    ----------
    chart
        An Altair chart.
    sentence
        What it shows, in words.
    table
        What it was drawn from.
    name
        Of the files, without an ending; unique on the page.
    """
    # The charts are our own, so checking them against the schema in every run would only cost the reader time.
    st.vega_lite_chart(chart.to_dict(validate=False), width="stretch", alt=sentence, key=f"chart.{name}")
    st.markdown(marked(sentence))
    with st.expander("Table and files"):
        st.dataframe(table, hide_index=True, width="stretch")
        left, right = st.columns(2)
        left.download_button(
            "CSV", partial(pictures.csv, table), f"{name}.csv", "text/csv", key=f"csv.{name}", on_click="ignore"
        )
        if pictures.has_png():
            right.download_button(
                "PNG", partial(pictures.png, chart), f"{name}.png", "image/png", key=f"png.{name}", on_click="ignore"
            )


def drawing(
    svg: str, sentence: str, table: pd.DataFrame, *, name: str, said: str = "", least: int
) -> picture.Mark | None:
    """Draw a picture of our own, whose parts can be chosen, and offer its table, CSV, SVG and PNG.

    Parameters
    ----------
    svg
        The picture in its light colours.
    sentence, table, name
        As for ``exhibit``.
    said
        What is told, and read out, of the part that is chosen.
    least
        Pixels below which it scrolls and shrinks no further.

    Returns
    -------
    Mark or None
        The part that is chosen.
    """
    mark = picture.draw(svg, key=f"picture.{name}", said=said, least=least)
    if said:
        st.info(marked(said))
    st.markdown(marked(sentence))
    with st.expander("Table and files"):
        st.dataframe(table, hide_index=True, width="stretch")
        files: list[tuple[str, Any, str]] = [
            ("CSV", partial(pictures.csv, table), "text/csv"),
            ("SVG", svg, "image/svg+xml"),
        ]
        if pictures.has_png():
            files.append(("PNG", partial(pictures.svg_png, svg), "image/png"))
        for column, (kind, data, mime) in zip(st.columns(len(files)), files, strict=True):
            end = kind.lower()
            column.download_button(kind, data, f"{name}.{end}", mime, key=f"{end}.{name}", on_click="ignore")
    return mark


def listed(table: pd.DataFrame, *, name: str, sentence: str = "") -> None:
    """Show a table with a sentence above it and its CSV below."""
    if sentence:
        st.markdown(marked(sentence))
    st.dataframe(table, hide_index=True, width="stretch")
    st.download_button(
        "CSV", partial(pictures.csv, table), f"{name}.csv", "text/csv", key=f"csv.{name}", on_click="ignore"
    )


def commands(*lines: str) -> None:
    """Show the commands that give the same numbers."""
    st.markdown("The command that does this:" if len(lines) == 1 else "The commands that do this:")
    st.code("\n".join(lines), language="sh", wrap_lines=True)


def standing() -> None:
    """Say what holds for every result."""
    st.markdown(
        "Every figure holds in the model named beside it and under its assumptions. Payoffs are assumed; what counts "
        "is their order. **Not a forecast.**"
    )
