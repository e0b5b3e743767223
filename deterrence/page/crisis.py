"""Games of crisis and signalling: every equilibrium found, the one picked, and the three lines as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deterrence.games.extensive import WRITTEN_OUT
from deterrence.games.profile import Player
from deterrence.page.equilibrium_words import RULES, equilibrium_sentence, equilibrium_title
from deterrence.page.setup import Setup
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.study.evaluation import Evaluation
from deterrence.study.figures import number, share
from deterrence.study.names import outcome_words, player_names
from deterrence.study.refining import by_line, left_out, outcome_names, refinements_of
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

#: Why no refinement is judged in a game of a form.
NO_REFINEMENT: Mapping[str, str] = {
    "tree": "in this tree no one side that knows more moves first, to be answered by one other",
    "threat": "no equilibrium was found",
    "deterrence": "no equilibrium was found",
    "extended_deterrence": "whoever knows more moves last, so that no move of its own tells the others anything",
    "crisis": "every move is made by some type of each side, so that no belief is free",
    "brinkmanship": "both sides know everything, so that there is nothing to believe",
    "standoff": "only equilibria in which both sides escalate are listed",
    "private_brinkmanship": "only the symmetric equilibrium is listed",
    "cheap_talk": "words cost nothing, so that neither criterion rules any equilibrium out",
    "trust": "both sides move at once in every step, and the criteria ask for one who moves first",
    "bargain": "whoever knows more moves last, so that no move of its own tells the other anything",
}


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
        row |= _outcomes(everything, member, outcome_names([everything.found]))
        row |= {f"payoff of {who}": number(v) for who, v in zip(names.values(), member.payoffs, strict=True)}
        for each in refinements_of(everything.found):
            why = left_out(everything.found, each)
            row[f"survives {each.replace('d1', 'D1')}"] = "no" if member.name in why else "yes"
        row["regret"] = number(member.regret)
        row["what it is"] = equilibrium_sentence(everything, member)
        rows.append(row)
    return pd.DataFrame(rows)


def tree_words(table: pd.DataFrame, names: Mapping[Player, str], form: str) -> pd.DataFrame:
    """Return the table of a tree, as ``tree_table`` makes it, with words for ids; ``names`` by seat."""
    moves = {column: table[column].str.replace("_", " ") for column in ("node", "before", "branch")}
    ends = [outcome_words(end, names, form=form) if end else "" for end in table["outcome"]]
    return table.assign(**moves, outcome=ends)


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
            row |= _outcomes(one, member, outcomes)
            row |= {f"payoff of {who}": number(v) for who, v in zip(names.values(), member.payoffs, strict=True)}
        rows.append(row)
    return pd.DataFrame(rows)


def _outcomes(one: Evaluation, member: Any, outcomes: list[str]) -> dict[str, str]:
    names = player_names(one.model, one.game.players)
    return {
        f"chance of {outcome_words(outcome, names, form=one.game.form)}": share(member.outcomes.get(outcome, 0))
        for outcome in outcomes
    }
