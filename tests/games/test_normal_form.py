"""The reduced normal form: plans, payoffs by path counting, and Kuhn's behaviour strategies."""

from fractions import Fraction as F

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games import normal_form as module
from deterrence.games.normal_form import behaviour, normal_form, plans
from tests.games.trees import centipede, entry, payoff_by_paths, random_tree


def test_plans_leave_out_what_ones_own_moves_rule_out():
    game = centipede(6)
    assert len(plans(game, 0)) == 4 and len(plans(game, 1)) == 4
    assert normal_form(game).n_actions == (4, 4)


@pytest.mark.parametrize("seed", range(8))
def test_mixtures_of_plans_pay_like_the_behaviour_strategies_they_stand_for(seed):
    rng = np.random.default_rng(seed)
    game = random_tree(rng, players=2 + seed % 2)
    matrix = normal_form(game)
    weights = [rng.integers(0, 5, n) + 1 for n in matrix.n_actions]
    profile = matrix.profile([[F(int(w), int(row.sum())) for w in row] for row in weights])
    named = game.behaviour(behaviour(game, profile))
    plan = {label: dict(mixed) for strategy in named.strategies.values() for label, mixed in strategy.items()}
    assert matrix.payoff(profile) == payoff_by_paths(game, plan)[0]


def test_a_game_of_too_many_plans_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_CELLS", 20)
    with pytest.raises(GameError, match="at most 20 cells"):
        normal_form(entry(3))
