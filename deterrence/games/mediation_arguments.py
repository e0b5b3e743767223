"""Reading the arguments of a mediation game: payoffs with or without types, priors, labels; draws ride along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.domains import PAYOFF, PROBABILITY, Argument, read_arguments, settle
from deterrence.games.draws import Validity, admit
from deterrence.games.payoffs import MAX_ENTRIES
from deterrence.numerics import Number, is_array, is_symbolic

#: Largest distance between one and the sum of a player's prior.
_SLACK = 1e-9


def read_game(
    payoffs: object, prior: object, where: str
) -> tuple[NDArray[Any], tuple[NDArray[Any], NDArray[Any]], Validity]:
    """Return payoffs with axes for types, one prior per player, and which draws are sound.

    Parameters
    ----------
    payoffs
        Shape ``(2, A, B)``, or ``(2, n_types_0, n_types_1, A, B)`` with a prior; numbers or draws.
    prior
        None, or one row of probabilities per player; one row alone holds for both players.
    where
        The game's name, for messages.

    Returns
    -------
    tuple
        Payoffs of shape ``(2, n_types_0, n_types_1, A, B)``, priors of shape ``(n_types,)``, each with a leading axis
        of draws when anything is drawn; object arrays for exact numbers and for SymPy expressions.

    Raises
    ------
    GameError
        If shapes do not fit, an entry is no finite number, or a prior holds no probabilities.
    """
    table = _nested(payoffs, f"{where}, payoffs")
    if (table.ndim == 5) != (prior is not None):
        raise GameError(
            f"{where}, payoffs",
            f"saw {table.ndim} axes and {'a' if prior is not None else 'no'} prior",
            "axes (player, action, action) and no prior, or (player, type, type, action, action) and a prior each",
        )
    rows = _prior_rows(prior, table.shape[1:3], f"{where}, prior") if prior is not None else [[1], [1]]
    if table.ndim == 3:
        table = table[:, None, None]
    entries: dict[str, object] = {f"payoffs{list(index)}": entry for index, entry in np.ndenumerate(table)}
    arguments = {"payoffs": Argument(PAYOFF, entries)}
    for i, row in enumerate(rows):
        named = {f"prior {i}, type {t}": entry for t, entry in enumerate(row)}
        arguments[f"prior {i}"] = Argument(PROBABILITY, named)
    numbers, valid = read_arguments(arguments, where)
    for place in ("prior 0", "prior 1"):
        total = sum(numbers[place])
        near = True if is_symbolic(total) else abs(total - 1) <= _SLACK
        valid = valid & admit(near, f"{where}, {place}", f"a sum of {total}", "a sum of 1")
    n_draws = next((len(entry) for row in numbers.values() for entry in row if is_array(entry)), None)
    first, second = (_stack(numbers[place], (len(numbers[place]),), n_draws) for place in ("prior 0", "prior 1"))
    return _stack(numbers["payoffs"], table.shape, n_draws), (first, second), settle(valid)


def read_labels(
    given: Sequence[Sequence[str]] | None, counts: Sequence[int], what: str, where: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return two rows of labels, "0", "1", ... when none are given.

    Raises
    ------
    GameError
        If their number does not fit, one stands twice, or one is empty or holds a comma.
    """
    first, second = counts
    if given is None:
        return tuple(map(str, range(first))), tuple(map(str, range(second)))
    allowed = f"two lists of {first} and {second} different names without commas"
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise GameError(f"{where}, {what}", f"saw {given!r:.60}", allowed)
    for row, count in zip(given, counts, strict=True):
        named = isinstance(row, list | tuple) and all(isinstance(x, str) and x and "," not in x for x in row)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not named or not len(set(row)) == len(row) == count:
            raise GameError(f"{where}, {what}", f"saw {row!r:.60}", allowed)
    return tuple(given[0]), tuple(given[1])


