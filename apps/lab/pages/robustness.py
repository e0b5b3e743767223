"""Robustness: how far a result holds over the assumed ranges, when it does not, and the least change that flips it."""

from __future__ import annotations

import streamlit as st
from lab import holding, jobs, shown, state

import deterrence as dt
from deterrence.charts import plot_box_limits, plot_effect_shares, plot_tornado
from deterrence.page import commands
from deterrence.page import robustness as work
from deterrence.page import robustness_words as words
from deterrence.page.robustness import Asked, Findings
from deterrence.page.setup import assumed_model, with_game, world_of
from deterrence.page.words import marked
from deterrence.study.robustness.words import flip_sentences
from deterrence.world.model import Model


def draw() -> None:
    """Draw the page."""
    model = state.model()
    st.title("Robustness")
    st.markdown(
        "Every number of the case is an assumption with a range. Here the numbers are drawn from their ranges many "
        "times, and your options act on each draw. **A share of the draws is no probability:** nobody knows how likely "
        "the ranges are. Values that you set stay as you set them. Not a forecast."
    )
    if not model.options or not model.games:
        st.markdown("This case has no options, so there is nothing that could hold or fail.")
        return
    assumed = assumed_model(model, state.setup())
    try:
        asked = ask(assumed)
    except dt.DeterrenceError as error:
        st.markdown(f"This game cannot be swept: {marked(str(error))}")
        return
    if asked is None:
        st.info("Move an option in the Options lab, or choose one here.")
        return
    found: Findings | None = jobs.draw(
        "sweep", asked, lambda: work.sweep_work(model, asked),
        label=f"Try {asked.n:,} draws", waiting="Draws tried",
    )  # fmt: skip
    shown.commands(_command(asked))
    if found is not None:
        shares(assumed, found)
        failing(assumed, found)
        regret(assumed, found)
    tornado(model, assumed, asked)
    flips(model, assumed, asked)
    near(model, assumed, asked)
    st.markdown(
        "A sweep that was run from a shell is read there too, by the command `deterrence robustness FOLDER`. The page "
        "opens no folder of the machine that serves it, since whoever reads the page need not be its owner."
    )
    shown.standing()


def ask(assumed: Model) -> Asked | None:
    """Draw the choices, and return what is asked; None where no option is chosen."""
    now, text = state.setup(), state.text()
    order = sorted(assumed.games, key=lambda id: work.is_slow(assumed, id))
    game = now.game if now.game in assumed.games else order[0]
    state.show_value("robustness.game", game)
    left, right = st.columns(2)
    left.selectbox(
        "Game", order, format_func=lambda id: words.game_title(assumed, id), key="robustness.game",
        on_change=state.choose, args=("robustness.game", with_game),
    )  # fmt: skip
    known = holding.figures(world_of(now), text, game)
    figure = right.selectbox(
        "Figure", known, format_func=lambda one: words.figure_title(assumed, game, one),
        key=f"robustness.figure.{game}",
    )  # fmt: skip
    meaning = words.meaning_of_figure(assumed, game, figure)
    if meaning:
        st.markdown(marked(meaning))
    own = work.own_portfolio(now)
    left, right = st.columns(2)
    others = [id for id in assumed.options if id != own]
    chosen = left.multiselect(
        "Options beside yours" if own else "Options", others, format_func=lambda id: assumed.options[id].title,
        key="robustness.options", max_selections=6,
        help="Each by itself and at full strength, on top of your assumptions and without your own options.",
    )  # fmt: skip
    counts = work.SLOW_DRAWS if work.is_slow(assumed, game) else work.DRAWS
    n = right.selectbox(
        "Draws",
        counts,
        index=0 if len(counts) == len(work.SLOW_DRAWS) else 1,
        key=f"robustness.draws.{len(counts)}",
        format_func="{:,}".format,
    )
    options: tuple[str, ...] = (*((own,) if own else ()), *(str(id) for id in chosen))
    return Asked(world_of(now), text, game, figure, options, n) if options else None


def _command(asked: Asked, **more) -> str:
    figure = asked.figure
    slow = work.is_slow(state.model(), asked.game)
    return commands.robustness_command(
        state.setup(), asked.game, figure.measure, asked.options, n=asked.n, player=figure.player,
        statistic=figure.statistic, chunk=work.SLOW_CHUNK if slow else None, **more,
    )  # fmt: skip


def shares(assumed: Model, found: Findings) -> None:
    """Show how often each option moves the figure, which way."""
    st.subheader("How often it holds")
    rows = words.share_rows(assumed, found)
    axis = f"share of {found.asked.n:,} draws, no probability"
    chart = plot_effect_shares(rows, axis=axis, title=words.chart_title(assumed, found.asked))
    sentence = words.shares_sentence(assumed, found)
    shown.exhibit(chart, sentence, rows, name="shares", command=_command(found.asked))
    st.markdown(f"{found.n_drawn} parameters were drawn, each evenly over its range and by itself.")


