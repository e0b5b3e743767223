"""The games of the three worlds, solving again only what a change can move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deterrence.page.setup import Setup, assumed_model, changed_model
from deterrence.study.comparison import compare
from deterrence.study.evaluation import BASELINE, Evaluation, evaluate_game, evaluate_portfolios, portfolio_text
from deterrence.study.ranking import OBJECTIVES
from deterrence.study.readers import reads
from deterrence.world.model import Model
from deterrence.world.options import diff

if TYPE_CHECKING:
    import pandas as pd


def evaluate_start(start: Model, games: Iterable[str] | None = None) -> tuple[Evaluation, ...]:
    """Solve the games of the baseline, all of them unless some are named."""
    return tuple(evaluate_portfolios(start, [], games))


def evaluate_assumptions(known: Sequence[Evaluation], assumed: Model) -> tuple[Evaluation, ...]:
    """Return the games under the reader's assumptions: those that read none of the changed values are kept."""
    if not known:
        return ()
    moved = set(map(str, diff(known[0].model, assumed)["item"]))
    return tuple(
        evaluate_game(assumed, one.game.name) if moved & reads(assumed, one.game.name) else replace(one, model=assumed)
        for one in known
    )


def evaluate_options(known: Sequence[Evaluation], setup: Setup) -> tuple[Evaluation, ...]:
    """Return the games with the reader's options, on top of the games of ``evaluate_assumptions``."""
    assumed = known[0].model
    games = [one.game.name for one in known]
    found = evaluate_portfolios(assumed, dict(setup.options), games, known=known)
    return tuple(one for one in found if one.option != BASELINE)


def evaluate_one(model: Model, setup: Setup, game: str) -> Evaluation:
    """Solve one game of the world of a setup."""
    return evaluate_game(changed_model(model, setup), game, portfolio_text(dict(setup.options)))


def objective_games(model: Model, objective: str) -> tuple[str, ...]:
    """Return the games that an objective can count."""
    forms = OBJECTIVES[objective].forms
    return tuple(game.id for game in model.games.values() if game.form == forms)


def ranking(model: Model, setup: Setup) -> pd.DataFrame:
    """Rank every option by itself, under the reader's assumptions, by the objective that the reader chose.

    Returns
    -------
    DataFrame
        Columns ``rank`` (text; "not ranked" for uses of force), ``option`` (its title), ``value``, ``baseline``,
        ``change``, ``effect``.
    """
    assumed = assumed_model(model, setup)
    table = compare(assumed, None, objective_games(assumed, setup.objective), objective=setup.objective)
    table = table[table["option"] != BASELINE].copy()
    table["rank"] = ["not ranked" if rank is None else str(rank) for rank in table["rank"]]
    table["option"] = [assumed.options[id].title for id in table["option"]]
    return table[["rank", "option", "value", "baseline", "change", "effect"]]
