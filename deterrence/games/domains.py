"""What the arguments of a form may be: ranges of numbers, the words for them, and reading arguments by them.

A form says in which range the numbers of each argument lie; they are read together, checked one by one, and kept. What
ties numbers to each other (an order, a sum) is the form's own business: it says so with ``draws.admit``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.draws import Validity, admit, blank, is_finite, read_numbers, spread
from deterrence.games.profile import Player
from deterrence.numerics import Number


@dataclass(frozen=True)
class Domain:
    """A range of numbers.

    Attributes
    ----------
    holds
        Says which numbers lie in the range, elementwise over draws.
    words
        What a message calls the range, after "allowed is".
    """

    holds: Callable[[Number], Any]
    words: str


FINITE = Domain(is_finite, "a finite number")
PAYOFF = Domain(is_finite, "a finite payoff")
POSITIVE = Domain(lambda number: (number > 0) & is_finite(number), "a positive finite number")
NOT_NEGATIVE = Domain(lambda number: (number >= 0) & is_finite(number), "a finite number >= 0")
COST = Domain(NOT_NEGATIVE.holds, "a finite cost of 0 or more")
PROBABILITY = Domain(lambda number: (number >= 0) & (number <= 1), "a probability in [0, 1]")
SHARE = Domain(PROBABILITY.holds, "a share in [0, 1]")
DISCOUNT = Domain(lambda number: (number >= 0) & (number < 1), "0 <= discount < 1")

#: Of an argument whose range depends on another one; the form checks both together.
TIED = Domain(lambda _: True, "a number")


@dataclass(frozen=True)
class Argument:
    """One argument of a form, as it was given.

    Attributes
    ----------
    domain
        The range of its numbers.
    entries
        Its numbers in order, by the names that messages give them.
    is_row
        Whether it is kept as a tuple, as a row of numbers is, or as the one number that it holds.
    """

    domain: Domain
    entries: Mapping[str, object]
    is_row: bool = True


def single_numbers(domains: Mapping[str, Domain], given: Sequence[object]) -> dict[str, Argument]:
    """Return arguments of one number each: what was given for each name, in order."""
    named = zip(domains.items(), given, strict=True)
    return {name: Argument(domain, {name: value}, is_row=False) for (name, domain), value in named}


def row_by_player(name: str, value: object, players: Sequence[Player], domain: Domain, where: str) -> Argument:
    """Return an argument with a number for each player: a tuple or list as it stands, anything else for all alike.

    Raises
    ------
    GameError
        If a tuple has another number of entries.
    """
    row = spread(value, len(players), f"{where}, {name}")
    return Argument(domain, {f"{name} of {label}": entry for label, entry in zip(players, row, strict=True)})


def row_of_payoffs(name: str, payoffs: object, outcomes: Sequence[str], count: str, where: str) -> Argument:
    """Return an argument with a payoff for each outcome; ``count`` is the number of outcomes as a word.

    Raises
    ------
    GameError
        If there are not that many, or they are neither a tuple nor a list.
    """
    if not isinstance(payoffs, tuple | list) or len(payoffs) != len(outcomes):  # pyright: ignore[reportUnknownArgumentType]
        saw = f"saw {len(payoffs)} entries" if isinstance(payoffs, tuple | list) else f"saw {payoffs!r}"  # pyright: ignore[reportUnknownArgumentType]
        raise GameError(f"{where}, {name}", saw, f"{count} payoffs ({', '.join(outcomes)})")
    return Argument(PAYOFF, {f"{name}, {outcome}": entry for outcome, entry in zip(outcomes, payoffs, strict=True)})  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def read_arguments(arguments: Mapping[str, Argument], where: str) -> tuple[dict[str, Any], Any]:
    """Turn arguments into numbers, exact together or floats together, each in its range.

    Parameters
    ----------
    arguments
        By the names under which a form keeps them.
    where
        The game's name, for messages.

    Returns
    -------
    tuple
        Numbers by argument, rows as tuples, and which draws are sound so far: True, or booleans ``(n_draws,)``.

    Raises
    ------
    GameError
        If an entry is no number, or a plain one is out of its range; draws out of range are only not sound.
    """
    given = {entry: value for argument in arguments.values() for entry, value in argument.entries.items()}
    numbers = iter(read_numbers(given, where))
    valid: Any = True
    read: dict[str, Any] = {}
    for name, argument in arguments.items():
        domain, row = argument.domain, tuple(itertools.islice(numbers, len(argument.entries)))
        for entry, number in zip(argument.entries, row, strict=True):
            valid = valid & admit(domain.holds(number), f"{where}, {entry}", number, domain.words)
        read[name] = row if argument.is_row else row[0]
    return read, valid


def settle(valid: Any) -> Validity:
    """Return which draws are sound as a form keeps it: None when all are."""
    return None if np.all(valid) else np.asarray(valid, dtype=np.bool_)


def blank_faults(numbers: Mapping[str, Any], valid: Any) -> dict[str, Any]:
    """Return numbers and rows with NaN at the draws that are not sound, and under ``"valid"`` which ones are."""
    sound = settle(valid)
    if sound is None:
        return {**numbers, "valid": None}
    kept = {
        name: tuple(blank(sound, entry) for entry in number) if isinstance(number, tuple) else blank(sound, number)
        for name, number in numbers.items()
    }
    return kept | {"valid": sound}
