"""Payoffs of repeated games: known sets, other methods, flat sets, and what must not matter."""

from __future__ import annotations

import itertools
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import quantecon.game_theory as quantecon
from hypothesis import given, settings
from hypothesis import strategies as st
from quantecon.game_theory.repeated_game import RepeatedGame
from scipy.spatial import QhullError

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.kernels.polygon import convex_hull, distance_to
from deterrence.solvers import repeated_payoffs
from deterrence.solvers.repeated_payoffs import repeated_payoff_vertices, solve_repeated_payoffs

GOLDEN = Path(__file__).parents[1] / "golden" / "repeated_payoffs.toml"
CASES = tomllib.loads(GOLDEN.read_text())["set"]
DILEMMA = Matrix([[[9, 1], [10, 3]], [[9, 10], [1, 3]]], actions=[["restrain", "attack"]] * 2)
PENNIES = Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])


def farthest(one: np.ndarray, other: np.ndarray) -> float:
    """Return the Hausdorff distance of two convex sets given by their vertices, infinite if just one is empty."""
    if len(one) == 0 or len(other) == 0:
        return 0.0 if len(one) == len(other) else float("inf")
    hulls = [convex_hull([(float(x), float(y)) for x, y in points]) for points in (one, other)]
    return max(distance_to(p, hulls[1 - k]) for k in (0, 1) for p in hulls[k])


def iterated_exactly(payoffs: np.ndarray, discount: Fraction, rounds: int) -> np.ndarray:
    """Iterate the set operator of Abreu, Pearce and Stacchetti from all feasible payoffs, in fractions.

    Every corner of the continuations that satisfy both constraints counts, and nothing else is used.
    """
    n_rows, n_columns = payoffs.shape[1:]
    stage = [
        (
            (payoffs[0, i, j], payoffs[1, i, j]),
            (max(payoffs[0, :, j]) - payoffs[0, i, j], max(payoffs[1, i, :]) - payoffs[1, i, j]),
        )
        for i in range(n_rows)
        for j in range(n_columns)
    ]
    current = exact_hull([g for g, _ in stage])
    for _ in range(rounds):
        if not current:
            break
        worst = [min(point[k] for point in current) for k in (0, 1)]
        points = []
        for g, gain in stage:
            rest = current
            for k in (0, 1):
                rest = exact_clip(rest, k, worst[k] + (1 - discount) / discount * gain[k])
            points.extend(tuple((1 - discount) * g[k] + discount * w[k] for k in (0, 1)) for w in rest)
        # Rounding outwards by less than 1e-12 would do; rounding to a fixed grid keeps the fractions short.
        current = exact_hull([tuple(Fraction(round(x * 10**14), 10**14) for x in point) for point in points])
    return np.array([[float(x) for x in point] for point in current]).reshape(-1, 2)


def exact_hull(points: list) -> list:
    ordered = sorted(set(points))
    chains = []
    for sequence in (ordered, ordered[::-1]):
        chain: list = []
        for c in sequence:
            while len(chain) > 1 and cross(chain[-2], chain[-1], c) <= 0:
                chain.pop()
            chain.append(c)
        chains.append(chain[:-1])
    return chains[0] + chains[1] if len(ordered) > 1 else ordered


