"""The levers: three to begin with, then all of them by family."""

from __future__ import annotations

import streamlit as st

from deterrence.page.words import FAMILIES, marked, plain
from deterrence.world.model import Model
from deterrence.world.records import Option
from lab import parts, shown, state

_MOVE = parts.redrawn(state.move_option)

#: Levers that a newcomer sees first, one from each of so many families.
FIRST = 3


def draw(model: Model) -> None:
    """Draw a lever per option."""
    if not model.options:
        st.markdown("This case has no policy options; its payoffs can be changed on the page *Payoffs*.")
        return
    first, folds = _arranged(model)
    for option in first:
        _lever(model, option)
    _families()
    for family, rest in folds.items():
        if rest:
            with shown.folded(FAMILIES.get(family, marked(family.capitalize())), name=f"family.{family}") as is_open:
                for option in rest if is_open else ():
                    _lever(model, option)


def _arranged(model: Model) -> tuple[list[Option], dict[str, list[Option]]]:
    """Return the options that are seen first, and all others by family."""
    by_family: dict[str, list[Option]] = {}
    for option in model.options.values():
        by_family.setdefault(option.family, []).append(option)
    first = [listed[0] for listed in by_family.values() if listed[0].ranked][:FIRST]
    return first, {family: [one for one in listed if one not in first] for family, listed in by_family.items()}


def _moved() -> str:
    """Say how many options were moved in each family, apart from those seen first."""
    moved = dict(state.setup().options)
    _, folds = _arranged(state.model())
    counts = {family: sum(option.id in moved for option in rest) for family, rest in folds.items()}
    return ", ".join(f"{n} in {marked(family)}" for family, n in counts.items() if n)


@parts.part("levers.families", reads=_moved)
def _families() -> None:
    # What was moved is told outside of the labels: a fold with another label is another fold, and would be closed.
    told = _moved()
    st.markdown(f"**All options, by family**{f' (moved: {told})' if told else ''}")


def _lever(model: Model, option: Option) -> None:
    """Draw a lever, in a part of its own: what is moved is then all that a browser takes to be drawn again."""
    parts.part(f"lever.{option.id}", reads=parts.nothing)(_slider)(model, option)


def _slider(model: Model, option: Option) -> None:
    key = f"option.{option.id}"
    state.show_value(key, round(100 * dict(state.setup().options).get(option.id, 0.0)))
    st.slider(
        marked(option.title), 0, 100, step=5, key=key, format="%d%%", help=_help(model, option),
        on_change=_MOVE, args=(option.id, key),
    )  # fmt: skip


def _help(model: Model, option: Option) -> str:
    told = (
        option.rationale,
        f"Cost borne by: {option.cost_bearer}" if option.cost_bearer else "",
        f"Civilians: {option.civilian_effect}.",
        f"It can go wrong: {option.backfires}" if option.backfires else "",
        "" if option.ranked else "A use of force that the sources describe: evaluated, never ranked.",
    )
    return "\n\n".join(marked(plain(model, part)) for part in told if part)
