"""Models and methods: every form of game, how it is solved and what its numbers mean; the words of the field."""

from __future__ import annotations

import streamlit as st
from lab import cache, shown, state

from deterrence.page import commands, glossary, reference
from deterrence.page.form_formulas import left_at_default
from deterrence.page.words import label, marked


def draw() -> None:
    """Draw the page."""
    st.title("Models and methods")
    st.markdown(
        "What each model asks, what it assumes and leaves out, how it is solved, and what its numbers mean. The words "
        "are those of the code that computes them."
    )
    text = st.text_input("Search models, methods, authors and words", key="reference.text", max_chars=80)
    known = cache.reference()
    found = reference.select_entries(known, text)
    st.header("Models")
    if found:
        models(found)
    else:
        st.markdown(f"No model holds “{marked(text)}”.")
    st.header("Words of the field")
    terms = glossary.select_terms(text)
    st.markdown(f"{len(terms)} of {len(glossary.glossary())} words." if terms else f"No word holds “{marked(text)}”.")
    with st.expander("The words", expanded=bool(text) and bool(terms)):
        for term in terms:
            st.markdown(shown.meaning(term))
    shown.standing()


def models(found: tuple[reference.Entry, ...]) -> None:
    """List the models found, and show one of them in full."""
    model = state.model()
    here = {form: [marked(g.title) for g in model.games.values() if g.form == form] for form in {e.form for e in found}}
    rows = [
        {"model": e.words, "it asks": e.asks, "its figure": e.figure, "games of this case": "; ".join(here[e.form])}
        for e in found
    ]
    with st.expander(f"{len(found)} models at a glance"):
        shown.text_table(rows)
    by_form = {one.form: one for one in found}
    # The game that is looked at first, then the case's own in their order, then the others.
    played = [game.form for game in model.games.values()]
    present = state.setup().game
    first = model.games[present].form if present in model.games else ""
    order = sorted(by_form, key=lambda form: (form != first, played.index(form) if form in played else len(played)))
    chosen = st.selectbox("Model", order, format_func=lambda form: by_form[form].words, key="reference.form")
    entry(by_form[chosen if chosen in by_form else order[0]])


def entry(one: reference.Entry) -> None:
    """Show everything that is to be said of one model."""
    st.markdown(f"### {marked(one.words[:1].upper() + one.words[1:])}")
    st.markdown(f"{marked(one.summary)} It asks {marked(one.asks)}.")
    st.markdown(f"**The number that stands for it:** {marked(one.figure)}.")
    st.markdown(one.about)
    if one.leaves_out:
        st.markdown(f"**What it leaves out.** {one.leaves_out}")
    for heading, rows in (
        ("Arguments and their ranges", [{"argument": f"`{a}`", "what it is": what} for a, what in one.arguments]),
        (
            "Measures: what is read off it",
            [
                {"measure": f"`{name}`", "what it is": meaning, "unit": unit, "of": per, "more restraint": better}
                for name, meaning, unit, per, better in one.measures
            ],
        ),
    ):
        with st.expander(heading):
            shown.text_table(rows)
    formulas(one)
    for method in one.methods:
        kind = "how it is solved here" if method.is_default else "another way to solve it"
        with st.expander(f"{label(state.model(), method.name)}: {kind}"):
            st.markdown(f"Finds {marked(method.finds)}.")
            st.markdown(method.account)
            works(method.sources)
    works(one.sources)
    games = [game.id for game in state.model().games.values() if game.form == one.form]
    if games:
        shown.commands(commands.run_command(state.setup(), game=games[0]))


def formulas(one: reference.Entry) -> None:
    """Show the formulas of a model, when they are asked for."""
    if not st.toggle("Show the formulas", key=f"reference.formulas.{one.form}"):
        return
    model = state.model()
    game = next((game.id for game in model.games.values() if game.form == one.form), "")
    found = cache.reference_formulas(state.setup().case, state.text(), one.form, game)
    if not found:
        st.markdown("Its numbers are searched for, or too long to be read as formulas.")
        return
    fixed = ", ".join(f"{name.replace('_', ' ')} ({value})" for name, value in left_at_default(one.form).items())
    st.markdown("The letters are those of the arguments above." + (f" Left at its default: {fixed}." if fixed else ""))
    if game:
        st.markdown(
            f"Where a formula has cases, the one that holds for “{marked(model.games[game].title)}” is shown; where it "
            "differs by player, that of the first. An index 1 or 2 is the number of a player."
        )
    for name, formula in found:
        st.markdown(f"**{marked(name)}**")
        st.latex(formula)


def works(sources: tuple[str, ...]) -> None:
    """List works."""
    if sources:
        st.markdown("**To read:**\n" + "\n".join(f"- {marked(work)}" for work in sources))


draw()
