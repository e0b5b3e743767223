"""Games of crisis and signalling: every equilibrium found, the one picked, and what it plays and believes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deterrence.games.extensive import WRITTEN_OUT
from deterrence.page.equilibrium_words import RULES, equilibrium_sentence, equilibrium_title
from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS, Setup
from deterrence.page.words import plain
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.study.evaluation import Evaluation
from deterrence.study.extensive_play import Play, belief_table, path_table
from deterrence.study.figures import number, share
from deterrence.study.names import name, outcome_words, player_names
from deterrence.study.refining import by_line, left_out, outcome_names, refinements_of
from deterrence.study.rows import HEADLINES
from deterrence.study.words import NOT_A_FORECAST, result_sentence, why_nothing_changed
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: Forms of crisis or talk whose types or times form a continuum: they have no tree, and are told in tables.
WITHOUT_TREE = ("standoff", "private_brinkmanship", "cheap_talk", "trust", "bargain")

#: What each refinement asks, in plain words.
REFINEMENT_WORDS: Mapping[str, str] = {
    "": "none: any belief after an unexpected move will do",
    "intuitive": "intuitive criterion: an unexpected move is not put down to those who would lose by it whatever the "
    "answer",
    "d1": "D1: an unexpected move is put down to those who gain by it under most answers",
}

#: Paths and beliefs told in words; the tables have the rest.
MAX_TOLD = 6


def crisis_games(model: Model) -> list[str]:
    """Return the ids of the games of crisis and signalling, those with a tree first."""
    with_tree = [game.id for game in model.games.values() if game.form in WRITTEN_OUT]
    return with_tree + [game.id for game in model.games.values() if game.form in WITHOUT_TREE]


def shown_lines_of(lines: Mapping[str, Evaluation], setup: Setup) -> dict[str, Evaluation]:
    """Return one game in the three worlds with the reader's refinement and pick, where they fit."""
    return by_line(lines, setup.refinement, setup.equilibrium)


def refinements(lines: Mapping[str, Evaluation]) -> tuple[str, ...]:
    """Return the refinements that apply to a game, "" for none before them; empty where none applies."""
    known = [name for name in REFINEMENTS if any(name in refinements_of(one.found) for one in lines.values())]
    return ("", *known) if known else ()


def refinement_in_force(lines: Mapping[str, Evaluation], setup: Setup) -> str:
    """Return the reader's refinement where it applies to a game, else an empty text."""
    return setup.refinement if setup.refinement in refinements(lines) else ""


def pick_notice(kept: Evaluation, everything: Evaluation, setup: Setup) -> str:
    """Say that the picked equilibrium is not there, why, and which is shown instead; empty where it is there."""
    picked = setup.equilibrium
    if not picked or any(member.name == picked for member in kept.found.members):
        return ""
    said = f"The equilibrium that you picked, “{picked.replace('_', ' ')}”, "
    gone = left_out(everything.found, setup.refinement) if setup.refinement else {}
    if picked in gone:
        said += f"is left out by {REFINEMENTS[setup.refinement].lower() if setup.refinement != 'd1' else 'D1'}"
    else:
        said += "does not exist at these numbers"
    if kept.found.selected is None:
        return f"{said}, and none is left."
    return f"{said}. You see “{equilibrium_title(kept.found.selected)}” instead."


def member_label(kept: Evaluation, member: Any) -> str:
    """Return what a reader chooses by: the name, what it is, and whether a rule or the reader picked it."""
    mark = f" ({RULES.get(kept.found.rule, kept.found.rule)})" if member is kept.found.selected else ""
    return f"{equilibrium_title(member)}{mark}: {equilibrium_sentence(kept, member) or 'see the table'}"


def equilibrium_table(everything: Evaluation, kept: Evaluation, refinement: str) -> pd.DataFrame:
    """Return every equilibrium found, those that the refinement leaves out among them.

    Returns
    -------
    DataFrame
        Columns ``equilibrium``, ``shown``, ``what it is``, the chance of each outcome, ``payoff of NAME``, one column
        per refinement that was judged, ``regret``; all as text.
    """
    import pandas as pd

    gone = left_out(everything.found, refinement) if refinement else {}
    names = player_names(everything.model, everything.game.players)
    chosen = "" if kept.found.selected is None else kept.found.selected.name
    rows: list[dict[str, str]] = []
    for member in everything.found.members:
        mark = RULES.get(kept.found.rule, kept.found.rule) if member.name == chosen else ""
        mark = f"left out by {refinement.replace('d1', 'D1')}" if member.name in gone else mark
        row = {"equilibrium": equilibrium_title(member), "shown": mark}
        row |= _outcomes(member, outcome_names([everything.found]), names)
        row |= {f"payoff of {who}": number(v) for who, v in zip(names.values(), member.payoffs, strict=True)}
        for each in refinements_of(everything.found):
            why = left_out(everything.found, each)
            row[f"survives {each.replace('d1', 'D1')}"] = "no" if member.name in why else "yes"
        row["regret"] = number(member.regret)
        row["what it is"] = equilibrium_sentence(everything, member)
        rows.append(row)
    return pd.DataFrame(rows)


def left_out_sentences(everything: Evaluation, refinement: str) -> list[str]:
    """Say which equilibria a refinement leaves out and why, or that it leaves out none."""
    if not refinement:
        return []
    called = "D1" if refinement == "d1" else f"The {refinement} criterion"
    gone = left_out(everything.found, refinement)
    if not gone:
        return [f"{called} leaves out none of the equilibria found."]
    return [
        f"{called} leaves out “{title.replace('_', ' ')}”: {plain(everything.model, why)}."
        for title, why in gone.items()
    ]


