"""Matrix: what it keeps, what it refuses, and how it checks a profile."""

from __future__ import annotations

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.form import Form
from deterrence.games.matrix import Matrix
from deterrence.games.profile import StrategyProfile

DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
ACTIONS = [["hold", "attack"], ["hold", "attack"]]


def dilemma(**keywords) -> Matrix:
    return Matrix(DILEMMA, actions=ACTIONS, **keywords)


def test_matrix_is_a_form_whose_worst_member_has_the_lowest_payoff_sum():
    game = dilemma()
    assert isinstance(game, Form)
    assert (game.form, game.default_concept, game.worst) == ("matrix", "nash", ("payoff_sum", "lowest"))


def test_labels_default_to_numbers():
    game = Matrix(np.zeros((2, 2, 3)))
    assert game.players == (0, 1)
    assert game.actions == (("0", "1"), ("0", "1", "2"))
    assert game.name == "matrix"


def test_integer_payoffs_give_exact_payoffs_and_regrets():
    game = dilemma(players=["row", "column"])
    profile = game.profile([[Fraction(1, 3), Fraction(2, 3)], [Fraction(1, 2), Fraction(1, 2)]])
    assert game.payoff(profile) == (Fraction(5, 2), Fraction(5, 3))
    assert game.regrets(profile) == (Fraction(1, 2), Fraction(2, 3))
    assert game.regret(profile) == Fraction(2, 3)
    assert isinstance(game.regret(profile), Fraction)


def test_regret_of_an_equilibrium_is_exactly_zero():
    game = dilemma()
    assert game.regret(game.profile([[0, 1], [0, 1]])) == 0


def test_float_probabilities_give_float_answers():
    game = dilemma()
    profile = game.profile([[0.5, 0.5], [0.5, 0.5]])
    assert all(type(value) is float for value in (*game.payoff(profile), game.regret(profile)))
    assert game.regret(profile) == pytest.approx(0.75)


def test_regret_does_not_suffer_from_a_large_offset():
    game = Matrix(1e12 + np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]]))
    assert game.regret(game.profile([[0.5, 0.5], [0.5, 0.5]])) == 0


def test_regret_is_never_negative():
    game = Matrix(np.full((2, 3, 3), 0.1))
    regret = game.regret(game.profile([[0.2, 0.3, 0.5], [0.1, 0.7, 0.2]]))
    assert regret >= 0 and str(regret)[0] != "-"


def test_three_players_payoff_is_the_sum_over_cells():
    rng = np.random.default_rng(5)
    payoffs = rng.integers(-9, 9, (3, 2, 3, 4))
    game = Matrix(payoffs)
    mixed = [rng.dirichlet(np.ones(n)) for n in game.n_actions]
    expected = [
        sum(payoffs[i][cell] * np.prod([mixed[j][a] for j, a in enumerate(cell)]) for cell in np.ndindex(2, 3, 4))
        for i in range(3)
    ]
    assert game.payoff(game.profile(mixed)) == pytest.approx(expected)


def test_three_players_regret_is_the_best_pure_deviation():
    rng = np.random.default_rng(6)
    game = Matrix(rng.random((3, 2, 3, 2)))
    mixed = [rng.dirichlet(np.ones(n)) for n in game.n_actions]
    own = game.payoff(game.profile(mixed))
    for i in range(3):
        deviations = [
            game.payoff(game.profile([np.eye(game.n_actions[i])[a] if j == i else mixed[j] for j in range(3)]))[i]
            for a in range(game.n_actions[i])
        ]
        assert game.regrets(game.profile(mixed))[i] == pytest.approx(max(deviations) - own[i])


def test_best_responses_list_every_tie():
    game = Matrix([[[1, 0], [1, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]]], actions=[["a", "b", "c"], ["d", "e"]])
    profile = game.profile([[1, 0, 0], [1, 0]])
    assert game.best_responses(0, profile) == ("a", "b")
    assert game.best_responses(1, profile) == ("d", "e")


