"""Two smaller games of deterrence, as formulas: the rudimentary one, and mutual deterrence with one simultaneous stage.

Rudimentary asymmetric deterrence: a challenger waits (SQ) or challenges; the defender concedes (DC) or resists (DD).

Mutual deterrence: both decide at once whether to attack. If one attacks, the other answers (DD) or concedes (DC to the
attacker). A hard player prefers conflict to conceding (DD+), a soft one does not, and resolve is private.

Entries may be floats, fractions, arrays of draws or SymPy expressions; payoffs are payoff units.

References
----------
Zagare, F., and D. M. Kilgour (2000). Perfect Deterrence. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.draws import admit, read_numbers
from deterrence.numerics import Number, divide, is_symbolic, where


def rudimentary_threshold(concession: Number, status_quo: Number, conflict: Number) -> Number:
    """Return the least credibility of the defender that deters the challenger, (DC - SQ) / (DC - DD).

    Parameters
    ----------
    concession, status_quo, conflict
        The challenger's payoffs, DC > SQ > DD.

    Raises
    ------
    GameError
        If plain numbers are not so ordered.

    Examples
    --------
    >>> rudimentary_threshold(5, 3, 1)
    0.5
    """
    where_, names = "rudimentary deterrence", ("concession", "status_quo", "conflict")
    numbers = read_numbers(dict(zip(names, (concession, status_quo, conflict), strict=True)), where_)
    best, middle, worst = numbers
    saw = f"{best}, {middle} and {worst}"
    admit((best > middle) & (middle > worst), where_, saw, "concession > status_quo > conflict")
    return divide(best - middle, best - worst)


def mutual_thresholds(payoffs: Sequence[tuple[Number, Number, Number]]) -> tuple[Number, Number]:
    """Return, for each player, the least credibility of the *other* that deters even its hard type from attacking.

    Parameters
    ----------
    payoffs
        (DC, SQ, DD+) of each of the two players: the other concedes, nobody attacks, conflict when hard. A soft player
        has less to gain from an attack and is deterred as well.

    Raises
    ------
    GameError
        If there are not two players, or payoffs are not ordered.
    """
    if len(payoffs) != 2:
        raise GameError("mutual deterrence", f"saw {len(payoffs)} players", "2")
    first, second = (rudimentary_threshold(*row) for row in payoffs)
    return first, second


def is_mutually_deterred(payoffs: Sequence[tuple[Number, Number, Number]], credibilities: tuple[Number, Number]) -> Any:
    """Return 1 where nobody attacks in equilibrium, in the simultaneous game of one stage, else 0.

    Parameters
    ----------
    payoffs
        (DC, SQ, DD+) of each player.
    credibilities
        The probability that each player is hard, in [0, 1].

    Examples
    --------
    >>> is_mutually_deterred([(5, 3, 1), (4, 3, 0)], (0.3, 0.6))
    1.0
    >>> is_mutually_deterred([(5, 3, 1), (4, 3, 0)], (0.2, 0.6))
    0.0
    """
    first, second = mutual_thresholds(payoffs)
    for credibility in credibilities:
        is_share = (credibility >= 0) & (credibility <= 1)
        if not is_symbolic(is_share) and not np.all(is_share):
            raise GameError("mutual deterrence", f"saw the credibility {credibility}", "probabilities in [0, 1]")
    return where((credibilities[1] >= first) & (credibilities[0] >= second), 1.0, 0.0)
