"""Restraint on several fronts at once: a bad signal on any front is punished on all of them.

Every front f is a restraint game of two players, with its own payoffs T, R, P, S, false alarm epsilon_f and detection
rho_f; w_f (``weights``) scales its payoffs. Players may sit on several fronts. Signals are independent between fronts.
While all is calm, everybody restrains everywhere; after a bad signal anywhere, everybody attacks everywhere for N
periods. A player may attack on any subset D of its own fronts, so each subset has its own incentive:

    K [rho_D A - e (A + G_D)] >= (1 - delta) G_D,    K = delta (1 - delta^N)

where A = sum of w (R - P) and G_D = sum over D of w (T - R), over the player's own fronts;
e = 1 - prod(1 - epsilon_f) over all fronts is the chance of a false alarm anywhere, and
rho_D = 1 - prod over D of (1 - rho_f) times prod outside D of (1 - epsilon_f).

Linking pools punishments, and it pools false alarms: noise on one front breaks the peace on all. Restraint that each
front sustains apart may need more patience together, or fail (Bernheim and Whinston 1990 pool without noise).

Notes
-----
Punishment is all or nothing: no answer in proportion, none on one front alone. Signals are seen by everybody alike.

References
----------
Bernheim, D., and M. Whinston (1990). "Multimarket Contact and Collusive Behavior." RAND Journal of Economics 21: 1-26.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from deterrence.errors import GameError
from deterrence.games.automaton import (
    ATTACK,
    RESTRAIN,
    Decision,
    one_shot_regrets,
    profile_states,
    read_mix,
    regrets,
)
from deterrence.games.domains import DISCOUNT, NOT_NEGATIVE, TIED, Argument, blank_faults, read_arguments, row_by_player
from deterrence.games.draws import Validity, spread
from deterrence.games.form import player_labels, read_sequence, store
from deterrence.games.profile import Player, StrategyProfile
from deterrence.games.punishment import Incentive, Stakes, everybody, nobody, thresholds
from deterrence.games.restraint import Restraint, read_periods
from deterrence.games.seating import front_numbers, read_seats, shared_discounts
from deterrence.numerics import Number, inf, maximum, minimum, negate

#: A player with more fronts would have more than 1023 ways of attacking, each with an incentive of its own.
MAX_OWN_FRONTS = 10


@dataclass(frozen=True, eq=False, init=False)
class LinkedRestraint:
    """Hold several restraint games in which a bad signal anywhere is punished everywhere.

    Parameters
    ----------
    fronts
        One ``Restraint`` of two players per front; their names, where they differ, name the fronts.
    weights
        w, how much each front's payoffs count, at least zero; one number for all or one per front. A front of weight 0
        carries no payoffs, only signals: a player without any other is indifferent and stands in nobody's way.
    seats
        ``seats[f]`` is the pair of players (numbers 0..n-1) on front f, in the order of the front's own players;
        (0, 1) for all when left out.
    discount
        delta per player; taken from the fronts when left out.
    punishment_periods
        N, a positive integer or ``inf``; the fronts' own N are not used.
    players
        Labels in player order; 0..n-1 when left out.
    name
        The id of the game.

    Raises
    ------
    GameError
        If a front is not of two players, a seat or weight is out of range, a player has no front or more than ten, or
        the discount is left out and a player's fronts disagree on it.

    Examples
    --------
    >>> from deterrence.games.restraint_measures import critical_discount
    >>> front = Restraint(5, 3, 1, 0, discount=0.7, false_alarm=0.2, detection=0.9)
    >>> apart, together = critical_discount(front), critical_discount(LinkedRestraint((front, front), weights=1))
    >>> round(apart[0], 3), round(together[0], 3)
    (0.667, 0.787)
    """

    form: ClassVar[str] = "linked_restraint"
    default_concept: ClassVar[str] = "perfect_public"
    worst: ClassVar[tuple[str, str]] = ("payoff_sum", "lowest")

    fronts: tuple[Restraint, ...]
    weights: tuple[Number, ...]
    seats: tuple[tuple[int, int], ...]
    discount: tuple[Number, ...]
    punishment_periods: float
    players: tuple[Player, ...]
    name: str
    valid: Validity = field(init=False, repr=False)

    def __init__(
        self,
        fronts: Sequence[Restraint],
        weights: Any,
        seats: Sequence[tuple[int, int]] | None = None,
        discount: Any = None,
        punishment_periods: float = inf,
        *,
        players: Sequence[Player] | None = None,
        name: str = "linked_restraint",
    ) -> None:
        where = f"linked restraint '{name}'"
        fronts = read_sequence(fronts, f"{where}, fronts", "one Restraint or more")
        pairs = read_seats(fronts, seats, where)
        labels = player_labels(players, max(max(pair) for pair in pairs) + 1, "linked restraint")
        for player, label in enumerate(labels):
            n_own = sum(player in pair for pair in pairs)
            if not 1 <= n_own <= MAX_OWN_FRONTS:
                raise GameError(where, f"saw {n_own} fronts of player {label!r}", f"1 to {MAX_OWN_FRONTS}")
        patience = shared_discounts(fronts, pairs, labels, where) if discount is None else discount
        scales = spread(weights, len(fronts), f"{where}, weights")
        arguments = {
            "weights": Argument(NOT_NEGATIVE, {f"weight of front {f}": scale for f, scale in enumerate(scales)}),
            "discount": row_by_player("discount", patience, labels, DISCOUNT, where),
            # Read together with the fronts' numbers, so that plain weights do not spoil exact fronts.
            "fronts": Argument(TIED, front_numbers(fronts)),
        }
        numbers, valid = read_arguments(arguments, where)
        for front in fronts:
            valid = valid if front.valid is None else valid & front.valid
        rest = {
            "fronts": tuple(fronts),
            "seats": pairs,
            "punishment_periods": read_periods(punishment_periods, where),
            "players": labels,
            "name": name,
        }
        store(self, blank_faults(numbers, valid) | rest)

    @property
    def noise(self) -> Number:
        """e, the probability that punishment starts although all restrained everywhere."""
        return self._alarm(frozenset())

    @property
    def payoff_ranges(self) -> tuple[Number, ...]:
        """Each player's largest sum of payoffs over its fronts less its smallest, the scale of its regret."""
        return tuple(
            sum(self.weights[f] * self.fronts[f].payoff_ranges[self.seats[f].index(player)] for f in everywhere)
            for player, everywhere in enumerate(self.subsets(player)[-1] for player in range(len(self.players)))
        )

    @property
    def front_labels(self) -> tuple[str, ...]:
        """The fronts' names where they differ, else their numbers."""
        names = tuple(front.name for front in self.fronts)
        return names if len(set(names)) == len(names) else tuple(str(f) for f in range(len(names)))

    @cached_property
    def stakes(self) -> tuple[Stakes, ...]:
        """What each player stands to gain and lose, with one incentive per subset of its fronts."""
        return tuple(self._stakes(player) for player in range(len(self.players)))

    @cached_property
    def thresholds(self) -> tuple[Number, ...]:
        """Critical discount factors, kept because several measures start from them."""
        return thresholds(self.stakes, self.punishment_periods)

    def subsets(self, player: int) -> tuple[tuple[int, ...], ...]:
        """Return the sets of fronts on which a player can attack: the empty set first, all its fronts last."""
        return self._subsets[player]

    @cached_property
    def _subsets(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        owned = [[f for f, pair in enumerate(self.seats) if player in pair] for player in range(len(self.players))]
        return tuple(tuple(d for n in range(len(own) + 1) for d in itertools.combinations(own, n)) for own in owned)

    def actions(self, player: int) -> tuple[str, ...]:
        """Return a player's actions, in the order of ``subsets``: ``"restrain"``, ``"attack a"``, .., ``"attack"``."""
        some = ["attack " + "+".join(self.front_labels[f] for f in subset) for subset in self.subsets(player)[1:-1]]
        return (RESTRAIN, *some, ATTACK)

    def regret(self, profile: StrategyProfile) -> Number:
        """Return the most that any player gains by deviating alone, from any state on, as an average per period.

        Every plan over every subset of the player's fronts is allowed. States are those of ``Restraint``; the actions
        are ``"restrain"`` (everywhere), ``"attack"`` (everywhere) and ``"attack a+b"`` on some fronts (``actions``).

        Raises
        ------
        GameError
            If the profile does not fit.
        """
        return maximum(*self.regret_by_player(profile))

    def regret_by_player(self, profile: StrategyProfile) -> tuple[Number, ...]:
        """Return what each player gains by its own best deviation, from the state where that is most."""
        return tuple(maximum(*by_state.values()) for by_state in self.regret_by_state(profile).values())

    def regret_by_state(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what each player gains by its own best deviation from each state on."""
        return regrets(self.players, self._decisions(profile))

    def one_shot_regret(self, profile: StrategyProfile) -> dict[Player, dict[str, Number]]:
        """Return what each player gains in each state by deviating there once and then returning to its plan."""
        return one_shot_regrets(self.players, self._decisions(profile))

    def _stakes(self, player: int) -> Stakes:
        everywhere = self.subsets(player)[-1]
        gains = {f: self._margin(player, f, (True, False), (False, False)) for f in everywhere}
        losses = sum(self._margin(player, f, (False, False), (True, True)) for f in everywhere)
        answers = tuple(self._margin(player, f, (True, True), (False, True)) for f in everywhere)
        incentives: list[Incentive] = []
        for subset in self.subsets(player)[1:]:
            gain = sum(gains[f] for f in subset)
            harm = self._alarm(frozenset(subset)) * losses
            incentives.append(Incentive(gain, harm, self.noise * (losses + gain), gain > 0))
        own = [(self.weights[f], self.fronts[f], self.seats[f].index(player)) for f in everywhere]
        return Stakes(
            reward=sum(weight * front.reward[side] for weight, front, side in own),
            punishment=sum(weight * front.punishment[side] for weight, front, side in own),
            incentives=tuple(incentives),
            needs_threat=negate(nobody(tuple(gain > 0 for gain in gains.values()))),
            # Whoever has no payoffs here loses nothing, and no less a threat stands: it never has a reason to leave.
            is_harmed=(losses > 0) | nobody(tuple(weight > 0 for weight, _, _ in own)),
            retaliates=everybody(tuple(answer >= 0 for answer in answers)),
            answer=sum(minimum(answer, 0) for answer in answers),
        )

    def _margin(self, player: int, front: int, one: tuple[bool, bool], other: tuple[bool, bool]) -> Number:
        """Return a player's weighted payoff at one outcome (attacks, is attacked) of a front, less that at another."""
        game, side = self.fronts[front], self.seats[front].index(player)
        table = ((game.reward, game.sucker), (game.temptation, game.punishment))
        return self.weights[front] * (table[one[0]][one[1]][side] - table[other[0]][other[1]][side])

    def _alarm(self, attacked: frozenset[int]) -> Number:
        """Return the chance of a bad signal on any front, given the fronts under attack.

        Front by front, as what is known so far or else the next: one minus a product of complements would lose the
        digits of rare alarms.
        """
        chance: Number = 0
        for f, front in enumerate(self.fronts):
            chance = chance + (1 - chance) * (front.detection if f in attacked else front.false_alarm)
        return chance

    def _decisions(self, profile: StrategyProfile) -> list[Decision]:
        states = profile_states(profile, self.punishment_periods)
        mixes = [
            read_mix(profile, label, states, self.actions(player), "linked restraint")
            for player, label in enumerate(self.players)
        ]
        return [self._decision(player, states, mixes) for player in range(len(self.players))]

    def _decision(self, player: int, states: tuple[str, ...], mixes: list[tuple[tuple[Number, ...], ...]]) -> Decision:
        own = self.subsets(player)
        others = [other for other in range(len(self.players)) if other != player]
        payoffs: list[tuple[Number, ...]] = []
        breakdown: tuple[Number, ...] = ()
        for place in range(len(states)):
            joint: list[tuple[dict[int, tuple[int, ...]], Number]] = []
            taken = (
                [pair for pair in zip(self.subsets(j), mixes[j][place], strict=True) if pair[1] != 0] for j in others
            )
            for choice in itertools.product(*taken):
                plan = {other: subset for other, (subset, _) in zip(others, choice, strict=True)}
                joint.append((plan, math.prod(chance for _, chance in choice)))
            payoffs.append(tuple(sum(p * self._net(player, subset, plan) for plan, p in joint) for subset in own))
            if place == 0:
                breakdown = tuple(
                    sum(p * self._alarm(frozenset(subset).union(*plan.values())) for plan, p in joint) for subset in own
                )
        return Decision(self.discount[player], states, tuple(payoffs), breakdown, mixes[player])

    def _net(self, player: int, subset: tuple[int, ...], plan: dict[int, tuple[int, ...]]) -> Number:
        """Return a player's payoff of one period, measured from war on all its fronts, which costs fewer digits."""
        total: Number = 0
        for f in self.subsets(player)[-1]:
            rival = next(seat for seat in self.seats[f] if seat != player)
            total = total + self._margin(player, f, (f in subset, f in plan[rival]), (True, True))
        return total
