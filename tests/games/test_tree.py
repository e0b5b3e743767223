"""Extensive games: what the door refuses, and payoffs, outcomes, regrets and beliefs against plain path counting."""

import pickle
from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.form import Form
from deterrence.games.tree import Chance, Decision, Terminal, Tree
from tests.games.trees import beer_quiche, entry, horse, owners, payoff_by_paths, pure_plans, random_tree, threat


def end(*payoffs):
    return Terminal("end", payoffs or (0, 0))


def forgetful():
    """A driver who does not know whether it passed the first exit."""
    second = Decision(0, "exit", {"leave": end(4, 0), "go on": end(1, 0)})
    return Decision(0, "exit", {"leave": end(0, 0), "go on": second})


def circle():
    node: Any = Decision(0, "again", {"out": end()})
    node.branches["on"] = node
    return node


def long_line():
    node = end()
    for number in range(120):
        node = Decision(0, f"step {number}", {"on": node})
    return node


def forgotten_move():
    """Player 0 moves, and later does not know what it did."""
    later = [Decision(0, "later", {"l": end(), "r": end()}) for _ in range(2)]
    return Decision(0, "first", {"a": later[0], "b": later[1]})


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (forgetful, "'exit': saw nodes that follow different moves of its own player; allowed is perfect recall"),
        (forgotten_move, "'later': saw nodes that follow different moves of its own player"),
        (circle, "saw more than 100 moves in a row"),
        (long_line, "saw more than 100 moves in a row"),
        (lambda: Chance({"a": (F(1, 2), end()), "b": (F(1, 3), end())}), "probabilities .*sum to 1"),
        (lambda: Chance({"a": (0.5, end()), "b": (0.4999, end())}), "probabilities .*sum to 1"),
        (lambda: Chance({"a": (1.5, end()), "b": (-0.5, end())}), "probabilities .*sum to 1"),
        (lambda: Chance(dict[str, Any](a=end())), "branch of chance without a pair"),
        (lambda: Decision(0, "x", {"a": end(), "b": end(1)}), "saw 1 payoffs; allowed is 2"),
        (lambda: Decision(0, "x", {"a": end(), "b": end(1, float("nan"))}), "payoffs: saw nan"),
        (lambda: Decision(0, "x", {"a": end(), "b": end(1, True)}), "payoffs: saw True"),
        (lambda: Decision(0, "x", {}), "saw no branch"),
        (lambda: Decision(0, "x", {"a/b": end()}), "without a slash"),
        (lambda: Decision(0, "x", dict[str, Any](a="end")), "saw a str; allowed is a Decision"),
        (lambda: Decision(7, "x", {"a": end()}), "saw the player 7; allowed is one of"),
        (lambda: Decision(0, "", {"a": end()}), "saw the information set ''"),
        (lambda: Decision(0, "x", {"a": Terminal("", (0, 0))}), "saw the outcome ''"),
        (
            lambda: Decision(0, "x", {"a": Decision(1, "y", {"a": end()}), "b": Decision(1, "y", {"b": end()})}),
            "'y': saw the actions .* the same actions at every node",
        ),
        (
            lambda: Decision(0, "x", {"a": Decision(1, "y", {"a": end()}), "b": Decision(0, "y", {"a": end()})}),
            "'y': saw the players 1 and 0; allowed is one player",
        ),
        (
            lambda: Decision(
                0, "x", {"a": Decision(1, "y", {"a": end()}, name="n"), "b": Chance({"c": (1, end())}, name="n")}
            ),
            "saw two nodes of this name",
        ),
    ],
)
def test_what_makes_no_game_is_refused_in_one_sentence(root, words):
    with pytest.raises(GameError, match=words) as caught:
        Tree(root(), players=[0, 1])
    assert str(caught.value).startswith("tree 'tree'") and str(caught.value).count("\n") == 0


def test_a_label_given_twice_is_refused_by_the_record():
    with pytest.raises(GameError, match="saw the branch 'a' twice"):
        Decision(0, "x", [("a", end()), ("a", end())])


def test_a_tree_of_too_many_nodes_is_refused():
    node = end()
    for number in range(15):
        node = Chance({"a": (F(1, 2), node), "b": (F(1, 2), node)}, name=f"n{number}" if number == 14 else "")
    with pytest.raises(GameError, match="saw more than 20000 nodes"):
        Tree(node)


def test_changing_a_callers_table_later_changes_no_node():
    branches = {"a": end()}
    node = Decision(0, "x", branches)
    branches["b"] = end()
    assert list(node.branches) == ["a"]


def test_a_tree_is_a_form_that_numbers_its_players_by_default():
    game = horse()
    assert isinstance(game, Form) and game.players == (0, 1, 2) and game.is_exact
    assert [one.label for one in game.information_sets] == ["first", "second", "third"]
    assert repr(pickle.loads(pickle.dumps(game))) == repr(game)


