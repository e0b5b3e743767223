"""Gambit's extensive form: ten files of our own, odd ones included, and what is said of faulty ones."""

from fractions import Fraction
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.games.tree import Chance, Decision, Terminal
from deterrence.interchange.efg import read_efg, write_efg, write_matrix_efg
from tests.shipped import shipped

FILES = sorted((Path(__file__).parent / "efg").glob("*.efg"))


def load(name):
    return read_efg((Path(__file__).parent / "efg" / f"{name}.efg").read_bytes().decode(), file=f"{name}.efg")


def same(one, other):
    return (one.root, one.players, one.name, one.is_exact) == (other.root, other.players, other.name, other.is_exact)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_reading_what_was_written_is_the_identity(file):
    game = load(file.stem)
    text = write_efg(game)
    assert same(read_efg(text), game)
    assert write_efg(read_efg(text)) == text


def test_there_are_ten_files():
    assert len(FILES) == 10


def test_trees_of_the_shipped_models_come_back():
    seen = 0
    for name in dt.available():
        model = shipped(name)
        for id in model.games:
            game = dt.formulate(model, id)
            if game.form == "tree":
                back = read_efg(write_efg(game))
                assert same(back, game)
                assert [m.payoffs for m in dt.solve(back).members] == [m.payoffs for m in dt.solve(game).members]
                seen += 1
    assert seen


def test_sets_are_shared_where_their_numbers_are_and_may_be_declared_once():
    game = load("types")
    assert [(one.label, len(one.nodes)) for one in game.information_sets] == [
        ("weak sender", 1), ("after the message", 2), ("strong sender", 1),
    ]  # fmt: skip
    assert isinstance(game.root, Chance) and game.root.name == "ROOT"
    assert [chance for chance, _ in game.root.branches.values()] == [Fraction(1, 3), Fraction(2, 3)]
    profile = game.profile({"weak sender": "pass", "strong sender": "bluff", "after the message": "call"})
    assert game.payoff(profile) == (Fraction(4, 3), Fraction(-4, 3))
    assert game.outcomes(profile) == {"pass": Fraction(1, 3), "beaten": Fraction(2, 3)}


def test_outcomes_on_the_way_add_to_what_ends_pay():
    game = load("stages")
    ends = [(place.outcome, place.payoffs) for place in game.places if not place.children]
    assert ends == [
        ("toll + bonus + end", (4, Fraction(11, 2))),
        ("toll + bonus", (-1, Fraction(1, 2))),
        ("toll + end", (4, 5)),
        ("toll", (-1, 0)),
    ]


def test_the_null_outcome_pays_nothing():
    assert [place.payoffs for place in load("null").places if not place.children] == [(0,), (0,)]


def test_decimals_are_exact_after_r_and_floats_after_d():
    exact, floats = load("exact"), load("decimals")
    assert exact.is_exact and isinstance(exact.root, Chance) and [p for p, _ in exact.root.branches.values()] == [
        Fraction(1, 10), Fraction(1, 5), Fraction(7, 10),
    ]  # fmt: skip
    assert not floats.is_exact and floats.places[1].payoffs == (0.1, 1e-3)


def test_names_that_are_missing_or_shared_are_made_from_player_and_number():
    game = load("unnamed")
    assert [one.label for one in game.information_sets] == ["A:7", "B:3"]
    assert game.information_sets[0].actions == ("1", "2")
    assert game.places[0].label == "here" and game.places[1].label == "1"
    assert [one.label for one in load("shared_names").information_sets] == ["0:1", "1:1", "1:2"]
    assert load("shared_names").players == (0, 1)


