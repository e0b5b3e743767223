"""How results stand on a page: a chart with its sentence, its table and files; commands; standing remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from deterrence.page import pictures
from deterrence.page.commands import run_command
from deterrence.page.glossary import Term, find_term, find_terms
from deterrence.page.table_widths import empty_columns, fit_columns
from deterrence.page.words import heading, marked, words_of
from lab import handouts, state

#: Words that a button names before it says how many more there are.
SOME = 3

#: Pixels that a table has across the page, the sidebar being open, at the width of a small laptop.
ROOM = 780

#: A word as code writes it, with the brackets of a shape; those in backticks are marked already.
_CODED = re.compile(r"(?<![`\w])(\(?\w+_\w+,?\)?)(?![`\w])")

#: Label of a file, what makes it, its kind, and what it is.
_File = tuple[str, Callable[[], str | bytes], str, str]


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
    command: str = "",
    card: Callable[[], str] | None = None,
) -> None:
    """Draw a chart with a sentence that says what it shows, and offer its table, CSV and PNG, and the run card.

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
    command
        What gives the same numbers, for the run card; the command of all games when omitted.
    card
        Returns the run card, where the numbers were not made from what the reader has set.
    """
    spec = chart if isinstance(chart, dict) else pictures.chart_spec(chart)
    pictured(spec, sentence, name=name)
    with folded("Table and files", name=f"files.{name}") as is_open:
        if is_open:
            kept(table, spec if printed is None else printed, name=name, command=command, card=card)


def pictured(spec: dict[str, Any], sentence: str, *, name: str, is_pointed_at: bool = False) -> None:
    """Draw a chart, as plain data, with its sentence, to which the tour may point; arguments as for ``exhibit``."""
    # The name of the picture stays the same from move to move: with another one the browser would paint it anew.
    alt = f"Chart: {_title(spec, name)}. The sentence below it says what it shows."
    st.vega_lite_chart(_legible(spec), width="stretch", alt=alt, key=f"chart.{name}")
    # Every part that is sent, a container too, costs the reader who moves a lever a few milliseconds.
    with st.container(key=f"sentence.{name}") if is_pointed_at else nullcontext():
        st.markdown(marked(sentence))


def kept(
    table: pd.DataFrame, chart: Any, *, name: str, command: str = "", card: Callable[[], str] | None = None
) -> None:
    """Show the table that a chart was drawn from, and offer both as files; arguments as for ``exhibit``."""
    picture = [("PNG", partial(pictures.png, chart), "image/png", "The picture.")] if pictures.has_png() else []
    frame(table)
    _offer(table, name, command, picture, card)


def listed(
    table: pd.DataFrame, *, name: str, sentence: str = "", command: str = "", card: Callable[[], str] | None = None
) -> None:
    """Show a table with a sentence above it, its CSV and the run card below."""
    if sentence:
        st.markdown(marked(sentence))
    frame(table)
    _offer(table, name, command, card=card)


def read(
    table: pd.DataFrame,
    *,
    name: str,
    sentence: str = "",
    command: str = "",
    leave_out: Sequence[str] = (),
    file: pd.DataFrame | None = None,
    card: Callable[[], str] | None = None,
    is_kept: bool = True,
) -> None:
    """Show a table whose cells are read rather than sorted, every word of it, with its CSV and the run card below.

    Parameters
    ----------
    table
        Its cells are texts or numbers.
    name
        Unique on the page.
    sentence, command
        As for ``listed``.
    leave_out
        Columns that stand elsewhere on the page; the file has them.
    file
        The table as it is written to the file, where it is another one.
    card
        What makes its run card, where that is not the page's own.
    is_kept
        Whether files are offered.
    """
    rows = table.drop(columns=[column for column in leave_out if column in table]).to_dict("records")
    with st.container(key=f"read.{name}"):
        text_table(
            [{marked(heading(str(column))): marked(_written(cell)) for column, cell in row.items()} for row in rows],
            lead=marked(sentence),
        )
    if is_kept:
        _offer(table if file is None else file, name, command, card=card)


def _written(cell: object) -> str:
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def files(
    table: pd.DataFrame, svg: str, *, name: str, command: str = "", more: Mapping[str, Callable[[], str]] | None = None
) -> None:
    """Offer the table of a picture in SVG, its CSV and run card, the picture as SVG and PNG, further texts by label."""
    pictured: list[_File] = [("SVG", lambda: svg, "image/svg+xml", "The picture, to be enlarged at will.")]
    if pictures.has_png():
        pictured.append(("PNG", partial(pictures.drawing_png, svg), "image/png", "The picture."))
    pictured += [(label, make, "application/xml", "") for label, make in (more or {}).items()]
    with folded("Table and files", name=f"files.{name}") as is_open:
        if is_open:
            frame(table)
            _offer(table, name, command, pictured)


def _offer(
    table: pd.DataFrame,
    name: str,
    command: str,
    pictured: Iterable[_File] = (),
    card: Callable[[], str] | None = None,
) -> None:
    """Offer what a reader can keep; each file is made when it is asked for."""
    now, text = state.setup(), state.text()
    card = card or partial(handouts.card_file, now, text, command or run_command(now))
    given: list[_File] = [
        ("CSV", partial(pictures.csv, table), "text/csv", "The table, numbers in full."),
        *pictured,
        ("Run card", card, "application/json", "What is needed to repeat these numbers, as JSON."),
    ]
    with st.container(horizontal=True):
        for label, make, kind, help in given:
            word = label.lower().replace(" ", "_")
            ending = "card.json" if word == "run_card" else word
            st.download_button(
                label, make, f"{name}.{ending}", kind, key=f"{word}.{name}", help=help or None, on_click="ignore"
            )


def frame(table: pd.DataFrame, *, room: int = ROOM) -> None:
    """Show a table, its columns in words; those that are words of the field say what they mean.

    Parameters
    ----------
    table
        What to show.
    room
        Pixels beside each other; long texts are broken into lines where the columns would not all be in sight.
    """
    known = {column: find_term(column) for column in map(str, table.columns)}
    labels = {
        column: found.word if found is not None and "_" in column else heading(column)
        for column, found in known.items()
    }
    empty = empty_columns(table)
    widths, height = fit_columns(table.drop(columns=empty), labels, room)
    columns: dict[str, Any] = dict.fromkeys(empty) | {
        column: st.column_config.Column(
            labels[column], help=f"{found.word}: {found.meaning}" if found else None, width=widths.get(column)
        )
        for column, found in known.items()
        if column not in empty
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=columns, row_height=height)


def text_table(rows: Sequence[Mapping[str, str]], *, lead: str = "") -> None:
    """Show rows of sentences, which are read rather than sorted, after a lead; cells may hold code in backticks."""
    if not rows:
        st.markdown("None.")
        return
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    cells = [[_CODED.sub(r"`\1`", re.sub(r"(?<!\\)\|", r"\\|", cell)) for cell in line] for line in lines]
    # One text, so that the model that the lead names is named for all of it.
    st.markdown("\n".join([*([lead, ""] if lead else []), *(f"| {' | '.join(line)} |" for line in cells)]))


def meaning(one: Term) -> str:
    """Say what a word means, in Markdown."""
    source = f" To read: {marked(one.source)}." if one.source else ""
    return (
        f"**{marked(one.word)}**: {marked(one.meaning)}\n\n"
        f"For example: {marked(one.example)} Met in: {marked(one.used)}.{source}"
    )


def words_used(*texts: str, name: str) -> None:
    """Offer the words of the field that texts use, opening where they stand.

    Parameters
    ----------
    texts
        Sentences, headings, names of columns.
    name
        Unique on the page.
    """
    terms = find_terms(*texts)
    if not terms:
        return
    few = ", ".join(one.word for one in terms[:SOME]) + (f" and {len(terms) - SOME} more" if len(terms) > SOME else "")
    with st.popover(f"What the words mean: {few}", key=f"words.{name}"):
        st.markdown("\n\n".join(map(meaning, terms)))


def _legible(spec: dict[str, Any]) -> dict[str, Any]:
    """Let axes and legends be written in the colour of the page's text: Streamlit's grey is too faint on light."""
    config: dict[str, Any] = spec.get("config", {})
    colours = {"labelColor": "currentColor", "titleColor": "currentColor"}
    return {**spec, "config": config | {part: config.get(part, {}) | colours for part in ("axis", "legend", "header")}}


def _title(spec: dict[str, Any], name: str) -> str:
    title = spec.get("title", words_of(name.replace(".", ", ")))
    return title["text"] if isinstance(title, dict) else title


def commands(*lines: str, name: str = "", label: str = "Commands that do this") -> None:
    """Offer the commands that give the same numbers, if there are any.

    What draws them is the largest file of the page by far, so it is left until somebody asks.

    Parameters
    ----------
    lines
        The commands.
    name
        Of the fold; that of the first command, such as ``run``, when empty. Unique on the page.
    label
        On the fold.
    """
    if not any(lines):
        return
    with folded(label, name=f"commands.{name or lines[0].split()[1]}") as is_open:
        if is_open:
            st.code("\n".join(lines), language=None, wrap_lines=True)


def standing() -> None:
    """Say what holds for every result."""
    st.markdown(
        "Every figure holds in the model named beside it and under its assumptions. Payoffs are assumed; what counts "
        "is their order. **Not a forecast.**"
    )
