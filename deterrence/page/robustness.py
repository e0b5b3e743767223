"""How far what the reader's options do holds over the assumed ranges: what is asked, the work, what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from deterrence.page.jobs import Work
from deterrence.page.setup import Setup, assumed_model
from deterrence.study.evaluation import portfolio_text
from deterrence.study.rows import HEADLINES
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.robustness.discovery import Discovery
    from deterrence.study.robustness.flips import FlipSearch
    from deterrence.study.sensitivity.question import Statistic
    from deterrence.study.sweeps.results import Sweep

#: How many draws a reader can ask for, of games measured for all draws at once and of those solved one by one.
DRAWS, SLOW_DRAWS = (256, 512, 1024, 2048), (64, 128, 256)

#: Draws between two looks at whether to stop, of games solved one by one.
SLOW_CHUNK = 8

#: The share of the ranges within which a flip counts as near.
NEAR = 0.1


@dataclass(frozen=True)
class Figure:
    """One figure of a game: its measure, whose it is, and which over the equilibria."""

    measure: str
    player: str | None
    statistic: str


@dataclass(frozen=True)
class Asked:
    """What is swept.

    Parameters
    ----------
    world
        What the reader has set, without what is only looked at; its own options are among ``options``.
    text
        The model file that the reader brought, empty for a case that is shipped.
    game, figure
        What is looked at.
    options
        Portfolios as text; the reader's own comes first.
    n
        How many draws.
    """

    world: Setup
    text: str
    game: str
    figure: Figure
    options: tuple[str, ...]
    n: int


@dataclass(frozen=True)
class Findings:
    """What a sweep found.

    Parameters
    ----------
    asked
        What was swept.
    n_drawn
        How many parameters were drawn.
    shares
        A row per option, as ``share_table`` has it.
    present
        Option to its effect at the file's values and the reader's.
    discovered
        Option to where it does otherwise; those that the game cannot feel are left out.
    regret
        What is called better, to the table of ``option_regret``.
    """

    asked: Asked
    n_drawn: int
    shares: pd.DataFrame
    present: Mapping[str, str]
    discovered: Mapping[str, Discovery]
    regret: Mapping[str, pd.DataFrame]


def is_slow(model: Model, game: str) -> bool:
    """Say whether a game is solved one draw after another."""
    from deterrence.study.robustness.holding import is_quick

    return not is_quick(model, game)


def figures(model: Model, game: str) -> tuple[Figure, ...]:
    """Return the figures of a game that a sweep keeps, what stands for its form first.

    Raises
    ------
    SweepError
        If the game has no parameter with a range.
    """
    from deterrence.study.sweeps.chunks import draw_columns
    from deterrence.study.sweeps.columns import read_outcome
    from deterrence.study.sweeps.sweep import make_plan

    plan = make_plan(
        model, options=[], games=[game], n=1, seed=0, parameters=None, hold=(), design="independent",
        distribution="uniform", measures=None, horizon=None, chunk=None,
    )  # fmt: skip
    found = [outcome for name in draw_columns(plan, model, {}, 1) if (outcome := read_outcome(name)) is not None]
    headline = HEADLINES[model.games[game].form].measure
    kept = dict.fromkeys(
        Figure(one.measure, None if one.player is None else str(one.player), one.statistic)
        for one in found
        if one.statistic in ("selected", "count")
    )
    return tuple(sorted(kept, key=lambda one: one.measure.partition(".")[0] != headline))


def own_portfolio(setup: Setup) -> str:
    """Return the reader's options as text; empty where none is moved."""
    return portfolio_text(dict(setup.options)) if setup.options else ""


def sweep_work(model: Model, asked: Asked) -> Work:
    """Return the work of a sweep; it yields ``Findings``."""

    def work(step: Callable[[int, int], None]) -> Findings:
        from deterrence.study.sweeps.sweep import sweep

        assumed = assumed_model(model, asked.world)
        chunk = SLOW_CHUNK if is_slow(model, asked.game) else None
        step(0, asked.n)
        run = sweep(
            assumed, options=list(asked.options), games=[asked.game], n=asked.n, workers=1, chunk=chunk,
            measures=[asked.figure.measure.partition(".")[0]], progress=step,
        )  # fmt: skip
        return findings(assumed, run, asked)

    return work


def findings(assumed: Model, run: Sweep, asked: Asked) -> Findings:
    """Read off a finished sweep what the page shows of it."""
    from deterrence.study.robustness.conclusions import make_worlds
    from deterrence.study.robustness.discovery import share_table

    figure: dict[str, Any] = {"player": asked.figure.player, "statistic": asked.figure.statistic}
    game, measure = asked.game, asked.figure.measure
    present: dict[str, str] = {}
    discovered: dict[str, Discovery] = {}
    for option in asked.options:
        if game not in run.plan.solved(option):
            present[option] = "none"
            continue
        worlds = make_worlds(
            assumed, game, measure, option=option, boundary=None, parameters=None, hold=(), horizon=None, most=None,
            progress=None, **figure,
        )  # fmt: skip
        present[option] = worlds.present()[0]
        outcome: Any = f"not {present[option]}" if present[option] in ("lower", "none", "higher") else "none"
        discovered[option] = run.discover(option, game, measure, outcome=outcome, **figure)
    regret = {better: run.regret(game=game, measure=measure, better=better, **figure) for better in ("lower", "higher")}
    shares = share_table(run, game, measure, **figure)
    return Findings(asked, len(run.plan.drawn), shares, present, discovered, regret)


def flip_work(model: Model, asked: Asked, option: str) -> Work:
    """Return the search for the smallest flip of what an option does; it yields ``FlipSearch``."""

    def work(step: Callable[[int, int], None]) -> FlipSearch:
        from deterrence.study.robustness.flips import smallest_flip

        assumed = assumed_model(model, asked.world)
        figure = asked.figure
        return smallest_flip(
            assumed, asked.game, figure.measure, option=option, player=figure.player, statistic=figure.statistic,
            progress=step,
        )  # fmt: skip

    return work


def tornado_work(model: Model, asked: Asked, option: str) -> Work:
    """Return the work of moving each parameter alone over its range; it yields the figure and a tornado's table."""

    def work(step: Callable[[int, int], None]) -> tuple[float, pd.DataFrame]:
        from deterrence.study.sensitivity.asking import sensitivity

        # The question refuses a statistic that it does not know.
        statistic = cast("Statistic", asked.figure.statistic)
        assumed = assumed_model(model, asked.world)
        figure = asked.figure
        question = sensitivity(
            assumed, asked.game, figure.measure, player=figure.player, option=option, statistic=statistic,
        )  # fmt: skip
        return question.value, question.tornado(workers=1, progress=step)

    return work


def near_work(model: Model, asked: Asked) -> Work:
    """Return the search for conclusions near a flip, of the reader's options over the quick games; yields a table."""

    def work(step: Callable[[int, int], None]) -> pd.DataFrame:
        from deterrence.study.robustness.holding import near_flips

        return near_flips(assumed_model(model, asked.world), asked.options, within=NEAR, progress=step)

    return work
