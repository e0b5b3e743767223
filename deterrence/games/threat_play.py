"""How a game of a costly threat is played out: chances of outcomes, payoffs, and gains from deviating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deterrence.games.choices import binary
from deterrence.games.profile import Strategy
from deterrence.numerics import Number, choose, divide, maximum, minimum, where

if TYPE_CHECKING:
    from deterrence.games.threat import Threat

TYPES = ("strong", "weak")
MESSAGES = ("threat", "silence")

_MESSAGE, _LAST, _REPLY = ("threaten", "stay silent"), ("fight", "concede"), ("challenge", "refrain")

#: Information sets of the sender and of the challenger, with their actions.
SENDER_SETS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(TYPES, _MESSAGE),
    **{f"{kind}, challenged after {message}": _LAST for kind in TYPES for message in MESSAGES},
}
CHALLENGER_SETS: Mapping[str, tuple[str, str]] = dict.fromkeys(MESSAGES, _REPLY)


@dataclass(frozen=True, eq=False)
class Play:
    """Hold what everybody does.

    Parameters
    ----------
    threatens
        The chance that each type threatens.
    fights
        The chance that each type, by message, fights when challenged: ``fights[kind, message]``.
    challenged
        The chance that each message is challenged.
    """

    threatens: Mapping[str, Number]
    fights: Mapping[tuple[str, str], Number]
    challenged: Mapping[str, Number]

    @classmethod
    def read(cls, sender: Mapping[str, Number], challenger: Mapping[str, Number]) -> Play:
        """Build from the chance of the first action at every information set."""
        fights = {
            (kind, message): sender[f"{kind}, challenged after {message}"] for kind in TYPES for message in MESSAGES
        }
        return cls({kind: sender[kind] for kind in TYPES}, fights, challenger)

    def strategies(self) -> tuple[Strategy, Strategy]:
        """Return the strategies of sender and challenger."""
        sender = {kind: binary(*_MESSAGE, self.threatens[kind]) for kind in TYPES}
        sender |= {f"{kind}, challenged after {m}": binary(*_LAST, self.fights[kind, m]) for kind, m in self.fights}
        return sender, {message: binary(*_REPLY, self.challenged[message]) for message in MESSAGES}

    def sent(self, kind: str, message: str) -> Number:
        """Return the chance that a type sends a message."""
        return self.threatens[kind] if message == "threat" else 1 - self.threatens[kind]


def chances(game: Threat, play: Play) -> dict[str, Number]:
    """Return the probability of each outcome: no challenge, concession, war."""
    outcomes: dict[str, Number] = {"no_challenge": 0, "concession": 0, "war": 0}
    for kind in TYPES:
        for message in MESSAGES:
            share = _prior(game, kind) * play.sent(kind, message)
            challenged, fights = play.challenged[message], play.fights[kind, message]
            outcomes["no_challenge"] += share * (1 - challenged)
            outcomes["concession"] += share * challenged * (1 - fights)
            outcomes["war"] += share * challenged * fights
    return outcomes


def expected_payoffs(game: Threat, play: Play) -> tuple[Number, Number]:
    """Return what sender (before it knows its type) and challenger expect, payoff units."""
    outcomes = chances(game, play)
    sender = sum(
        _prior(game, kind)
        * play.sent(kind, message)
        * _message_value(game, play, kind, message, play.fights[kind, message])
        for kind in TYPES
        for message in MESSAGES
    )
    return sender, game.challenger_gain * outcomes["concession"] - game.challenger_war_cost * outcomes["war"]


def sender_regrets(game: Threat, play: Play) -> dict[str, Number]:
    """Return what each type gains by its best plan from each of its information sets on."""
    gains: dict[str, Number] = {}
    for kind in TYPES:
        plans = [_message_value(game, play, kind, message, last) for message in MESSAGES for last in (0, 1)]
        kept = sum(
            play.sent(kind, message) * _message_value(game, play, kind, message, play.fights[kind, message])
            for message in MESSAGES
        )
        gains[kind] = maximum(*plans) - kept
        for message in MESSAGES:
            ends = [_last_value(game, kind, message, last) for last in (0, 1)]
            fights = play.fights[kind, message]
            here = maximum(*ends) - (fights * ends[1] + (1 - fights) * ends[0])
            gains[f"{kind}, challenged after {message}"] = here
    return gains


def challenger_regrets(game: Threat, play: Play) -> dict[str, Number]:
    """Return what the challenger gains by its best reply to each message, at the belief that it holds or may hold."""
    gains: dict[str, Number] = {}
    for message in MESSAGES:
        worth = {
            kind: game.challenger_gain * (1 - play.fights[kind, message])
            - game.challenger_war_cost * play.fights[kind, message]
            for kind in TYPES
        }
        weights = {kind: _prior(game, kind) * play.sent(kind, message) for kind in TYPES}
        total = weights["strong"] + weights["weak"]
        mean = divide(sum(weights[kind] * worth[kind] for kind in TYPES), where(total > 0, total, 1))
        low, high = minimum(*worth.values()), maximum(*worth.values())
        # Off the path any belief is allowed, so any worth of a challenge between the two types'.
        kindest = choose([(low > 0, low), (high < 0, high)], 0 * low)
        believed = where(total > 0, mean, kindest)
        gains[message] = maximum(believed, 0 * believed) - play.challenged[message] * believed
    return gains


def _prior(game: Threat, kind: str) -> Number:
    return game.prior_strong if kind == "strong" else 1 - game.prior_strong


def _last_value(game: Threat, kind: str, message: str, fights: Number) -> Number:
    """Return what a challenged type gets by fighting with a given chance."""
    war = game.war_strong if kind == "strong" else game.war_weak
    cost = game.signal_cost if message == "threat" else 0
    conceding = -cost
    fighting = war - cost if game.kind == "sunk" else war
    return fights * fighting + (1 - fights) * conceding


def _message_value(game: Threat, play: Play, kind: str, message: str, fights: Number) -> Number:
    """Return what a type gets by a message if it then fights a challenge with a given chance."""
    stake = game.value_strong if kind == "strong" else game.value_weak
    sunk = game.signal_cost if message == "threat" and game.kind == "sunk" else 0
    challenged = play.challenged[message]
    return (1 - challenged) * (stake - sunk) + challenged * _last_value(game, kind, message, fights)
