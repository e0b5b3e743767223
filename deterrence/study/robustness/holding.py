"""How far conclusions hold: the share of draws in which they do, and which stand near to a flip.

A conclusion here is how an option moves the one figure that stands for a game.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from deterrence.games.profile import Player
from deterrence.study.draw_statistics import ONE_BY_ONE
from deterrence.study.effects import Effect, effect, effect_shares
from deterrence.study.evaluation import Evaluation, check_games, evaluate_game, portfolio_text
from deterrence.study.headlines import headline_figure
from deterrence.study.readers import readers
from deterrence.study.robustness.conclusions import make_worlds
from deterrence.study.robustness.flips import Flip, smallest_flip
from deterrence.study.sweeps.sampling import draw_chunk
from deterrence.world.model import Model
from deterrence.world.options import Portfolio, apply, read_portfolio

if TYPE_CHECKING:
    import pandas as pd

#: Points that are tried for a flag.
NEAR_POINTS = 2500


@dataclass(frozen=True)
class Holding:
    """How often an option moves a figure as it does at the file's values.

    Parameters
    ----------
    effect
        The effect there.
    share
        The share of draws with the same effect; of assumed ranges, no probability.
    shares
        Effect to share.
    n
        How many draws.
    """

    effect: Effect
    share: float
    shares: dict[Effect, float]
    n: int


def is_quick(model: Model, game: str) -> bool:
    """Say whether a game is measured for many draws at once."""
    form = model.games[game].form
    return form != "ladder" and form not in ONE_BY_ONE


def holds(
    model: Model,
    option: Portfolio,
    game: str,
    measure: str,
    *,
    player: Player | None = None,
    statistic: str = "selected",
    n: int = 256,
    seed: int = 0,
) -> Holding:
    """Return in which share of draws an option moves a figure as it does at the file's values.

    The draws are those of ``sweep`` with the same seed, in one chunk; nothing is written.

    Parameters
    ----------
    model
        The baseline, at a scenario and with values set by hand if you like; these are held.
    option
        The portfolio.
    game, measure, player, statistic
        The figure, as in a sweep.
    n, seed
        How many draws, and which.

    Raises
    ------
    SweepError
        If nothing can be drawn, or the game does not have the figure.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = holds(dt.load("levant_2024"), "missile_defence", "buffer_terms", "p_war")
    >>> found.effect, found.share == found.shares["higher"]
    ('higher', True)
    """
    worlds = make_worlds(
        model, game, measure, option=option, player=player, statistic=statistic, boundary=None,
        parameters=None, hold=(), horizon=None, most=n, progress=None,
    )  # fmt: skip
    drawn = worlds.plan.drawn
    draws = draw_chunk(drawn, 0, 0, n, seed=seed, design="independent", distribution="uniform")
    here = [float(model.parameters[each.id].value) for each in drawn]
    after, before = worlds.figures(np.vstack([here, np.stack([draws[each.id] for each in drawn], axis=1)]))
    there = effect(float(after[0]), float(before[0]))
    shares = effect_shares(after[1:], before[1:])
    return Holding(there, shares[there], shares, n)


def near_flips(
    model: Model,
    options: Iterable[Portfolio] | None = None,
    games: Iterable[str] | None = None,
    *,
    within: float = 0.1,
    hold: Sequence[str] = (),
    points: int = NEAR_POINTS,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Flag conclusions that a small change of the parameters flips.

    Parameters
    ----------
    model
        The baseline.
    options
        Portfolios; None means each option alone.
    games
        Ids of games; None means those that are measured for many points at once. A ladder that is named takes minutes.
    within
        What counts as small: the largest move, as a share of the parameter's range.
    hold
        Ids of parameters that keep their value.
    points
        How many points to try per conclusion.
    progress
        Called with (conclusions done, conclusions in all).

    Returns
    -------
    DataFrame
        A row per option and game that reads anything on which the option acts: ``option``, ``game``, ``measure``,
        ``player``, ``effect`` at the file's values; ``near``, whether a flip was found; ``share``, the largest move of
        the smallest one, and ``parameters``, how many move in it; ``alone``, the parameter that flips it by itself
        with the least move, and ``alone_share``. Where none was found within the bound, one may still exist.

    Raises
    ------
    OptionError, GameError, SweepError
        For what is not there.
    """
    import pandas as pd

    portfolios: Sequence[Portfolio] = [{id: 1.0} for id in model.options] if options is None else list(options)
    read = [read_portfolio(model, one) for one in portfolios]
    chosen = [g for g in check_games(model, games) if games is not None or is_quick(model, g)]
    pairs = [(one, game) for one in read if one for game in readers(model, one) if game in chosen]
    base: dict[str, Evaluation] = {}
    rows: list[dict[str, object]] = []
    for done, (portfolio, game) in enumerate(pairs, start=1):
        before = base.get(game) or base.setdefault(game, evaluate_game(model, game))
        after = evaluate_game(apply(model, portfolio), game)
        statistic, measure, player = headline_figure(before, after)
        found = smallest_flip(
            model, game, measure, option=portfolio, player=player, statistic=statistic, within=within, hold=hold,
            points=points,
        )  # fmt: skip
        alone: Flip | None = found.singles[0] if found.singles else None
        rows.append(
            {
                "option": portfolio_text(portfolio),
                "game": game,
                "measure": measure,
                "player": player,
                "effect": found.verdict,
                "near": found.smallest is not None,
                "share": np.nan if found.smallest is None else found.smallest.share,
                "parameters": 0 if found.smallest is None else len(found.smallest.moves),
                "alone": "" if alone is None else alone.moves[0].parameter,
                "alone_share": np.nan if alone is None else alone.share,
            }
        )
        if progress is not None:
            progress(done, len(pairs))
    columns = ["option", "game", "measure", "player", "effect", "near", "share", "parameters", "alone", "alone_share"]
    return pd.DataFrame(rows, columns=columns)
