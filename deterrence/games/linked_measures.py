"""What linking fronts changes: thresholds apart and together, and the attack that binds.

The measures that one front and linked fronts share are in ``restraint_measures``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from deterrence.games.draws import on_sound_draws, refuse_symbols
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.punishment import least_discount, thresholds
from deterrence.numerics import Number, is_array, maximum, where


def critical_discounts_by_front(game: LinkedRestraint) -> tuple[tuple[Number, Number], ...]:
    """Return the thresholds of each front played apart, in the order of the front's seats.

    The fronts are given the linked game's number of punishment periods, so that linking is the only difference.
    """
    pairs = (thresholds(front.stakes, game.punishment_periods) for front in game.fronts)
    return tuple((first, second) for first, second in pairs)


@on_sound_draws
def separate_critical_discount(game: LinkedRestraint) -> tuple[Number, ...]:
    """Return the discount factor each player needs to restrain on all its fronts when they are played apart.

    Compare with ``critical_discount``: pooled punishments lower it, pooled false alarms raise it. A front of weight 0
    asks for nothing.

    Examples
    --------
    >>> from deterrence.games.restraint import Restraint
    >>> front = Restraint(5, 3, 1, 0, discount=0.7, false_alarm=0.2, detection=0.9)
    >>> round(separate_critical_discount(LinkedRestraint((front, front), weights=1))[0], 3)
    0.667
    """
    by_front = critical_discounts_by_front(game)
    return tuple(
        maximum(
            *(
                where(game.weights[f] > 0, by_front[f][game.seats[f].index(player)], 0.0)
                for f in game.subsets(player)[-1]
            )
        )
        for player in range(len(game.players))
    )


def binding_subset(game: LinkedRestraint) -> tuple[Any, ...]:
    """Return, per player, the attack that asks for the most patience, by its name in ``actions``.

    Empty where the player is not tempted, and at draws at fault. Ties go to the attack on fewer fronts.

    Raises
    ------
    SolverError
        For symbolic payoffs.

    Examples
    --------
    >>> from deterrence.games.restraint import Restraint
    >>> front = Restraint(5, 3, 1, 0, discount=0.7, false_alarm=0.2, detection=0.9)
    >>> binding_subset(LinkedRestraint((front, front), weights=1))
    ('attack', 'attack')
    """
    labels: list[Any] = []
    for player, own in enumerate(game.stakes):
        needs = [least_discount(part, game.punishment_periods, own.is_credible) for part in own.incentives]
        refuse_symbols("binding_subset", needs)
        shape = np.broadcast_shapes(*(np.shape(need) for need in needs))
        table = np.stack([np.broadcast_to(np.asarray(need, dtype=np.float64), shape) for need in needs])
        names = np.asarray(game.actions(player)[1:])[np.argmax(table, axis=0)]
        tempted = np.max(table, axis=0) > 0
        sound = True if game.valid is None else game.valid
        label = np.where(tempted & sound, names, "")
        labels.append(label if is_array(label) else str(label))
    return tuple(labels)
