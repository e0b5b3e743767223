"""The equilibria of unilateral deterrence in closed form, elementwise over draws.

Why these are all, with credibilities strictly between 0 and 1 (notation as in ``deterrence``):

1. The last move is dominant: hard challengers fight, soft ones retreat. Hard defenders resist.
2. A hard challenger gains from challenging iff P < c_H, a soft one iff P < c_S, and c_S < c_H. So if soft ones ever
   challenge, hard ones always do; and if hard ones ever hold back, soft ones always do.
3. If nobody challenges, P >= c_H; the belief is free, and any y that meets P >= c_H is supported by some belief.
4. If only hard ones challenge, r = 1 > d_t, so y = 0 and P = p_D; hence c_S <= p_D <= c_H.
5. If soft ones challenge for sure, r = p_C. With p_C > d_t, y = 0, hence p_D <= c_S. With p_C < d_t, y = 1 and
   P = 1 > c_S, a contradiction.
6. If soft ones mix, P = c_S, so that y = (c_S - p_D) / (1 - p_D), and r = d_t gives x_S.

At a credibility of 0 or 1 a type that does not exist may also do other things, which changes no outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.games.candidate import Candidate
from deterrence.games.choices import binary
from deterrence.games.deterrence_measures import c_hard, c_soft, d_threshold
from deterrence.games.deterrence_play import play
from deterrence.games.profile import StrategyProfile
from deterrence.numerics import Number, divide, is_exact, is_symbolic, maximum, minimum, negate, where

if TYPE_CHECKING:
    from deterrence.games.deterrence import Deterrence

#: Credibilities this near to a threshold lie on it, so that decimal payoffs at a boundary do not fail by rounding.
BOUNDARY_TOLERANCE = 1e-12

_D1 = (
    "at every chance of resistance at which the soft challenger would not lose, the hard one gains, "
    "so a challenger is taken to be hard and the soft defender concedes"
)


def list_equilibria(game: Deterrence) -> tuple[Candidate, ...]:
    """Return the five candidates of ``Deterrence.candidates``."""
    own, other = game.challenger_credibility, game.defender_credibility
    hard, soft, doubt = c_hard(game), c_soft(game), d_threshold(game)
    is_weak = _at_most(other, soft)
    # Where two boundaries meet, bluffing for sure and resisting never is the attack itself.
    is_corner = (own >= doubt) & (other >= soft)
    bluffs = _share(divide(own * (1 - doubt), (1 - own) * doubt))
    resists = _share(divide(soft - other, 1 - other))
    sure = where(own > 0, 1, doubt)
    return (
        _candidate(game, "deterrence", _at_most(hard, other), (0, 0, 0), (doubt, 1)),
        _candidate(game, "separating", _at_most(soft, other) & _at_most(other, hard), (1, 0, 0), (sure, 1)),
        _candidate(game, "attack", is_weak & _at_most(doubt, own), (1, 1, 0), (own, own)),
        _candidate(
            game, "bluff", is_weak & _at_most(own, doubt) & negate(is_corner), (1, bluffs, resists), (doubt, doubt)
        ),
        # Always, but for draws at fault, whose credibility is NaN.
        _candidate(game, "untested", own >= 0, (0, 0, 1), (0, doubt), removed=_D1),
    )


def is_on_boundary(game: Deterrence) -> bool:
    """Say whether the game lies where two regions meet, in some draw: mixtures of two equilibria are equilibria there.

    A symbolic game is taken to lie off them.
    """
    own, other = game.challenger_credibility, game.defender_credibility
    hard, soft, doubt = c_hard(game), c_soft(game), d_threshold(game)

    def is_met(left: Number, right: Number) -> Any:
        return _at_most(left, right) & _at_most(right, left)

    if any(is_symbolic(number) for number in (own, other, hard, soft, doubt)):
        return False
    return bool(np.any(is_met(other, hard) | is_met(other, soft) | ((other < soft) & is_met(own, doubt))))


def _candidate(
    game: Deterrence,
    name: str,
    exists: Any,
    chances: tuple[Number, Number, Number],
    belief: tuple[Number, Number],
    removed: str = "",
) -> Candidate:
    """Return a candidate from x_H, x_S and y, and the lowest and highest belief r that supports it."""
    challenger, defender = game.players
    hard, soft, resists = chances
    strategies = {
        challenger: {
            "hard": binary("challenge", "wait", hard),
            "soft": binary("challenge", "wait", soft),
            "hard_resisted": binary("fight", "retreat", 1),
            "soft_resisted": binary("fight", "retreat", 0),
        },
        defender: {
            "hard_challenged": binary("resist", "concede", 1),
            "soft_challenged": binary("resist", "concede", resists),
        },
    }
    outcomes, payoffs = play(game, StrategyProfile(strategies))
    low, high = belief
    believed = {"hard": (low, high), "soft": (1 - high, 1 - low)}
    figures = {
        "p_status_quo": outcomes["SQ"],
        "p_concession": outcomes["DC"],
        "p_retreat": outcomes["CD"],
        "p_conflict": outcomes["DD"],
        "p_challenge": 1 - outcomes["SQ"],
        "soft_challenge": soft,
        "soft_resistance": resists,
    }
    return Candidate(
        name,
        exists,
        strategies,
        payoffs,
        outcomes,
        figures,
        {"hard_challenged": believed, "soft_challenged": believed},
        {"D1": not removed},
        {"D1": removed} if removed else {},
    )


def _at_most(low: Number, high: Number) -> Any:
    """Say whether one probability is at most another: exactly for fractions and symbols, up to rounding for floats."""
    if any(is_symbolic(number) for number in (low, high)) or (is_exact(low) and is_exact(high)):
        return low <= high
    return low <= high + BOUNDARY_TOLERANCE


def _share(number: Number) -> Number:
    """Return a probability that is out of range only where its equilibrium does not exist, moved into [0, 1]."""
    return number if is_symbolic(number) else minimum(1, maximum(0, number))
