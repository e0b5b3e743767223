"""What is offered and what is done under delegation, in closed form, and the sanction that ends the payments.

Notation as in ``delegation``, and: d = b - r, what drives the proxy by itself; beta = B - lambda L, what effort is
worth to the patron; c = 1 + tau (1 - ell), what a unit of transfer costs it.

The proxy replies e(w) = (w + d) / k, kept in [0, 1]. Where that is inside, the patron's payoff (w + d)(beta - c w) / k
is a parabola with its vertex at w = (beta / c - d) / 2. Four corners:

- ``self_motivated``: w = 0 and e = min(1, d / k) > 0. The proxy needs no pay: beta / c <= d, or d >= k.
- ``none``: w = 0 and e = 0. No offer that the patron gains by would move the proxy: d <= 0 and beta / c <= -d.
- ``full_effort``: w = k - d > 0 and e = 1. Beyond it, paying more buys nothing: beta / c + d >= 2 k.
- ``interior``: w = (beta / c - d) / 2 and e = (beta / c + d) / (2 k) otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.games.draws import choose_label, on_sound_draws, refuse_symbols
from deterrence.numerics import Number, choose, divide, inf, maximum, minimum

if TYPE_CHECKING:
    from deterrence.games.delegation import Delegation

CORNERS = ("self_motivated", "none", "full_effort", "interior")


def patron_payoff(game: Delegation, offer: Number, reply: Number) -> Number:
    """Return the patron's payoff when a transfer per unit of effort meets an effort, payoff units."""
    # Adding the integer 0 makes -0.0, which reads oddly in a table, 0.0.
    price = 1 + game.sanction * (1 - game.leakage)
    return reply * (game.patron_benefit - game.liability * game.patron_loss - price * offer) + 0


def proxy_payoff(game: Delegation, offer: Number, reply: Number) -> Number:
    """Return the proxy's payoff when a transfer per unit of effort meets an effort, payoff units."""
    return reply * (offer + game.proxy_benefit - game.peace_rent) - game.effort_cost * reply * reply / 2 + 0


def effort_reply(game: Delegation, offer: Number) -> Number:
    """Return the proxy's best effort after an offer, in [0, 1]; unique, because effort costs ever more."""
    return minimum(1, maximum(0, divide(offer + game.proxy_benefit - game.peace_rent, game.effort_cost)))


@on_sound_draws
def transfer(game: Delegation) -> Number:
    """Return w, what the patron pays per unit of effort in equilibrium; 0 where it pays nothing.

    Examples
    --------
    >>> from deterrence.games.delegation import Delegation
    >>> transfer(Delegation(1, 1.5, 0.5, 4, 0.2, 1, 1, 0))  # the proxy is driven by itself
    0.0
    """
    drive, worth = _drive(game), _worth(game)
    paid = (game.effort_cost - drive, (worth - drive) / 2)
    is_driven, is_worthless, is_full = _corners(game)
    nothing = 0 * game.effort_cost
    return choose([(is_driven, nothing), (is_worthless, nothing), (is_full, paid[0])], paid[1])


@on_sound_draws
def effort(game: Delegation) -> Number:
    """Return e, the proxy's effort in equilibrium, in [0, 1].

    Examples
    --------
    >>> from deterrence.games.delegation import Delegation
    >>> [effort(Delegation(1, 1.5, 0.5, 4, 0.2, 1, tau, 0)) for tau in (0, 1)]  # sanctions change nothing
    [0.25, 0.25]
    """
    drive, worth = _drive(game), _worth(game)
    is_driven, is_worthless, is_full = _corners(game)
    nothing = 0 * game.effort_cost
    alone = minimum(1 + nothing, maximum(nothing, divide(drive, game.effort_cost)))
    bought = divide(worth + drive, 2 * game.effort_cost)
    return choose([(is_driven | is_worthless, alone), (is_full, 1 + nothing)], bought)


@on_sound_draws
def critical_sanction(game: Delegation) -> Number:
    """Return the least sanction tau at which the patron pays nothing, at the game's leakage.

    (beta / abs(d) - 1) / (1 - ell): with d > 0 the proxy then goes on by itself, with d < 0 it stops. 0 where nothing
    is paid anyway, ``inf`` where no sanction suffices, because all of it leaks or nothing drives the proxy either way.
    """
    drive = _drive(game)
    size = maximum(drive, -drive)
    worth = game.patron_benefit - game.liability * game.patron_loss
    excess = divide(worth, size) - 1
    is_unpaid = (drive >= game.effort_cost) | (worth <= size)
    bites = (size > 0) & (game.leakage < 1)
    return choose([(is_unpaid, 0 * worth), (bites, divide(excess, 1 - game.leakage))], inf)


def corner(game: Delegation) -> Any:
    """Return which corner the equilibrium is at, by the list at the top of this module.

    Returns
    -------
    str or NDArray of str
        Empty at draws at fault.

    Raises
    ------
    SolverError
        For symbolic arguments.
    """
    conditions = _corners(game)
    refuse_symbols("corner", conditions, saw="symbols")
    is_driven, is_worthless, is_full = conditions
    is_idle = is_worthless & (_drive(game) <= 0)
    cases = [(is_idle, "none"), (is_driven | is_worthless, "self_motivated"), (is_full, "full_effort")]
    return choose_label(cases, "interior", game.valid)


def _drive(game: Delegation) -> Number:
    """Return d = b - r."""
    return game.proxy_benefit - game.peace_rent


def _worth(game: Delegation) -> Number:
    """Return beta / c, what the patron would pay at most per unit of effort."""
    price = 1 + game.sanction * (1 - game.leakage)
    return divide(game.patron_benefit - game.liability * game.patron_loss, price)


def _corners(game: Delegation) -> tuple[Any, Any, Any]:
    """Return whether the proxy makes full effort unpaid, whether paying is not worth it, whether full effort is bought.

    In this order: the first that holds decides.
    """
    drive, worth = _drive(game), _worth(game)
    return (
        drive >= game.effort_cost,
        worth <= maximum(drive, -drive),
        worth + drive >= 2 * game.effort_cost,
    )
