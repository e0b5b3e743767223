from fractions import Fraction

import numpy as np

import deterrence as dt
from deterrence.interchange.gambit import write_efg, write_nfg


def test_nfg_lists_payoffs_with_the_first_players_action_fastest():
    game = dt.Matrix([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
    numbers = write_nfg(game).splitlines()[-1].split()
    assert numbers == ["1", "7", "4", "10", "2", "8", "5", "11", "3", "9", "6", "12"]


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


def test_efg_hides_earlier_moves_in_one_information_set_per_player():
    lines = write_efg(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])).splitlines()
    assert sum(line.startswith('p "" 1 1') for line in lines) == 1
    assert sum(line.startswith('p "" 2 1') for line in lines) == 2
    assert [line.split("{")[1].strip(" }") for line in lines if line.startswith("t")] == [
        "3, 3",
        "0, 5",
        "5, 0",
        "1, 1",
    ]
