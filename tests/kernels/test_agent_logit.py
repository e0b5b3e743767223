"""The curve of agent logit equilibria: derivatives, and a game in which each player moves once."""

import numpy as np
import pytest

from deterrence.kernels.agent_logit import agent_curve, beliefs_at
from deterrence.kernels.continuation import follow
from deterrence.kernels.logit_tracing import trace
from deterrence.solvers.sequential import _paths
from tests.games.trees import escalation, horse, threat, unilateral_deterrence


@pytest.mark.parametrize(
    "game", [horse(), threat(0.3, 10, 4, 0.5, 3, 1, 1, sink=2), escalation(0.4, 0.7)], ids=lambda game: game.name
)
def test_derivatives_are_those_of_differences(game):
    curve = agent_curve(_paths(game, 10.0))
    rng = np.random.default_rng(5)
    x = np.log(np.concatenate([rng.dirichlet(np.ones(count)) for count in curve.counts]))
    _, slopes = curve.respond(x)
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = 1e-6
        difference = (curve.respond(x + step)[0] - curve.respond(x - step)[0]) / 2e-6
        np.testing.assert_allclose(slopes[:, k], difference, atol=1e-8)


def test_what_an_action_earns_is_its_payoff_given_beliefs():
    game = unilateral_deterrence(0.3, 0.6)
    paths = _paths(game, 1.0)
    curve = agent_curve(paths)
    x = curve.start()[:-1]
    expected, _ = curve.respond(x)
    uniform = game.behaviour([[1 / count] * count for count in curve.counts])
    assert expected[0] == pytest.approx(3 - -2)  # the hard challenger's wait, from the least payoff up
    held = beliefs_at(paths, x)
    known = game.beliefs(uniform)
    for one, belief in zip(game.information_sets, held, strict=True):
        assert belief.tolist() == pytest.approx(list(known[one.label].values()))


def test_hidden_simultaneous_moves_give_the_branch_of_the_matrix():
    from deterrence.games.tree import Decision, Terminal, Tree

    table = np.array([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])

    def second(i):
        return Decision(1, "second", {str(j): Terminal(f"{i}{j}", table[:, i, j].tolist()) for j in range(2)})

    game = Tree(Decision(0, "first", {str(i): second(i) for i in range(2)}))
    ours = follow(agent_curve(_paths(game, 9.0)), stop=50.0, target=9.0)
    theirs = trace(table / 9.0, stop=50.0, target=9.0)
    np.testing.assert_allclose(np.exp(ours.crossings[0]), np.exp(theirs.crossings[0]), atol=1e-9)
