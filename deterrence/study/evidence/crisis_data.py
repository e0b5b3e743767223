"""Outcomes of crises with covariates: a checked table, grouped into games that were played once or often.

A file has either a column ``outcome`` with one of ``OUTCOMES`` in each row, or four columns with these names that hold
counts. Rows with the same covariates, and the same mark in the column of groups where one is named, are one game: they
are taken to have played the same equilibrium.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import EvidenceError, shorten, suggest
from deterrence.games.crisis_roots import Payoffs
from deterrence.study.evidence.rows import is_finite, read_rows

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: What may happen: nobody challenges, the target concedes, both fight, the challenger backs down.
OUTCOMES = ("status_quo", "concession", "war", "backdown")

#: The payoffs of a crisis, in the order of the form's arguments.
PAYOFFS = tuple(each.name for each in fields(Payoffs))

#: Who has which payoffs. Adding one number to all of a player's payoffs changes nothing that it does.
BY_PLAYER = {
    "challenger": ("status_quo", "demand", "war", "backdown"),
    "target": ("concession", "resist", "target_war"),
}

#: Numbers of a file and fixed payoffs are smaller than this.
_MOST, _SIZED = 1e9, "a number below a thousand millions in size"

#: The term that stands for a constant.
CONSTANT = "1"


@dataclass(frozen=True)
class CrisisData:
    """Hold games with their outcomes and covariates.

    Parameters
    ----------
    counts
        How often each game ended in each outcome, (n_games, 4).
    terms
        Payoff and term of every coefficient.
    columns
        The number that multiplies each coefficient in each game, (n_games, n_coefficients).
    fixed
        What each payoff is without its terms, by name.
    n_rows
        Rows of the file.
    """

    counts: Floats
    terms: tuple[tuple[str, str], ...]
    columns: Floats
    fixed: Mapping[str, float]
    n_rows: int

    def payoffs(self, coefficients: Floats) -> Payoffs:
        """Return the payoffs of every game."""
        n_games = len(self.counts)
        found = {name: np.full(n_games, self.fixed.get(name, 0.0)) for name in PAYOFFS}
        for k, (payoff, _) in enumerate(self.terms):
            found[payoff] = found[payoff] + coefficients[k] * self.columns[:, k]
        return Payoffs(**found)


def read_crises(
    source: str | Path | pd.DataFrame, payoffs: Mapping[str, Sequence[str]], fixed: Mapping[str, float],
    group: str | None,
) -> CrisisData:  # fmt: skip
    """Return the games of a file or table.

    Parameters
    ----------
    source
        Path of a CSV file, or a table with the same columns.
    payoffs
        Payoff to its terms: names of columns, and ``"1"`` for a constant. Payoffs that are not named have none.
    fixed
        Payoff to what it is without its terms; 0 where it is not named.
    group
        Column whose values mark games that are apart although their covariates agree.

    Raises
    ------
    EvidenceError
        For the first cell, payoff or term at fault, or terms that no data could tell apart.
    """
    terms = _terms(payoffs)
    _check_fixed(fixed, terms)
    covariates = [term for term in dict.fromkeys(term for _, term in terms) if term != CONSTANT]
    name, rows = read_rows(source, [*covariates, *([group] if group is not None else [])])
    is_counted = "outcome" not in rows[0][1]
    for column in OUTCOMES if is_counted else ():
        if column not in rows[0][1]:
            allowed = f"a column 'outcome', or four columns of counts: {', '.join(OUTCOMES)}"
            raise EvidenceError(name, f"the column '{column}' is missing, and so is 'outcome'", allowed)
    games: dict[tuple[str | None, tuple[float, ...]], Floats] = {}
    for line, row in rows:
        where = f"{name}, line {line}"
        own = tuple(_number(row[column], f"{where}, {column}") for column in covariates)
        mark = None if group is None else row[group]
        counts = games.setdefault((mark, own), np.zeros(len(OUTCOMES)))
        counts += _counts(row, where) if is_counted else _outcome(row["outcome"], f"{where}, outcome")
    if not any(counts.any() for counts in games.values()):
        raise EvidenceError(name, "every count is 0", "one outcome or more")
    values = np.array([own for _, own in games]).reshape(len(games), len(covariates))
    column_of = {CONSTANT: np.ones(len(games)), **{c: values[:, k] for k, c in enumerate(covariates)}}
    columns = np.stack([column_of[term] for _, term in terms], axis=1)
    _check_rank(terms, columns, name)
    return CrisisData(np.array(list(games.values())), terms, columns, dict(fixed), len(rows))


def _terms(payoffs: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for payoff, own in payoffs.items():
        if payoff not in PAYOFFS:
            raise EvidenceError("payoffs", f"saw '{shorten(str(payoff))}'", "", suggest(str(payoff), PAYOFFS))
        listed = [own] if isinstance(own, str) else [str(term) for term in own]
        if not listed or len(set(listed)) < len(listed):
            raise EvidenceError(f"payoffs, {payoff}", "saw no term, or one twice", "different terms, as in ['1', 'x']")
        found += [(payoff, term) for term in listed]
    if not found:
        raise EvidenceError("payoffs", "none has a term", f"terms for some of {', '.join(PAYOFFS)}")
    for player, own in BY_PLAYER.items():
        for term in dict.fromkeys(term for _, term in found):
            if all((payoff, term) in found for payoff in own):
                shown = "a constant" if term == CONSTANT else f"'{shorten(term)}'"
                saw = f"{shown} is in every payoff of the {player}, and only differences between them matter"
                raise EvidenceError("payoffs", saw, "a payoff without it", f"leave it out of one of {', '.join(own)}")
    return tuple(found)


def _check_fixed(fixed: Mapping[str, float], terms: Iterable[tuple[str, str]]) -> None:
    for payoff, value in fixed.items():
        if payoff not in PAYOFFS:
            raise EvidenceError("fixed", f"saw '{shorten(str(payoff))}'", "", suggest(str(payoff), PAYOFFS))
        if not is_finite(value) or abs(value) >= _MOST:
            raise EvidenceError(f"fixed, {payoff}", f"saw {value!r}", _SIZED)
        if (payoff, CONSTANT) in terms:
            saw = "it is fixed and has a constant to be estimated"
            raise EvidenceError(f"payoffs, {payoff}", saw, "one of them", f"leave {payoff} out of the fixed ones")


def _number(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) < _MOST:
        raise EvidenceError(where, f"saw '{shorten(text)}'", _SIZED)
    return value


def _outcome(text: str, where: str) -> Floats:
    if text not in OUTCOMES:
        raise EvidenceError(where, f"saw '{shorten(text)}'", " or ".join(OUTCOMES))
    return np.array([float(text == outcome) for outcome in OUTCOMES])


def _counts(row: Mapping[str, str], where: str) -> Floats:
    found = [_number(row[outcome], f"{where}, {outcome}") for outcome in OUTCOMES]
    for outcome, count in zip(OUTCOMES, found, strict=True):
        if count < 0 or count != int(count):
            raise EvidenceError(f"{where}, {outcome}", f"saw {count:g}", "a whole number of 0 or more")
    return np.array(found)


def _check_rank(terms: Sequence[tuple[str, str]], columns: Floats, name: str) -> None:
    """Check that the terms of each payoff vary apart from one another."""
    for payoff in dict.fromkeys(payoff for payoff, _ in terms):
        own = columns[:, [k for k, (one, _) in enumerate(terms) if one == payoff]]
        scaled = own / np.maximum(np.abs(own).max(axis=0), 1e-300)
        if np.linalg.matrix_rank(scaled) < own.shape[1]:
            saw = f"the terms of '{payoff}' do not vary apart from one another over {len(own)} different games"
            raise EvidenceError(name, saw, "terms of which none follows from the others", "leave one out")
