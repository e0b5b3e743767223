"""Robustness in sentences: how often an option moves a figure, and what would flip that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deterrence.study.figures import figure_words, precise, share
from deterrence.study.robustness.flips import Flip, FlipSearch, Move
from deterrence.study.robustness.holding import Holding

#: What holds, in words that follow "the option" or "the figure".
VERDICTS: Mapping[str, str] = {
    "lower": "lowers it",
    "none": "leaves it as it is",
    "higher": "raises it",
    "appears": "makes it exist",
    "disappears": "makes it cease to exist",
    "above": "lies above",
    "not above": "does not lie above",
}

#: Parameters of a change that a sentence names.
NAMED = 4


def holding_sentence(found: Holding) -> str:
    """Say in which share of the draws a result holds."""
    what = "stays as it is" if found.effect == "none" else f"is {found.effect} than without"
    if found.effect in ("appears", "disappears"):
        what = found.effect
    return (
        f"Holds in {share(found.share)} of {found.n:,} draws from the assumed ranges: there, too, the figure {what}. "
        "That is a share of the ranges, no probability."
    )


def conclusion_words(found: FlipSearch, called: Callable[[str], str] = str) -> str:
    """Say what is concluded at the present values; ``called`` returns what something is called."""
    one = found.conclusion
    owner = f" of {called(str(one.player))}" if one.player is not None else ""
    figure = f"the {figure_words(one.measure)}{owner} in {called(one.game)}"
    if one.boundary is not None:
        with_option = "" if one.option == "baseline" else f" with {called(one.option)}"
        return f"{figure}{with_option} {VERDICTS[found.verdict]} {precise(one.boundary)}"
    return f"{called(one.option)} {VERDICTS[found.verdict].replace('it', figure, 1)}"


def flip_sentences(found: FlipSearch, called: Callable[[str], str] = str) -> list[str]:
    """Say which smallest change flips a conclusion, what does it alone, and how far the search can be trusted.

    ``called`` returns what an option, a game, a player or a parameter is called.
    """
    if not found.verdict:
        return ["The figure does not exist at the present values, so there is nothing to flip."]
    told = [f"At the present values {conclusion_words(found, called)}."]
    if found.status == "cannot flip":
        return [*told, "The game reads nothing on which the option acts, so no change within the ranges flips that."]
    if found.smallest is None:
        bound = "within the ranges" if found.within == 1 else f"of at most {share(found.within)} of the ranges"
        tried = f"among {found.points:,} points; one may still exist"
        return [*told, f"No change {bound} was found that flips it, {tried}."]
    told.append(f"The smallest change found that flips it: {_change(found, found.smallest, called)}")
    fewest = found.fewest
    if fewest is not None and len(fewest.moves) < len(found.smallest.moves):
        alone = "One parameter alone does it" if len(fewest.moves) == 1 else "The fewest parameters found that do it"
        told.append(f"{alone}: {_change(found, fewest, called)}")
    if not found.singles:
        told.append("No parameter flips it alone, within its range.")
    if found.status == "exact":
        told.append("Only one parameter can matter, and its flip was bisected.")
    else:
        told.append(f"It was searched among {found.points:,} points; a smaller change may exist.")
    return told


def _change(found: FlipSearch, flip: Flip, called: Callable[[str], str]) -> str:
    moves = [move_words(move, called) for move in flip.moves[:NAMED]]
    rest = len(flip.moves) - NAMED
    named = ", ".join(moves) + (f" and {rest} more" if rest > 0 else "")
    subject = "the figure" if found.conclusion.boundary is not None else "the option"
    limit = "" if found.conclusion.boundary is None else f" {precise(found.conclusion.boundary)}"
    n = len(flip.moves)
    part = share(flip.share)
    size = f"{part} of its range" if n == 1 else f"{n} parameters by at most {part} of their ranges"
    return f"{size}, {named}. There {subject} {VERDICTS[flip.verdict]}{limit}."


def move_words(move: Move, called: Callable[[str], str] = str) -> str:
    """Say from where to where a parameter moves, in its unit."""
    after = precise(float(f"{move.after:.4g}"))
    return f"{called(move.parameter)} from {precise(move.before)} to {after} ({move.unit})"
