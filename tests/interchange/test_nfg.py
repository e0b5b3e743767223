"""Gambit's strategic form: ten files of our own, odd ones included, and what is said of faulty ones."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.interchange.nfg import read_nfg, write_nfg, write_nfg_outcomes

FILES = sorted((Path(__file__).parent / "nfg").glob("*.nfg"))


def load(name):
    return read_nfg((Path(__file__).parent / "nfg" / f"{name}.nfg").read_bytes().decode(), file=f"{name}.nfg")


def same(one, other):
    return (
        one.payoffs.dtype == other.payoffs.dtype
        and np.array_equal(one.payoffs, other.payoffs)
        and (one.players, one.actions, one.name) == (other.players, other.actions, other.name)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("write", [write_nfg, write_nfg_outcomes])
def test_reading_what_was_written_is_the_identity(file, write):
    game = load(file.stem)
    text = write(game)
    assert same(read_nfg(text), game)
    assert write(read_nfg(text)) == text


def test_there_are_ten_files():
    assert len(FILES) == 10


def test_cells_are_read_with_the_first_players_strategy_fastest():
    game = load("counts")
    assert game.payoffs[0].tolist() == [[1, 1], [0, 0], [0, 2]]
    assert game.payoffs[1].tolist() == [[1, 1], [2, 3], [2, 0]]
    assert game.actions == (("1", "2", "3"), ("1", "2"))


def test_outcomes_are_shared_by_cells_and_zero_pays_nothing():
    game = load("outcomes")
    assert game.payoffs[0].tolist() == [[1, 1], [0, 0], [0, 0]]
    assert game.payoffs[1].tolist() == [[1, 1], [2, 3], [2, 0]]


def test_numbers_are_exact_after_r_and_floats_after_d():
    exact = load("rationals")
    assert exact.is_exact and exact.payoffs[0, 0, 0] == Fraction(1, 3)
    assert exact.payoffs[0, 1, 0] == Fraction(1, 10) and exact.payoffs[0, 0, 1] == Fraction(-1, 80)
    assert exact.payoffs[1, 1, 1] == Fraction(12345678901234567890, 7)
    floats = load("floats")
    assert not floats.is_exact and floats.payoffs[1, 0, 0] == 0.30000000000000004
    assert floats.payoffs[0, 0, 1] == 3.0 and floats.payoffs[1, 0, 1] == 1 / 3


def test_labels_keep_quotes_braces_and_backslashes():
    game = load("quotes")
    assert game.name == 'A "quoted" title, with { braces } and a back\\slash'
    assert game.players == ('O\'Neil "x"', "tab\there")
    assert game.actions == (('say "no"', "{"), ("}", "ünïcode 你"))


def test_players_that_nobody_names_get_numbers():
    assert load("unlabelled").players == ("1", "2")
    assert load("one_player").players == (0,)


def test_random_games_of_every_size_come_back():
    rng = np.random.default_rng(101)  # seed 101
    for _ in range(40):
        n = int(rng.integers(1, 4))
        shape = (n, *rng.integers(1, 4, n).tolist())
        floats = rng.normal(size=shape) * 10.0 ** rng.integers(-200, 140)
        exact = [Fraction(int(a), int(b)) for a, b in rng.integers(1, 10**9, (np.prod(shape), 2))]
        for payoffs in (floats, np.array(exact, dtype=object).reshape(shape)):
            game = dt.Matrix(payoffs, name='ra\\nd"om')
            for write in (write_nfg, write_nfg_outcomes):
                assert same(read_nfg(write(game)), game)


HEAD = 'NFG 1 R "t" { "A" "B" }\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: saw the end of the text; allowed is the kind of file: NFG"),
        ('EFG 2 R "t" { "A" }', "line 1, column 1: saw 'EFG'"),
        ('NFG 2 R "t"', "line 1, column 5: saw '2'"),
        ('NFG 1 X "t"', "line 1, column 7: saw 'X'"),
        ("NFG 1 R title", "line 1, column 9: saw 'title'; allowed is the title in quotation marks"),
        ('NFG 1 R "t', "line 1, column 9: saw a quotation mark that nothing closes"),
        ('NFG 1 R "t" { "A" "A" } { 1 1 } 0 0', "line 1, column 19: saw the player 'A' twice"),
        ('NFG 1 R "t" { "A" "" } { 1 1 } 0 0', "line 1, column 19: saw the player ''"),
        ('NFG 1 R "t" { } { }', "saw no player"),
        (HEAD + "{ 2 }", "line 2, column 1: saw strategies of 1 players"),
        (HEAD + "{ 2 0 }", "line 2, column 5: saw 0"),
        (HEAD + "{ 2 x }", "line 2, column 5: saw 'x'"),
        (HEAD + '{ { "a" "a" } { "b" } } 1 1 1 1', "line 2, column 9: saw the strategy 'a' twice"),
        (HEAD + '{ { "a,b" } { "b" } } 1 1', "line 2, column 5: saw the strategy 'a,b'"),
        (HEAD + '{ { } { "b" } } 1 1', "saw a player without strategies"),
        (HEAD + "{ 2 2 }\n1 2 3\n4 5 6 7", "line 4, column 8: saw the end of the text; allowed is payoff 8 of 8"),
        (HEAD + "{ 2 2 }\n1 2 3\n4 5 6 7 8 9", "line 4, column 11: saw '9'; allowed is the end after 4 cells"),
        (HEAD + "{ 1 1 } 1 two", "line 2, column 11: saw 'two'"),
        (HEAD + "{ 1 1 } 1 1/0", "line 2, column 11: saw '1/0'"),
        (HEAD + "{ 1 1 } 1 nan", "line 2, column 11: saw 'nan'"),
        (HEAD + "{ 1 1 } 1 1e999", "line 2, column 1, payoffs of the matrix: saw a payoff of 1e150"),
        ('NFG 1 D "t" { "A" } { 1 } 1e999', "a finite number"),
        (HEAD + "{ 1 1 } 1 1e9999", "line 2, column 11: saw '1e9999'"),
        (HEAD + "{ 99999 99999 } 1", "line 2, column 1: saw 9999800001 cells"),
        (HEAD + "{ 1 1 } { { \"o\" 1 } } 1", "saw 1 payoffs; allowed is 2, one per player"),
        (HEAD + "{ 1 1 } { { \"o\" 1 2 } } 2", "line 2, column 25: saw outcome 2; allowed is 0 to 1"),
        (HEAD + "{ 1 1 } { { \"o\" 1 2 } } -1", "line 2, column 25: saw '-1'"),
        (HEAD + "{ 1 1 } { { 1 2 } } 1", "the name of an outcome in quotation marks"),
        ('NFG 1 R "t" { ' + " ".join(f'"p{k}"' for k in range(64)) + " } { 1 }", "saw 64 players"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_column(text, said):
    with pytest.raises(dt.GameError) as caught:
        read_nfg(text, file="game.nfg")
    assert str(caught.value).startswith("game.nfg, line ") and said in str(caught.value)


def test_every_beginning_of_a_file_is_refused_in_a_sentence_or_read():
    for file in FILES:
        text = file.read_bytes().decode()
        for end in range(0, len(text), 3):
            try:
                read_nfg(text[:end])
            except dt.GameError as error:
                assert "line" in str(error)


def test_nfg_of_three_players_names_every_cell_once():
    rng = np.random.default_rng(7)
    payoffs = rng.integers(-9, 9, size=(3, 2, 3, 2))
    numbers = [int(x) for x in write_nfg(dt.Matrix(payoffs)).splitlines()[-1].split()]
    position = 0
    for c in range(2):
        for b in range(3):
            for a in range(2):
                assert numbers[position : position + 3] == payoffs[:, a, b, c].tolist()
                position += 3


def test_fractions_and_quotes_are_written_so_that_they_read_back():
    game = dt.Matrix([[[Fraction(1, 3)]], [[2]]], actions=[['say "no"'], ["b"]], name='a "b"')
    text = write_nfg(game)
    assert "1/3 2" in text and '\\"no\\"' in text and text.startswith('NFG 1 R "a \\"b\\""')


def test_files_say_r_and_a_comment_marks_floats():
    text = write_nfg(dt.Matrix([[1.5, 2.0]]))
    assert text.startswith("NFG 1 R ") and '"Decimals stand for floating-point numbers."' in text
    assert not read_nfg(text).is_exact
    other = text.replace("Decimals stand for floating-point numbers.", "some comment")
    assert read_nfg(other).payoffs.tolist() == [[Fraction(3, 2), 2]]


def test_a_backslash_is_doubled_only_where_it_would_be_misread():
    text = write_nfg(dt.Matrix([[1]], name='a\\b \\"c\\'))
    assert text.startswith('NFG 1 R "a\\b \\\\\\"c\\\\"') and read_nfg(text).name == 'a\\b \\"c\\'
