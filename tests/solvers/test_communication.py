"""Communication equilibria: golden values, every plan of deceit, other programmes, and what must not matter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import deterrence as dt
from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.games.mediation import Mediation
from deterrence.solvers.communication import Programme, solve_communication
from deterrence.solvers.correlated import solve_correlated
from tests.games.mediations import GOLDEN, chosen, random_game, symmetric, typed

SHAPES = [((1, 1), (2, 2)), ((2, 2), (2, 2)), ((2, 1), (2, 3)), ((2, 3), (3, 2))]


def greatest_sum_over_plans(game: Mediation) -> float:
    """Return the greatest sum of payoffs, from a programme with one row per type, report and map of told to done."""
    shape = (*game.n_types, *game.n_actions)
    size = int(np.prod(shape))
    places = np.arange(size).reshape(shape)
    rows = []
    for player in (0, 1):
        n, m = game.n_types[player], game.n_actions[player]
        for t, r in itertools.product(range(n), repeat=2):
            for plan in itertools.product(range(m), repeat=m):
                row = np.zeros(size)
                for s, p in enumerate(game.prior[1 - player]):
                    types = (t, s) if player == 0 else (s, t)
                    reports = (r, s) if player == 0 else (s, r)
                    for told in np.ndindex(*game.n_actions):
                        done = (plan[told[0]], told[1]) if player == 0 else (told[0], plan[told[1]])
                        row[places[(*reports, *told)]] += p * game.payoffs[(player, *types, *done)]
                        row[places[(*types, *told)]] -= p * game.payoffs[(player, *types, *told)]
                rows.append(row)
    joint = game.prior[0][:, None, None, None] * game.prior[1][None, :, None, None]
    cost = -(joint * game.payoffs.sum(axis=0)).ravel()
    sums = np.zeros((game.n_types[0] * game.n_types[1], size))
    for row, block in enumerate(places.reshape(len(sums), -1)):
        sums[row, block] = 1
    found = linprog(cost, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), A_eq=sums, b_eq=np.ones(len(sums)))
    assert found.fun is not None
    return -found.fun


def ends(found) -> list[float]:
    """Return the greatest and the least sum of payoffs, which may be those of one member."""
    return [sum(found.members[place].payoffs) for place in (0, -1)]


@pytest.mark.parametrize("case", GOLDEN["complete"], ids=lambda case: str(case["game"]))
def test_golden_devices_without_types(case):
    best = chosen(solve_communication(symmetric(case["game"])))
    assert best.name == "best_device"
    assert sum(best.payoffs) == pytest.approx(case["mediated"], abs=case["tolerance"])
    if "device" in case:
        np.testing.assert_allclose(best.details["device"][0, 0], case["device"], atol=1e-12)


@pytest.mark.parametrize("case", GOLDEN["typed"], ids=lambda case: f"q={case['q']}")
def test_golden_values_with_types(case):
    best = chosen(solve_communication(typed(case["first"], case["second"], case["q"])))
    assert sum(best.payoffs) == pytest.approx(case["mediated"], abs=case["tolerance"])


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_devices_are_certified_and_as_good_as_those_of_a_programme_over_all_plans(shape):
    rng = np.random.default_rng(21)
    for _ in range(6):
        game = random_game(rng, *shape)
        found = solve_communication(game)
        assert found.status == "exhausted" and found.rule == "best"
        best, worst = found.members[0], found.members[-1]
        assert sum(best.payoffs) == pytest.approx(greatest_sum_over_plans(game), abs=1e-8)
        assert sum(worst.payoffs) <= sum(best.payoffs) + 1e-9
        for member in found.members:
            assert game.regret(member.profile) == member.regret <= 1e-9
            assert game.payoff(member.profile) == member.payoffs


def test_without_types_the_ends_are_those_of_correlated_equilibrium():
    rng = np.random.default_rng(22)
    for _ in range(5):
        payoffs = rng.normal(size=(2, 3, 3))
        sums = ends(solve_correlated(Matrix(payoffs)))
        assert ends(solve_communication(Mediation(payoffs))) == pytest.approx(sums)
        # One type each, told as a prior, takes the programme with reports.
        alone = Mediation(payoffs[:, None, None], [[1], [1]])
        assert ends(solve_communication(alone)) == pytest.approx(sums, abs=1e-8)


def test_units_and_levels_of_payoffs_do_not_matter():
    rng = np.random.default_rng(23)
    game = random_game(rng)
    moved = Mediation(game.payoffs * 1e5 + 7e5, game.prior)
    wanted = [total * 1e5 + 14e5 for total in ends(solve_communication(game))]
    assert ends(solve_communication(moved)) == pytest.approx(wanted, rel=1e-9)


def test_a_type_that_never_occurs_changes_nothing():
    first, second = GOLDEN["typed"][0]["first"], [[9, 9], [-9, -9]]
    alone = chosen(solve_communication(symmetric(first)))
    with_type = chosen(solve_communication(typed(first, second, 0.0)))
    assert sum(with_type.payoffs) == pytest.approx(sum(alone.payoffs), abs=1e-9)


def test_constant_payoffs_are_solved():
    found = solve_communication(Mediation(np.ones((2, 2, 2, 2, 2)), [0.5, 0.5]))
    assert [member.payoffs for member in found.members] == [(1.0, 1.0)]
    assert "the same sum" in found.sentence


@pytest.mark.parametrize(
    "game",
    [
        Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]),
        Mediation([[[np.array([6.0, 5.0]), 2], [7, 0]], [[6, 7], [2, 0]]]),
    ],
    ids=["another form", "draws"],
)
def test_what_has_no_single_device_is_refused(game):
    with pytest.raises(SolverError, match="saw"):
        solve_communication(game)


def test_too_large_a_programme_is_refused_before_it_is_built():
    with pytest.raises(SolverError, match="merge types"):
        Programme(Mediation(np.zeros((2, 9, 9, 6, 6)), [1 / 9] * 9))


def test_it_is_the_default_concept_of_its_form():
    found = dt.solve(symmetric([[6, 2], [7, 0]]))
    assert found.method == "communication" and chosen(found).name == "best_device"
