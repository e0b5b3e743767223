"""Chains: golden numbers, brute force over paths, simulation, and bad input."""

import itertools

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.chains import _eliminate, first_passage, likeliest_path, surely_reaches


def random_chain(seed, n_states):
    rng = np.random.default_rng(seed)
    table = rng.dirichlet(np.full(n_states, 0.7), size=n_states)
    table[rng.random(table.shape) < 0.3] = 0
    table[np.arange(n_states), np.arange(n_states)] += 1e-3
    return table / table.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(20))
def test_absorption_agrees_with_many_powers_of_the_chain(seed):
    table = random_chain(seed, 5)
    table[4] = 0
    table[4, 4] = 1
    chances, periods = dt.absorption(table, [4])
    power, wait = np.eye(5), np.zeros(5)
    for _ in range(20_000):
        wait += 1 - power[:, 4]
        power = power @ table
    assert np.allclose(chances[:, 0], power[:, 4], atol=1e-8)
    finite = np.isfinite(periods)
    assert np.allclose(periods[finite], wait[finite], rtol=1e-6)
    assert np.allclose(first_passage(table, np.arange(5) == 4)[finite], periods[finite])


def test_a_state_that_may_never_end_waits_for_ever():
    chain = [[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 1]]
    chances, periods = dt.absorption(chain, [2])
    assert chances[:, 0].tolist() == [0.5, 0, 1]
    assert periods.tolist() == [np.inf, np.inf, 0]
    assert surely_reaches(np.array(chain), np.array([False, False, True])).tolist() == [False, False, True]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("is_bound", [False, True])
def test_the_likeliest_path_is_the_best_of_all_paths(seed, is_bound):
    table, goals = random_chain(seed, 4), np.array([False, False, True, True])
    paths = ((0, *rest) for rest in itertools.product(range(4), repeat=4))
    chances = {
        path: float(np.prod([table[a, b] for a, b in itertools.pairwise(path)]))
        for path in paths
        if not is_bound or any(goals[state] for state in path)
    }
    path, chance = likeliest_path(table, 0, 4, goals if is_bound else None)
    assert chance == pytest.approx(max(chances.values()))
    assert chances[tuple(path)] == pytest.approx(chance)


def test_a_goal_out_of_reach_has_no_path():
    assert likeliest_path(np.eye(3), 0, 5, np.array([False, True, False])) == ([], 0.0)


@pytest.mark.parametrize(
    ("chain", "absorbing", "words"),
    [
        ([[0.5, 0.4], [0, 1]], [1], "transition, row 0"),
        ([[0.5, 0.5]], [0], "square"),
        ([["a", 1], [0, 1]], [1], "no numbers"),
        ([[0.5, 0.5], [0, 1]], [2], "states from 0 to 1"),
        ([[0.5, 0.5], [0, 1]], [], "one state or more"),
        ([[1.5, -0.5], [0, 1]], [1], "row 0"),
    ],
)
def test_what_is_no_chain_is_refused(chain, absorbing, words):
    with pytest.raises(dt.GameError, match=words):
        dt.absorption(chain, absorbing)


def test_rare_ends_cost_no_digits():
    chances, periods = dt.absorption([[1 - 1e-12, 0.5e-12, 0.5e-12], [0, 1, 0], [0, 0, 1]], [1, 2])
    assert np.allclose(chances[0], 0.5, atol=1e-12) and np.isclose(periods[0], 1e12, rtol=1e-9)
    # Two states that lead to one another and hardly ever to an end.
    pair = [[0, 1, 0, 0], [1 - 1e-17, 0, 0.25e-17, 0.75e-17], [0, 0, 1, 0], [0, 0, 0, 1]]
    chances, periods = dt.absorption(pair, [2, 3])
    assert np.allclose(chances[:2], [0.25, 0.75], atol=1e-12) and np.allclose(periods[:2], 2e17, rtol=1e-9)
    assert first_passage(np.array([[1.0, 1e-17], [0.0, 1.0]]), np.array([False, True]))[0] == pytest.approx(1e17)


@pytest.mark.parametrize("seed", range(5))
def test_elimination_agrees_with_factorisation(seed):
    table = random_chain(seed, 8)
    chances, periods = dt.absorption(table, [6, 7])
    inside = table[:6, :6] * (1 - np.eye(6))
    found = _eliminate(inside, np.column_stack([table[:6, 6:], np.ones(6)]))
    assert np.allclose(found[:, :2], chances[:6], atol=1e-12) and np.allclose(found[:, 2], periods[:6], rtol=1e-9)


@pytest.mark.parametrize("absorbing", [None, 1, "1", {1}, [[1]], [1.0]])
def test_absorbing_states_that_are_no_list_of_states_are_refused(absorbing):
    with pytest.raises(dt.GameError, match="absorbing: saw"):
        dt.absorption([[0.5, 0.5], [0, 1]], absorbing)
