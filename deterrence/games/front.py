"""A front of the escalation ladder: its rungs, its seats, and what moves it.

A front stands on one rung, 0 (quiet) up to ``top``. Each period every seat picks a posture and the front moves by at
most one rung. With m seats escalating::

    P(up)            = 1 - (1 - accident) * (1 - spill from other fronts) * product over escalating seats of (1 - push)
                       or hazard[m], which replaces all of it
    P(down | not up) = calm if every seat de-escalates, ease if some seat does and none escalates, else 0

There is no way up from the top, no way down from rung 0, and neither at an absorbing rung; ``exit`` leads from the
top, absorbing or not, one rung down whatever the postures.

A number may carry a leading axis of draws. An array whose shape fits without one is read without one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deterrence.errors import GameError, suggest
from deterrence.games.draws import MAX_NUMBER
from deterrence.games.form import read_sequence, store
from deterrence.games.profile import Player

#: What a seat can pick, in the order of every posture axis.
POSTURES = ("de-escalate", "hold", "escalate")

_BOUNDED = f"finite numbers below {MAX_NUMBER:g} in size"
_SOME = f"some of {list(POSTURES)}"

#: Rungs times seats; arrays of this size are still made at once.
MAX_SIZE = 1_000_000


@dataclass(frozen=True, init=False, eq=False)
class Front:
    """Hold one front of a ladder.

    Parameters
    ----------
    name
        The front's name, unique in its ladder.
    top
        The highest rung, at least 1.
    seats
        The player behind each seat: a label of the ladder's players, or 0, 1, ...
    accident
        Probability per period of climbing though nobody pushes, scalar or (top + 1,).
    ease
        Probability of moving down when some seats de-escalate and none escalates.
    calm
        Probability of moving down when every seat de-escalates.
    push
        Probability that one escalating seat carries the front up, scalar, (n_seats,) or (n_seats, top + 1).
    flow
        Payoff per period of each player at each rung, payoff units, (n_players, top + 1); players without a seat
        included.
    gain
        Payoff of a seat's player for escalating, payoff units, scalar, (n_seats,) or (n_seats, top + 1).
    backdown
        Cost of de-escalating, at least 0, like ``gain``.
    restraint_cost
        Cost of holding, at least 0, like ``gain``.
    hazard
        Probability of climbing by number of escalating seats, (n_seats + 1,) or (top + 1, n_seats + 1). It replaces
        accident, spill and push.
    postures
        The postures offered, all of ``POSTURES`` when omitted. De-escalation is offered only above rung 0.
    absorbing
        The rungs that offer no posture and are not left, except by ``exit``; the top when omitted.
    exit
        Probability per period of leaving the top downward whatever the postures.

    Raises
    ------
    GameError
        If a shape does not fit, a probability is outside [0, 1], a cost is negative, or a label is unknown. With an
        axis of draws, a number out of range makes its draw NaN instead.

    Examples
    --------
    >>> front = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0, hazard=[0.02, 0.2, 0.3])
    >>> front.n_seats, front.absorbing
    (2, (1,))
    """

    name: str
    top: int
    seats: tuple[Player, ...]
    accident: NDArray[np.float64]
    ease: NDArray[np.float64]
    calm: NDArray[np.float64]
    push: NDArray[np.float64]
    flow: NDArray[np.float64]
    gain: NDArray[np.float64]
    backdown: NDArray[np.float64]
    restraint_cost: NDArray[np.float64]
    hazard: NDArray[np.float64] | None
    postures: tuple[str, ...]
    absorbing: tuple[int, ...]
    exit: NDArray[np.float64]

    def __init__(
        self,
        name: str,
        top: int,
        seats: Sequence[Player],
        accident: ArrayLike,
        ease: ArrayLike,
        calm: ArrayLike,
        push: ArrayLike,
        flow: ArrayLike,
        gain: ArrayLike,
        backdown: ArrayLike,
        restraint_cost: ArrayLike = 0,
        hazard: ArrayLike | None = None,
        postures: Sequence[str] | None = None,
        absorbing: Sequence[int] | None = None,
        exit: ArrayLike = 0,
    ) -> None:
        where = f"front '{name}'"
        if not _is_whole(top) or top < 1:
            raise GameError(
                f"top of {where}", f"saw {top!r}", "an integer of at least 1", "give the front two rungs or more"
            )
        held = read_sequence(seats, f"seats of {where}", "one player per seat")
        if not held:
            raise GameError(f"seats of {where}", "saw none", "one player per seat, at least one")
        rungs, n_seats = int(top) + 1, len(held)
        if rungs * n_seats > MAX_SIZE:
            raise GameError(
                f"top of {where}", f"saw {rungs} rungs and {n_seats} seats", f"a product of at most {MAX_SIZE}"
            )
        fields: dict[str, object] = {"name": name, "top": int(top), "seats": held}
        for key, value in (("ease", ease), ("calm", calm), ("exit", exit)):
            fields[key] = read_numbers(value, f"{key} of {where}", (), low=0, high=1)
        fields |= {
            "accident": read_numbers(accident, f"accident of {where}", (rungs,), low=0, high=1),
            "push": _by_seat(push, f"push of {where}", n_seats, rungs, low=0, high=1),
            "gain": _by_seat(gain, f"gain of {where}", n_seats, rungs),
            "backdown": _by_seat(backdown, f"backdown of {where}", n_seats, rungs, low=0),
            "restraint_cost": _by_seat(restraint_cost, f"restraint_cost of {where}", n_seats, rungs, low=0),
            "flow": _read_flow(flow, f"flow of {where}", rungs),
            "hazard": None if hazard is None else _read_hazard(hazard, f"hazard of {where}", n_seats, rungs),
            "postures": _read_postures(postures, f"postures of {where}"),
            "absorbing": _read_absorbing(absorbing, f"absorbing of {where}", int(top)),
        }
        store(self, fields)

    @property
    def n_seats(self) -> int:
        """The number of seats."""
        return len(self.seats)

    @property
    def n_rungs(self) -> int:
        """The number of rungs."""
        return self.top + 1

    def offered(self, rung: int) -> tuple[str, ...]:
        """Return the postures that a seat can pick on a rung; at an absorbing rung only to hold, which pays nothing."""
        if rung in self.absorbing:
            return ("hold",)
        return tuple(posture for posture in self.postures if rung > 0 or posture != "de-escalate")


def read_numbers(
    value: ArrayLike, where: str, core: tuple[int, ...], *, low: float = -math.inf, high: float = math.inf
) -> NDArray[np.float64]:
    """Return numbers as a read-only array of shape ``core`` or ``(n_draws, *core)``.

    Parameters
    ----------
    value
        A scalar, an array that broadcasts to ``core``, or one that does after a leading axis of draws.
    where
        The argument, for messages.
    core
        The shape without draws.
    low, high
        The closed range allowed. Outside of it a number is an error, or NaN inside draws.

    Raises
    ------
    GameError
        If the value is not numeric, does not fit, or is out of range.
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError, MemoryError):
        raise GameError(where, f"saw {_short(value)}", f"numbers of shape {core}") from None
    draws = array.shape[:1] if array.ndim == len(core) + 1 else ()
    if array.ndim > len(core) + 1 or not _broadcasts(array.shape[len(draws) :], core) or 0 in array.shape:
        raise GameError(
            where, f"saw shape {array.shape}", f"a scalar, shape {core}, or shape {('n_draws', *core)}".replace("'", "")
        )
    shape = (*draws, *core)
    array = np.array(array if array.shape == shape else np.broadcast_to(array, shape), order="C")
    if not (low <= array.min() and array.max() <= high and abs(array).max() < MAX_NUMBER):  # NaN is in no range
        fits = (abs(array) < MAX_NUMBER) & (array >= low) & (array <= high)
        if not draws:
            raise GameError(where, f"saw {float(array[~fits].flat[0])!r}", _range(low, high))
        array[~fits] = np.nan
    array.flags.writeable = False
    return array


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _broadcasts(shape: tuple[int, ...], core: tuple[int, ...]) -> bool:
    return len(shape) <= len(core) and all(a in (1, b) for a, b in zip(reversed(shape), reversed(core), strict=False))


