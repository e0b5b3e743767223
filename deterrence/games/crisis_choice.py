"""What the challenger of a crisis does at its two moves, given how likely resistance is.

The challenger's payoff from fighting is W + e and from backing down a + e', with e and e' independent standard normal.
It challenges when the better of the two exceeds a cut-off c, so everything follows from the masses of types

    J1(c) = P(W + e > max(a + e', c)) = integral over z > c - W of phi(z) Phi(z + W - a)
    J2(c) = P(a + e' > max(W + e, c)) = integral over z > c - a of phi(z) Phi(z + a - W)

of those who challenge to fight and those who challenge to back down. Their sum is the chance of a challenge,
1 - Phi(c - W) Phi(c - a), and their ratio the odds that a resisted challenger backs down. Equilibria may lie where a
challenge is so rare that both masses are below any float, so masses are kept as logarithms. The smaller of the two is
integrated by Gauss-Legendre quadrature over the window in which its integrand lives, and the other is the rest: at
least half of the sum, so the difference loses no digits.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Half-width of the window, in standard deviations: what lies outside is below 1e-14 of the whole.
_REACH = 8.0

#: Nodes of the quadrature; 40 leave a relative error below 1e-13.
_N_NODES = 40

#: Points that are integrated at once, so that a sweep needs tens of megabytes and not gigabytes.
_CHUNK = 20_000

#: Cut-offs beyond this count as infinite.
_FARTHEST = 1e14

_LOG_ROOT_TWO_PI = 0.9189385332046727


def back_down_log_odds(cut_off: Floats, war: Floats, backdown: Floats) -> tuple[Floats, Floats]:
    """Return the log odds that a challenger backs down when resisted, log(J2 / J1), and their slope in the cut-off.

    Parameters
    ----------
    cut_off, war, backdown
        c, W and a, arrays of one shape ``(n,)``; c may be infinite.
    """
    odds, slope = np.empty_like(cut_off), np.empty_like(cut_off)
    for first in range(0, len(cut_off), _CHUNK):
        part = slice(first, first + _CHUNK)
        odds[part], slope[part] = _log_odds(cut_off[part], war[part], backdown[part])
    return odds, slope


def p_challenge(cut_off: Floats, war: Floats, backdown: Floats) -> Floats:
    """Return the chance that the better of W + e and a + e' exceeds the cut-off."""
    from scipy.special import ndtr

    fight, back = ndtr(war - cut_off), ndtr(backdown - cut_off)
    return fight + back - fight * back


def _log_odds(cut_off: Floats, war: Floats, backdown: Floats) -> tuple[Floats, Floats]:
    from scipy.special import log_ndtr

    gap = np.abs(war - backdown)
    is_finite = cut_off < _FARTHEST
    # A hundred deviations below the worse utility nobody is kept out any more.
    near = np.where(is_finite, np.maximum(cut_off - np.maximum(war, backdown), -100 - gap), 0.0)
    far = near + gap
    low, rare = scaled_tail(far, -gap)
    base, either = _scaled_union(near, far)
    share = np.minimum(rare - either - (low - base) * (low + base) / 2, np.log(0.5))
    common = either + np.log1p(-np.exp(share))
    odds = share - np.log1p(-np.exp(share))
    leaving_near = np.exp(_half_squares(base, near) + log_ndtr(far) - common - _LOG_ROOT_TWO_PI)
    leaving_far = np.exp(_half_squares(low, far) + log_ndtr(near) - rare - _LOG_ROOT_TWO_PI)
    slope = leaving_near - leaving_far
    sign = np.where(war > backdown, 1.0, -1.0)
    limit = np.where(gap > 0, -np.inf, 0.0)
    return sign * np.where(is_finite, odds, limit), sign * np.where(is_finite, slope, -gap)


def _half_squares(one: Floats, other: Floats) -> Floats:
    """Return (one^2 - other^2) / 2 without squaring large numbers first."""
    return (one - other) * (one + other) / 2


def _scaled_union(near: Floats, far: Floats) -> tuple[Floats, Floats]:
    """Return (base, m) such that m - base^2 / 2 is the logarithm of 1 - Phi(near) Phi(far), for near <= far."""
    from scipy.special import erfcx, ndtr

    base = np.maximum(near, 0.0)
    beyond = np.maximum(far, base)
    scaled = (
        erfcx(base / np.sqrt(2)) + erfcx(beyond / np.sqrt(2)) * np.exp(_half_squares(base, beyond)) * ndtr(near)
    ) / 2
    plain = ndtr(-near) + ndtr(-far) * ndtr(near)
    return base, np.log(np.where(near > 0, scaled, plain))


def scaled_tail(start: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """Return (low, m) such that m - low^2 / 2 is the logarithm of the integral of phi(z) Phi(z + shift), z > start.

    The square is kept apart because for a large ``start`` it would swallow the rest.
    """
    from scipy.special import log_ndtr

    nodes, weights = _nodes()
    peak = np.maximum(0.0, -shift / 2)
    low = np.maximum(start, peak - _REACH)
    decay = np.maximum(0.0, np.minimum(low, 2 * low + shift))
    # Beyond the peak the integrand falls at least as exp(-decay t - t^2 / 2); the root's difference would cancel.
    length = np.where(low > peak, _REACH**2 / (np.hypot(decay, _REACH) + decay), peak - low + _REACH)
    step = length[:, None] * nodes
    exponent = log_ndtr(low[:, None] + shift[:, None] + step) - step * (low[:, None] + step / 2)
    top = exponent.max(axis=1, keepdims=True)
    total = np.exp(exponent - top) @ weights
    return low, np.log(total * length) + top[:, 0] - _LOG_ROOT_TWO_PI


@cache
def _nodes() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    return (nodes + 1) / 2, weights / 2
