"""The regional escalation ladder: a stochastic game whose state is one rung per front.

Notation and order: fronts f, seats k (front by front), players i, states s. States are numbered in row-major order
of their rungs, the last front moving fastest: ``state((2, 0, 1))`` and ``rungs(s)`` translate. Each period every
seat, knowing the state, picks a posture (``front.POSTURES``); the fronts then move independently by at most one
rung, as ``front`` explains. Spill ties them: ``spill[g, f]`` is the probability that front g at its top carries
front f up, in proportion to g's rung.

Player i earns each period the sum of its ``flow`` over fronts, plus ``gain`` for each of its seats that escalates, less
``backdown`` for each that de-escalates and ``restraint_cost`` for each that holds; payoffs are discounted sums of
these, in payoff units. An information set is one front in one state, named ``"border at 3,3,3,2"``.

The model has no memory of damage, no private information and no learning: strategies are Markov, maps from states to
mixed postures. Restraint that rests on memory is the business of ``Restraint``.

Notes
-----
At most one rung a period and front, so that a sudden leap takes several periods. Fronts move independently within a
period. Periods have one length, and the top is treated alike however it was reached.

References
----------
Shapley, L. (1953). "Stochastic Games." Proceedings of the National Academy of Sciences 39: 1095-1100.
McKelvey, R., and T. Palfrey (1995). "Quantal Response Equilibria for Normal Form Games." Games and Economic Behavior
10: 6-38, carried over here to Markov strategies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deterrence.errors import GameError, suggest
from deterrence.games.form import store
from deterrence.games.front import POSTURES, Front, read_numbers
from deterrence.games.ladder_arguments import read_fronts, read_players
from deterrence.games.ladder_arrays import FRONT_AXES, lay_out, pack
from deterrence.games.markov_strategies import MarkovStrategies, read_profile
from deterrence.games.profile import Player, StrategyProfile
from deterrence.kernels.ladder.arrays import Draw, Numbers, Shape


@dataclass(frozen=True, init=False, eq=False)
class Ladder:
    """Hold an escalation ladder of one or more fronts.

    Parameters
    ----------
    fronts
        The fronts, in the order of the state.
    spill
        Probability, at the top of one front, of carrying another up, ``[from, to]``, (n_fronts, n_fronts); the
        diagonal is not read; None for none.
    discount
        Discount factor per period of each player, in [0, 1), scalar or (n_players,).
    precision
        Logit precision, at least 0: 0 is random choice, large is best reply.
    payoff_scale
        Payoff units by which precision is divided, positive, scalar or (n_players,).
    players
        Labels in the order of ``flow``. When omitted they are 0, 1, ..., or, where seats carry other labels, those in
        the order in which seats name them.
    name
        The id of the game.

    Raises
    ------
    GameError
        If shapes or players do not fit, a number is out of range, or there are more states than ``MAX_WORK`` allows.

    Examples
    --------
    Two sides of a quiet border; each gains by attacking, and war, once begun, is worth nothing for good.

    >>> calm = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0,
    ...              hazard=[0.02, 0.2, 0.3], postures=("hold", "escalate"))
    >>> ladder = Ladder([calm], None, discount=0.9, precision=1)
    >>> ladder.regret(ladder.pure("hold").profile())
    0.0
    """

    form: ClassVar[str] = "ladder"
    default_concept: ClassVar[str] = "logit_markov"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    fronts: tuple[Front, ...]
    spill: NDArray[np.float64]
    discount: NDArray[np.float64]
    precision: NDArray[np.float64]
    payoff_scale: NDArray[np.float64]
    players: tuple[Player, ...]
    name: str

    def __init__(
        self,
        fronts: Sequence[Front],
        spill: ArrayLike | None,
        discount: ArrayLike,
        precision: ArrayLike,
        payoff_scale: ArrayLike = 1,
        *,
        players: Sequence[Player] | None = None,
        name: str = "ladder",
    ) -> None:
        held = read_fronts(fronts, name)
        labels = read_players(held, players, discount, payoff_scale, name)
        n_fronts, n_players = len(held), len(labels)
        table, below_one = (n_fronts, n_fronts), math.nextafter(1, 0)
        given = np.zeros(table) if spill is None else spill
        fields = {
            "fronts": held,
            "players": labels,
            "name": name,
            "spill": read_numbers(given, f"spill of '{name}'", table, low=0, high=1),
            "discount": read_numbers(discount, f"discount of '{name}'", (n_players,), low=0, high=below_one),
            "precision": read_numbers(precision, f"precision of '{name}'", (), low=0),
            "payoff_scale": read_numbers(payoff_scale, f"payoff_scale of '{name}'", (n_players,), low=math.ulp(0.0)),
        }
        store(self, fields)
        self._check_draws()

    @cached_property
    def n_draws(self) -> int | None:
        """The number of draws, or None where no number carries them."""
        lengths = self._draw_lengths()
        return next(iter(lengths.values())) if lengths else None

    @cached_property
    def n_states(self) -> int:
        """The number of states."""
        return math.prod(front.n_rungs for front in self.fronts)

    @cached_property
    def seats(self) -> tuple[tuple[int, int], ...]:
        """The front and the player of every seat, as numbers, front by front."""
        return tuple((f, self.players.index(label)) for f, front in enumerate(self.fronts) for label in front.seats)

    def state(self, rungs: Sequence[int]) -> int:
        """Return the number of the state with these rungs, one per front.

        Raises
        ------
        GameError
            If there is not one rung per front, or a rung does not exist.
        """
        if len(rungs) != len(self.fronts) or any(
            not 0 <= r <= front.top for r, front in zip(rungs, self.fronts, strict=False)
        ):
            raise GameError(
                f"rungs of '{self.name}'",
                f"saw {list(rungs)}",
                ", ".join(f"0 to {front.top} on '{front.name}'" for front in self.fronts),
            )
        found = 0
        for rung, front in zip(rungs, self.fronts, strict=True):
            found = found * front.n_rungs + int(rung)
        return found

    def rungs(self, state: int) -> tuple[int, ...]:
        """Return the rungs of a state, one per front."""
        found: list[int] = []
        for front in reversed(self.fronts):
            state, rung = divmod(int(state), front.n_rungs)
            found.append(rung)
        return tuple(reversed(found))

    @cached_property
    def shape(self) -> Shape:
        """What all draws share, as the kernels read it."""
        return lay_out(self.fronts, self.seats)

    @cached_property
    def offers(self) -> NDArray[np.bool_]:
        """Whether a seat may pick a posture in a state, (n_seats, 3, n_states)."""
        fronts = self.shape.seat_front
        return np.swapaxes(self.shape.open[fronts[:, np.newaxis], self.shape.rungs[fronts]], 1, 2)

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers with a leading axis of draws (length 1 without draws), as the kernels read them."""
        tables = self.spill, self.discount, self.precision, self.payoff_scale
        return pack(self.fronts, len(self.players), *tables)

    def expanded(self, draw: int) -> Draw:
        """Return a draw's numbers, one entry per state, as the kernels read them; not to be written to."""
        from deterrence.kernels.ladder.expansion import expand  # numba must not load with the package

        return self._plain if self.n_draws is None else expand(self.shape, self.numbers, draw)

    @cached_property
    def _plain(self) -> Draw:
        """The numbers of a ladder without draws: its courses under different strategies share them."""
        from deterrence.kernels.ladder.expansion import expand

        return expand(self.shape, self.numbers, 0)

    def strategies(self, probabilities: ArrayLike) -> MarkovStrategies:
        """Wrap probabilities of postures, (n_seats, 3, n_states) or with a leading axis of draws.

        Raises
        ------
        GameError
            If the shape does not fit, or the numbers are not probabilities of postures on offer.
        """
        return MarkovStrategies.checked(self, np.asarray(probabilities, dtype=np.float64))

    def pure(self, posture: str) -> MarkovStrategies:
        """Return the strategies in which every seat picks one posture.

        Where it is not on offer the seat holds, or escalates if it must.

        Raises
        ------
        GameError
            If there is no such posture.
        """
        if posture not in POSTURES:
            raise GameError(
                f"posture of '{self.name}'", f"saw {posture!r}", f"one of {list(POSTURES)}", suggest(posture, POSTURES)
            )
        order = [POSTURES.index(posture), 1, 2]
        picks = np.select([self.offers[:, a] for a in order], order)
        table = picks[:, np.newaxis] == np.arange(len(POSTURES))[:, np.newaxis]
        return MarkovStrategies(self, table.astype(np.float64))

    def uniform(self) -> MarkovStrategies:
        """Return the strategies in which every seat picks at random among the postures on offer: precision 0."""
        return MarkovStrategies(self, self.offers / self.offers.sum(axis=1, keepdims=True))

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone from any state on, payoff units.

        A player deviates on all its seats at once, with any Markov plan (``regret_by_player``). An array where there
        are draws.

        Raises
        ------
        GameError
            If the profile does not fit the ladder.
        """
        found = np.max(self.regret_by_player(profile), axis=0)
        return float(found) if np.ndim(found) == 0 else found

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Any, ...]:
        """Return what each player gains by its best joint Markov deviation, from the state where that is most.

        The others' strategies given, the player faces a decision process: it is solved by policy improvement over its
        joint postures with exact evaluation, relative accuracy about 1e-11. Players without a seat gain nothing.
        """
        from deterrence.kernels.ladder.deviations import regrets  # numba must not load with the package

        table = read_profile(self, profile)
        many = table if table.ndim == 4 else table[np.newaxis]
        found = regrets(self.shape, self.numbers, np.swapaxes(many, 1, 2), self.n_draws or len(many))
        if self.n_draws is None and table.ndim == 3:
            return tuple(float(value) for value in found[0])
        return tuple(found.T)

    def _draw_lengths(self) -> dict[str, int]:
        """Return the length of the axis of draws of every argument that has one."""
        axes = {"spill": 2, "discount": 1, "precision": 0, "payoff_scale": 1}
        arrays = [(key, getattr(self, key), ndim) for key, ndim in axes.items()]
        for front in self.fronts:
            arrays += [
                (f"{key} of front '{front.name}'", getattr(front, key), ndim) for key, ndim in FRONT_AXES.items()
            ]
        return {where: len(value) for where, value, ndim in arrays if value is not None and value.ndim > ndim}

    def _check_draws(self) -> None:
        lengths = self._draw_lengths()
        if len(set(lengths.values())) > 1:
            seen = ", ".join(f"{count} in {where}" for where, count in list(lengths.items())[:6])
            raise GameError(f"draws of '{self.name}'", f"saw {seen}", "one number of draws for all arguments")
