"""Crisis: games of signals and threats, every equilibrium found, and the one picked as a tree with its beliefs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st
from lab import cache, fields, picture, shown, state

from deterrence.page import commands, crisis, crisis_words
from deterrence.page.setup import assumed_model, shown_lines, with_game
from deterrence.page.words import marked, plain
from deterrence.study.extensive_play import belief_table, move_table, play_of
from deterrence.study.names import player_names
from deterrence.study.rows import HEADLINES
from deterrence.study.tree_picture import tree_svg, tree_table

#: Pixels below which the words of a tree become too small.
LEAST = 800


def draw() -> None:
    """Draw the page."""
    model, now = state.model(), state.setup()
    st.title("Crisis")
    st.markdown(
        "Who knows what, who says or shows what, and what others make of it. Pick one of the equilibria found and "
        "follow it through the tree. Not a forecast."
    )
    games = crisis.crisis_games(model)
    if not games:
        st.markdown("This case has no game of crisis or signalling; the page *Payoffs* has those that it has.")
        shown.standing()
        return
    game = now.game if now.game in games else games[0]
    if now.game and now.game != game:
        st.markdown(f"{marked(model.games[now.game].title)} is no game of signals; you see another one here.")
    state.show_value("crisis.game", game)
    st.selectbox(
        "Game", games, format_func=lambda id: f"{model.games[id].title}: {HEADLINES[model.games[id].form].words} model",
        key="crisis.game", on_change=state.choose, args=("crisis.game", with_game),
    )  # fmt: skip
    if model.games[game].about:
        st.markdown(marked(plain(model, model.games[game].about)))
    now = replace(now, game=game, equilibrium=now.equilibrium if now.game in ("", game) else "")
    text = state.text()
    lines = {line: cache.evaluation(now, text, line, game) for line in shown_lines(now)}
    asked = crisis.refinement_in_force(lines, now)
    kept = crisis.shown_lines_of(lines, replace(now, refinement=asked))
    last = list(lines)[-1]
    everything, one = lines[last], kept[last]
    refinements = crisis.refinements(lines)
    shown.words_used(*crisis_words.texts(everything, refinements), name="crisis")
    left, right = st.columns([3, 2], gap="large")
    with left:
        pick(everything, one, now, asked, refinements)
    with right:
        st.header("The values of this game")
        fields.by_argument(assumed_model(model, now), game)
    listing(everything, one, asked)
    if one.found.selected is not None:
        told(one)
        compared(kept)
        chosen = {"refinement": asked, "equilibrium": one.found.selected.name}
        picture = commands.picture_command(now, game, **chosen, file=f"{game}.svg")
        with_tree = [picture] if play_of(one.game, one.found.selected) is not None else []
        shown.commands(commands.equilibrium_command(now, game, **chosen), *with_tree)
    shown.standing()


def pick(everything, one, now, asked, refinements) -> None:
    """Let the reader pick an equilibrium, and say which beliefs are allowed after unexpected moves."""
    st.header("Equilibria found")
    st.markdown(marked(plain(one.model, everything.found.sentence)))
    if refinements:
        state.show_value("crisis.refinement", asked)
        st.radio(
            "Refinement: what may be believed after an unexpected move", refinements, key="crisis.refinement",
            format_func=lambda name: marked(crisis.REFINEMENT_WORDS[name]), on_change=state.choose,
            args=("crisis.refinement", lambda setup, name: replace(setup, refinement=name)),
        )  # fmt: skip
        for sentence in crisis_words.left_out_sentences(everything, asked):
            st.markdown(f"- {marked(sentence)}")
    else:
        st.markdown(f"No refinement is judged here: {crisis.NO_REFINEMENT[one.game.form]}.")
    notice = crisis_words.pick_notice(one, everything, replace(now, refinement=asked))
    if notice:
        st.warning(marked(notice))
    found = {member.name: member for member in one.found.members}
    if one.found.selected is None:
        st.warning(marked(plain(one.model, one.found.sentence)))
        return
    key = f"crisis.equilibrium.{now.game}"
    state.show_value(key, one.found.selected.name)
    # What a radio button is called must not change with what is picked: the browser sends the words back.
    st.radio(
        "Equilibrium", list(found), format_func=lambda name: marked(crisis.equilibrium_title(found[name])), key=key,
        on_change=state.choose, args=(key, partial(_with_pick, now.game)), horizontal=True,
    )  # fmt: skip
    st.markdown("\n".join(f"- {marked(sentence)}" for sentence in crisis_words.member_sentences(one)))


def listing(everything, one, asked) -> None:
    """List every equilibrium, also those that the refinement leaves out, with outcomes, payoffs and regret."""
    if not everything.found.members:
        return
    table = crisis.equilibrium_table(everything, one, asked)
    found = f"all {len(table)} equilibria found, with" if len(table) > 1 else "one equilibrium found, with"
    sentence = f"In the {HEADLINES[one.game.form].words} model, {found} what each leads to:"
    # What each of them is stands as a list above.
    shown.read(table, name="equilibria", sentence=sentence, leave_out=["what it is"])


def told(one) -> None:
    """Show the equilibrium as a tree where there is one, then in words."""
    game, member, names = one.game, one.found.selected, player_names(one.model, one.game.players)
    play = play_of(game, member)
    if play is not None:
        st.header("The tree")
        title = one.model.games[game.name].title
        svg = tree_svg(play.tree, play.member, title=title, names=names, theme="light", prefix="crisis")
        table = crisis.tree_words(tree_table(play.tree, play.member, names=names), names, game.form)
        name = f"tree.{game.name}"
        st.markdown("Choose a move or a branch in the picture, by a click or with the arrow keys and Enter.")
        key = f"picture.{name}"
        mark = picture.chosen_mark(key)
        about = "" if mark is None else " ".join(crisis_words.mark_sentences(one, play, mark.kind, mark.id))
        picture.draw(svg, key=key, said=about, least=LEAST)
        if about:
            st.info(marked(about))
        st.markdown(marked(crisis_words.takeaway(one, play)))
        shown.files(table, svg, name=name)
        if play.note:
            st.markdown(marked(play.note))
        st.markdown("**What happens**")
        st.markdown("\n".join(f"- {marked(line)}" for line in crisis_words.path_sentences(one, play)))
    else:
        st.header("What each side does")
        st.markdown(
            "In this model sides differ by degrees, or may act at any moment, so that no tree can be drawn; the table "
            "says it all."
        )
    beliefs = crisis_words.belief_sentences(one, play)
    if beliefs:
        st.markdown("**What each side believes**")
        st.markdown("\n".join(f"- {marked(line)}" for line in beliefs))
    st.markdown(f"**What it is worth.** {marked(crisis_words.payoff_sentence(one))}")
    with st.expander("Every move and every belief as tables", expanded=play is None):
        model = f"In the {HEADLINES[game.form].words} model"
        moves = move_table(game, member, names=names)
        shown.listed(moves, name="moves", sentence=f"{model}, what each side does, reached or not:")
        table = belief_table(game, member, play, names=names)
        if not table.empty:
            shown.listed(table, name="beliefs", sentence=f"{model}, beliefs, lowest and highest that support it:")


def compared(kept) -> None:
    """Set the lines side by side, and say what changes or why nothing does."""
    st.header("Line by line")
    shown.read(crisis.line_table(kept), name="lines", sentence="In this model, with each of your lines:")
    for sentence in crisis_words.change_sentences(kept):
        st.markdown(f"- {marked(sentence)}")
    if len(kept) == 1:
        st.markdown(
            "Change a value above, or move an option on the page *Options lab*, and its line stands beside this."
        )


def _with_pick(game, setup, name):
    return replace(with_game(setup, game), equilibrium=name)


draw()
