"""The commands that hold models against data: back-test, estimation from moves, crises fitted to outcomes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from deterrence.arguments import Case, Format, Sets, Without, command_line, interruptible, read_case, watch
from deterrence.output import emit, reading_width, show_table, wrapped, write_json

if TYPE_CHECKING:
    import pandas as pd

evidence = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Hold models against data: what moves and outcomes say of a model, and what they cannot say.",
)

T = TypeVar("T")

Moves = Annotated[str | None, typer.Option("--moves", help="CSV file of coded moves; the case's own by default.")]
Freeze = Annotated[str | None, typer.Option("--freeze", help="Only moves before this date, as 2024-09-01.")]
Ladder = Annotated[str | None, typer.Option("--game", "-g", help="The ladder, where there are several.")]


@evidence.command()
def backtest(
    case: Case, game: Ladder = None, moves: Moves = None, freeze: Freeze = None,
    precision: Annotated[
        list[float] | None, typer.Option("--precision", help="Of the ladder; repeat; 1, 3, 10, 30 by default.")
    ] = None,
    table: Annotated[str, typer.Option(help="The table that csv writes: totals, scores, misses or moves.")] = "totals",
    set_: Sets = None, without: Without = None, format: Format = "table",
) -> None:  # fmt: skip
    """Score the ladder, random choice and persistence on dated moves, and list every miss."""
    from deterrence.study.evidence.backtest import PRECISIONS, back_test
    from deterrence.study.evidence.backtest_words import backtest_sentences, miss_sentence
    from deterrence.study.runcard import run_card

    _check_table(table, ("totals", "scores", "misses", "moves"))
    model = read_case(case, set_, None, without)
    with progress_bar("solves") as progress:
        found = back_test(model, game, moves, freeze=freeze, precisions=precision or PRECISIONS, progress=progress)
    tables = {"totals": found.totals, "scores": found.scores, "misses": found.misses, "moves": found.moves}
    card = run_card(model, command_line(), game=found.game, freeze=None if freeze is None else str(found.freeze))
    if format == "json":
        typer.echo(write_json(card, sentences=backtest_sentences(found), **tables))
    elif format == "csv":
        emit(tables[table], format, card)
    else:
        show_table(found.totals.drop(columns="precision"), title=f"{model.title}: log scores")
        _say(backtest_sentences(found))
        _say(["", miss_sentence(found)])
        columns = ["model", "move", "coding", "player", "action", "probability", "likeliest", "likeliest_probability"]
        misses = found.misses[columns]
        show_table(misses.assign(move=misses["move"].str.replace("_", " ")), title="Misses")


@evidence.command()
def estimate(
    case: Case, game: Ladder = None, moves: Moves = None, freeze: Freeze = None,
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="Estimate it too, as ID or ID=LOW:HIGH; repeat.")
    ] = None,
    precision: Annotated[
        str | None, typer.Option("--precision", help="Prior range LOW:HIGH, or one number to hold it.")
    ] = None,
    particles: Annotated[int, typer.Option(help="Points of the sampler.")] = 256,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    table: Annotated[str, typer.Option(help="The table that csv writes: summary, draws or stages.")] = "summary",
    set_: Sets = None, without: Without = None, format: Format = "table",
) -> None:  # fmt: skip
    """Estimate the precision of choices, and chosen parameters, from moves: prior against posterior."""
    from deterrence.study.evidence.estimation import estimate as run_estimate
    from deterrence.study.evidence.estimation_words import estimate_sentences
    from deterrence.study.runcard import run_card

    _check_table(table, ("summary", "draws", "stages"))
    model = read_case(case, set_, None, without)
    ranges = _once((_named_range(text) for text in parameter or ()), "--parameter")
    with progress_bar("per cent") as progress:
        found = run_estimate(
            model, game, moves, parameters=ranges, precision_prior=_precision(precision), freeze=freeze,
            particles=particles, seed=seed, progress=progress,
        )  # fmt: skip
    tables = {"summary": found.table, "draws": found.draws, "stages": found.stages}
    card = run_card(
        model, command_line(), seed=seed, game=found.game, particles=particles, log_evidence=found.log_evidence
    )
    if format == "json":
        typer.echo(write_json(card, sentences=estimate_sentences(found), **tables))
    elif format == "csv":
        emit(tables[table], format, card)
    else:
        _show_parts(found.table, "parameter", {"prior": "Prior", "posterior": "Posterior"})
        show_table(found.table[["parameter", "sd_ratio", "overlap", "is_identified"]], title="What the moves told")
        _say(estimate_sentences(found))


@evidence.command()
def fit(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV with a column outcome, or four columns of counts.")],
    payoff: Annotated[
        list[str], typer.Option("--payoff", "-p", help="Terms of a payoff, as war=1,balance (1: a constant); repeat.")
    ],
    fix: Annotated[list[str] | None, typer.Option(help="A payoff without its terms, as demand=1; 0 otherwise.")] = None,
    group: Annotated[str | None, typer.Option(help="Column that marks games apart.")] = None,
    rule: Annotated[
        str, typer.Option(help="Which of several equilibria was played: likeliest, least_resistance, most_resistance.")
    ] = "likeliest",
    starts: Annotated[int, typer.Option(help="Searches.")] = 5,
    seed: Annotated[int, typer.Option(help="Of the random starts.")] = 0,
    format: Format = "table",
) -> None:  # fmt: skip
    """Fit the crisis form to outcomes: status_quo, concession, war, backdown, with covariates."""
    from typing import Any, cast

    from deterrence.study.evidence.crisis_fit import fit_crisis
    from deterrence.study.evidence.estimation_words import fit_sentences
    from deterrence.study.runcard import data_card

    named = _once((_split(text, "--payoff", "war=1,balance") for text in payoff), "--payoff")
    terms = {key: [term.strip() for term in text.split(",")] for key, text in named.items()}
    held = _once((_split(one, "--fix", "demand=1") for one in fix or ()), "--fix")
    fixed = {key: _real(text, f"--fix {key}") for key, text in held.items()}
    with progress_bar("searches") as progress:
        found = fit_crisis(
            file, terms, fixed=fixed, group=group, rule=cast("Any", rule), n_starts=starts, seed=seed, progress=progress
        )  # fmt: skip
    card = data_card(file, command_line(), seed=seed, rule=rule, log_likelihood=found.log_likelihood)
    if format == "json":
        typer.echo(write_json(card, sentences=fit_sentences(found), coefficients=found.table, outcomes=found.outcomes))
    elif format == "csv":
        emit(found.table, format, card)
    else:
        show_table(found.table, title="Coefficients, in standard deviations of the shocks", group="payoff")
        show_table(found.outcomes, title="Outcomes")
        _say(fit_sentences(found))


def _split(text: str, where: str, example: str) -> tuple[str, str]:
    from deterrence.errors import EvidenceError, shorten

    key, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise EvidenceError(where, f"saw '{shorten(text)}'", f"NAME=VALUE, as in {example}")
    return key.strip(), value.strip()


def _once(pairs: Iterable[tuple[str, T]], where: str) -> dict[str, T]:
    """Return what each name was given, after checking that none stands twice: the earlier would be lost."""
    from deterrence.errors import EvidenceError, shorten

    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise EvidenceError(where, f"'{shorten(key)}' stands twice", "each name once")
        found[key] = value
    return found


def _real(text: str, where: str) -> float:
    from deterrence.errors import EvidenceError, shorten

    try:
        return float(text)
    except ValueError:
        raise EvidenceError(where, f"saw '{shorten(text)}'", "a number") from None


def _range(text: str, where: str) -> tuple[float, float]:
    from deterrence.errors import EvidenceError, shorten

    low, colon, high = text.partition(":")
    if not colon:
        raise EvidenceError(where, f"saw the range '{shorten(text)}'", "LOW:HIGH, as in 0.6:0.9")
    return _real(low, where), _real(high, where)


def _named_range(text: str) -> tuple[str, tuple[float, float] | None]:
    key, equals, span = text.partition("=")
    return key.strip(), _range(span, f"--parameter {key.strip()}") if equals else None


def _precision(text: str | None) -> tuple[float, float] | float | None:
    if text is None:
        return None
    return _range(text, "--precision") if ":" in text else _real(text, "--precision")


def _show_parts(table: pd.DataFrame, key: str, parts: dict[str, str]) -> None:
    """Print a wide table as one narrow table for every prefix of its columns."""
    for prefix, title in parts.items():
        own = [column for column in table.columns if str(column).startswith(f"{prefix}_")]
        show_table(
            table[[key, *own]].rename(columns={column: str(column).removeprefix(f"{prefix}_") for column in own}),
            title=title,
        )


def _check_table(name: str, tables: Iterable[str]) -> None:
    from deterrence.errors import EvidenceError, shorten, suggest

    if name not in tables:
        raise EvidenceError("--table", f"saw '{shorten(name)}'", "", suggest(name, tables))


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        typer.echo(wrapped(sentence, reading_width()))


@contextmanager
def progress_bar(thing: str) -> Generator[Callable[[int, int], None]]:
    """Show what is done and the time left on standard error while somebody watches; Ctrl-C ends with exit code 130."""
    with interruptible("nothing was kept"), watch(thing) as progress:
        yield progress
