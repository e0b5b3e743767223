"""What a mediator's device is worth, and what lying to it or disobeying it would bring.

Each of two players reports a type t to the device in private; the device draws a pair of actions from mu(a | reports)
and tells each player its own. A player may report another type and do another action than it is told; a plan of
deviation is a report and a map from what is told to what is done. A device that nobody gains by deceiving, at any type,
is a *communication equilibrium*; without types, a correlated one.

Axis order: ``device[report_0, report_1, told_0, told_1]``, ``payoffs[player, type_0, type_1, done_0, done_1]``,
``reports[player][type, report]``, ``deeds[player][type, told, done]``. A prior is one row of probabilities per player;
types are drawn independently.

References
----------
Forges, F. (1986). "An approach to communication equilibria." Econometrica 54: 1375-1385.
Myerson, R. B. (1986). "Multistage games with communication." Econometrica 54: 323-358.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def stakes_of_plans(
    payoffs: Floats, prior: Sequence[Floats], device: Floats, reports: Sequence[Floats], deeds: Sequence[Floats]
) -> tuple[Floats, Floats]:
    """Return, for each player, what every report and every answer to what it is told contribute to its payoff.

    Returns
    -------
    tuple of NDArray
        Per player, ``[type, report, told, done]``: the expected payoff, given the own type, from the part of the draws
        in which the player is told so, when it reports and acts so and the other plays its own strategy. Summed over
        ``told`` it is the payoff of a plan.
    """
    first = np.einsum("s,sm,rmac,scd,tsbd->trab", prior[1], reports[1], device, deeds[1], payoffs[0], optimize=True)
    second = np.einsum("s,sm,mrca,scd,stdb->trab", prior[0], reports[0], device, deeds[0], payoffs[1], optimize=True)
    return first, second


def gains_from_deceit(stakes: Floats, report: Floats, deed: Floats) -> Floats:
    """Return, for each type of a player, the payoff of its best plan above that of the strategy it follows.

    Parameters
    ----------
    stakes
        One entry of ``stakes_of_plans``.
    report, deed
        The player's own strategy, ``[type, report]`` and ``[type, told, done]``.
    """
    followed = np.einsum("tr,tab,trab->t", report, deed, stakes)
    best = stakes.max(axis=3).sum(axis=2).max(axis=1)
    # Rounding can leave the best plan a hair below an average of plans.
    return np.maximum(best - followed, 0.0)


def honest(n_types: int, n_actions: int) -> tuple[Floats, Floats]:
    """Return the strategy that reports the truth and does as it is told."""
    return np.eye(n_types), np.broadcast_to(np.eye(n_actions), (n_types, n_actions, n_actions)).copy()


def joint_actions(prior: Sequence[Any], device: Any, reports: Sequence[Any], deeds: Sequence[Any]) -> Any:
    """Return the probability of every pair of types and of actions done, ``[type_0, type_1, done_0, done_1]``."""
    return np.einsum("s,t,sm,tr,mrca,scd,tab->stdb", *prior, *reports, device, *deeds, optimize=True)
