"""The regional escalation ladder: a stochastic game whose state is one rung per front.

Notation and order: fronts f, seats k (front by front), players i, states s. States are numbered in row-major order of their
rungs, the last front moving fastest: ``state((2, 0, 1))`` and ``rungs(s)`` translate. Each period every seat, knowing the
state, picks a posture (``front.POSTURES``); the fronts then move independently by at most one rung, as ``front`` explains. Spill ties
them: ``spill[g, f]`` is the probability that front g at its top carries front f up, in proportion to g's rung.

Player i earns each period the sum of its ``flow`` over fronts, plus ``gain`` for each of its seats that escalates, less
``backdown`` for each that de-escalates and ``restraint_cost`` for each that holds; payoffs are discounted sums of
these, in payoff units. An information set is one front in one state, named ``"border at 3,3,3,2"``.

The model has no memory of damage, no private information and no learning: strategies are Markov, maps from states to
mixed postures. Restraint that rests on memory is the business of ``Restraint``.
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
from deterrence.games.form import player_labels
from deterrence.games.front import POSTURES, Front, read_numbers
from deterrence.games.markov_strategies import MarkovStrategies, read_profile
from deterrence.games.profile import Player, StrategyProfile
from deterrence.kernels.ladder.arrays import Numbers, Shape
from deterrence.kernels.ladder.plan import make_shape

#: States times joint moves of the fronts (3 ** n_fronts); above this a solve takes many minutes and gigabytes.
MAX_WORK = 20_000_000


@dataclass(frozen=True, init=False, eq=False)
class Ladder:
    """Hold an escalation ladder of one or more fronts.

    Parameters
    ----------
    fronts
        The fronts, in the order of the state.
    spill
        Probability, at the top of one front, of carrying another up, ``[from, to]``, (n_fronts, n_fronts); the diagonal is not
        read; None for none.
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
        held = _read_fronts(fronts, name)
        labels = _read_players(held, players, np.shape(discount), np.shape(payoff_scale), name)
        n_fronts, n_players = len(held), len(labels)
        put = object.__setattr__
        put(self, "fronts", held)
        put(self, "players", labels)
        put(self, "name", name)
        put(self, "spill", read_numbers(np.zeros((n_fronts, n_fronts)) if spill is None else spill, f"spill of '{name}'", (n_fronts, n_fronts), low=0, high=1))
        put(self, "discount", read_numbers(discount, f"discount of '{name}'", (n_players,), low=0, high=math.nextafter(1, 0)))
        put(self, "precision", read_numbers(precision, f"precision of '{name}'", (), low=0))
        put(self, "payoff_scale", read_numbers(payoff_scale, f"payoff_scale of '{name}'", (n_players,), low=math.ulp(0.0)))
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
        if len(rungs) != len(self.fronts) or any(not 0 <= r <= front.top for r, front in zip(rungs, self.fronts, strict=False)):
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
        return make_shape(
            tops=[front.top for front in self.fronts],
            seats=self.seats,
            closed=[front.absorbing for front in self.fronts],
            offered=[
                [[posture in front.offered(rung) for posture in POSTURES] for rung in range(front.n_rungs)]
                for front in self.fronts
            ],
            counted=[front.hazard is not None for front in self.fronts],
        )

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers with a leading axis of draws (length 1 without draws), as the kernels read them."""
        fronts, n_players = self.fronts, len(self.players)
        longest = max(front.n_rungs for front in fronts)
        crowd = max(front.n_seats for front in fronts)
        hazards = [np.zeros((front.n_rungs, 1)) if front.hazard is None else front.hazard for front in fronts]
        flows = [np.broadcast_to(f.flow, (*f.flow.shape[:-2], n_players, f.n_rungs)) for f in fronts]
        return Numbers(
            accident=_stack([front.accident for front in fronts], 1, (longest,)),
            ease=_stack([front.ease for front in fronts], 0, ()),
            calm=_stack([front.calm for front in fronts], 0, ()),
            exit=_stack([front.exit for front in fronts], 0, ()),
            hazard=_stack(hazards, 2, (longest, crowd + 1)),
            spill=_lead(self.spill, 2),
            push=_join([front.push for front in fronts], longest),
            gain=_join([front.gain for front in fronts], longest),
            backdown=_join([front.backdown for front in fronts], longest),
            restraint=_join([front.restraint_cost for front in fronts], longest),
            flow=np.array(np.swapaxes(_stack(flows, 2, (n_players, longest)), 1, 2), order="C"),
            discount=_lead(self.discount, 1),
            scale=_lead(self.payoff_scale, 1),
            precision=_lead(self.precision, 0),
        )

    def strategies(self, probabilities: ArrayLike) -> MarkovStrategies:
        """Wrap probabilities of postures, (n_seats, 3, n_states) or with a leading axis of draws.

        Raises
        ------
        GameError
            If the shape does not fit, or the numbers are not probabilities of postures on offer.
        """
        return MarkovStrategies.checked(self, np.asarray(probabilities, dtype=np.float64))

    def pure(self, posture: str) -> MarkovStrategies:
        """Return the strategies in which every seat picks one posture wherever it is offered, and else holds (escalates, if it must).

        Raises
        ------
        GameError
            If there is no such posture.
        """
        if posture not in POSTURES:
            raise GameError(f"posture of '{self.name}'", f"saw {posture!r}", f"one of {list(POSTURES)}", suggest(posture, POSTURES))
        table = np.zeros((len(self.seats), 3, self.n_states))
        order = [POSTURES.index(posture), 1, 2]
        shape = self.shape
        for k, (f, _) in enumerate(self.seats):
            offered = shape.open[f, shape.rungs[f]]
            picks = np.select([offered[:, a] for a in order], order)
            table[k, picks, np.arange(self.n_states)] = 1.0
        return MarkovStrategies(self, table)

    def uniform(self) -> MarkovStrategies:
        """Return the strategies in which every seat picks at random among the postures on offer: precision 0."""
        shape = self.shape
        offered = np.array([shape.open[f, shape.rungs[f]].T for f, _ in self.seats], dtype=np.float64)
        return MarkovStrategies(self, offered / offered.sum(axis=1, keepdims=True))

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone from any state on, payoff units.

        A player deviates on all its seats at once, with any Markov plan (``regret_by_player``). An array where there are draws.

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
        found = regrets(self.shape, self.numbers, table if table.ndim == 4 else table[np.newaxis], self.n_draws or len(table if table.ndim == 4 else table[np.newaxis]))
        if self.n_draws is None and table.ndim == 3:
            return tuple(float(value) for value in found[0])
        return tuple(found.T)

    def _draw_lengths(self) -> dict[str, int]:
        """Return the length of the axis of draws of every argument that has one."""
        found: dict[str, int] = {}
        for where, value, ndim in self._arrays():
            if value.ndim > ndim:
                found[where] = len(value)
        return found

    def _arrays(self) -> list[tuple[str, NDArray[np.float64], int]]:
        """List every array with its name and its number of axes without draws."""
        found = [("spill", self.spill, 2), ("discount", self.discount, 1), ("precision", self.precision, 0), ("payoff_scale", self.payoff_scale, 1)]
        axes = {"accident": 1, "ease": 0, "calm": 0, "exit": 0, "push": 2, "flow": 2, "gain": 2, "backdown": 2, "restraint_cost": 2}
        for front in self.fronts:
            found.extend((f"{key} of front '{front.name}'", getattr(front, key), ndim) for key, ndim in axes.items())
            if front.hazard is not None:
                found.append((f"hazard of front '{front.name}'", front.hazard, 2))
        return found

    def _check_draws(self) -> None:
        lengths = self._draw_lengths()
        if len(set(lengths.values())) > 1:
            seen = ", ".join(f"{count} in {where}" for where, count in list(lengths.items())[:6])
            raise GameError(f"draws of '{self.name}'", f"saw {seen}", "one number of draws for all arguments")


def _read_fronts(fronts: Sequence[Front], name: str) -> tuple[Front, ...]:
    where = f"fronts of '{name}'"
    held = (fronts,) if isinstance(fronts, Front) else tuple(fronts)
    if not held or not all(isinstance(front, Front) for front in held):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise GameError(where, f"saw {len(held)} of types {sorted({type(front).__name__ for front in held})}", "one Front or more")
    names = [front.name for front in held]
    if len(set(names)) != len(names):
        raise GameError(where, f"saw names {names}", "different names")
    states = math.prod(front.n_rungs for front in held)
    work = states * 3 ** len(held)
    if work > MAX_WORK:
        raise GameError(
            where,
            f"saw {states} states on {len(held)} fronts, {work:.3g} joint moves",
            f"at most {MAX_WORK:.3g}",
            "merge rungs or leave a front out",
        )
    return held


def _read_players(
    fronts: tuple[Front, ...],
    players: Sequence[Player] | None,
    discount: tuple[int, ...],
    scale: tuple[int, ...],
    name: str,
) -> tuple[Player, ...]:
    """Return the players' labels after checking that flows and seats agree with them."""
    seated = list(dict.fromkeys(label for front in fronts for label in front.seats))
    counts = {f"flow of front '{front.name}'": front.flow.shape[-2] for front in fronts}
    counts["discount"] = discount[-1] if discount else 1
    counts["payoff_scale"] = scale[-1] if scale else 1
    numbered = all(isinstance(label, int | np.integer) for label in seated)
    if players is not None:
        n_players = len(tuple(players))
    else:
        n_players = max(counts.values())
        if n_players == 1:
            n_players = max(seated, key=int) + 1 if numbered else len(seated)  # type: ignore[arg-type, operator]
    for where, count in counts.items():
        if count not in (1, n_players):
            raise GameError(f"{where} in '{name}'", f"saw {count} players", f"{n_players}, or 1 for all alike")
    labels = player_labels(seated if players is None and not numbered else players, n_players, f"ladder '{name}'")
    for front in fronts:
        for label in front.seats:
            if label not in labels:
                near = suggest(str(label), [str(known) for known in labels])
                raise GameError(f"seats of front '{front.name}'", f"saw player {label!r}", f"players {list(labels)}", near)
    return labels


def _lead(array: NDArray[np.float64], ndim: int) -> NDArray[np.float64]:
    """Return an array with a leading axis of draws, of length 1 where there are none."""
    return np.array(array if array.ndim > ndim else array[np.newaxis], order="C")


def _stack(arrays: Sequence[NDArray[np.float64]], ndim: int, core: tuple[int, ...]) -> NDArray[np.float64]:
    """Stack the fronts' arrays on axis 1, padded with zeros to ``core``: (D, F, *core)."""
    led = [_lead(array, ndim) for array in arrays]
    found = np.zeros((max(len(array) for array in led), len(led), *core))
    for f, array in enumerate(led):
        found[(slice(None), f, *(slice(0, size) for size in array.shape[1:]))] = array
    return found


def _join(arrays: Sequence[NDArray[np.float64]], longest: int) -> NDArray[np.float64]:
    """Join the fronts' seat tables on the axis of seats, padded with zeros to the longest front: (D, K, R)."""
    led = [_lead(array, 2) for array in arrays]
    found = np.zeros((max(len(array) for array in led), sum(array.shape[1] for array in led), longest))
    first = 0
    for array in led:
        found[:, first : first + array.shape[1], : array.shape[2]] = array
        first += array.shape[1]
    return found
