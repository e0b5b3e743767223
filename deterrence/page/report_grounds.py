"""What a report rests on: the run card, what was assumed, the equilibria, the sources and the limits.

Each function returns elements of HTML, and none for what a case has not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deterrence.page import verdicts
from deterrence.page.assumptions import assumption_table, standpoint
from deterrence.page.links import write_number
from deterrence.page.markup import bullets, code, folded, grid, heading, paragraph
from deterrence.page.report_results import Worlds
from deterrence.page.setup import LINES, Setup, shown_lines
from deterrence.page.words import label, title_of
from deterrence.study.figures import number
from deterrence.world.model import Model
from deterrence.world.options import diff

#: What holds for every figure of every report.
LIMITS = (
    "Not a forecast. Every figure holds in the model named beside it and under its assumptions.",
    "Payoffs are assumed and ordinal in spirit: what counts is their order, and the sign of a change rather than its "
    "size.",
    "A model has equilibria, of which one is shown by the rule named; the others are listed, and may say the opposite. "
    "“All that the solver looks for” is not all that there is.",
    "One setting of the numbers is solved. In what share of the assumed ranges a conclusion holds is not computed.",
    "Harm to civilians is part of no payoff and is not netted; “not modelled” means that nobody has put a number on it "
    "here, not that it is zero.",
)

#: What the ladder leaves out.
LADDER_LIMIT = (
    "The ladder moves at most one rung a period, remembers no damage, and knows no private information and no "
    "learning: choices there follow from the present rungs alone."
)


def card(card: Mapping[str, Any], commands: Sequence[str]) -> list[str]:
    """Show the run card, and the commands that give the same numbers."""
    package, model, case = card["package"], card["model"], card["case"]
    solves: list[Mapping[str, Any]] = card["solves"]
    rows = {
        "package": f"{package['name']} {package['version']}, commit {package['commit'] or 'unknown'}",
        "case": f"{case['name']}: {model['title']}",
        "digest of the case": case["digest"],
        "digest with all that was set": model["digest"],
        "start": card["scenario"] or "the case's own",
        "rungs at the start": "; ".join(
            f"{title_of(front)} {rung}" for start in card["start"].values() for front, rung in start.items()
        ),
        "options": ", ".join(f"{id} = {write_number(strength)}" for id, strength in card["options"].items()) or "none",
        "values set": ", ".join(f"{id} = {write_number(value)}" for id, value in card["overrides"].items()) or "none",
        "periods ahead on the ladder": str(card["horizon"]),
        "logit precision (lambda)": _several(one["precision"] for one in solves if "precision" in one),
        "selection rules": _several(one["rule"] for one in solves),
        "statuses": _several(one["status"] for one in solves),
        "largest residual": max((f"{one['residual']:.1e}" for one in solves if "residual" in one), default="none"),
        "tolerances": ", ".join(f"{key} {value:g}" for key, value in card["tolerances"].items()),
        "seed": "no chance was used" if card["seed"] is None else str(card["seed"]),
        "platform": ", ".join(card["platform"].values()),
    }
    table = grid([{"item": item, "value": value} for item, value in rows.items() if value])
    detail = [
        {
            "line": one["option"], "game": one["game"], "method": one["method"], "status": one["status"],
            "rule": one["rule"] or "", "largest regret": "" if one["regret"] is None else f"{one['regret']:.3g}",
            "residual": f"{one['residual']:.1e}" if "residual" in one else "",
        }
        for one in solves
    ]  # fmt: skip
    own = "The case is a file of the reader's own; it has to lie where the command is run." if _is_file(case) else ""
    return [
        heading(2, "Run card"),
        paragraph("The first command writes this file again; where there is a second, it follows the ladder."),
        code(*commands),
        paragraph(own),
        folded("What is needed to repeat this run", table, is_printed=True),
        folded("How each game was solved", grid(detail)),
        paragraph("For programs: the card is in this file as JSON, id run-card; the figures, id results.", "quiet"),
    ]


def _is_file(case: Mapping[str, Any]) -> bool:
    return str(case["name"]).endswith(".toml")


def _several(values: Iterable[Any]) -> str:
    shown = [number(value) if isinstance(value, float) else str(value).replace("_", " ") for value in values if value]
    return ", ".join(dict.fromkeys(shown))


def assumptions(model: Model, setup: Setup, worlds: Worlds) -> list[str]:
    """List every number that the reader, the start and the options set, beside the file's."""
    start, assumed, changed = (worlds[line][0].model for line in LINES)
    table = assumption_table(assumed, setup, start=start)
    mine = [row for row in table.to_dict("records") if row["state"]] if setup.values else []
    rows = [
        {
            "number": row["name"], "id": row["id"], "mine": write_number(row["value"]),
            "file value": write_number(row["file value"]),
            "range": f"{write_number(row['low'])} to {write_number(row['high'])}", "state": row["state"],
            "unit": row["unit"], "basis of the file value": f"{row['basis']}: {row['grounds']}",
        }
        for row in mine
    ]  # fmt: skip
    told = [heading(2, "Changed assumptions"), grid(rows) or paragraph("None: every number is the file's.")]
    for summary, was, now in (
        (f"What the start “{_start(model, setup)}” sets", model, start),
        ("Every number that the options move", assumed, changed),
    ):
        moved = _moved(was, now)
        told += [folded(f"{summary} ({len(moved)})", grid(moved))] if moved else []
    return told


def _start(model: Model, setup: Setup) -> str:
    return model.scenarios[setup.scenario].title if setup.scenario else ""


def _moved(was: Model, now: Model) -> list[dict[str, str]]:
    rows = diff(was, now).to_dict("records")
    return [
        {
            "what": label(now, str(row["item"])), "attribute": str(row["attribute"]).replace("_", " "),
            "before": _shown(row["before"]), "after": _shown(row["after"]),
        }
        for row in rows
    ]  # fmt: skip


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "" if value is None else str(value)


def equilibria(setup: Setup, worlds: Worlds) -> list[str]:
    """List the equilibria of every game in the last line, with what the search says of itself."""
    line = shown_lines(setup)[-1]
    told = [heading(2, f"Equilibria found: {line}")]
    for one in worlds[line]:
        found = one.found
        shown = f"; shown by the rule “{found.rule.replace('_', ' ')}”" if found.rule and found.members else ""
        about = f"Status: {found.status}{shown}. {found.sentence}"
        table = grid(verdicts.equilibria_table(one).to_dict("records")) if found.members else ""
        name = f"{one.model.games[one.game.name].title}: {len(found.members)} found, status {found.status}"
        told.append(folded(name, paragraph(about) + table, is_printed=True))
    return told


def sources(model: Model) -> list[str]:
    """Name the sources, whose view they take, and what the case is about."""
    named = bullets(standpoint(model)) or paragraph(f"Source: {model.source}.")
    return [heading(2, "Sources"), paragraph(model.about), named]


def limits(model: Model) -> list[str]:
    """Say what no figure of the report can tell."""
    has_ladder = any(game.form == "ladder" for game in model.games.values())
    own = ["The sources take a standpoint, which the section before names; views that they leave out are absent here."]
    told = [*LIMITS, *([LADDER_LIMIT] if has_ladder else []), *(own if model.sources else [])]
    return [heading(2, "Limits"), bullets(told)]
