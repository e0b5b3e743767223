"""Reactive strategies under noise: how well forgiveness mends what errors break.

A reactive strategy restrains with one probability after the other's restraint and with another after its attack. Every
move is carried out wrongly with a probability of its own. When both players use the same strategy, the long-run share
of restraint follows from a two-state chain.
"""

from __future__ import annotations

from deterrence.numerics import Number, divide


def generous_tit_for_tat(forgiveness: Number, error: Number) -> Number:
    """Return the long-run share of restraint when both play generous tit for tat with errors.

    Restrain after restraint; after an attack restrain with probability ``forgiveness``; each move is flipped with
    probability ``error``. With p' = 1 - e and q' = q (1 - e) + (1 - q) e the share is q' / (1 - (p' - q')).

    Plain tit for tat (forgiveness 0) falls to one half under *any* positive error rate.

    Parameters
    ----------
    forgiveness
        q, probability in [0, 1]; any kind of number.
    error
        e, probability in [0, 1]; any kind of number.

    Returns
    -------
    Number
        The share, in [0, 1]. NaN without both errors and forgiveness, where the share depends on the first moves.

    References
    ----------
    Molander, P. (1985). "The Optimal Level of Generosity in a Selfish, Uncertain Environment." Journal of Conflict
    Resolution 29: 611-618.
    Nowak, M., and K. Sigmund (1992). "Tit for Tat in Heterogeneous Populations." Nature 355: 250-253.

    Examples
    --------
    >>> round(generous_tit_for_tat(1 / 3, 0.05), 3), round(generous_tit_for_tat(0, 0.001), 3)
    (0.875, 0.5)
    """
    after_restraint = 1 - error
    after_attack = forgiveness * (1 - error) + (1 - forgiveness) * error
    return divide(after_attack, 1 - (after_restraint - after_attack))
