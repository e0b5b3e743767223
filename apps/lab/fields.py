"""Fields for numbers: one per parameter, with its range and its grounds, and a warning beyond the range."""

from __future__ import annotations

import math
from collections.abc import Iterable

import streamlit as st

from deterrence.page import assumptions
from deterrence.page.words import label, marked, plain
from deterrence.world.model import Model, domain
from deterrence.world.records import Parameter
from lab import state


def by_argument(assumed: Model, game: str) -> None:
    """Draw a field per parameter of a game, by the argument that it enters."""
    found = assumptions.argument_groups(assumed, game)
    if not found:
        st.markdown("The payoffs of this game are plain numbers of its file; no parameter can be moved here.")
        return
    heading = st.selectbox("What to change", list(found), key=f"fields.group.{game}")
    st.markdown("Each figure is assumed or quoted, with a range. You may leave the range; the page then says so.")
    draw(assumed, found[heading])


def draw(assumed: Model, parameters: Iterable[str]) -> None:
    """Draw a field per parameter, at its value under the reader's assumptions."""
    for id in parameters:
        parameter = assumed.parameters[id]
        key = f"value.{id}"
        state.show_value(key, float(parameter.value))
        low, high = domain(parameter)
        st.number_input(
            marked(f"{label(assumed, id)} ({parameter.unit}; range {parameter.low:g} to {parameter.high:g})"),
            min_value=None if math.isinf(low) else low,
            max_value=None if math.isinf(high) else high,
            step=_step(parameter), format="%g", key=key, help=_help(assumed, parameter),
            on_change=state.move_value, args=(id, key),
        )  # fmt: skip
        warning = assumptions.range_warning(assumed, id)
        if warning:
            st.warning(marked(warning))


def _step(parameter: Parameter) -> float:
    """Return a step that crosses the range in about twenty, as a round number."""
    width = parameter.high - parameter.low
    return 10.0 ** math.floor(math.log10(width / 10)) if width > 0 else 0.1


def _help(model: Model, parameter: Parameter) -> str:
    basis = assumptions.basis_words(model, parameter)
    said = (parameter.meaning, f"Basis: {basis}. {assumptions.grounds(parameter)}")
    return "\n\n".join(marked(plain(model, text)) for text in said)
