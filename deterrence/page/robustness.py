"""How far what the reader's options do holds over the assumed ranges: what is asked, the work, what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from deterrence.page.jobs import Work
from deterrence.page.setup import Setup
from deterrence.study.evaluation import evaluate_game, portfolio_text
from deterrence.study.headlines import headline_figure
from deterrence.study.rows import HEADLINES
from deterrence.study.sweeps.sampling import Drawn, read_ranges
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.robustness.discovery import Discovery
    from deterrence.study.robustness.flips import FlipSearch
    from deterrence.study.sensitivity.question import Statistic
    from deterrence.study.sweeps.columns import Outcome
    from deterrence.study.sweeps.results import Sweep

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

    @property
    def key(self) -> str:
        """What links call it: ``incentive``, or ``incentive:israel`` where it belongs to a player."""
        return self.measure if self.player is None else f"{self.measure}:{self.player}"


@dataclass(frozen=True)
class Asked:
    """What is looked at, in a sweep of the page's own or in a finished run.

    Parameters
    ----------
    world
        What the reader has set, without what is only looked at; its own options are among ``options``. Of a finished
        run what identifies it.
    text
        The model file that the reader brought, empty for a case that is shipped.
    game, figure
        What is looked at.
    options
        Portfolios as text; the reader's own comes first.
    n
        How many draws.
    drawn, horizon
        What a finished run drew over which ranges, and how far ahead its ladders look; None for the page's own sweeps,
        which draw all that they can.
    """

    world: Setup | str
    text: str
    game: str
    figure: Figure
    options: tuple[str, ...]
    n: int
    drawn: tuple[Drawn, ...] | None = None
    horizon: int | None = None

    def ranges(self, model: Model, option: str) -> dict[str, tuple[float, float]] | None:
        """Return what may move when an option is looked at, as ``sweep`` takes it; None for all that can."""
        if self.drawn is None:
            return None
        return read_ranges(model, self.game, read_portfolio(model, option), self.drawn)


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
        Option to its effect at the file's values and the reader's; empty where nothing could be solved there.
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
    """Return the figures of a game that a sweep keeps, the headline first.

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
    return headline_first(model, game, found)


def headline_first(model: Model, game: str, held: Iterable[Outcome]) -> tuple[Figure, ...]:
    """Return the figures that a sweep holds of a game, the one that stands for it first."""
    kept = dict.fromkeys(
        Figure(one.measure, None if one.player is None else str(one.player), one.statistic)
        for one in held
        if one.statistic in ("selected", "count")
    )
    solved = evaluate_game(model, game)
    statistic, measure, player = headline_figure(solved, solved)
    first = Figure(measure, None if player is None else str(player), statistic)
    return tuple(sorted(kept, key=lambda one: (one != first, not is_headline(model, game, one))))


def is_headline(model: Model, game: str, figure: Figure) -> bool:
    """Say whether a figure is of the kind that stands for a game."""
    return figure.measure.partition(".")[0] == HEADLINES[model.games[game].form].measure


def own_portfolio(model: Model, world: Setup | str) -> str:
    """Return the reader's options as a sweep names them, in the model's order; empty where none is moved."""
    moved = dict(world.options) if isinstance(world, Setup) else {}
    return portfolio_text(read_portfolio(model, moved)) if moved else ""


def sweep_work(assumed: Model, asked: Asked) -> Work:
    """Return the work of a sweep under the reader's assumptions; it yields ``Findings``."""

    def work(step: Callable[[int, int], None]) -> Findings:
        from deterrence.study.sweeps.sweep import sweep

        chunk = SLOW_CHUNK if is_slow(assumed, asked.game) else None
        step(0, asked.n)
        run = sweep(
            assumed, options=list(asked.options), games=[asked.game], n=asked.n, workers=1, chunk=chunk,
            measures=[asked.figure.measure.partition(".")[0]], progress=step,
        )  # fmt: skip
        return findings(assumed, run, asked, lambda _: step(asked.n, asked.n))

    return work


