"""The mediation form: its arguments, and its check of plain profiles and of devices against every plan."""

from __future__ import annotations

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.form import Form
from deterrence.games.matrix import Matrix
from deterrence.games.mediation import Mediation
from deterrence.games.profile import StrategyProfile
from tests.games.mediations import GOLDEN, random_game, symmetric, typed

CHICKEN = [[6, 2], [7, 0]]


def brute_gains(game: Mediation, device: np.ndarray) -> list[float]:
    """Return each player's greatest gain at any type, trying every report with every map from told to done."""
    gains = []
    for player in (0, 1):
        n, m = game.n_types[player], game.n_actions[player]

        def payoff(t, report, plan, player=player):
            total = 0.0
            for s, p in enumerate(game.prior[1 - player]):
                reports, types = ((report, s), (t, s)) if player == 0 else ((s, report), (s, t))
                for told, chance in np.ndenumerate(device[reports]):
                    done = (plan[told[0]], told[1]) if player == 0 else (told[0], plan[told[1]])
                    total += p * chance * game.payoffs[(player, *types, *done)]
            return total

        plans = list(itertools.product(range(m), repeat=m))
        best = [max(payoff(t, r, plan) for r in range(n) for plan in plans) for t in range(n)]
        gains.append(max(best[t] - payoff(t, t, tuple(range(m))) for t in range(n)))
    return gains


def test_mediation_is_a_form_with_labels():
    game = typed(CHICKEN, CHICKEN, 0.3, players=["a", "b"], types=[["weak", "strong"]] * 2, name="crisis")
    assert isinstance(game, Form)
    assert (game.form, game.default_concept, game.worst) == ("mediation", "communication", ("payoff_sum", "lowest"))
    assert game.players == ("a", "b") and game.name == "crisis"
    assert game.situations(0) == ("weak", "strong") and symmetric(CHICKEN).situations(1) == ("stage",)
    assert repr(pickle.loads(pickle.dumps(game))) == repr(game)


@pytest.mark.parametrize("shape", [((1, 1), (2, 2)), ((2, 2), (2, 2)), ((2, 3), (3, 2)), ((1, 2), (2, 3))], ids=str)
def test_regret_of_a_device_is_the_best_of_all_lies_and_disobediences(shape):
    rng = np.random.default_rng(5)
    game = random_game(rng, *shape)
    device = rng.dirichlet(np.ones(np.prod(shape[1])), size=shape[0]).reshape(*shape[0], *shape[1])
    profile = game.device_profile(device)
    np.testing.assert_allclose(game.regret_by_player(profile), brute_gains(game, device), atol=1e-13)
    assert game.regret(profile) == max(game.regret_by_player(profile))


def test_regret_counts_strategies_that_lie_or_disobey_as_they_stand():
    rng = np.random.default_rng(6)
    game = random_game(rng)
    device = rng.dirichlet(np.ones(4), size=(2, 2)).reshape(2, 2, 2, 2)
    profile = game.device_profile(device)
    # Player 0 swaps its reports; against a device with its reports swapped back, nothing changes.
    liar = {**profile.strategies[0], "0": {"1": 1.0}, "1": {"0": 1.0}}
    mirrored = game.device_profile(device[::-1])
    lying = StrategyProfile({**mirrored.strategies, 0: liar})
    assert game.payoff(lying) == pytest.approx(game.payoff(profile))
    np.testing.assert_allclose(game.regret_by_player(lying), game.regret_by_player(profile), atol=1e-13)
    assert game.outcomes(lying) == pytest.approx(game.outcomes(profile))


def test_regret_without_a_device_is_that_of_every_reply_at_every_type():
    rng = np.random.default_rng(7)
    for _ in range(20):
        game = random_game(rng, (2, 3), (3, 2))
        mixes = [rng.dirichlet(np.ones(a), size=t) for t, a in zip(game.n_types, game.n_actions, strict=True)]
        strategies = {
            player: {str(t): {str(a): float(p) for a, p in enumerate(row)} for t, row in enumerate(mix)}
            for player, mix in enumerate(mixes)
        }
        profile = StrategyProfile(strategies)
        worst = 0.0
        for t, row in enumerate(mixes[0]):
            values = [
                sum(game.prior[1][s] * mixes[1][s][b] * game.payoffs[0, t, s, a, b] for s in range(3) for b in range(2))
                for a in range(3)
            ]
            worst = max(worst, max(values) - float(np.dot(row, values)))
        assert game.regret_by_player(profile)[0] == pytest.approx(worst)


def test_a_game_without_types_is_the_matrix():
    game, matrix = symmetric(CHICKEN), Matrix([CHICKEN, np.transpose(CHICKEN).tolist()])
    profile = StrategyProfile({p: {"stage": {"0": 0.5, "1": 0.5}} for p in (0, 1)})
    assert game.regret(profile) == pytest.approx(float(matrix.regret(profile)))
    assert game.payoff(profile) == pytest.approx([float(v) for v in matrix.payoff(profile)])
    assert game.outcomes(profile) == pytest.approx(matrix.outcomes(profile))


def test_fractions_stay_exact():
    game = Mediation([[[Fraction(6), 2], [7, 0]], [[6, 7], [2, 0]]])
    third = Fraction(1, 3)
    profile = StrategyProfile({p: {"stage": {"0": 1 - third, "1": third}} for p in (0, 1)})
    assert game.regret(profile) == 0 and isinstance(game.regret(profile), Fraction)
    assert game.payoff(profile) == (Fraction(14, 3), Fraction(14, 3))


