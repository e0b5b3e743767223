"""JSON that reads back exactly: every game of every shipped model, and what is said of faulty documents."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.tree import Chance, Decision, Terminal
from deterrence.interchange.json_text import SCHEMA, locate, read_json, write_json
from tests.shipped import shipped

GAMES = [(name, game) for name in dt.available() for game in shipped(name).games]


@pytest.mark.parametrize(("name", "game"), GAMES)
def test_a_game_of_any_form_comes_back(name, game):
    formed = dt.formulate(shipped(name), game)
    text = write_json(formed)
    back = read_json(text)
    assert type(back) is type(formed) and write_json(back) == text
    assert repr(back) == repr(formed)


def test_the_shipped_games_are_of_every_form():
    assert {shipped(name).games[game].form for name, game in GAMES} == set(dt.FORMS)


def test_fractions_infinities_and_draws_keep_their_kind_and_every_digit():
    exact = dt.Restraint(Fraction(5), 3, 1, Fraction(-1, 3), Fraction(9, 10))
    back = read_json(write_json(exact))
    assert back.sucker == (Fraction(-1, 3),) * 2 and isinstance(back.temptation[0], Fraction)
    assert back.punishment_periods == math.inf
    drawn = dt.Restraint(np.array([5.0, 0.1 + 0.2]), 3, 1, 0, np.array([0.9, 2.0]))
    again = read_json(write_json(drawn))
    np.testing.assert_array_equal(again.temptation[0], drawn.temptation[0])
    np.testing.assert_array_equal(again.valid, drawn.valid)
    matrix = dt.Matrix([[[Fraction(1, 3), 2]], [[0, 1]]], players=["a", 7], name='"x"\n')
    back = read_json(write_json(matrix))
    assert back.is_exact and back.players == ("a", 7) and back.name == '"x"\n'
    assert np.array_equal(back.payoffs, matrix.payoffs)


def test_an_exact_tree_comes_back_with_all_its_records():
    tree = dt.Tree(Chance({"a": (Fraction(1, 3), Terminal("x", (1,))), "b": (Fraction(2, 3), Terminal("y", (0,)))}))
    assert read_json(write_json(tree)).root == tree.root


def test_symbols_are_refused():
    sympy = pytest.importorskip("sympy")
    with pytest.raises(dt.GameError, match="JSON: saw a Symbol"):
        write_json(dt.Restraint(sympy.Symbol("T"), 3, 1, 0, 0.9))


#: The other arguments of a front.
FRONT = ("accident", "ease", "calm", "push", "flow", "gain", "backdown")


def test_the_deepest_tree_comes_back():
    node = Terminal("end", (1,))
    for depth in range(100):
        node = Decision(0, f"turn {depth}", {"on": node, "off": Terminal("off", (0,))})
    assert read_json(write_json(dt.Tree(node))).root == node


def test_what_several_parts_share_is_written_once_and_comes_back_shared():
    strategies = dt.formulate(shipped("textbook/ladder"), "escalation").uniform()
    text = write_json(strategies.profile(), records=(dt.StrategyProfile,))
    assert text.count('"probabilities"') == 1
    views = list(read_json(text, records=(dt.StrategyProfile,)).strategies.values())
    assert views[0].strategies is views[1].strategies
    np.testing.assert_array_equal(views[0].strategies.probabilities, strategies.probabilities)


def document(content):
    return json.dumps({"schema": SCHEMA, "content": content}, indent=1)


def record(name, /, **fields):
    return {"$record": {"name": name, "fields": fields}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "game.json, line 1, column 1: saw no JSON"),
        ('{"schema": 1,\n "content": }', "game.json, line 2, column 13: saw no JSON"),
        ('{"schema": "x"}', "line 1, column 1: saw another document"),
        ("[1, 2]", "saw another document"),
        ('{"a": 1,\n"a": 2}', "line 2, column 1: saw the key 'a' twice"),
        (document({"a": 1}), "line 3, column 13: saw no game"),
        (document(record("restrain")), "there is no such form; did you mean 'restraint'"),
        (document(record("draws")), "there is no such form"),
        (document(record("../errors")), "there is no such form"),
        (document(record("matrix", payoffs=[[1, 2], [3, 4]])), "line 3, column 13, payoffs of the matrix"),
        (document(record("matrix", payof=[])), "line 7, column 14: saw 'payof' of matrix"),
        (document(record("matrix")), "saw {'name': 'matrix'"),
        (document(record("matrix", payoffs={"$fraction": "1/0"})), "line 8, column 19: saw '1/0'"),
        (document(record("matrix", payoffs={"$fraction": 3})), "text such as '2/3'"),
        (document(record("matrix", payoffs={"$float": "much"})), "line 8, column 16: saw 'much'"),
        (document(record("matrix", payoffs={"$array": {"shape": [2], "kind": "float", "values": []}})), "$array"),
        (document(record("matrix", payoffs={"$array": {"shape": [1], "kind": "code", "values": [1]}})), "$array"),
        (document(record("matrix", payoffs={"$unknown": 1})), "one of $fraction"),
        (document(record("matrix", payoffs={"$list": [], "a": 1})), "saw $list, a"),
        (document(record("matrix", payoffs=[1], players=3)), "saw "),
        (document(record("Front", name="x", top=10**9, seats=[0], **dict.fromkeys(FRONT, 0))), "at most 1000000"),
        (document({"$record": {"name": "cheap_talk", "fields": {"bias": 0.1, "name": 3}}}), "saw 3; allowed is text"),
        (document(record("cheap_talk", bias=1e300)), "numbers below 1e+150"),
        (document({"$again": 3}), "saw 3; allowed is the number of a record before"),
        (document({"$again": [3]}), "what $again holds"),
        ('{"schema": "deterrence-game/1", "content": ' + "[" * 900 + "]" * 900 + "}", "saw too much nesting"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(text, said):
    with pytest.raises(dt.GameError) as caught:
        read_json(text, file="game.json")
    assert "line " in str(caught.value) and said in str(caught.value)


def test_a_path_leads_to_the_value_at_its_end():
    text = write_json(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], name="needle"))
    assert text[locate(text, ("content", "$record", "fields", "name")) :].startswith('"needle"')
    values = ("content", "$record", "fields", "payoffs", "$array", "values")
    assert json.JSONDecoder().raw_decode(text, locate(text, (*values, 3)))[0] == {"$fraction": "1"}
    assert text[locate(text, (*values, 99))] == "["


def test_nothing_nested_without_end_crashes_the_reader():
    deep = '{"schema": "deterrence-game/1", "content": ' + "[" * 100_000 + "]" * 100_000 + "}"
    with pytest.raises(dt.GameError, match="saw no JSON"):
        read_json(deep)
