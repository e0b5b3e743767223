"""The machine behind restraint: one state of restraint, N of punishment, driven by a public signal.

States are named ``"restraint"``, ``"punishment 1"`` .. ``"punishment N"``, with a single absorbing ``"punishment"``
when punishment has no end. In restraint a bad signal leads to the first punishment state; punishment runs its course
whatever the signals, then restraint resumes. A profile that never looks at signals has the one state ``"always"``.

A player's own problem against such a machine is a Markov decision process whose only choice that moves the state is the
one in restraint. Its best reply is therefore found exactly: the best single action in each punishment state, then the
best of the stationary choices in restraint. Values are averages per period, (1 - delta) times the discounted sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deterrence.errors import GameError
from deterrence.games.behaviour import read_row, strategy_of
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, maximum

RESTRAIN, ATTACK = "restrain", "attack"

#: A machine has a state for each period of punishment.
MAX_PERIODS = 10_000

#: The one state of a profile that never looks at signals.
ALWAYS = "always"


def state_names(periods: float) -> tuple[str, ...]:
    """Return the names of the machine's states for N periods of punishment.

    Raises
    ------
    GameError
        If N is finite and beyond ``MAX_PERIODS``.

    Examples
    --------
    >>> state_names(2)
    ('restraint', 'punishment 1', 'punishment 2')
    >>> state_names(float("inf"))
    ('restraint', 'punishment')
    """
    if math.isinf(periods):
        return ("restraint", "punishment")
    if periods > MAX_PERIODS:
        where = "punishment_periods"
        raise GameError(where, f"saw {periods:g}", f"at most {MAX_PERIODS} for a profile", "use inf: punish for good")
    return ("restraint", *(f"punishment {k}" for k in range(1, int(periods) + 1)))


def threat_profile(players: Sequence[Player], periods: float) -> StrategyProfile:
    """Return the profile in which all restrain until a bad signal, then attack for N periods."""
    states = state_names(periods)
    plan = {state: {ATTACK: 1.0} for state in states} | {states[0]: {RESTRAIN: 1.0}}
    return StrategyProfile({player: plan for player in players})


def constant_profile(players: Sequence[Player], action: str) -> StrategyProfile:
    """Return the profile in which all take one action in every period."""
    return StrategyProfile({player: {ALWAYS: {action: 1.0}} for player in players})


@dataclass(frozen=True, eq=False)
class Decision:
    """Hold one player's decision process against the others' strategies.

    Parameters
    ----------
    discount
        delta of the player.
    states
        The machine's states, ``"restraint"`` first, or ``"always"`` alone.
    payoffs
        ``payoffs[state][action]``, payoff per period in each state, payoff units.
    breakdown
        For each action, the probability that the signal in restraint is bad.
    mix
        ``mix[state][action]``, the probabilities that the profile gives the player's actions.
    """

    discount: Number
    states: tuple[str, ...]
    payoffs: tuple[tuple[Number, ...], ...]
    breakdown: tuple[Number, ...]
    mix: tuple[tuple[Number, ...], ...]

    @property
    def is_absorbing(self) -> bool:
        """Whether the last state is never left."""
        return self.states[-1] in (ALWAYS, "punishment")


def profile_values(decision: Decision) -> tuple[Number, ...]:
    """Return the value of the profile to the player, from each state on."""
    payoffs = tuple(_dot(mix, row) for mix, row in zip(decision.mix, decision.payoffs, strict=True))
    return _values(decision, payoffs, _dot(decision.mix[0], decision.breakdown))


def best_values(decision: Decision) -> tuple[Number, ...]:
    """Return the value of the player's best reply, from each state on."""
    rest = tuple(maximum(*row) for row in decision.payoffs[1:])
    plans = (
        _values(decision, (payoff, *rest), breakdown)
        for payoff, breakdown in zip(decision.payoffs[0], decision.breakdown, strict=True)
    )
    return tuple(maximum(*values) for values in zip(*plans, strict=True))


