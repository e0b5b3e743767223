"""What a profile of extended deterrence leads to, and what each player would gain by leaving it at each turn.

Computed from the payoffs of the game tree alone, not from the list of equilibria, so that it can check that list. A
*turn* is an information set. Nobody but the patron learns its type, so that the others hold the prior at every turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deterrence.games.choices import read_chances
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, maximum

if TYPE_CHECKING:
    from deterrence.games.extended_deterrence import ExtendedDeterrence

CHALLENGER_SETS = {"quiet": ("attack", "wait")}
PROTEGE_SETS = {"attacked": ("resist", "yield")}
PATRON_SETS = {"strong": ("intervene", "stand_aside"), "weak": ("intervene", "stand_aside")}


def play(game: ExtendedDeterrence, profile: StrategyProfile) -> tuple[dict[str, Number], tuple[Number, Number, Number]]:
    """Return the probabilities of the outcomes, and the expected payoffs of challenger, protege and patron."""
    attack, resist, helps = _chances(game, profile)
    outcomes: dict[str, Number] = dict.fromkeys(("status_quo", "yield", "lone_fight", "joint_fight"), 0)
    totals: list[Number] = [0, 0, 0]
    for type, prior, patron in _types(game):
        chances = (
            1 - attack,
            attack * (1 - resist),
            attack * resist * (1 - helps[type]),
            attack * resist * helps[type],
        )
        for place, (outcome, chance) in enumerate(zip(outcomes, chances, strict=True)):
            weight = prior * chance
            outcomes[outcome] = outcomes[outcome] + weight
            for seat, payoffs in enumerate((game.challenger, game.protege, patron)):
                totals[seat] = totals[seat] + weight * payoffs[place]
    return outcomes, (totals[0], totals[1], totals[2])


def information_regrets(game: ExtendedDeterrence, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
    """Return what each player could gain at each of its turns, reached or not, payoff units, never negative."""
    attack, resist, helps = _chances(game, profile)

    def fight(payoffs: tuple[Number, ...]) -> Number:
        """Return what resistance leads to, under the prior."""
        return sum(
            prior * ((1 - helps[type]) * payoffs[2] + helps[type] * payoffs[3]) for type, prior, _ in _types(game)
        )

    attacked = resist * fight(game.challenger) + (1 - resist) * game.challenger[1]
    challenger, protege, patron = game.players
    return {
        challenger: {"quiet": _forgone(attacked, game.challenger[0], attack)},
        protege: {"attacked": _forgone(fight(game.protege), game.protege[1], resist)},
        patron: {type: _forgone(payoffs[3], payoffs[2], helps[type]) for type, _, payoffs in _types(game)},
    }


def _types(game: ExtendedDeterrence) -> tuple[tuple[str, Number, tuple[Number, ...]], ...]:
    """Return each type of patron with its prior and its payoffs."""
    return (
        ("strong", game.prior_strong, game.patron_strong),
        ("weak", 1 - game.prior_strong, game.patron_weak),
    )


def _chances(game: ExtendedDeterrence, profile: StrategyProfile) -> tuple[Number, Number, dict[str, Number]]:
    challenger, protege, patron = game.players
    return (
        read_chances(profile, challenger, CHALLENGER_SETS, game.form)["quiet"],
        read_chances(profile, protege, PROTEGE_SETS, game.form)["attacked"],
        read_chances(profile, patron, PATRON_SETS, game.form),
    )


def _forgone(first: Number, second: Number, chance: Number) -> Number:
    """Return what is lost against the better of two actions when the first is taken with a chance."""
    return maximum(first, second) - (chance * first + (1 - chance) * second)
