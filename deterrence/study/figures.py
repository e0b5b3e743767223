"""Numbers as people read them."""

from __future__ import annotations

import math
from typing import Any

#: Figures in words that do not follow from their names.
_FIGURE_WORDS = {
    "equilibria": "number of equilibria",
    "p_top": "chance of reaching the top rung",
    "p_any_top": "chance that some front reaches its top rung",
    "p_escalate": "chance of escalating at the start",
}


def number(value: Any) -> str:
    """Return a number for reading: three digits, ``none suffices`` for infinity, ``not applicable`` for NaN."""
    figure = float(value)
    if math.isnan(figure):
        return "not applicable"
    if math.isinf(figure):
        return "none suffices" if figure > 0 else "out of reach"
    return f"{figure:.3f}".rstrip("0").rstrip(".") if abs(figure) < 1000 else f"{figure:,.0f}"


def precise(value: Any) -> str:
    """Return a number with six digits; what is none in the words of ``number``."""
    return f"{float(value):.6g}" if math.isfinite(float(value)) else number(value)


def figure(value: float, is_share: bool, sign: str = "") -> str:
    """Return a headline figure in words: shares in per cent, counts as they are."""
    if not is_share or not math.isfinite(value):
        return number(value)
    if value != 0 and abs(value) < 0.0005:
        return f"{'-' if value < 0 else sign}<0.1%"
    return f"{100 * value:{sign if value else ''}.1f}%"


def share(value: Any) -> str:
    """Return a probability in per cent, with a digit more where whole numbers would hide that it is not 0 or 1.

    Examples
    --------
    >>> share(0.375), share(1), share(0.0001)
    ('37.5%', '100%', '<0.1%')
    """
    per_cent = round(100 * float(value), 9)
    if 0 < per_cent < 0.05:
        return "<0.1%"
    if 99.95 < per_cent < 100:
        return ">99.9%"
    return f"{per_cent:.0f}%" if abs(per_cent - round(per_cent)) < 0.05 else f"{per_cent:.1f}%"


def moved(then: float, now: float, is_share: bool = False) -> str:
    """Say how a figure moved, with digits enough to see it; of a step too small for that, only the way.

    Examples
    --------
    >>> moved(0.672, 0.671, True)
    'goes from 67.2% to 67.1%'
    >>> moved(0.67189, 0.67176, True)
    'goes from 67.19% to 67.18%'
    >>> moved(0.5, 0.5000001, True)
    'rises by less than 0.001 points, at 50.0%'
    """
    first, last = figure(then, is_share), figure(now, is_share)
    if first == last and math.isfinite(then) and math.isfinite(now):
        for digits in (2, 3) if is_share else (4, 5, 6):
            first, last = (f"{value:.{digits}{'%' if is_share else 'f'}}" for value in (then, now))
            if first != last:
                break
        else:
            way, step = "rises" if now > then else "falls", "0.001 points" if is_share else "0.000001"
            return f"{way} by less than {step}, at {figure(now, is_share)}"
    return f"goes from {first} to {last}"


def figure_words(measure: str) -> str:
    """Return a figure in words, of a ladder with its front.

    Examples
    --------
    >>> figure_words("p_top.red_sea"), figure_words("p_war")
    ('chance of reaching the top rung on red sea', 'chance of war')
    """
    name, _, front = measure.partition(".")
    words = _FIGURE_WORDS.get(name) or measure_words(name)
    if name.startswith("is_"):
        words = f"answer to “{words}?” (1 yes, 0 no)"
    return f"{words} on {front.replace('_', ' ')}" if front else words


def measure_words(measure: str) -> str:
    """Return the name of a measure in words: ``chance of war`` for ``p_war``."""
    return ("chance of " if measure.startswith("p_") else "") + measure.removeprefix("p_").replace("_", " ")
