"""Escalation paths as people read them in a terminal: a picture per front, and the result in sentences."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from deterrence.games.front import POSTURES
from deterrence.games.ladder_paths import Course
from deterrence.study.evaluation import BASELINE, portfolio_words
from deterrence.study.figures import moved, number
from deterrence.study.ladder_figures import start_of, start_title
from deterrence.study.names import name, period_word
from deterrence.study.path_tables import Solved
from deterrence.study.paths import EscalationPaths
from deterrence.study.words import NOT_A_FORECAST, bearers, starting, starting_point

#: Least probability that is drawn with each sign.
SHADES = ((0.5, "█"), (0.25, "▓"), (0.1, "▒"), (0.02, "░"), (0.0, "·"))

#: Characters of a rung's name beyond which it is cut.
_NAME_WIDTH = 30


def picture(paths: EscalationPaths, option: str = BASELINE, *, width: int = 116) -> str:
    """Draw how likely each rung of each front is, period by period, under one portfolio.

    Every front has a row per rung, the top one first, a column per period, and the probabilities in figures at a few
    periods beside it.
    """
    one = paths.solved[option]
    course = one.selected
    if course is None:
        return one.found.sentence
    return "\n".join([textwrap.fill(f"Under {_portfolio(one)}:", width), *_legend(one, course), *_fronts(one, course)])


def _legend(one: Solved, course: Course) -> list[str]:
    shades = [(f"{shade} {least:.0%} or more" if least else f"{shade} less") for least, shade in SHADES]
    period = period_word(one.model)
    return [f"(one column a {period}, 0 to {course.horizon};", f" {', '.join(shades)})"]


def _fronts(one: Solved, course: Course) -> list[str]:
    columns = sorted({0, *(round(course.horizon * share) for share in (0.25, 0.5, 1.0))})
    lines: list[str] = []
    longest = max(len(rung) for f in range(len(one.ladder.fronts)) for rung in one.names(f)) + len("0 ")
    wide = min(longest, _NAME_WIDTH)
    for f, front in enumerate(one.ladder.fronts):
        chances = course.rungs(f)
        head = "".join(f"{period:>7}" for period in columns)
        lines += ["", f"{front.name:<{wide + 4}}{period_word(one.model):<{min(course.horizon, 60) + 1}}{head}"]
        for rung in reversed(range(front.n_rungs)):
            label = f"{rung} {one.names(f)[rung]}"
            label = label if len(label) <= wide else label[: wide - 1] + "…"
            strip = "".join(_shade(float(chance)) for chance in chances[:61, rung])
            figures = "".join(f"{chances[period, rung]:>7.0%}" for period in columns)
            mark = ">" if rung == course.start[f] else " "
            lines.append(f"{mark} {label:<{wide}}  {strip}{figures}")
    return lines


def _shade(chance: float) -> str:
    return next(shade for least, shade in SHADES if chance >= least)


def path_sentences(paths: EscalationPaths, option: str) -> list[str]:
    """Say what a portfolio changes on each front, in two parts and beside two references, and what else there is."""
    table = paths.effects[(paths.effects["option"] == option) & (paths.effects["measure"] == "p_top")]
    base, one = paths.solved[BASELINE], paths.solved[option]
    rows, start = table.to_dict("records"), tuple(paths.start.values())
    return effect_sentences(base, one, rows, start, paths.horizon, precision=paths.precision)


def effect_sentences(
    base: Solved,
    one: Solved,
    rows: Iterable[Mapping[Any, Any]],
    start: tuple[int, ...],
    horizon: int,
    *,
    precision: float,
) -> list[str]:
    """Say the same of two solved worlds and the rows ``p_top`` of their table of effects, one per front."""
    if one.selected is None:
        return [f"With {_portfolio(one)}: {one.found.sentence}"]
    fronts = zip(base.ladder.fronts, start, strict=True)
    rungs = ", ".join(f"{front.name} on rung {rung}" for front, rung in fronts)
    opening = f"In the ladder model, {starting(_start(base, start))} ({rungs}), at precision {number(precision)}:"
    clauses = [_front_clause(one, row, horizon, f"{period_word(one.model)}s") for row in rows]
    return [opening, *clauses, _equilibria(one), _sharpness(one), NOT_A_FORECAST]


def _start(base: Solved, start: tuple[int, ...]) -> str:
    """Name the start actually used: the scenario's, or rungs that somebody gave."""
    is_named = start_of(base.model, base.ladder) == start
    return starting_point(base.model, start_title(base.model, base.ladder) if is_named else "the rungs given")


