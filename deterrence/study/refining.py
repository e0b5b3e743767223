"""One equilibrium in place of another: leave out what a refinement rules out, or show the one that somebody picked.

A pick and a refinement change which equilibrium stands for a game. They never make another one disappear: what was left
out is named, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deterrence.errors import OptionError, shorten, suggest
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.solvers.solution import EquilibriumSet, select
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.measures import measure

if TYPE_CHECKING:
    import pandas as pd

#: How the rule is called by which somebody's pick is shown.
PICKED = "picked"


def refinements_of(found: EquilibriumSet) -> tuple[str, ...]:
    """Return the refinements that were judged for these equilibria, by their names in ``REFINEMENTS``."""
    judged = {name.lower() for member in found.members for name in member.survives}
    return tuple(name for name in REFINEMENTS if name in judged)


def left_out(found: EquilibriumSet, refinement: str) -> dict[str, str]:
    """Return the equilibria that a refinement rules out, by name, each with the reason."""
    told: dict[str, str] = {}
    for member in found.members:
        for name, survives in member.survives.items():
            if name.lower() == refinement and not survives:
                told[member.name] = member.details.get("why", {}).get(name, "it does not survive")
    return told


def refine(found: EquilibriumSet, refinement: str) -> EquilibriumSet:
    """Leave out the equilibria that a refinement rules out, and show one of the rest by the same rule.

    Parameters
    ----------
    found
        Equilibria that were all kept when they were solved.
    refinement
        ``intuitive`` or ``d1``; where it was not judged, or rules nothing out, the set comes back as it is.
    """
    gone = left_out(found, refinement)
    if not gone:
        return found
    kept = tuple(member for member in found.members if member.name not in gone)
    told = "; ".join(f"'{name}': {why}" for name, why in gone.items())
    sentence = f"{found.sentence} {REFINEMENTS[refinement]} leaves out {told}."
    if not kept:
        return replace(found, members=(), status="none", sentence=sentence, rule="", index=None)
    was = found.selected
    rest = replace(found, members=kept, sentence=sentence, index=None)
    if found.rule in ("worst", "best"):
        return select(rest, found.rule)  # pyright: ignore[reportArgumentType]  one of the two
    return replace(rest, index=kept.index(was)) if was in kept else select(rest, "worst")


def pick(found: EquilibriumSet, equilibrium: str) -> EquilibriumSet:
    """Show the equilibrium of a name; where there is none, the set comes back as it is."""
    for index, member in enumerate(found.members):
        if member.name == equilibrium:
            return replace(found, rule=PICKED, index=index)
    return found


def is_picked(found: EquilibriumSet) -> bool:
    """Whether the equilibrium shown is somebody's pick."""
    return found.rule == PICKED


def chosen(evaluations: Iterable[Evaluation], refinement: str | None, equilibrium: str | None) -> list[Evaluation]:
    """Apply a refinement and a pick to the games of a run.

    Raises
    ------
    OptionError
        If the refinement is unknown or no game has it, if an equilibrium is picked of several games, or none of that
        name is found under any portfolio.
    """
    listed = list(evaluations)
    if refinement is not None:
        if refinement not in REFINEMENTS:
            raise OptionError("--refinement", f"saw '{shorten(refinement)}'", "", suggest(refinement, REFINEMENTS))
        if not any(refinement in refinements_of(one.found) for one in listed):
            raise OptionError("--refinement", "no game of this run is one that it applies to", "a signalling game")
        listed = [replace(one, found=refine(one.found, refinement)) for one in listed]
    if equilibrium is not None:
        if len({one.game.name for one in listed}) > 1:
            raise OptionError("--equilibrium", "saw several games", "one game", "name it with --game")
        names = list(dict.fromkeys(member.name for one in listed for member in one.found.members))
        wanted = next((name for name in names if _same(name, equilibrium)), None)
        if wanted is None:
            saw = "there is no equilibrium of this name"
            raise OptionError(f"--equilibrium '{shorten(equilibrium)}'", saw, "", suggest(equilibrium, names))
        listed = [replace(one, found=pick(one.found, wanted)) for one in listed]
    return listed


def notes(evaluations: Iterable[Evaluation], equilibrium: str | None) -> list[str]:
    """Say under which portfolios the picked equilibrium is not there, and what is shown instead."""
    told: list[str] = []
    for one in evaluations if equilibrium is not None else ():
        if not is_picked(one.found):
            shown = "none" if one.found.selected is None else f"'{one.found.selected.name}'"
            where = "at the baseline" if one.option == BASELINE else f"with {one.option}"
            told.append(f"{where} there is no equilibrium '{equilibrium}'; shown is {shown}")
    return told


def measured(evaluation: Evaluation) -> pd.DataFrame:
    """Return the measures of a game, of the equilibria that are left only."""
    table = measure(evaluation.game)
    names = [member.name for member in evaluation.found.members]
    kept = table[table["equilibrium"].isna() | table["equilibrium"].isin(names)].copy()
    kept.loc[kept["measure"] == "equilibria", "value"] = float(len(names))
    return kept


def _same(name: str, given: str) -> bool:
    """Whether a name was given, spaces for underscores or not."""
    return name == given or name.replace("_", " ") == given.replace("_", " ")


def by_line(lines: Mapping[str, Evaluation], refinement: str, equilibrium: str) -> dict[str, Evaluation]:
    """Apply a refinement and a pick, either empty for none, to one game in several worlds."""
    found: dict[str, Evaluation] = {}
    for line, one in lines.items():
        kept = refine(one.found, refinement) if refinement else one.found
        found[line] = replace(one, found=pick(kept, equilibrium) if equilibrium else kept)
    return found


def outcome_names(found: Sequence[EquilibriumSet]) -> list[str]:
    """Return every outcome that some equilibrium of some set leads to, in the order in which they are met."""
    named: dict[str, Any] = {}
    for one in found:
        for member in one.members:
            named.update({outcome: None for outcome, chance in member.outcomes.items() if float(chance) > 0})
    return list(named)
