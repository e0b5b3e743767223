"""What people are told: names of actors, and what an equilibrium plays."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.games.profile import Player
from deterrence.solvers.solution import Equilibrium
from deterrence.world.model import Model

#: Outcomes whose labels are letters or run together.
OUTCOMES: Mapping[str, str] = {
    "SQ": "status quo",
    "DC": "concession",
    "CD": "retreat",
    "DD": "conflict",
    "backdown": "backing down",
}

#: Outcomes of a form that somebody brings about, with players by seat: what is called a concession is another side's
#: in each of these forms.
_BY_WHOM: Mapping[str, Mapping[str, str]] = {
    "threat": {"concession": "concession by {0}", "no_challenge": "no challenge by {1}"},
    "crisis": {"concession": "concession by {1}", "backdown": "backing down by {0}"},
    "deterrence": {"DC": "concession by {1}", "CD": "retreat by {0}"},
    "extended_deterrence": {
        "yield": "yielding by {1}",
        "lone_fight": "a fight by {1} alone",
        "joint_fight": "a fight by {1} and {2}",
    },
}

#: Lengths of a period, in days, that have a name.
PERIODS: Mapping[float, str] = {1.0: "day", 7.0: "week", 365.0: "year"}


def name(model: Model, player: Player) -> str:
    """Return the name of an actor, or the label of a player that is none."""
    actor = model.actors.get(str(player))
    return str(player) if actor is None else actor.name


def period_word(model: Model) -> str:
    """Return what a period of a model is called: a day, a week or a year where it is one, else a period.

    Examples
    --------
    >>> import deterrence as dt
    >>> period_word(dt.load("levant_2024"))
    'week'
    """
    return PERIODS.get(float(model.period_days), "period")


def player_names(model: Model, players: tuple[Player, ...]) -> dict[Player, str]:
    """Return the name of every player of a game."""
    return {player: name(model, player) for player in players}


def outcome_words(outcome: str, names: Mapping[Player, str], *, form: str = "") -> str:
    """Return an outcome as it is read, with names for the labels of players.

    Parameters
    ----------
    outcome
        As the game calls it.
    names
        Of the players, in the order of their seats.
    form
        The game's, where it is to be said who brings the outcome about.

    Examples
    --------
    >>> outcome_words("prize to iran", {"iran": "Iran"}), outcome_words("DD", {})
    ('prize to Iran', 'conflict')
    >>> outcome_words("concession", {"us": "United States", "iran": "Iran"}, form="crisis")
    'concession by Iran'
    """
    known = {str(player): called for player, called in names.items()}
    if told := _BY_WHOM.get(form, {}).get(outcome):
        return told.format(*known.values())
    text = OUTCOMES.get(outcome, outcome.replace("_", " "))
    return " ".join(known.get(word, word) for word in text.split(" "))


def play(model: Model, member: Equilibrium) -> str:
    """Say what an equilibrium is: its name, or, of a one-shot game, what each player does."""
    if any(set(strategy) != {"stage"} for strategy in member.strategies.values()):
        return member.name.replace("_", " ")
    parts: list[str] = []
    for player, strategy in member.strategies.items():
        mixed = {action: float(chance) for action, chance in strategy["stage"].items() if chance > 0}
        does = " or ".join(action if chance == 1 else f"{chance:.0%} {action}" for action, chance in mixed.items())
        parts.append(f"{name(model, player)}: {does}")
    return ", ".join(parts)
