"""Extensive games from model files: the list of nodes, and what it may not say."""

import pytest

import deterrence as dt
from deterrence.errors import ModelError
from deterrence.world.files import read
from tests.shipped import shipped

HEAD = """
schema = "deterrence-model/1"
title = "Test"
actors = [ { id = "a", name = "A", role = "strategic" }, { id = "b", name = "B", role = "strategic" } ]
[[parameters]]
id = "p"
value = 0.25
low = 0
high = 1
unit = "probability"
meaning = "chance of rain"
basis = "assumed"
reason = "an example"
[[games]]
id = "one"
title = "One"
form = "tree"
players = ["a", "b"]
"""
NODES = """
[games.labels]
nodes = [
  ["sky", "chance", "", "", "", ""],
  ["wet", "decision", "a", "umbrella", "sky", "rain"],
  ["dry", "decision", "a", "umbrella", "sky", "sun"],
  ["w1", "end", "", "soaked", "wet", "leave"],
  ["w2", "end", "", "", "wet", "take"],
  ["d1", "end", "", "light", "dry", "leave"],
  ["d2", "end", "", "loaded", "dry", "take"],
]
"""
NUMBERS = """
[games.arguments]
probabilities = ["p", "1 - p"]
payoffs = [[0, 1], [2, 1], ["3 * p + 2", 1], [1, 1]]
"""


def formed(text):
    return dt.formulate(read(HEAD + text), "one")


def test_a_list_of_nodes_becomes_a_tree_with_actors_as_players():
    game = formed(NODES + NUMBERS)
    assert game.players == ("a", "b") and [one.label for one in game.information_sets] == ["umbrella"]
    profile = game.profile({"umbrella": "leave"})
    assert game.outcomes(profile) == {"soaked": 0.25, "light": 0.75}
    assert game.payoff(profile) == pytest.approx((0.75 * 2.75, 1.0))
    assert game.beliefs(profile) == {"umbrella": {"wet": 0.25, "dry": 0.75}}
    assert game.outcomes(game.profile({"umbrella": "take"})) == {"w2": 0.25, "loaded": 0.75}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"wet", "decision", "a"', '"sky", "decision", "a"'), r"nodes\[1\]: saw the id 'sky'"),
        (('"wet", "decision"', '"wet", "decisive"'), "did you mean 'decision'"),
        (('"umbrella", "sky", "sun"', '"umbrella", "sea", "sun"'), "no decision or chance before it is called 'sea'"),
        (('"umbrella", "sky", "sun"', '"umbrella", "", "sun"'), r"nodes\[2\]: saw the parent ''"),
        (('"umbrella", "sky", "sun"', '"umbrella", "sky", "rain"'), "saw the branch 'rain' of 'sky' twice"),
        (('["d2", "end", "", "loaded", "dry", "take"]', '["d2", "end", "", "loaded", "w1", "take"]'), "'w1'"),
        (('["d2", "end", "", "loaded", "dry", "take"]', '["d2", "end", "loaded", "dry", "take"]'), "six entries"),
        (('["d2", "end"', '["d2", "chance"'), "'d2': nothing follows the chance"),
        (('["p", "1 - p"]', '["p", "1 - p", "p"]'), "probabilities: saw 3 entries; allowed is 2"),
        (("[1, 1]]", "1]"), "saw one number for 'd2'"),
        ((", [1, 1]]", "]"), "payoffs: saw 3 entries; allowed is 4, one for each end"),
        (('probabilities = ["p", "1 - p"]\n', ""), "probabilities: the argument is missing"),
    ],
)
def test_a_list_that_makes_no_tree_is_refused_with_its_place(change, words):
    text = (NODES + NUMBERS).replace(*change)
    assert text != NODES + NUMBERS
    with pytest.raises(ModelError, match=words):
        formed(text)


def test_faults_of_the_game_name_the_game_and_the_node():
    with pytest.raises(dt.GameError, match=r"game 'one', tree 'one', node 'sky': saw the probabilities"):
        formed(NODES + NUMBERS.replace("1 - p", "1 - p / 2"))
    with pytest.raises(dt.GameError, match="information set 'umbrella': saw the players 'a' and 'b'"):
        formed((NODES + NUMBERS).replace('["dry", "decision", "a"', '["dry", "decision", "b"'))


def test_a_game_without_chance_needs_no_probabilities():
    nodes = '[games.labels]\nnodes = [["x", "decision", "a", "", "", ""], ["y", "end", "", "", "x", "go"]]\n'
    game = formed(nodes + "[games.arguments]\npayoffs = [[1, 2]]\n")
    assert game.payoff(game.profile({"x": "go"})) == (1.0, 2.0)


def test_measures_give_the_chance_of_every_outcome():
    table = dt.measure(formed(NODES + NUMBERS))
    chances = table[table.measure.str.startswith("p_outcome.")].set_index("measure").value
    assert chances["p_outcome.light"] == 0.75 and chances["p_outcome.w2"] == 0.0 and chances.sum() == 1.0


@pytest.mark.parametrize(("resolve", "outcome"), [(0.39, "concession or conflict"), (0.41, "status_quo")])
def test_the_textbook_crisis_turns_at_its_threshold(resolve, outcome):
    model = shipped("textbook/uncertain_resolve").with_values({"resolve": resolve})
    found = dt.solve(dt.formulate(model, "crisis"))
    assert [one.name for one in found.members] == [outcome]