def test_best_responses_of_floats_allow_for_rounding():
    game = Matrix([[[0.1 + 0.2, 0.0], [0.3, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    assert game.best_responses(0, game.profile([[1, 0], [1, 0]])) == ("0", "1")


def test_best_responses_of_an_unknown_player_are_refused():
    game = dilemma()
    with pytest.raises(GameError, match="one of"):
        game.best_responses("us", game.profile([[1, 0], [1, 0]]))


def test_outcomes_are_the_possible_cells_and_sum_to_one():
    game = dilemma()
    outcomes = game.outcomes(game.profile([[1, 0], [Fraction(1, 4), Fraction(3, 4)]]))
    assert outcomes == {"hold,hold": Fraction(1, 4), "hold,attack": Fraction(3, 4)}


def test_an_action_left_out_has_probability_zero():
    game = dilemma()
    profile = StrategyProfile({0: {"stage": {"attack": 1}}, 1: {"stage": {"attack": 1}}})
    assert game.payoff(profile) == (1, 1)


def test_to_nashpy_has_the_same_payoffs():
    game = dilemma()
    assert [table.tolist() for table in game.to_nashpy().payoff_matrices] == DILEMMA
    with pytest.raises(GameError, match="2 players"):
        Matrix(np.zeros((3, 2, 2, 2))).to_nashpy()


def test_one_player_is_a_decision():
    game = Matrix([[3, 7, 5]])
    assert game.regret(game.profile([[1, 0, 0]])) == 4


def test_a_matrix_survives_pickling():
    game = pickle.loads(pickle.dumps(dilemma(players=["us", "iran"], name="border")))
    assert (game.players, game.actions, game.name) == (("us", "iran"), (("hold", "attack"),) * 2, "border")
    assert game.payoffs.tolist() == DILEMMA


@pytest.mark.parametrize(
    "keywords",
    [
        {"players": ["us"]},
        {"players": ["us", "us"]},
        {"actions": [["hold", "attack"]]},
        {"actions": [["hold", "attack"], ["hold"]]},
        {"actions": [["hold", "hold"], ["hold", "attack"]]},
        {"actions": [["hold", ""], ["hold", "attack"]]},
        {"actions": [["hold", "wait, then attack"], ["hold", "attack"]]},
        {"actions": [["hold", 1], ["hold", "attack"]]},
    ],
)
def test_labels_that_do_not_fit_are_refused_in_one_sentence(keywords):
    with pytest.raises(GameError) as caught:
        Matrix(DILEMMA, **keywords)
    assert "allowed is" in str(caught.value) and str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "strategies",
    [
        {0: {"stage": {"hold": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": 1}}, 2: {"stage": {"hold": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"crisis": {"hold": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": 1}, "crisis": {"hold": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hodl": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": 0.4, "attack": 0.5}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": Fraction(1, 2), "attack": Fraction(1, 3)}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": 2, "attack": -1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": float("nan"), "attack": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {"hold": "often", "attack": 1}}},
        {0: {"stage": {"hold": 1}}, 1: {"stage": {}}},
    ],
)
def test_profiles_that_do_not_fit_are_refused_in_one_sentence(strategies):
    with pytest.raises(GameError) as caught:
        dilemma().regret(StrategyProfile(strategies))
    assert "allowed is" in str(caught.value) and str(caught.value)[-1] in ".?"


def test_a_misspelt_action_is_met_with_a_suggestion():
    with pytest.raises(GameError, match="did you mean 'attack'"):
        dilemma().payoff(StrategyProfile({0: {"stage": {"atack": 1}}, 1: {"stage": {"hold": 1}}}))


def test_profile_vectors_must_fit_the_actions():
    with pytest.raises(GameError, match="lengths"):
        dilemma().profile([[1, 0], [1, 0, 0]])
    with pytest.raises(GameError, match="sum to 1"):
        dilemma().profile([[1, 1], [1, 0]])


def test_payoffs_of_every_pure_profile_are_the_cells():
    rng = np.random.default_rng(7)
    payoffs = rng.integers(-5, 5, (3, 2, 2, 2))
    game = Matrix(payoffs)
    for cell in itertools.product(range(2), repeat=3):
        profile = game.profile([np.eye(2, dtype=int)[a] for a in cell])
        assert game.payoff(profile) == tuple(payoffs[(i, *cell)] for i in range(3))


@pytest.mark.parametrize("actions", [7, [["a", "b"], 7], ["ab", ["a", "b"]]])
def test_action_labels_that_are_no_lists_are_refused(actions):
    with pytest.raises(GameError, match="one list of labels per player"):
        Matrix([[[1, 2], [3, 4]], [[1, 2], [3, 4]]], actions=actions)