def failing(assumed: Model, found: Findings) -> None:
    """Show where an option does otherwise than at the present values."""
    st.subheader("When it does otherwise")
    options = [option for option in found.asked.options if option in found.discovered]
    if not options:
        st.markdown("None of these options acts on anything that the game reads.")
        return
    option = options[0]
    if len(options) > 1:
        option = st.radio("Option", options, format_func=lambda one: words.option_name(assumed, one), horizontal=True,
                          key="robustness.option")  # fmt: skip
    first, *others = words.discovery_sentences(assumed, found, option)
    if not found.discovered[option].boxes.found:
        st.markdown(marked(" ".join([first, *others])))
        return
    rows = words.box_rows(assumed, found, option)
    title = f"Where “{words.option_name(assumed, option)}” does otherwise"
    chart = plot_box_limits(rows, title=title)
    told = " ".join([first, *others])
    shown.exhibit(chart, told, rows, name="box", command=_command(found.asked))
    st.markdown(
        "The bar is the part of the range where it mostly does otherwise, the diamond the present value. The region "
        "was found by patient rule induction among the draws; others may serve as well."
    )
    shown.words_used(told, name="box")


def regret(assumed: Model, found: Findings) -> None:
    """Show regret across options, once the reader has said what is better."""
    if len(found.regret["lower"]) < 2:
        return
    st.subheader("Regret across options")
    better = st.radio("What you call better", list(words.BETTER), format_func=words.BETTER.__getitem__,
                      horizontal=True, key="robustness.better")  # fmt: skip
    if not better:
        st.markdown("Undecided: nothing is compared. What counts as better is for you to say.")
        return
    command = _command(found.asked, better=better)
    sentence = words.regret_sentence(assumed, found, better)
    shown.listed(words.regret_rows(assumed, found, better), name="regret", sentence=sentence, command=command)
    shown.words_used("regret across options", name="regret")
    shown.commands(command)


def tornado(model: Model, assumed: Model, asked: Asked) -> None:
    """Show which parameter, moved alone over its range, moves what the first option does most."""
    st.subheader("What it hangs on")
    st.markdown(
        "Each number is moved alone from end to end of its range, the others stay at their present values. Bars show "
        "what the option then adds to the figure. Two numbers that matter only together stay unseen."
    )
    option = asked.options[0]
    key = (asked.world, asked.text, asked.game, asked.figure, option)
    found = jobs.draw(
        "tornado", key, lambda: work.tornado_work(model, asked, option), label="Move each number alone",
        waiting="Ends tried",
    )  # fmt: skip
    if found is None:
        return
    value, table = found
    rows = words.tornado_rows(assumed, table)
    sentence = words.tornado_sentence(assumed, asked, option, value, rows)
    command = commands.sensitivity_command(
        state.setup(), asked.game, asked.figure.measure, option, player=asked.figure.player,
        statistic=asked.figure.statistic,
    )  # fmt: skip
    if rows.empty:
        st.markdown(marked(sentence))
    else:
        title = words.tornado_title(assumed, asked, option)
        chart = plot_tornado(rows, value=value, title=title, axis="what the option adds")
        shown.exhibit(chart, sentence, rows, name="tornado", command=command)
    shown.commands(command)


def flips(model: Model, assumed: Model, asked: Asked) -> None:
    """Show the smallest change that flips what the first option does."""
    st.subheader("The least change that flips it")
    st.markdown(
        "How far must the assumptions move, each as a share of its range, until the option does something else? Every "
        "flip that is shown was confirmed by solving the game there."
    )
    option = asked.options[0]
    key = (asked.world, asked.text, asked.game, asked.figure, option)
    search = jobs.draw(
        "flip", key, lambda: work.flip_work(model, asked, option), label="Search the least change",
        waiting="Points tried, at most",
    )  # fmt: skip
    if search is None:
        if work.is_slow(model, asked.game):
            st.markdown("This game is solved point by point, so the search takes about a minute.")
        return
    first, *others = flip_sentences(search, words.called(assumed, asked.options))
    told = [f"{words.in_model(assumed, asked.game)}: {first[:1].lower()}{first[1:]}", *others]
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in told))
    rows = words.flip_rows(assumed, search)
    command = _command(asked, flip=True)
    if len(rows):
        shown.listed(rows, name="flips", command=command)
    shown.commands(command)


def near(model: Model, assumed: Model, asked: Asked) -> None:
    """Flag what the options do in any game that a small change flips."""
    st.subheader("Results near a flip")
    st.markdown(
        f"Which results of these options, in any game, does a move of at most {work.NEAR:.0%} of the ranges flip? "
        "Games that are solved point by point are left out."
    )
    key = (asked.world, asked.text, asked.options)
    table = jobs.draw("near", key, lambda: work.near_work(model, asked), label="Look for them", waiting="Results tried")
    if table is None:
        return
    rows = words.near_rows(assumed, table)
    if rows.empty:
        st.markdown("None of these options acts on anything that such a game reads.")
        return
    flagged = int(table["near"].sum())
    sentence = f"{flagged} of {len(table)} results are near a flip. Where none was found, one may still exist."
    command = _command(asked, near=work.NEAR)
    shown.listed(rows, name="near", sentence=sentence, command=command)
    shown.commands(command)


draw()
