"""All Markov perfect equilibria of a ladder of one front: pure ones by listing, mixed ones by a search of supports.

Seats that have the same numbers and whose players have the same payoffs are *alike*: renaming them changes nothing,
so of the pure profiles that differ only by who does what, one is listed. Steps:

1. list every way to hand out pure plans (one posture per open rung) to the seats, and keep those where no seat gains;
2. where all seats are alike, look for mixed equilibria in which all do the same: one probability is found by a scan for
   sign changes of the gain from escalating, several by Newton's method from many starts on every support;
3. have the game certify each (``markov_certificates``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.ladder import Ladder
from deterrence.numerics import resolve_rng
from deterrence.solvers.markov_certificates import Bench, Floats, certify
from deterrence.solvers.markov_perfect import check_single
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, select

#: Pure profiles listed at most.
MAX_PROFILES = 20_000

#: Supports of mixed equilibria searched at most.
MAX_SUPPORTS = 1_000

#: Points of the scan, and random starts per support.
_SCAN = 400
_STARTS = 4

#: Equilibria closer than this in every probability count as one.
_SAME = 1e-7


def solve_markov_all(
    game: Ladder, *, rungs: Sequence[int] | None = None, rng: np.random.Generator | int | None = 0
) -> EquilibriumSet:
    """Solve a ladder of one front for all its Markov perfect equilibria, as far as listing and search can.

    Pure equilibria: all, by listing, one of those that differ only by the names of seats that are alike. Mixed
    equilibria: where all seats are alike, those in which all do the same, by a search that proves nothing; others
    are not looked for. Every member is certified by the game's regret. The cost is the number of pure profiles,
    checked before any work: at most ``MAX_PROFILES``. For n seats that are alike with P plans each there are (n + P
    - 1)! / (n! (P - 1)!) of them.

    Parameters
    ----------
    game
        A ladder of one front, without draws.
    rungs
        Where payoffs are counted from; rung 0 when omitted.
    rng
        Where random starts of the search for mixed equilibria come from.

    Returns
    -------
    EquilibriumSet
        Status ``exhausted``, or ``complete`` where nobody has a choice; rule ``worst``. Members are named by what
        the seats do, and ``details`` hold ``kind`` (``"Markov perfect"`` or ``"seat equilibrium"``),
        ``arrangements`` (how many profiles the member stands for), ``seat_gain``, ``regret_by_player``,
        ``strategies`` and ``values``.

    Raises
    ------
    SolverError
        If the ladder has several fronts, carries draws, or has too many pure profiles.

    Examples
    --------
    >>> from deterrence.games.front import Front
    >>> calm = Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0,
    ...              hazard=[0.02, 0.2, 0.3], postures=("hold", "escalate"))
    >>> found = solve_markov_all(Ladder([calm], None, discount=0.9, precision=1))
    >>> [round(member.strategies[0]["border at 0"]["escalate"], 6) for member in found.members]
    [0.0, 1.0, 0.673203]
    """
    check_single(game, "markov_all")
    if len(game.fronts) != 1:
        saw = f"'{game.name}' has {len(game.fronts)} fronts"
        raise SolverError(
            "concept 'markov_all'", saw, "a ladder of one front", "use 'markov_perfect' or 'logit_markov'"
        )
    place = 0 if rungs is None else game.state(rungs)
    front = game.fronts[0]
    open_rungs = [rung for rung in range(front.n_rungs) if len(front.offered(rung)) > 1]
    plans = list(itertools.product(*(np.flatnonzero(game.shape.open[0, rung]).tolist() for rung in open_rungs)))
    groups = _alike(game)
    n_profiles = math.prod(math.comb(len(group) + len(plans) - 1, len(group)) for group in groups)
    if n_profiles > MAX_PROFILES:
        saw = f"'{game.name}' has {n_profiles:.3g} pure profiles"
        raise SolverError(
            "concept 'markov_all'", saw, f"at most {MAX_PROFILES}", "offer fewer postures, or use 'markov_perfect'"
        )
    bench = Bench(game)
    members = [m for m in _pure(bench, open_rungs, plans, groups) if m is not None]
    searched = False
    supports: list[tuple[tuple[int, ...], ...]] = []
    # A seat alone mixes only where it makes no difference.
    if len(groups) == 1 and open_rungs and len(game.seats) > 1:
        supports = _supports(game, open_rungs)
        searched = len(supports) <= MAX_SUPPORTS
        if searched:
            members += _mixed(bench, open_rungs, supports, members, resolve_rng(rng))
    members = [_counted_from(member, place) for member in members]
    sentence = _sentence(n_profiles, groups, len(supports) if searched else None, bool(open_rungs))
    if not members:
        return EquilibriumSet((), "none", f"{sentence} None is an equilibrium.", "markov_all", game.players)
    status = "exhausted" if open_rungs else "complete"
    found = EquilibriumSet(tuple(members), status, sentence, "markov_all", game.players)
    return select(found, "worst")


def _counted_from(member: Equilibrium, place: int) -> Equilibrium:
    return replace(member, payoffs=tuple(float(value) for value in member.details["values"][:, place]))


def _sentence(n_profiles: int, groups: list[list[int]], n_supports: int | None, has_choice: bool) -> str:
    if not has_choice:
        return "Nobody has a choice: the one profile is the only equilibrium."
    text = f"All {n_profiles} pure profiles were checked, counting those that differ by the names of like seats once"
    if len(groups) > 1:
        return f"{text}; mixed equilibria were not searched, because the seats are not alike."
    if len(groups[0]) == 1:
        return f"{text}; a seat alone mixes only between postures that earn the same."
    if n_supports is None:
        return f"{text}; mixed equilibria were not searched, because they have more than {MAX_SUPPORTS} supports."
    return f"{text}; mixed equilibria in which all seats do the same were searched, supports: {n_supports}."


def _alike(game: Ladder) -> list[list[int]]:
    """Return the seats in groups that can trade places without changing the ladder."""
    owners = [player for _, player in game.seats]
    front, numbers = game.fronts[0], game.numbers
    groups: list[list[int]] = []
    for k, player in enumerate(owners):
        for group in groups:
            j, other = group[0], owners[group[0]]
            is_alike = owners.count(player) == owners.count(other) == 1 and all(
                np.array_equal(table[k], table[j])
                for table in (front.push, front.gain, front.backdown, front.restraint_cost)
            )
            same_payoffs = np.array_equal(numbers.flow[0, player], numbers.flow[0, other]) and all(
                table[0, player] == table[0, other] for table in (numbers.discount, numbers.scale)
            )
            if is_alike and same_payoffs:
                group.append(k)
                break
        else:
            groups.append([k])
    return groups


def _pure(
    bench: Bench, open_rungs: list[int], plans: list[tuple[int, ...]], groups: list[list[int]]
) -> Iterator[Equilibrium | None]:
    """Certify every way to hand out plans to groups of like seats."""
    ladder = bench.ladder
    fixed = ladder.pure("hold").probabilities.swapaxes(0, 1).copy()
    choices = [itertools.combinations_with_replacement(range(len(plans)), len(group)) for group in groups]
    for picks in itertools.product(*choices):
        table = fixed.copy()
        arrangements = 1
        for group, given in zip(groups, picks, strict=True):
            counts = [given.count(plan) for plan in set(given)]
            arrangements *= math.factorial(len(group)) // math.prod(math.factorial(count) for count in counts)
            for k, plan in zip(group, given, strict=True):
                for rung, posture in zip(open_rungs, plans[plan], strict=True):
                    table[:, k, rung] = 0.0
                    table[posture, k, rung] = 1.0
        yield certify(bench, _name(table, open_rungs), table, {"arrangements": arrangements})


def _name(table: Floats, open_rungs: list[int]) -> str:
    """Name a pure profile by the postures at the open rungs, seat after seat: ``"hold hold, escalate hold"``."""
    words = ("de-escalate", "hold", "escalate")
    plans = [" ".join(words[int(table[:, k, rung].argmax())] for rung in open_rungs) for k in range(table.shape[1])]
    if len(set(plans)) == 1:
        return f"all {plans[0]}".strip()
    return ", ".join(f"{len(list(run))} x {plan}" for plan, run in itertools.groupby(plans))


def _supports(game: Ladder, open_rungs: list[int]) -> list[tuple[tuple[int, ...], ...]]:
    """List the supports of mixed plans: some postures at every open rung, several at one rung at least."""
    per_rung: list[list[tuple[int, ...]]] = []
    count = 1
    for rung in open_rungs:
        offered = np.flatnonzero(game.shape.open[0, rung]).tolist()
        per_rung.append([c for size in range(1, len(offered) + 1) for c in itertools.combinations(offered, size)])
        count *= len(per_rung[-1])
    if count > 20 * MAX_SUPPORTS:
        return [()] * (MAX_SUPPORTS + 1)
    return [s for s in itertools.product(*per_rung) if any(len(postures) > 1 for postures in s)]


def _mixed(
    bench: Bench,
    open_rungs: list[int],
    supports: list[tuple[tuple[int, ...], ...]],
    known: list[Equilibrium],
    rng: np.random.Generator,
) -> list[Equilibrium]:
    """Search the supports for equilibria in which all seats do the same."""
    found: list[Equilibrium] = []
    for support in supports:
        mask = bench.ladder.pure("hold").probabilities.swapaxes(0, 1) > 0
        for rung, postures in zip(open_rungs, support, strict=True):
            mask[:, :, rung] = False
            mask[list(postures), :, rung] = True
        n_free = sum(len(postures) - 1 for postures in support)
        for start in _scan(bench, mask) if n_free == 1 else _random_starts(mask, rng):
            strategies = bench.settle(start, mask)
            if strategies is None or not _is_same_for_all(strategies):
                continue
            shown = strategies.swapaxes(0, 1)
            if any(np.abs(m.details["strategies"].probabilities - shown).max() < _SAME for m in (*known, *found)):
                continue
            member = certify(bench, f"mixed {len(found) + 1}", strategies, {"arrangements": 1})
            if member is not None:
                found.append(member)
    return found


def _is_same_for_all(strategies: Floats) -> bool:
    return bool(np.abs(strategies - strategies[:, :1]).max() < 1e-9)


def _scan(bench: Bench, mask: NDArray[np.bool_]) -> Iterator[Floats]:
    """Yield profiles near the probabilities at which the seats are indifferent between two postures at one rung."""
    rung = int(np.flatnonzero(mask[:, 0].sum(axis=0) == 2)[0])
    low, high = np.flatnonzero(mask[:, 0, rung]).tolist()

    def profile(chance: float) -> Floats:
        table = mask.astype(np.float64)
        table[low, :, rung] = 1.0 - chance
        table[high, :, rung] = chance
        return table

    def gain(chance: float) -> float:
        payoffs = bench.payoffs(profile(chance))
        return float(payoffs[high, 0, rung] - payoffs[low, 0, rung])

    grid = np.linspace(0.0, 1.0, _SCAN + 1)
    gains = [gain(float(chance)) for chance in grid]
    for a, b, left, right in zip(grid[:-1], grid[1:], gains[:-1], gains[1:], strict=True):
        if (left < 0) != (right < 0):
            yield profile(float(a + (b - a) * left / (left - right)))


def _random_starts(mask: NDArray[np.bool_], rng: np.random.Generator) -> Iterator[Floats]:
    """Yield random profiles on a support, the same for all seats, the even one first."""
    for number in range(_STARTS + 1):
        weights: Any = np.ones(mask.shape) if number == 0 else rng.gamma(1.0, size=(mask.shape[0], 1, mask.shape[2]))
        table = np.where(mask, weights, 0.0)
        yield table / table.sum(axis=0)
