"""How far results hold, as the pages show it: what is computed at once, and what a session has computed."""

from __future__ import annotations

import deterrence as dt
from deterrence.page import robustness as work
from deterrence.page.robustness import Asked, Figure, Findings
from deterrence.page.setup import ASSUMED, OPTIONS, Setup, assumed_model, line_setup, world_of
from deterrence.study.figures import share
from deterrence.study.headlines import headline_figure
from deterrence.study.readers import readers
from deterrence.study.robustness.holding import holds
from deterrence.study.robustness.words import holding_sentence
from lab import cache, jobs
from lab.sharing import shared


@shared(256)
def _figures(world: Setup, text: str, game: str) -> tuple[Figure, ...]:
    return work.figures(assumed_model(cache.load_case(world.case, text), world), game)


def figures(world: Setup, text: str, game: str) -> tuple[Figure, ...]:
    """Return the figures of a game that a sweep keeps, under the reader's assumptions."""
    return _figures(world_of(line_setup(world, ASSUMED)), text, game)


@shared(512)
def _holds(world: Setup, text: str, game: str, figure: Figure) -> str:
    assumed = assumed_model(cache.load_case(world.case, text), world)
    if game not in readers(assumed, dict(world.options)):
        return ""  # nothing could move it, so nothing can be said to hold
    try:
        found = holds(
            assumed, dict(world.options), game, figure.measure, player=figure.player, statistic=figure.statistic
        )
    except dt.DeterrenceError:  # nothing to draw, or draws of which an option or a game cannot be made
        return ""
    return holding_sentence(found)


def sentence(setup: Setup, text: str, game: str) -> str:
    """Say in which share of the assumed ranges a game's result holds; empty where nobody has computed it.

    Games that are measured for many draws at once are computed here; of the others, such as the ladder, a sweep that
    the session ran on the page Robustness is told.
    """
    if not setup.options:
        return ""
    world = world_of(line_setup(setup, OPTIONS))
    model = cache.load_case(world.case, text)
    if work.is_slow(model, game):
        return " ".join(_swept(world, text, game))
    before, after = (cache.evaluations(setup, text, line) for line in (ASSUMED, OPTIONS))
    pair = next((a, b) for a, b in zip(before, after, strict=True) if b.game.name == game)
    statistic, measure, player = headline_figure(*pair)
    return _holds(world, text, game, Figure(measure, None if player is None else str(player), statistic))


def _swept(world: Setup, text: str, game: str) -> list[str]:
    """Return what the session's own sweeps say of a game under the present setup."""
    from deterrence.page.robustness_words import words_of_figure

    own, told = work.own_portfolio(cache.load_case(world.case, text), world), list[str]()
    for asked, found in jobs.results("sweep"):
        is_this = isinstance(asked, Asked) and (asked.world, asked.text, asked.game) == (world, text, game)
        if is_this and isinstance(found, Findings) and own in found.present:
            row = found.shares.set_index("option").loc[own]
            effect = found.present[own]
            said = "the same" if effect == "none" else effect
            what = words_of_figure(assumed_model(cache.load_case(world.case, text), world), game, asked.figure)
            told.append(
                f"In {share(row[effect])} of {asked.n:,} draws from the assumed ranges the {what} is {said}, as here; "
                "a share of the ranges, no probability."
            )
    return told
