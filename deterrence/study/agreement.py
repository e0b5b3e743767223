"""What each model says about a portfolio, and where they disagree.

A verdict is about the whole equilibrium set of a game, never about one member: the figure that stands for the form is
followed at its lowest, at its highest and in the equilibrium shown, for each player or front that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deterrence.games.profile import Player
from deterrence.study.comparison import statistics
from deterrence.study.effects import effect
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.figures import figure_words
from deterrence.study.figures import moved as moves
from deterrence.study.headlines import headline_pair
from deterrence.study.names import name
from deterrence.study.rows import HEADLINES, MEASURES
from deterrence.study.rows.ladder import reaching
from deterrence.study.words import incentive_sentence, why_nothing_changed

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["better", "worse", "splits", "no effect"]

#: What the verdicts mean, for readers.
MEANING = (
    "'better' and 'worse' are about what each model follows (more reason to hold back, less chance of war, of attack "
    "or of the top rung, less effort of a proxy, better terms of talk; elsewhere the players' payoffs), however small "
    "the step. They do not say who gains, and civilian harm is no part of them. 'splits': figures moved both ways."
)

COLUMNS = ["option", "game", "model", "verdict", "why"]

_STATISTICS = {"lowest": "lowest", "highest": "highest", "selected": "shown"}

#: Measures that need other words than their names; the player stands in the braces.
_READ = {"incentive": "reason{} to hold back"}

#: Figures named one by one in a sentence; the rest are counted.
MAX_NAMED = 2


@dataclass(frozen=True)
class Movement:
    """One figure of a game that a portfolio moved.

    Parameters
    ----------
    statistic
        ``lowest``, ``highest`` or ``selected`` over the equilibria.
    measure
        The figure's name.
    player
        The player it belongs to, None for the game.
    baseline, value
        Before and after.
    is_better
        Whether it moved the way that the form counts as better; None where it came or went.
    """

    statistic: str
    measure: str
    player: Player | None
    baseline: float
    value: float
    is_better: bool | None


def movements(before: Evaluation, after: Evaluation) -> list[Movement]:
    """Return how the figures that stand for a game's form moved.

    Forms whose figure has no better direction, such as a number of equilibria, are judged by the payoff of each player.
    """
    form = after.game.form
    watched = HEADLINES[form].measure
    row = MEASURES[form].get(watched)
    better = row.better if row is not None and row.better else "higher"
    if row is None or not row.better:
        watched = "payoff"
    then, now = statistics(before), statistics(after)
    moved: list[Movement] = []
    for key in dict.fromkeys((*then, *now)):
        statistic, measure, player = key
        baseline, value = then.get(key, float("nan")), now.get(key, float("nan"))
        way = effect(value, baseline)
        if measure.partition(".")[0] == watched and way != "none":
            is_better = way == better if way in ("lower", "higher") else None
            moved.append(Movement(statistic, measure, player, baseline, value, is_better))
    return moved


def verdict(before: Evaluation, after: Evaluation) -> Verdict:
    """Say whether a portfolio makes a game better, worse, both (``splits``) or neither.

    ``better`` means that some watched figure moved the better way and none the other; ``splits`` that figures moved
    both ways, for different players, fronts or equilibria, or that a figure came or went.
    """
    ways = {movement.is_better for movement in movements(before, after)}
    if not ways:
        return "no effect"
    return "better" if ways == {True} else "worse" if ways == {False} else "splits"


def agreement_table(evaluations: Iterable[Evaluation]) -> pd.DataFrame:
    """Return what each model says about each portfolio.

    Parameters
    ----------
    evaluations
        The baseline and the portfolios, game by game.

    Returns
    -------
    DataFrame
        Columns ``option`` (the portfolio), ``game``, ``model`` (the form in words), ``verdict`` (``better``, ``worse``,
        ``splits``, ``no effect``) and ``why``, a sentence.
    """
    import pandas as pd

    rows = [
        (after.option, after.game.name, HEADLINES[after.game.form].words, verdict(before, after), why(before, after))
        for before, after in _pairs(evaluations)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def why(before: Evaluation, after: Evaluation) -> str:
    """Say in one sentence what the verdict on a game rests on."""
    moved = movements(before, after)
    if not moved:
        return why_nothing_changed(before, after) or "The figure moved, but not for any equilibrium as a whole."
    ways = {movement.is_better for movement in moved}
    if len(ways) == 1 and after.game.form == "ladder":
        return _farthest(after, moved)
    if len(ways) == 1 and effect(*reversed(headline_pair(before, after))) != "none":
        clause = HEADLINES[after.game.form].clause(before, after)
        return incentive_sentence(before, after) or clause[0].upper() + clause[1:] + "."
    parts = [
        f"{word}: {_named(before, after, group)}"
        for word, kind in (("Better", True), ("Worse", False), ("Came or went", None))
        if (group := [movement for movement in moved if movement.is_better is kind])
    ]
    return "; ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])]) + "."


def disagreements(evaluations: Iterable[Evaluation]) -> list[str]:
    """Say where the models disagree about a portfolio, and what each of those looks at; or that none disagrees.

    Models that see no effect disagree with nobody: the table says why they see none.
    """
    told = [(after, verdict(before, after)) for before, after in _pairs(evaluations)]
    speaking = [(after, word) for after, word in told if word != "no effect"]
    if not speaking:
        return ["No model sees an effect."]
    words = {word for _, word in speaking}
    if len(words) == 1 and words != {"splits"}:
        others = len(told) - len(speaking)
        silent = f"; the other {others} see no effect" if others > 1 else "; the other sees no effect" if others else ""
        verb = "says" if len(speaking) == 1 else "say"
        return [f"No model disagrees: {_games(speaking)} {verb} {words.pop()}{silent}."]
    lines = ["The models disagree, because they ask different things or look at different parties:"]
    for word in ("better", "worse", "splits"):
        by_form: dict[str, list[Evaluation]] = {}
        for after, said in speaking:
            if said == word:
                by_form.setdefault(after.game.form, []).append(after)
        for form, games in by_form.items():
            titles = ", ".join(after.model.games[after.game.name].title for after in games)
            lines.append(f"- {word} in {titles}: {HEADLINES[form].words} asks {HEADLINES[form].lens}.")
    return lines


def _pairs(evaluations: Iterable[Evaluation]) -> list[tuple[Evaluation, Evaluation]]:
    base: dict[str, Evaluation] = {}
    pairs: list[tuple[Evaluation, Evaluation]] = []
    for evaluation in evaluations:
        before = base.setdefault(evaluation.game.name, evaluation)
        if evaluation.option != BASELINE:
            pairs.append((before, evaluation))
    return pairs


def _games(speaking: Sequence[tuple[Evaluation, str]]) -> str:
    return ", ".join(f"“{after.model.games[after.game.name].title}”" for after, _ in speaking)


def _named(before: Evaluation, after: Evaluation, moved: Sequence[Movement]) -> str:
    several = max(len(before.found.members), len(after.found.members)) > 1
    said = list(dict.fromkeys(_words(after, movement, several) for movement in moved))
    rest = len(said) - MAX_NAMED
    return ", ".join(said[:MAX_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _farthest(after: Evaluation, moved: Sequence[Movement]) -> str:
    """Say how the front moved that moved farthest, and that it is one of several."""
    most = max(moved, key=lambda movement: (abs(movement.value - movement.baseline), movement.statistic == "selected"))
    course = moves(most.baseline, most.value, True)
    several = len({movement.measure for movement in moved}) > 1
    return f"The chance that {reaching(after, most.measure.partition('.')[2])} {course}" + (
        "; this front moves most." if several else "."
    )


def other_movements(before: Evaluation, after: Evaluation) -> str:
    """Say which figures of other equilibria or players moved where the one that stands for the game stayed.

    Empty where the headline figure moved, and where nothing did.
    """
    if effect(*reversed(headline_pair(before, after))) != "none" or not (moved := movements(before, after)):
        return ""
    return _named(before, after, moved)


def _words(after: Evaluation, movement: Movement, several: bool) -> str:
    is_property = movement.measure == HEADLINES[after.game.form].measure and (
        (movement.measure, movement.player) in after.properties
    )
    statistic = "" if is_property or not several else f"{_STATISTICS[movement.statistic]} "
    measure, _, part = movement.measure.partition(".")
    whose = f" of {name(after.model, movement.player)}" if movement.player is not None else ""
    is_share = HEADLINES[after.game.form].unit == "share" and measure == HEADLINES[after.game.form].measure
    figures = moves(movement.baseline, movement.value, is_share)
    if after.game.form == "ladder" and part:
        return f"{statistic}chance that {reaching(after, part)} {figures}"
    return f"{statistic}{_READ.get(measure, figure_words(measure) + '{}').format(whose)} {figures}"
