"""Reading payoff tables: exact where it can be, a copy always, one sentence when refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.payoffs import MAX_ENTRIES, read_payoffs


@pytest.mark.parametrize("given", [[[1, 2]], [[1, Fraction(2)]], np.array([[1, 2]]), np.array([[1, 2]], dtype=object)])
def test_integers_and_fractions_stay_exact(given):
    table = read_payoffs(given)
    assert table.dtype == object
    assert all(type(entry) is Fraction for entry in table.flat)
    assert table.tolist() == [[1, 2]]


@pytest.mark.parametrize("given", [[[1, 2.0]], [[Fraction(1), 2.0]], np.array([[1, 2]], dtype=np.float32)])
def test_one_float_makes_the_table_float(given):
    table = read_payoffs(given)
    assert table.dtype == np.float64
    assert table.tolist() == [[1.0, 2.0]]


def test_integers_beyond_64_bits_are_not_rounded():
    assert read_payoffs([[2**70 + 1, -1]])[0, 0] == 2**70 + 1


def test_numpy_integers_do_not_overflow_later():
    table = read_payoffs([[np.int64(2**62), np.int64(1)]])
    assert table[0, 0] * 4 == 2**64


def test_the_callers_array_is_copied_and_left_alone():
    given = np.array([[1.0, 2.0]])
    table = read_payoffs(given)
    given[0, 0] = 9.0
    assert table[0, 0] == 1.0
    assert given.flags.writeable and not table.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        table[0, 0] = 5.0


@pytest.mark.parametrize(
    "given",
    [
        1.0,
        [1, 2],
        [[1, 2], [3, 4]],
        [[[1, 2], [3, 4]]],
        [],
        [[]],
        [[[1, 2], [3]], [[1, 2], [3, 4]]],
        [[1.0, float("nan")]],
        [[1.0, float("inf")]],
        [[1, float("-inf")]],
        [[1e200, 0.0]],
        [[10**200, 0]],
        [[10**400, 0.5]],
        [[True, False]],
        np.array([[True, False]]),
        [["1", "2"]],
        [[1, None]],
        [[1 + 2j, 0]],
        "payoffs",
        None,
        {"a": 1},
    ],
    ids=repr,
)
def test_what_is_not_a_table_of_payoffs_is_refused_in_one_sentence(given):
    with pytest.raises(GameError) as caught:
        read_payoffs(given)
    message = str(caught.value)
    assert message.startswith("payoffs of the matrix: saw") and message.endswith(".") and "allowed is" in message


def test_a_table_too_large_is_refused_before_it_is_copied():
    side = int(MAX_ENTRIES**0.5)
    with pytest.raises(GameError, match="at most 5000000"):
        read_payoffs(np.broadcast_to(0.0, (2, side, side)))
