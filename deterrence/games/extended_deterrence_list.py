"""The equilibria of extended deterrence in closed form, elementwise over draws.

Backward induction (notation as in ``extended_deterrence``):

1. A patron intervenes if its joint fight is worth more than its lone fight. sigma is q times what the strong one does
   plus 1 - q times what the weak one does.
2. An attacked protege resists if sigma * joint_fight + (1 - sigma) * lone_fight is worth more to it than yielding.
3. The challenger attacks if what follows is worth more to it than the status quo.

At a tie both actions are best replies, so that several of the sixteen pure plans exist.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.games.candidate import Candidate
from deterrence.games.choices import binary
from deterrence.games.extended_deterrence_play import play
from deterrence.games.profile import StrategyProfile
from deterrence.numerics import REGRET_TOLERANCE, Number, is_exact, is_symbolic

if TYPE_CHECKING:
    from deterrence.games.extended_deterrence import ExtendedDeterrence

#: What the challenger and the protege do -> the name of the plan.
PLANS = {(0, 1): "deterrence", (0, 0): "no_demand", (1, 0): "concession", (1, 1): "conflict"}

#: What a strong and a weak patron would do -> what is added to the name.
HELP = {(1, 0): "", (1, 1): "_with_either", (0, 0): "_without_help", (0, 1): "_with_weak"}


def list_equilibria(game: ExtendedDeterrence) -> tuple[Candidate, ...]:
    """Return the sixteen candidates of ``ExtendedDeterrence.candidates``."""
    return tuple(_candidate(game, name, plan) for name, plan in _plans())


def is_tied(game: ExtendedDeterrence) -> bool:
    """Say whether more than one of the plans is an equilibrium, in some draw; a symbolic game is taken to have none."""
    exist = [_exists(game, plan) for _, plan in _plans()]
    if any(is_symbolic(one) for one in exist):
        return False
    return bool(np.any(sum(np.asarray(one, dtype=int) for one in exist) > 1))


def _plans() -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield the name of every plan, and whether challenger, protege, strong and weak patron act in it."""
    for (helps, suffix), (moves, plan) in itertools.product(HELP.items(), PLANS.items()):
        yield plan + suffix, (*moves, *helps)


def _intervention(game: ExtendedDeterrence, strong: int, weak: int) -> Number:
    """Return sigma."""
    return game.prior_strong * strong + (1 - game.prior_strong) * weak


def _exists(game: ExtendedDeterrence, plan: tuple[int, int, int, int]) -> Any:
    """Say where every action of a plan is a best reply to what follows it."""
    attack, resist, strong, weak = plan
    sigma = _intervention(game, strong, weak)
    fights = [sigma * payoffs[3] + (1 - sigma) * payoffs[2] for payoffs in (game.challenger, game.protege)]
    tolerance = REGRET_TOLERANCE * game.payoff_range
    exists: Any = game.prior_strong >= 0  # false in draws at fault
    for does, first, second in (
        (strong, game.patron_strong[3], game.patron_strong[2]),
        (weak, game.patron_weak[3], game.patron_weak[2]),
        (resist, fights[1], game.protege[1]),
        (attack, fights[0] if resist else game.challenger[1], game.challenger[0]),
    ):
        exists = exists & (_at_least(first, second, tolerance) if does else _at_least(second, first, tolerance))
    return exists


def _candidate(game: ExtendedDeterrence, name: str, plan: tuple[int, int, int, int]) -> Candidate:
    challenger, protege, patron = game.players
    attack, resist, strong, weak = plan
    q = game.prior_strong
    strategies = {
        challenger: {"quiet": binary("attack", "wait", attack)},
        protege: {"attacked": binary("resist", "yield", resist)},
        patron: {
            "strong": binary("intervene", "stand_aside", strong),
            "weak": binary("intervene", "stand_aside", weak),
        },
    }
    outcomes, payoffs = play(game, StrategyProfile(strategies))
    figures = {
        "p_attack": attack,
        "p_resist": resist,
        "p_intervention": _intervention(game, strong, weak),
        **{f"p_{outcome}": chance for outcome, chance in outcomes.items()},
        "p_conflict": outcomes["lone_fight"] + outcomes["joint_fight"],
    }
    believed = {"strong": (q, q), "weak": (1 - q, 1 - q)}
    beliefs = {"quiet": believed, "attacked": believed}
    return Candidate(name, _exists(game, plan), strategies, payoffs, outcomes, figures, beliefs)


def _at_least(high: Number, low: Number, tolerance: Number) -> Any:
    """Say whether one payoff is at least another: exactly for fractions and symbols, up to rounding for floats."""
    if any(is_symbolic(number) for number in (high, low)) or (is_exact(high) and is_exact(low)):
        return high >= low
    # A difference below half the tolerance of regrets counts as a tie, so that what is listed is also certified.
    return high >= low - tolerance / 2
