"""Cheap talk: an informed party with an interest of its own speaks, free of charge, to the one who acts.

The sender knows the state theta, uniform on [0, 1], and sends a message; the receiver picks a point y. Payoffs are

    sender -(y - theta - b)^2,    receiver -(y - theta)^2,

with the bias b >= 0: how much further the sender would have the receiver go. Every equilibrium divides the states into
N intervals, each with a message of its own, and the receiver picks the middle of the interval it hears of. With N
messages the cut points are

    a_i = i / N - 2 b i (N - i),    i = 1 .. N - 1,

which exist while they rise, 2 b N (N - 1) < 1. N = 1 is babbling and always exists.

A profile: the sender's information set ``"states, in rising order"`` gives every message the share of the states that
send it, the lowest states first, so that the cut points are the running sums. The receiver's information sets are the
messages; an action is a point written as a number (``"0.05"``, ``"1/20"``), or ``"middle"``, the middle of the states
that send the message.

Notes
-----
One message, once, about one number that is uniform, with losses that grow with the square of the error. A sender who is
heard again, and could lose its good name, is another game.

References
----------
Crawford, V., and J. Sobel (1982). "Strategic information transmission." Econometrica 50: 1431-1451.
Goltsman, M., J. Hörner, G. Pavlov and F. Squintani (2009). "Mediation, arbitration and negotiation." Journal of
Economic Theory 144: 1397-1420.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from deterrence.errors import GameError
from deterrence.games.candidate import Candidate, Figure
from deterrence.games.domains import NOT_NEGATIVE, Domain, blank_faults, read_arguments, single_numbers
from deterrence.games.draws import Validity, on_sound_draws
from deterrence.games.form import player_labels, store
from deterrence.games.messages import MIDDLE, REVEAL, STATES, read_partition, regrets_of_partition
from deterrence.games.profile import Player, Strategy, StrategyProfile
from deterrence.numerics import Number, inf, is_array, is_exact, is_symbolic, maximum, where

#: Partition equilibria listed for one game: with a bias near zero there are ever more.
MAX_LISTED = 20

#: Partition equilibria listed for a bias that is an expression.
MAX_SYMBOLIC = 4

#: Payoffs hold its square, which must stay finite.
MAX_BIAS = 1e150
_BIAS = Domain(lambda bias: NOT_NEGATIVE.holds(bias) & (bias <= MAX_BIAS), f"a bias from 0 to {MAX_BIAS:g}")


@dataclass(frozen=True, eq=False, init=False)
class CheapTalk:
    """Hold a game of cheap talk with uniform states and quadratic losses.

    Parameters
    ----------
    bias
        b >= 0, in units of the range of states: a number, draws ``(n_draws,)``, a ``Fraction`` or an expression.
    players
        Labels of sender and receiver; 0 and 1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If the bias is negative, or above ``MAX_BIAS``. Draws at fault are no error: every measure is NaN there.

    Examples
    --------
    >>> game = CheapTalk(0.2)
    >>> max_messages(game), round(best_receiver_value(game), 7), round(mediated_value(game), 7)
    (2.0, -0.0608333, -0.0533333)
    """

    form: ClassVar[str] = "cheap_talk"
    default_concept: ClassVar[str] = "closed_form"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")
    solution_concept: ClassVar[str] = "Perfect Bayesian equilibria"

    bias: Number
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(self, bias: Any, *, players: Sequence[Player] | None = None, name: str = "cheap_talk") -> None:
        where_ = f"cheap talk '{name}'"
        if isinstance(bias, tuple | list):
            raise GameError(f"{where_}, bias", f"saw {bias!r:.60}", "one number, or an array of draws")
        numbers = blank_faults(*read_arguments(single_numbers({"bias": _BIAS}, (bias,)), where_))
        store(self, numbers | {"players": player_labels(players, 2, "cheap talk"), "name": name})

    @property
    def payoff_range(self) -> Number:
        """The largest distance between two payoffs of one player: that of the sender's best and worst points."""
        return (1 + self.bias) ** 2

    @property
    def is_listed_completely(self) -> bool:
        """Whether all partition equilibria are listed; outcomes of every equilibrium are those of one of them."""
        return not is_symbolic(self.bias) and bool(np.all(np.asarray(max_messages(self)) <= MAX_LISTED))

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the partition equilibria of up to ``MAX_LISTED`` messages, and full revelation without a bias."""
        listed = [self._partition(n) for n in self._sizes()]
        if not is_symbolic(self.bias) and np.any(self.bias == 0):
            listed.append(self._revelation())
        return tuple(listed)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that the sender gains in any state, or the receiver after any message, payoff units.

        A message that no state sends binds the receiver to nothing: some belief supports every point.

        Raises
        ------
        GameError
            If the profile does not fit, or an action is neither a point in [0, 1] nor a known word.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, Number]:
        """Return what the sender gains in the state, the receiver at the message, where that is most."""
        return regrets_of_partition(read_partition(profile, self.players, f"profile of '{self.name}'"), self.bias)

    def _sizes(self) -> range:
        if is_symbolic(self.bias):
            return range(1, MAX_SYMBOLIC + 1)
        most = np.nan_to_num(np.atleast_1d(max_messages(self)), nan=1.0, posinf=MAX_LISTED)
        return range(1, min(MAX_LISTED, int(most.max())) + 1)

    def _partition(self, n: int) -> Candidate:
        """Return the equilibrium of n messages."""
        b, sender, receiver = self.bias, *self.players
        cuts = [_share(i, n, b) - 2 * b * i * (n - i) for i in range(1, n)]
        edges = [0 * b, *cuts, 1 + 0 * b]
        messages = [f"message {k}" for k in range(1, n + 1)]
        shares = {message: edges[k + 1] - edges[k] for k, message in enumerate(messages)}
        value = -(_share(1, 12 * n * n, b) + b**2 * _share(n * n - 1, 3, b))
        figures: dict[str, Figure] = {"n_messages": float(n), "receiver_value": value}
        figures |= {"cut_point" if i == 0 else f"cut_point.{i + 1}": cut for i, cut in enumerate(cuts)}
        points = [(edges[k] + edges[k + 1]) / 2 for k in range(n)]
        is_single = not is_array(b) and not is_symbolic(b)
        strategies: dict[Player, Strategy] = {
            sender: {STATES: shares},
            receiver: {m: {str(y) if is_single else MIDDLE: 1.0} for m, y in zip(messages, points, strict=True)},
        }
        beliefs: dict[str, dict[str, tuple[float, float]]] = {}
        if is_single:
            ends = [float(edge) for edge in edges]
            beliefs = {m: {f"{ends[k]:.6g} to {ends[k + 1]:.6g}": (1.0, 1.0)} for k, m in enumerate(messages)}
        name = "babbling" if n == 1 else f"{n}_messages"
        exists = 2 * b * n * (n - 1) < 1 if n > 1 else b >= 0
        return Candidate(name, exists, strategies, (value - b**2, value), shares, figures, beliefs)

    def _revelation(self) -> Candidate:
        """Return the equilibrium in which the sender names the state: no finite number of messages does better."""
        zero = 0 * self.bias
        sender, receiver = self.players
        strategies: dict[Player, Strategy] = {
            sender: {STATES: {REVEAL: 1.0}},
            receiver: {REVEAL: {MIDDLE: 1.0}},
        }
        figures: dict[str, Figure] = {"n_messages": inf, "receiver_value": zero}
        return Candidate("full_revelation", self.bias == 0, strategies, (zero, zero), {REVEAL: 1.0}, figures)


def _share(numerator: int, denominator: int, like: Number) -> Number:
    """Return a quotient of integers in the arithmetic of another number."""
    if is_symbolic(like) or is_exact(like):
        return (0 * like + numerator) / denominator
    return numerator / denominator


@on_sound_draws
def max_messages(game: CheapTalk) -> Number:
    """Return the largest number of messages that can be told apart, ceil(-1/2 + sqrt(1 + 2/b) / 2); inf without bias.

    Found as the largest N with 2 b N (N - 1) < 1, which rounding of the square root cannot mistake by one.
    """
    b = game.bias
    if is_symbolic(b):
        import sympy

        return sympy.ceiling(-sympy.Rational(1, 2) + sympy.sqrt(1 + 2 / b) / 2)
    if is_array(b):
        return np.array([np.nan if np.isnan(value) else _most(value) for value in b], dtype=np.float64)
    return _most(b)


def _most(bias: Any) -> float:
    if float(bias) < 1e-30:
        return inf
    n = max(1, int(-0.5 + 0.5 * (1 + 2 / float(bias)) ** 0.5) - 1)
    while 2 * bias * n * (n + 1) < 1:
        n += 1
    return float(n)


@on_sound_draws
def best_receiver_value(game: CheapTalk) -> Number:
    """Return the receiver's payoff with as many messages as can be told apart: -(1/(12 N^2) + b^2 (N^2 - 1)/3)."""
    b, n = game.bias, max_messages(game)
    if is_symbolic(b) or is_array(b):
        revealed = np.isinf(n) if is_array(n) else False
        finite = where(revealed, 1, n)
        return where(revealed, 0 * b, -(1 / (12 * finite**2) + b**2 * (finite**2 - 1) / 3))
    if n == inf:
        return 0 * b
    return -(_share(1, 12 * int(n) ** 2, b) + b**2 * _share(int(n) ** 2 - 1, 3, b))


@on_sound_draws
def mediated_value(game: CheapTalk) -> Number:
    """Return the receiver's payoff with the best mediator, -b (1 - b)/3 up to b = 1/2, beyond which nothing helps.

    The mediator hears the sender, may add noise, and is committed to its rule (Goltsman et al. 2009).
    """
    b = game.bias
    third, twelfth = _share(1, 3, b), _share(1, 12, b)
    return where(b <= _share(1, 2, b), (b * b - b) * third, -twelfth + 0 * b)


@on_sound_draws
def mediation_gain(game: CheapTalk) -> Number:
    """Return what the best mediator adds to the best of plain talk for the receiver; zero where b = 1/(2 N^2)."""
    return maximum(mediated_value(game) - best_receiver_value(game), 0 * game.bias)
