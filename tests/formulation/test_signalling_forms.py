"""Threats, standoffs and crises from a specification."""

from dataclasses import replace

import pytest

import deterrence as dt
from deterrence.formulation import formulate_symbolic
from tests.shipped import shipped

FILES = [
    ("fearon_1997", "sinking", dt.Threat, "signal_cost", "sunk"),
    ("fearon_1997", "tying", dt.Threat, "signal_cost", "tied"),
    ("fearon_1994", "standoff", dt.Standoff, "audience_cost", "east.audience"),
    ("lewis_schultz_2003", "crisis", dt.Crisis, "target_war", "war.target"),
]


def first(number):
    return number[0] if isinstance(number, tuple) else number


@pytest.mark.parametrize(("name", "game", "form", "argument", "parameter"), FILES)
def test_numbers_and_draws_come_from_the_file(name, game, form, argument, parameter):
    model = shipped(f"published/{name}")
    formed = dt.formulate(model, game)
    assert isinstance(formed, form) and formed.name == game
    assert formed.players == model.games[game].players
    assert first(getattr(formed, argument)) == model.parameters[parameter].value
    ends = [model.parameters[parameter].low, model.parameters[parameter].high]
    drawn = dt.formulate(model.with_values({parameter: ends}), game)
    assert first(getattr(drawn, argument)).tolist() == ends


def test_the_kind_of_a_threat_is_a_label_and_sunk_when_left_out():
    model = shipped("published/fearon_1997")
    assert [dt.formulate(model, game).kind for game in ("sinking", "tying")] == ["sunk", "tied"]
    bare = replace(model.games["tying"], labels={})
    assert dt.formulate(replace(model, games=model.games.updated(bare)), "tying").kind == "sunk"


def test_options_ride_along():
    bound = dt.apply(shipped("published/fearon_1997"), "public_commitment")
    assert dt.formulate(bound, "tying").signal_cost == 2
    quiet = dt.apply(shipped("published/fearon_1994"), {"quiet_exit": 0.5})
    assert dt.formulate(quiet, "standoff").audience_cost == (1.5, 1)


def test_thresholds_are_formulas_in_the_files_parameters():
    model = shipped("published/fearon_1997")
    formula = dt.threshold(model, "tying", "least_credible_cost")
    assert {str(symbol) for symbol in formula.free_symbols} == {"win", "value.weak", "war.cost"}
    assert float(formula.xreplace(dt.values(model))) == pytest.approx(1)
    assert str(formulate_symbolic(shipped("published/fearon_1994"), "standoff").prize[0]) == "prize"


def test_a_crisis_has_no_formulas_and_says_so():
    with pytest.raises(dt.DeterrenceError, match="a root has no formula"):
        formulate_symbolic(shipped("published/lewis_schultz_2003"), "crisis")


@pytest.mark.parametrize(
    ("name", "game", "values", "message"),
    [
        ("fearon_1997", "sinking", {"war.cost": 6}, r"game 'sinking'.*a war worth"),
        ("fearon_1994", "standoff", {"prize": 0}, r"game 'standoff'.*prize"),
    ],
)
def test_a_fault_in_a_file_names_the_game(name, game, values, message):
    with pytest.raises(dt.GameError, match=message):
        dt.formulate(shipped(f"published/{name}").with_values(values), game)


@pytest.mark.parametrize(("name", "game"), [(row[0], row[1]) for row in FILES])
def test_an_argument_that_the_form_does_not_know_is_named(name, game):
    model = shipped(f"published/{name}")
    spec = model.games[game]
    odd = replace(spec, arguments={**spec.arguments, "patience": next(iter(spec.arguments.values()))})
    with pytest.raises(dt.DeterrenceError, match="patience"):
        dt.formulate(replace(model, games=model.games.updated(odd)), game)
