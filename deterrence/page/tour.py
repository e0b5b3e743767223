"""The first steps of a newcomer: three, each pointing at something that is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deterrence.page.setup import Setup
from deterrence.world.model import Model

#: The address of the page on which the first two steps are taken, and of that of the third.
LAB, PAYOFFS = "", "payoffs"

#: The id of the place before the first chart and its sentence.
FIRST_SENTENCE = "first-sentence"


@dataclass(frozen=True)
class Step:
    """Hold one step.

    Parameters
    ----------
    title
        What to do.
    text
        Where, and what it shows.
    page
        The address of the page on which it is done.
    targets
        Keys of what it points at on that page: a star stands for any ending, a space for "within".
    anchor
        The id of the place, where it may lie below the first screen.
    """

    title: str
    text: str
    page: str
    targets: tuple[str, ...]
    anchor: str = ""


def tour(model: Model) -> tuple[Step, ...]:
    """Return the steps for a case."""
    option = next((option for option in model.options.values() if option.ranked), None)
    if option is None:
        first = Step(
            "Choose a case",
            "This case has no options. The list “Case” at the side has some that do.",
            LAB,
            ("frame.case",),
        )
    else:
        first = Step(
            "Move a lever",
            f"Drag the framed lever, “{option.title}”, or reach it with the Tab key and press the right arrow. "
            "A second line appears in the chart beside it.",
            LAB,
            (f"option.{option.id}",),
        )  # fmt: skip
    return (
        first,
        Step(
            "Read the sentence",
            "The framed sentence says what the chart shows and in which model. “What each model says” above the chart "
            "has the others, which may disagree.",
            LAB,
            ("sentence.*",),
            FIRST_SENTENCE,
        ),
        Step(
            "Change an assumption",
            "Every number behind a result can be changed, within its range or beyond; the framed fields are those of "
            "one game. What you set gets a line of its own, so that assumption and option stay apart.",
            PAYOFFS,
            ("value.*",),
        ),
    )


def is_done(step: int, setup: Setup) -> bool:
    """Whether a reader has done what a step asks, as far as one can tell."""
    return bool((setup.options, False, setup.values)[step])


def highlight(step: Step, number: int, page: str, addresses: Sequence[str]) -> str:
    """Return the style that frames what a step points at, or, on another page, the way there.

    Parameters
    ----------
    step, number
        The step and its number, from 1 on, which stands at the frame.
    page
        The address of the page that is open.
    addresses
        Of all pages.
    """
    if page == step.page:
        chosen = ",".join(_selector(key) for key in step.targets)
    else:
        end = "" if step.page == LAB else step.page
        others = "".join(f':not([href$="/{address}"])' for address in addresses if address) if not end else ""
        chosen = f'[data-testid="stSidebarNavLink"][href$="/{end}"]{others}'
    colour = "#c2570c"
    return (
        f"<style>{chosen}{{outline:3px solid {colour};outline-offset:5px;border-radius:4px;position:relative}}"
        # The number is no part of what a screen reader calls the thing that it stands at.
        f"{_after(chosen)}{{content:'{number}';content:'{number}' / '';"
        "position:absolute;top:-1.1rem;right:-0.4rem;width:1.5rem;height:1.5rem;"
        f"border-radius:50%;background:{colour};color:#fff;font:600 0.9rem/1.5rem sans-serif;text-align:center;"
        "z-index:5}"
        f"#{FIRST_SENTENCE}{{display:block;scroll-margin-top:4rem}}</style>"
    )


def _selector(key: str) -> str:
    """Return the selector of an element by its key, as the page's library writes keys into classes."""
    plain = "".join(c if c.isalnum() or c == "_" else "-" for c in key.removesuffix("*"))
    return f'[class*="st-key-{plain}"]' if key.endswith("*") else f".st-key-{plain}"


def _after(chosen: str) -> str:
    return ",".join(f"{one}::after" for one in chosen.split(","))
