import math
from fractions import Fraction

import numpy as np
import pytest
import sympy

from deterrence.errors import GameError
from deterrence.numerics import (
    as_number,
    as_numbers,
    choose,
    divide,
    maximum,
    minimum,
    negate,
    resolve_rng,
    softmax,
    where,
)

X = sympy.Symbol("x")


def test_the_adapters_agree_on_every_kind_of_number():
    for value in (0.25, Fraction(1, 4), np.array([0.25, 0.25])):
        assert np.all(where(value < 1, value, 0) == value)
        assert np.all(minimum(value, Fraction(1, 2) if isinstance(value, Fraction) else 0.5) == value)
        assert np.all(maximum(value, 0) == value)
        assert np.all(negate(value > 1))
    formula = where(X < 1, minimum(X, 3), maximum(X, 2))
    assert formula.subs(X, 0) == 0 and formula.subs(X, 5) == 5


def test_exact_input_stays_exact_only_without_floats():
    assert as_numbers([Fraction(1, 2), 3]) == (Fraction(1, 2), Fraction(3))
    assert all(isinstance(v, Fraction) for v in as_numbers([Fraction(1, 2), 3]))
    assert all(isinstance(v, float) for v in as_numbers([Fraction(1, 2), 3.0]))
    assert as_numbers([Fraction(1, 2), math.inf])[1] == math.inf


def test_what_is_no_number_is_refused():
    for value in (True, None, "1", {}):
        with pytest.raises(TypeError):
            as_number(value)


def test_choose_takes_the_first_case_that_holds():
    assert choose([(False, 1), (True, 2), (True, 3)], 4) == 2
    assert choose([(np.array([True, False]), 1.0)], 4.0).tolist() == [1.0, 4.0]


def test_division_by_zero_is_infinite_and_nothing_by_nothing_is_nan():
    assert divide(1, 0) == math.inf and divide(-1.0, 0.0) == -math.inf and math.isnan(divide(0, 0))


def test_seed_zero_is_a_seed():
    assert resolve_rng(0).random() == resolve_rng(0).random()
    generator = np.random.default_rng(5)
    assert resolve_rng(generator) is generator
    for wrong in (-1, True, 0.5, "seed"):
        with pytest.raises(GameError, match="a whole number of 0 or more"):
            resolve_rng(wrong)


def test_softmax_survives_large_values():
    assert np.allclose(softmax(np.array([1e6, 1e6])), 0.5) and softmax(np.zeros(4)).tolist() == [0.25] * 4