@pytest.mark.parametrize("seed", range(12))
def test_payoffs_and_outcomes_are_those_of_adding_up_paths(seed):
    rng = np.random.default_rng(seed)
    game = random_tree(rng, players=3 if seed % 3 == 0 else 2)
    sets = owners(game)
    for _ in range(3):
        plan: dict[str, Any] = {}
        for label, (_, actions) in sets.items():
            weights = rng.integers(0, 4, len(actions)) + (np.arange(len(actions)) == 0)
            plan[label] = {action: F(int(w), int(weights.sum())) for action, w in zip(actions, weights, strict=True)}
        payoffs, chances = payoff_by_paths(game, plan)
        profile = game.profile(plan)
        assert game.payoff(profile) == payoffs
        assert game.outcomes(profile) == chances and sum(chances.values()) == 1


@pytest.mark.parametrize("seed", range(12))
def test_regret_is_the_gain_of_the_best_of_all_pure_plans(seed):
    rng = np.random.default_rng(100 + seed)
    game = random_tree(rng, players=2 + seed % 2)
    sets = owners(game)
    plan = {label: {action: F(1, len(actions)) for action in actions} for label, (_, actions) in sets.items()}
    if seed % 2:
        plan = next(pure_plans(sets))
    now, _ = payoff_by_paths(game, plan)
    gains = [F(0)] * game.n_players
    for other in pure_plans(sets):
        for seat in range(game.n_players):
            mixed = {label: other[label] if sets[label][0] == seat else plan[label] for label in sets}
            gains[seat] = max(gains[seat], payoff_by_paths(game, mixed)[0][seat] - now[seat])
    assert game.regrets(game.profile(plan)) == tuple(gains)


def test_a_threat_can_have_no_regret_before_the_game_and_much_where_it_is_carried_out():
    game = entry(1)
    bluff = game.profile({"entrant ": "stay out", "chain store ": "fight"})
    assert game.regret(bluff) == 0
    assert game.regret_by_information_set(bluff) == {"entrant ": 0, "chain store ": 2}


def test_beliefs_follow_bayess_rule_where_play_comes():
    game = beer_quiche()
    pooling = game.profile({"weak": "beer", "strong": "beer", "beer": "defer", "quiche": "duel"})
    assert game.beliefs(pooling)["beer"] == {"weak/beer": F(1, 10), "strong/beer": F(9, 10)}
    assert "quiche" not in game.beliefs(pooling)
    assert game.reach_probabilities(pooling)["strong/beer/defer"] == F(9, 10)


def test_a_belief_off_the_path_decides_what_is_rational_there():
    game = beer_quiche()
    pooling = game.profile({"weak": "beer", "strong": "beer", "beer": "defer", "quiche": "duel"})
    for weak, gain in ((F(1), F(0)), (F(1, 2), F(0)), (F(1, 4), F(1, 2))):
        beliefs = {"quiche": {"weak/quiche": weak, "strong/quiche": 1 - weak}}
        assert game.regret_by_information_set(pooling, beliefs)["quiche"] == gain
    with pytest.raises(GameError, match=r"'quiche'.*not reached, and no belief is given"):
        game.regret_by_information_set(pooling)
    with pytest.raises(GameError, match="saw a range"):
        game.regret_by_information_set(
            pooling, {"quiche": {"weak/quiche": (F(1, 2), F(1)), "strong/quiche": (0, F(1, 2))}}
        )
    with pytest.raises(GameError, match="sum to 1"):
        game.regret_by_information_set(pooling, {"quiche": {"weak/quiche": F(1, 2)}})


def test_floats_make_a_float_game_and_exact_gives_its_binary_value():
    game = threat(0.3, 10, 4, 0.5, 3, 1, 1, sink=2)
    assert not game.is_exact and game.exact().is_exact and horse().exact() is not None
    chance = game.exact().places[0].probabilities
    assert sum(chance) == 1 and float(chance[0]) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ({"first": "C", "second": "c"}, "'third' .*missing"),
        ({"first": "C", "second": "c", "third": "M"}, "saw the action 'M'"),
        ({"first": "C", "second": "c", "third": {"L": F(1, 2)}}, "sum to 1"),
        ({"first": "C", "second": "c", "third": "L", "fourth": "L"}, "saw 'fourth'"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(actions, words):
    with pytest.raises(GameError, match=words):
        horse().profile(actions)


def test_nobodys_game_is_a_game():
    game = Tree(Terminal("peace", (1, 2)))
    assert game.payoff(game.behaviour([])) == (1, 2) and game.regret(game.behaviour([])) == 0


def test_trees_too_deep_or_too_wide_are_refused_for_what_they_are():
    node = Terminal("end", (0, 0))
    for move in range(10_000):
        node = Decision(move % 2, f"move {move}", {"on": node, "stop": Terminal(f"stop {move}", (0, 0))})
    with pytest.raises(GameError, match="saw more than 100 moves in a row"):
        Tree(node)
    with pytest.raises(GameError, match="saw more than 20000 nodes"):
        Tree(Decision(0, "all", dict.fromkeys(map(str, range(20_001)), Terminal("end", (0, 0)))))