def _nested(payoffs: object, where: str) -> NDArray[Any]:
    """Return an object array with one entry, a number or draws, for each player, types and actions."""
    allowed = "shape (2, A, B), or (2, n_types, n_types, A, B) with a prior"
    table: NDArray[Any]
    if not isinstance(payoffs, np.ndarray) and _depth(payoffs) not in (3, 5):
        try:
            payoffs = np.array(payoffs)  # rows or tables that are arrays themselves
        except ValueError:
            raise GameError(where, "saw rows of different lengths", allowed) from None
    if isinstance(payoffs, np.ndarray):
        if payoffs.ndim in (4, 6):  # draws come first
            shape = payoffs.shape[1:]
            table = np.empty(shape, dtype=object)
            for index in np.ndindex(*shape):
                table[index] = payoffs[(slice(None), *index)]
        else:
            table = np.array(payoffs, dtype=object)
    else:
        shape = _shape(payoffs)
        table = np.empty(shape, dtype=object)
        for index in np.ndindex(*shape):
            entry: Any = payoffs
            for depth, place in enumerate(index):
                row = as_list(entry)
                if len(row) != shape[depth]:
                    raise GameError(where, "saw rows of different lengths", allowed)
                entry = row[place]
            table[index] = entry
    if table.ndim not in (3, 5) or table.shape[0] != 2 or 0 in table.shape:
        raise GameError(where, f"saw shape {table.shape}", allowed)
    if table.size > MAX_ENTRIES:
        raise GameError(where, f"saw {table.size} entries", f"at most {MAX_ENTRIES}")
    return table


def _depth(nested: object) -> int:
    return len(_shape(nested))


def _shape(nested: object) -> tuple[int, ...]:
    """Return the lengths of nested lists, followed along their first entries six deep; empty for anything else."""
    lengths: list[int] = []
    while (rows := as_list(nested)) and len(lengths) < 6:  # one more than any table has; a list may hold itself
        lengths.append(len(rows))
        nested = rows[0]
    return tuple(lengths)


def as_list(given: object) -> list[Any]:
    """Return the entries of a list or tuple; none for anything else."""
    return list(cast("Sequence[Any]", given)) if isinstance(given, list | tuple) else []


def _prior_rows(prior: Any, counts: Sequence[int], where: str) -> list[list[Any]]:
    """Return the entries of both players' priors; where rows fit neither player, they are one row of draws for both."""
    if isinstance(prior, np.ndarray):
        prior = np.moveaxis(prior, 0, -1) if prior.ndim == 3 else prior  # draws come first
        prior = [list(row) if row.ndim else float(row) for row in prior]
    rows = as_list(prior)
    if not rows:
        raise GameError(where, f"saw {prior!r:.60}", "one probability per type, for each player")
    lengths = [len(row) if isinstance(row, list | tuple | np.ndarray) else 0 for row in rows]
    if lengths == list(counts):
        return [list(row) for row in rows]
    is_row = all(is_array(row) or not isinstance(row, list | tuple) for row in rows)
    if is_row and [len(rows)] * 2 == list(counts):
        return [rows, rows]
    saw = f"saw rows of {lengths} probabilities" if any(lengths) else f"saw {len(rows)} probabilities"
    raise GameError(where, saw, f"{list(counts)}, one per type of each player")


def _stack(numbers: Sequence[Number], shape: tuple[int, ...], n_draws: int | None) -> NDArray[Any]:
    if n_draws is not None:
        columns = [np.broadcast_to(np.asarray(number, dtype=np.float64), n_draws) for number in numbers]
        table: NDArray[Any] = np.stack(columns, axis=-1).reshape(n_draws, *shape)
    elif all(isinstance(number, float) for number in numbers):
        table = np.array(numbers, dtype=np.float64).reshape(shape)
    else:
        table = np.empty(len(numbers), dtype=object)
        table[:] = numbers
        table = table.reshape(shape)
    table.flags.writeable = False
    return table
