"""What a profile of unilateral deterrence leads to, and what each type would gain by leaving it at each turn.

Computed from the payoffs of the game tree alone, not from the list of equilibria, so that it can check that list.
Notation as in ``deterrence``; a *turn* is an information set.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from deterrence.games.choices import read_chances
from deterrence.games.profile import Player, StrategyProfile
from deterrence.numerics import Number, divide, maximum, minimum, negate, where

if TYPE_CHECKING:
    from deterrence.games.deterrence import Deterrence

#: Information set of the challenger -> its two actions.
CHALLENGER_SETS = {
    "hard": ("challenge", "wait"),
    "soft": ("challenge", "wait"),
    "hard_resisted": ("fight", "retreat"),
    "soft_resisted": ("fight", "retreat"),
}

#: Information set of the defender -> its two actions.
DEFENDER_SETS = {"hard_challenged": ("resist", "concede"), "soft_challenged": ("resist", "concede")}


def play(game: Deterrence, profile: StrategyProfile) -> tuple[dict[str, Number], tuple[Number, Number]]:
    """Return the probabilities of SQ, DC, CD and DD, and the expected payoffs of challenger and defender."""
    first, second = _chances(game, profile)
    concession, status_quo, hard_conflict, retreat, soft_conflict = game.challenger
    outcomes: dict[str, Number] = dict.fromkeys(("SQ", "DC", "CD", "DD"), 0)
    mine: Number = 0
    theirs: Number = 0
    for own, own_weight in _types(game.challenger_credibility):
        for other, other_weight in _types(game.defender_credibility):
            challenge, fight, resist = first[own], first[f"{own}_resisted"], second[f"{other}_challenged"]
            ends = {
                "SQ": (1 - challenge, status_quo, game.defender[0]),
                "DC": (challenge * (1 - resist), concession, game.defender[3]),
                "CD": (challenge * resist * (1 - fight), retreat, game.defender[1]),
                "DD": (
                    challenge * resist * fight,
                    hard_conflict if own == "hard" else soft_conflict,
                    game.defender[2] if other == "hard" else game.defender[4],
                ),
            }
            for name, (chance, gain, loss) in ends.items():
                weight = own_weight * other_weight * chance
                outcomes[name] = outcomes[name] + weight
                mine, theirs = mine + weight * gain, theirs + weight * loss
    return outcomes, (mine, theirs)


def information_regrets(game: Deterrence, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
    """Return what each player could gain at each of its information sets, payoff units, never negative."""
    first, second = _chances(game, profile)
    challenger, defender = game.players
    return {challenger: _challenger(game, first, second), defender: _defender(game, first, second)}


def _types(credibility: Number) -> tuple[tuple[str, Number], tuple[str, Number]]:
    return ("hard", credibility), ("soft", 1 - credibility)


def _chances(game: Deterrence, profile: StrategyProfile) -> tuple[dict[str, Number], dict[str, Number]]:
    challenger, defender = game.players
    first = read_chances(profile, challenger, CHALLENGER_SETS, "deterrence")
    return first, read_chances(profile, defender, DEFENDER_SETS, "deterrence")


def _challenger(game: Deterrence, first: dict[str, Number], second: dict[str, Number]) -> dict[str, Number]:
    concession, status_quo, hard_conflict, retreat, soft_conflict = game.challenger
    resisted = sum(weight * second[f"{other}_challenged"] for other, weight in _types(game.defender_credibility))
    found: dict[str, Number] = {}
    for own, conflict in (("hard", hard_conflict), ("soft", soft_conflict)):
        challenge, fight = first[own], first[f"{own}_resisted"]
        last = fight * conflict + (1 - fight) * retreat
        best_last = maximum(conflict, retreat)
        entry = resisted * last + (1 - resisted) * concession
        best_entry = resisted * best_last + (1 - resisted) * concession
        found[own] = maximum(best_entry, status_quo) - (challenge * entry + (1 - challenge) * status_quo)
        found[f"{own}_resisted"] = best_last - last
    return found


def _defender(game: Deterrence, first: dict[str, Number], second: dict[str, Number]) -> dict[str, Number]:
    """Return the regrets under the belief of Bayes' rule or, if nobody challenges, under the belief that suits best.

    Resisting gains g(r) over conceding, linear in the belief r. A type that resists with chance q has the regret
    max((1 - q) g, -q g). The largest regret of the two types is convex and piecewise linear in r, so that its least
    lies at 0, at 1, or where two of the four lines cross.
    """
    hard, soft = first["hard"] * game.challenger_credibility, first["soft"] * (1 - game.challenger_credibility)
    reached = hard + soft > 0
    lines: list[tuple[Number, Number]] = []
    for own in ("hard", "soft"):
        resist = second[f"{own}_challenged"]
        conflict = game.defender[2] if own == "hard" else game.defender[4]
        ends = [
            fight * conflict + (1 - fight) * game.defender[1] - game.defender[3]
            for fight in (first["soft_resisted"], first["hard_resisted"])
        ]
        lines.append(((1 - resist) * ends[0], (1 - resist) * ends[1]))
        lines.append((-resist * ends[0], -resist * ends[1]))
    best = _regrets(lines, divide(hard, where(reached, hard + soft, 1)))
    for belief in _crossings(lines):
        other = _regrets(lines, belief)
        is_better = negate(reached) & (maximum(*other) < maximum(*best))
        best = tuple(where(is_better, new, old) for new, old in zip(other, best, strict=True))
    return dict(zip(DEFENDER_SETS, best, strict=True))


def _regrets(lines: list[tuple[Number, Number]], belief: Number) -> tuple[Number, ...]:
    values = [(1 - belief) * low + belief * high for low, high in lines]
    return maximum(values[0], values[1]), maximum(values[2], values[3])


def _crossings(lines: list[tuple[Number, Number]]) -> list[Number]:
    """Return 0, 1 and the beliefs at which two lines cross, moved into [0, 1]; parallel lines give an end."""
    found: list[Number] = [0, 1]
    for (low, high), (other_low, other_high) in itertools.combinations(lines, 2):
        rise = (high - low) - (other_high - other_low)
        crossing = divide(other_low - low, where(rise == 0, 1, rise))
        found.append(minimum(1, maximum(0, crossing)))
    return found
