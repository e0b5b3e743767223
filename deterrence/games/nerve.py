"""How long to stand in a contest of risk: reading a profile, and the best reply to it by integration.

Units: costs are shares of the highest cost D, so that c = d / D is uniform on [0, 1], and the prize is a = v / D. Risk
is counted as s = -log(1 - x), which adds up as the contest goes on.

A plan is told at ten costs; between them s is linear in 1 / c. On a piece s = alpha + beta / c, so at s the side that
is just giving way has the cost c(s) = beta / (s - alpha), a share c(s) of all still stands, and they give way at the
rate h(s) = 1 / (s - alpha). A side with the cost c that stands a little longer at s gains, as seen from the start,

    exp(-s) c(s) (a h(s) - c) ds.

The bracket falls along a piece, so the best places to give way are the ends of the pieces and the points where it is
zero. With t = s - alpha, the integrals are those of exp(-t) / t^2 and exp(-t) / t, the exponential integrals
E_2(t) / t and E_1(t).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.behaviour import read_behaviour
from deterrence.games.profile import Player, StrategyProfile

STAND, YIELD = "stand", "yield"

#: Costs at which a plan is told, as tenths of the highest.
_TENTHS = range(1, 11)

#: Risk s beyond which nothing counts: exp(-s) is below the smallest number that keeps its digits.
_END = 700.0

#: Beyond this x, exp(x) E_n(x) is computed as one function, because exp(x) alone would overflow.
_LARGE = 500.0

#: Costs that are tried, as shares of the highest: the points of a plan and halfway between them.
_COSTS = np.arange(1, 21) / 20

#: A piece of a plan, in the order of s: where it starts and ends, alpha and beta; beta is 0 before anybody gives way.
_Piece = tuple[float, float, float, float]


def cost_shares() -> dict[str, float]:
    """Return the information sets of a plan with their costs as shares of the highest: ``"cost 10%"`` and so on."""
    return {f"cost {10 * tenth}%": tenth / 10 for tenth in _TENTHS}


def read_nerve(profile: StrategyProfile, player: Player) -> tuple[float, ...]:
    """Return s at the ten costs, from the lowest, of one player; infinite where it never gives way.

    Raises
    ------
    GameError
        If the profile does not fit, or s does not fall strictly, down to a finite one, as the cost rises.
    """
    rows = read_behaviour(profile, player, dict.fromkeys(cost_shares(), (STAND, YIELD)), "private_brinkmanship")
    # What is given to "yield" keeps the digits of a small 1 - x.
    risks = tuple(-math.log(float(quits)) if quits > 0 else math.inf for _, quits in rows)
    risks = tuple(risk if risk < _END else math.inf for risk in risks)
    if math.isinf(risks[-1]) or any(not more > less for more, less in pairwise(risks) if math.isfinite(more)):
        raise GameError(
            f"profile of the private_brinkmanship, player {player!r}",
            "saw a risk that does not fall as the cost rises",
            "a risk that falls strictly, to less than 1 at the highest cost",
        )
    return risks


def best_gain(own: Sequence[float], other: Sequence[float], prize: float) -> float:
    """Return the most that a side gains by its best reply, over its costs, in units of the highest cost.

    Parameters
    ----------
    own, other
        s at the ten costs, of the side and of its opponent.
    prize
        a = v / D.
    """
    pieces = _pieces(other)
    # One row per cost: giving way at once, at the end of a piece, where a h = c, and as planned.
    stops = [np.zeros_like(_COSTS), *(np.full_like(_COSTS, end) for _, end, _, _ in pieces)]
    stops += [np.clip(alpha + prize / _COSTS, start, end) for start, end, alpha, _ in pieces]
    stops.append(np.array([_stop(_pieces(own), cost) for cost in _COSTS]))
    gained = _gain(pieces, np.stack(stops, axis=1), prize)
    return float(np.max(gained.max(axis=1) - gained[:, -1]))


def scaled_integral(order: int, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return exp(x) E_n(x) for x > 0 and the order n, 1 or 2, elementwise and without overflow."""
    from scipy import special

    small = np.minimum(x, _LARGE)
    # Tricomi's U(1, 2 - n, x) is the same function, and accurate where x is large.
    large = special.hyperu(1.0, 2.0 - order, np.maximum(x, _LARGE))
    return np.where(x <= _LARGE, np.exp(small) * special.expn(order, small), large)


def _pieces(risks: Sequence[float]) -> list[_Piece]:
    """Return a plan's pieces, the first for the time before anybody gives way, the last for the lowest costs."""
    known = [(tenth / 10, risk) for tenth, risk in zip(_TENTHS, risks, strict=True) if math.isfinite(risk)]
    lines: list[_Piece] = []
    for (low, end), (high, start) in zip(known[-2::-1], known[:0:-1], strict=True):
        beta = (end - start) / (1 / low - 1 / high)
        lines.append((start, end, start - beta / high, beta))
    _, last, alpha, beta = lines[-1]
    return [(0.0, known[-1][1], 0.0, 0.0), *lines, (last, _END, alpha, beta)]


def _stop(pieces: Sequence[_Piece], cost: float) -> float:
    """Return where a plan gives way at a cost: on its piece, s = alpha + beta / c."""
    for start, end, alpha, beta in pieces[1:]:
        if (stop := max(alpha + beta / cost, start)) <= end:
            return stop
    return _END


def _gain(pieces: Sequence[_Piece], stops: NDArray[np.float64], prize: float) -> NDArray[np.float64]:
    """Return what standing up to each stop brings, ``(n_costs, n_stops)``, rather than giving way at once."""
    costs = _COSTS[:, np.newaxis]
    start, end, _, _ = pieces[0]
    total = costs * np.expm1(-np.clip(stops, start, end))
    for start, end, alpha, beta in pieces[1:]:
        ahead = (_ahead(np.array(s), alpha, beta, prize, costs) for s in (start, np.clip(stops, start, end)))
        total = total + next(ahead) - next(ahead)
    return total


def _ahead(
    s: NDArray[np.float64], alpha: float, beta: float, prize: float, costs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the integral of the gain from s on without end, if the piece had none."""
    t = s - alpha
    return beta * np.exp(-s) * (prize * scaled_integral(2, t) / t - costs * scaled_integral(1, t))