HEAD = 'EFG 2 R "t" { "A" "B" }\n'
ENDS = 't "" 1 "x" { 1 1 } t "" 2 "y" { 2 2 }'
FORGETS = (
    'p "" 1 1 "first" { "l" "r" } 0\n'
    'p "" 1 2 "second" { "L" "R" } 0 t "" 1 "x" { 1 1 } t "" 1\n'
    'p "" 1 2 0 t "" 1 t "" 1'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: saw the end of the text"),
        ('NFG 1 R "t" { "A" }', "line 1, column 1: saw 'NFG'"),
        ('EFG 2 R "t" { "A" "A" }', "line 1, column 19: saw the player 'A' twice"),
        (HEAD, "line 2, column 1: saw the end of the text; allowed is the kind of a node: c or p or t"),
        (HEAD + 'q ""', "line 2, column 1: saw 'q'"),
        (HEAD + 'p "" 3 1 "s" { "l" "r" } 0 ' + ENDS, "line 2, column 6: saw player 3; allowed is 1 to 2"),
        (HEAD + 'p "" 1 1 0', "line 2, column 10: saw '0'; allowed is '{' before the actions of a new set"),
        (HEAD + 'p "" 1 1 "s" { } 0', "saw no action"),
        (HEAD + 'p "" 1 1 "s" { "l" "l" } 0 ' + ENDS, "line 2, column 20: saw the action 'l' twice"),
        (HEAD + 'p "" 1 1 "s" { "l/r" "b" } 0 ' + ENDS, "line 2, column 16: saw the action 'l/r'"),
        (HEAD + 'p "" 1 1 "s" { "l" "r" } 0\nt "" 1 "x" { 1 1 }', "line 3, column 19: saw the end of the text"),
        (HEAD + 'p "" 1 1 "s" { "l" "r" } 0\n' + ENDS + " t", "line 3, column 39: saw 't'; allowed is the end"),
        (HEAD + 'c "" 1 "" { "l" 1/2 "r" 1/3 } 0 ' + ENDS, "column 29: saw probabilities that sum to 5/6"),
        (HEAD + 'c "" 1 "" { "l" 3/2 "r" -1/2 } 0 ' + ENDS, "numbers from 0 that sum to 1"),
        (HEAD + 'c "" 1 "" { "l" "r" 1 } 0 ' + ENDS, "column 17: saw 'r'; allowed is the probability of 'l'"),
        (HEAD + 't "" 1 "x" { 1 }', "line 2, column 16: saw 1 payoffs; allowed is 2"),
        (HEAD + 't "" 1', "line 2, column 6: saw outcome 1 without payoffs"),
        (HEAD + 't "" 0 "" { 1 0 }', "line 2, column 6: saw payoffs of outcome 0"),
        (HEAD + 'p "" 1 1 "s" { "l" "r" } 0 t "" 1 "x" { 1 1 } t "" 1 "x" { 2 2 }', "saw other payoffs of outcome 1"),
        (
            HEAD + 'p "" 1 1 "s" { "l" "r" } 0 p "" 2 1 "u" { "a" } 0 t "" 0\np "" 2 1 "u" { "b" } 0 t "" 0',
            "line 3, column 8: saw other actions than at game.efg, line 2, column 35",
        ),
        (HEAD + FORGETS, "line 3, column 8, tree 't', information set 'second': saw nodes that follow different moves"),
        (HEAD + 'p "" 1 1 "s" { "l" } 0 ' * 200, "saw node 102, 101 moves down"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_column(text, said):
    with pytest.raises(dt.GameError) as caught:
        read_efg(text, file="game.efg")
    assert str(caught.value).startswith("game.efg, line ") and said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_imperfect_recall_is_told_plainly():
    with pytest.raises(dt.GameError, match="perfect recall: a player knows what it did and knew before"):
        read_efg(HEAD + FORGETS)


def test_every_beginning_of_a_file_is_refused_in_a_sentence_or_read():
    for file in FILES:
        text = file.read_bytes().decode()
        for end in range(0, len(text), 3):
            try:
                read_efg(text[:end])
            except dt.GameError as error:
                assert "line" in str(error)


def test_a_one_shot_game_hides_earlier_moves_in_one_information_set_per_player():
    matrix = dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], actions=[["hold", "attack"]] * 2)
    lines = write_matrix_efg(matrix).splitlines()
    assert sum(line.startswith('p "" 1 1') for line in lines) == 1
    assert sum(line.startswith('p "" 2 1') for line in lines) == 2
    assert [line.split("{")[1].strip(" }") for line in lines if line.startswith("t")] == [
        "3, 3", "0, 5", "5, 0", "1, 1",
    ]  # fmt: skip
    tree = read_efg(write_matrix_efg(matrix))
    assert [len(one.nodes) for one in tree.information_sets] == [1, 2]
    assert [m.payoffs for m in dt.solve(tree).members] == [m.payoffs for m in dt.solve(matrix).members]


def test_a_tree_from_python_comes_back_with_its_names():
    root = Chance(
        {
            "calm": (0.25, Decision("a", "calm", {"go": Terminal("gone", (1, 0.5)), "stay": Terminal("here", (0, 0))})),
            "storm": (0.75, Decision("b", "storm", {"go": Terminal("gone", (2, 1))}, name="bad weather")),
        },
        name="weather",
    )
    game = dt.Tree(root, players=["a", "b"], name='the "sea"')
    assert same(read_efg(write_efg(game)), game)


def test_chances_of_floats_sum_to_exactly_one_in_the_file():
    game = dt.Tree(Chance({"a": (1 / 3, Terminal("x", (0.5,))), "b": (2 / 3, Terminal("y", (1,)))}))
    line = next(line for line in write_efg(game).splitlines() if line.startswith("c"))
    assert sum(Fraction(word) for word in line.split() if word.startswith("0.")) == 1
    assert same(read_efg(write_efg(game)), game)
    assert write_efg(game).startswith('EFG 2 R "tree" { "0" }\n"Decimals stand for floating-point numbers."')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('EFG 2 R "t" { ' + '"a" ' * 2000 + "}", "saw more than 1000 players"),
        (
            HEAD + 'c "" 1 "" { ' + " ".join(f'"{k}" 1/{10**300 + k}' for k in range(3000)) + " } 0",
            "saw fractions whose common denominator is too long",
        ),
        (HEAD + 'c "" 1 "" { "l" 1 } 0 ' * 5000, "saw node 102"),
        ('EFG 2 R "' + "\\" * 10_001, "saw a quotation mark that nothing closes"),
        ('EFG 2 R "' + '\\"' * 10_000, "saw a quotation mark that nothing closes"),
    ],
)
def test_what_would_cost_time_or_memory_is_refused_at_once(text, said):
    with pytest.raises(dt.GameError) as caught:
        read_efg(text)
    assert said in str(caught.value)
