"""Timeline: the dated events and counts of a case as its sources give them, with both values where they disagree."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st
from lab import backtest_view, cache, paged, shown, state

from deterrence.charts.timeline import plot_events, plot_series
from deterrence.page import commands, timeline
from deterrence.page.words import marked, title_of
from deterrence.study.timeline import scenario_dates, timeline_sentences

EVERYBODY = ""


def draw() -> None:
    """Draw the page."""
    now, model = state.setup(), state.model()
    st.title("Timeline")
    if not timeline.has_timeline(model):
        st.markdown("This case has no timeline: no list of dated events lies beside its model file.")
        return
    st.markdown(
        "What happened when, in the words and figures of the sources. Nothing here is computed by a model, and nothing "
        "is a forecast. The models start from some of these dates."
    )
    table, marks = cache.timeline(now.case), scenario_dates(model)
    rows = _filters(table)
    years = st.radio("Dates", list(timeline.STRETCHES), format_func=timeline.STRETCHES.__getitem__, horizontal=True,
                     key="timeline.years")  # fmt: skip
    first = timeline.since(table, years)
    events(rows, marks, first)
    harm(table)
    series(rows)
    backtest_view.draw(_theme())
    st.header("Every entry, with its source")
    sentence = f"{len(rows)} of {len(table)} entries."
    paged.draw(timeline.entry_table(rows), timeline.reading_table(rows), name="timeline", sentence=sentence)
    st.header("In words")
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in timeline_sentences(table, marks)))
    shown.commands(commands.timeline_command(now))


def _filters(table: pd.DataFrame) -> pd.DataFrame:
    words, kind, actor = st.columns(3)
    text = words.text_input("Holds the words", key="timeline.words", max_chars=80)
    chosen = kind.selectbox(
        "Kind", ["", *(kind for kind in timeline.KIND_WORDS if (table["kind"] == kind).any())],
        format_func=lambda kind: timeline.KIND_WORDS.get(kind, "all kinds"), key="timeline.kind",
    )  # fmt: skip
    who = actor.selectbox(
        "Party",
        [EVERYBODY, *timeline.actors(table)],
        format_func=lambda name: name or "everybody",
        key="timeline.actor",
    )  # fmt: skip
    return timeline.select(table, kind=chosen, actor=who, words=text)


def _theme() -> Literal["light", "dark"]:
    return "dark" if st.context.theme.type == "dark" else "light"


def events(rows: pd.DataFrame, marks: pd.DataFrame, first: str) -> None:
    """Draw the dated events with the starts of the case's scenarios."""
    st.header("Events")
    dated = rows[(rows["kind"] == "event") & rows["start"].notna()]
    late = dated[dated["end"] >= first] if first else dated
    lines = marks[marks["start"] >= first] if first else marks
    if not len(late):
        st.markdown("No dated event fits what you chose above.")
        return
    chart = plot_events(late, lines, since=first, theme=_theme())
    printed = plot_events(late, lines, since=first)
    sentence = timeline.event_sentence(late, lines)
    shown.exhibit(chart, sentence, _beside(late), name="events", printed=printed)


def harm(table: pd.DataFrame) -> None:
    """Show what the sources say of harm to people, whatever the filters are."""
    found = timeline.select(table, is_harm=True)
    if len(found):
        st.header("Harm to people")
        sentence = timeline.harm_sentence(found)
        shown.read(_beside(found), name="harm", sentence=sentence, file=timeline.reading_table(found))


def series(rows: pd.DataFrame) -> None:
    """Draw every series that the filters leave, each with its own scale."""
    counts = rows[rows["kind"] == "series"]
    charts, printed = plot_series(counts, theme=_theme()), plot_series(counts)
    if not charts:
        return
    st.header("Counts over time")
    for k, (title, chart) in enumerate(charts.items()):
        own = timeline.panel_rows(rows, title)
        sentence = timeline.series_sentence(title_of(title), own)
        shown.exhibit(chart, sentence, _beside(own), name=f"series.{k}", printed=printed[title])


def _beside(rows: pd.DataFrame) -> pd.DataFrame:
    """Return entries of one kind, or of all that speak of harm, as they are read beside their heading."""
    return timeline.entry_table(rows).drop(columns="kind")


draw()