def _range(low: float, high: float) -> str:
    if low == math.ulp(0.0):
        return "finite numbers above 0"
    if high == math.nextafter(1, 0):
        return f"numbers from {low:g} to below 1"
    if math.isinf(high):
        return _BOUNDED if math.isinf(low) else f"{_BOUNDED} and of at least {low:g}"
    return f"numbers from {low:g} to {high:g}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _by_seat(
    value: ArrayLike, where: str, n_seats: int, rungs: int, *, low: float = -math.inf, high: float = math.inf
) -> NDArray[np.float64]:
    """Read a number per seat and rung; one axis is the seats, and two that do not fit are draws and seats."""
    array = as_array(value, where)
    per_draw = array.ndim == 2 and not _broadcasts(array.shape, (n_seats, rungs)) and array.shape[1] == n_seats
    if array.ndim == 1 or per_draw:
        array = array[..., np.newaxis]
    return read_numbers(array, where, (n_seats, rungs), low=low, high=high)


def _read_hazard(value: ArrayLike, where: str, n_seats: int, rungs: int) -> NDArray[np.float64]:
    """Read the hazard table; two axes that do not fit rungs and counts are draws and counts."""
    array = as_array(value, where)
    if array.ndim == 0 or array.shape[-1] != n_seats + 1:
        raise GameError(
            where,
            f"saw shape {array.shape}",
            f"shape ({n_seats + 1},) or ({rungs}, {n_seats + 1})",
            "give one probability for each number of escalating seats, none included",
        )
    if array.ndim == 2 and array.shape[0] not in (1, rungs):
        array = array[:, np.newaxis, :]
    return read_numbers(array, where, (rungs, n_seats + 1), low=0, high=1)


