"""Evaluate portfolios: the one pass over options and games that comparisons, headlines and words are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from deterrence.errors import DeterrenceError, GameError, OptionError, shorten, show, suggest
from deterrence.formulation import formulate
from deterrence.games.form import Form
from deterrence.games.ladder import Ladder
from deterrence.games.profile import Player
from deterrence.solvers import solve
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.ladder_figures import attach_figures, start_of
from deterrence.study.measures import read_properties
from deterrence.study.readers import reads
from deterrence.world.model import Model, check_is_model
from deterrence.world.options import Portfolio, apply, diff, read_portfolio

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
    return (
        "+".join(id if strength == 1 else f"{id}={_written(strength)}" for id, strength in portfolio.items())
        or BASELINE
    )


def _written(strength: float) -> str:
    """Return a strength as briefly as it reads back to the same number."""
    short = f"{strength:g}"
    return short if float(short) == strength else repr(strength)


def portfolio_words(model: Model, portfolio: Mapping[str, float]) -> str:
    """Return a portfolio in words: ``"Hotline network at 50%"``."""
    parts = [f"{model.options[id].title} at {strength:.0%}" for id, strength in portfolio.items()]
    return " and ".join(parts) or "no option"


def check_games(model: Model, games: Iterable[str] | None) -> list[str]:
    """Return the ids of the games to evaluate, each once, all of the model's when None.

    Raises
    ------
    GameError
        For an unknown game, with a suggestion; or a model without games.
    """
    check_is_model(model)
    wanted = model.games if games is None else read_list(games, GameError, "games", "ids of games")
    chosen = list(dict.fromkeys(map(str, wanted)))
    for id in chosen:
        if id not in model.games:
            raise GameError(f"game '{shorten(id)}'", "there is no such id", "", suggest(id, model.games))
    if not chosen:
        raise GameError(f"model '{model.id}'", "it has no game", "at least one game")
    return chosen


def read_list(given: Any, error: type[DeterrenceError], where: str, allowed: str) -> list[Any]:
    """Return what was given as a list; a text or a mapping is a list of one."""
    if isinstance(given, str | Mapping):
        return [given]
    if not isinstance(given, Iterable):
        raise error(where, f"saw {show(given)}", allowed)
    return list(cast("Iterable[Any]", given))


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
    options: Iterable[Portfolio] | Portfolio | None,
    games: Iterable[str] | None,
    *,
    known: Iterable[Evaluation] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Evaluation]:
    """Yield every game under the baseline and then under each portfolio, in the order given and each once.

    Parameters
    ----------
    model
        The baseline.
    options
        Portfolios, one row group each; None means each option of the model alone. A text or a mapping by itself is one
        portfolio. Those that come to the same options and strengths, or to none, are evaluated once.
    games
        Ids of games; None means all.
    known
        Games of the baseline that were evaluated before, and are not solved again.
    progress
        Called with (done, total) after each portfolio.

    Notes
    -----
    A game that reads nothing which a portfolio moves is not solved again: its result is the baseline's.
    """
    chosen = check_games(model, games)
    singles = [{id: 1.0} for id in model.options if id not in model.applied]
    wanted = singles if options is None else read_list(options, OptionError, "options", "a list of portfolios")
    read = ({}, *(read_portfolio(model, item) for item in wanted))
    portfolios = {portfolio_text(portfolio): portfolio for portfolio in read}
    base = {evaluation.game.name: evaluation for evaluation in known}
    read_by = {game: reads(model, game) for game in chosen}
    for done, (text, portfolio) in enumerate(portfolios.items(), start=1):
        changed = apply(model, portfolio) if portfolio else model
        items = set(map(str, diff(model, changed)["item"])) if portfolio else set[str]()
        is_rewired = set(changed.channels) != set(model.channels)
        for game in chosen:
            if not portfolio:
                base[game] = base.get(game) or evaluate_game(changed, game, text)
                yield base[game]
            elif items & (read_by[game] | (reads(changed, game) if is_rewired else set())):
                yield evaluate_game(changed, game, text)
            else:
                yield replace(base[game], option=text, model=changed)
        if progress is not None:
            progress(done, len(portfolios))
