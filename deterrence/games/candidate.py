"""Equilibria that a form lists in closed form, before a solver certifies them.

Some forms are small enough that a paper lists all their equilibria with the conditions under which each exists. Such a
form offers ``candidates``: plain arithmetic, elementwise over draws. A candidate says where it exists; what it is worth
as an equilibrium is for the game's own regret to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, runtime_checkable

from deterrence.games.form import Form
from deterrence.games.profile import Beliefs, Player, Strategy
from deterrence.numerics import Number

#: A figure of an equilibrium: one number, or one for each player.
Figure = Number | Mapping[Player, Number]


@dataclass(frozen=True)
class Candidate:
    """Hold one candidate for an equilibrium.

    Parameters
    ----------
    name
        A short label, unique in its game and the same in every draw: ``"semi_separating"``.
    exists
        Whether its conditions hold: a bool, or an array (n_draws,).
    strategies
        ``strategies[player][information_set] = {action: probability}``.
    payoffs
        Expected payoff of each player, in player order, payoff units.
    outcomes
        Probability of each outcome.
    figures
        The measures that belong to it, by name.
    beliefs
        ``beliefs[information_set] = {node: (lowest, highest)}``.
    survives
        For each refinement, whether it survives: a bool, or an array (n_draws,).
    removed_because
        For each refinement that can remove it, why, in a sentence.
    """

    name: str
    exists: Any
    strategies: Mapping[Player, Strategy]
    payoffs: tuple[Number, ...]
    outcomes: Mapping[str, Number]
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    beliefs: Beliefs = field(default_factory=dict[str, Mapping[str, tuple[float, float]]])
    survives: Mapping[str, Any] = field(default_factory=dict[str, Any])
    removed_because: Mapping[str, str] = field(default_factory=dict[str, str])


@runtime_checkable
class Listed(Form, Protocol):
    """A form that lists its equilibria in closed form.

    Attributes
    ----------
    solution_concept
        What the candidates are, as a sentence begins: ``"Perfect Bayesian equilibria"``.
    """

    solution_concept: ClassVar[str]

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player, the unit of tolerances."""
        ...

    @property
    def is_listed_completely(self) -> bool:
        """Whether the candidates are proved to be all equilibria of the concept."""
        ...

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every candidate, whether its conditions hold or not."""
        ...
