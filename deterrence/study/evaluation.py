"""Evaluate portfolios: the one pass over options and games that comparisons, headlines and words are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deterrence.errors import GameError, suggest
from deterrence.formulation import formulate
from deterrence.games.form import Form
from deterrence.games.ladder import Ladder
from deterrence.games.profile import Player
from deterrence.solvers import solve
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.ladder_figures import attach_figures, start_of
from deterrence.study.measures import read_properties
from deterrence.world.model import Model
from deterrence.world.options import Portfolio, apply, read_portfolio

#: What the baseline is called in every table.
BASELINE = "baseline"


@dataclass(frozen=True)
class Evaluation:
    """One game of one portfolio, solved and measured.

    Parameters
    ----------
    option
        The portfolio in text, ``"baseline"`` for none.
    model
        The world after the portfolio.
    game
        The game.
    found
        Its equilibria.
    properties
        (measure, player or None) to value or label.
    """

    option: str
    model: Model
    game: Form
    found: EquilibriumSet
    properties: Mapping[tuple[str, Player | None], Any]


def portfolio_text(portfolio: Mapping[str, float]) -> str:
    """Return a portfolio as it is written on the command line: ``"a+b=0.5"``.

    Examples
    --------
    >>> portfolio_text({"backchannels": 1.0, "missile_defence": 0.5})
    'backchannels+missile_defence=0.5'
    """
    return "+".join(id if strength == 1 else f"{id}={strength:g}" for id, strength in portfolio.items()) or BASELINE


def portfolio_words(model: Model, portfolio: Mapping[str, float]) -> str:
    """Return a portfolio in words: ``"Hotline network at 50%"``."""
    parts = [f"{model.options[id].title} at {strength:.0%}" for id, strength in portfolio.items()]
    return " and ".join(parts) or "no option"


def check_games(model: Model, games: Iterable[str] | None) -> list[str]:
    """Return the ids of the games to evaluate, all of the model's when None.

    Raises
    ------
    GameError
        For an unknown game, with a suggestion; or a model without games.
    """
    chosen = list(model.games) if games is None else [games] if isinstance(games, str) else list(games)
    for id in chosen:
        if id not in model.games:
            raise GameError(f"game '{id}'", "there is no such id", "", suggest(id, model.games))
    if not chosen:
        raise GameError(f"model '{model.id}'", "it has no game", "at least one game")
    return chosen


def evaluate_game(model: Model, game: str, option: str = BASELINE) -> Evaluation:
    """Formulate, solve and measure one game of a model."""
    formed = formulate(model, game)
    properties = {(name, player): value for name, _, player, value in read_properties(formed)}
    found = solve(formed)
    if isinstance(formed, Ladder):
        found = attach_figures(formed, found, start_of(model, formed))
    return Evaluation(option, model, formed, found, properties)


def evaluate_portfolios(
    model: Model,
    options: Iterable[Portfolio] | None,
    games: Iterable[str] | None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Evaluation]:
    """Yield every game under the baseline and then under each portfolio.

    Parameters
    ----------
    model
        The baseline.
    options
        Portfolios, one row group each; None means each option of the model alone.
    games
        Ids of games; None means all.
    progress
        Called with (done, total) after each portfolio.
    """
    chosen = check_games(model, games)
    wanted = [{id: 1.0} for id in model.options if id not in model.applied] if options is None else list(options)
    portfolios = [read_portfolio(model, item) for item in wanted]
    for done, portfolio in enumerate([{}, *portfolios]):
        changed = apply(model, portfolio) if portfolio else model
        for game in chosen:
            yield evaluate_game(changed, game, portfolio_text(portfolio))
        if progress is not None:
            progress(done + 1, len(portfolios) + 1)