def one_shot_gains(decision: Decision) -> tuple[Number, ...]:
    """Return, for each state, what the best single deviation there gains before the player returns to its plan."""
    values = profile_values(decision)
    delta = decision.discount
    gains: list[Number] = []
    for place, row in enumerate(decision.payoffs):
        if place or decision.states[0] == ALWAYS:
            after = tuple(values[_next(decision, place)] for _ in row)
        else:
            after = tuple(bad * values[1] + (1 - bad) * values[0] for bad in decision.breakdown)
        once = (payoff + delta * (then - payoff) for payoff, then in zip(row, after, strict=True))
        gains.append(maximum(*once) - values[place])
    return tuple(gains)


def regrets(players: Sequence[Player], decisions: Sequence[Decision]) -> dict[Player, dict[str, Number]]:
    """Return what each player gains by its best deviation from each state on, ``regrets[player][state]``."""
    return {
        player: {
            state: best - kept
            for state, best, kept in zip(decision.states, best_values(decision), profile_values(decision), strict=True)
        }
        for player, decision in zip(players, decisions, strict=True)
    }


def one_shot_regrets(players: Sequence[Player], decisions: Sequence[Decision]) -> dict[Player, dict[str, Number]]:
    """Return what each player gains in each state by one deviation, ``one_shot_regrets[player][state]``."""
    return {
        player: dict(zip(decision.states, one_shot_gains(decision), strict=True))
        for player, decision in zip(players, decisions, strict=True)
    }


def _next(decision: Decision, place: int) -> int:
    if place < len(decision.states) - 1:
        return place + 1
    return place if decision.is_absorbing else 0


def _values(decision: Decision, payoffs: Sequence[Number], breakdown: Number) -> tuple[Number, ...]:
    """Solve the linear equations of one stationary plan, state by state.

    1. Sum the discounted payoffs of the whole punishment.
    2. Solve for the value of restraint, the only equation that contains itself.
    3. Go back from the last punishment state, which leads to restraint.
    """
    delta = decision.discount
    if len(payoffs) == 1:
        return (payoffs[0],)
    if decision.is_absorbing:
        first, last = payoffs
        return (((1 - delta) * first + delta * breakdown * last) / (1 - delta + delta * breakdown), last)
    total: Number = 0
    for payoff in reversed(payoffs[1:]):
        total = payoff + delta * total
    periods = len(payoffs) - 1
    # The denominator is positive for delta < 1, and this way of writing it keeps its digits as delta nears one.
    stay = 1 - delta + delta * breakdown * (1 - delta**periods)
    restraint = (1 - delta) * (payoffs[0] + breakdown * delta * total) / stay
    values = [restraint]
    for payoff in reversed(payoffs[1:]):
        values.append((1 - delta) * payoff + delta * values[-1])
    return (restraint, *reversed(values[1:]))


def _dot(weights: Sequence[Number], values: Sequence[Number]) -> Number:
    """Return the weighted sum, leaving out actions that are never taken."""
    return sum(weight * value for weight, value in zip(weights, values, strict=True) if weight != 0)


def read_mix(
    profile: StrategyProfile, player: Player, states: Sequence[str], actions: Sequence[str], form: str
) -> tuple[tuple[Number, ...], ...]:
    """Return ``mix[state][action]`` of one player, checked; sure actions become the integers 0 and 1.

    Raises
    ------
    GameError
        If the profile has no such player or state, names an unknown action, or its probabilities do not sum to one.
    """
    where = f"profile of the {form}"
    strategy = strategy_of(profile, player, where)
    if set(strategy) != set(states):
        raise GameError(
            where,
            f"saw states {sorted(strategy)[:4]} for player {player!r}",
            f"the states {list(states)[:4]}{' and so on' if len(states) > 4 else ''}, or '{ALWAYS}' for every player",
        )
    return tuple(read_row(strategy[state], actions, f"{where}, player {player!r}, state '{state}'") for state in states)


def profile_states(profile: StrategyProfile, periods: float) -> tuple[str, ...]:
    """Return the states that a profile must name: ``"always"`` if it has that one only, else the machine's."""
    is_constant = all(set(strategy) == {ALWAYS} for strategy in profile.strategies.values())
    return (ALWAYS,) if is_constant else state_names(periods)
