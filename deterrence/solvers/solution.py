"""What a solver returns: every equilibrium found, how complete that is, and the rule that picked one for a headline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.profile import Beliefs, Player, Strategy, StrategyProfile

#: ``complete``: proved to be all; ``exhausted``: all that the search could find, no proof; ``one``: one by
#: construction; ``none``: none of this kind exists; ``failed``: the search did not converge.
Status = Literal["complete", "exhausted", "one", "none", "failed"]

#: How one member is picked for a headline.
Rule = Literal["worst", "best", "risk_dominant", "logit_branch"]

#: Sums of payoffs nearer than this share of the largest count as equal.
TIE_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Hold one equilibrium with its certificate.

    Two are equal if all that they hold is, arrays entry by entry and NaN to NaN.

    Parameters
    ----------
    name
        A short label, unique within its set: ``"restraint"``, ``"always_attack"``, ``"1"``.
    strategies
        ``strategies[player][information_set] = {action: probability}``.
    payoffs
        Expected payoff of each player, in player order, payoff units. Exact solvers give fractions.
    outcomes
        Probability of each outcome; a pure profile's outcome is its actions joined by a comma.
    regret
        The game's own regret of this profile, in payoff units: the most any player gains by deviating alone.
    beliefs
        ``beliefs[information_set] = {node: (lowest, highest)}``, the set of supporting beliefs.
    survives
        For each refinement asked for, whether this member survives it.
    details
        Figures of the method worth keeping: residual, precision, index.
    """

    name: str
    strategies: Mapping[Player, Strategy]
    payoffs: tuple[Any, ...]
    outcomes: Mapping[str, Any]
    regret: Any
    beliefs: Beliefs = field(default_factory=dict[str, Mapping[str, tuple[float, float]]])
    survives: Mapping[str, bool] = field(default_factory=dict[str, bool])
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __eq__(self, other: object) -> bool:
        """Compare all that two equilibria hold."""
        return is_same(self, other) if isinstance(other, Equilibrium) else NotImplemented

    @property
    def profile(self) -> StrategyProfile:
        """The strategies as a profile that the game can check."""
        return StrategyProfile(self.strategies)


@dataclass(frozen=True)
class EquilibriumSet:
    """Hold all that a solver found.

    Parameters
    ----------
    members
        The equilibria found, in the solver's order; empty when none exists or the solve failed.
    status
        How complete the set is (see ``Status``).
    sentence
        The status in words, with what to change when it is not complete.
    method
        The concept's name in SOLVERS.
    players
        Labels of the players, in the order of every ``payoffs``.
    rule
        The rule that picked ``selected``; empty when there is no member.
    index
        Place of the selected member in ``members``.
    """

    members: tuple[Equilibrium, ...]
    status: Status
    sentence: str
    method: str
    players: tuple[Player, ...]
    rule: str = ""
    index: int | None = None

    @property
    def selected(self) -> Equilibrium | None:
        """The member that the rule picked for a headline, or None when there is none."""
        return None if self.index is None else self.members[self.index]

    def raise_if_failed(self) -> EquilibriumSet:
        """Return this set, or raise when the solve failed.

        Raises
        ------
        SolverError
            If the status is ``failed``; the message is the status sentence.
        """
        if self.status == "failed":
            raise SolverError(f"concept '{self.method}'", self.sentence.rstrip("."))
        return self


def is_same(one: Any, other: Any) -> bool:
    """Say whether two values are equal: arrays entry by entry, records field by field, NaN to NaN.

    Examples
    --------
    >>> import numpy as np
    >>> is_same({"a": np.array([1.0, np.nan])}, {"a": np.array([1.0, np.nan])})
    True
    >>> is_same((1, 2), (1, 3))
    False
    """
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        first, second = np.asarray(one), np.asarray(other)
        return first.shape == second.shape and all(map(is_same, first.ravel().tolist(), second.ravel().tolist()))
    if is_dataclass(one):
        return type(one) is type(other) and all(
            is_same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one)
        )
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other) or bool(one != one and other != other)


class Playable(Protocol):
    """What a form offers so that a profile can be certified in one call."""

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone, in payoff units."""
        ...

    def payoff(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return the expected payoff of each player, in player order."""
        ...

    def outcomes(self, profile: StrategyProfile) -> Mapping[str, Any]:
        """Return the probability of every outcome that can occur."""
        ...


def certified(
    game: Playable,
    name: str,
    profile: StrategyProfile,
    *,
    details: Mapping[str, Any] | None = None,
    beliefs: Beliefs | None = None,
) -> Equilibrium:
    """Return a profile as an Equilibrium with the payoffs, outcomes and regret that the game itself reports.

    Parameters
    ----------
    game
        The game that checks the profile.
    name
        The member's label.
    profile
        What the players do.
    details
        Figures of the method worth keeping.
    beliefs
        What players believe where they cannot tell nodes apart.
    """
    return Equilibrium(
        name,
        profile.strategies,
        game.payoff(profile),
        game.outcomes(profile),
        game.regret(profile),
        beliefs=beliefs or {},
        details=details or {},
    )


def select(found: EquilibriumSet, rule: Rule) -> EquilibriumSet:
    """Pick the member with the greatest (``best``) or least (``worst``) sum of payoffs.

    Ties go to the earlier member, so the pick does not depend on rounding in later ones.

    Parameters
    ----------
    found
        A set of equilibria.
    rule
        ``"best"`` or ``"worst"``. The other rules belong to the solvers that can compute them, which set ``index``
        and ``rule`` themselves.
    """
    if rule not in ("best", "worst"):
        raise SolverError(
            "rule", f"saw '{rule}'", "'best' or 'worst' on any set", "use the solver that offers the rule"
        )
    if not found.members:
        return replace(found, rule="", index=None)
    sums = [sum(member.payoffs) for member in found.members]
    target = max(sums) if rule == "best" else min(sums)
    scale = max(abs(target), max(abs(value) for value in sums), 1e-300)
    # Infinite sums differ by NaN, so equality is asked first.
    index = next(i for i, value in enumerate(sums) if value == target or abs(value - target) <= TIE_TOLERANCE * scale)
    return replace(found, rule=rule, index=index)


def select_draws(sums: NDArray[np.float64], exists: NDArray[np.bool_], rule: Rule) -> NDArray[np.int64]:
    """Pick a member in every draw as ``select`` does, and return its place, -1 where no member exists.

    Parameters
    ----------
    sums
        Sum of payoffs of each member in each draw, (n_members, n_draws).
    exists
        Which members exist in which draws, the same shape.
    rule
        ``"best"`` or ``"worst"``.
    """
    with np.errstate(invalid="ignore"):  # infinite sums differ by NaN, so equality is asked too
        reached = np.where(exists, sums, -np.inf if rule == "best" else np.inf)
        target = reached.max(axis=0) if rule == "best" else reached.min(axis=0)
        scale = np.maximum(np.where(exists, np.abs(sums), 0).max(axis=0), 1e-300)
        ties = exists & ((sums == target) | (np.abs(sums - target) <= TIE_TOLERANCE * scale))
    return np.where(ties.any(axis=0), ties.argmax(axis=0), -1)
