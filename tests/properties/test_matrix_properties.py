"""Properties of the Nash set of a matrix: what changes it, what must not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.games.dominance import iterated_strict_dominance, pure_best_responses
from deterrence.games.matrix import Matrix
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.pure_nash import solve_pure_nash
from deterrence.solvers.support_enumeration import solve_support_enumeration


@st.composite
def bimatrices(draw: st.DrawFn, *, largest: int = 3) -> Matrix:
    """Return a two-player matrix with small integers or eighths, so that ties are common."""
    shape = (2, draw(st.integers(1, largest)), draw(st.integers(1, largest)))
    entries = draw(st.lists(st.integers(-4, 4), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    table = np.array(entries).reshape(shape)
    return Matrix(table / 8 if draw(st.booleans()) else table)


def members(game: Matrix, permutations: tuple[list[int], list[int]] | None = None) -> set[tuple]:
    """Return the Nash set as pairs of probability vectors, actions put back in the order that was permuted."""
    found = set()
    for member in solve_nash(game).members:
        pair = [list(member.strategies[player]["stage"].values()) for player in game.players]
        if permutations is not None:
            pair = [
                [mixed[order.index(a)] for a in range(len(mixed))]
                for mixed, order in zip(pair, permutations, strict=True)
            ]
        found.add(tuple(map(tuple, pair)))
    return found


@given(bimatrices())
def test_every_member_is_certified_and_its_probabilities_sum_to_one(game):
    for member in solve_nash(game).members:
        assert member.regret <= 1e-12 * max(game.payoff_ranges)
        assert member.regret == game.regret(member.profile)
        assert member.payoffs == game.payoff(member.profile)
        assert abs(sum(member.outcomes.values()) - 1) <= 1e-12
        assert all(probability > 0 for probability in member.outcomes.values())
        if game.is_exact:
            assert member.regret == 0 and sum(member.outcomes.values()) == 1


@given(bimatrices(), st.tuples(st.fractions(Fraction(1, 9), 9), st.fractions(Fraction(1, 9), 9)), st.integers(-9, 9))
def test_positive_affine_payoffs_leave_the_nash_set_alone(game, slopes, shift):
    exact = Matrix([[[Fraction(entry) for entry in row] for row in table] for table in game.payoffs.tolist()])
    changed = Matrix([table * slope + shift for table, slope in zip(exact.payoffs, slopes, strict=True)])
    assert members(changed) == members(exact)


@given(bimatrices(), st.randoms(use_true_random=False))
def test_relabelling_actions_permutes_the_nash_set(game, random):
    orders = tuple(random.sample(range(n), n) for n in game.n_actions)
    assert members(Matrix(game.payoffs[np.ix_(range(2), *orders)]), orders) == members(game)


@given(bimatrices())
def test_exchanging_the_players_exchanges_the_nash_set(game):
    mirrored = Matrix(np.array([game.payoffs[1].T, game.payoffs[0].T]))
    assert {(y, x) for x, y in members(mirrored)} == members(game)


@given(bimatrices())
def test_pure_and_support_members_belong_to_the_nash_set(game):
    everything = members(game)
    for solve in (solve_pure_nash, solve_support_enumeration):
        for member in solve(game).members:
            pair = tuple(tuple(member.strategies[player]["stage"].values()) for player in game.players)
            assert pair in everything


@given(bimatrices())
def test_removing_dominated_actions_leaves_the_nash_set_alone(game):
    kept = [[int(label) for label in labels] for labels in iterated_strict_dominance(game)]
    small = Matrix(game.payoffs[np.ix_(range(2), *kept)])
    widened = set()
    for pair in members(small):
        wide = [
            [mixed[order.index(a)] if a in order else 0 for a in range(n)]
            for mixed, order, n in zip(pair, kept, game.n_actions, strict=True)
        ]
        widened.add(tuple(map(tuple, wide)))
    assert widened == members(game)


@given(bimatrices())
@settings(max_examples=30)
def test_no_argument_is_changed(game):
    given_payoffs = game.payoffs.copy()
    for solve in (solve_nash, solve_pure_nash, solve_support_enumeration):
        solve(game)
    pure_best_responses(game)
    assert (game.payoffs == given_payoffs).all()
