"""The page: move policy options, read what they change in the repeated games of a case."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import deterrence as dt
from deterrence.study import words
from deterrence.study.evaluation import BASELINE, evaluate_portfolios, portfolio_text
from deterrence.study.headlines import headline_table
from deterrence.study.report import comparison_table

CASE = "levant_2024"


@st.cache_resource
def load_case(name: str) -> dt.Model:
    """Return a case; models are frozen, so one copy serves every session."""
    return dt.load(name)


@st.cache_data(max_entries=256)
def evaluate(
    case: str, portfolio: tuple[tuple[str, float], ...]
) -> tuple[pd.DataFrame, dict[str, list[str]], list[str]]:
    """Return the headline table of a portfolio, per game the paragraphs that go with it, and who bears the options."""
    model = load_case(case)
    evaluations = list(evaluate_portfolios(model, [dict(portfolio)] if portfolio else [], None))
    before = {e.game.name: e for e in evaluations if e.option == BASELINE}
    after = {e.game.name: e for e in evaluations}
    texts = {
        model.games[id].title: [
            words.result_sentence(before[id], e),
            words.gains_sentence(before[id], e) if portfolio else "",
            words.why_nothing_changed(before[id], e) if portfolio else "",
        ]
        for id, e in after.items()
    }
    return comparison_table(model, headline_table(evaluations)), texts, words.bearers(evaluations[-1].model)


def levers(model: dt.Model) -> dict[str, float]:
    """Draw one lever per option, by family, and return those that are moved, with their strengths."""
    chosen: dict[str, float] = {}
    for family in dict.fromkeys(option.family for option in model.options.values()):
        with st.sidebar.expander(family.capitalize(), expanded=family == "channels"):
            for option in (o for o in model.options.values() if o.family == family):
                strength = st.slider(f"{option.title} (strength in %)", 0, 100, 0, 5, key=f"option.{option.id}")
                if strength:
                    chosen[option.id] = strength / 100
    return chosen


def draw() -> None:
    """Draw the page."""
    st.set_page_config(page_title="deterrence: options lab", layout="wide")
    model = load_case(CASE)
    st.title(model.title)
    st.markdown(model.about)
    st.markdown(
        "Move an option on the left, read what it changes in this model, under these assumptions. Not a forecast."
    )
    chosen = levers(model)
    table, texts, bearers = evaluate(CASE, tuple(chosen.items()))
    option = portfolio_text(chosen)
    st.subheader(words.portfolio_words(model, chosen).capitalize() if chosen else "The baseline")
    for bearer in bearers:
        st.markdown(bearer)
    for title, paragraphs in texts.items():
        with st.expander(title, expanded=True):
            for paragraph in filter(None, paragraphs):
                st.write(paragraph)
    shown = table[table["option"] == (option if chosen else BASELINE)].drop(columns="option")
    st.dataframe(shown, hide_index=True)
    st.markdown(
        "Figures: what the binding player gains by holding back rather than attacking once, per period, in per cent "
        "of its payoff range; below 0, restraint is not an equilibrium. "
        "Payoffs are assumed, each with a range and a reason in the case's file."
    )
    st.download_button("Table as CSV", shown.to_csv(index=False), "comparison.csv", "text/csv")
    st.markdown("The commands that do this, for the sentences and for the table:")
    chosen_option = f" --option {option}" if chosen else ""
    st.code(f"deterrence run {CASE}{chosen_option}\ndeterrence compare {CASE}{chosen_option}", language="sh")


draw()
