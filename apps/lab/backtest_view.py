"""The back-test on the page of the timeline: how several models would have scored past moves."""

from __future__ import annotations

from typing import Literal

import streamlit as st

import deterrence as dt
from deterrence.charts import plot_scores
from deterrence.page import backtest
from deterrence.page.words import marked
from deterrence.study.evidence.backtest import BackTest
from deterrence.study.evidence.backtest_words import miss_sentence
from lab import cache, shown, state


@st.cache_resource(max_entries=32, show_spinner="Scoring past moves ...")
def _scores(case: str, first: str | None) -> BackTest:
    return dt.back_test(cache.load_case(case, ""), freeze=first)


def draw(theme: Literal["light", "dark"]) -> None:
    """Draw the section, folded; nothing is solved before it is opened."""
    now, model = state.setup(), state.model()
    if not backtest.has_moves(model):
        return
    st.header("How the models would have scored past moves")
    st.markdown(
        "Some entries of the timeline are coded as moves on the ladder: who escalated, held or stepped down, and from "
        "where. Each model is asked how likely it thought what was coded. The case is taken as its file has it, "
        "without your options and assumptions. The ladder model is scored at several precisions, which say how closely "
        "choices follow payoffs: 0 is choice by lot, and a high one is always the best choice. *Random choice* and "
        "*persistence*, where everybody does again what it did last, know nothing of payoffs; a model that scores no "
        "better has shown no foresight."
    )
    with shown.folded("Score the models on past moves", name="backtest") as is_open:
        if is_open:
            _result(now.case, model, theme)


def _result(case: str, model: dt.Model, theme: Literal["light", "dark"]) -> None:
    dates = backtest.freezes(_scores(case, None).moves)
    first = st.selectbox(
        "Only moves that were over before", list(dates), format_func=dates.__getitem__, key="timeline.freeze"
    )
    found = _scores(case, first)
    command = backtest.command(case, first)
    chart, printed = plot_scores(found.totals, theme=theme), plot_scores(found.totals)
    shown.exhibit(chart, backtest.chart_sentence(found), backtest.score_table(found), name="scores", printed=printed,
                  command=command)  # fmt: skip
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in backtest.caveats(found)))
    st.markdown("**Every miss**")
    shown.listed(backtest.miss_table(model, found), name="misses", sentence=miss_sentence(found), command=command)
    st.markdown("**Every move, with what each model said of it**")
    shown.listed(backtest.move_table(model, found), name="moves", command=command)
    shown.commands(command)
