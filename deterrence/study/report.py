"""The comparison as people read it: short columns, and a note for what the rows cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from deterrence.formulation.ladder import rung_names
from deterrence.games.ladder import Ladder
from deterrence.study.agreement import other_movements
from deterrence.study.effects import effect
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.figures import figure
from deterrence.study.headlines import headline_pair, headline_table
from deterrence.study.ladder_figures import HORIZON, start_title
from deterrence.study.names import name, period_word
from deterrence.study.rows import HEADLINES, MEASURES
from deterrence.study.words import NOT_A_FORECAST, bearers, starting, starting_point, why_nothing_changed
from deterrence.world.model import Model
from deterrence.world.options import apply

if TYPE_CHECKING:
    import pandas as pd

#: Games without an effect that keep rows of their own; more share one.
FEW = 3


def comparison_table(model: Model, headlines: pd.DataFrame) -> pd.DataFrame:
    """Return the headline rows with names and figures for reading.

    For the forms of restraint the figure is the binding player's incentive to hold back, in per cent of its payoff
    range; negative means that restraint is not an equilibrium. For a matrix it is the number of equilibria.
    """
    table = headlines.copy()
    shares = {row.measure for row in HEADLINES.values() if row.unit == "share"}
    is_share = [measure in shares for measure in table["measure"]]
    for column, sign in (("baseline", ""), ("value", ""), ("change", "+")):
        table[column] = [figure(v, share, sign) for v, share in zip(table[column], is_share, strict=True)]
    pairs = zip(table["bound"], table["binding"], strict=True)
    table["binding"] = [" to ".join(dict.fromkeys(name(model, player) for player in pair)) for pair in pairs]
    table["class"] = [str(kind).replace("_", " ") for kind in table["class"]]
    order = ["option", "game", "baseline", "value", "change", "effect", "restraint", "binding", "class"]
    renamed = {"value": "with it"}
    return table[order].rename(columns=renamed)


def terse_table(model: Model, evaluations: Sequence[Evaluation]) -> pd.DataFrame:
    """Return the comparison with one row for all the games that an option leaves as they are, where they are many.

    An option that moves only figures of other equilibria or players keeps its row, with the effect ``others``.
    """
    import pandas as pd

    table = comparison_table(model, headline_table(evaluations))
    pairs = list(_with_baseline(evaluations))
    is_base = [e.option == BASELINE for e in evaluations]
    table.loc[is_base, ["with it", "change", "effect"]] = ""
    table.loc[[bool(other_movements(*pair)) for pair in pairs], "effect"] = "others"
    parts: list[pd.DataFrame] = []
    for _, rows in table.groupby("option", sort=False):
        still = rows[rows["effect"] == "none"]
        if len(still) > FEW:
            said = {"option": still["option"].iloc[0], "game": f"and {len(still)} more", "effect": "none"}
            rest = pd.DataFrame([{column: said.get(str(column), "") for column in table.columns}])
            rows = pd.concat([rows[rows["effect"] != "none"], rest])
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)


def _with_baseline(evaluations: Iterable[Evaluation]) -> Iterator[tuple[Evaluation, Evaluation]]:
    base: dict[str, Evaluation] = {}
    for evaluation in evaluations:
        yield base.setdefault(evaluation.game.name, evaluation), evaluation


def readable_table(model: Model, table: pd.DataFrame) -> pd.DataFrame:
    """Return a tidy table for reading: names for the ids of actors, words for the names of measures and classes."""
    shown = table.copy()
    if "player" in shown:
        shown["player"] = ["" if player is None else name(model, player) for player in shown["player"]]
    for column in ("measure", "label", "objective"):
        if column in shown:
            shown[column] = [v.replace("_", " ") if isinstance(v, str) else v for v in shown[column]]
    return shown


def ranking_table(ranking: pd.DataFrame) -> pd.DataFrame:
    """Return a ranking of options for reading: without the columns that are the same in every row."""
    shown = ranking[["rank", "option", "value", "baseline", "change", "effect"]].copy()
    shown["rank"] = [
        "" if none else f"{rank:.0f}" for rank, none in zip(shown["rank"], shown["rank"].isna(), strict=True)
    ]
    return shown


def ranking_notes(model: Model, ranking: pd.DataFrame) -> list[str]:
    """Return what a ranking cannot say: what has no rank and why, and who bears each option."""
    unranked = [str(option) for option in ranking[ranking["rank"].isna()]["option"] if option != BASELINE]
    notes = ["", "The objective is the reader's; another one ranks the options differently."]
    if unranked:
        notes.append(f"Uses of force are evaluated and never ranked: {', '.join(unranked)}.")
    borne = [line for option in ranking["option"] if option != BASELINE for line in bearers(apply(model, option))]
    notes += ["", "Who bears it, and civilians (no part of the objective):"]
    return [*notes, *(f"- {line}" for line in dict.fromkeys(borne)), "", start_words(model)]


def comparison_notes(evaluations: Sequence[Evaluation]) -> list[str]:
    """Return what the rows cannot say: how to read them, and why options without effect have none."""
    base = {e.game.name: e for e in evaluations if e.option == BASELINE}
    notes = ["", *figure_notes(base.values())]
    still: dict[str, list[Evaluation]] = {}
    moving: set[str] = set()
    for evaluation in evaluations:
        if evaluation.option != BASELINE:
            before = base[evaluation.game.name]
            if effect(*reversed(headline_pair(before, evaluation))) == "none":
                still.setdefault(evaluation.option, []).append(evaluation)
            else:
                moving.add(evaluation.option)
    elsewhere = [
        f"- {after.option} on {after.game.name}: {told}."
        for before, after in _with_baseline(evaluations)
        if (told := other_movements(before, after))
    ]
    if elsewhere:
        notes += ["", "'others': the figure above stays, one of another equilibrium or player moves:", *elsewhere]
    moving |= {option for option in still if any(line.startswith(f"- {option} on ") for line in elsewhere)}
    idle = [option for option in still if option not in moving]
    if idle:
        notes += ["", "Without effect on the figures above:"]
    for option in idle:
        reasons: dict[str, list[str]] = {}
        for evaluation in still[option]:
            reasons.setdefault(why_nothing_changed(base[evaluation.game.name], evaluation), []).append(
                evaluation.game.name
            )
        notes += [f"- {option} on {', '.join(games)}: {reason}" for reason, games in reasons.items()]
    borne = list(dict.fromkeys(line for e in evaluations for line in bearers(e.model)))
    if borne:
        notes += ["", "Who bears it, and civilians (not part of any payoff above):", *(f"- {line}" for line in borne)]
    return notes


def _ladder_notes(evaluations: Iterable[Evaluation]) -> list[str]:
    """Say what stands for each ladder in the table."""
    notes: list[str] = []
    for evaluation in evaluations:
        model, game = evaluation.model, evaluation.game
        if isinstance(game, Ladder):
            front = game.fronts[0]
            top = rung_names(model.games[game.name].labels, front.name, front.top)[-1]
            notes.append(
                f"For the ladder {game.name}: the chance that its first front, {front.name}, reaches its top rung "
                f"({top}) within {HORIZON} {period_word(model)}s, "
                f"{starting(starting_point(model, start_title(model, game)))}; lower is better. "
                "The command 'deterrence path' shows the other fronts, and which part of a change comes from changed "
                "choices."
            )
    return notes


def figure_notes(evaluations: Iterable[Evaluation]) -> list[str]:
    """Say what the figures of the headline rows are, for the forms that occur."""
    evaluations = list(evaluations)
    games: dict[str, list[str]] = {}
    for evaluation in evaluations:
        games.setdefault(evaluation.game.form, []).append(evaluation.game.name)
    notes: list[str] = []
    incentive = [game for form, ids in games.items() if HEADLINES[form].measure == "incentive" for game in ids]
    if incentive:
        notes.append(
            f"Figures of {', '.join(incentive)}: what the binding player gains by keeping to restraint and its threat "
            "rather than leaving them once, per period, in per cent of its payoff range. Below 0, restraint is not an "
            "equilibrium of that game. Where the binding player changes, the new one is followed if its figure fell, "
            "else the old one."
        )
    for form, ids in games.items():
        key = HEADLINES[form].measure
        if key != "incentive" and form != "ladder":
            row = MEASURES[form].get(key)
            meaning = "the number of equilibria" if row is None else row.meaning
            unit = "" if row is None or HEADLINES[form].unit == "share" else f" ({row.unit})"
            notes.append(f"Figures of {', '.join(ids)}: {meaning}{unit}.")
    return [
        *notes,
        *_ladder_notes(evaluations),
        f"Changes of percentages are in points. Payoffs are assumed. {NOT_A_FORECAST}",
    ]


def start_words(model: Model) -> str:
    """Say from which start, with which settings and on which model a table was made."""
    return f"Parameters: {starting_point(model)}. Model {model.id}, digest {model.digest[:12]}."
