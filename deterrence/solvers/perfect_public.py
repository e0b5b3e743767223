"""Perfect public equilibria of restraint games, within a small class of strategies that people can name.

A perfect public equilibrium lets play depend on the public signals only and leaves nobody a better reply after any of
their histories. There are infinitely many; this module looks at three profiles:

1. ``always_attack``: all attack in every period, whatever the signals;
2. ``restraint``: the game's automaton, restraint until a bad signal, then N periods of attack, and restraint again;
3. ``always_restrain``: all restrain in every period, which needs that nobody is tempted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from deterrence.errors import SolverError
from deterrence.games.automaton import ATTACK, RESTRAIN, constant_profile, threat_profile
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import (
    PublicRestraint,
    all_retaliate,
    is_needless,
    is_sustained,
    is_threat,
    restraint_share,
    value,
)
from deterrence.numerics import REGRET_TOLERANCE, Number, is_array, is_symbolic
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, Rule, select


@dataclass(frozen=True)
class Play:
    """One of the three named profiles of a restraint game: elementwise over draws.

    Parameters
    ----------
    name
        ``always_attack``, ``restraint`` or ``always_restrain``.
    exists
        Whether it is an equilibrium of this class: a bool, or an array (n_draws,).
    payoffs
        Averages per period from the state of restraint on, in player order.
    share
        Long-run share of periods in which all restrain.
    """

    name: str
    exists: Any
    payoffs: tuple[Number, ...]
    share: Number


def named_plays(game: PublicRestraint) -> tuple[Play, ...]:
    """Return the three named profiles, in the order of the list above, with where each is an equilibrium."""
    listed = (
        Play("always_attack", all_retaliate(game), tuple(own.punishment for own in game.stakes), 0),
        Play("restraint", is_threat(game) & (is_sustained(game) == 1), value(game), restraint_share(game)),
        Play("always_restrain", is_needless(game), tuple(own.reward for own in game.stakes), 1),
    )
    return listed if game.valid is None else tuple(replace(play, exists=play.exists & game.valid) for play in listed)


def solve_perfect_public(game: PublicRestraint, *, rule: Rule = "best") -> EquilibriumSet:
    """Find which of three named profiles are perfect public equilibria of a restraint game.

    All or one: all of the class above, the automaton only where it is upheld by its threat (see the top of
    ``restraint_measures``). A player who is not tempted and loses nothing in the punishment makes it no threat, even
    where nobody gains by leaving it; the sentence says so then, and it is not listed. Other perfect public equilibria
    may exist, so the status is ``exhausted``.
    Exact: incentives are closed forms, and fractions stay exact. Assumes: two players or more, public signals, any
    payoffs. Cost: constant on one front; doubles with each front that a player holds, on linked fronts.

    Parameters
    ----------
    game
        A ``Restraint`` or ``LinkedRestraint`` of floats or fractions.
    rule
        ``"best"`` or ``"worst"`` by the sum of payoffs. Best by default, because always attacking comes free and the
        question put to this game is what can be sustained.

    Returns
    -------
    EquilibriumSet
        ``payoffs`` are averages per period from the state of restraint on; ``outcomes`` are the long-run shares of
        periods in which all restrain and all attack, which do not depend on anybody's patience (with noise and
        unlimited punishment, attack has the whole long run, however late it starts). ``regret`` is the game's own, over
        all states and all deviations; a member above tolerance would make the status ``failed``.

    Raises
    ------
    SolverError
        If the game is of another form, or made of draws or SymPy expressions; or the rule does not apply.

    References
    ----------
    Green and Porter (1984); Abreu, D. (1988). "On the Theory of Infinitely Repeated Games with Discounting."
    Econometrica 56: 383-396.

    Examples
    --------
    >>> found = solve_perfect_public(Restraint(5, 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9))
    >>> [member.name for member in found.members], found.selected.name
    (['always_attack', 'restraint'], 'restraint')
    """
    _check(game, rule)
    automaton = threat_profile(game.players, game.punishment_periods)
    actions = {
        "always_attack": constant_profile(game.players, ATTACK),
        "restraint": automaton,
        "always_restrain": constant_profile(game.players, RESTRAIN),
    }
    listed = named_plays(game)
    is_upheld = any(play.name == "restraint" and play.exists for play in listed)
    members: list[Equilibrium] = []
    for play in listed:
        if not play.exists:
            continue
        name, profile, share = play.name, actions[play.name], play.share
        regrets = game.regret_by_player(profile)
        if not _is_small(game, regrets):
            sentence = f"The profile '{name}' has regret {max(regrets)}, above tolerance; rescale the payoffs."
            return EquilibriumSet((), "failed", sentence, "perfect_public", game.players)
        restrained, attacked = (",".join([action] * len(game.players)) for action in (RESTRAIN, ATTACK))
        outcomes = {outcome: part for outcome, part in ((restrained, share), (attacked, 1 - share)) if part != 0}
        members.append(Equilibrium(name, profile.strategies, play.payoffs, outcomes, max(regrets)))
    periods = game.punishment_periods
    length = "attack for good" if periods == float("inf") else f"attack for {periods} period{'s' * (periods > 1)}"
    sentence = (
        f"Looked at three profiles: always attack; restrain until a bad signal, then {length}; always restrain. "
        f"{len(members) or 'None'} of them {'is an equilibrium' if len(members) < 2 else 'are equilibria'}; "
        "other perfect public equilibria may exist."
    )
    if not is_upheld and _is_small(game, game.regret_by_player(automaton)):
        sentence += (
            " Nobody gains by leaving the second one either, but it is not listed: somebody loses nothing in its "
            "punishment, so it is no threat."
        )
    status = "exhausted" if members else "none"
    return select(EquilibriumSet(tuple(members), status, sentence, "perfect_public", game.players), rule)


def _is_small(game: PublicRestraint, regrets: Sequence[Number]) -> bool:
    # Written so that a regret of NaN, from payoffs that overflow, does not pass.
    return all(regret <= _tolerance(span) for regret, span in zip(regrets, game.payoff_ranges, strict=True))


def _tolerance(span: Number) -> Number:
    return REGRET_TOLERANCE * span if isinstance(span, float) else 0


def _check(game: object, rule: str) -> None:
    if not isinstance(game, Restraint | LinkedRestraint):
        raise SolverError(
            "concept 'perfect_public'",
            f"saw a {type(game).__name__}",
            "Restraint or LinkedRestraint",
            "name another concept",
        )
    if rule not in ("best", "worst"):
        raise SolverError("rule", f"saw '{rule}'", "'best' or 'worst'")
    numbers = [game.noise, *game.discount]
    for own in game.stakes:
        numbers += [own.reward, own.punishment, own.retaliates]
        numbers += [number for incentive in own.incentives for number in incentive]
    for kind, found in (("draws", is_array), ("SymPy expressions", is_symbolic)):
        if any(found(number) for number in numbers):
            raise SolverError(
                "concept 'perfect_public'",
                f"saw {kind}",
                "floats or fractions",
                "use the measures, which take any number",
            )
