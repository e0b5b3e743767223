"""What people are told: names of actors, and what an equilibrium plays."""

from __future__ import annotations

from deterrence.games.profile import Player
from deterrence.solvers.solution import Equilibrium
from deterrence.world.model import Model


def name(model: Model, player: Player) -> str:
    """Return the name of an actor, or the label of a player that is none."""
    actor = model.actors.get(str(player))
    return str(player) if actor is None else actor.name


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
