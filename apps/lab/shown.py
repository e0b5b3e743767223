"""How results stand on a page: a chart with its sentence, its table and files; commands; standing remarks."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from deterrence.page import pictures
from deterrence.page.words import heading, marked, words_of


@contextmanager
def folded(label: str, *, name: str) -> Generator[bool]:
    """Fold a part away, and say whether it is open: what nobody sees need not be made, sent and drawn at every move."""
    fold = st.expander(label, key=f"fold.{name}", on_change="rerun")
    with fold:
        yield bool(fold.open)


def exhibit(
    chart: Any,
    sentence: str,
    table: pd.DataFrame,
    *,
    name: str,
    printed: Any = None,
    spec: dict[str, Any] | None = None,
) -> None:
    """Draw a chart with a sentence that says what it shows, and offer its table, CSV and PNG.

    Parameters
    ----------
    chart
        An Altair chart, or one as plain data (``pictures.chart_spec``).
    sentence
        What it shows, in words.
    table
        What it was drawn from.
    name
        Of the files, without an ending; unique on the page.
    printed
        The chart as it is written to a file, where its colours there are others than on the page.
    spec
        The chart as a dictionary, where it was kept: of a large chart that takes as long as all the rest.
    """
    if spec is None:
        spec = chart if isinstance(chart, dict) else pictures.chart_spec(chart)
    # The name of the picture stays the same from move to move: with another one the browser would paint it anew.
    alt = f"Chart: {_title(spec, name)}. The sentence below it says what it shows."
    st.vega_lite_chart(_legible(spec), width="stretch", alt=alt, key=f"chart.{name}")
    st.markdown(marked(sentence))
    file = spec if printed is None else printed
    with folded("Table and files", name=f"files.{name}") as is_open:
        if not is_open:
            return
        _frame(table)
        left, right = st.columns(2)
        left.download_button(
            "CSV", partial(pictures.csv, table), f"{name}.csv", "text/csv", key=f"csv.{name}", on_click="ignore"
        )
        if pictures.has_png():
            right.download_button(
                "PNG", partial(pictures.png, file), f"{name}.png", "image/png", key=f"png.{name}", on_click="ignore"
            )


def files(table: pd.DataFrame, svg: str, *, name: str, more: dict[str, Callable[[], str]] | None = None) -> None:
    """Offer the table of a picture in SVG, its CSV, the picture as SVG and PNG, and further texts by their ending."""
    with folded("Table and files", name=f"files.{name}") as is_open:
        if not is_open:
            return
        _frame(table)
        given: list[tuple[str, Any, str]] = [
            ("CSV", partial(pictures.csv, table), "text/csv"),
            ("SVG", svg, "image/svg+xml"),
        ]
        if pictures.has_png():
            given.append(("PNG", partial(pictures.drawing_png, svg), "image/png"))
        given += [(label, make, "application/xml") for label, make in (more or {}).items()]
        for column, (label, content, mime) in zip(st.columns(len(given)), given, strict=True):
            ending = label.lower()
            column.download_button(label, content, f"{name}.{ending}", mime, key=f"{ending}.{name}", on_click="ignore")


def _legible(spec: dict[str, Any]) -> dict[str, Any]:
    """Let axes and legends be written in the colour of the page's text: Streamlit's grey is too faint on light."""
    config: dict[str, Any] = spec.get("config", {})
    colours = {"labelColor": "currentColor", "titleColor": "currentColor"}
    return {**spec, "config": config | {part: config.get(part, {}) | colours for part in ("axis", "legend", "header")}}


def _frame(table: pd.DataFrame) -> None:
    """Show a table, its columns in words."""
    headings = {column: heading(column) for column in map(str, table.columns)}
    st.dataframe(table, hide_index=True, width="stretch", column_config=headings)


def _title(spec: dict[str, Any], name: str) -> str:
    title = spec.get("title", words_of(name.replace(".", ", ")))
    return title["text"] if isinstance(title, dict) else title


def listed(table: pd.DataFrame, *, name: str, sentence: str = "") -> None:
    """Show a table with a sentence above it and its CSV below."""
    if sentence:
        st.markdown(marked(sentence))
    _frame(table)
    st.download_button(
        "CSV", partial(pictures.csv, table), f"{name}.csv", "text/csv", key=f"csv.{name}", on_click="ignore"
    )


def commands(*lines: str) -> None:
    """Show the commands that give the same numbers."""
    st.markdown("The command that does this:" if len(lines) == 1 else "The commands that do this:")
    st.code("\n".join(lines), language=None, wrap_lines=True)


def standing() -> None:
    """Say what holds for every result."""
    st.markdown(
        "Every figure holds in the model named beside it and under its assumptions. Payoffs are assumed; what counts "
        "is their order. **Not a forecast.**"
    )
