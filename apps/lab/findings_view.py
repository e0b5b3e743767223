"""How far results hold, drawn: of the page's own small sweep and of a finished run alike."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import streamlit as st

import deterrence as dt
from deterrence.charts import plot_box_limits, plot_effect_shares, plot_tornado
from deterrence.page import robustness as work
from deterrence.page import robustness_words as words
from deterrence.page.jobs import Work
from deterrence.page.robustness import Asked, Findings
from deterrence.page.words import marked
from lab import jobs, shown


@dataclass(frozen=True)
class View:
    """What is looked at, and how it is repeated.

    Parameters
    ----------
    model
        The model that was swept, or will be.
    asked
        What is looked at.
    drawn
        How many parameters were drawn, and how, in a sentence.
    command, tornado_command
        Return the command that gives the same numbers, with more asked for, and the one for a tornado of an option;
        empty texts where none can be written.
    card
        Returns the run card of a finished run; None for the page's own.
    games
        The games of a finished run; None for the page's own.
    """

    model: dt.Model
    asked: Asked
    drawn: Callable[[Findings], str]
    command: Callable[..., str]
    tornado_command: Callable[[str], str]
    card: Callable[[], str] | None = None
    games: Collection[str] | None = None

    def key(self, option: str) -> tuple[Any, ...]:
        """Return what a search on an option is kept by."""
        asked = self.asked
        return (asked.world, asked.text, asked.game, asked.figure, option)


def found(view: View, findings: Findings) -> None:
    """Show what a sweep found."""
    _shares(view, findings)
    _failing(view, findings)
    _regret(view, findings)


def solved(view: View) -> None:
    """Offer what needs the games solved at other values: the tornado, the least change, and what is near a flip."""
    _tornado(view)
    _flips(view)
    _near(view)


def _shares(view: View, found: Findings) -> None:
    """Show how often each option moves the figure, which way."""
    st.header("How often it holds")
    rows = words.share_rows(view.model, found)
    axis = f"share of {found.asked.n:,} draws, no probability"
    chart = plot_effect_shares(rows, axis=axis, title=words.chart_title(view.model, found.asked))
    sentence = words.shares_sentence(view.model, found)
    shown.exhibit(chart, sentence, rows, name="shares", command=view.command(), card=view.card)
    st.markdown(view.drawn(found))


def _failing(view: View, found: Findings) -> None:
    """Show where an option does otherwise than at the present values."""
    st.header("When it does otherwise")
    model = view.model
    options = [option for option in found.asked.options if option in found.discovered]
    if not options:
        st.markdown("None of these options acts on anything that the game reads.")
        return
    option = options[0]
    if len(options) > 1:
        option = st.radio(
            "Option", options, format_func=lambda one: marked(words.option_label(model, found.asked, one)),
            horizontal=True, key="robustness.option",
        )  # fmt: skip
    told = " ".join(words.discovery_sentences(model, found, option))
    if not found.discovered[option].boxes.found:
        st.markdown(marked(told))
        return
    rows = words.box_rows(model, found, option)
    chart = plot_box_limits(rows, title=words.box_title(model, found.asked, option))
    shown.exhibit(chart, told, rows, name="box", command=view.command(), card=view.card)
    st.markdown(
        "The bar is the part of the range where it mostly does otherwise, the diamond the present value. The region "
        "was found by patient rule induction among the draws; others may serve as well."
    )
    shown.words_used(told, name="box")


def _regret(view: View, found: Findings) -> None:
    """Show regret across options, once the reader has said what is better."""
    if len(found.regret["lower"]) < 2:
        return
    st.header("Regret across options")
    better = st.radio("What you call better", list(words.BETTER), format_func=words.BETTER.__getitem__,
                      horizontal=True, key="robustness.better")  # fmt: skip
    if not better:
        st.markdown("Undecided: nothing is compared. What counts as better is for you to say.")
        return
    command = view.command(better=better)
    sentence = words.regret_sentence(view.model, found, better)
    rows = words.regret_rows(view.model, found, better)
    shown.listed(rows, name="regret", sentence=sentence, command=command, card=view.card)
    shown.words_used("regret across options", name="regret")
    shown.commands(command, name="regret")


def _searched(
    name: str, title: str, meaning: str, key: Any, make: Callable[[], Work], *, label: str, waiting: str
) -> Any:
    """Draw the head of a part that the reader asks for, with its button or its bar; return what was found, if any."""
    st.header(title)
    st.markdown(meaning)
    return jobs.draw(name, key, make, label=label, waiting=waiting)


def _tornado(view: View) -> None:
    """Show which parameter, moved alone over its range, moves what the first option does most."""
    asked, option = view.asked, view.asked.options[0]
    found = _searched(
        "tornado", "What it hangs on",
        "Each number is moved alone from end to end of its range, the others stay at their present values. Bars show "
        "what the option then adds to the figure. Two numbers that matter only together stay unseen.",
        view.key(option), lambda: work.tornado_work(view.model, asked, option),
        label="Move each number alone", waiting="Ends tried",
    )  # fmt: skip
    if found is None:
        return
    value, table = found
    rows = words.tornado_rows(view.model, table)
    sentence = words.tornado_sentence(view.model, asked, option, value, rows)
    command = view.tornado_command(option)
    if rows.empty:
        st.markdown(marked(sentence))
    else:
        title = words.tornado_title(view.model, asked, option)
        chart = plot_tornado(rows, value=value, title=title, axis="what the option adds")
        shown.exhibit(chart, sentence, rows, name="tornado", command=command, card=view.card)
    shown.commands(command, name="tornado")


def _flips(view: View) -> None:
    """Show the smallest change that flips what the first option does."""
    asked, option = view.asked, view.asked.options[0]
    search = _searched(
        "flip", "The least change that flips it",
        "How far must the assumptions move, each as a share of its range, until the option does something else? Every "
        "flip that is shown was confirmed by solving the game there.",
        view.key(option), lambda: work.flip_work(view.model, asked, option),
        label="Search the least change", waiting="Points tried, at most",
    )  # fmt: skip
    if search is None:
        if work.is_slow(view.model, asked.game):
            st.markdown("This game is solved point by point, so the search takes about a minute.")
        return
    told = words.least_change_sentences(view.model, asked, search)
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in told))
    rows = words.flip_rows(view.model, search)
    command = view.command(flip=True)
    if len(rows):
        shown.listed(rows, name="flips", command=command, card=view.card)
    shown.commands(command, name="flip")


def _near(view: View) -> None:
    """Flag what the options do in any game that a small change flips."""
    asked = view.asked
    if view.games is not None and all(work.is_slow(view.model, game) for game in view.games):
        return
    table = _searched(
        "near", "Results near a flip",
        f"Which results of these options, in any game, does a move of at most {work.NEAR:.0%} of the ranges flip? "
        "Games that are solved point by point are left out.",
        (asked.world, asked.text, asked.options), lambda: work.near_work(view.model, asked, view.games),
        label="Look for them", waiting="Results tried",
    )  # fmt: skip
    if table is None:
        return
    rows = words.near_rows(view.model, asked, table)
    if rows.empty:
        st.markdown("None of these options acts on anything that such a game reads.")
        return
    flagged = int(table["near"].sum())
    sentence = f"{flagged} of {len(table)} results are near a flip. Where none was found, one may still exist."
    command = view.command(near=work.NEAR)
    shown.read(rows, name="near", sentence=sentence, command=command, card=view.card)
    shown.commands(command, name="near")