def _read_flow(value: ArrayLike, where: str, rungs: int) -> NDArray[np.float64]:
    """Read flow payoffs, keeping the axis of players as given: the ladder knows how many there are."""
    array = as_array(value, where)
    if array.ndim <= 1:
        array = array.reshape(1, -1)
    return read_numbers(array, where, (array.shape[-2], rungs))


def as_array(value: ArrayLike, where: str) -> NDArray[np.float64]:
    """Return numbers as an array of whatever shape they have."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError, MemoryError):
        raise GameError(where, f"saw {_short(value)}", "numbers") from None


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _read_postures(value: Sequence[str] | None, where: str) -> tuple[str, ...]:
    given: tuple[Any, ...] = POSTURES if value is None else read_sequence(_listed(value), where, _SOME)
    for posture in given:
        if not isinstance(posture, str) or posture not in POSTURES:
            raise GameError(where, f"saw {_short(posture)}", _SOME, suggest(str(posture), POSTURES))
    if not {"hold", "escalate"} & set(given) or len(set(given)) != len(given):
        raise GameError(
            where, f"saw {list(given)}", "different postures, hold or escalate among them", "rung 0 must offer one"
        )
    return tuple(posture for posture in POSTURES if posture in given)


def _read_absorbing(value: Sequence[int] | None, where: str, top: int) -> tuple[int, ...]:
    given: tuple[Any, ...] = (top,) if value is None else read_sequence(_listed(value), where, "rungs")
    for rung in given:
        if not _is_whole(rung) or not 0 <= rung <= top:
            raise GameError(where, f"saw {rung!r}", f"rungs from 0 to {top}")
    return tuple(sorted({int(rung) for rung in given}))