def _front_clause(one: Solved, row: Mapping[Any, Any], horizon: int, period: str) -> str:
    f = next(i for i, front in enumerate(one.ladder.fronts) if front.name == row["front"])
    what = f"- {row['front']}: the chance of reaching the top rung ({one.names(f)[-1]}) within {horizon} {period}"
    references = f"accidents and spill alone: {row['accidents_only']:.1%}; random choice: {row['random_choice']:.1%}"
    if not one.model.applied and row["change"] == 0:
        return f"{what} is {row['value']:.1%} ({references})."
    if row["effect"] == "none":
        return f"{what} stays at {row['value']:.1%} ({references})."
    parts = f"{_points(row['mechanical'])} with choices as before, {_points(row['strategic'])} from changed choices"
    return f"{what} {moved(row['baseline'], row['value'], True)} ({references}). Of the change, {parts}."


def _points(change: float) -> str:
    return "less than 0.05 points" if abs(change) < 0.0005 else f"{100 * change:+.1f} points"


def _equilibria(one: Solved) -> str:
    members = one.found.members
    selected = one.found.selected
    assert selected is not None
    if len(members) == 1:
        return f"One equilibrium found: {one.found.sentence}"
    worst = max(members, key=lambda member: float(member.details["figures"]["p_any_top"]))
    figures = [float(member.details["figures"]["p_any_top"]) for member in (selected, worst)]
    return (
        f"{len(members)} equilibria found; this shows the one on the {selected.details['branch']} branch (some front "
        f"reaches its top: {figures[0]:.1%}); in the worst that chance is {figures[1]:.1%}."
    )


def _sharpness(one: Solved) -> str:
    """Say how far from random the choices are, because at low precision nearly all of a change is mechanical."""
    course = one.selected
    assert course is not None
    chances = [
        float(chance)
        for seat in range(len(one.ladder.seats))
        for chance in course.postures(seat)[:, POSTURES.index("escalate")]
        if not math.isnan(chance)
    ]
    if not chances:
        return ""
    return (
        f"On the rungs visited, seats escalate with probability {min(chances):.2f} to {max(chances):.2f}; "
        "random choice is 0.33, or 0.50 at rung 0. A higher --precision makes choices sharper."
    )


def path_report(paths: EscalationPaths, *, width: int = 116) -> str:
    """Return the whole text: a picture for the baseline, and for each portfolio a picture and what it changes.

    The sentences are set in lines of ``width`` characters.
    """
    parts: list[str] = []
    for option, one in paths.solved.items():
        parts += ["", picture(paths, option, width=width), ""]
        parts += [textwrap.fill(text, width, subsequent_indent="  ") for text in path_sentences(paths, option) if text]
        gains = _gains(paths, option, one)
        parts += [textwrap.fill(text, width, subsequent_indent="  ") for text in (gains, *bearers(one.model)) if text]
    if paths.is_interrupted:
        parts += ["", "Interrupted: the portfolios above were finished, the others were not."]
    return "\n".join(parts)


def _gains(paths: EscalationPaths, option: str, one: Solved) -> str:
    if option == BASELINE or one.found.selected is None:
        return ""
    words = {"lower": "loses", "higher": "gains", "none": "as before"}
    table = paths.payoffs
    rows = table[(table["option"] == option) & (table["equilibrium"] == one.found.selected.name)]
    said = [f"{name(one.model, row['player'])}: {words[row['effect']]}" for row in rows.to_dict("records")]
    return f"Payoffs in the equilibrium shown, by sign: {'; '.join(said)}."


def _portfolio(one: Solved) -> str:
    return portfolio_words(one.model, one.model.applied) if one.model.applied else "the baseline"