def cross(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def exact_clip(polygon: list, k: int, bound: Fraction) -> list:
    kept = []
    for here, after in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if here[k] >= bound:
            kept.append(here)
        if (here[k] - bound) * (after[k] - bound) < 0:
            share = (bound - here[k]) / (after[k] - here[k])
            kept.append(tuple(here[m] + share * (after[m] - here[m]) for m in (0, 1)))
    return kept


@pytest.mark.parametrize(
    ("case", "discount"), [(case, d) for case in CASES for d in case["discounts"]], ids=lambda v: getattr(v, "name", v)
)
def test_golden_sets_are_found_with_their_vertices_counter_clockwise(case, discount):
    game = Matrix(case["payoffs"])
    slack = case["tolerance"] * float(max(game.payoff_ranges))
    found = solve_repeated_payoffs(game, discount=discount)
    assert (found.status, found.rule) == ("complete", "best")
    assert [member.name for member in found.members] == [f"vertex {k + 1}" for k in range(len(case["vertices"]))]
    np.testing.assert_allclose([member.payoffs for member in found.members], case["vertices"], rtol=0, atol=slack)
    np.testing.assert_array_equal(
        repeated_payoff_vertices(game, discount=discount), [member.payoffs for member in found.members]
    )


def test_members_name_the_first_action_and_what_follows():
    members = solve_repeated_payoffs(DILEMMA, discount=0.25).members
    assert [list(member.outcomes) for member in members] == [
        ["attack,attack"],
        ["attack,restrain"],
        ["restrain,restrain"],
        ["restrain,attack"],
    ]
    assert members[1].strategies == {
        0: {"stage": {"restrain": 0.0, "attack": 1.0}},
        1: {"stage": {"restrain": 1.0, "attack": 0.0}},
    }
    assert members[1].details["continuation"] == pytest.approx((9, 9))
    for member in members:
        action = member.strategies[0]["stage"]["attack"], member.strategies[1]["stage"]["attack"]
        now = DILEMMA.payoffs[(slice(None), *map(int, action))].astype(float)
        later = np.array(member.details["continuation"])
        np.testing.assert_allclose(0.75 * now + 0.25 * later, member.payoffs)


@pytest.mark.parametrize("discount", [0, 0.3, 0.9, 0.999])
def test_matching_pennies_has_no_equilibrium_in_pure_actions(discount):
    found = solve_repeated_payoffs(PENNIES, discount=discount)
    assert (found.status, found.members, found.index) == ("none", (), None)
    assert "pure" in found.sentence
    assert repeated_payoff_vertices(PENNIES, discount=discount).shape == (0, 2)


def test_patience_can_make_up_for_a_missing_pure_stage_equilibrium():
    # In the first cell the column player is tempted to 3; if patient, it stays for 2 under the threat of its minmax 1.
    game = Matrix([[[4, 0], [1, 5]], [[2, 3], [1, 0]]])
    assert solve_repeated_payoffs(game, discount=0.3).status == "none"
    assert solve_repeated_payoffs(game, discount=0.9).status == "complete"


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 2, 3)], ids=str)
def test_random_sets_agree_with_exact_brute_force(shape):
    rng = np.random.default_rng(21)
    sizes = set()
    for discount in (Fraction(1, 4), Fraction(2, 5), Fraction(1, 2), Fraction(3, 5)) * 3:
        table = rng.integers(0, 10, shape)
        exact = np.array([[[Fraction(int(x)) for x in row] for row in part] for part in table])
        ours = repeated_payoff_vertices(Matrix(table), discount=float(discount))
        brute = iterated_exactly(exact, discount, rounds=60)
        assert farthest(ours, brute) < 1e-6
        sizes.add(len(ours))
    assert len(sizes) >= 3


def test_random_sets_agree_with_quantecon_where_it_answers():
    rng = np.random.default_rng(22)
    answered = flat = 0
    for k in range(40):
        a, b = rng.random((2, 2 + k % 2, 2 + k % 3))
        discount = (0.4, 0.6, 0.8)[k % 3]
        ours = repeated_payoff_vertices(Matrix(np.array([a, b])), discount=discount)
        players = quantecon.Player(a), quantecon.Player(np.ascontiguousarray(b.T))
        game = RepeatedGame(quantecon.NormalFormGame(players), discount)
        minmax = np.array([a.max(axis=0).min(), b.max(axis=1).min()])
        try:
            hull = game.equilibrium_payoffs(options={"u_init": minmax})
        except (QhullError, ValueError):  # the set is a segment, a point or empty
            flat += 1
            assert len(ours) <= 2
            continue
        answered += 1
        assert farthest(ours, hull.points[hull.vertices]) < 1e-6
    assert answered > 10
    assert flat > 5


