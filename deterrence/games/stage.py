"""The class of a two-by-two stage game, seen from one player's seat.

Each player holds back or attacks. A player's four numbers are its payoffs at the four outcomes:

- ``temptation`` (T): it attacks, the other holds back;
- ``reward`` (R): both hold back;
- ``punishment`` (P): both attack;
- ``sucker`` (S): it holds back, the other attacks.

Two comparisons say what the player wants to do: T with R (its reply to restraint), P with S (its reply to an attack).
A third, R with P, separates the player who attacks though mutual restraint is better from the one who loses nothing:

=========  =========  =========  =============  ====================================================
T with R   P with S   R with P   class          the player's best replies
=========  =========  =========  =============  ====================================================
T > R      P >= S     R > P      ``dilemma``    attack always; yet prefers mutual restraint
T > R      P >= S     R <= P     ``deadlock``   attack always; gains nothing from mutual restraint
T > R      P < S      any        ``chicken``    the opposite of what the other does
T <= R     P >= S     any        ``stag_hunt``  the same as what the other does
T <= R     P < S      any        ``harmony``    hold back always
=========  =========  =========  =============  ====================================================

The rows are exhaustive and exclude one another: every order of the four numbers, ties included, has exactly one class.
A tie is read as restraint after restraint (T = R needs no threat) and as attack after an attack (P = S keeps
the threat).
"""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import GameError
from deterrence.games.matrix import Matrix
from deterrence.numerics import Number

#: The five classes, in the order of the table above.
STAGE_CLASSES = ("dilemma", "deadlock", "chicken", "stag_hunt", "harmony")


@overload
def stage_class(temptation: float, reward: float, punishment: float, sucker: float) -> str: ...
@overload
def stage_class(temptation: Number, reward: Number, punishment: Number, sucker: Number) -> Any: ...
def stage_class(temptation: Number, reward: Number, punishment: Number, sucker: Number) -> str | NDArray[np.str_]:
    """Name the class of a stage game for one player, by the table at the top of this module.

    Parameters
    ----------
    temptation, reward, punishment, sucker
        The player's payoffs, payoff units: numbers, exact fractions, or arrays of draws that broadcast.

    Returns
    -------
    str or NDArray of str
        One of ``STAGE_CLASSES``, an array of them where any argument is an array. Where an argument is NaN the class is
        the empty string: there is no game to name.

    References
    ----------
    Rapoport, A., and M. Guyer (1966). "A taxonomy of 2 x 2 games." General Systems 11: 203-214.

    Examples
    --------
    >>> stage_class(5, 3, 1, 0)
    'dilemma'
    >>> stage_class(5, 3, 0, 1)
    'chicken'
    >>> stage_class([5, 2], 3, [4, 1], 0).tolist()
    ['deadlock', 'stag_hunt']
    """
    given = [np.asarray(value) for value in (temptation, reward, punishment, sucker)]
    t, r, p, s = np.broadcast_arrays(*given)
    # NaN is the only number that differs from itself; this also works on object arrays of fractions.
    known = _holds(t == t) & _holds(r == r) & _holds(p == p) & _holds(s == s)
    tempted, retaliates, prefers_restraint = _holds(t > r), _holds(p >= s), _holds(r > p)
    label = np.select(
        [~known, tempted & retaliates & prefers_restraint, tempted & retaliates, tempted, retaliates],
        ["", *STAGE_CLASSES[:4]],
        default=STAGE_CLASSES[4],
    )
    return str(label) if label.ndim == 0 else label


def player_classes(game: Matrix) -> tuple[str, str]:
    """Name the class of a two-by-two matrix for each player, the first action of either being restraint.

    Returns
    -------
    tuple of str
        The class for player 0 and for player 1; they can differ.

    Raises
    ------
    GameError
        If the game is not two by two.

    Examples
    --------
    >>> player_classes(Matrix([[[3, 0], [5, 1]], [[4, 3], [0, 1]]]))
    ('dilemma', 'stag_hunt')
    """
    if game.n_actions != (2, 2):
        raise GameError(f"matrix '{game.name}'", f"saw {game.n_actions} actions", "2 players with 2 actions each")
    a, b = game.payoffs
    return stage_class(a[1, 0], a[0, 0], a[1, 1], a[0, 1]), stage_class(b[0, 1], b[0, 0], b[1, 1], b[1, 0])


def _holds(comparison: Any) -> NDArray[np.bool_]:
    """Return a comparison as booleans: on object arrays NumPy leaves it as an array of objects."""
    return np.asarray(comparison, dtype=np.bool_)
