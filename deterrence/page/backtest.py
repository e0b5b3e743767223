"""The back-test as the page shows it: from which date, in names instead of ids, with its command."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from deterrence.page.timeline import MONTHS, when_words
from deterrence.page.words import title_of
from deterrence.study.evidence.backtest import BackTest
from deterrence.study.evidence.backtest_words import backtest_sentences, takeaway
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd


def has_moves(model: Model) -> bool:
    """Whether coded moves and a timeline lie beside the case's file."""
    folder = None if model.path is None else model.path.parent
    return folder is not None and all((folder / name).is_file() for name in ("moves.csv", "timeline.csv"))


def freezes(moves: pd.DataFrame) -> dict[str, str]:
    """Return the dates before which moves can be scored, latest first: the day after the last, first days of months.

    Parameters
    ----------
    moves
        As a file of moves has them.
    """
    clear = moves[moves["coding"] == "clear"]
    ends = sorted(date.fromisoformat(text) for text in clear["date_end"])
    last = max(date.fromisoformat(text) for text in moves["date_end"]) + timedelta(days=1)
    firsts = sorted({last, *(first for day in ends if (first := _next_month(day)) < last)}, reverse=True)
    return {first.isoformat(): _words(first, sum(day < first for day in ends)) for first in firsts}


def _words(first: date, n_moves: int) -> str:
    count = f"{n_moves} move{'' if n_moves == 1 else 's'} coded clear"
    return f"{first.day} {MONTHS[first.month - 1]} {first.year} ({count})"


def _next_month(day: date) -> date:
    return date(day.year + (day.month == 12), day.month % 12 + 1, 1)


def score_table(found: BackTest) -> pd.DataFrame:
    """Return the totals with headings for readers."""
    total = found.totals
    return total.drop(columns="precision").rename(
        columns={
            "n_moves": "moves",
            "per_move": "log score per move",
            "log_score": "log score",
            "above_random": "above random choice",
            "standard_error": "standard error",
        }
    )


def miss_table(model: Model, found: BackTest) -> pd.DataFrame:
    """Return every miss, in names."""
    return _named(model, found.misses)


def move_table(model: Model, found: BackTest) -> pd.DataFrame:
    """Return every score of every move, in names."""
    return _named(model, found.scores)


def _named(model: Model, scores: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    rows: list[dict[str, Any]] = [
        {
            "model": row["model"],
            "move": title_of(row["move"]),
            "when": when_words(str(row["date_start"]), str(row["date_end"])),
            "front": title_of(row["front"]),
            "party": model.actors[row["player"]].name if row["player"] in model.actors else row["player"],
            "coded as": row["action"],
            "its probability": row["probability"],
            "log score": row["log_score"],
            "the model's likeliest": row["likeliest"],
            "probability of that": row["likeliest_probability"],
            "coding": row["coding"],
            "why coded so": row["note"],
        }
        for row in scores.to_dict("records")
    ]
    return pd.DataFrame(rows)


def chart_sentence(found: BackTest) -> str:
    """Say what the chart of scores shows."""
    return f"{takeaway(found)} {NOT_A_FORECAST}"


def caveats(found: BackTest) -> list[str]:
    """Say everything else that a reader should know of the scores."""
    return backtest_sentences(found)[1:-1]


def command(case: str, first: str) -> str:
    """Return the command that gives the same scores.

    Examples
    --------
    >>> command("levant_2024", "2024-09-01")
    'deterrence evidence backtest levant_2024 --freeze 2024-09-01'
    """
    return f"deterrence {shlex.join(['evidence', 'backtest', case, '--freeze', first])}"
