"""A back-test: what several models said of moves that were made, by the logarithm of the probability they gave them.

Three kinds of models: the ladder at several precisions, random choice among the postures on offer, and persistence,
which expects a seat to do what it did last on that front. Persistence starts from one imagined choice of every posture
on offer and adds the last one seen, so it gives 2 / (n + 1) to that and 1 / (n + 1) to the others; before the first
move of a seat, and where its last posture is not on offer, it is random choice. Nothing in these references is fitted.

The logarithmic score is proper: nobody gains by saying other than what he believes. There is no rate of hits: most
postures are likely or unlikely by a little, and a rate would turn that into right and wrong.

References
----------
Good, I. J. (1952). "Rational Decisions." Journal of the Royal Statistical Society B 14: 107-114.
Gneiting, T., and A. Raftery (2007). "Strictly Proper Scoring Rules, Prediction, and Estimation." Journal of the
American Statistical Association 102: 359-378.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import EvidenceError, ModelError, show
from deterrence.games.front import POSTURES
from deterrence.study.evidence.choices import Floats, Progress, read_ladder, set_in_worlds
from deterrence.study.evidence.moves import CODINGS, Move, move_table, read_moves
from deterrence.study.evidence.rows import is_finite
from deterrence.study.timeline import read_day
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: Precisions at which the ladder is scored unless the caller names others: the range of the shipped cases.
PRECISIONS = (1.0, 3.0, 10.0, 30.0)

#: Beyond it nearly nothing is left to chance, and an equilibrium takes minutes to follow.
MAX_PRECISION = 200

RANDOM, PERSISTENCE = "random choice", "persistence"

#: Probabilities that differ by less count as equal.
_TIE = 1e-9


@dataclass(frozen=True)
class BackTest:
    """Hold the scores of several models on moves.

    Parameters
    ----------
    model, game
        Ids.
    freeze
        Only moves whose last day lies before it were scored; None for all.
    moves
        The moves that were scored, as ``move_table`` gives them.
    scores
        A row per model and reading of a move: ``model``, ``precision`` (NaN for the references), ``move``,
        ``date_start``, ``date_end``, ``front``, ``player``, ``action``, ``coding``, ``probability`` (of the action),
        ``log_score`` (natural logarithm), ``likeliest`` and ``likeliest_probability`` (the posture that the model gave
        most), ``is_miss`` (another posture was given more), ``note``.
    totals
        A row per model: ``model``, ``precision``, ``n_moves``, ``log_score`` and ``per_move`` over the clear moves,
        ``above_random`` (the sum of differences to random choice), ``standard_error`` of that, as if moves were
        independent; ``lowest`` and ``highest``: the log score with the ambiguous moves at the least and most
        favourable of their readings.
    """

    model: str
    game: str
    freeze: date | None
    moves: pd.DataFrame
    scores: pd.DataFrame
    totals: pd.DataFrame

    @property
    def misses(self) -> pd.DataFrame:
        """Every score of a move to which its model gave less than to another posture, the least likely first."""
        missed = self.scores[self.scores["is_miss"]]
        return missed.sort_values("probability", kind="stable").reset_index(drop=True)


def back_test(
    model: Model,
    game: str | None = None,
    moves: str | Path | pd.DataFrame | None = None,
    *,
    freeze: date | str | None = None,
    precisions: Sequence[float] = PRECISIONS,
    progress: Progress | None = None,
) -> BackTest:
    """Score models on moves that were made.

    Parameters
    ----------
    model
        A case as loaded; values may be set. Each move is scored at the scenario that it names.
    game
        Id of a ladder; the case's only one when omitted.
    moves
        File or table of moves (``deterrence.study.evidence.moves``); the ``moves.csv`` of the case when omitted.
    freeze
        Moves are scored whose last possible day lies before this date.
    precisions
        Logit precisions of the ladder, each a model of its own.
    progress
        Called with (solves done, solves in all).

    Raises
    ------
    EvidenceError
        If the moves cannot be read, none lies before the date, or a precision is no number from 0 to 200.

    Notes
    -----
    The ladder is scored on the principal branch of its logit Markov equilibria. A score on moves that were known to
    those who set the parameters is a test of fit, not of foresight.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = back_test(dt.load("levant_2024"), freeze="2024-01-01", precisions=[3])
    >>> found.totals["model"].tolist(), int(found.totals["n_moves"].iloc[0])
    (['ladder, precision 3', 'random choice', 'persistence'], 4)
    """
    ladder = read_ladder(model, game)
    limit, given = read_freeze(freeze), _precisions(precisions)
    coded = tuple(m for m in read_moves(model, ladder, moves) if limit is None or m.last < limit)
    if not any(move.is_clear for move in coded):
        saw = "no move that is coded clear is there" if limit is None else f"no move coded clear lies before {limit}"
        raise EvidenceError("moves", saw, "one or more", "code some, or take a later date")
    chances = set_in_worlds(model, ladder.name, coded).chances(np.array(given), progress=progress)
    rows = [
        row
        for k, precision in enumerate(given)
        for row in _scored(f"ladder, precision {precision:g}", precision, coded, chances[k])
    ]
    rows += _scored(RANDOM, math.nan, coded, np.array([_even(move) for move in coded]))
    rows += _scored(PERSISTENCE, math.nan, coded, _persistence(coded))
    import pandas as pd

    scores = pd.DataFrame(rows)
    return BackTest(model.id, ladder.name, limit, move_table(coded, ladder), scores, _totals(scores))


def read_freeze(given: date | str | None) -> date | None:
    """Return a date; of one without a day or a month the first that it may mean.

    Raises
    ------
    EvidenceError
        If it is none.
    """
    if given is None or isinstance(given, date):
        return given
    try:
        return read_day(given, "freeze")[0]
    except (ModelError, TypeError):
        raise EvidenceError("freeze", f"saw {show(given)}", "YYYY-MM-DD") from None


def _precisions(given: Sequence[float]) -> list[float]:
    found: list[float] = []
    for one in given:
        if not is_finite(one) or not 0 <= one <= MAX_PRECISION:
            raise EvidenceError("precisions", f"saw {show(one)}", f"numbers from 0 to {MAX_PRECISION}")
        found.append(float(one))
    if not found or len(set(found)) < len(found):
        raise EvidenceError("precisions", "saw none, or one twice", "different numbers from 0 on, as in [1, 3, 10]")
    return found


def _even(move: Move) -> Floats:
    return np.array([(posture in move.offered) / len(move.offered) for posture in POSTURES])


def _persistence(moves: Sequence[Move]) -> Floats:
    """Return the probabilities that persistence gives, (n_moves, 3); only clear moves are remembered."""
    last: dict[int, int] = {}
    found = np.array([_even(move) for move in moves])
    for k, move in enumerate(moves):
        before = last.get(move.seat)
        if before is not None and POSTURES[before] in move.offered:
            found[k] *= len(move.offered) / (len(move.offered) + 1)
            found[k, before] *= 2
        if move.is_clear:
            last[move.seat] = move.posture
    return found


def _scored(name: str, precision: float, moves: Sequence[Move], chances: Floats) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for move, chance in zip(moves, chances, strict=True):
        own, top = float(chance[move.posture]), int(np.argmax(chance))
        with np.errstate(divide="ignore"):
            score = float(np.log(own))
        rows.append(
            {
                "model": name,
                "precision": precision,
                "move": move.name,
                "date_start": move.first.isoformat(),
                "date_end": move.last.isoformat(),
                "front": move.front,
                "player": move.player,
                "action": move.action,
                "coding": CODINGS[not move.is_clear],
                "probability": own,
                "log_score": score,
                "likeliest": "" if math.isnan(own) else POSTURES[top],
                "likeliest_probability": float(chance[top]),
                "is_miss": bool(chance[top] > own + _TIE),
                "note": move.note,
            }
        )
    return rows


def _totals(scores: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    clear, open_ = (scores[scores["coding"] == coding] for coding in CODINGS)
    reference = clear[clear["model"] == RANDOM]["log_score"].to_numpy()
    rows: list[dict[str, Any]] = []
    for (name, precision), own in clear.groupby(["model", "precision"], sort=False, dropna=False):
        score = own["log_score"].to_numpy()
        gain = score - reference
        readings = open_[open_["model"] == name].groupby("move")["log_score"]
        spread = math.sqrt(len(gain)) * float(np.std(gain, ddof=1)) if len(gain) > 1 else math.nan
        rows.append(
            {
                "model": name,
                "precision": precision,
                "n_moves": len(score),
                "log_score": float(score.sum()),
                "per_move": float(score.mean()),
                "above_random": float(gain.sum()),
                "standard_error": 0.0 if name == RANDOM else spread,
                "lowest": float(score.sum() + readings.min().sum()),
                "highest": float(score.sum() + readings.max().sum()),
            }
        )
    return pd.DataFrame(rows)
