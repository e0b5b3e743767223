"""Brinkmanship, bargaining and shifts of power from a model file: arguments, draws, symbols, messages."""

import numpy as np
import pandas as pd
import pytest

import deterrence as dt
from deterrence.formulation import formulate_symbolic
from deterrence.world.files import read

HEAD = """
schema = "deterrence-model/1"
title = "Test"
actors = [
  { id = "a", name = "A", role = "strategic" },
  { id = "b", name = "B", role = "strategic" },
]
[[parameters]]
id = "cost"
value = 0.5
low = 0.2
high = 0.9
unit = "payoff units"
meaning = "what a war costs"
basis = "assumed"
reason = "an example"
"""
ARGUMENTS = {
    "brinkmanship": 'risks = [0.1, "cost / 2", 0.6], value = [1, 2], disaster_cost = "4 * cost", first_player = 1',
    "private_brinkmanship": 'value = 1, max_disaster_cost = "4 * cost"',
    "bargain": 'power = 0.5, own_cost = 0.1, cost_low = 0, cost_high = "cost", other_gain = 0.05',
    "power_shift": 'power_now = 0.3, power_later = 0.6, decliner_cost = "cost", discount = 0.9, rent = 0.1',
}
EXPECTED = {
    "brinkmanship": dt.Brinkmanship([0.1, 0.25, 0.6], (1, 2), 2, 1),
    "private_brinkmanship": dt.PrivateBrinkmanship(1, 2),
    "bargain": dt.Bargain(0.5, 0.1, 0, 0.5, 0, 0.05),
    "power_shift": dt.PowerShift(0.3, 0.6, 0.5, 0.9, rent=0.1),
}


def model_of(form, arguments=None, players='["a", "b"]'):
    inside = ARGUMENTS[form] if arguments is None else arguments
    return read(
        f'{HEAD}[[games]]\nid = "one"\ntitle = "One"\nform = "{form}"\nplayers = {players}\n'
        f"arguments = {{ {inside} }}\n"
    )


def numbers(game):
    table = dt.measure(game)
    return [value for value in table["value"] if value == value], table["measure"].tolist()


@pytest.mark.parametrize("form", ARGUMENTS)
def test_a_specification_becomes_the_game_that_its_numbers_say(form):
    game = dt.formulate(model_of(form), "one")
    assert (game.form, game.players, game.name) == (form, ("a", "b"), "one")
    found, expected = numbers(game), numbers(EXPECTED[form])
    assert found[0] == pytest.approx(expected[0]) and found[1] == expected[1]


@pytest.mark.parametrize("form", ARGUMENTS)
def test_draws_ride_along_into_the_same_form(form):
    model, draws = model_of(form), np.array([0.3, 0.5, 0.8])
    table = dt.measure(dt.formulate(model.with_values({"cost": draws}), "one"))
    for draw, cost in enumerate(draws):
        single = dt.measure(dt.formulate(model.with_values({"cost": float(cost)}), "one"))
        for _, row in single[single.measure != "regret"].iterrows():
            same = table[(table.draw == draw) & (table.measure == row.measure)]
            same = same[same.player.isna() if pd.isna(row.player) else same.player == row.player]
            same = same[same.equilibrium.isna() if pd.isna(row.equilibrium) else same.equilibrium == row.equilibrium]
            assert same["value"].tolist() == [pytest.approx(row["value"], nan_ok=True)]


@pytest.mark.parametrize("form", ARGUMENTS)
def test_symbols_keep_the_files_names(form):
    game = formulate_symbolic(model_of(form), "one")
    symbols = {
        str(symbol) for candidate in game.candidates() for pay in candidate.payoffs for symbol in pay.free_symbols
    }
    assert symbols == {"cost"}


@pytest.mark.parametrize(
    ("form", "arguments", "said"),
    [
        ("brinkmanship", "risks = [0.1], value = 1, disaster_cost = 1", "first_player: the argument is missing"),
        ("brinkmanship", "risks = 0.1, value = 1, disaster_cost = 1, first_player = 0", "one probability per rung"),
        ("brinkmanship", "risks = [0.1], value = 1, disaster_cost = 1, first_player = 2", "place among the players"),
        ("brinkmanship", "risk = [0.1], value = 1, disaster_cost = 1, first_player = 0", "did you mean 'risks'"),
        ("private_brinkmanship", "value = [1, 2], max_disaster_cost = 4", "saw 2 entries"),
        ("bargain", "power = 0.5, own_cost = 0.1, cost_low = 0.4, cost_high = 0.3", "cost_low <= cost_high"),
        ("bargain", "power = 0.5, own_cost = 0.1, cost_low = 0.4", "cost_high: the argument is missing"),
        ("power_shift", "power_now = 0.5, power_later = 2, decliner_cost = 1, discount = 0.9", "power_later: saw 2"),
    ],
)
def test_a_specification_that_makes_no_game_gets_one_sentence(form, arguments, said):
    with pytest.raises(dt.DeterrenceError, match=said) as caught:
        dt.formulate(model_of(form, arguments), "one")
    assert "\n" not in str(caught.value) and "game 'one'" in str(caught.value)


def test_a_form_of_two_players_refuses_one():
    with pytest.raises(dt.DeterrenceError):
        dt.formulate(model_of("bargain", players='["a"]'), "one")