def findings(
    assumed: Model, run: Sweep, asked: Asked, step: Callable[[int], None], *, is_same_model: bool = True
) -> Findings:
    """Read off a finished sweep what the page shows of it.

    Parameters
    ----------
    assumed
        The model that was swept.
    run
        The sweep, the page's own or one that was opened.
    asked
        What is looked at.
    step
        Called now and then with the number of options that are done.
    is_same_model
        Whether the model is the very one that was swept, so that it can be solved at its present values.
    """
    from deterrence.study.robustness.conclusions import make_worlds
    from deterrence.study.robustness.discovery import share_table

    figure: dict[str, Any] = {"player": asked.figure.player, "statistic": asked.figure.statistic}
    game, measure = asked.game, asked.figure.measure
    shares = share_table(run, game, measure, options=asked.options, **figure)
    present: dict[str, str] = {}
    discovered: dict[str, Discovery] = {}
    for done, option in enumerate(asked.options):
        step(done)
        if game not in run.plan.solved(option):
            present[option] = "none"
            continue
        usual = str(shares.set_index("option").loc[option].astype(float).idxmax())
        if is_same_model:
            worlds = make_worlds(
                assumed, game, measure, option=option, boundary=None, parameters=asked.ranges(assumed, option), hold=(),
                horizon=asked.horizon, most=None, progress=None, **figure,
            )  # fmt: skip
            usual = present[option] = worlds.present()[0]
        outcome: Any = f"not {usual}" if usual in ("lower", "none", "higher") else "none"
        discovered[option] = run.discover(
            option, game, measure, outcome=outcome, step=lambda done=done: step(done), **figure
        )
    ranked = [one for one in asked.options if all(assumed.options[id].ranked for id in read_portfolio(assumed, one))]
    regret = {
        better: run.regret(game=game, measure=measure, better=better, options=ranked, **figure)
        for better in ("lower", "higher")
    }
    return Findings(asked, len(run.plan.drawn), shares, present, discovered, regret)


def flip_work(assumed: Model, asked: Asked, option: str) -> Work:
    """Return the search for the smallest flip of what an option does; it yields ``FlipSearch``."""

    def work(step: Callable[[int, int], None]) -> FlipSearch:
        from deterrence.study.robustness.flips import smallest_flip

        figure = asked.figure
        return smallest_flip(
            assumed, asked.game, figure.measure, option=option, player=figure.player, statistic=figure.statistic,
            parameters=asked.ranges(assumed, option), horizon=asked.horizon, progress=step,
        )  # fmt: skip

    return work


def tornado_work(assumed: Model, asked: Asked, option: str) -> Work:
    """Return the work of moving each parameter alone over its range; it yields the figure and a tornado's table."""

    def work(step: Callable[[int, int], None]) -> tuple[float, pd.DataFrame]:
        from deterrence.study.sensitivity.asking import sensitivity

        figure = asked.figure
        # The question refuses a statistic that it does not know; a count is the only one that its figure has.
        statistic = cast("Statistic", "selected" if figure.statistic == "count" else figure.statistic)
        question = sensitivity(
            assumed, asked.game, figure.measure, player=figure.player, option=option, statistic=statistic,
            parameters=asked.ranges(assumed, option), horizon=asked.horizon,
        )  # fmt: skip
        return question.value, question.tornado(workers=1, progress=step)

    return work


def near_work(assumed: Model, asked: Asked, games: Collection[str] | None = None) -> Work:
    """Return the search for conclusions near a flip, of the options over the quick games; yields a table.

    A finished run names the games that it holds.
    """

    def work(step: Callable[[int, int], None]) -> pd.DataFrame:
        from deterrence.study.robustness.holding import near_flips

        drawn = None if asked.drawn is None else {each.id for each in asked.drawn}
        hold = [] if drawn is None else [id for id in assumed.parameters if id not in drawn]
        quick = None if games is None else [game for game in games if not is_slow(assumed, game)]
        return near_flips(assumed, asked.options, quick, within=NEAR, hold=hold, progress=step)

    return work
