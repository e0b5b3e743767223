"""Thresholds of credibility in unilateral deterrence, and the region that a game lies in.

Each is a number in (0, 1), in the kind of number that the game is made of; draws at fault are NaN. Notation as in
``deterrence``.

References
----------
Zagare, F., and D. M. Kilgour (2000). Perfect Deterrence. Cambridge University Press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.games.draws import choose_label, on_sound_draws, refuse_symbols
from deterrence.numerics import Number, divide, maximum

if TYPE_CHECKING:
    from deterrence.games.deterrence import Deterrence

#: The regions of the plane of credibilities, in the order in which they are asked.
REGIONS = ("deterrence", "separating", "attack", "bluff")


@on_sound_draws
def c_hard(game: Deterrence) -> Number:
    """Return c_H = (DC - SQ) / (DC - DD+): the chance of resistance that stops a hard challenger."""
    concession, status_quo, conflict, _, _ = game.challenger
    return divide(concession - status_quo, concession - conflict)


@on_sound_draws
def c_soft(game: Deterrence) -> Number:
    """Return c_S = (DC - SQ) / (DC - CD): the chance of resistance that stops a soft challenger; c_S < c_H."""
    concession, status_quo, _, retreat, _ = game.challenger
    return divide(concession - status_quo, concession - retreat)


@on_sound_draws
def d_threshold(game: Deterrence) -> Number:
    """Return d_t = (CD - DC) / (CD - DD-): the belief that a challenger is hard above which a soft defender concedes.

    Examples
    --------
    >>> from deterrence.games.deterrence import Deterrence
    >>> game = Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3)
    >>> c_hard(game), c_soft(game), d_threshold(game)
    (0.5, 0.4, 0.5)
    """
    _, retreat, _, concession, conflict = game.defender
    return divide(retreat - concession, retreat - conflict)


def region(game: Deterrence) -> Any:
    """Return the region of the plane of credibilities: ``deterrence``, ``separating``, ``attack`` or ``bluff``.

    Deterrence where p_D >= c_H; separating where p_D >= c_S; below that attack where p_C >= d_t, else bluff. On a
    boundary the equilibria of both sides exist (``Deterrence.candidates``).

    Returns
    -------
    str or NDArray of str
        Empty at draws at fault.

    Raises
    ------
    SolverError
        For symbolic payoffs or credibilities.
    """
    own, other = game.challenger_credibility, game.defender_credibility
    bounds = (c_hard(game), c_soft(game), d_threshold(game), own, other)
    refuse_symbols("region", bounds, saw="symbols")
    reached = (other >= bounds[0], other >= bounds[1], own >= bounds[2])
    return choose_label(list(zip(reached, REGIONS[:3], strict=True)), REGIONS[3], game.valid)


@on_sound_draws
def untested_resistance(game: Deterrence) -> Number:
    """Return the least chance that the soft defender would resist at which nobody challenges.

    max(0, (c_H - p_D) / (1 - p_D)). Every chance from here to 1 keeps the status quo as a perfect Bayesian equilibrium,
    1 in any belief r <= d_t, a chance between with r = d_t, 0 with r >= d_t. What happens is the same in all of them.
    """
    credibility = game.defender_credibility
    return maximum(0, divide(c_hard(game) - credibility, 1 - credibility))
