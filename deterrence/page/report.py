"""The report: a reader's three worlds and the run card as one HTML file that stands alone.

One engine serves the page and ``deterrence run --report``. The same setup gives the same file, to the letter: it
carries no date, and the command on its card makes it again. What it says is in ``report_results``, what that
rests on in ``report_grounds``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deterrence.errors import DeterrenceError
from deterrence.games.ladder import Ladder
from deterrence.page import markup, report_grounds, report_results
from deterrence.page.commands import path_command, report_command
from deterrence.page.ladder_lines import line_table, solved_of
from deterrence.page.setup import ASSUMED, BASELINE, LINES, OPTIONS, Setup, assumed_model, shown_lines, start_model
from deterrence.page.worlds import evaluate_assumptions, evaluate_options, evaluate_start
from deterrence.study.evaluation import Evaluation
from deterrence.study.headlines import headline_value
from deterrence.study.ladder_figures import HORIZON, start_of
from deterrence.study.rows import HEADLINES
from deterrence.study.runcard import run_card
from deterrence.world.model import Model


@dataclass(frozen=True)
class Findings:
    """Hold what a report is written from.

    Parameters
    ----------
    model
        The case as its file has it.
    setup
        What the reader has set.
    worlds
        Each of the three lines to its games, solved, the same games in the same order.
    games
        Ids of the games that were asked for, None for all.
    """

    model: Model
    setup: Setup
    worlds: Mapping[str, Sequence[Evaluation]]
    games: tuple[str, ...] | None = None


def solve_worlds(model: Model, setup: Setup, *, games: Iterable[str] | None = None) -> Findings:
    """Solve the games of the three worlds of a setup.

    Parameters
    ----------
    model
        The case as its file has it.
    setup
        What the reader has set.
    games
        Ids of games, None for all.

    Raises
    ------
    DeterrenceError
        For an unknown game, or a world that cannot be built.
    """
    chosen = None if games is None else tuple(games)
    start = evaluate_start(start_model(model, setup), chosen)
    assumed = evaluate_assumptions(start, assumed_model(model, setup)) if setup.values else start
    changed = evaluate_options(assumed, setup) if setup.options else assumed
    return Findings(model, setup, {BASELINE: start, ASSUMED: assumed, OPTIONS: changed}, chosen)


def write_report(findings: Findings) -> str:
    """Return the report of a setup as HTML.

    It holds, in this order: the result in a paragraph, the run card, the ladder's lines front by front, what each model
    says, who bears the options, what the reader assumed, the equilibria, the sources, and the limits. Two blocks of
    JSON, with the ids ``run-card`` and ``results``, have the card and the figures in full for programs.

    Examples
    --------
    >>> import deterrence as dt
    >>> from deterrence.page.setup import Setup
    >>> found = solve_worlds(dt.load("textbook/chicken"), Setup("textbook/chicken"))
    >>> write_report(found).startswith("<!DOCTYPE html>")
    True
    """
    worlds, setup = findings.worlds, findings.setup
    card = report_card(findings)
    ladders = {
        one.game.name: {line: solved_of(_find(worlds[line], one.game.name)) for line in shown_lines(setup)}
        for one in worlds[BASELINE]
        if isinstance(one.game, Ladder)
    }
    commands = [str(card["command"]), *([path_command(setup)] if len(ladders) == 1 else [])]
    return markup.document(
        report_results.title(findings.model, setup),
        [
            *report_results.opening(findings.model, setup, worlds, ladders),
            *report_grounds.card(card, commands),
            *report_results.fronts(ladders),
            *report_results.models(setup, worlds),
            *report_results.bearers(setup, worlds),
            *report_grounds.assumptions(findings.model, setup, worlds),
            *report_grounds.equilibria(setup, worlds),
            *report_grounds.sources(findings.model),
            *report_grounds.limits(findings.model),
            markup.data("run-card", card),
            markup.data("results", results(findings)),
        ],
    )


def write_refusal(model: Model, setup: Setup, error: DeterrenceError) -> str:
    """Return a report that says why there are no results: some game cannot be formed of the values that were set."""
    return markup.document(
        report_results.title(model, setup),
        [
            markup.heading(1, model.title),
            markup.paragraph(f"With what was set there is no result: {error}", "lead"),
            markup.code(report_command(setup)),
            *report_grounds.limits(model),
        ],
    )


def report_card(findings: Findings, command: str = "") -> dict[str, Any]:
    """Return the run card of all three worlds.

    Parameters
    ----------
    findings
        What was solved.
    command
        The command that gives the numbers again; empty for the one that writes the report.
    """
    worlds, setup = findings.worlds, findings.setup
    changed = worlds[OPTIONS][0].model
    solved = [replace(one, option=line) for line in shown_lines(setup) for one in worlds[line]]
    starts = {
        one.game.name: dict(zip([front.name for front in one.game.fronts], start_of(one.model, one.game), strict=True))
        for one in worlds[OPTIONS]
        if isinstance(one.game, Ladder)
    }
    return run_card(
        changed,
        command or report_command(setup, games=findings.games),
        evaluations=solved,
        case={"name": setup.case, "digest": findings.model.digest},
        horizon=HORIZON,
        start=starts,
    )


def card_text(findings: Findings, command: str) -> str:
    """Return the run card as JSON, to go beside a table or a picture that cannot hold it."""
    return json.dumps(markup.plain(report_card(findings, command)), indent=2, ensure_ascii=False, allow_nan=False)


def results(findings: Findings) -> dict[str, Any]:
    """Return the figures of all three worlds in full: of games, of equilibria, and of the ladders' fronts by period."""
    worlds = findings.worlds
    games: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    fronts: list[dict[str, Any]] = []
    for line in LINES:
        for one in worlds[line]:
            head = {"line": line, "game": one.game.name}
            figure = {"measure": HEADLINES[one.game.form].measure, "value": headline_value(one)}
            games.append({**head, "form": one.game.form, **figure, "status": one.found.status})
            for member in one.found.members:
                payoffs = {str(p): float(v) for p, v in zip(one.found.players, member.payoffs, strict=True)}
                is_shown = member is one.found.selected
                row = {"equilibrium": member.name, "shown": is_shown, "regret": float(member.regret)}
                members.append({**head, **row, "payoffs": payoffs})
            if isinstance(one.game, Ladder):
                rows = line_table({line: solved_of(one)}).to_dict("records")
                fronts += [{"game": one.game.name, **{str(key): value for key, value in row.items()}} for row in rows]
    return {"games": games, "equilibria": members, "fronts": fronts}


def _find(evaluations: Sequence[Evaluation], game: str) -> Evaluation:
    return next(one for one in evaluations if one.game.name == game)