def test_patience_never_shrinks_the_dilemma_set():
    sets = [repeated_payoff_vertices(DILEMMA, discount=d) for d in (0.1, 0.15, 0.245, 0.2499, 0.25, 0.6, 0.95)]
    for small, large in itertools.pairwise(sets):
        hull = convex_hull([(float(x), float(y)) for x, y in large])
        assert max(distance_to((float(x), float(y)), hull) for x, y in small) <= 1e-9


def test_a_set_that_did_not_settle_fails_with_a_sentence(monkeypatch):
    monkeypatch.setattr(repeated_payoffs, "MAX_ROUNDS", 3)
    game = Matrix([[[1, 1, 2], [1, 1, 0]], [[1, 1, 1], [1, 0, 2]]])
    found = solve_repeated_payoffs(game, discount=0.99)
    assert (found.status, found.members) == ("failed", ())
    assert "settle" in found.sentence
    with pytest.raises(SolverError, match="settle"):
        repeated_payoff_vertices(game, discount=0.99)


@pytest.mark.parametrize("discount", [-0.1, 1, 1.5, float("nan")])
def test_a_discount_factor_out_of_range_is_refused(discount):
    with pytest.raises(SolverError, match="discount"):
        solve_repeated_payoffs(DILEMMA, discount=discount)


def test_three_players_are_refused():
    with pytest.raises(SolverError, match="2 players"):
        solve_repeated_payoffs(Matrix(np.zeros((3, 2, 2, 2))), discount=0.5)


@st.composite
def bimatrices(draw: st.DrawFn) -> Matrix:
    """Return a two-player game with small integers, so that ties and flat sets are common."""
    shape = (2, draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    entries = draw(st.lists(st.integers(-4, 4), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return Matrix(np.array(entries).reshape(shape))


discounts = st.sampled_from([0.0, 1e-9, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9])


@settings(deadline=None, max_examples=40)
@given(bimatrices(), discounts)
def test_every_vertex_is_individually_rational_feasible_and_certified(game, discount):
    given_payoffs = game.payoffs.copy()
    found = solve_repeated_payoffs(game, discount=discount)
    assert (game.payoffs == given_payoffs).all()
    assert found.status in ("complete", "none")
    floats = game.payoffs.astype(float)
    minmax = floats[0].max(axis=0).min(), floats[1].max(axis=1).min()
    feasible = convex_hull([(float(x), float(y)) for x, y in zip(*(t.ravel() for t in floats), strict=True)])
    for member in found.members:
        assert member.regret <= 1e-9
        assert distance_to(member.payoffs, feasible) <= 1e-9
        assert all(payoff >= least - 1e-9 for payoff, least in zip(member.payoffs, minmax, strict=True))


@settings(deadline=None, max_examples=40)
@given(bimatrices(), discounts)
def test_pure_stage_equilibria_are_inside_at_any_discount_factor(game, discount):
    hull = convex_hull([(float(x), float(y)) for x, y in repeated_payoff_vertices(game, discount=discount)])
    for i, j in np.ndindex(game.n_actions):
        pay = game.payoffs[:, i, j]
        if pay[0] == max(game.payoffs[0, :, j]) and pay[1] == max(game.payoffs[1, i, :]):
            assert distance_to((float(pay[0]), float(pay[1])), hull) <= 1e-9


@settings(deadline=None, max_examples=30)
@given(bimatrices(), discounts, st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(-9, 9))
def test_positive_affine_payoffs_move_the_set_with_them(game, discount, slopes, shift):
    changed = Matrix([table * slope + shift for table, slope in zip(game.payoffs, slopes, strict=True)])
    moved = repeated_payoff_vertices(game, discount=discount) * slopes + shift
    assert farthest(moved, repeated_payoff_vertices(changed, discount=discount)) <= 1e-6


@settings(deadline=None, max_examples=30)
@given(bimatrices(), discounts)
def test_exchanging_the_players_mirrors_the_set(game, discount):
    mirrored = Matrix(np.array([game.payoffs[1].T, game.payoffs[0].T]))
    ours = repeated_payoff_vertices(game, discount=discount)
    assert farthest(ours[:, ::-1], repeated_payoff_vertices(mirrored, discount=discount)) <= 1e-6