def line_table(lines: Mapping[str, Evaluation]) -> pd.DataFrame:
    """Return one row per world: how many equilibria there are, which is shown, its outcomes and payoffs, as text."""
    import pandas as pd

    outcomes = outcome_names([one.found for one in lines.values()])
    rows: list[dict[str, str]] = []
    for line, one in lines.items():
        member, names = one.found.selected, player_names(one.model, one.game.players)
        row = {"line": line, "equilibria": str(len(one.found.members))}
        row["shown"] = "none" if member is None else equilibrium_title(member)
        if member is not None:
            row |= _outcomes(member, outcomes, names)
            row |= {f"payoff of {who}": number(v) for who, v in zip(names.values(), member.payoffs, strict=True)}
        rows.append(row)
    return pd.DataFrame(rows)


def takeaway(one: Evaluation, play: Play) -> str:
    """Say in one sentence what the picture of an equilibrium shows."""
    names = player_names(one.model, one.game.players)
    paths = path_table(play, names=names)
    if paths.empty:
        return ""
    first = paths.iloc[0]
    return (
        f"In the {_model_words(one)}, in the equilibrium “{equilibrium_title(play.member)}”, the likeliest course "
        f"({share(first['chance'])}) is: {first['path']}; it ends in {first['ends in']}. {NOT_A_FORECAST}"
    )


def path_sentences(one: Evaluation, play: Play) -> list[str]:
    """Say which courses an equilibrium leads to, likeliest first."""
    paths = path_table(play, names=player_names(one.model, one.game.players))
    told = [f"{share(row['chance'])}: {row['path']}. End: {row['ends in']}." for _, row in paths.iterrows()]
    rest = len(told) - MAX_TOLD
    return [*told[:MAX_TOLD], *([f"{rest} more, each less likely, are in the table."] if rest > 0 else [])]


def belief_sentences(one: Evaluation, play: Play | None) -> list[str]:
    """Say what each side believes where it cannot tell what happened, and which beliefs are free."""
    member = one.found.selected
    if member is None:
        return []
    names = player_names(one.model, one.game.players)
    said: list[str] = []
    if one.game.form == "crisis":
        challenger, target = names.values()
        figures = member.details["figures"]
        said.append(f"{target}, challenged, expects a fight with {share(figures['p_fight'])} if it resists.")
        said.append(f"{challenger} expects resistance with {share(figures['p_resist'])}.")
    table = belief_table(one.game, member, play, names=names)
    for (player, where), rows in table.groupby(["player", "where"], sort=False):
        parts = [f"{_range(row['lowest'], row['highest'])} on “{row['believes that']}”" for _, row in rows.iterrows()]
        who = f"{player}, at “{where}”" if player else f"At “{where}”, one"
        beyond = ""
        if (rows["reached"] == "never").any():
            is_free = bool((rows["lowest"] < rows["highest"]).any())
            beyond = " Play never comes there in this equilibrium" + (
                ", and every belief in these ranges supports it." if is_free else "."
            )
        said.append(f"{who}, puts {', '.join(parts)}.{beyond}" if player else f"{who} puts {', '.join(parts)}.{beyond}")
    return said


def payoff_sentence(one: Evaluation) -> str:
    """Say what the equilibrium shown is worth to each player, and how much anybody could gain by leaving it."""
    member = one.found.selected
    if member is None:
        return ""
    worth = ", ".join(
        f"{name(one.model, p)} {number(v)}" for p, v in zip(one.found.players, member.payoffs, strict=True)
    )
    return (
        f"Payoffs in the equilibrium “{equilibrium_title(member)}” of the {_model_words(one)}, payoff units: {worth}. "
        f"The most that anybody would gain by acting otherwise alone is {number(member.regret)}."
    )


def change_sentences(lines: Mapping[str, Evaluation]) -> list[str]:
    """Say what changes from line to line, and why nothing does where nothing does."""
    said: list[str] = []
    if ASSUMED in lines and OPTIONS not in lines:
        said.append(
            "Against the baseline: " + plain(lines[ASSUMED].model, result_sentence(lines[BASELINE], lines[ASSUMED]))
        )
    for before, after in ((BASELINE, ASSUMED), (ASSUMED if ASSUMED in lines else BASELINE, OPTIONS)):
        if after not in lines:
            continue
        model = lines[after].model
        if after == OPTIONS:
            said.append(plain(model, result_sentence(lines[before], lines[after])))
        reason = why_nothing_changed(lines[before], lines[after])
        if reason:
            whose = "your options" if after == OPTIONS else "your assumptions"
            if after == ASSUMED:
                reason = reason.replace("that it moves", "that you changed").replace("It moves", "You changed")
            said.append(f"Why nothing changed with {whose}: {plain(model, reason)}")
    names = {one.found.selected.name for one in lines.values() if one.found.selected is not None}
    if len(names) > 1:
        said.append("The lines show equilibria of different names: there the equilibrium itself is another one.")
    if any(one.game.form == "crisis" and len(one.found.members) > 1 for one in lines.values()):
        said.append(
            "Roots are numbered by the chance of resistance: one of the same number on another line need not be its "
            "continuation."
        )
    return said


def _outcomes(member: Any, outcomes: list[str], names: Mapping[Any, str]) -> dict[str, str]:
    return {
        f"chance of {outcome_words(outcome, names)}": share(member.outcomes.get(outcome, 0)) for outcome in outcomes
    }


def _model_words(one: Evaluation) -> str:
    return f"{HEADLINES[one.game.form].words} model of {one.model.games[one.game.name].title}"


def _range(low: float, high: float) -> str:
    return share(low) if low == high else f"{share(low)} to {share(high)}"
