"""The perfect Bayesian equilibria of a costly threat, each with its conditions and the refinements it survives.

With qhat = b / (b + c), the belief in a strong sender at which the challenger is indifferent, and D = v_H - w_H, what
the strong type gains by not being challenged. The weak one gains v_L, which is less: k > p v_L makes D greater.

- *babbling* (q <= qhat): nobody threatens and everybody is challenged. With tied hands only while the weak type would
  back down (m <= -w_L): beyond, a challenge after a threat meets two types that fight, so it is not rational.
- *separating*: the strong type alone threatens and is believed. Sunk costs with v_L <= m <= D.
- *semi_separating* (q <= qhat): the strong type threatens, the weak one bluffs with beta = q c / ((1 - q) b), and a
  threat is challenged with 1 - m / v_L (sunk, m <= v_L) or v_L / (v_L + m) (tied, m <= -w_L).
- *strong_hides* (q >= qhat, sunk, m <= D): the weak type is silent, the strong one too with a chance
  b (1 - q) / (q c), and silence is challenged with m / D.
- *pooling*: both threaten and nobody is challenged. Tied hands with m >= -w_L (lock-in), or q >= qhat with a threat
  that is worth its cost to both.
- *silent_pooling* (q >= qhat): nobody threatens and nobody is challenged.
- *perverse* (tied, m >= -w_L): the weak type alone threatens. Silence then shows strength, and nobody is challenged. It
  stands for all equilibria in which silence occurs and is met with trust; all have the same outcome.

References
----------
Cho, I.-K., and D. Kreps (1987). "Signaling Games and Stable Equilibria." Quarterly Journal of Economics 102: 179-221.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.games.candidate import Candidate
from deterrence.games.threat_play import MESSAGES, TYPES, Play, chances, expected_payoffs
from deterrence.numerics import Number, divide, is_exact, is_symbolic, negate, where

if TYPE_CHECKING:
    from deterrence.games.threat import Threat

#: Chances this near to one another count as equal, and costs within this share of the payoff range: decimals round.
BORDER_TOLERANCE = 1e-12

_INTUITIVE = (
    "a threat would cost a weak sender more than it can gain, so it would be read as strength, and the strong would "
    "make it"
)
_D1 = (
    "the strong sender would gain by a threat under every reply under which the weak one would not lose, so a threat "
    "would be read as strength, and the strong would make it"
)


def list_candidates(game: Threat) -> tuple[Candidate, ...]:
    """Return all candidates, whether their conditions hold or not."""
    return (
        _babbling(game),
        _separating(game),
        _semi_separating(game),
        _strong_hides(game),
        _pooling(game),
        _silent_pooling(game),
        _perverse(game),
    )


def deterring_belief(game: Threat) -> Number:
    """Return qhat, the least belief in a strong sender at which a challenge does not pay."""
    return divide(game.challenger_gain, game.challenger_gain + game.challenger_war_cost)


def _facts(game: Threat) -> tuple[Any, Any, Any, Any]:
    """Return whether the prior invites and deters a challenge, whether hands are bound, and whether they are not."""
    belief, cost = deterring_belief(game), game.signal_cost
    doubt, trust = at_most(game.prior_strong, belief), at_most(belief, game.prior_strong)
    if game.kind == "sunk":
        return doubt, trust, cost < 0, cost >= 0
    size = game.payoff_range
    return doubt, trust, at_most(-game.war_weak, cost, size), at_most(cost, -game.war_weak, size)


def is_on_border(game: Threat) -> bool:
    """Say whether the game lies where two cases meet, in some draw; a symbolic game is taken to lie off them."""
    doubt, trust, is_bound, is_loose = _facts(game)
    cost, size = game.signal_cost, game.payoff_range
    meets: list[Any] = [doubt & trust, at_most(cost, 0 * cost, size), is_bound & is_loose]
    if game.kind == "sunk":
        for other in (game.value_weak, _strong_gain(game)):
            meets.append(at_most(cost, other, size) & at_most(other, cost, size))
    if any(is_symbolic(one) for one in meets):
        return False
    return any(bool(np.any(one)) for one in meets)


def at_most(low: Number, high: Number, size: Number = 1) -> Any:
    """Say whether one number is at most another: exactly for fractions and symbols, up to rounding for floats."""
    if any(is_symbolic(number) for number in (low, high)) or (is_exact(low) and is_exact(high)):
        return low <= high
    return low <= high + BORDER_TOLERANCE * size


def _strong_gain(game: Threat) -> Number:
    return game.value_strong - game.war_strong


def _babbling(game: Threat) -> Candidate:
    doubt, _, _, is_loose = _facts(game)
    cost = game.signal_cost
    if game.kind == "sunk":
        intuitive = negate((cost > game.value_weak) & (cost < _strong_gain(game)))
        d1 = negate((cost > 0) & (cost < _strong_gain(game)))
    else:
        # Even the weak type gains by a threat that nobody dares to challenge, but the strong one gains more often.
        intuitive, d1 = cost >= 0, negate(cost > 0)
    return _candidate(
        game,
        "babbling",
        "babbling",
        doubt & is_loose,
        _play(threatens=(0, 0), challenged=(1, 1)),
        {"silence": (game.prior_strong,) * 2, "threat": (0, deterring_belief(game))},
        {"intuitive": intuitive, "d1": d1},
        {"intuitive": _INTUITIVE, "d1": _D1},
    )


def _separating(game: Threat) -> Candidate:
    size = game.payoff_range
    within = at_most(game.value_weak, game.signal_cost, size) & at_most(game.signal_cost, _strong_gain(game), size)
    exists = within if game.kind == "sunk" else _never(game)
    play = _play(threatens=(1, 0), challenged=(0, 1))
    return _candidate(game, "separating", "separating", exists, play, {"threat": (1, 1), "silence": (0, 0)})


def _semi_separating(game: Threat) -> Candidate:
    doubt, _, _, is_loose = _facts(game)
    q, m, v = game.prior_strong, game.signal_cost, game.value_weak
    bluff = divide(q * game.challenger_war_cost, (1 - q) * game.challenger_gain)
    if game.kind == "sunk":
        exists, challenged = doubt & at_most(m, v, game.payoff_range), 1 - divide(m, v)
    else:
        exists, challenged = doubt & is_loose, divide(v, v + m)
    # Where the conditions fail the numbers are no chances, so they are kept inside.
    bluff, challenged = where(bluff <= 1, bluff, 1), where(challenged >= 0, challenged, 0)
    play = _play(threatens=(1, bluff), challenged=(challenged, 1))
    belief = deterring_belief(game)
    return _candidate(
        game, "semi_separating", "semi_separating", exists, play, {"threat": (belief, belief), "silence": (0, 0)}
    )


def _strong_hides(game: Threat) -> Candidate:
    _, trust, _, _ = _facts(game)
    q, m, gain = game.prior_strong, game.signal_cost, _strong_gain(game)
    exists = trust & at_most(m, gain, game.payoff_range) if game.kind == "sunk" else _never(game)
    hides, challenged = divide((1 - q) * game.challenger_gain, q * game.challenger_war_cost), divide(m, gain)
    hides, challenged = where(hides <= 1, hides, 1), where(challenged <= 1, challenged, 1)
    play = _play(threatens=(1 - hides, 0), challenged=(0, challenged))
    belief = deterring_belief(game)
    return _candidate(
        game, "strong_hides", "semi_separating", exists, play, {"threat": (1, 1), "silence": (belief, belief)}
    )


def _pooling(game: Threat) -> Candidate:
    _, trust, is_bound, _ = _facts(game)
    is_worth_it = at_most(game.signal_cost, game.value_weak, game.payoff_range)
    exists = trust & is_worth_it if game.kind == "sunk" else is_bound | trust
    play = _play(threatens=(1, 1), challenged=(0, 1), fights=where(is_bound, 1, 0))
    # Silence tempts the weak type more than the strong one, so that it shows weakness is a sensible belief.
    beliefs = {"threat": (game.prior_strong,) * 2, "silence": (0, deterring_belief(game))}
    return _candidate(game, "pooling", "pooling", exists, play, beliefs)


def _silent_pooling(game: Threat) -> Candidate:
    _, trust, is_bound, _ = _facts(game)
    play = _play(threatens=(0, 0), challenged=(where(is_bound, 0, 1), 0), fights=where(is_bound, 1, 0))
    beliefs = {
        "silence": (game.prior_strong,) * 2,
        "threat": (0, where(is_bound, 1, deterring_belief(game))),
    }
    return _candidate(game, "silent_pooling", "pooling", trust, play, beliefs)


def _perverse(game: Threat) -> Candidate:
    _, _, is_bound, _ = _facts(game)
    play = _play(threatens=(0, 1), challenged=(0, 0), fights=1)
    return _candidate(game, "perverse", "perverse", is_bound, play, {"threat": (0, 0), "silence": (1, 1)})


def _never(game: Threat) -> Any:
    return game.signal_cost < 0


def _play(*, threatens: tuple[Number, Number], challenged: tuple[Number, Number], fights: Number = 0) -> Play:
    """Return a play in which the strong type always fights, and the weak one at most after a threat.

    Pairs are in the order of ``TYPES`` and ``MESSAGES``; ``fights`` is the weak type's last move after a threat.
    """
    last = {(kind, message): int(kind == "strong") for kind in TYPES for message in MESSAGES}
    return Play(
        dict(zip(TYPES, threatens, strict=True)),
        {**last, ("weak", "threat"): fights},
        dict(zip(MESSAGES, challenged, strict=True)),
    )


def _candidate(
    game: Threat,
    name: str,
    kind: str,
    exists: Any,
    play: Play,
    beliefs: Mapping[str, tuple[Number, Number]],
    survives: Mapping[str, Any] | None = None,
    removed_because: Mapping[str, str] | None = None,
) -> Candidate:
    """Return a candidate; ``beliefs`` are the least and greatest chances of a strong sender after each message."""
    outcomes = chances(game, play)
    always = {"intuitive": game.signal_cost >= 0, "d1": game.signal_cost >= 0}
    figures: dict[str, Any] = {
        "kind": kind,
        "bluff": play.threatens["weak"] * (1 - play.fights["weak", "threat"]),
        "challenge": play.challenged["threat"],
        "p_challenge": outcomes["concession"] + outcomes["war"],
        "p_concession": outcomes["concession"],
        "p_war": outcomes["war"],
    }
    return Candidate(
        name,
        exists,
        dict(zip(game.players, play.strategies(), strict=True)),
        expected_payoffs(game, play),
        outcomes,
        figures,
        {message: {"strong": (low, high), "weak": (1 - high, 1 - low)} for message, (low, high) in beliefs.items()},
        always if survives is None else survives,
        {} if removed_because is None else removed_because,
    )
