"""Arguments read by the ranges they are asked to be in: numbers, rows, draws, fractions and symbols."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from deterrence.errors import GameError
from deterrence.games.domains import (
    COST,
    DISCOUNT,
    FINITE,
    NOT_NEGATIVE,
    PAYOFF,
    POSITIVE,
    PROBABILITY,
    SHARE,
    TIED,
    Argument,
    blank_faults,
    read_arguments,
    row_by_player,
    row_of_payoffs,
    settle,
    single_numbers,
)

INSIDE = {
    FINITE: (-1, 0, 1, 5),
    PAYOFF: (-1, 0, 1, 5),
    POSITIVE: (1, 5),
    NOT_NEGATIVE: (0, 1, 5),
    COST: (0, 1, 5),
    PROBABILITY: (0, 1),
    SHARE: (0, 1),
    DISCOUNT: (0,),
}


@pytest.mark.parametrize("domain", INSIDE, ids=lambda domain: domain.words)
@pytest.mark.parametrize("number", [-1, 0, 1, 5, float("inf"), float("nan")])
def test_a_domain_holds_of_the_numbers_in_its_range_only(domain, number):
    arguments = single_numbers({"stake": domain}, (number,))
    if number in INSIDE[domain]:
        assert read_arguments(arguments, "toll 'a'") == ({"stake": float(number)}, True)
        return
    with pytest.raises(GameError, match=r"toll 'a', stake: saw .*; allowed is") as error:
        read_arguments(arguments, "toll 'a'")
    assert error.value.allowed == domain.words


def test_what_is_tied_to_another_argument_is_left_for_the_form_to_check():
    read, valid = read_arguments(single_numbers({"low": TIED, "high": TIED}, (3, -float("inf"))), "toll")
    assert read == {"low": 3.0, "high": -float("inf")} and valid is True


def test_rows_are_kept_as_tuples_and_single_numbers_as_they_are():
    arguments = {
        "cost": row_by_player("cost", 2, ("us", "iran"), COST, "toll"),
        "prize": row_by_player("prize", [1, 3], ("us", "iran"), POSITIVE, "toll"),
        "own": row_of_payoffs("own", (1, 2), ("peace", "war"), "two", "toll"),
        "chances": Argument(PROBABILITY, {"chance of rung 1": 0.5}),
    }
    read, _ = read_arguments(arguments | single_numbers({"share": SHARE}, (1,)), "toll")
    assert read == {"cost": (2, 2), "prize": (1, 3), "own": (1, 2), "chances": (0.5,), "share": 1}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda: row_by_player("cost", (1, 2, 3), ("a", "b"), COST, "toll"), "toll, cost: saw 3 entries; allowed is 2"),
        (
            lambda: row_of_payoffs("own", (1,), ("peace", "war"), "two", "toll"),
            r"saw 1 entries.*two payoffs \(peace, war",
        ),
        (lambda: row_of_payoffs("own", "ab", ("peace", "war"), "two", "toll"), "saw 'ab'"),
        (lambda: single_numbers({"a": COST}, (1, 2)), "zip"),
    ],
)
def test_rows_of_another_shape_are_refused(given, message):
    with pytest.raises((GameError, ValueError), match=message):
        given()


def test_a_fault_in_a_row_is_named_by_its_entry():
    with pytest.raises(GameError, match="toll, cost of iran: saw -1"):
        read_arguments({"cost": row_by_player("cost", (1, -1), ("us", "iran"), COST, "toll")}, "toll")


def test_draws_out_of_range_are_blanked_in_every_argument():
    arguments = single_numbers({"share": SHARE, "stake": PAYOFF}, (np.array([0.5, 2.0, 0.5]), np.array([1, 1, np.inf])))
    kept = blank_faults(*read_arguments(arguments, "toll"))
    assert kept["valid"].tolist() == [True, False, False]
    assert np.array_equal(kept["share"], [0.5, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(kept["stake"], [1, np.nan, np.nan], equal_nan=True)


def test_sound_draws_and_single_numbers_leave_nothing_to_blank():
    arguments = single_numbers({"share": SHARE}, (np.array([0.5, 1.0]),))
    assert blank_faults(*read_arguments(arguments, "toll"))["valid"] is None
    assert settle(True) is None and settle(np.array([True, False])).tolist() == [True, False]


def test_fractions_stay_exact_and_symbols_stand_for_any_value():
    exact, _ = read_arguments(single_numbers({"share": SHARE}, (Fraction(1, 3),)), "toll")
    assert exact == {"share": Fraction(1, 3)} and isinstance(exact["share"], Fraction)
    x = sympy.Symbol("x")
    read, valid = read_arguments(single_numbers({"share": SHARE, "cost": COST}, (x, -x)), "toll")
    assert read == {"share": x, "cost": -x} and settle(valid) is None
