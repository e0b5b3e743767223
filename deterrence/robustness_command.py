"""The command ``deterrence robustness``: how far what an option does holds over the ranges, and what flips it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from deterrence.arguments import (
    Format,
    Options,
    Scenario,
    Sets,
    Without,
    command_line,
    interruptible,
    read_case,
    watch,
)
from deterrence.errors import SweepError, shorten, suggest
from deterrence.output import emit, reading_width, wrapped, write_json

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.robustness.flips import FlipSearch
    from deterrence.study.sweeps.results import Sweep
    from deterrence.world.model import Model

#: What csv can write.
TABLES = ("shares", "boxes", "regret", "flips", "near")

Effects = Literal["lower", "none", "higher", "not lower", "not higher", "not none"]


@interruptible("nothing is shown; a sweep into a folder, by 'deterrence sweep', keeps what is finished")
def robustness(
    case: Annotated[str, typer.Argument(metavar="CASE|FOLDER", help="A case, or the folder of a sweep.")],
    game: Annotated[str, typer.Option("--game", "-g", help="Id of the game.")],
    measure: Annotated[str, typer.Option("--measure", "-m", help="The figure; the game's headline by default.")] = "",
    player: Annotated[str | None, typer.Option("--player", help="Whose figure, where it belongs to players.")] = None,
    statistic: Annotated[str, typer.Option(help="Which, over the equilibria: selected, lowest, highest, count.")] = "",
    option: Options = None,
    n: Annotated[int | None, typer.Option("--n", "-n", help="Number of draws; 1000 by default.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same draws; 0 by default.")] = None,
    when: Annotated[
        Effects | None, typer.Option(help="Look where options do this; else where they do otherwise than at the file.")
    ] = None,
    better: Annotated[
        Literal["lower", "higher"] | None, typer.Option(help="What you call better; then options have a regret.")
    ] = None,
    flip: Annotated[bool, typer.Option("--flip", help="Search the smallest change that flips what is found.")] = False,
    near: Annotated[
        float | None, typer.Option(help="Flag conclusions of all games that a move of this share of the ranges flips.")
    ] = None,
    chunk: Annotated[int | None, typer.Option(help="Draws at a time, which decides the numbers, as in sweep.")] = None,
    set_: Sets = None, scenario: Scenario = None, without: Without = None,
    table: Annotated[str, typer.Option(help="What csv writes: shares, boxes, regret, flips or near.")] = "shares",
    format: Format = "table",
) -> None:  # fmt: skip
    """Say how far what options do to a figure holds over the assumed ranges, when it does not, and what flips it."""
    if table not in TABLES:
        raise SweepError("--table", f"saw '{shorten(table)}'", "", suggest(table, TABLES))
    found = _source(case, game, measure, option, n, seed, chunk, set_, scenario, without)
    asked = _Asked(found.model, found.sweep, game, found.measure, player, statistic or found.statistic)
    tables, sentences = _tables(asked, when, better, flip)
    if near is not None:
        tables["near"] = _near(found, near)
    plan = found.sweep.plan
    settings = {"game": game, "measure": found.measure, "n": plan.n, "seed": plan.seed, "plan": plan.digest}
    card = found.card(settings)
    if format == "json":
        typer.echo(write_json(card, sentences=sentences, **tables))
    elif format == "csv":
        if table not in tables:
            remedy = {"regret": "give --better", "flips": "give --flip", "near": "give --near"}[table]
            raise SweepError("--table", f"'{table}' was not asked for", "", remedy)
        emit(tables[table], format, card)
    else:
        _print(found, tables, sentences, card)


@dataclass(frozen=True)
class _Source:
    """What is looked at: the sweep, the model behind it, and the figure."""

    sweep: Sweep
    model: Model
    measure: str
    statistic: str
    is_folder: bool

    def card(self, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        from deterrence.study.runcard import run_card

        return run_card(self.model, command_line(), robustness=settings)


@dataclass(frozen=True)
class _Asked:
    model: Model
    sweep: Sweep
    game: str
    measure: str
    player: str | None
    statistic: str

    @property
    def figure(self) -> dict[str, Any]:
        return {"player": self.player, "statistic": self.statistic}

    def search(self, option: str) -> FlipSearch:
        from deterrence.study.robustness.flips import smallest_flip

        return smallest_flip(
            self.model, self.game, self.measure, option=option, parameters=self._own(option),
            horizon=self.sweep.plan.horizon, **self.figure,
        )  # fmt: skip

    def _own(self, option: str) -> dict[str, tuple[float, float]]:
        from deterrence.study.sweeps.sampling import read_ranges
        from deterrence.world.options import read_portfolio

        return read_ranges(self.model, self.game, read_portfolio(self.model, option), self.sweep.plan.drawn)

    def present(self, option: str) -> str:
        from deterrence.study.robustness.conclusions import make_worlds

        worlds = make_worlds(
            self.model, self.game, self.measure, option=option, boundary=None, parameters=self._own(option), hold=(),
            horizon=self.sweep.plan.horizon, most=None, progress=None, **self.figure,
        )  # fmt: skip
        return worlds.present()[0]


def _source(
    case: str, game: str, measure: str, option: list[str] | None, n: int | None, seed: int | None,
    chunk: int | None, set_: list[str] | None, scenario: str | None, without: list[str] | None,
) -> _Source:  # fmt: skip
    """Sweep a case, or open the folder of a sweep that was run before."""
    from deterrence.study.evaluation import check_games
    from deterrence.study.rows import HEADLINES
    from deterrence.study.sweeps.results import Sweep
    from deterrence.study.sweeps.storage import PLAN
    from deterrence.study.sweeps.sweep import sweep

    is_folder = (Path(case) / PLAN).is_file()
    if is_folder:
        given = {"--n": n, "--seed": seed, "--option": option, "--set": set_, "--scenario": scenario}
        given |= {"--without": without, "--chunk": chunk}
        for name, value in given.items():
            if value is not None and value != []:
                raise SweepError(name, "saw it with the folder of a sweep", "a case", "it stands in the sweep's plan")
        found = Sweep.open(case)
        model = found.model
        check_games(model, [game])
        if game not in found.plan.games:
            remedy = suggest(game, found.plan.games)
            raise SweepError(f"game '{shorten(game)}'", "the sweep does not have it", "", remedy)
    else:
        model = read_case(case, set_, scenario, without)
        check_games(model, [game])
        name = measure.partition(".")[0] or HEADLINES[model.games[game].form].measure
        draws = 1000 if n is None else n
        with watch("draws") as progress:
            found = sweep(
                model, options=option or None, games=[game], n=draws, seed=seed or 0, measures=[name], workers=1,
                chunk=chunk, progress=progress, command=command_line(),
            )  # fmt: skip
    headline = HEADLINES[model.games[game].form].measure
    chosen = measure or next((f.measure for f in found.figures if f.game == game and headline in f.names), headline)
    return _Source(found, model, chosen, "count" if chosen == "equilibria" else "selected", is_folder)


def _tables(
    asked: _Asked, when: Effects | None, better: Literal["lower", "higher"] | None, flip: bool
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    import pandas as pd

    from deterrence.study.robustness.discovery import share_table
    from deterrence.study.robustness.words import flip_sentences

    sweep, sentences = asked.sweep, list[str]()
    tables = {"shares": share_table(sweep, asked.game, asked.measure, **asked.figure)}
    boxes, flips = list["pd.DataFrame"](), list["pd.DataFrame"]()
    for option in sweep.plan.portfolios[1:]:
        if asked.game not in sweep.plan.solved(option):
            sentences.append(f"{option}: {asked.game} reads nothing on which it acts, whatever is drawn.")
            continue
        outcome = when or f"not {asked.present(option)}"
        if outcome in ("not appears", "not disappears"):
            outcome = "none"
        found = sweep.discover(option, asked.game, asked.measure, outcome=outcome, **asked.figure)
        sentences += found.sentences
        boxes.append(found.boxes.table().assign(option=option, outcome=outcome))
        if flip:
            searched = asked.search(option)
            sentences += flip_sentences(searched)
            flips.append(searched.table().assign(option=option, status=searched.status))
    tables["boxes"] = pd.concat(boxes, ignore_index=True) if boxes else pd.DataFrame()
    if flip:
        tables["flips"] = pd.concat(flips, ignore_index=True) if flips else pd.DataFrame()
    if better is not None:
        tables["regret"] = sweep.regret(game=asked.game, measure=asked.measure, better=better, **asked.figure)
    return tables, sentences


def _near(found: _Source, within: float) -> pd.DataFrame:
    from deterrence.study.robustness.holding import is_quick, near_flips

    plan = found.sweep.plan
    if not found.is_folder:
        return near_flips(found.model, plan.portfolios[1:], within=within)
    # The folder's model no longer says which values were set by hand; what the sweep drew does.
    drawn = {each.id for each in plan.drawn}
    held = [id for id in found.model.parameters if id not in drawn]
    games = [game for game in plan.games if is_quick(found.model, game)]
    return near_flips(found.model, plan.portfolios[1:], games, within=within, hold=held)


def _print(found: _Source, tables: Mapping[str, pd.DataFrame], sentences: list[str], card: Mapping[str, Any]) -> None:
    from deterrence.study.figures import figure_words

    plan = found.sweep.plan
    title = f"{found.model.title}: {figure_words(found.measure)}, {plan.n:,} draws of {len(plan.drawn)} parameters"
    typer.echo(wrapped(f"{title}. Shares of the draws in which each option", reading_width()))
    emit(_shares(tables["shares"]), "table", card)
    for sentence in sentences:
        typer.echo(wrapped(sentence, reading_width()))
    if "regret" in tables:
        typer.echo("\nRegret across options: how much worse than the best of them in the same draw")
        emit(_readable(tables["regret"]), "table", {})
    if "near" in tables:
        flagged = tables["near"][tables["near"]["near"]]
        typer.echo(f"\nNear a flip: {len(flagged)} of {len(tables['near'])} conclusions")
        if len(flagged):
            emit(_readable(flagged.drop(columns="near")), "table", {})
    for note in _notes():
        typer.echo(wrapped(note, reading_width()))


def _notes() -> Iterator[str]:
    yield "The ranges are assumptions, so a share of the draws is no probability. Not a forecast."


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return shares in per cent, without effects that no draw has."""
    names = {"lower": "lowers it", "none": "leaves it", "higher": "raises it", "appears": "makes it exist",
             "disappears": "makes it cease"}  # fmt: skip
    kept = [column for column in names if column in ("lower", "none", "higher") or (table[column] > 0).any()]
    shown = table[["option", *kept]].copy()
    for column in kept:
        shown[column] = [f"{value:.1%}" for value in shown[column]]
    return shown.rename(columns=names)


def _readable(table: pd.DataFrame) -> pd.DataFrame:
    from deterrence.study.figures import number, share

    shown = table.copy()
    for column in shown.columns:
        if shown[column].dtype.kind == "f":
            is_share = column in ("best", "draws", "share", "alone_share")
            words = share if is_share else number
            shown[column] = ["" if value != value else words(value) for value in shown[column]]
    return shown.fillna("").rename(columns=lambda column: str(column).replace("_", " "))
