"""Arguments that may carry draws: what is an error, and what blanks a draw."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import sympy

from deterrence.errors import GameError
from deterrence.games.draws import Validity, admit, blank, is_finite, on_sound_draws, read_numbers, refuse_lists, spread


def test_tuples_are_per_player_and_all_else_is_shared():
    draws = np.ones(2)
    assert spread((1, 2), 2, "here") == (1, 2)
    assert spread(draws, 2, "here") == (draws, draws)
    with pytest.raises(GameError, match="here: saw 3 entries"):
        spread([1, 2, 3], 2, "here")


def test_numbers_are_exact_together_or_floats_together():
    assert read_numbers({"a": Fraction(1, 2), "b": 3}, "game") == (Fraction(1, 2), Fraction(3))
    assert read_numbers({"a": Fraction(1, 2), "b": 0.5}, "game") == (0.5, 0.5)
    symbol = sympy.Symbol("x")
    assert read_numbers({"a": symbol, "b": 3}, "game") == (symbol, sympy.Integer(3))


def test_draws_and_symbols_do_not_mix():
    with pytest.raises(GameError, match="SymPy"):
        read_numbers({"a": sympy.Symbol("x"), "b": np.ones(3)}, "game")


def test_plain_numbers_raise_and_draws_are_marked():
    with pytest.raises(GameError, match=r"discount: saw 2\.0; allowed is below one"):
        admit(2.0 < 1, "discount", 2.0, "below one")
    assert admit(np.array([0.5, 2.0]) < 1, "discount", "draws", "below one").tolist() == [True, False]
    assert admit(sympy.Symbol("x") < 1, "discount", "x", "below one") is True
    assert is_finite(np.array([1.0, np.inf])).tolist() == [True, False]
    assert is_finite(sympy.Symbol("x"))


@dataclass(frozen=True)
class Sample:
    valid: Validity


def test_measures_are_blank_at_draws_at_fault():
    valid = np.array([True, False])
    assert blank(None, 3.0) == 3.0
    measure = on_sound_draws(lambda game: (1.0, np.array([2.0, 3.0])))
    assert measure(Sample(None))[0] == 1.0
    first, second = measure(Sample(valid))
    np.testing.assert_array_equal(first, [1, np.nan])
    np.testing.assert_array_equal(second, [2, np.nan])
    np.testing.assert_array_equal(on_sound_draws(lambda game: 5.0)(Sample(valid)), [5, np.nan])


def test_a_list_is_refused_where_one_number_serves_all():
    refuse_lists({"power": 0.5, "cost": np.ones(3)}, "game")
    with pytest.raises(GameError, match="game, cost: saw 2 entries; allowed is one number, or an array of draws"):
        refuse_lists({"power": 0.5, "cost": [1, 2]}, "game")


def test_numbers_whose_products_overflow_are_refused_and_such_draws_are_blanked():
    with pytest.raises(GameError, match=r"game, cost: saw -1e.300; allowed is numbers below 1e.150 in size"):
        read_numbers({"cost": -1e300}, "game")
    with pytest.raises(GameError, match="a number of more than 60 digits"):
        read_numbers({"cost": 10**5000}, "game")
    (draws,) = read_numbers({"cost": np.array([1.0, 1e300])}, "game")
    assert draws[0] == 1 and np.isnan(draws[1])


def test_lists_are_no_draws_and_what_a_mask_hides_is_no_number():
    with pytest.raises(GameError, match="cost: saw 2 entries; allowed is one number, or an array of draws"):
        read_numbers({"cost": [1, 2]}, "game")
    (draws,) = read_numbers({"cost": np.ma.masked_array([1.0, 2.0], [False, True])}, "game")
    assert draws[0] == 1 and np.isnan(draws[1])
