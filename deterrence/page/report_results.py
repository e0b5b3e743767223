"""What a report says: the result in a paragraph, the ladder's lines, what each model says, who bears the options.

Each function returns elements of HTML, and none for what a case has not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deterrence.charts.front_picture import draw_front
from deterrence.page import verdicts
from deterrence.page.ladder_lines import front_takeaway, ladder_sentences, line_table
from deterrence.page.markup import bullets, folded, grid, heading, paragraph, tag
from deterrence.page.setup import ASSUMED, BASELINE, LINES, OPTIONS, Setup, describe, shown_lines
from deterrence.page.words import plain, title_of
from deterrence.study.agreement import MEANING
from deterrence.study.evaluation import Evaluation, portfolio_words
from deterrence.study.listing import answers
from deterrence.study.names import period_word
from deterrence.study.path_tables import Solved
from deterrence.study.words import NOT_A_FORECAST, why_nothing_changed
from deterrence.study.words import bearers as bearer_sentences
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

Worlds = Mapping[str, Sequence[Evaluation]]
Ladders = Mapping[str, Mapping[str, Solved]]


def title(model: Model, setup: Setup) -> str:
    """Return what the report is called."""
    return f"{model.title}: {describe(model, setup)}"


def opening(model: Model, setup: Setup, worlds: Worlds, ladders: Ladders) -> list[str]:
    """Say the result in one paragraph, and how the other fronts stand."""
    before, after = worlds[ASSUMED], worlds[OPTIONS]
    found, more, notes = _found(setup, before, after, ladders)
    borne = bearer_sentences(after[0].model) if setup.options else []
    said = [found, _agreement(before, after) if setup.options else ""]
    said += [f"Who bears it: {' '.join(borne)}" if borne else "", NOT_A_FORECAST]
    return [
        heading(1, model.title),
        paragraph(f"Shown: {describe(model, setup)}. A run of the package deterrence.", "quiet"),
        paragraph(" ".join(part for part in said if part), "lead"),
        *([paragraph("On the other fronts:"), bullets(more)] if more else []),
        paragraph(notes),
    ]


def _found(
    setup: Setup, before: Sequence[Evaluation], after: Sequence[Evaluation], ladders: Ladders
) -> tuple[str, list[str], str]:
    """Return the result of the first ladder on its first front, of the other fronts, and what to know of its choices.

    A case without a ladder is told by its first game.
    """
    if not ladders:
        return verdicts.game_sentence(before[0], after[0]).removesuffix(NOT_A_FORECAST).strip(), [], ""
    solved = next(iter(ladders.values()))
    start, last = solved.get(ASSUMED, solved[BASELINE]), list(solved.values())[-1]
    for one in (start, last):
        if one.selected is None:
            return one.found.sentence, [], ""
    changed = last.model
    opens, *others = ladder_sentences(start, last)
    clauses = [sentence[2:] for sentence in others if sentence.startswith("- ")]
    members, *notes = [sentence for sentence in others if not sentence.startswith("- ") and sentence != NOT_A_FORECAST]
    with_options = f", with {portfolio_words(changed, changed.applied)}" if setup.options else ""
    lead = f"{opens.removesuffix(':')}{with_options}: {clauses[0]} {members}"
    return lead, [clause[:1].upper() + clause[1:] for clause in clauses[1:]], " ".join(notes)


def _agreement(before: Sequence[Evaluation], after: Sequence[Evaluation]) -> str:
    """Say how many models say what."""
    counts = verdicts.verdict_table(before, after)["verdict"].value_counts()
    told = [f"{counts[word]} {word}" for word in ("better", "worse", "splits", "no effect") if word in counts]
    differ = "; where they differ and why is told below" if len(counts.drop("no effect", errors="ignore")) > 1 else ""
    total = int(counts.sum())
    return f"Of {total} model{'s' if total > 1 else ''}, this many say of the options: {', '.join(told)}{differ}."


def fronts(ladders: Ladders) -> list[str]:
    """Draw the three lines of every front of every ladder, with a sentence and the numbers."""
    drawn: list[str] = []
    for game, solved in ladders.items():
        last = list(solved.values())[-1]
        period = f"{period_word(last.model)}s"
        drawn.append(heading(2, f"Escalation paths: {last.model.games[game].title}"))
        drawn += [paragraph(f"{line}: {one.found.sentence}") for line, one in solved.items() if one.selected is None]
        table = line_table(solved)
        if len(solved) == 1:
            drawn.append(paragraph("Nothing was changed, so there is one line: the baseline."))
        for f, front in enumerate(last.ladder.fronts):
            rows = table[table["front"] == title_of(front.name)]
            if rows.empty:
                continue
            top = last.names(f)[-1]
            sentence = front_takeaway(table, title_of(front.name), top, period)
            courses = {str(line): list(own["p_top"]) for line, own in rows.groupby("line", sort=False)}
            picture = draw_front(
                courses, lines=LINES, title=title_of(front.name), axis=f"chance of “{top}” by then (ladder model)",
                period=period, description=sentence, prefix=f"front-{game}-{f}",
            )  # fmt: skip
            numbers = [
                {
                    period[:-1]: str(when),
                    **_row(own, "p_top", "chance of the top", 4),
                    **_row(own, "expected_rung", "expected rung", 3),
                }
                for when, own in rows.groupby("period")
            ]
            shown = folded(f"{title_of(front.name)} in numbers", grid(numbers))
            drawn.append(tag("figure", picture + tag("figcaption", paragraph(sentence) + shown)))
    return drawn


def _row(own: pd.DataFrame, column: str, words: str, digits: int) -> dict[str, str]:
    """Return one figure of every line in one period."""
    return {f"{line}: {words}": f"{value:.{digits}f}" for line, value in zip(own["line"], own[column], strict=True)}


def models(setup: Setup, worlds: Worlds) -> list[str]:
    """Show what each model says, where the models disagree, and why nothing changed where nothing did."""
    before, after = worlds[ASSUMED], worlds[OPTIONS]
    model = after[0].model
    figures = verdicts.figures_table({line: worlds[line] for line in shown_lines(setup)})
    told = [heading(2, "What each model says about the options" if setup.options else "What each model says")]
    if setup.options:
        told.append(grid(verdicts.verdict_table(before, after).to_dict("records")))
        lines = [line for line in verdicts.disagreement_text(before, after).splitlines() if line]
        told += [paragraph(lines[0]), bullets(line.removeprefix("- ") for line in lines[1:])]
        told.append(paragraph(MEANING, "quiet"))
        reasons: dict[str, list[str]] = {}
        for then, one in zip(before, after, strict=True):
            if reason := why_nothing_changed(then, one):
                reasons.setdefault(plain(model, reason), []).append(model.games[one.game.name].title)
        still = bullets(f"{', '.join(games)}: {reason}" for reason, games in reasons.items())
        told += [folded("Why nothing changed where nothing did", still)] if still else []
    else:
        table = answers(after)
        table["game"] = [model.games[id].title for id in table["game"]]
        table["what it says"] = [plain(model, sentence) for sentence in table["what it says"]]
        told.append(grid(table.to_dict("records")))
    told += [heading(3, "The figure that stands for each game"), grid(figures.to_dict("records"))]
    return told


def bearers(setup: Setup, worlds: Worlds) -> list[str]:
    """Show who bears the options: civilians by population, and who gains and loses in each model."""
    if not setup.options:
        return [heading(2, "Who bears it"), paragraph("No option is moved, so nobody bears more than at the baseline.")]
    before, after = worlds[ASSUMED], worlds[OPTIONS]
    gains = verdicts.gains_table(before, after)
    told = [
        heading(2, "Who bears it"),
        paragraph(
            "Harm to civilians stands beside the comparison, by population. It is no part of any payoff and is not "
            "netted. “Not modelled” means that nobody has put a number on it here, not that it is zero."
        ),
        grid(verdicts.civilian_table(after[0].model).to_dict("records")),
    ]
    if gains.empty:
        return [*told, paragraph("No actor's payoff moves in the equilibrium shown of any game.")]
    caption = "Payoffs in the equilibrium shown of each model, by sign"
    return [*told, grid(gains.to_dict("records"), caption)]