def test_types_of_probability_zero_do_not_count():
    game = typed([[4, 0], [3, 1]], [[0, 0], [9, 9]], 0.0)
    calm = {"0": {"0": 1.0}, "1": {"0": 1.0}}
    assert game.regret(StrategyProfile({0: calm, 1: calm})) == 0


@pytest.mark.parametrize("case", GOLDEN["complete"], ids=lambda case: str(case["game"]))
def test_a_perturbed_device_is_caught(case):
    a, b, c, d = np.ravel(case["game"])
    weight = (b - d) + 2 * (c - a)
    device = np.array([[b - d, c - a], [c - a, 0]]) / weight
    game = symmetric(case["game"])
    assert game.regret(game.device_profile(device[None, None])) <= 1e-12
    worse = device + np.array([[0.01, -0.005], [-0.005, 0]])
    assert game.regret(game.device_profile(worse[None, None])) > 1e-3


def test_draws_are_kept_one_by_one_and_faulty_ones_marked():
    draws = np.array([6.0, 5.0, np.nan])
    for payoffs in (
        [[[draws, 2], [7, 0]], [[draws, 7], [2, 0]]],
        np.array([[[[d, 2], [7, 0]], [[d, 7], [2, 0]]] for d in draws]),
    ):
        game = Mediation(payoffs)
        assert game.n_draws == 3 and game.n_actions == (2, 2)
        assert np.array_equal(game.valid, [True, True, False])
        assert np.array_equal(game.draw(1).payoffs, symmetric([[5, 2], [7, 0]]).payoffs)


def test_one_prior_holds_for_both():
    tables = typed(CHICKEN, CHICKEN, 0.3).payoffs
    wanted = typed(CHICKEN, CHICKEN, 0.3).prior
    for prior in ([0.7, 0.3], np.array([0.7, 0.3]), [np.array([0.7, 0.3])] * 2, ((0.7, 0.3), (0.7, 0.3))):
        assert np.allclose(Mediation(tables, prior).prior, wanted)


def test_priors_may_be_drawn_like_payoffs():
    tables, q = typed(CHICKEN, CHICKEN, 0.3).payoffs, np.array([0.3, 0.6, 0.9])
    for prior in ([1 - q, q], [[1 - q, q], [1 - q, q]], np.array([[[1 - p, p], [1 - p, p]] for p in q])):
        game = Mediation(tables, prior)
        assert game.n_draws == 3 and np.allclose(game.draw(2).prior, [[0.1, 0.9]] * 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([[1, 2], [3, 4]],), "saw shape"),
        (([[[1, 2], [3]], [[1, 2], [3, 4]]],), "rows of different lengths"),
        (([[[1, 2], [3, 4]]],), "saw shape"),
        (([[[1, "x"], [3, 4]], [[1, 2], [3, 4]]],), "a number"),
        (([[[1, np.inf], [3, 4]], [[1, 2], [3, 4]]],), "a finite payoff"),
        (([CHICKEN, CHICKEN], [0.5, 0.5]), "and a prior"),
        ((np.zeros((2, 2, 2, 2, 2)),), "and no prior"),
        ((np.zeros((2, 2, 2, 2, 2)), [0.5, 0.6]), "a sum of 1"),
        ((np.zeros((2, 2, 2, 2, 2)), [[1.5, -0.5], [1, 0]]), "a probability"),
        ((np.zeros((2, 2, 2, 2, 2)), [1, 0, 0]), "one per type"),
        ((np.zeros((2, 2, 2, 2, 2)), 0.5), "one probability per type"),
        (([CHICKEN, CHICKEN], None, (1, 2)), "four numbers"),
        (([CHICKEN, CHICKEN], None, (1, 2, 3, np.inf)), "a finite number"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments, said):
    with pytest.raises(GameError, match=said) as caught:
        Mediation(*arguments)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"players": ["device", "b"]}, "device"),
        ({"actions": [["a", "b"]]}, "two lists"),
        ({"actions": [["a", "a"], ["a", "b"]]}, "different names"),
        ({"types": [["a"], ["b"]]}, "none without a prior"),
    ],
)
def test_bad_labels_get_one_sentence(keywords, said):
    with pytest.raises(GameError, match=said):
        Mediation([CHICKEN, CHICKEN], **keywords)


@pytest.mark.parametrize(
    "strategies",
    [
        {0: {"stage": {"0": 1}}},
        {0: {"stage": {"0": 1}}, 1: {"stage": {"0": 0.5}}},
        {0: {"stage": {"0": 1}}, 1: {"stage": {"9": 1}}},
        {0: {"stage": {"0": 1}}, 1: {"stge": {"0": 1}}},
        {"device": {"stage": {"0,0": 1}}, 0: {"told 0": {"0": 1}}, 1: {"told 0": {"0": 1}, "told 1": {"1": 1}}},
    ],
)
def test_a_profile_that_does_not_fit_is_refused(strategies):
    with pytest.raises(GameError):
        symmetric(CHICKEN).regret(StrategyProfile(strategies))


def test_a_game_of_draws_has_no_single_regret():
    game = Mediation([[[np.array([6.0, 5.0]), 2], [7, 0]], [[6, 7], [2, 0]]])
    with pytest.raises(GameError, match="saw draws"):
        game.regret(StrategyProfile({p: {"stage": {"0": 1}} for p in (0, 1)}))
